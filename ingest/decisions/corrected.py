"""A cell of a submission is read with another text from now on, by the field's own reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.context import Context
from ingest.contradiction import changes_between
from ingest.decisions.record import HEAD_BYTES, DecisionRefused, locked, log
from ingest.evidence import gather
from ingest.mime.headers import read_head
from ingest.reading import MessageRead, read_message
from parsers.sandbox import ReadingFailed
from storage.corrections import Change, Correction
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.cells import split_address
from survey.findings import Severity
from survey.model import Case, Document
from survey.thai.digits import arabic

LONGEST = 2000
_CELL = re.compile(r"(?:(?P<grid>.+)!)?(?P<cell>[A-Z]{1,3}[0-9]{1,7})", re.DOTALL)
_STATUSES = ("accepted", "needs_correction", "held")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A correction that was tried out.

    Attributes:
        known: The corrections that counted when it was tried.
        told: What it changes, in a line.
    """

    correction: Correction
    known: tuple[tuple[str, str, str], ...]
    told: str


def prepare(context: Context, reference: str, cell: str, text: str, *, file: str | None = None) -> Prepared:
    """Read the message as it is and as corrected; no transaction is held meanwhile.

    Args:
        cell: `แบบสำรวจ!E9`, or `E9` where only one table was read.
        text: What the sender should have typed; "" empties the cell.
        file: Name of the file, where several of the message hold a survey.

    Raises:
        DecisionRefused: The reference or the cell is not known, the submission does not count, nothing would change,
            or the field's reader finds an error in that text.
    """
    if len(text) > LONGEST:
        raise DecisionRefused(f"over {LONGEST} characters", f"ข้อความยาวเกิน {LONGEST:,} ตัวอักษร")
    with context.database.unit_of_work(readonly=True) as work:
        version, case = _case(context, work, reference)
    path = str(context.raw.path(version.message_sha256))
    before = _read(context, path, case)
    document = _document(before.documents, version, file)
    at = _address(document, cell)
    kept = tuple(c for c in case.corrections if c[:2] != (document.file, at))
    corrected = replace(case, corrections=(*kept, (document.file, at, text)))
    after = _document(_read(context, path, corrected).documents, version, document.file)
    changes = _changes(document, after)
    if document.form == after.form and document.findings == after.findings:
        raise DecisionRefused(
            f"{cell}: nothing would change; no field is read from it, or it says so already",
            f"ช่อง {cell}: ไม่มีค่าใดเปลี่ยน เพราะช่องนี้ไม่ใช่ข้อมูลของแบบสำรวจ หรือมีค่านั้นอยู่แล้ว",
        )
    wrong = [f.message for f in after.findings if f.cell == at and f.severity is Severity.ERROR]
    if wrong:
        raise DecisionRefused(f"{cell}: {wrong[0]}", f"ช่อง {cell}: {wrong[0]}")
    correction = Correction(
        version.reference, version.message_sha256, document.file, at, text, context.now(), tuple(changes)
    )
    words = "; ".join(f"{change.field} = {change.value}" for change in changes)
    return Prepared(correction, case.corrections, words or "the heading")


def correct(
    context: Context, work: UnitOfWork, prepared: Prepared, *, who: str | None, why: str | None
) -> str:
    """Store a prepared correction; the message is read again by the next round.

    Raises:
        DecisionRefused: Somebody else corrected the message meanwhile, or it is being read again now.
    """
    one = prepared.correction
    version, message = locked(work, one.reference)
    known = tuple((c.file, c.cell, c.text) for c in work.corrections.of_message(one.message_sha256))
    if known != prepared.known:
        last = [d for d in work.decisions.of(one.reference) if d.what == "correct"]
        raise DecisionRefused(
            f"{one.reference}: {last[-1].who if last else 'somebody'} corrected it just now; look again",
            f"{one.reference} มีผู้แก้ไขไปก่อนแล้ว ({last[-1].who if last else '-'}) กรุณาดูค่าใหม่อีกครั้ง",
        )
    if message.next_try_at is not None:
        raise DecisionRefused(
            f"{one.reference}: is being read again now; try again in a minute",
            f"ระบบกำลังอ่าน {one.reference} อีกครั้ง กรุณาลองใหม่ในอีกหนึ่งนาที",
        )
    _refuse_what_does_not_count(work, version)
    work.corrections.add(one)
    log(
        context, work, one.reference, "correct", who, f"{one.cell} = {one.text}" + (f": {why}" if why else "")
    )
    work.messages.reopen([message.sha256], context.now())
    return one.reference


