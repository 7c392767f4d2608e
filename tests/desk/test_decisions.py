"""The coordinator decides on the page, as by mail or by command."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from make.desk import Desk, office, text_of
from make.desk_pages import open_desk, person, settle
from make.stored import make_outgoing

from desk.rules import RULES
from ingest.decisions.waived import can_be_waived, known_codes
from ingest.demo.forms import rows, ticking_mou, workbook
from ingest.demo.mails import Attachment
from ingest.demo.mou import mou_pdf
from ingest.pipeline import work_through
from storage.words import OutboxState

Box = tuple[Desk, Flask]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def held(box: Box) -> str:
    """The reference of a message that waits: a form of another province than its sender's."""
    [line] = box[0].receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
    assert line["status"] == "held"
    return str(line["reference"])


def test_a_held_message_is_released_and_its_sender_is_told(box: Box, held: str) -> None:
    at, app = box
    one = person(app)
    one.get(f"/submissions/{held}")
    done = one.send(f"/submissions/{held}/release", why="โทรศัพท์ยืนยันแล้ว")
    one.get(done.headers["Location"])
    assert "รับไว้แล้ว" in one.text
    with at.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(held)
        [decision] = work.decisions.of(held)
    assert version is not None
    assert version.status == "accepted"
    assert (decision.what, decision.who, decision.why) == ("release", "สมหญิง", "โทรศัพท์ยืนยันแล้ว")
    settle(app)
    assert held in text_of(at.mails("nakhonpathom")[-1])


def test_a_rejection_needs_a_reason_which_the_sender_reads(box: Box, held: str) -> None:
    at, app = box
    one = person(app)
    one.get(f"/submissions/{held}")
    assert one.send(f"/submissions/{held}/reject", why=" ").status_code == 409
    assert "เหตุผล" in one.text
    one.get(f"/submissions/{held}")
    assert one.send(f"/submissions/{held}/reject", why="ผิดจังหวัด กรุณาส่งใหม่").status_code == 302
    settle(app)
    assert "ผิดจังหวัด กรุณาส่งใหม่" in text_of(at.mails("nakhonpathom")[-1])


def test_whoever_decides_on_an_old_page_is_told_who_was_first(box: Box, held: str) -> None:
    one, two = person(box[1]), person(box[1], "สมชาย")
    for browser in (one, two):
        browser.get(f"/submissions/{held}")
    assert one.send(f"/submissions/{held}/release").status_code == 302
    assert two.send(f"/submissions/{held}/reject", why="ไม่ใช่ของจังหวัดนี้").status_code == 409
    assert "มีผู้พิจารณาไปก่อนแล้ว (สมหญิง)" in two.text


def test_of_two_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(
    tmp_path: Path, database_url: str
) -> None:
    database = ('database = "sqlite:///samruat.db"', f'database = "{database_url}"')
    with open_desk(tmp_path, replace=[database]) as (at, app):
        [line] = at.receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
        reference = str(line["reference"])
        people = [person(app), person(app, "สมชาย")]
        for browser in people:
            browser.get(f"/submissions/{reference}")
        start, codes = threading.Barrier(2), []

        def decide(number: int) -> None:
            start.wait()
            what = ("release", "reject")[number]
            codes.append(people[number].send(f"/submissions/{reference}/{what}", why="เหตุผล").status_code)

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [302, 409]
        [told] = [browser.text for browser in people if "พิจารณาไปก่อน" in browser.text]
        assert "สมหญิง" in told
        settle(app)
        # Who came too late may have held the message just then (SKIP LOCKED); the worker's next round takes it.
        list(work_through(at.context))
        with at.context.database.unit_of_work(readonly=True) as work:
            [decision] = work.decisions.of(reference)
            version = work.submissions.by_reference(reference)
        assert version is not None
        assert (decision.what, version.status.value) in {("release", "accepted"), ("reject", "rejected")}


def test_an_unknown_reference_is_no_page(box: Box) -> None:
    one = person(box[1])
    assert one.get("/submissions/SM-2561-9999").status_code == 404
    assert one.get("/submissions/..%2f..%2fetc").status_code == 404


