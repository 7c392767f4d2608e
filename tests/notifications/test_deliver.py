"""What becomes of a mail, with a real server, on both databases."""

import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from make.smtp import smtp_server
from make.stored import NOON, add_message, make_outgoing

from notifications.deliver import deliver_answers, deliver_due
from notifications.transports.smtp import SmtpSettings, SmtpTransport
from storage.outbox import OutboxRow
from storage.unit_of_work import Database
from storage.words import OutboxState

SENDER = "survey@dla.example"


class _Killed(BaseException):
    """The process ends here: nothing that follows is run."""


class _DiesBefore(SmtpTransport):
    def send(self, sender: str, recipient: str, message_id: str, content: bytes) -> str:
        raise _Killed


class _DiesAfter(SmtpTransport):
    def send(self, sender: str, recipient: str, message_id: str, content: bytes) -> str:
        super().send(sender, recipient, message_id, content)
        raise _Killed


def _queue(database: Database, *keys: str) -> None:
    with database.unit_of_work() as work:
        for key in keys:
            work.outbox.queue(make_outgoing(key), NOON)
        work.commit()


def _row(database: Database, key: str = "a") -> OutboxRow:
    with database.unit_of_work(readonly=True) as work:
        row = work.outbox.by_key(key)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("rcpt 451", OutboxState.QUEUED),
        ("data 452", OutboxState.QUEUED),
        ("cut at rcpt", OutboxState.QUEUED),
        ("rcpt 550", OutboxState.FAILED),
        ("data 554", OutboxState.FAILED),
        ("cut at the dot", OutboxState.UNKNOWN),
        ("cut before answer", OutboxState.UNKNOWN),
    ],
)
def test_a_fault_marks_its_mail_and_the_others_leave(
    database: Database, fault: str, state: OutboxState
) -> None:
    _queue(database, "a", "b", "c")
    with smtp_server() as (server, settings):
        server.faults = [fault]
        counts = deliver_due(database, SmtpTransport(settings), NOON, "w1", sender=SENDER)
    assert counts == Counter({state.value: 1, "sent": 2})
    assert _row(database).state is state
    assert _row(database, "b").state is _row(database, "c").state is OutboxState.SENT
    if "cut" not in fault:
        assert "said the server" in (_row(database).smtp_reply or "")


def test_a_server_that_cannot_be_reached_costs_one_attempt_not_one_a_mail(database: Database) -> None:
    _queue(database, "a", "b", "c")
    nobody = SmtpTransport(SmtpSettings("127.0.0.1", port=1, tls="none"))
    assert deliver_due(database, nobody, NOON, "w1", sender=SENDER) == Counter({"queued": 1})
    assert (_row(database, "a").attempts, _row(database, "b").attempts) == (1, 0)


def test_a_mail_refused_for_now_leaves_later_once(database: Database) -> None:
    _queue(database, "a")
    with smtp_server() as (server, settings):
        server.faults = ["rcpt 451"]
        deliver_due(database, SmtpTransport(settings), NOON, "w1", sender=SENDER)
        assert not deliver_due(database, SmtpTransport(settings), NOON, "w1", sender=SENDER)
        later = NOON + timedelta(minutes=2)
        deliver_due(database, SmtpTransport(settings), later, "w1", sender=SENDER)
        deliver_due(database, SmtpTransport(settings), later, "w1", sender=SENDER)
    assert len(server.taken) == 1
    assert _row(database).state is OutboxState.SENT


def test_killed_before_the_server_knew_it_is_sent_once_more_after_a_look(database: Database) -> None:
    _queue(database, "a")
    asked: list[str] = []
    with smtp_server() as (server, settings):
        with pytest.raises(_Killed):
            deliver_due(database, _DiesBefore(settings), NOON, "w1", sender=SENDER)
        assert _row(database).state is OutboxState.SENDING
        later = NOON + timedelta(minutes=6)
        deliver_due(
            database,
            SmtpTransport(settings),
            later,
            "w2",
            sender=SENDER,
            sent_lookup=lambda message_id: bool(asked.append(message_id)),
        )
    assert asked == [_row(database).message_id]
    assert len(server.taken) == 1
    assert _row(database).state is OutboxState.SENT


def test_killed_after_the_server_took_it_is_not_sent_again_where_the_sent_folder_has_it(
    database: Database,
) -> None:
    _queue(database, "a")
    with smtp_server() as (server, settings):
        transport = _DiesAfter(settings)
        with pytest.raises(_Killed):
            deliver_due(database, transport, NOON, "w1", sender=SENDER)
        transport.close()
        later = NOON + timedelta(minutes=6)
        deliver_due(database, SmtpTransport(settings), later, "w2", sender=SENDER, sent_lookup=lambda _: True)
    assert len(server.taken) == 1
    assert _row(database).state is OutboxState.SENT


