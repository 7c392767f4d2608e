from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.decisions import DecisionRefused, decide_reject, decide_release
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Desk, str, str]]:
    with desk(tmp_path) as at:
        [line] = at.receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
        assert line["status"] == "held"
        at.now += timedelta(hours=1)
        yield at, str(line["reference"]), str(line["message"])


def test_a_released_message_is_taken_in_and_answered(held: tuple[Desk, str, str]) -> None:
    at, reference, sha256 = held
    decide_release(at.context, reference, who="somchai", why="ส่งแทนกัน")
    [line] = at.lines(sha256)
    assert (line["status"], line["reference"], line["province"]) == ("accepted", reference, "ชัยนาท")
    assert len(at.mails(address("นครปฐม"))) == 2
    with at.context.database.unit_of_work(readonly=True) as work:
        [decision] = work.decisions.of(reference)
    assert (decision.what, decision.who, decision.why) == ("release", "somchai", "ส่งแทนกัน")


def test_a_rejected_message_is_told_in_the_coordinator_s_words(held: tuple[Desk, str, str]) -> None:
    at, reference, sha256 = held
    decide_reject(at.context, reference, who="somchai", why="กรุณาส่งแบบของจังหวัดท่าน")
    [line] = at.lines(sha256)
    assert (line["status"], line["reference"]) == ("rejected", reference)
    assert "กรุณาส่งแบบของจังหวัดท่าน" in text_of(at.mails(address("นครปฐม"))[-1])


def test_what_is_not_held_cannot_be_decided_on(held: tuple[Desk, str, str]) -> None:
    at, reference, _ = held
    decide_release(at.context, reference, who=None, why=None)
    with pytest.raises(DecisionRefused, match="not held"):
        decide_reject(at.context, reference, who=None, why="x")
    with pytest.raises(DecisionRefused, match="not known"):
        decide_release(at.context, "SM-2561-9999", who=None, why=None)
