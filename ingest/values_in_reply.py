"""A reply to our list of errors that only gives the values asked for: a new version of that form (contract, section 6).

The form that it answers is read again with those values in their cells. What is not surely understood is left to the
coordinator: no value is guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ingest.context import Context
from ingest.evidence import BANGKOK, answered_by
from ingest.mime.headers import Head, read_head
from ingest.numbered_answers import NumberedQuestions, numbered_questions
from ingest.reading import MessageRead, read_message
from storage.messages import Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from storage.words import SubmissionKind
from survey.findings import Finding, Severity
from survey.model import Case, Document, Kind, Status
from survey.thai.digits import arabic

HEAD_BYTES = 256 * 1024
_DEEPEST = 5
_GIVEN = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s*)?(?:ช่อง|เซลล์|cell)?\s*(?:(?P<grid>[^!\n]{1,40})!)?(?P<cell>[A-Za-z]{1,2}[0-9]{1,5})(?![0-9A-Za-z])"
    r"\s*(?:(?:ขอ)?แก้(?:ไข)?เป็น|ที่ถูกต้องคือ|คือ|เป็น|ระบุ(?:เป็น|ว่า)?|[:=：\-–—→>])*\s*(?P<value>\S.*?)\s*(?:ครับ|ค่ะ|คะ)?[.]?\s*$"
)
_OUR_OWN_WORDS = re.compile(r"กรุณา|ยังไม่ได้ระบุ|ไม่มีวันดังกล่าว|ทำเครื่องหมาย “")

# An answer, and no value: what was asked stays asked.
_NO_VALUE = re.compile(
    r"(?:ขณะนี้)?(?:ยัง)?\s*ไม่(?:ทราบ|รู้|แน่ใจ|เข้าใจ)|(?:กำลัง|อยู่ระหว่าง|ขอ|รอ|จะ)\s*(?:ดำเนินการ)?(?:การ)?(?:ตรวจ|สอบถาม|แจ้ง|ค้นหา)"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A submission whose errors we listed: where each stands, by its cell without the sheet's name, and by numbers."""

    version: Version
    places: Mapping[str, tuple[str, str]]
    numbered: NumberedQuestions


def with_values(context: Context, message: Message, head: Head, read: MessageRead, case: Case) -> MessageRead:
    """What was read, with the form that the mail's words complete, where they surely do."""
    if any(document.kind in (Kind.SURVEY, Kind.MOU) or document.could_be_form for document in read.documents):
        return read
    asked = _asked(context, head, read)
    if asked is None or not (values := dict(_values(read.text, asked))):
        return read
    found = _completed(context, asked.version.message_sha256, case, values, 0)
    digest = sha256(read.text.encode()).hexdigest()
    forms = [
        replace(document, file="body", source="body", sha256=digest)
        for document in found
        if document.form is not None and document.form.province == asked.version.province
    ]
    return replace(read, documents=(*forms[:1], *read.documents)) if len(forms) == 1 else read


def _asked(context: Context, head: Head, read: MessageRead) -> _Asked | None:
    with context.database.unit_of_work(readonly=True) as work:
        version = answered_by(work, head, read)
        if version is None or version.status is not Status.NEEDS_CORRECTION:
            return None
        if version.kind is not SubmissionKind.SURVEY:
            return None
        return _asked_of(work, version)


def _places(findings: Sequence[tuple[str | None, Finding]]) -> dict[str, tuple[str, str]]:
    """Cell in short to file and whole address; a cell that stands on two sheets is in none."""
    found: dict[str, tuple[str, str]] = {}
    twice = set()
    for file, finding in findings:
        if file is None or finding.cell is None or not (finding.asked or finding.severity is Severity.ERROR):
            continue
        short = finding.cell.rpartition("!")[2]
        if found.setdefault(short, (file, finding.cell)) != (file, finding.cell):
            twice.add(short)
    return {short: place for short, place in found.items() if short not in twice}


def _values(text: str, asked: _Asked) -> Iterator[tuple[tuple[str, str], str]]:
    """File and cell to the text given for it; nothing at all where a line names what we did not ask about, or not surely."""
    given: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        found = _by_cell(arabic(line), asked) or asked.numbered.read_line(arabic(line))
        if found is None or _OUR_OWN_WORDS.search(line):
            continue
        place, (start, end) = found
        if place is None:
            return
        value = line[start:end].strip(" “”\"'")
        if given.setdefault(place, value) != value or _NO_VALUE.match(value):
            return
    yield from given.items()


def _by_cell(line: str, asked: _Asked) -> tuple[tuple[str, str] | None, tuple[int, int]] | None:
    match = _GIVEN.match(line)
    return None if match is None else (asked.places.get(match["cell"].upper()), match.span("value"))


def _completed(
    context: Context, sha256_of: str, case: Case, values: Mapping[tuple[str, str], str], depth: int
) -> tuple[Document, ...]:
    """The documents of a message as they read with these values; of one that gave values itself, of what it answered."""
    with context.database.unit_of_work(readonly=True) as work:
        stored = tuple((c.file, c.cell, c.text) for c in work.corrections.of_message(sha256_of))
    new = tuple((file, cell, text) for (file, cell), text in values.items())
    replaced = {(file, cell) for file, cell, _ in new}
    kept = tuple(one for one in (*stored, *case.corrections) if one[:2] not in replaced)
    corrected = replace(case, corrections=(*kept, *new))
    path = str(context.raw.path(sha256_of))
    read = context.sandbox.call(read_message, path, corrected, context.limits)
    if any(document.form is not None for document in read.documents) or depth == _DEEPEST:
        return read.documents
    head = read_head(context.raw.head(sha256_of, HEAD_BYTES))
    asked = _asked_before(context, head, read)
    if asked is None:
        return ()
    earlier = dict(_values(read.text, asked))
    # A form that words completed bears the name body; its cells are those of the file behind it.
    file = next((place[0] for place in asked.places.values()), "body")
    renamed = {(file if name == "body" else name, cell): text for (name, cell), text in values.items()}
    return _completed(context, asked.version.message_sha256, case, {**earlier, **renamed}, depth + 1)


def _asked_before(context: Context, head: Head, read: MessageRead) -> _Asked | None:
    """As `_asked`, whatever became of that submission since."""
    with context.database.unit_of_work(readonly=True) as work:
        version = answered_by(work, head, read)
        if version is None:
            return None
        return _asked_of(work, version)


def _asked_of(work: UnitOfWork, version: Version) -> _Asked:
    findings = work.submissions.findings(version.id)
    day = version.received_at.astimezone(BANGKOK).date()
    numbered = numbered_questions(findings, work.submissions.rows(version.id), version.province, day)
    return _Asked(version, _places(findings), numbered)