def test_no_answer_twice_ends_as_failed(database: Database) -> None:
    _queue(database, "a")
    with smtp_server() as (server, settings):
        server.faults = ["cut before answer", "cut before answer"]
        for minute in range(0, 24, 6):
            now = NOON + timedelta(minutes=minute)
            deliver_due(database, SmtpTransport(settings), now, "w1", sender=SENDER)
    assert len(server.taken) == 2
    assert _row(database).state is OutboxState.FAILED


def test_a_look_up_that_fails_sends_nothing(database: Database) -> None:
    _queue(database, "a")

    def broken(message_id: str) -> bool:
        raise ConnectionError(message_id)

    with smtp_server() as (server, settings):
        server.faults = ["cut at the dot"]
        deliver_due(database, SmtpTransport(settings), NOON, "w1", sender=SENDER)
        later = NOON + timedelta(minutes=6)
        deliver_due(database, SmtpTransport(settings), later, "w1", sender=SENDER, sent_lookup=broken)
    assert server.taken == []
    assert _row(database).state is OutboxState.UNKNOWN


def test_once_told_to_stop_the_rest_stays_queued(database: Database) -> None:
    _queue(database, "a", "b")
    answers = iter([False, True])
    with smtp_server() as (server, settings):
        deliver_due(database, SmtpTransport(settings), NOON, "w1", sender=SENDER, stop=lambda: next(answers))
    assert len(server.taken) == 1
    assert _row(database, "b").state is OutboxState.QUEUED


@pytest.mark.parametrize(
    ("filed", "deaths", "left"), [(True, 4, 1), (True, 6, 0), (False, 3, 1), (False, 4, 0)]
)
def test_killed_again_and_again_before_the_server_knew_it_leaves_in_the_end(
    database: Database, filed: bool, deaths: int, left: int
) -> None:
    _queue(database, "first", "a")
    with smtp_server() as (server, settings):
        deliver_due(database, SmtpTransport(settings), NOON, "w0", sender=SENDER, stop=_after(1))
        now, sent = NOON, {_row(database, "first").message_id} if filed else set()
        for death in range(deaths):
            now += timedelta(minutes=6)
            with contextlib.suppress(_Killed):
                deliver_due(
                    database,
                    _DiesBefore(settings),
                    now,
                    f"w{death}",
                    sender=SENDER,
                    sent_lookup=sent.__contains__,
                )
        now += timedelta(minutes=6)
        deliver_due(
            database, SmtpTransport(settings), now, "last", sender=SENDER, sent_lookup=sent.__contains__
        )
    assert len(server.taken) == 1 + left
    assert _row(database).state is (OutboxState.SENT if left else OutboxState.FAILED)


def _after(times: int) -> Callable[[], bool]:
    """Told to stop once so many mails have left."""
    answers = iter([False] * times)
    return lambda: next(answers, True)


def test_beside_the_work_only_answers_leave_and_more_is_waited_for(database: Database) -> None:
    with database.unit_of_work() as work:
        answered = add_message(work, 1)
        work.outbox.queue(make_outgoing("reminder"), NOON)
        work.outbox.queue(make_outgoing("a", message_sha256=answered), NOON)
        work.commit()
    asked = []

    def more() -> bool:
        asked.append(_row(database, "a").state)
        if len(asked) > 1:
            return False
        with database.unit_of_work() as work:
            work.outbox.queue(make_outgoing("b", message_sha256=answered), NOON)
            work.commit()
        return True

    with smtp_server() as (server, settings):
        counts = deliver_answers(
            database,
            SmtpTransport(settings),
            lambda: NOON,
            "w1",
            sender=SENDER,
            more=more,
            stop=lambda: False,
        )
        assert len(server.taken) == 2
    assert counts == Counter({"sent": 2})
    assert asked == [OutboxState.SENT] * 2
    assert _row(database, "reminder").state is OutboxState.QUEUED


def test_a_line_that_the_server_closed_meanwhile_is_opened_again(database: Database) -> None:
    _queue(database, "a")
    with smtp_server() as (server, settings):
        transport = SmtpTransport(settings)
        deliver_due(database, _KeptOpen(transport), NOON, "w1", sender=SENDER)
        assert transport._server is not None
        transport._server.sock.shutdown(2)  # type: ignore[union-attr]
        _queue(database, "b")
        assert deliver_due(database, transport, NOON, "w1", sender=SENDER) == Counter({"sent": 1})
        assert len(server.taken) == 2


class _KeptOpen:
    """The same transport, not closed at the end of a round."""

    def __init__(self, transport: SmtpTransport) -> None:
        self.send, self.try_out = transport.send, transport.try_out

    def close(self) -> None:
        pass
