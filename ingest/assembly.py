"""From the documents of one message to its submissions, one a province: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage.records import NOBODY, StoredRow
from storage.words import RowState, SubmissionKind
from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.model import Cooperation, Document, Kind, Reporter
from survey.registry import registry
from survey.submission import COPIES_DIFFER
from survey.versions import pair


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message brings for one province, before its place among the versions is known.

    Attributes:
        documents: Indexes into the message's documents that belong to it.
        findings: Those that concern several files (contract, section 5, *submission*).
    """

    kind: SubmissionKind
    province: str | None
    documents: tuple[int, ...]
    rows: tuple[StoredRow, ...] = ()
    reporter: Reporter = NOBODY
    heading: str = ""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def cooperations(self) -> tuple[Cooperation, ...]:
        return tuple(stored.row for stored in self.rows)


def drafts(documents: Sequence[Document], evidence: Sequence[str | None]) -> list[Draft]:
    """The submissions of one message.

    Args:
        documents: Settled, in the message's order.
        evidence: Provinces that thread and sender's record speak for, in that order, for MOUs that come alone;
            None where they say nothing.
    """
    surveys: dict[str | None, list[int]] = {}
    for i, document in enumerate(documents):
        if document.kind is Kind.SURVEY and document.form:
            surveys.setdefault(document.form.province, []).append(i)
    mous = [i for i, one in enumerate(documents) if one.kind is Kind.MOU and one.superseded_by is None]
    if surveys:
        made = [_survey(province, indexes, documents) for province, indexes in surveys.items()]
        return _with_strays(_with_mous(made, mous, documents), documents)
    if mous:
        by_province: dict[str | None, list[int]] = {}
        for i in mous:
            by_province.setdefault(mou_province(documents[i], evidence), []).append(i)
        made = [Draft(SubmissionKind.MOU, province, tuple(some)) for province, some in by_province.items()]
        return _with_strays(made, documents)
    known = next((province for province in evidence if province), None)
    return [Draft(SubmissionKind.NONE, known, tuple(range(len(documents))))]


def mou_province(document: Document, evidence: Iterable[str | None]) -> str | None:
    """The MOU's province where no survey is in its message: thread, sender's record, what its parties share."""
    for province in evidence:
        if province:
            return province
    codes = [lao.code for lao in document.mou.parties] if document.mou else []
    provinces = {registry().by_code[code].province if code else None for code in codes}
    return provinces.pop() if len(provinces) == 1 else None


def _with_strays(made: list[Draft], documents: Sequence[Document]) -> list[Draft]:
    """The files that are neither form nor MOU go with the first submission: what is wrong with them is told."""
    placed = {i for draft in made for i in draft.documents}
    strays = tuple(i for i in range(len(documents)) if i not in placed)
    return [replace(made[0], documents=(*made[0].documents, *strays)), *made[1:]]


def _with_mous(made: list[Draft], mous: Sequence[int], documents: Sequence[Document]) -> list[Draft]:
    if len(made) == 1:
        return [replace(made[0], documents=(*made[0].documents, *mous))]
    homes: dict[str | None, list[int]] = {}
    for i in mous:
        homes.setdefault(mou_province(documents[i], ()), []).append(i)
    placed = [replace(d, documents=(*d.documents, *homes.pop(d.province, ()))) for d in made]
    left = [i for some in homes.values() for i in some]
    return [replace(placed[0], documents=(*placed[0].documents, *left)), *placed[1:]]


def _survey(province: str | None, indexes: list[int], documents: Sequence[Document]) -> Draft:
    kept, findings = _without_copies(indexes, documents)
    rows: list[StoredRow] = []
    reporter = Reporter()
    for i in kept:
        form = documents[i].form
        if form is None:
            continue
        rows += with_states(form.rows, documents[i].findings)
        reporter = reporter if reporter != Reporter() else form.reporter
    headings = [form.heading for i in kept if (form := documents[i].form)]
    nil = not rows and any(form.nil_report for i in kept if (form := documents[i].form))
    kind = SubmissionKind.NIL if nil else SubmissionKind.SURVEY
    return Draft(kind, province, tuple(indexes), tuple(rows), reporter, " ".join(headings), tuple(findings))


