import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.backends import open_path
from ingest.mailboxes import Mailbox, MailboxLost
from ingest.mailboxes.maildir import MaildirMailbox

RECEIVED = b"Received: from a by b; Mon, 3 Dec 2018 09:00:00 +0700\r\n"
RAW = b"From: a@office.example\r\nDate: Thu, 3 Dec 2561 09:00:00 +0700\r\nSubject: x\r\n\r\nhello\r\n"
NINE = datetime(2018, 12, 3, 2, 0, tzinfo=UTC)


def fetched(mailbox: Mailbox, known: set[int] | None = None) -> list[tuple[datetime, bytes]]:
    mailbox.open()
    found = [(envelope.received_at, b"".join(chunks)) for envelope, chunks in mailbox.new(known or set())]
    mailbox.close()
    return found


def uids(mailbox: Mailbox) -> list[int]:
    return [envelope.uid for envelope, _ in mailbox.new(set())]


def maildir(folder: Path, **mails: bytes) -> Path:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, raw in mails.items():
        path = folder / "new" / name
        path.write_bytes(raw)
        os.utime(path, (NINE.timestamp() + len(mails) * 60,) * 2)
    return folder


def test_a_maildir_gives_new_and_cur_and_never_tmp(tmp_path: Path) -> None:
    folder = maildir(tmp_path, a=RAW)
    (folder / "cur" / "b:2,S").write_bytes(RAW + b"b")
    (folder / "tmp" / "c").write_bytes(RAW + b"c")
    assert {raw for _, raw in fetched(open_path(folder))} == {RAW, RAW + b"b"}


def test_a_mail_that_a_reader_moves_and_flags_keeps_its_uid(tmp_path: Path) -> None:
    folder = maildir(tmp_path, a=RAW)
    before = uids(MaildirMailbox(folder))
    (folder / "new" / "a").rename(folder / "cur" / "a:2,RS")
    assert uids(MaildirMailbox(folder)) == before


def test_a_mail_that_moves_between_listing_and_reading_is_still_read(tmp_path: Path) -> None:
    folder = maildir(tmp_path, a=RAW, b=RAW + b"b")
    mails = MaildirMailbox(folder).new(set())
    first, _ = next(mails)
    other = "b" if str(first.path).endswith("a") else "a"
    (folder / "new" / other).rename(folder / "cur" / f"{other}:2,S")
    assert len(list(mails)) == 1


def test_the_topmost_received_counts_then_the_file_and_never_date(tmp_path: Path) -> None:
    folder = maildir(tmp_path, a=RECEIVED + RAW)
    assert fetched(open_path(folder)) == [(NINE, RECEIVED + RAW)]
    path = tmp_path / "alone.eml"
    path.write_bytes(RAW)
    os.utime(path, (NINE.timestamp(),) * 2)
    assert fetched(open_path(path)) == [(NINE, RAW)]


def test_a_folder_without_mail_is_no_maildir(tmp_path: Path) -> None:
    with pytest.raises(MailboxLost, match="no Maildir"):
        MaildirMailbox(tmp_path).open()


def test_a_folder_of_eml_files_is_read_with_its_subfolders(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.eml").write_bytes(RAW)
    (tmp_path / "sub" / "b.EML").write_bytes(RAW + b"b")
    (tmp_path / "note.txt").write_bytes(b"no mail")
    assert {raw for _, raw in fetched(open_path(tmp_path))} == {RAW, RAW + b"b"}


MBOX = (
    b"From a@b.example Mon Dec  3 02:00:00 2018\n"
    b"From: a@office.example\nSubject: one\n\n>From here on\n>>From there\nFrom prose, not a mail\n\n"
    b"From c@d.example Tue Dec  4 02:00:00 2018\nSubject: two\n\nlast without a blank line\n"
)


def test_an_mbox_parts_mails_unquotes_from_and_tells_their_times(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(MBOX)
    assert fetched(open_path(path)) == [
        (
            NINE,
            b"From: a@office.example\nSubject: one\n\nFrom here on\n>From there\nFrom prose, not a mail\n",
        ),
        (datetime(2018, 12, 4, 2, 0, tzinfo=UTC), b"Subject: two\n\nlast without a blank line\n"),
    ]


def test_mails_of_an_mbox_stay_known_when_it_grows_or_loses_some(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(MBOX)
    before = uids(open_path(path))
    path.write_bytes(MBOX[MBOX.index(b"From c@d") :] + b"\n" + MBOX)
    assert not fetched(open_path(path), set(before))


def test_known_mails_are_not_given_again(tmp_path: Path) -> None:
    folder = maildir(tmp_path, a=RAW, b=RAW + b"b")
    known = set(uids(open_path(folder))[:1])
    assert len(fetched(open_path(folder), known)) == 1
