"""After the survey: everything that is handed on, in one folder, and the decision that ends it."""

import csv
import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log
from ingest.evidence import BANGKOK
from ingest.listing import bangkok
from ingest.report import report_page
from ingest.season import SURVEY, closed
from storage.export import export
from storage.unit_of_work import UnitOfWork

_HEADER = ("file", "sha256", "size", "intact", "received_at", "from", "subject", "status", "references")


def close(
    context: Context,
    folder: Path,
    progress: Callable[[str], None],
    *,
    who: str | None,
    why: str | None,
    pdf: bool = True,
) -> list[str]:
    """Write the final data set, the report, who never sent, and the archive of raw mail; then end the survey.

    The folder appears whole or not at all. Mail that comes afterwards is taken, marked late, and told so.

    Returns:
        Names of the files; `report.pdf` is missing where LibreOffice is.

    Raises:
        DecisionRefused: The survey is closed already or its deadline not over, mails are still being worked on, or
            something is at the folder's place.
    """
    if folder.exists():
        raise DecisionRefused(f"{folder}: exists already", f"มีโฟลเดอร์ {folder} อยู่แล้ว")
    unfinished = folder.with_name(f".{folder.name}.unfinished-{os.getpid()}")
    unfinished.mkdir(parents=True, mode=0o700)
    try:
        with context.database.unit_of_work(readonly=True) as work:
            _refuse_too_early(context, work)
            _write(context, work, unfinished, progress)
            if pdf:
                progress("report.pdf")
                _write_pdf(context, unfinished)
        _sums(unfinished)
        with context.database.unit_of_work() as work:
            work.submissions.lock_province(SURVEY)
            _refuse_too_early(context, work)
            log(context, work, SURVEY, "close", who, why)
            unfinished.rename(folder)
            work.commit()
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return sorted(path.name for path in folder.iterdir())


def _refuse_too_early(context: Context, work: UnitOfWork) -> None:
    if (end := closed(work)) is not None:
        raise DecisionRefused(
            f"the survey was closed by {end.who} at {bangkok(end.at)}", f"ปิดการสำรวจแล้วโดย {end.who}"
        )
    deadline = context.config.survey.deadline
    if context.now().astimezone(BANGKOK).date() <= deadline:
        raise DecisionRefused(f"the deadline ({deadline}) is not over", "ยังไม่พ้นกำหนดส่ง จึงปิดการสำรวจไม่ได้")
    if waiting := work.messages.numbers().in_work:
        raise DecisionRefused(
            f"{waiting} mails are still being worked on; try again in a minute",
            f"ระบบกำลังอ่านอีเมลอีก {waiting} ฉบับ กรุณาลองใหม่ในอีกสักครู่",
        )


def _write(context: Context, work: UnitOfWork, folder: Path, progress: Callable[[str], None]) -> None:
    progress("consolidated workbook")
    survey = context.config.survey.form
    for what in ("cooperations", "provinces", "mous"):
        export(work, what, "xlsx", folder / f"{what}.xlsx", survey)
    export(work, "cooperations", "jsonl", folder / "cooperations.jsonl", survey)
    progress("report")
    standings = work.submissions.standings()
    current = [(standing.province, version.id) for standing in standings for version in standing.current]
    found = work.submissions.rows_of([version_id for _, version_id in current])
    rows = [(province, stored) for province, version_id in current for stored in found[version_id]]
    page = report_page(standings, rows, deadline=context.config.survey.deadline, at=context.now()).encode()
    (folder / "report.html").write_bytes(page)
    with (folder / "never-sent.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("province", "state", "addresses"))
        for standing in standings:
            if not standing.current:
                addresses = " ".join(work.senders.of_province(standing.province))
                lines.writerow((standing.province, standing.state.value, addresses))
    _archive(context, work, folder, progress)


def _write_pdf(context: Context, folder: Path) -> None:
    from parsers.office import convert
    from parsers.refused import FileRefused
    from parsers.sandbox import ReadingFailed

    page = (folder / "report.html").read_bytes()
    try:
        # By way of a document: straight from a page, LibreOffice 7.4 loses its first heading.
        text = context.sandbox.call(convert, page, "html", "odt:writerweb8_writer", context.limits)
        pdf = context.sandbox.call(convert, text, "odt", "pdf:writer_pdf_Export", context.limits)
    except (ReadingFailed, FileRefused):
        return  # the page says the same
    (folder / "report.pdf").write_bytes(pdf)


def _archive(context: Context, work: UnitOfWork, folder: Path, progress: Callable[[str], None]) -> None:
    """All raw mail with a list of what each is, and whether its bytes are still those that came."""
    gone = work.forgotten.all()
    messages = [message for message in work.messages.received() if message.sha256 not in gone]
    references: dict[str, list[str]] = {}
    for version in work.submissions.all():
        references.setdefault(version.message_sha256, []).append(version.reference)
    with (
        (folder / "raw-mail.csv").open("w", encoding="utf-8-sig", newline="") as file,
        tarfile.open(folder / "raw-mail.tar", "w") as archive,
    ):
        lines = csv.writer(file)
        lines.writerow(_HEADER)
        for number, one in enumerate(messages, 1):
            progress(f"raw mail {number} of {len(messages)}")
            name = f"raw-mail/{one.sha256}.eml"
            here = context.raw.has(one.sha256)
            if here:
                archive.add(context.raw.path(one.sha256), name, recursive=False)
            intact = "yes" if context.raw.is_intact(one.sha256) else "damaged" if here else "missing"
            words = [one.from_address or "", one.subject or ""]
            lines.writerow(
                (name, one.sha256, one.size, intact, bangkok(one.received_at), *map(_harmless, words),
                 one.status.value if one.status else "", " ".join(references.get(one.sha256, ())))
            )  # fmt: skip


def _harmless(words: str) -> str:
    """No cell may act as a formula when the list is opened in Excel."""
    line = " ".join(words.split())
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


def _sums(folder: Path) -> None:
    """`SHA256SUMS`, as `sha256sum -c` reads it."""
    lines = []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
