"""The province line of a form, and the rules on provinces. The reporter's lines: `survey.fields.reporter`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.cells import Cell, split_address
from survey.fields.reporter import PHONE_INVALID, REPORTER_MISSING, reporter_of
from survey.findings import Code, Finding, Severity
from survey.model import Case, Form, ProvinceSource
from survey.provinces import (
    marked_provinces,
    office_provinces,
    province_abbreviated,
    province_in_latin,
    province_named,
    province_spelled,
    similar_provinces,
)
from survey.thai.text import fold

__all__ = [
    "CODES",
    "RULES",
    "ProvinceFound",
    "province_conflict",
    "province_missing",
    "province_named",
    "province_of",
    "reporter_of",
]

PROVINCE_MISSING = Code(
    "province_missing",
    Severity.ERROR,
    "ยังไม่ได้ระบุจังหวัด กรุณาระบุชื่อจังหวัดไว้เหนือตาราง เช่น “จังหวัดเชียงใหม่”",
)
PROVINCE_UNKNOWN = Code(
    "province_unknown",
    Severity.ERROR,
    "“{found}” ไม่ตรงกับชื่อจังหวัดใดใน 76 จังหวัด กรุณาตรวจสอบชื่อจังหวัด เช่น “จังหวัด{example}”",
)
_BANGKOK = "“{found}” ไม่อยู่ใน 76 จังหวัดที่สำรวจ กรุณาระบุชื่อจังหวัด เช่น “จังหวัดเชียงใหม่”"
PROVINCE_CONFLICT = Code(
    "province_conflict",
    Severity.HOLD,
    "แบบสำรวจระบุจังหวัด{found} แต่ผู้ส่งเคยส่งในนามจังหวัด{expected} กรุณาตรวจสอบว่าเป็นแบบสำรวจของจังหวัดใด เช่น จังหวัด{found}",
)


@dataclass(frozen=True, slots=True)
class ProvinceFound:
    """What the cells around a table say of the province.

    Attributes:
        name: One of the 76, or None.
        cell: Where it, or the words that are no province, stand.
        unknown: Words where the province should stand that name none of the 76, else None. Never beside `name`.
    """

    name: str | None = None
    cell: Cell | None = None
    unknown: str | None = None

    @property
    def finding(self) -> Finding | None:
        """`province_unknown`, where something was written that is none of the 76."""
        if self.unknown is None:
            return None
        if province_spelled(self.unknown):
            return PROVINCE_UNKNOWN.saying(_BANGKOK).at(self.cell, found=self.unknown)
        similar = similar_provinces(self.unknown) or ["เชียงใหม่"]
        return PROVINCE_UNKNOWN.at(self.cell, found=self.unknown, example=similar[0])


def province_of(cells: Sequence[Cell]) -> ProvinceFound:
    """The province that the cells around a table name, given in reading order; blank cells may be among them.

    The line "จังหวัด....." (its value may stand in the next cells of the row) counts first, then the provincial
    office's name, then a name after จังหวัด or จ. in any text, then a cell that holds a province's name alone.
    What names two provinces names none.
    """
    label = _labelled(cells)
    if label and label.name:
        return label
    for names_in in (office_provinces, marked_provinces, _whole_cell):
        found = {name: cell for cell in cells if cell.text for name in names_in(cell.text)}
        if len(found) == 1:
            [(name, cell)] = found.items()
            return ProvinceFound(name, cell)
        if found:
            break
    return label or _not_surveyed(cells)


def _not_surveyed(cells: Sequence[Cell]) -> ProvinceFound:
    """Bangkok, named by a cell of its own."""
    for cell in cells:
        province = province_spelled(cell.text) if 0 < len(cell.text) <= _LONGEST_NAME else None
        if province and not province.in_survey:
            return ProvinceFound(None, cell, fold(cell.text))
    return ProvinceFound()


def province_missing(form: Form, case: Case) -> Iterator[Finding]:
    """Nothing names the province; silent where words stood there that are no province: told already."""
    if form.province is None and not form.province_unknown:
        yield PROVINCE_MISSING.at(None)


def province_conflict(form: Form, case: Case) -> Iterator[Finding]:
    """The form names a province that the sender's record does not speak for (contract, section 3).

    Where a mail's words state that there is none, they are the form: what they name is what it names.
    """
    of_form = {ProvinceSource.FORM, ProvinceSource.MAIL} if form.nil_report else {ProvinceSource.FORM}
    named = form.province if form.province_source in of_form else None
    if named and case.sender_provinces and named not in case.sender_provinces:
        yield PROVINCE_CONFLICT.at(None, found=named, expected=", ".join(sorted(case.sender_provinces)))


RULES = (province_missing, province_conflict)
CODES = (PROVINCE_MISSING, PROVINCE_UNKNOWN, PROVINCE_CONFLICT, REPORTER_MISSING, PHONE_INVALID)

_LABEL = re.compile(r"^[\s(]*(?:ชื่อ\s*)?(?:จังหวัด|จว\.|จ\.)[\s.…:_\-]*(.*)$", re.MULTILINE)
_VALUE_ENDS = re.compile(r"\s*(?:อำเภอ|อ\.|ประจำ|ปี|พ\.ศ|วันที่|เดือน|ณ\s|\(|[.…_]{2}).*")
_NO_VALUE = re.compile(r"ละ|ที่|ใด|ของ|ต่าง|นั้น|นี้|และ|หรือ|ทุก|ใน|ได้|มี|ไม่|ขอ|เป็น|ส่ง|ร่วม|โดย|จัด|ดำเนิน|ลำดับ")
_NAME = re.compile(r"[ก-๎ฯ.\s]{2,30}")
_CELLS_BESIDE = 4
_LONGEST_NAME = 30


def _labelled(cells: Sequence[Cell]) -> ProvinceFound | None:
    """The line that begins with จังหวัด: a name, or words that name none; None where it is blank or missing."""
    names: dict[str, Cell] = {}
    unknown: list[ProvinceFound] = []
    for number, cell in enumerate(cells):
        if "จ" not in cell.text:
            continue
        for label in _LABEL.finditer(cell.text):
            place, value = (cell, label[1]) if _words(label[1]) else _beside(cells, number)
            named = _provinces(value, label[0] if place is cell else "") or _broken(cell, label)
            for name in named:
                names.setdefault(name, place)
            if not named and _looks_like_a_name(value):
                unknown.append(ProvinceFound(None, place, _words(value)))
    if names:
        name, cell = next(iter(names.items()))
        return ProvinceFound(name, cell) if len(names) == 1 else ProvinceFound()
    return unknown[0] if unknown else None


def _broken(cell: Cell, label: re.Match[str]) -> list[str]:
    """A name that a line break cuts: "จังหวัดเชียง" above "ใหม่"."""
    rest = cell.text[label.end() :].lstrip("\n").partition("\n")[0]
    return _provinces(label[1].strip() + rest.strip(), "") if rest.strip() else []


def _beside(cells: Sequence[Cell], number: int) -> tuple[Cell, str]:
    """The first filled cell to the right of a label that stands alone."""
    row = _row(cells[number])
    for cell in cells[number + 1 : number + 1 + _CELLS_BESIDE]:
        if _row(cell) != row:
            break
        if cell.at == cells[number].at and not province_spelled(_words(cell.text)):
            break  # lines outside of cells share a place: the next one is below, and seldom the value
        if _words(cell.text):
            return cell, cell.text
    return cells[number], ""


def _row(cell: Cell) -> tuple[str, int]:
    grid, row, _ = split_address(cell.at)
    return grid, row


def _provinces(value: str, line: str) -> list[str]:
    """The one that the value is, else all that the line names after จังหวัด."""
    for words in (_words(value), fold(value)):
        province = province_spelled(words) or province_abbreviated(words)
        if province:
            return [province.name] if province.in_survey else []
    return marked_provinces(line)


def _words(value: str) -> str:
    return fold(_VALUE_ENDS.sub("", value.strip(" .…:_-"))).strip(" .…:_-")


def _looks_like_a_name(value: str) -> bool:
    words = _words(value)
    return bool(_NAME.fullmatch(words)) and not _NO_VALUE.match(words) and len(words.split()) <= 2


def _whole_cell(text: str) -> list[str]:
    if len(text) > _LONGEST_NAME:
        return []
    province = province_spelled(text.strip(" ()[]")) or province_in_latin(text)
    return [province.name] if province and province.in_survey else []
