"""A robot is answered a few times, an office with many forms every time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import NOON, Desk, desk, office
from make.mail_case import with_form

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def test_eighteen_district_forms_in_an_hour_are_all_answered(at_desk: Desk) -> None:
    for number in range(18):
        part = rows("สงขลา", 1, number)
        file = Attachment(f"part{number}.xlsx", workbook("สงขลา", part, heading=f"ส่วนที่ {number + 1}"))
        [line] = at_desk.receive(
            office("สงขลา"), file, subject=f"แบบสำรวจ ส่วนที่ {number + 1}", at=NOON + timedelta(minutes=number)
        )
        assert (line["status"], line["reply"]) == ("accepted", "sent")
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert sum(version.rows for version in work.submissions.current("สงขลา")) == 18


def test_words_without_a_form_are_answered_three_times_an_hour(at_desk: Desk) -> None:
    replies = []
    for number in range(5):
        [line] = at_desk.receive(
            office("น่าน"), text=f"สอบถามแบบสำรวจ ครั้งที่ {number}", at=NOON + timedelta(minutes=number)
        )
        replies.append((line["reply"], line["why_no_reply"]))
    assert replies == [("sent", None)] * 3 + [("none", "per_hour")] * 2


def test_of_two_copies_of_a_mail_one_is_answered_whichever_is_worked_on_first(at_desk: Desk) -> None:
    later, earlier = (f"Received: from r{n} by mx\r\n".encode() + with_form() for n in (1, 2))
    [first] = at_desk.receive("", raw=later, at=NOON)
    [second] = at_desk.receive("", raw=earlier, at=NOON - timedelta(hours=3))
    assert (first["reply"], second["reply"], second["why_no_reply"]) == ("sent", "none", "same_mail")
    assert len(at_desk.mails()) == 1
