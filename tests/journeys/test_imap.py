"""The mailbox against a real Dovecot: nothing lost, nothing changed, nobody trusted without proof."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from make.dovecot import USER, Dovecot

from ingest.mailboxes import LoginRefused, MailboxLost
from ingest.mailboxes.imap import ImapMailbox, ImapSettings

AT = datetime(2018, 12, 3, 20, 30, tzinfo=UTC)
RAW = (
    b"From: a@office.example\r\nSubject: 8-bit \xe1\xba\xba\r\nMessage-ID: <1@a.example>\r\n\r\n\xa1\xa2\r\n"
)


def settings(server: Dovecot) -> ImapSettings:
    return ImapSettings("localhost", USER, server.password_file, server.tls_port, ca_file=server.ca_file)


def fetched(mailbox: ImapMailbox, known: set[int] | None = None) -> list[tuple[int, datetime, bytes]]:
    mailbox.open()
    found = [(e.uid, e.received_at, b"".join(chunks)) for e, chunks in mailbox.new(known or set())]
    mailbox.close()
    return found


def test_bytes_and_internaldate_come_as_the_server_has_them(imap: Dovecot) -> None:
    imap.append(RAW, AT)
    assert fetched(ImapMailbox(settings(imap))) == [(1, AT, RAW)]


@pytest.mark.parametrize("tls", ["starttls", "none"])
def test_the_other_ways_to_connect_work_too(imap: Dovecot, tls: str) -> None:
    imap.append(RAW, AT)
    other = replace(settings(imap), tls=tls, port=imap.port)  # type: ignore[arg-type]
    assert fetched(ImapMailbox(other)) == [(1, AT, RAW)]


def test_a_certificate_that_nobody_vouches_for_is_refused(imap: Dovecot) -> None:
    with pytest.raises(MailboxLost, match="certificate is not trusted"):
        ImapMailbox(replace(settings(imap), ca_file=None)).open()


def test_a_wrong_password_is_told_from_a_lost_line(imap: Dovecot, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("guess\n")
    with pytest.raises(LoginRefused):
        ImapMailbox(replace(settings(imap), password_file=wrong)).open()
    with pytest.raises(MailboxLost):
        ImapMailbox(replace(settings(imap), port=1)).open()


def test_only_unknown_uids_come_and_the_mailbox_stays_as_it_was(imap: Dovecot) -> None:
    for number in range(3):
        imap.append(RAW + b"%d" % number, AT)
    with imap.client() as other:
        other.select("INBOX")
        other.store("2", "+FLAGS", "\\Deleted")
        assert [uid for uid, _, _ in fetched(ImapMailbox(settings(imap)), {1})] == [2, 3]
        _, flags = other.fetch("1:3", "(FLAGS)")
    told = b" ".join(line for line in flags if isinstance(line, bytes))
    assert told.count(b"\\Deleted") == 1
    assert b"\\Seen" not in told


def test_many_small_mails_and_a_big_one_come_whole(imap: Dovecot) -> None:
    big = RAW + b"x" * 76 + b"\r\n" + (b"y" * 76 + b"\r\n") * 80_000
    mails = [(AT, RAW + b"%d\r\n" % number) for number in range(120)]
    imap.fill([*mails[:60], (AT, big), *mails[60:]])
    found = fetched(ImapMailbox(settings(imap)))
    assert [raw for _, _, raw in found] == [raw for _, raw in [*mails[:60], (AT, big), *mails[60:]]]


def test_a_mail_that_another_client_expunges_meanwhile_is_left_out(imap: Dovecot) -> None:
    for number in range(3):
        imap.append(RAW + b"%d" % number, AT)
    mailbox = ImapMailbox(settings(imap))
    mailbox.open()
    with imap.client() as other:
        other.select("INBOX")
        other.store("2", "+FLAGS", "\\Deleted")
        other.expunge()
    assert [envelope.uid for envelope, _ in mailbox.new(set())] == [1, 3]
    mailbox.close()


def test_a_folder_with_a_thai_name_is_found(imap: Dovecot) -> None:
    imap.create("แบบสำรวจ")
    imap.append(RAW, AT, folder="แบบสำรวจ")
    assert len(fetched(ImapMailbox(replace(settings(imap), folder="แบบสำรวจ")))) == 1


def test_a_mail_of_ours_is_found_in_the_sent_folder(imap: Dovecot) -> None:
    imap.append(b"Message-ID: <ours@dla.example>\r\n\r\nx\r\n", folder="Sent")
    mailbox = ImapMailbox(settings(imap))
    assert mailbox.find_in_sent("<ours@dla.example>")
    assert not mailbox.find_in_sent("<other@dla.example>")
    mailbox.close()


def test_a_line_that_breaks_is_made_anew_and_nothing_comes_twice(imap: Dovecot) -> None:
    for number in range(3):
        imap.append(RAW + b"%d" % number, AT)
    mailbox = ImapMailbox(replace(settings(imap), timeout_seconds=5))
    mailbox.open()
    mailbox._client._imap.sock.shutdown(2)
    assert [b"".join(chunks)[-1:] for _, chunks in mailbox.new(set())] == [b"0", b"1", b"2"]
    mailbox.close()