# The better the source tells what the sender typed, the earlier it stands.
_SOURCES = ("xlsx", "xlsb", "xls", "xml", "ods", "docx", "odt", "doc", "rtf", "csv", "html", "body", "pdf-text", "pdf-ocr", "image-ocr")  # fmt: skip


def _without_copies(indexes: Sequence[int], documents: Sequence[Document]) -> tuple[list[int], list[Finding]]:
    """Each form once: of two copies the newer, else the better source counts; it is told where they differ."""
    newest = [i for i in indexes if documents[i].superseded_by is None]
    ranked = sorted(newest, key=lambda i: _SOURCES.index(documents[i].source or "image-ocr"))
    kept: list[int] = []
    findings = [one for i in indexes if (one := _older(documents[i], documents)) is not None]
    for i in ranked:
        twin = next((k for k in kept if _same_form(documents[k], documents[i])), None)
        if twin is None:
            kept.append(i)
        elif _contents(documents[twin]) != _contents(documents[i]):
            findings.append(COPIES_DIFFER.at(None, name=documents[twin].file, other=documents[i].file))
    return sorted(kept), findings


_OLDER = COPIES_DIFFER.saying(
    "อีเมลที่ส่งมามีแบบสำรวจชุดเดียวกันสองฉบับ คือ “{name}” และฉบับก่อนหน้า “{other}” จึงใช้ข้อมูลจาก “{name}” ซึ่งใหม่กว่า"
    " หากไม่ถูกต้อง กรุณาแจ้ง"
)


def _older(document: Document, documents: Sequence[Document]) -> Finding | None:
    """Told of a version that a newer one in the same message replaces, where they say different things."""
    newer = next((d for d in documents if d.file == document.superseded_by), None)
    if newer is None or _contents(newer) == _contents(document):
        return None
    return _OLDER.at(None, name=newer.file, other=document.file)


def _same_form(one: Document, other: Document) -> bool:
    if one.form is None or other.form is None:
        return False
    mine, theirs = ({pair(row) for row in form.rows} for form in (one.form, other.form))
    if not mine or not theirs:
        return one.form.nil_report and other.form.nil_report
    return 2 * len(mine & theirs) >= max(len(mine), len(theirs))


def _contents(document: Document) -> set[Cooperation]:
    rows = document.form.rows if document.form else ()
    return {replace(row, cell="", seq=None) for row in rows}


def with_states(rows: Sequence[Cooperation], findings: Sequence[Finding]) -> list[StoredRow]:
    """Rows with their state: `error` where an error stands in them, `asked` where something is asked for."""
    home = _homes(rows)
    states: dict[int, RowState] = {}
    for finding in findings:
        i = _home(finding.cell, home)
        if i is None:
            continue
        if finding.severity is Severity.ERROR:
            states[i] = RowState.ERROR
        elif finding.asked and finding.severity is Severity.WARNING:
            states.setdefault(i, RowState.ASKED)
    return [StoredRow(row, states.get(i, RowState.OK)) for i, row in enumerate(rows)]


def _homes(rows: Sequence[Cooperation]) -> Mapping[tuple[str, int], int]:
    home: dict[tuple[str, int], int] = {}
    for i, row in enumerate(rows):
        for at in (row.cell, *(cell.at for cell in row.cells.values())):
            grid, line, _ = split_address(at)
            home.setdefault((grid, line), i)
    return home


def _home(at: str | None, home: Mapping[tuple[str, int], int]) -> int | None:
    if at is None:
        return None
    grid, line, _ = split_address(at)
    return home.get((grid, line))
