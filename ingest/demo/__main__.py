"""The demonstration: `python -m ingest.demo FOLDER` makes a mailbox there, works on it, and shows what came of it."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import click

from ingest.cli.round_output import progress
from ingest.config import load
from ingest.context import Context, open_context
from ingest.daily import queue_digest
from ingest.demo.mails import BANGKOK, SENDERS, address, all_mails
from ingest.listing import submission_lines
from ingest.rounds import poll
from ingest.sending import send_due
from notifications.page import page_of

# The survey is long over; the demonstration plays on the Monday after its last day.
PLAYS_AT = datetime(2018, 12, 17, 16, 30, tzinfo=BANGKOK)

CONFIG = """\
[survey]
form = "be2561"
[coordinator]
name = "ผู้ประสานงานตัวอย่าง"
addresses = ["coordinator@dla.example"]
phone = "0 2000 0000"
[mailbox]
backend = "maildir"
path = "mailbox"
[outgoing]
backend = "maildir"
path = "answers"
from = "แบบสำรวจ สถ. <survey@dla.example>"
[storage]
database = "sqlite:///samruat.db"
raw = "raw"
[trust]
senders = "senders.csv"
forwarders = ["saraban@dla.example"]
"""


def main(folder: Path) -> None:
    fill(folder)
    started = datetime.now(UTC)
    with open_context(load(folder / "samruat.toml"), readers=2) as context:
        context.now = lambda: PLAYS_AT + (datetime.now(UTC) - started)
        known = _known(context)
        met = poll(context, progress()).met
        queue_digest(context)
        send_due(context)
        click.echo("\r\033[K" if sys.stderr.isatty() else "", nl=False, err=True)
        _show(context, len(met), known)
    pages = write_pages(folder)
    click.echo(f"\nอีเมลขาออกทั้งหมด {pages} ฉบับ รวมสรุปรายวัน: {folder}/pages/index.html")
    click.echo(f"mailbox {folder}/mailbox, answers {folder}/answers, database {folder}/samruat.db")
    click.echo(f"next: .venv/bin/samruat status --config {folder}/samruat.toml")


def fill(folder: Path) -> None:
    """Write configuration and mailbox, once: a second run meets the same mails again."""
    if (folder / "samruat.toml").exists():
        return
    for part in ("tmp", "new", "cur"):
        (folder / "mailbox" / part).mkdir(parents=True, exist_ok=True)
    lines = [f"{address(province)},{province}" for province in SENDERS]
    (folder / "senders.csv").write_text("\n".join(["address,province", *lines]) + "\n", encoding="utf-8")
    for number, (received_at, mail) in enumerate(all_mails(), 1):
        path = folder / "mailbox" / "new" / f"{int(received_at.timestamp())}.demo{number:02}.mx"
        path.write_bytes(mail.raw(number, received_at))
        os.utime(path, (received_at.timestamp(),) * 2)
    (folder / "samruat.toml").write_text(CONFIG, encoding="utf-8")


def _known(context: Context) -> int:
    with context.database.unit_of_work(readonly=True) as work:
        return work.messages.numbers().received


def _show(context: Context, met: int, known: int) -> None:
    abouts = {f"<demo-{n}@mail.example>": mail.about for n, (_, mail) in enumerate(all_mails(), 1)}
    with context.database.unit_of_work(readonly=True) as work:
        messages = work.messages.received()
        told = {m.sha256: abouts.get(m.message_id or "", "") for m in messages}
        lines = list(submission_lines(work, [m.sha256 for m in messages]))
        outbox = work.outbox.numbers()
    click.echo(f"{'เลขอ้างอิง':16} {'ผล':20} {'ตอบ':7} {'จังหวัด':14} อีเมล")
    for line in lines:
        status = f"{line['status']}"
        click.echo(
            f"{line['reference'] or '-':14} {status:17} {line['reply']:7} {line['province'] or '-':12} "
            f"{told[str(line['message'])]}"
        )
    click.echo(f"\n{met} new mails ({known} known before), {len(messages)} in all; in the outbox: ", nl=False)
    click.echo(", ".join(f"{count} {state}" for state, count in outbox.items()))


def write_pages(folder: Path) -> int:
    """What left as HTML pages to look at, with an index; how many."""
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    links = []
    for path in sorted((folder / "answers" / "new").iterdir()):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        page = page_of(mail)
        if page is None:
            continue
        (pages / f"{path.name}.html").write_text(page, encoding="utf-8")
        links.append((str(mail["To"]), str(mail["Subject"]), f"{path.name}.html"))
    links.sort(key=lambda link: link[1])
    (pages / "index.html").write_text(_index(links), encoding="utf-8")
    return len(links)


def _index(links: list[tuple[str, str, str]]) -> str:
    from html import escape

    def lines() -> Iterator[str]:
        for to, subject, name in links:
            yield f'<li><a href="{name}">{escape(subject)}</a> <small>{escape(to)}</small>'

    return (
        '<!doctype html><html lang="th"><meta charset="utf-8"><title>samruat</title>'
        '<body style="font:16px/1.6 sans-serif;max-width:50em;margin:2em auto"><h1>อีเมลขาออก</h1><ol>'
        + "".join(lines())
        + "</ol>"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
