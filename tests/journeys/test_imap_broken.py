"""The mailbox against lines that break and servers that lie: nothing half, nothing lost, no mail behind another."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from make.broken_imap import LyingImap, cut_line
from make.dovecot import USER, Dovecot

from ingest.mailboxes import LoginRefused, MailboxLost, MailNotGiven
from ingest.mailboxes.imap import ImapMailbox, ImapSettings

MB = 1024 * 1024
AT = datetime(2018, 12, 3, 20, 30, tzinfo=UTC)
MAILS = {uid: b"Subject: %d\r\n\r\n%s\r\n" % (uid, b"x" * uid * 50) for uid in (3, 7, 9, 12)}


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("secret\n")
    return path


def plain(port: int, password: Path) -> ImapSettings:
    return ImapSettings("127.0.0.1", USER, password, port, "none", timeout_seconds=10)


def taken(mailbox: ImapMailbox, known: set[int] | None = None) -> tuple[dict[int, bytes], str]:
    """The mails that came whole, and what was said of the others."""
    found, told = {}, ""
    try:
        mailbox.open()
        for envelope, chunks in mailbox.new(known or set()):
            try:
                assert envelope.uid not in found
                found[envelope.uid] = b"".join(chunks)
            except MailNotGiven as error:
                told += str(error)
    except MailboxLost as error:
        told += f"|{error}"
    finally:
        mailbox.close()
    return found, told


def test_a_line_that_is_cut_anywhere_costs_nothing_when_the_next_one_holds(imap: Dovecot) -> None:
    raws = [b"Subject: %d\r\n\r\n" % n + b"y" * 3000 + b"\r\n" for n in range(3)]
    raws.append(b"Subject: big\r\n\r\n" + (b"z" * 76 + b"\r\n") * 60_000)
    imap.fill([(AT, raw) for raw in raws])
    for cut in (900, 2000, 4000, 9000, 13_000, 1_000_000, 2_500_000, 4_690_000):
        with cut_line(imap.port, cut, None) as port:
            found, told = taken(ImapMailbox(plain(port, imap.password_file)))
        # A login that breaks is the next poll's matter.
        assert list(found.values()) == raws or (not found and "|" in told), cut
    with cut_line(imap.port, 2_500_000) as port:
        # Each line brings a piece, and the next one goes on from there.
        assert list(taken(ImapMailbox(plain(port, imap.password_file)))[0].values()) == raws
    with cut_line(imap.port, 1_500_000) as port:
        found, told = taken(ImapMailbox(plain(port, imap.password_file)))
    assert list(found.values()) == raws[:3]
    assert "UID 4" in told


def longer_than_it_comes(items: str) -> bytes | None:
    return only_its_size(LyingImap(MAILS), 7, items)


def only_its_size(server: LyingImap, uid: int, items: str) -> bytes | None:
    return None if "BODY" in items else server.truth(uid, items)


def of_unknown_size(items: str) -> bytes | None:
    return None


def shorter_than_it_comes(items: str) -> bytes:
    answer = LyingImap(MAILS).truth(7, items)
    return answer.replace(b"{%d}" % len(MAILS[7]), b"{12}")


def of_terabytes(items: str) -> bytes:
    answer = LyingImap(MAILS).truth(7, items)
    return answer.replace(b"{%d}" % len(MAILS[7]), b"{9999999999999}")


def without_it(items: str) -> bytes:
    return b"* 2 FETCH (UID 7 FLAGS (\\Seen))\r\n"


def not_at_all(items: str) -> bytes:
    return b""


@pytest.mark.parametrize(
    "lie",
    [longer_than_it_comes, of_unknown_size, shorter_than_it_comes, of_terabytes, without_it, not_at_all],
)
def test_a_mail_that_the_server_fails_on_is_told_and_all_others_come(
    lie: Callable[[str], bytes | None], password: Path
) -> None:
    with LyingImap(MAILS, lies={7: lie}).running() as server:
        found, told = taken(ImapMailbox(plain(server.port, password)))
    assert found == {uid: raw for uid, raw in MAILS.items() if uid != 7}
    assert "UID 7" in told


def test_a_line_that_always_breaks_ends_soon(password: Path) -> None:
    with LyingImap(dict.fromkeys(range(1, 40), b"x")).running() as server:
        server.lies = {uid: partial(only_its_size, server, uid) for uid in server.mails}
        found, told = taken(ImapMailbox(plain(server.port, password)))
    assert (found, server.logins) == ({}, 11)
    assert "again and again" in told


def test_unasked_flags_of_other_mails_confuse_nothing(password: Path) -> None:
    noise = b"* 4 FETCH (FLAGS (\\Seen))\r\n* 4 FETCH (UID 12 FLAGS (\\Deleted))\r\n* 5 EXISTS\r\n"
    noisy = LyingImap(MAILS, lies={7: lambda items: noise + LyingImap(MAILS).truth(7, items)})
    with noisy.running() as server:
        assert taken(ImapMailbox(plain(server.port, password))) == (MAILS, "")


def test_a_uidvalidity_that_changes_while_the_line_is_made_anew_ends_the_visit(password: Path) -> None:
    server = LyingImap(MAILS, lies={7: longer_than_it_comes}, uidvalidities=(1, 2))
    with server.running():
        found, told = taken(ImapMailbox(plain(server.port, password)))
    assert (found, "UIDVALIDITY changed" in told) == ({}, True)


def test_of_a_mail_over_the_limit_only_the_head_is_fetched(password: Path) -> None:
    raw = b"Subject: big\r\nFrom: a@office.example\r\n\r\n" + b"x" * 6 * MB
    with LyingImap({1: MAILS[3], 2: raw}).running() as server:
        mailbox = ImapMailbox(plain(server.port, password), most_bytes=5 * MB)
        mailbox.open()
        found = [(e.uid, e.whole_size, b"".join(chunks)) for e, chunks in mailbox.new(set())]
        mailbox.close()
    head = b"Subject: big\r\nFrom: a@office.example\r\n\r\n"
    assert found == [(1, None, MAILS[3]), (2, len(raw), head)]
    assert not [asked for asked in server.asked if asked.startswith("2 BODY.PEEK[]") and ".1>" not in asked]


@pytest.mark.parametrize("said", [1, 20 * MB])
def test_a_size_that_lies_takes_nothing_from_the_mail(said: int, password: Path) -> None:
    raw = b"Subject: x\r\n\r\n" + b"x" * (5 * MB - 100)
    with LyingImap({1: raw, 2: MAILS[3]}, sizes={1: said}).running() as server:
        found, told = taken(ImapMailbox(plain(server.port, password), most_bytes=5 * MB))
    assert (found, told) == ({1: raw, 2: MAILS[3]}, "")


def test_a_big_mail_never_lies_whole_in_memory(imap: Dovecot) -> None:
    raw = b"Subject: x\r\n\r\n" + (b"x" * 76 + b"\r\n") * (45 * MB // 78)
    imap.append(raw, AT)
    mailbox = ImapMailbox(replace(plain(imap.port, imap.password_file)))
    mailbox.open()
    tracemalloc.start()
    try:
        [size] = [sum(len(chunk) for chunk in chunks) for _, chunks in mailbox.new(set())]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        mailbox.close()
    assert size == len(raw)
    assert peak < 12 * MB


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"NO [AUTHENTICATIONFAILED] no", LoginRefused),
        (b"NO [UNAVAILABLE] later", MailboxLost),
        (b"", MailboxLost),
    ],
)
def test_only_a_refusal_is_a_refused_login(answer: bytes, error: type[Exception], password: Path) -> None:
    with LyingImap(MAILS, login=answer).running() as server, pytest.raises(error):
        ImapMailbox(plain(server.port, password)).open()


def test_a_server_without_starttls_hears_no_password(password: Path) -> None:
    with LyingImap(MAILS).running() as server, pytest.raises(MailboxLost):
        ImapMailbox(replace(plain(server.port, password), tls="starttls")).open()
    assert server.logins == 0
