"""Mails on disk while others write, move and remove them."""

import os
from pathlib import Path

from ingest.backends import open_path
from ingest.mailboxes import Mailbox, MailNotGiven
from ingest.mailboxes.eml import EmlFiles
from ingest.mailboxes.maildir import MaildirMailbox

RECEIVED = b"Received: from a by b; Mon, 3 Dec 2018 09:00:00 +0700\r\n"
RAW = RECEIVED + b"Subject: x\r\n\r\nhello\r\n"


def maildir(folder: Path, *names: str) -> Path:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / "new" / name).write_bytes(RAW + name.encode())
    return folder


def bodies(mailbox: Mailbox, known: set[int] | None = None) -> list[bytes]:
    return [b"".join(chunks).partition(b"hello\r\n")[2] for _, chunks in mailbox.new(known or set())]


def test_uids_rise_in_the_order_of_receipt_and_name_in_every_run(tmp_path: Path) -> None:
    folder = maildir(tmp_path, "1543802400.c", "1543802400.a", "1543802400.b")
    first = [envelope.uid for envelope, _ in MaildirMailbox(folder).new(set())]
    assert first == sorted(first)
    assert bodies(MaildirMailbox(folder)) == [b"1543802400.a", b"1543802400.b", b"1543802400.c"]
    maildir(tmp_path, "1543802400.0")
    [late] = [envelope.uid for envelope, _ in MaildirMailbox(folder).new(set(first))]
    assert max(first) < late < 1 << 63


def test_a_mail_that_a_reader_flags_while_it_is_asked_for_still_comes(tmp_path: Path) -> None:
    folder = maildir(tmp_path, "b", "bc", "[a].x")
    (folder / "new" / "b").rename(folder / "cur" / "b:2,S")
    mails = MaildirMailbox(folder).new(set())
    found = []
    for envelope, chunks in mails:
        name = Path(envelope.path or "").name
        part = "new" if (folder / "new" / name).exists() else "cur"
        (folder / part / name).rename(folder / "cur" / f"{name.partition(':')[0]}:2,RS")
        found.append(b"".join(chunks)[len(RAW) :])
    assert sorted(found) == [b"[a].x", b"b", b"bc"]


def test_a_mail_that_is_taken_away_costs_no_other_mail(tmp_path: Path) -> None:
    folder = maildir(tmp_path, "a", "b", "c")
    found: list[bytes | None] = []
    for envelope, chunks in MaildirMailbox(folder).new(set()):
        if str(envelope.path).endswith("b"):
            (folder / "new" / "b").unlink()
        try:
            found.append(b"".join(chunks)[len(RAW) :])
        except MailNotGiven:
            found.append(None)
    assert found == [b"a", None, b"c"]


def test_another_mail_under_an_old_name_is_new(tmp_path: Path) -> None:
    folder, file = maildir(tmp_path / "m", "a"), tmp_path / "mail.eml"
    file.write_bytes(RAW)
    known = {e.uid for e, _ in MaildirMailbox(folder).new(set())} | {
        e.uid for e, _ in EmlFiles(file).new(set())
    }
    assert not bodies(MaildirMailbox(folder), known) + bodies(EmlFiles(file), known)
    file.write_bytes(RAW + b"other")
    (folder / "new" / "a").write_bytes(RAW + b"another")
    assert bodies(EmlFiles(file), known) + bodies(MaildirMailbox(folder), known) == [b"other", b"another"]


def test_files_given_one_by_one_keep_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    known: set[int] = set()
    for name in ("z.eml", "a.eml"):
        (tmp_path / name).write_bytes(RAW + name.encode())
        mailbox = open_path(tmp_path / name)
        assert mailbox.folder == str(tmp_path)
        [uid] = [envelope.uid for envelope, _ in mailbox.new(known)]
        assert uid > max(known, default=-1)
        known.add(uid)
    assert bodies(open_path(tmp_path), known) == []


def test_an_mbox_of_mails_of_one_second_keeps_their_order(tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    line = b"From a@b.example Mon Dec  3 02:00:00 2018\n"
    path.write_bytes(b"\n".join(line + RAW + str(number).encode() + b"\n" for number in range(30)))
    found = list(open_path(path).new(set()))
    uids = [envelope.uid for envelope, _ in found]
    assert uids == sorted(uids)
    assert len(uids) == 30
    assert bodies(open_path(path), set(uids)) == []


def test_a_line_of_megabytes_in_an_mbox_is_no_new_mail_and_comes_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.mbox"
    # The piece of the line that begins at a megabyte looks like a From line.
    endless = b"x" * (1 << 20) + b"From a@b.example Mon Dec  3 02:00:00 2018" + b"y" * (2 << 20)
    mail = b"Subject: x\n\n" + endless + b"\n"
    path.write_bytes(b"From a@b.example Mon Dec  3 02:00:00 2018\n" + mail)
    assert [b"".join(chunks) for _, chunks in open_path(path).new(set())] == [mail]


def test_eight_bit_and_nul_bytes_of_a_head_stay_as_they_are(tmp_path: Path) -> None:
    raw = b"Subject: \xe1\xba\xba\0\xff\r\nFrom: \x80\r\n\r\n\0\r\n"
    (tmp_path / "a.eml").write_bytes(raw)
    os.utime(tmp_path / "a.eml", (1_543_800_000, 1_543_800_000))
    [(envelope, chunks)] = list(open_path(tmp_path / "a.eml").new(set()))
    assert b"".join(chunks) == raw
    assert envelope.received_at.timestamp() == 1_543_800_000
