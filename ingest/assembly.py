"""From the documents of one message to its submissions, one a province: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from storage.records import NOBODY, StoredRow
from storage.words import RowState, SubmissionKind
from survey.cells import addresses_of, split_address
from survey.copies import better_first, differences, is_copy
from survey.findings import Finding, Severity
from survey.model import Cooperation, Document, Kind, Reporter
from survey.registry import registry
from survey.submission import COPIES_DIFFER


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message brings for one province, before its place among the versions is known.

    Attributes:
        documents: Indexes into the message's documents that belong to it.
        findings: Those that concern several files (contract, section 5, *submission*).
        copies: Index of each document whose rows another one brings better, and of that one.
    """

    kind: SubmissionKind
    province: str | None
    documents: tuple[int, ...]
    rows: tuple[StoredRow, ...] = ()
    reporter: Reporter = NOBODY
    heading: str = ""
    findings: tuple[Finding, ...] = field(default=())
    copies: Mapping[int, int] = field(default_factory=dict)

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
    _place_nameless_copies(surveys, documents)
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


def _place_nameless_copies(surveys: dict[str | None, list[int]], documents: Sequence[Document]) -> None:
    """A scan on which no province could be read belongs to the form that it is a copy of."""
    for i in list(surveys.get(None, ())):
        homes = [
            province
            for province, others in surveys.items()
            if province and any(is_copy(documents[k], documents[i]) for k in others)
        ]
        if len(homes) == 1:
            surveys[None].remove(i)
            surveys[homes[0]].append(i)
    if not surveys.get(None, True):
        del surveys[None]


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
    kept, copies, findings = _without_copies(indexes, documents)
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
    heading = " ".join(headings)
    return Draft(kind, province, tuple(indexes), tuple(rows), reporter, heading, tuple(findings), copies)


def _without_copies(
    indexes: Sequence[int], documents: Sequence[Document]
) -> tuple[list[int], dict[int, int], list[Finding]]:
    """Each form once: of two copies the newer, else the better source counts; it is told where they differ.

    Returns:
        Those that count, each copy with the one that counts in its place, and what is told.
    """
    newest = [i for i in indexes if documents[i].superseded_by is None]
    kept: list[int] = []
    copies: dict[int, int] = {}
    findings = [one for i in indexes if (one := _older(documents[i], documents)) is not None]
    for i in sorted(newest, key=lambda i: better_first(documents[i])):
        twin = next((k for k in kept if is_copy(documents[k], documents[i])), None)
        if twin is None:
            kept.append(i)
        else:
            copies[i] = twin
            findings += differences(documents[twin], documents[i])
    return sorted(kept), copies, findings


def with_copies_marked(documents: Sequence[Document], made: Sequence[Draft]) -> tuple[Document, ...]:
    """The documents; each copy that another file takes the place of says so, and has no findings of its own."""
    copies = {i: kept for draft in made for i, kept in draft.copies.items()}
    return tuple(
        replace(document, findings=(), pictures=(), superseded_by=documents[copies[i]].file)
        if i in copies
        else document
        for i, document in enumerate(documents)
    )


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


def _contents(document: Document) -> set[Cooperation]:
    rows = document.form.rows if document.form else ()
    return {replace(row, cell="", seq=None) for row in rows}


def with_states(rows: Sequence[Cooperation], findings: Sequence[Finding]) -> list[StoredRow]:
    """Rows with their state: `error` where an error stands in them, `asked` where something is asked for."""
    if not any(finding.cell for finding in findings):
        return [StoredRow(row) for row in rows]
    home = _Homes(rows)
    states: dict[int, RowState] = {}
    for finding in findings:
        i = home.of(finding.cell)
        if i is None:
            continue
        if finding.severity is Severity.ERROR:
            states[i] = RowState.ERROR
        elif finding.asked and finding.severity is Severity.WARNING:
            states.setdefault(i, RowState.ASKED)
    return [StoredRow(row, states.get(i, RowState.OK)) for i, row in enumerate(rows)]


class _Homes:
    """Which row an address belongs to: the one that was read from that cell, else the first of that line."""

    def __init__(self, rows: Sequence[Cooperation]) -> None:
        self._cells: dict[str, int] = {}
        for i, row in enumerate(rows):
            for at in (row.cell, *addresses_of(row.cells)):
                self._cells.setdefault(at, i)

    def of(self, at: str | None) -> int | None:
        if at is None:
            return None
        found = self._cells.get(at)
        return self._lines.get(split_address(at)[:2]) if found is None else found

    @cached_property
    def _lines(self) -> Mapping[tuple[str, int], int]:
        lines: dict[tuple[str, int], int] = {}
        for at, i in self._cells.items():
            lines.setdefault(split_address(at)[:2], i)
        return lines