def test_a_cell_is_corrected_beside_its_sheet_and_the_value_counts(box: Box) -> None:
    at, app = box
    wrong = [replace(rows("น่าน", 1)[0], signed_on="31 มิ.ย. 2561"), *rows("น่าน", 2, 1)]
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", wrong)))
    reference = line["reference"]
    [cell] = [problem["cell"] for problem in line["problems"] if problem["code"] == "date_invalid"]
    one, path = person(app), f"/submissions/{reference}/correct"
    one.get(f"{path}?cell={cell}")
    assert one.send(path, text="32 มิ.ย. 2561").status_code == 409
    assert "32 มิ.ย. 2561" in one.text
    one.get(f"{path}?cell={cell}")
    old = person(app, "สมชาย")
    old.get(f"{path}?cell={cell}")
    assert one.send(path, text="30 มิ.ย. 2561", why="โทรศัพท์ถามแล้ว").status_code == 302
    one.get(f"/submissions/{reference}")
    assert "30 มิถุนายน 2561" in one.text
    assert "โทรศัพท์ถามแล้ว" in one.text
    assert old.send(path, text="29 มิ.ย. 2561").status_code == 409
    assert "มีผู้พิจารณาไปก่อนแล้ว (สมหญิง)" in old.text


def test_a_submission_is_withdrawn_with_a_reason(box: Box) -> None:
    at, app = box
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2))))
    one, path = person(app), f"/submissions/{line['reference']}"
    one.get(path)
    assert one.send(f"{path}/withdraw", why="ส่งผิดฉบับ").status_code == 302
    settle(app)
    assert "ส่งผิดฉบับ" in text_of(at.mails("nan@")[-1])
    one.get(path)
    assert "ไม่รับ" in one.text


def test_a_province_gets_a_sender_a_waiver_a_fax_and_a_call(box: Box) -> None:
    at, app = box
    one = person(app)

    def send(what: str, **fields: object) -> int:
        one.get("/provinces/55")
        code: int = one.send(f"/provinces/55/{what}", **fields).status_code
        return code

    assert send("assign", address="somying@gmail.example", why="โทรศัพท์ยืนยันแล้ว") == 302
    assert send("assign", address="somying@gmail.example") == 409
    assert send("waive", rule="objective_missing", until="2018-12-31", why="อุทกภัย") == 302
    assert send("waive", rule="form_not_found", until="2018-12-31") == 409
    assert send("waive", rule="objective_missing", until="พรุ่งนี้") == 409
    assert send("nil", channel="phone", received_on="2018-12-10", why="คุณสมศรีแจ้ง") == 302
    fax = (BytesIO(workbook("น่าน", rows("น่าน", 2))), "../แบบสำรวจ.xlsx")
    assert send("submit", channel="fax", received_on="2018-12-10", file=fax) == 302
    assert send("submit", channel="fax", received_on="2018-12-10") == 409
    one.get("/provinces/55")
    assert "somying@gmail.example" in one.text
    assert "ไม่ระบุวัตถุประสงค์ (objective_missing) ถึงวันที่ 31 ธันวาคม 2561" in one.text
    with at.context.database.unit_of_work(readonly=True) as work:
        decided = {(decision.what, decision.who) for decision in work.decisions.all()}
        kinds = [version.kind.value for version in work.submissions.versions("น่าน")]
    assert decided == {(what, "สมหญิง") for what in ("assign", "waive", "nil", "submit")}
    assert sorted(kinds) == ["nil", "survey"]


def test_a_queued_mail_is_kept_back_once(box: Box) -> None:
    at, app = box
    with at.context.database.unit_of_work() as work:
        work.outbox.queue(make_outgoing("a"), at.now)
        work.commit()
        [row] = work.outbox.in_states([OutboxState.QUEUED])
    one, two = person(app), person(app)
    one.get("/outbox")
    two.get("/outbox")
    assert one.send(f"/outbox/{row.id}/cancel").status_code == 302
    assert two.send(f"/outbox/{row.id}/cancel").status_code == 409
    one.get("/outbox")
    assert "ยกเลิก" in one.text
    assert one.get("/decisions").status_code == 200
    assert "ยกเลิกอีเมล" in one.text


def test_every_rule_that_can_be_waived_has_thai_words() -> None:
    assert {code for code in known_codes("be2561") if can_be_waived(code)} <= set(RULES)


def test_a_province_shows_to_how_many_of_its_rows_each_agreement_belongs(box: Box) -> None:
    at, app = box
    body = [ticking_mou(rows("น่าน", 1)[0]), *rows("น่าน", 2, 1)]
    mine = Attachment("mou.pdf", mou_pdf("น่าน", body[0]), "application", "pdf")
    at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", body)), mine)
    one = person(app)
    one.get("/provinces/55")
    assert "ตรงกับ 1 รายการ" in one.text
    at.receive(office("น่าน"), Attachment("b.xlsx", workbook("น่าน", body[1:], heading="แทนฉบับเดิม")))
    one.get("/provinces/55")
    assert "ไม่ตรงกับรายการใด" in one.text
