"""Parts, corrections, repetitions and unclear versions, walked through as provinces send them (contract, section 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.demo.forms import Row, rows, workbook
from ingest.demo.mails import Attachment, address
from survey.registry import registry

PROVINCE = "เชียงใหม่"
DISTRICTS = sorted({lao.amphoe for lao in registry().laos_of(PROVINCE) if lao.amphoe})[:18]


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def book(body: Sequence[Row], name: str = "แบบสำรวจ.xlsx", heading: str | None = None) -> Attachment:
    return Attachment(name, workbook(PROVINCE, body, **({"heading": heading} if heading else {})))


def part(district: int) -> list[Row]:
    return rows(PROVINCE, 2, 2 * district)


def counted(at: Desk) -> list[str]:
    """Hosts of the rows that count now, in no order."""
    with at.context.database.unit_of_work(readonly=True) as work:
        current = work.submissions.current(PROVINCE)
        stored = work.submissions.rows_of([version.id for version in current])
    return sorted(kept.row.host.name for each in stored.values() for kept in each if kept.row.host)


def hosts(body: Sequence[Row]) -> list[str]:
    return sorted(row.host for row in body)


# How eighteen districts say which part they send: none says it as the others do.
def district_mails() -> Iterator[tuple[str, str, Attachment, str]]:
    for i, amphoe in enumerate(DISTRICTS):
        body = part(i)
        ways: tuple[tuple[str, str, Attachment, str], ...] = (
            (office(PROVINCE), f"แบบสำรวจ อำเภอ{amphoe}", book(body), ""),
            (office(PROVINCE), "ส่งแบบสำรวจ", book(body, f"แบบสำรวจ อ.{amphoe}.xlsx"), ""),
            (office(PROVINCE), "ส่งแบบสำรวจ", book(body, heading=f"อำเภอ{amphoe}"), ""),
            (office(PROVINCE), f"แบบสำรวจ ส่วนที่ {i + 1}", book(body), ""),
            (office(PROVINCE), "ส่งแบบสำรวจ", book(body), f"ขอส่งแบบสำรวจเพิ่มเติม ชุดที่ {i + 1}"),
            (f"ท้องถิ่นอำเภอ{amphoe} <amphoe{i}@mail.example>", "ส่งแบบสำรวจ", book(body), ""),
        )
        yield ways[i % len(ways)]


def test_eighteen_district_mails_add_up_to_one_province(at_desk: Desk) -> None:
    for sender, subject, file, text in district_mails():
        [line] = at_desk.receive(sender, file, subject=subject, **({"text": text} if text else {}))
        assert (line["status"], line["province"]) == ("accepted", PROVINCE), (subject, text, line["reason"])
    whole = [row for i in range(18) for row in part(i)]
    assert counted(at_desk) == hosts(whole)
    told = text_of(at_desk.mails()[-1])
    assert "36 รายการ" in told or "SM-2561-0018" in told


@pytest.mark.parametrize("tied_by", ["thread", "subject", "text"])
def test_a_correction_of_one_district_is_tied_to_what_it_corrects(at_desk: Desk, tied_by: str) -> None:
    for i in range(3):
        at_desk.receive(office(PROVINCE), book(part(i)), subject=f"แบบสำรวจ อำเภอ{DISTRICTS[i]}")
    first = at_desk.mails()[1]
    # Another service at the same hosts, and one row more: by its rows alone nobody could tell what it is.
    mended = [replace(row, service="การกำจัดน้ำเสียชุมชน") for row in part(1)] + rows(PROVINCE, 1, 40)
    more: dict[str, object] = {
        "thread": {"headers": {"In-Reply-To": str(first["Message-ID"])}},
        "subject": {"subject": "ส่งฉบับแก้ไข [อ้างอิง SM-2561-0002]"},
        "text": {"text": "เรียน ผู้ประสานงาน\n\nขอแก้ไขแบบสำรวจตามเลขอ้างอิง SM-2561-0002"},
    }[tied_by]
    [line] = at_desk.receive(office(PROVINCE), book(mended), **({"subject": "ส่งฉบับแก้ไข"} | more))  # type: ignore[arg-type, operator]
    assert (line["status"], line["reason"]) == ("accepted", "survey")
    assert counted(at_desk) == hosts([*part(0), *mended, *part(2)])
    told = text_of(at_desk.mails()[-1])
    assert "เทียบกับฉบับเดิม (SM-2561-0002): เพิ่ม 3 รายการ แก้ไข 0 รายการ นำออก 2 รายการ" in told
    assert [problem["code"] for problem in line["problems"]] == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Re: รับแล้ว", "ขอส่งแบบสำรวจเพิ่มเติมครับ"), (f"Re: แบบสำรวจ อำเภอ{DISTRICTS[1]}", "ตามแนบ")],
)
def test_the_next_district_in_answer_to_the_last_one_s_acknowledgement_is_added(
    at_desk: Desk, subject: str, text: str
) -> None:
    at_desk.receive(office(PROVINCE), book(part(0)), subject=f"แบบสำรวจ อำเภอ{DISTRICTS[0]}")
    thread = {"In-Reply-To": str(at_desk.mails()[0]["Message-ID"])}
    [line] = at_desk.receive(office(PROVINCE), book(part(1)), subject=subject, text=text, headers=thread)
    assert line["status"] == "accepted"
    assert counted(at_desk) == hosts([*part(0), *part(1)])


def test_a_resubmission_says_which_rows_it_adds_changes_and_removes(at_desk: Desk) -> None:
    body = rows(PROVINCE, 5)
    at_desk.receive(office(PROVINCE), book(body))
    new = [*body[:2], replace(body[2], objective="เพื่อลดปริมาณขยะตกค้าง"), rows(PROVINCE, 6)[5]]
    [line] = at_desk.receive(office(PROVINCE), book(new), subject="ฉบับปรับปรุง")
    assert line["status"] == "accepted"
    assert [problem["code"] for problem in line["problems"]] == ["rows_vanished"]
    told = text_of(at_desk.mails()[-1])
    assert "เทียบกับฉบับเดิม (SM-2561-0001): เพิ่ม 1 รายการ แก้ไข 1 รายการ นำออก 2 รายการ" in told
    assert f"เพิ่ม: {new[3].service} ({new[3].host})" in told
    assert f"แก้ไข: {new[2].service} ({new[2].host})" in told
    for gone in body[3:]:
        assert f"นำออก: {gone.service} ({gone.host})" in told


def test_the_same_file_or_mail_again_is_received_already_and_stored_once(at_desk: Desk) -> None:
    file = book(rows(PROVINCE, 3))
    at_desk.receive(office(PROVINCE), file)
    [raw] = [path.read_bytes() for path in (at_desk.folder / "mailbox" / "new").iterdir()]
    [same_file] = at_desk.receive(office(PROVINCE), replace(file, name="คนละชื่อ.xlsx"), subject="ส่งอีกครั้ง")
    [same_mail] = at_desk.receive("", raw=b"Received: from relay.example by mx.dla.example; x\r\n" + raw)
    assert {line["reference"] for line in (same_file, same_mail)} == {"SM-2561-0001"}
    assert counted(at_desk) == hosts(rows(PROVINCE, 3))
    mails = at_desk.mails(address(PROVINCE))
    assert len(mails) == 2, "the same mail by another way is not answered twice"
    assert "ได้รับแล้วตาม SM-2561-0001" in text_of(mails[1])
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert len([v for v in work.submissions.versions(PROVINCE) if v.part is not None]) == 1


def test_an_unclear_version_is_held_with_both_results_shown(at_desk: Desk) -> None:
    old = rows(PROVINCE, 4)
    at_desk.receive(office(PROVINCE), book(old))
    new = [replace(old[0], objective="เพื่อประหยัดงบประมาณ"), *rows(PROVINCE, 5, 10)]
    [line] = at_desk.receive(office(PROVINCE), book(new), subject="แบบสำรวจ")
    assert (line["status"], line["reason"]) == ("held", "version_unclear")
    assert counted(at_desk) == hosts(old)
    [alert] = at_desk.mails("coordinator@")
    told = text_of(alert)
    assert "SM-2561-0001: 4 รายการ" in told
    assert "SM-2561-0002: 6 รายการ" in told
    assert "เพิ่ม 5 รายการ แก้ไข 1 รายการ นำออก 3 รายการ" in told
    assert f"เพิ่ม: {new[1].service} ({new[1].host})" in told
    assert "หากรับไว้ จะใช้แทน SM-2561-0001" in told
    receipt = text_of(at_desk.mails(address(PROVINCE))[-1])
    assert "อยู่ระหว่างตรวจสอบ" in receipt
    assert "เพิ่ม" not in receipt.replace("เพิ่มเติม", "")


def test_a_version_that_was_placed_before_an_earlier_mail_came_is_placed_anew(at_desk: Desk) -> None:
    noon = at_desk.now
    [stranger] = at_desk.receive("someone@mail.example", book(rows(PROVINCE, 2)), at=noon)
    assert stranger["status"] == "accepted"
    [line] = at_desk.receive(office(PROVINCE), book(rows(PROVINCE, 5)), at=noon - timedelta(hours=2))
    assert line["status"] == "accepted"
    [stranger] = at_desk.lines(str(stranger["message"]))
    assert (stranger["status"], stranger["reason"]) == ("held", "version_unclear")
    assert counted(at_desk) == hosts(rows(PROVINCE, 5))
    assert at_desk.round().met == []
    assert len(at_desk.mails("someone@")) == 2


def test_an_addition_that_was_placed_before_what_it_adds_to_adds_up(at_desk: Desk) -> None:
    noon = at_desk.now
    at_desk.receive(office(PROVINCE), book(part(3)), subject="แบบสำรวจ เพิ่มเติม", at=noon)
    at_desk.receive(office(PROVINCE), book(rows(PROVINCE, 6)), at=noon - timedelta(hours=2))
    assert counted(at_desk) == hosts([*rows(PROVINCE, 6), *part(3)])
    assert len(at_desk.mails(address(PROVINCE))) == 2
