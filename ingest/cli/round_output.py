"""What ingest and poll print: a line a submission, or a table for people; progress on a terminal only."""

import sys
from collections.abc import Callable

import click

from ingest.context import Context
from ingest.intake import Busy
from ingest.listing import submission_lines
from ingest.rounds import Round
from survey.jsonl import dumps

WORDS = {
    "accepted": "รับแล้ว",
    "needs_correction": "ต้องแก้ไข",
    "unreadable": "อ่านไม่ได้",
    "held": "รอตรวจสอบ",
    "rejected": "ไม่รับ",
    "ignored": "ไม่เกี่ยวข้อง",
    "failed": "ระบบขัดข้อง",
    None: "อยู่ระหว่างดำเนินการ",
}


def progress() -> Callable[[str], None]:
    """A line that overwrites itself on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda told: click.echo(f"\r\033[K{told}", nl=False, err=True)


def show(context: Context, done: Round, as_json: bool) -> bool:
    """Print what a round met; True where one of its messages failed."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    failed = False
    with context.database.unit_of_work(readonly=True) as work:
        for line in submission_lines(work, done.met, brief=not as_json):
            failed |= line["status"] == "failed"
            click.echo(dumps(line) if as_json else told(line))
    if isinstance(done.lost, Busy):
        click.echo(
            "another worker is taking in the mailbox now; what it stores is worked on by one of you", err=True
        )
        return failed
    if done.lost is not None:
        click.echo(f"{type(done.lost).__name__}: {done.lost}\nTry: samruat doctor", err=True)
    elif not done.met and not as_json:
        click.echo("nothing new")
    return failed or done.lost is not None


def told(line: dict[str, object]) -> str:
    """A line of `submission_lines` for people."""
    status = WORDS.get(line["status"], str(line["status"]))  # type: ignore[call-overload]
    where = line["province"] or "-"
    return f"{line['reference'] or '-':14} {status:18} {where:16} {line['reply']:8} {line['subject'] or ''}"
