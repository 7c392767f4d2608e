from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.decisions import DecisionRefused, assign, cancel, reject, release, withdraw
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address
from ingest.rounds import one_round
from storage.words import OutboxState
from survey.model import Status


def book(province: str, count: int) -> Attachment:
    return Attachment("a.xlsx", workbook(province, rows(province, count)))


def decide(at: Desk, decision: Callable[..., str], *about: object, why: str | None = "เหตุผล") -> str:
    with at.context.database.unit_of_work() as work:
        told = decision(at.context, work, *about, who="somchai", why=why)
        work.commit()
    at.work()
    return told


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Desk, str, str]]:
    with desk(tmp_path) as at:
        [line] = at.receive(office("นครปฐม"), book("ชัยนาท", 2))
        assert line["status"] == "held"
        at.now += timedelta(hours=1)
        yield at, str(line["reference"]), str(line["message"])


def test_a_released_message_is_taken_in_and_answered(held: tuple[Desk, str, str]) -> None:
    at, reference, sha256 = held
    decide(at, release, reference, why="ส่งแทนกัน")
    [line] = at.lines(sha256)
    assert (line["status"], line["reference"], line["province"]) == ("accepted", reference, "ชัยนาท")
    assert len(at.mails(address("นครปฐม"))) == 2
    with at.context.database.unit_of_work(readonly=True) as work:
        [decision] = work.decisions.of(reference)
    assert (decision.what, decision.who, decision.why) == ("release", "somchai", "ส่งแทนกัน")


def test_a_rejected_message_is_told_in_the_coordinator_s_words(held: tuple[Desk, str, str]) -> None:
    at, reference, sha256 = held
    decide(at, reject, reference, why="กรุณาส่งแบบของจังหวัดท่าน")
    [line] = at.lines(sha256)
    assert (line["status"], line["reference"]) == ("rejected", reference)
    assert "กรุณาส่งแบบของจังหวัดท่าน" in text_of(at.mails(address("นครปฐม"))[-1])


def test_a_rejected_message_stays_rejected_and_untold_however_often_it_is_read(
    held: tuple[Desk, str, str],
) -> None:
    at, reference, sha256 = held
    decide(at, reject, reference)
    mails = len(at.mails())
    with at.context.database.unit_of_work() as work:
        work.messages.reopen([sha256], at.context.now())
        work.commit()
    at.work()
    [line] = at.lines(sha256)
    assert (line["status"], len(at.mails())) == ("rejected", mails)


def test_what_is_not_held_cannot_be_decided_on(held: tuple[Desk, str, str]) -> None:
    at, reference, _ = held
    decide(at, release, reference)
    with pytest.raises(DecisionRefused, match="not held; somchai decided to release it"):
        decide(at, reject, reference)
    with pytest.raises(DecisionRefused, match="not known"):
        decide(at, release, "SM-2561-9999")


def test_of_two_who_decide_before_it_is_read_again_the_first_wins_and_the_other_is_told(
    held: tuple[Desk, str, str],
) -> None:
    at, reference, sha256 = held
    with at.context.database.unit_of_work() as work:
        release(at.context, work, reference, who="somchai", why=None)
        work.commit()
    with (
        at.context.database.unit_of_work() as work,
        pytest.raises(DecisionRefused, match="decided already; somchai"),
    ):
        reject(at.context, work, reference, who="somsri", why="เหตุผล")
    one_round(at.context, [])
    assert at.lines(sha256)[0]["status"] == "accepted"


def test_after_a_withdrawal_the_replaced_version_counts_again_and_the_sender_is_told(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [first] = at.receive(office("น่าน"), book("น่าน", 3))
        [second] = at.receive(office("น่าน"), book("น่าน", 4))
        decide(at, withdraw, second["reference"], why="ส่งผิดไฟล์")
        with at.context.database.unit_of_work(readonly=True) as work:
            [current] = work.submissions.current("น่าน")
        assert (current.reference, current.rows) == (first["reference"], 3)
        assert at.lines(str(second["message"]))[0]["status"] == "rejected"
        told = at.mails(address("น่าน"))[-1]
        assert "ส่งผิดไฟล์" in text_of(told)
        assert str(second["reference"]) in str(told["Subject"])
        with pytest.raises(DecisionRefused, match="nothing to withdraw; somchai"):
            decide(at, withdraw, second["reference"])


def test_what_is_withdrawn_stands_in_nobody_s_way(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = at.receive("impostor@gmail.example", book("น่าน", 3))
        decide(at, withdraw, line["reference"])
        [other] = at.receive("somying@gmail.example", book("น่าน", 4))
        assert other["status"] == "accepted"


def test_an_assigned_address_replaces_its_province_s_form(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), book("น่าน", 3))
        assert (
            decide(at, assign, "Somying@gmail.example", "จังหวัดน่าน") == "somying@gmail.example speaks for น่าน"
        )
        [line] = at.receive("somying@gmail.example", book("น่าน", 4))
        assert line["status"] == "accepted"
        with pytest.raises(DecisionRefused, match="already"):
            decide(at, assign, "somying@gmail.example", "น่าน")
        with pytest.raises(DecisionRefused, match="none of the 76"):
            decide(at, assign, "somying@gmail.example", "กรุงเทพมหานคร")
        with pytest.raises(DecisionRefused, match="hands in for all"):
            decide(at, assign, "saraban@dla.example", "น่าน")


def test_a_mail_is_cancelled_before_it_leaves_and_not_after(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), book("น่าน", 3))
        with at.context.database.unit_of_work() as work:
            [sent] = work.outbox.in_states([OutboxState.SENT])
            with pytest.raises(DecisionRefused, match="too late"):
                cancel(at.context, work, sent.id, who=None, why=None)
            work.connection.exec_driver_sql("UPDATE outbox SET state = 'queued'")
            cancel(at.context, work, sent.id, who="somchai", why=None)
            [row] = work.outbox.in_states([OutboxState.CANCELLED])
            [decision] = work.decisions.all()
        assert (row.id, decision.what, decision.reference) == (sent.id, "cancel", "SM-2561-0001")


def test_a_withdrawn_submission_stays_withdrawn_when_it_is_read_again(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = at.receive(office("น่าน"), book("น่าน", 3))
        decide(at, withdraw, line["reference"])
        with at.context.database.unit_of_work() as work:
            work.messages.reopen([str(line["message"])], at.context.now())
            work.commit()
        at.work()
        with at.context.database.unit_of_work(readonly=True) as work:
            assert work.submissions.current("น่าน") == []
            version = work.submissions.by_reference(str(line["reference"]))
        assert version is not None
        assert version.status is Status.REJECTED
        assert len(at.mails(address("น่าน"))) == 2
