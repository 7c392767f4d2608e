"""Statuses, versions and answers (contract, sections 6 and 7), through the whole worker on real mails."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from make.desk import NOON, Desk, desk, office, text_of

from ingest.context import Context
from ingest.decisions.withdrawn import withdraw
from ingest.demo import forms
from ingest.demo.forms import Row, rows, ticking_mou, workbook
from ingest.demo.mails import BANGKOK, Attachment, DemoMail, address
from ingest.demo.mou import mou_pdf
from ingest.reading import MessageRead
from ingest.rounds import ingest, poll
from parsers.refused import ConverterMissing
from storage.export_rows import mous
from storage.mou_matches import matched_rows
from survey.forms.be2561 import BE2561
from survey.model import Document, Kind, Status

GMAIL = "somying@gmail.example"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def book(province: str, body: Sequence[Row], name: str = "แบบสำรวจ.xlsx", **more: str) -> Attachment:
    return Attachment(name, workbook(province, body, **more))  # type: ignore[arg-type]


def wrong(body: Sequence[Row]) -> list[Row]:
    return [replace(body[0], signed_on="31 มิ.ย. 2561"), *body[1:]]


def current_rows(at: Desk, province: str) -> int:
    with at.context.database.unit_of_work(readonly=True) as work:
        return sum(version.rows for version in work.submissions.current(province))


def test_a_right_form_is_accepted_and_acknowledged(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 3)))
    assert (line["status"], line["reference"], line["province"]) == ("accepted", "SM-2561-0001", "น่าน")
    assert line["reply"] == "sent"
    [answer] = at_desk.mails(address("น่าน"))
    assert "SM-2561-0001" in str(answer["Subject"])
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == "<demo-1@mail.example>"


def test_a_form_with_errors_keeps_its_good_rows_and_tells_the_cell(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), book("น่าน", wrong(rows("น่าน", 3))))
    assert line["status"] == "needs_correction"
    [problem] = line["files"][0]["problems"]
    assert (problem["code"], problem["cell"]) == ("date_invalid", "แบบสำรวจ!E6")
    assert current_rows(at_desk, "น่าน") == 3
    [answer] = at_desk.mails(address("น่าน"))
    assert "E6" in text_of(answer)
    assert "31 มิ.ย. 2561" in text_of(answer)


def test_nobody_is_answered_twice_however_often_the_mailbox_is_polled(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 3)))
    for _ in range(3):
        assert at_desk.round().met == []
    assert len(at_desk.mails()) == 1


def test_the_same_file_again_names_the_earlier_reference_and_makes_no_version(at_desk: Desk) -> None:
    same = book("น่าน", rows("น่าน", 3))
    at_desk.receive(office("น่าน"), same)
    [line] = at_desk.receive(office("น่าน"), same, subject="ได้รับหรือยัง")
    assert (line["status"], line["reference"]) == ("accepted", "SM-2561-0001")
    assert current_rows(at_desk, "น่าน") == 3
    answer = at_desk.mails()[1]
    assert "ได้รับแล้วตาม SM-2561-0001" in text_of(answer)
    assert "SM-2561-0002" not in str(answer["Subject"]) + text_of(answer)


def test_an_answered_list_of_errors_is_replaced_by_its_correction(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), book("น่าน", wrong(rows("น่าน", 3))))
    [answer] = at_desk.mails()
    [line] = at_desk.receive(
        office("น่าน"),
        book("น่าน", rows("น่าน", 4)),
        headers={"In-Reply-To": str(answer["Message-ID"]), "References": str(answer["Message-ID"])},
    )
    assert line["status"] == "accepted"
    assert current_rows(at_desk, "น่าน") == 4


def test_a_version_with_errors_never_displaces_an_accepted_one(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 4)))
    [line] = at_desk.receive(office("น่าน"), book("น่าน", wrong(rows("น่าน", 3))))
    assert line["status"] == "needs_correction"
    assert current_rows(at_desk, "น่าน") == 4


def test_district_parts_add_up(at_desk: Desk) -> None:
    for i, amphoe in enumerate(("เมืองสงขลา", "หาดใหญ่")):
        part = book("สงขลา", rows("สงขลา", 2, 2 * i), heading=f"อำเภอ{amphoe}")
        [line] = at_desk.receive(office("สงขลา"), part, subject=f"แบบสำรวจ ส่วนที่ {i + 1} อำเภอ{amphoe}")
        assert line["status"] == "accepted"
    assert current_rows(at_desk, "สงขลา") == 4


def test_one_form_for_the_whole_province_takes_the_place_of_all_its_parts(at_desk: Desk) -> None:
    for i in range(3):
        part = book("สงขลา", rows("สงขลา", 2, 2 * i))
        at_desk.receive(office("สงขลา"), part, subject=f"แบบสำรวจ ส่วนที่ {i + 1}")
    [line] = at_desk.receive(office("สงขลา"), book("สงขลา", rows("สงขลา", 7)), subject="แบบสำรวจทั้งจังหวัด")
    assert (line["status"], line["problems"]) == ("accepted", [])
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert [v.reference for v in work.submissions.current("สงขลา")] == [line["reference"]]
    assert current_rows(at_desk, "สงขลา") == 7


def test_an_earlier_mail_that_is_taken_in_later_is_the_older_version(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 4)))
    at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 3)), at=NOON - timedelta(days=2))
    assert current_rows(at_desk, "น่าน") == 4


def test_an_unknown_address_is_accepted_once_and_never_replaces_an_accepted_form(at_desk: Desk) -> None:
    [first] = at_desk.receive(GMAIL, book("น่าน", rows("น่าน", 3)))
    assert first["status"] == "accepted"
    [line] = at_desk.receive("other@hotmail.example", book("น่าน", rows("น่าน", 2)))
    assert (line["status"], line["reason"]) == ("held", "version_unclear")
    assert current_rows(at_desk, "น่าน") == 3
    receipt = text_of(at_desk.mails("other@hotmail.example")[0])
    assert str(line["reference"]) in receipt
    assert "SM-2561-0001" not in receipt


def test_the_coordinator_is_told_why_a_message_is_held(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("นครปฐม"), book("ชัยนาท", rows("ชัยนาท", 2)))
    assert (line["status"], line["reason"]) == ("held", "province_conflict")
    [alert] = at_desk.mails("coordinator@dla.example")
    assert alert["Auto-Submitted"] == "auto-generated"
    assert f"samruat release {line['reference']}" in text_of(alert)


def test_a_hand_in_by_the_registry_office_counts_for_the_form_s_province(at_desk: Desk) -> None:
    [line] = at_desk.receive("saraban@dla.example", book("กระบี่", rows("กระบี่", 2)))
    assert (line["status"], line["province"]) == ("accepted", "กระบี่")
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert work.senders.provinces_of("saraban@dla.example") == frozenset()


def test_two_provinces_in_a_mail_make_two_references_and_one_answer(at_desk: Desk) -> None:
    lines = at_desk.receive(
        "saraban@dla.example",
        book("กระบี่", rows("กระบี่", 2), "1.xlsx"),
        book("ตรัง", wrong(rows("ตรัง", 2)), "2.xlsx"),
    )
    assert [(line["province"], line["reference"]) for line in lines] == [
        ("กระบี่", "SM-2561-0001"),
        ("ตรัง", "SM-2561-0002"),
    ]
    assert {line["status"] for line in lines} == {"needs_correction"}
    assert len(at_desk.mails()) == 1


def test_a_nil_statement_in_the_text_is_a_complete_answer(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("แพร่"), text="เรียน ผู้ประสานงาน\n\nจังหวัดแพร่ไม่มีการจัดทำความร่วมมือ")
    assert line["status"] == "accepted"
    assert line["files"][0]["nil_report"] is True


def test_a_nil_statement_beside_the_empty_form_is_a_complete_answer_too(at_desk: Desk) -> None:
    [line] = at_desk.receive(
        office("แพร่"),
        Attachment("แบบ.xlsx", workbook("แพร่", [])),
        text="จังหวัดแพร่ขอรายงานว่าไม่มีการจัดทำความร่วมมือ",
    )
    assert (line["status"], line["problems"]) == ("accepted", [])
    assert "ขอให้แก้ไข" not in text_of(at_desk.mails(address("แพร่"))[0])


def test_a_nil_statement_for_a_province_that_its_sender_does_not_speak_for_is_held(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), text="จังหวัดแพร่ขอรายงานว่าไม่มีการจัดทำความร่วมมือ")
    assert (line["status"], line["reason"], line["province"]) == ("held", "province_conflict", "แพร่")
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert not work.submissions.current("แพร่")


def test_a_question_is_held_with_a_receipt_that_holds_no_finding(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), text="ขอสอบถามว่าต้องแนบสำเนาคำสั่งหรือไม่")
    assert (line["status"], line["reply"]) == ("held", "sent")
    assert str(line["reference"]) in text_of(at_desk.mails(address("น่าน"))[0])


def test_a_file_that_cannot_be_read_is_answered_with_what_to_do(at_desk: Desk) -> None:
    locked = forms.encrypted(workbook("ตรัง", rows("ตรัง", 2)), "1234")
    [line] = at_desk.receive(office("ตรัง"), Attachment("ลับ.xlsx", locked))
    assert line["status"] == "unreadable"
    assert "รหัสผ่าน" in text_of(at_desk.mails(address("ตรัง"))[0])


@pytest.mark.parametrize(
    ("sender", "more"),
    [
        ("winner@lucky.example", {"subject": "prize", "text": "click"}),
        (address("น่าน"), {"subject": "ตอบกลับอัตโนมัติ: แบบสำรวจ", "text": "ไม่อยู่", "headers": {"Auto-Submitted": "auto-replied"}}),
        ("MAILER-DAEMON@mx.example", {"subject": "Undelivered Mail", "text": "unknown", "headers": {"Return-Path": "<>"}}),
        ("news@shop.example", {"subject": "แบบสำรวจลูกค้า", "text": "ลดราคา", "headers": {"List-Id": "<news.shop.example>"}}),
        (address("น่าน"), {"text": "แบบสำรวจ", "headers": {"X-Samruat-Instance": "survey@dla.example"}}),
    ],
)  # fmt: skip
def test_robots_lists_spam_and_our_own_mail_are_ignored_and_never_answered(
    at_desk: Desk, sender: str, more: dict[str, object]
) -> None:
    [line] = at_desk.receive(sender, **more)  # type: ignore[arg-type]
    assert (line["status"], line["reference"], line["reply"]) == ("ignored", None, "none")
    assert at_desk.mails() == []


def test_a_survey_that_comes_by_a_list_is_held_and_not_answered(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)), headers={"List-Id": "<l.example>"})
    assert line["status"] == "held"
    assert at_desk.mails(address("น่าน")) == []


def test_mail_before_the_opening_is_ignored_and_after_the_deadline_is_late(at_desk: Desk) -> None:
    [early] = at_desk.receive(
        office("น่าน"), book("น่าน", rows("น่าน", 2)), at=datetime(2018, 10, 21, 23, 59, tzinfo=BANGKOK)
    )
    assert early["status"] == "ignored"
    [on_time] = at_desk.receive(
        office("ตรัง"), book("ตรัง", rows("ตรัง", 2)), at=datetime(2018, 12, 14, 23, 59, tzinfo=BANGKOK)
    )
    [late] = at_desk.receive(
        office("น่าน"), book("น่าน", rows("น่าน", 3)), at=datetime(2018, 12, 15, 0, 0, tzinfo=BANGKOK)
    )
    assert (on_time["late"], late["late"]) == (False, True)
    assert late["status"] == "accepted"


def test_an_mou_that_comes_later_settles_what_was_asked_for(at_desk: Desk) -> None:
    body = [ticking_mou(rows("ลำปาง", 1)[0]), *rows("ลำปาง", 2, 1)]
    [line] = at_desk.receive(office("ลำปาง"), book("ลำปาง", body))
    assert [p["code"] for p in line["problems"]] == ["mou_missing"]
    pdf = Attachment("mou.pdf", mou_pdf("ลำปาง", body[0]), "application", "pdf")
    [later] = at_desk.receive(office("ลำปาง"), pdf)
    assert (later["status"], later["province"], later["problems"]) == ("accepted", "ลำปาง", [])
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [[row]] = matched_rows(work, "ลำปาง").values()
    assert (row.reference, row.index) == ("SM-2561-0001", 0)


def test_an_mou_belongs_to_the_rows_that_count_whatever_becomes_of_them(at_desk: Desk) -> None:
    body = [ticking_mou(rows("ลำปาง", 1)[0]), *rows("ลำปาง", 2, 1)]
    pdf = Attachment("mou.pdf", mou_pdf("ลำปาง", body[0]), "application", "pdf")
    at_desk.receive(office("ลำปาง"), book("ลำปาง", body), pdf)
    at_desk.receive(office("ลำปาง"), book("ลำปาง", [*body[1:], body[0]]))
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [found] = matched_rows(work, "ลำปาง").values()
        assert [(row.reference, row.index) for row in found] == [("SM-2561-0002", 2)]
        [exported] = mous(work, BE2561).rows
        assert exported["matched"] == ["SM-2561-0002:3"]
    with at_desk.context.database.unit_of_work() as work:
        withdraw(at_desk.context, work, "SM-2561-0002", who=None, why="ส่งผิด")
        work.commit()
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [found] = matched_rows(work, "ลำปาง").values()
        assert [(row.reference, row.index) for row in found] == [("SM-2561-0001", 0)]


def test_an_mou_alone_takes_the_province_that_its_parties_share_else_is_held(at_desk: Desk) -> None:
    body = rows("ลำปาง", 1)[0]
    pdf = Attachment("mou.pdf", mou_pdf("ลำปาง", body), "application", "pdf")
    [line] = at_desk.receive(GMAIL, pdf)
    assert (line["status"], line["province"]) == ("accepted", "ลำปาง")


def test_failed_authentication_is_held_and_answered_with_nothing(tmp_path: Path) -> None:
    with desk(tmp_path, replace=[("[trust]", '[trust]\nauthserv_id = "mx.dla.example"')]) as at:
        result = "mx.dla.example; dmarc=fail (p=reject) header.from=dla-province.example"
        [line] = at.receive(
            office("น่าน"), book("น่าน", rows("น่าน", 2)), headers={"Authentication-Results": result}
        )
        assert (line["status"], line["reason"], line["reply"]) == ("held", "authentication_failed", "none")
        assert at.mails(address("น่าน")) == []


def test_in_preview_mode_answers_are_rendered_and_not_sent(tmp_path: Path) -> None:
    with desk(tmp_path, '[replies]\nmode = "preview"\n') as at:
        [line] = at.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)))
        assert line["reply"] == "preview"
        assert at.mails() == []


def test_our_own_fault_is_kept_told_and_taken_again(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk on fire")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.pipeline.conclude", broken)
        [line] = at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)))
    assert (line["status"], line["reference"], line["reply"]) == ("failed", "SM-2561-0001", "none")
    assert len(at_desk.mails("coordinator@dla.example")) == 1
    at_desk.now += timedelta(minutes=5)
    at_desk.work()
    [again] = at_desk.lines(str(line["message"]))
    assert (again["status"], again["reference"], again["reply"]) == ("accepted", "SM-2561-0001", "sent")
    assert len(at_desk.mails("coordinator@dla.example")) == 1


def test_a_program_that_is_not_installed_fails_the_message_and_never_blames_the_sender(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = book("น่าน", rows("น่าน", 2))

    def without_program(context: Context, one: object) -> MessageRead:
        lacking = ConverterMissing("LibreOffice")
        finding = lacking.finding("แบบสำรวจ.doc")
        document = Document("แบบสำรวจ.doc", "0" * 64, Kind.UNREADABLE, "doc", (finding,), our_fault=True)
        return MessageRead((document,), (), "", "")

    with monkeypatch.context() as patched:
        patched.setattr("ingest.pipeline.reading_of", without_program)
        [line] = at_desk.receive(office("น่าน"), form)
    assert (line["status"], line["reply"]) == ("failed", "none")
    assert "LibreOffice" in str(line["reason"])
    at_desk.now += timedelta(minutes=5)
    at_desk.work()
    [again] = at_desk.lines(str(line["message"]))
    assert (again["status"], again["reply"]) == ("accepted", "sent")


def test_what_waits_in_the_database_is_nothing_after_a_round(at_desk: Desk) -> None:
    at_desk.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)))
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        numbers = work.messages.numbers()
    assert (numbers.received, numbers.in_work, numbers.by_status) == (1, 0, {Status.ACCEPTED: 1})


def test_a_copy_beside_its_workbook_makes_no_second_form_and_its_errors_are_not_told(at_desk: Desk) -> None:
    body = rows("น่าน", 3)
    copy = replace(body[1], signed_on="3 มีนาคม 2560")
    [line] = at_desk.receive(
        office("น่าน"), book("น่าน", body), book("น่าน", [wrong(body)[0], copy, body[2]], "สำเนา.xlsx")
    )
    assert (line["status"], current_rows(at_desk, "น่าน")) == ("accepted", 3)
    assert line["files"][1]["problems"] == []
    assert {p["code"] for p in line["problems"]} == {"copies_differ"}
    assert {p["cell"] for p in line["problems"]} == {"แบบสำรวจ!E6", "แบบสำรวจ!E7"}


def test_a_mail_named_by_its_file_is_shown_without_what_lies_beside_it(at_desk: Desk, tmp_path: Path) -> None:
    box = tmp_path / "saved"
    box.mkdir()
    for number, province in enumerate(("น่าน", "แพร่")):
        mail = DemoMail("", address(province), "ส่งแบบสำรวจ", attachments=(book(province, rows(province, 2)),))
        (box / f"{number}.eml").write_bytes(mail.raw(number, NOON))
    first = ingest(at_desk.context, [box / "0.eml"]).met
    second = ingest(at_desk.context, [box / "1.eml"]).met
    assert (len(first), len(second)) == (1, 1)
    assert ingest(at_desk.context, [box / "0.eml"]).met == first
    assert ingest(at_desk.context, [box]).met == [*first, *second]


def test_an_answer_leaves_while_the_next_mail_is_worked_on(at_desk: Desk) -> None:
    for number, province in enumerate(("น่าน", "แพร่", "เลย")):
        mail = DemoMail("", office(province), "ส่งแบบสำรวจ", attachments=(book(province, rows(province, 2)),))
        at = NOON + timedelta(hours=number)
        (at_desk.folder / "mailbox" / "new" / f"{number}.mx").write_bytes(mail.raw(number, at))
    at_desk.now = NOON + timedelta(hours=5)
    left: list[int] = []

    def seen(told: str) -> None:
        if told.startswith("message 2"):
            deadline = time.monotonic() + 60
            while not at_desk.mails() and time.monotonic() < deadline:
                time.sleep(0.01)
            left.append(len(at_desk.mails()))

    poll(at_desk.context, seen)
    # Which of the first two has left by then is the servers' affair; the third can't have.
    assert left in ([1], [2])
    assert len(at_desk.mails()) == 3
