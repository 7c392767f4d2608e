"""samruat check: what the worker would read in a file, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.options import json_option

if TYPE_CHECKING:
    from survey.model import Document


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.option(
    "--received-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of receipt (Gregorian). Default: an .eml's topmost Received, else today.",
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take severities and limits from this configuration.",
)
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    as_json: bool,
    received_on: datetime | None,
    config_path: Path | None,
) -> None:
    """Read FILES as the worker would, with no mailbox and no database.

    Exit status: 0 where no file has an error, 1 where one has, 2 for wrong usage.

    \b
    Example: samruat check แบบสำรวจ.xlsx บันทึกข้อตกลง.pdf --json --received-on 2018-12-01
    """
    from survey.findings import Severity
    from survey.jsonl import document_json, dumps

    day = received_on.date() if received_on else None
    failed = False
    for documents in _read(files, day, config_path):
        for document in documents:
            click.echo(dumps(document_json(document)) if as_json else _told(document))
            failed |= any(f.severity in (Severity.ERROR, Severity.HOLD) for f in document.findings)
    ctx.exit(1 if failed else 0)


def _read(
    files: Sequence[Path], received_on: date | None, config_path: Path | None
) -> "Iterator[Sequence[Document]]":
    from ingest.offline import check_files

    if config_path is None:
        yield from check_files(files, received_on)
        return
    from ingest.config import load
    from ingest.settings import limits_of

    config = load(config_path)
    yield from check_files(
        files, received_on, limits=limits_of(config), severities=config.rules, survey=config.survey.form
    )


_KINDS = {"survey": "แบบสำรวจ", "mou": "บันทึกข้อตกลง", "other": "ไม่ใช่แบบสำรวจ", "unreadable": "อ่านไม่ได้"}


def _told(document: "Document") -> str:
    lines = [f"{document.file}: {_KINDS[document.kind]}"]
    if document.form:
        rows = "ไม่มีความร่วมมือ" if document.form.nil_report else f"{len(document.form.rows)} รายการ"
        lines[0] += f" จังหวัด{document.form.province or '(ไม่ทราบ)'} {rows}"
    if document.mou:
        lines[0] += f" {document.mou.title or ''}"
    for finding in document.findings:
        place = f"{finding.cell}: " if finding.cell else ""
        lines.append(f"  [{finding.severity}] {place}{finding.message} ({finding.code})")
    return "\n".join(lines)
