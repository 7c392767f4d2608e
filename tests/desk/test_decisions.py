"""The coordinator decides on the page, as by mail or by command."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from make.desk import Desk, office, text_of
from make.desk_pages import open_desk, person, settle

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment

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


def test_of_two_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(box: Box, held: str) -> None:
    people = [person(box[1]), person(box[1], "สมชาย")]
    for browser in people:
        browser.get(f"/submissions/{held}")
    start, codes = threading.Barrier(2), []

    def decide(number: int) -> None:
        start.wait()
        what = ("release", "reject")[number]
        codes.append(people[number].send(f"/submissions/{held}/{what}", why="เหตุผล").status_code)

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 409]
    with box[0].context.database.unit_of_work(readonly=True) as work:
        assert len(work.decisions.of(held)) == 1


def test_an_unknown_reference_is_no_page(box: Box) -> None:
    one = person(box[1])
    assert one.get("/submissions/SM-2561-9999").status_code == 404
    assert one.get("/submissions/..%2f..%2fetc").status_code == 404
