"""Two copies of one form in one message: whether they are that, and what they say differently, to the cell."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from survey.cells import split_address
from survey.fields.recognised import LOW_CONFIDENCE, TEXTS
from survey.fields.unreadable import CELL_UNREADABLE
from survey.findings import Finding
from survey.model import FIELDS, Committee, Cooperation, Document, Lao, Regulation
from survey.submission import COPIES_DIFFER
from survey.thai.dates import thai_date_long
from survey.thai.text import squeeze
from survey.versions import pair

# The better the source tells what the sender typed, the earlier it stands.
SOURCES = (
    "xlsx", "xlsb", "xls", "xml", "ods", "docx", "odt", "doc", "rtf", "csv", "html", "body", "pdf-text", "pdf-ocr",
    "image-ocr",
)  # fmt: skip
_RECOGNISED = frozenset({"pdf-ocr", "image-ocr"})
_LIKE = 70
"""Likeness of a service and its own recognised form is 80 and more, of two services mostly below 60 (of 100)."""
_MOST_TOLD = 20
_MOST_COMPARED = 100_000
"""Pairs of rows whose words are compared; a form has hundreds of rows at most."""


def better_first(document: Document) -> int:
    """Key by which the copy that counts stands first."""
    return SOURCES.index(document.source or "image-ocr")


def is_copy(one: Document, other: Document) -> bool:
    """Whether two files bring the same form: half of the cooperations again, or a nil statement both."""
    if one.form is None or other.form is None:
        return False
    mine, theirs = one.form.rows, other.form.rows
    if not mine or not theirs:
        return one.form.nil_report and other.form.nil_report
    most = max(len(mine), len(theirs))
    if 2 * len({pair(row) for row in mine} & {pair(row) for row in theirs}) >= most:
        return True
    return _is_recognised(one, other) and 2 * len(_by_likeness(mine, theirs, [])) >= most


def differences(counts: Document, other: Document) -> list[Finding]:
    """`copies_differ` for each cell of the copy that counts, and for rows that only one of them has.

    What was recognised and is not sure is no difference, nor is free text that was recognised, nor white space.
    """
    if counts.form is None or other.form is None:
        return []
    mine, theirs = counts.form.rows, other.form.rows
    pairs = dict(_paired(mine, theirs, _is_recognised(counts, other)))
    sides = _Side(counts), _Side(other)
    found = [one for i, row in enumerate(mine) for one in _of_row(row, _at(theirs, pairs.get(i)), sides)]
    taken = set(pairs.values())
    found += [_only_there(row, sides) for j, row in enumerate(theirs) if j not in taken]
    return found if len(found) <= _MOST_TOLD else [*found[:_MOST_TOLD], _rest(found[_MOST_TOLD:], sides)]


_DIFFERS = COPIES_DIFFER.saying(
    "{label}ใน “{name}” คือ “{mine}” แต่ใน “{other}” คือ “{theirs}” จึงบันทึกตาม “{name}” กรุณาตรวจสอบ"
)
_ONLY_HERE = COPIES_DIFFER.saying(
    "รายการ “{service}” มีใน “{name}” แต่ไม่พบใน “{other}” จึงบันทึกตาม “{name}” กรุณาตรวจสอบ"
)
_ONLY_THERE = COPIES_DIFFER.saying(
    "รายการ “{service}” มีเฉพาะใน “{other}” จึงยังไม่ได้บันทึก หากเป็นรายการที่ต้องการส่ง กรุณาเพิ่มใน “{name}” แล้วส่งใหม่"
)
_REST = COPIES_DIFFER.saying(
    "“{name}” และ “{other}” ยังมีข้อมูลไม่ตรงกันอีก {count} แห่ง จึงบันทึกตาม “{name}” กรุณาตรวจสอบ"
)
CODES = (_DIFFERS, _ONLY_HERE, _ONLY_THERE, _REST)
_LABELS = {
    "service": "ชื่อบริการสาธารณะ", "host": "เจ้าภาพ", "partners": "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม",
    "signed_on": "วันที่ลงนามความร่วมมือ", "committee": "คณะกรรมการ", "regulation": "ระเบียบข้อตกลง", "mou": "ช่อง “ทำ MOU” ",
    "objective": "วัตถุประสงค์ความร่วมมือ", "problems": "ปัญหา/อุปสรรคความร่วมมือ",
}  # fmt: skip
_WORDS = {
    Committee.APPOINTED: "แต่งตั้ง", Committee.NOT_APPOINTED: "ไม่ได้แต่งตั้ง", Regulation.MADE: "จัดทำ",
    Regulation.NOT_MADE: "ไม่ได้จัดทำ",
}  # fmt: skip


_UNSURE = frozenset({LOW_CONFIDENCE.name, CELL_UNREADABLE.name})


class _Side:
    """One copy, and where it is not sure."""

    def __init__(self, document: Document) -> None:
        self.file = document.file
        self.is_recognised = document.source in _RECOGNISED
        doubts = [
            one
            for one in document.findings
            if one.cell and one.field and (self.is_recognised or one.code in _UNSURE)
        ]
        self._doubted = {(_line(one.cell or ""), one.field) for one in doubts}
        self._columns_doubted = {one.field for one in doubts if one.code == LOW_CONFIDENCE.name} & TEXTS

    def is_sure(self, row: Cooperation, field: str) -> bool:
        if self.is_recognised and (field in TEXTS or field in self._columns_doubted):
            return False
        cell = row.cells.get(field)
        lines = {_line(row.cell), _line(cell.at) if cell else _line(row.cell)}
        return not any((line, field) in self._doubted for line in lines)


def _line(at: str) -> tuple[str, int]:
    grid, row, _ = split_address(at)
    return grid, row


def _of_row(row: Cooperation, other: Cooperation | None, sides: tuple[_Side, _Side]) -> Iterator[Finding]:
    here, there = sides
    if other is None:
        yield _ONLY_HERE.at(row.cell, service=row.service or "-", name=here.file, other=there.file)
        return
    for field in FIELDS[1:]:
        mine, theirs = getattr(row, field), getattr(other, field)
        if _key(mine) == _key(theirs) or not there.is_sure(other, field):
            continue
        if here.is_recognised and not here.is_sure(row, field):
            continue
        if there.is_recognised and not theirs and theirs is not False:
            continue
        words = {
            "mine": _shown(mine),
            "theirs": _shown(theirs),
            "label": _LABELS.get(field, field),
        }
        yield _DIFFERS.at(row.cells.get(field, row.cell), name=here.file, other=there.file, **words)


def _only_there(row: Cooperation, sides: tuple[_Side, _Side]) -> Finding:
    here, there = sides
    return _ONLY_THERE.at(None, service=row.service or "-", name=here.file, other=there.file)


def _rest(left: Sequence[Finding], sides: tuple[_Side, _Side]) -> Finding:
    here, there = sides
    return _REST.at(None, name=here.file, other=there.file, count=len(left))


def _key(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, (Committee, Regulation)):
        return squeeze(value)
    if isinstance(value, Lao):
        return value.code or squeeze(value.name)
    if isinstance(value, tuple):
        return frozenset(_key(one) for one in value)
    return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "ทำเครื่องหมาย" if value else "ไม่ได้ทำเครื่องหมาย"
    if isinstance(value, tuple):
        return ", ".join(one.name for one in value) or "ว่าง"
    if isinstance(value, Lao):
        return value.name
    if isinstance(value, (Committee, Regulation)):
        return _WORDS[value]
    if isinstance(value, date):
        return thai_date_long(value)
    return str(value) if value is not None else "ว่าง"


def _is_recognised(*documents: Document) -> bool:
    return any(document.source in _RECOGNISED for document in documents)


def _at(rows: Sequence[Cooperation], index: int | None) -> Cooperation | None:
    return None if index is None else rows[index]


_Pairs = list[tuple[int, int]]


def _paired(mine: Sequence[Cooperation], theirs: Sequence[Cooperation], recognised: bool) -> _Pairs:
    """Indexes of rows that are the same cooperation: the same words first, then like ones, then by place."""
    found: _Pairs = []
    left: dict[tuple[str, str], list[int]] = {}
    for j, row in enumerate(theirs):
        left.setdefault(pair(row), []).append(j)
    for i, row in enumerate(mine):
        if same := left.get(pair(row)):
            found.append((i, same.pop(0)))
    found += _by_likeness(mine, theirs, found)
    if recognised:
        found += _by_place(sorted(found), len(mine), len(theirs))
    return found


def _by_likeness(mine: Sequence[Cooperation], theirs: Sequence[Cooperation], found: _Pairs) -> _Pairs:
    """The likest first, each row once, those near each other's place before others."""
    taken_here, taken_there = {i for i, _ in found}, {j for _, j in found}
    if (len(mine) - len(taken_here)) * (len(theirs) - len(taken_there)) > _MOST_COMPARED:
        return []
    likes = sorted(
        (-like, abs(i - j), i, j)
        for i, row in enumerate(mine)
        for j, other in enumerate(theirs)
        if i not in taken_here and j not in taken_there and (like := _likeness(row, other)) > 0
    )
    pairs: _Pairs = []
    for _, _, i, j in likes:
        if i not in taken_here and j not in taken_there:
            taken_here.add(i)
            taken_there.add(j)
            pairs.append((i, j))
    return pairs


def _likeness(row: Cooperation, other: Cooperation) -> float:
    """0 where they are two cooperations: their services are like each other's, and one more fact is the same."""
    from rapidfuzz import fuzz

    same = sum(
        bool(getattr(row, field)) and _key(getattr(row, field)) == _key(getattr(other, field))
        for field in ("host", "signed_on", "partners")
    )
    if not row.service or not other.service:
        return float(same - 1)
    like = fuzz.ratio(squeeze(row.service), squeeze(other.service))
    return same + like / 100 if same and like >= _LIKE else 0.0


def _by_place(found: _Pairs, here: int, there: int) -> _Pairs:
    """Rows between two that were found, where both copies have as many: read too badly to be known by their words."""
    pairs: _Pairs = []
    for (i, j), (k, m) in pairwise([(-1, -1), *found, (here, there)]):
        if k - i == m - j:
            pairs += zip(range(i + 1, k), range(j + 1, m), strict=True)
    return pairs
