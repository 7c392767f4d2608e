"""Plays every fault of `make.fault_scenes` and writes docs/fault-table.md: `make faults`."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from make.databases import PostgresqlServer, running_postgresql
from make.dovecot import Dovecot, dovecot
from make.fault_scenes import MAILS, SCENARIOS, played, scene

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fault-table.md"
PREFACE = """# What each fault costs

Made by `make faults`; `make test` plays the same ones (`tests/crashes/test_faults.py`). Three mails wait in a real Dovecot: a
right form, a wrong one, a question. One round of the worker meets the fault; then the fault is mended, and the worker goes
on. Behind each fault stands the real server (Dovecot, aiosmtpd, PostgreSQL), reached over a line that is cut or falls silent
after so many bytes; “silent” ends by our own time-out, here 1 second.

*At once* is what stood when the fault was mended: mails with a status, and mails of ours that left (three answers and the
alert about the question). *In the end* each mail has the status, the records and the answers of an undisturbed run, or it is
told here. A sender stays unanswered where the server refuses for good (5xx), or where a mail that may have left is given up
(docs/decisions/0114); the digest names both.

| fault | database | at once: done, left | lost | answered | left twice |
| --- | --- | ---: | ---: | ---: | ---: |
"""


def lines(folder: Path, imap: Dovecot, server: PostgresqlServer) -> Iterator[str]:
    """A line of the table for each fault."""
    for number, one in enumerate(SCENARIOS):
        with scene(folder / str(number), imap, one.database, server) as at:
            found = played(one, at)
        yield (
            f"| {one.name} | {one.database} | {found.done} of {len(MAILS)}, {found.left} | {len(found.lost)} |"
            f" {found.answered} of {len(MAILS)} | {found.twice} |"
        )


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="samruat-faults-") as folder,
        tempfile.TemporaryDirectory(prefix="samruat-imap-") as imap_folder,
        dovecot(Path(imap_folder)) as imap,
        running_postgresql() as server,
    ):
        made = []
        for line in lines(Path(folder), imap, server):
            print(line)
            made.append(line)
    PAGE.write_text(PREFACE + "\n".join(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
