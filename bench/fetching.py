"""Taking mail out of a real Dovecot: our mailbox against the usual loop, one FETCH a mail, in one run.

Run: .venv/bin/python bench/fetching.py [COUNT]   (500 by default; prints ratios, since machines differ)

On loopback an answer takes no time, so the same is done once more over a line of 20 ms there and back.
"""

import base64
import imaplib
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # in place of this folder, whose mailbox.py is not the standard library's
sys.path.insert(0, str(ROOT))

from make.dovecot import PASSWORD, USER, Dovecot, dovecot  # noqa: E402
from make.slow_line import slow_line  # noqa: E402

from ingest.mailboxes.imap import ImapMailbox, ImapSettings  # noqa: E402
from storage.raw_mail import RawMail  # noqa: E402

AT = datetime(2018, 12, 3, 9, 0, tzinfo=UTC)
KB = 1024
SIZES = (20 * KB,) * 12 + (60 * KB,) * 4 + (400 * KB,) * 3 + (2000 * KB,)  # forms, forms with MOUs, scans
MILLISECONDS = 20


def mails(count: int) -> Iterator[tuple[datetime, bytes]]:
    """Of the sizes that offices send; the same in every run."""
    dice = random.Random(2561)
    for number in range(count):
        body = base64.encodebytes(dice.randbytes(SIZES[number % len(SIZES)])).replace(b"\n", b"\r\n")
        head = f"From: office{number}@province.example\r\nMessage-ID: <{number}@province.example>\r\n\r\n"
        yield AT, head.encode() + body


def loop(port: int, keep: Callable[[bytes], None]) -> int:
    """One FETCH a mail, as most scripts do."""
    client = imaplib.IMAP4("127.0.0.1", port)
    client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
    client.select("INBOX", readonly=True)
    uids = client.uid("SEARCH", "ALL")[1][0].split()
    for uid in uids:
        keep(client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1])
    client.logout()
    return len(uids)


def ours(port: int, password_file: Path, keep: Callable[[bytes], None]) -> int:
    mailbox = ImapMailbox(ImapSettings("127.0.0.1", USER, password_file, port, "none"))
    mailbox.open()
    count = 0
    for _, chunks in mailbox.new(set()):
        for chunk in chunks:
            keep(chunk)
        count += 1
    mailbox.close()
    return count


def stored(port: int, password_file: Path, folder: Path) -> int:
    """As the worker does: each mail on disk and synced."""
    mailbox, raw = ImapMailbox(ImapSettings("127.0.0.1", USER, password_file, port, "none")), RawMail(folder)
    mailbox.open()
    count = sum(1 for _ in (raw.store(chunks) for _, chunks in mailbox.new(set())))
    mailbox.close()
    return count


def seconds(count: int, work: Callable[[], int]) -> float:
    """The better of two."""
    times = []
    for _ in range(2):
        started = time.perf_counter()
        assert work() == count
        times.append(time.perf_counter() - started)
    return min(times)


def compare(server: Dovecot, port: int, count: int, where: str, folder: Path) -> None:
    theirs = seconds(count, lambda: loop(port, lambda _: None))
    own = seconds(count, lambda: ours(port, server.password_file, lambda _: None))
    kept = seconds(count, lambda: stored(port, server.password_file, Path(tempfile.mkdtemp(dir=folder))))
    for name, took in (("one FETCH a mail", theirs), ("our mailbox", own), ("and synced to disk", kept)):
        print(
            f"{where:10} {name:20} {took:6.2f} s {1000 * took / count:7.2f} ms a mail  {theirs / took:5.2f} x"
        )


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name:
        folder = Path(name)
        (folder / "dovecot").mkdir()
        with dovecot(folder / "dovecot") as server:
            print(f"filling the mailbox with {count} mails", file=sys.stderr)
            server.fill(list(mails(count)))
            loop(server.port, lambda _: None)  # so that the server's caches favour nobody
            compare(server, server.port, count, "loopback", folder)
            with slow_line(server.port, MILLISECONDS / 1000) as port:
                compare(server, port, count, f"{MILLISECONDS} ms", folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
