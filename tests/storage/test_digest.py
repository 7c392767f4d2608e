from datetime import timedelta

from make.stored import NOON, add_message, add_submission, digest_of

from storage.digest import waiting
from storage.unit_of_work import Database
from survey.model import Status


def test_what_waits_is_told_in_the_order_of_receipt_with_its_reason(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 3, status=Status.HELD, part=None)
        add_submission(work, 1)
        add_message(work, 2, subject="แบบสำรวจ")
        work.messages.fail(digest_of(2), "disk full", NOON + timedelta(days=1))
        add_message(work, 4)
        failed, held = waiting(work.connection)
    assert (failed.reference, failed.message_sha256, failed.subject, failed.reason) == (
        None,
        digest_of(2),
        "แบบสำรวจ",
        "disk full",
    )
    assert (failed.status, held.status, held.reference) == (Status.FAILED, Status.HELD, "SM-2561-0001")
    assert (held.province, held.sender, held.reason) == ("เชียงใหม่", "cnx@sathon.example", "fits")
    assert held.received_at == NOON + timedelta(minutes=3)


def test_a_decision_takes_a_submission_off_the_list(database: Database) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, 1, status=Status.HELD, part=None)
        version = work.submissions.by_reference(reference)
        assert version is not None
        work.submissions.set_status(version.id, Status.REJECTED)
        work.messages.finish(digest_of(1), Status.REJECTED)
        assert waiting(work.connection) == ()


def test_why_mails_have_no_answer_is_counted_without_those_that_never_get_one(database: Database) -> None:
    with database.unit_of_work() as work:
        reasons = (
            ("list", Status.HELD),
            ("list", Status.ACCEPTED),
            ("cap", Status.ACCEPTED),
            ("robot", Status.IGNORED),
        )
        for number, (why, status) in enumerate(reasons):
            work.messages.finish(add_message(work, number), status, why_no_reply=why)
        work.messages.finish(add_message(work, 9), Status.ACCEPTED)
        assert work.messages.unanswered() == (("list", 2), ("cap", 1))
