"""From the server into the database: each mail once, whatever happens between."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from make.broken_imap import LyingImap
from make.desk import Desk, desk
from make.dovecot import USER, Dovecot

from ingest.intake import Busy, take_in
from ingest.mailboxes import LoginRefused, MailboxLost
from ingest.mailboxes.imap import ImapMailbox, ImapSettings

MB = 1024 * 1024
AT = datetime(2018, 12, 3, 20, 30, tzinfo=UTC)


def raw(number: int) -> bytes:
    return b"From: office%d@nan.example\r\nMessage-ID: <%d@nan.example>\r\n\r\nx\r\n" % (number, number)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def dovecot_box(server: Dovecot, folder: str = "INBOX") -> ImapMailbox:
    settings = ImapSettings("localhost", USER, server.password_file, server.tls_port, ca_file=server.ca_file)
    return ImapMailbox(replace(settings, folder=folder))


def lying_box(server: LyingImap, folder: Path, most_bytes: int | None = None) -> ImapMailbox:
    password = folder / "imap-password"
    password.write_text("secret")
    settings = ImapSettings("127.0.0.1", USER, password, server.port, "none", timeout_seconds=10)
    return ImapMailbox(settings, most_bytes)


def stored(office: Desk) -> int:
    with office.context.database.unit_of_work(readonly=True) as work:
        return work.messages.numbers().received


def is_free(office: Desk) -> bool:
    with office.context.database.unit_of_work(readonly=True) as work:
        return all(state.lease_owner is None for state in work.mailboxes.all())


def test_two_thousand_mails_come_once_and_the_next_poll_asks_for_none(imap: Dovecot, office: Desk) -> None:
    imap.fill([(AT, raw(number)) for number in range(2000)])
    assert len(take_in(office.context, dovecot_box(imap))) == 2000
    assert take_in(office.context, dovecot_box(imap)) == []
    assert (stored(office), is_free(office)) == (2000, True)


def test_a_mailbox_that_was_made_anew_brings_no_mail_twice(imap: Dovecot, office: Desk) -> None:
    uidvalidities = []
    for numbers, met in (((1, 2), 2), ((3, 2, 1), 3)):
        imap.create("box")
        imap.fill([(AT, raw(number)) for number in numbers], folder="box")
        mailbox = dovecot_box(imap, "box")
        uidvalidities.append(mailbox.open())
        mailbox.close()
        assert len(take_in(office.context, dovecot_box(imap, "box"))) == met
    assert len(set(uidvalidities)) == 2
    assert stored(office) == 3


def test_mails_that_another_client_expunges_meanwhile_are_no_failure(imap: Dovecot) -> None:
    imap.fill([(AT, raw(number)) for number in range(120)])
    mailbox = dovecot_box(imap)
    mailbox.open()
    mails = mailbox.new(set())
    found = [next(mails)[0].uid]
    with imap.client() as other:
        other.select("INBOX")
        other.store("60:70", "+FLAGS", "\\Deleted")
        other.expunge()
    found += [envelope.uid for envelope, _ in mails]
    mailbox.close()
    assert set(range(1, 121)) - set(found) <= set(range(60, 71))
    assert found == sorted(set(found))


def test_what_came_before_the_line_broke_is_stored_and_the_folder_is_free_again(
    office: Desk, tmp_path: Path
) -> None:
    with LyingImap({n: raw(n) for n in range(1, 9)}, lies={5: lambda _: None}).running() as server:
        with pytest.raises(MailboxLost, match="UID 5"):
            take_in(office.context, lying_box(server, tmp_path))
        assert (stored(office), is_free(office)) == (7, True)
        server.lies = {}
        assert len(take_in(office.context, lying_box(server, tmp_path))) == 1


def test_a_folder_that_another_worker_polls_is_left_alone_without_a_login(
    office: Desk, tmp_path: Path
) -> None:
    with LyingImap({1: raw(1)}).running() as server:
        box = lying_box(server, tmp_path)
        with office.context.database.unit_of_work() as work:
            work.mailboxes.take(box.account, box.folder, "other-host:1:2", office.context.now(), 900)
            work.commit()
        with pytest.raises(Busy):
            take_in(office.context, box)
        assert server.logins == 0
        assert not is_free(office)


def test_a_wrong_password_is_tried_three_times_and_then_once_in_a_quarter_of_an_hour(
    office: Desk, tmp_path: Path
) -> None:
    with LyingImap({1: raw(1)}, login=b"NO [AUTHENTICATIONFAILED] no").running() as server:
        for _ in range(5):
            with pytest.raises(LoginRefused):
                take_in(office.context, lying_box(server, tmp_path))
        assert server.logins == 3
        office.now += timedelta(minutes=16)
        server.login = b"OK"
        assert len(take_in(office.context, lying_box(server, tmp_path))) == 1
        assert is_free(office)


def test_a_mail_over_the_limit_is_answered_from_its_head_alone(tmp_path: Path) -> None:
    big = raw(1).replace(b"\r\n\r\n", "\r\nSubject: แบบสำรวจ\r\n\r\n".encode()) + b"x" * 6 * MB
    with (
        LyingImap({1: big}).running() as server,
        desk(tmp_path, "[limits]\nmessage_mb = 5\n") as office,
    ):
        [sha256] = take_in(office.context, lying_box(server, tmp_path, 5 * MB))
        assert office.context.raw.path(sha256).stat().st_size < 1000
        office.work()
        [line] = office.lines(sha256)
    assert (line["status"], line["from"]) == ("unreadable", "office1@nan.example")
    assert [problem["code"] for file in line["files"] for problem in file["problems"]] == ["file_too_large"]  # type: ignore[attr-defined]


def test_a_thai_folder_is_polled_apart_from_the_inbox(imap: Dovecot, office: Desk) -> None:
    imap.create("แบบสำรวจ")
    imap.append(raw(1), AT)
    imap.append(raw(2), AT, folder="แบบสำรวจ")
    take_in(office.context, dovecot_box(imap))
    assert len(take_in(office.context, dovecot_box(imap, "แบบสำรวจ"))) == 1
    assert stored(office) == 2


def big(number: int, size: int) -> bytes:
    head = raw(number).replace(b"\r\n\r\n", "\r\nSubject: แบบสำรวจ\r\n\r\n".encode())
    return head + b"x" * size + b"\r\n"


def test_a_mail_that_was_over_the_limit_is_fetched_whole_once_the_limit_allows_it(tmp_path: Path) -> None:
    with LyingImap({1: big(1, 6 * MB), 2: raw(2)}).running() as server:
        with desk(tmp_path, "[limits]\nmessage_mb = 5\n") as office:
            [head, _] = take_in(office.context, lying_box(server, tmp_path, 5 * MB))
            office.work()
            assert take_in(office.context, lying_box(server, tmp_path, 5 * MB)) == []
        with desk(tmp_path, "[limits]\nmessage_mb = 10\n") as office:
            [whole] = take_in(office.context, lying_box(server, tmp_path, 10 * MB))
            assert office.context.raw.size(whole) == len(big(1, 6 * MB))
            office.work()
            [before], [line] = office.lines(head), office.lines(whole)
            assert (before["status"], before["reason"]) == ("ignored", "fetched_again")
            assert (line["status"], line["from"]) == ("held", "office1@nan.example")
            assert take_in(office.context, lying_box(server, tmp_path, 10 * MB)) == []
        with desk(tmp_path, "[limits]\nmessage_mb = 10\n") as office:
            assert take_in(office.context, lying_box(server, tmp_path, 10 * MB)) == []


def test_what_is_over_the_budget_of_a_day_waits_for_tomorrow(office: Desk, tmp_path: Path) -> None:
    mails = {n: big(n, 5 * MB) for n in range(1, 6)}
    with LyingImap(mails).running() as server:

        def box() -> ImapMailbox:
            made = lying_box(server, tmp_path)
            made.daily_bytes = 12 * MB
            return made

        assert len(take_in(office.context, box())) == 2
        asked = len(server.asked)
        assert take_in(office.context, box()) == []
        assert server.asked[asked:] == []
        office.now += timedelta(days=1)
        assert len(take_in(office.context, box())) == 2
        office.now += timedelta(days=1)
        assert len(take_in(office.context, box())) == 1
    assert stored(office) == 5


def test_mails_that_somebody_reads_moves_away_and_back_or_deletes_come_once(
    imap: Dovecot, office: Desk
) -> None:
    imap.create("Old")
    imap.fill([(AT, raw(number)) for number in range(5)])
    assert len(take_in(office.context, dovecot_box(imap))) == 5
    with imap.client() as other:
        other.select("INBOX")
        other.store("1", "+FLAGS", "\\Seen")
        other.uid("MOVE", "2", "Old")
        other.select("Old")
        other.uid("MOVE", "1", "INBOX")
        other.select("INBOX")
        other.uid("STORE", "3", "+FLAGS", "\\Deleted")
        other.expunge()
    assert len(take_in(office.context, dovecot_box(imap))) == 1  # met again, under another UID
    assert take_in(office.context, dovecot_box(imap)) == []
    assert stored(office) == 5


def test_a_line_on_which_nothing_comes_any_more_is_given_up_and_the_next_poll_goes_on(
    office: Desk, tmp_path: Path
) -> None:
    silent = threading.Event()

    def nothing(_: str) -> None:
        silent.wait(30)

    with LyingImap({n: raw(n) for n in range(1, 4)}, lies={2: nothing}).running() as server:
        box = lying_box(server, tmp_path)
        box._settings = replace(box._settings, timeout_seconds=0.5)
        began = time.monotonic()
        with pytest.raises(MailboxLost):
            take_in(office.context, box)
        assert time.monotonic() - began < 15
        silent.set()
        server.lies = {}
        take_in(office.context, lying_box(server, tmp_path))
    assert (stored(office), is_free(office)) == (3, True)