def _case(context: Context, work: UnitOfWork, reference: str) -> tuple[Version, Case]:
    version = work.submissions.by_reference(reference.strip().upper())
    message = work.messages.get(version.message_sha256) if version else None
    if version is None or message is None:
        raise DecisionRefused(f"{reference}: not known; samruat status lists all references")
    _refuse_what_does_not_count(work, version)
    head = read_head(context.raw.head(message.sha256, HEAD_BYTES))
    return version, gather(context, work, message, head).case()


def _refuse_what_does_not_count(work: UnitOfWork, version: Version) -> None:
    if version.status not in _STATUSES:
        raise DecisionRefused(
            f"{version.reference}: is {version.status}",
            f"{version.reference} มิได้เป็นเรื่องที่รับไว้หรือรอพิจารณา จึงแก้ไขค่าไม่ได้",
        )
    if version.repeats:
        raise DecisionRefused(
            f"{version.reference}: only repeats {version.repeats}; correct that one",
            f"{version.reference} ซ้ำกับ {version.repeats} กรุณาแก้ไขที่ {version.repeats}",
        )
    if version.part is not None and version.province:
        current = [one.reference for one in work.submissions.current(version.province)]
        if version.reference not in current:
            raise DecisionRefused(
                f"{version.reference}: does not count now; {', '.join(current)} does",
                f"{version.reference} มิได้นับเป็นข้อมูลขณะนี้ กรุณาแก้ไขที่ {', '.join(current)}",
            )


def _read(context: Context, path: str, case: Case) -> MessageRead:
    try:
        return context.sandbox.call(read_message, path, case, context.limits)
    except ReadingFailed as failed:
        raise DecisionRefused(
            f"the message can't be read whole ({failed.reason})",
            "อ่านอีเมลฉบับนี้ไม่เสร็จภายในเวลาที่กำหนด จึงแก้ไขค่าไม่ได้",
        ) from failed


def _document(documents: Sequence[Document], version: Version, file: str | None) -> Document:
    found = [d for d in documents if d.form and (file is None or d.file == file)]
    own = [d for d in found if d.form and d.form.province == version.province] or found
    if len(own) != 1:
        names = ", ".join(d.file for d in documents if d.form) or "none"
        raise DecisionRefused(
            f"{version.reference}: say which file with a survey is meant: {names}",
            f"{version.reference} กรุณาระบุไฟล์แบบสำรวจที่ต้องการแก้ไข: {names}",
        )
    return own[0]


def _address(document: Document, cell: str) -> str:
    match = _CELL.fullmatch(arabic(cell.strip()).upper() if "!" not in cell else _upper(cell.strip()))
    if match is None:
        raise DecisionRefused(
            f"{cell}: is no cell; E9, say, or แบบสำรวจ!E9",
            f"“{cell}” ไม่ใช่ตำแหน่งช่อง กรุณาระบุ เช่น E9 หรือ แบบสำรวจ!E9",
        )
    if match["grid"] is not None:
        if match["grid"] not in document.grids:
            raise DecisionRefused(
                f"{match['grid']}: no such table; there are {', '.join(document.grids)}",
                f"ไม่มีแผ่นงานหรือตาราง “{match['grid']}” มีเพียง {', '.join(document.grids)}",
            )
        return f"{match['grid']}!{match['cell']}"
    rows = document.form.rows if document.form else ()
    grids = list(dict.fromkeys(split_address(row.cell)[0] for row in rows)) or list(document.grids)
    if len(grids) != 1:
        places = ", ".join(f"{grid}!{cell}" for grid in grids)
        raise DecisionRefused(
            f"{cell}: in which table? {places}", f"กรุณาระบุแผ่นงานหรือตารางของช่อง {cell}: {places}"
        )
    return f"{grids[0]}!{match['cell']}"


def _upper(cell: str) -> str:
    grid, _, at = cell.rpartition("!")
    return f"{grid}!{arabic(at).upper()}"


def _changes(before: Document, after: Document) -> list[Change]:
    old = {row.cell: row for row in (before.form.rows if before.form else ())}
    rows = after.form.rows if after.form else ()
    return [change for row in rows if row.cell in old for change in changes_between(old[row.cell], row)]
