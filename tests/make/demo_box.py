"""A small box of mails in a folder with its configuration: Maildir in, SQLite, Maildir out."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from ingest.demo.__main__ import CONFIG
from ingest.demo.mails import SENDERS, DemoMail, address, all_mails


def box(folder: Path, wanted: Sequence[str] | None = None, *, config: str = CONFIG) -> Path:
    """Write the demonstration's mails of which `about` is wanted (all by default); the configuration's path."""
    for part in ("tmp", "new", "cur"):
        (folder / "mailbox" / part).mkdir(parents=True, exist_ok=True)
    for number, (received_at, mail) in enumerate(all_mails(), 1):
        if wanted is None or mail.about in wanted:
            drop(folder, number, mail, int(received_at.timestamp()), mail.raw(number, received_at))
    lines = ["address,province", *(f"{address(province)},{province}" for province in SENDERS)]
    (folder / "senders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "samruat.toml"
    path.write_text(config, encoding="utf-8")
    return path


def drop(folder: Path, number: int, mail: DemoMail, at: int, raw: bytes) -> None:
    path = folder / "mailbox" / "new" / f"{at}.demo{number:02}.mx"
    path.write_bytes(raw)
    os.utime(path, (at, at))


def end_result(folder: Path) -> dict[str, object]:
    """What must be the same however often the worker was killed: no times, no attempts, no ids."""
    with sqlite3.connect(folder / "samruat.db") as db:
        return {
            "messages": db.execute("select sha256, status, reason, late, why_no_reply from messages order by sha256").fetchall(),
            "submissions": db.execute(
                "select reference, message_sha256, ordinal, province, kind, status, part, rows from submissions order by reference"
            ).fetchall(),
            "cooperations": db.execute(
                "select s.reference, c.ordinal, c.cell, c.service, c.host, c.signed_on, c.row_state"
                " from cooperations c join submissions s on s.id = c.submission_id order by 1, 2"
            ).fetchall(),
            "outbox": db.execute("select dedupe_key, recipient, message_id, state from outbox order by dedupe_key").fetchall(),
            "waiting": db.execute("select count(*) from messages where next_try_at is not null or lease_owner is not null").fetchall(),
            "answers": sorted(path.name for path in (folder / "answers" / "new").iterdir()),
            "raw": sorted(path.name for path in (folder / "raw").rglob("*.eml")),
        }  # fmt: skip
