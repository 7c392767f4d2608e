"""The lines ผู้รายงาน, ตำแหน่ง, หมายเลขโทรศัพท์ in any shape below (or inside) the table, and phone numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from survey.cells import Cell, split_address
from survey.fields.phones import is_phone, with_leading_zero
from survey.findings import Code, Finding, Severity
from survey.model import Reporter
from survey.thai.text import fold

REPORTER_MISSING = Code(
    "reporter_missing",
    Severity.WARNING,
    "ยังไม่ได้ระบุ{which} กรุณาระบุ เช่น “{example}”",
    field="reporter",
)
PHONE_INVALID = Code(
    "phone_invalid",
    Severity.WARNING,
    "หมายเลขโทรศัพท์ “{found}” ไม่ครบหรือไม่ถูกต้อง กรุณาระบุเลข 9 หรือ 10 หลัก เช่น 053-112-233 หรือ 081-234-5678",
    field="reporter",
)

_LINES = {"name": "ผู้รายงาน", "position": "ตำแหน่ง", "phone": "หมายเลขโทรศัพท์"}
_EXAMPLES = {
    "name": "ผู้รายงาน นายสมชาย ใจดี",
    "position": "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่นชำนาญการ",
    "phone": "หมายเลขโทรศัพท์ 053-112-233",
}


def reporter_of(cells: Sequence[Cell]) -> tuple[Reporter, list[Finding]]:
    """Who reports, read from the cells outside the table (and a signature block inside its columns).

    Args:
        cells: In reading order; blank cells may be among them. Lines of others (ผู้รับรอง, ผู้ประสานงาน, the
            form's own footer) are told apart and not taken.

    Returns:
        Values as written, dots and brackets around them taken off, a phone's lost leading 0 restored; and
        `reporter_missing` (once, at the first blank line's label) and `phone_invalid`.
    """
    entries = _entries(cells)
    _read_below_labels(entries)
    name = _name(entries)
    position = _nearest(entries, "position", name)
    phone = _nearest(entries, "phone", name)
    values = {
        "name": name.value if name else "",
        "position": position.value if position else _unlabelled_position(entries, name),
        "phone": with_leading_zero(phone.value) if phone else _unlabelled_phone(entries, name),
    }
    findings = list(_missing(values, {"name": name, "position": position, "phone": phone}))
    if phone and values["phone"] and not is_phone(values["phone"]):
        findings.append(PHONE_INVALID.at(phone.place, found=values["phone"]))
    return Reporter(**{key: value or None for key, value in values.items()}), findings


class _Place(NamedTuple):
    grid: str
    row: int
    column: int


@dataclass(slots=True)
class _Entry:
    """A label and what stands after it.

    Attributes:
        kind: name, position, phone, sign (ลงชื่อ), role (another person's), bracket (a name in brackets), words.
        label: The label's cell.
        place: The value's cell.
    """

    kind: str
    label: Cell
    place: Cell
    value: str
    others: bool = False

    @property
    def at(self) -> _Place:
        return _Place(*split_address(self.label.at))


_LABEL = re.compile(
    r"(?P<name>(?:ชื่อ\s*)?(?:-?\s*สกุล\s*)?ผู้(?:รายงาน|กรอก|ให้ข้อมูล|จัดทำ|บันทึก)(?:ข้อมูล|แบบ(?:สำรวจ)?)?"
    r"|(?<![ก-๎])ชื่อ\s*[-–]?\s*(?:นาม)?สกุล)"
    r"|(?P<position>ตำ\s?แหน่ง(?:ของ)?(?:ผู้(?:รายงาน|กรอก|ให้ข้อมูล|จัดทำ)(?:ข้อมูล)?)?)"
    r"|(?P<phone>(?:หมายเลข|เบอร์)?\s*โทรศัพท์(?:มือถือ|เคลื่อนที่)?(?:\s*(?:ที่)?ติดต่อ(?:ได้|กลับ)?)?"
    r"(?:(?:ของ)?ผู้(?:รายงาน|กรอก|ให้ข้อมูล|จัดทำ)(?:ข้อมูล)?)?(?:\s*/\s*(?:โทรสาร|แฟกซ์|มือถือ))?"
    r"|เบอร์(?:\s*โทร|\s*ติดต่อ|\s*มือถือ)?|(?<![ก-๎])โทร(?!สาร)|(?<![ก-๎])มือถือ|\b(?:tel|mobile|phone)\b)"
    r"|(?P<sign>(?<![ก-๎])(?:ลงชื่อ|ลงนาม))"
    r"|(?P<role>ผู้(?:รับรอง|ตรวจ(?:สอบ|ทาน)?|อนุมัติ|เห็นชอบ|ประสานงาน|บังคับบัญชา)(?:ข้อมูล)?)"
    r"|(?P<other>(?<![ก-๎])(?:โทรสาร|แฟกซ์|อีเมล์?|ไลน์|วันที่|สังกัด|ไปรษณีย์)|\b(?:e-?mail|line|fax|id)\b)",
    re.IGNORECASE,
)
# The letter's own footer: whither to send the form, and whom to ask. None of it is the reporter's.
_FOOTER = re.compile(r"\s*(?:กรุณาส่ง|โปรดส่ง|ส่งรายงานผล|หมายเหตุ|คำชี้แจง)")
# Before the reporter they say how to fill the table in, or what it leaves out, and the reporter follows.
_REMARK = re.compile(r"\s*(?:คำชี้แจง|หมายเหตุ)")
_BRACKETED = re.compile(r"\(\s*([^()]*[ก-๎A-Za-z][^()]*?)\s*\)")
_EDGES = re.compile(r"^(?:[\s:：=\-–—_]|[.…]+|/\s)+|(?:[\s:：=_…]|\.{2,})+$")
_BLANK_RUN = re.compile(r"\s*(?:\.{2,}|…|_{2,})[\s.…_]*")
_CELLS_BESIDE = 12
_LINES_BELOW = 4


def _entries(cells: Sequence[Cell]) -> list[_Entry]:
    entries: list[_Entry] = []
    in_remark = False
    for number, cell in enumerate(cells):
        if cell.is_blank or cell.struck:
            continue
        for line in cell.text.split("\n"):
            if _REMARK.match(line) and not any(entry.kind in _LINES for entry in entries):
                in_remark = True
                break
            if _FOOTER.match(line):
                return entries
            found = list(_entries_of_line(cells, number, line))
            in_remark = in_remark and not any(entry.kind in ("name", "sign", "position") for entry in found)
            if not in_remark:
                entries += found
    return entries


def _entries_of_line(cells: Sequence[Cell], number: int, line: str) -> Iterator[_Entry]:
    cell = cells[number]
    labels = list(_LABEL.finditer(line))
    if not labels:
        inside = _BRACKETED.fullmatch(line.strip())
        words = _clean(inside[1] if inside else line)
        if words:
            yield _Entry("bracket" if inside else "words", cell, cell, words)
        return
    others = False
    for index, label in enumerate(labels):
        kind = label.lastgroup or "other"
        end = labels[index + 1].start() if index + 1 < len(labels) else len(line)
        place, value = cell, _clean(line[label.end() : end])
        if kind in ("name", "role") and index and labels[index - 1].lastgroup == "sign":
            # "ลงชื่อ นาย… ผู้รายงาน": the name stands before the label.
            value = _clean(line[labels[index - 1].end() : label.start()]) or value
        elif kind == "name" and not index and not value and _PERSON.match(_clean(line[: label.start()])):
            value = _clean(line[: label.start()])  # "นาย… ผู้รายงาน"
        elif not value and index == len(labels) - 1 and kind not in ("role", "sign"):
            place, value = _beside(cells, number)
        others = others or kind == "role"
        if kind == "sign" and index + 1 < len(labels) and labels[index + 1].lastgroup in ("name", "role"):
            continue
        yield _Entry(kind, cell, place, value, others)


def _beside(cells: Sequence[Cell], number: int) -> tuple[Cell, str]:
    """The first filled cell to the right, unless it is a label itself."""
    grid, row, _ = split_address(cells[number].at)
    for cell in cells[number + 1 : number + 1 + _CELLS_BESIDE]:
        if split_address(cell.at)[:2] != (grid, row) or _FOOTER.match(cell.text):
            break
        if not cell.is_blank:
            value = "" if _LABEL.match(cell.text.strip()) else _clean(_shown(cell))
            if value or _LABEL.match(cell.text.strip()):
                return (cell, value) if value else (cells[number], "")
    return cells[number], ""


def _shown(cell: Cell) -> str:
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return cell.text


def _clean(text: str) -> str:
    text = fold(_BLANK_RUN.sub(" ", text))
    for _ in range(2):
        text = _EDGES.sub("", text)
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        text = text.strip("() ") if text.count("(") != text.count(")") else text
    return text if re.search(r"[ก-๎A-Za-z0-9๐-๙]", text) else ""


def _read_below_labels(entries: list[_Entry]) -> None:
    """Where the labels stand beside each other and the values in the row below them."""
    for entry in entries:
        if entry.value or entry.kind not in _LINES:
            continue
        grid, row, column = entry.at
        in_row = any(e.at[:2] == (grid, row) and e.at.column != column and e.kind in _LINES for e in entries)
        below = [e for e in entries if e.kind in ("words", "bracket") and e.at == (grid, row + 1, column)]
        if in_row and below:
            entry.place, entry.value = below[0].place, below[0].value


def _name(entries: list[_Entry]) -> _Entry | None:
    """The reporter's own line; where it is only signed, the name in brackets below."""
    named = [entry for entry in entries if entry.kind == "name"] or [
        entry for entry in entries if entry.kind == "sign" and not entry.others
    ]
    for entry in named:
        below = None if entry.value else _below(entries, entry, "bracket") or _person_below(entries, entry)
        if below:
            entry.place, entry.value = below.place, below.value
        if entry.value:
            return entry
    return _signed_above(entries, named) or (named[0] if named else None)


def _signed_above(entries: list[_Entry], named: list[_Entry]) -> _Entry | None:
    """A label below the name: "ลงชื่อ…", "(นาย…)", "ผู้รายงาน" in lines of their own."""
    for label in named:
        grid, row, column = label.at
        for entry in entries:
            lines = row - entry.at.row
            near = entry.at.grid == grid and 0 < lines <= _LINES_BELOW and entry.at.column == column
            if near and entry.kind in ("bracket", "words") and _PERSON.match(entry.value):
                label.place, label.value = entry.place, entry.value
                return label
    return None


_PERSON = re.compile(r"(?:นาย|นาง|น\.\s?ส\.|ว่าที่|[สพรจด]\.\s?[ตอทรก]\.|ดร\.)")


def _person_below(entries: list[_Entry], label: _Entry) -> _Entry | None:
    """A person's name that stands alone in the row below a label."""
    grid, row, column = label.at
    for entry in entries:
        if entry.kind == "words" and entry.at == (grid, row + 1, column) and _PERSON.match(entry.value):
            return entry
    return None


def _below(entries: list[_Entry], above: _Entry, kind: str) -> _Entry | None:
    """The entry of a kind in the next lines below, best in the same column."""
    grid, row, column = above.at
    near = [
        entry
        for entry in entries
        if entry.kind == kind and entry.at.grid == grid and 0 <= entry.at.row - row <= _LINES_BELOW
    ]
    near = [entry for entry in near if entry.at.row > row or entries.index(entry) > entries.index(above)]
    return min(near, key=lambda entry: (abs(entry.at.column - column), entry.at.row), default=None)


def _nearest(entries: list[_Entry], kind: str, name: _Entry | None) -> _Entry | None:
    """The reporter's own line of a kind: in their column where there are several, never another person's."""
    found = [entry for entry in entries if entry.kind == kind and not entry.others]
    roles = [entry for entry in entries if entry.kind == "role"]
    if name is None:
        first_role = roles[0].at.row if roles else None
        found = [entry for entry in found if first_role is None or entry.at.row < first_role]
    else:
        found = [entry for entry in found if not _belongs_to_role(entry, name, roles)]
    if not found:
        return None
    column = name.at.column if name else found[0].at.column
    return min(found, key=lambda entry: (not entry.value, abs(entry.at.column - column)))


def _belongs_to_role(entry: _Entry, name: _Entry, roles: list[_Entry]) -> bool:
    """Whether another person's block begins between the reporter's name and the line, or stands nearer beside."""
    for role in roles:
        if role.at.row > entry.at.row:
            continue
        if role.at.column == name.at.column:
            is_theirs = role.at.row > name.at.row
        else:
            is_theirs = abs(entry.at.column - role.at.column) < abs(entry.at.column - name.at.column)
        if is_theirs or entry.at.row < name.at.row:
            return True
    return False


def _unlabelled_position(entries: list[_Entry], name: _Entry | None) -> str:
    """The line under the name in brackets, where no line says ตำแหน่ง."""
    if name is None or any(entry.kind == "position" for entry in entries):
        return ""
    above = next(
        (entry for entry in entries if entry.place is name.place and entry.kind in ("bracket", "words")), name
    )
    if not above.value:
        return ""
    below = _below(entries, above, "words")
    if below is None or below.at.row != above.at.row + 1 or is_phone(with_leading_zero(below.value)):
        return ""
    return below.value if above is not name or below.at.column == name.at.column else ""


def _unlabelled_phone(entries: list[_Entry], name: _Entry | None) -> str:
    """A telephone number that stands alone under the name."""
    if name is None or any(entry.kind == "phone" for entry in entries):
        return ""
    grid, row, column = _Place(*split_address(name.place.at))
    for entry in entries:
        near = entry.at.grid == grid and 0 < entry.at.row - row <= 2 and entry.at.column == column
        if entry.kind == "words" and near and is_phone(with_leading_zero(entry.value)):
            return with_leading_zero(entry.value)
    return ""


def _missing(values: dict[str, str], entries: dict[str, _Entry | None]) -> Iterator[Finding]:
    blank = [key for key in _LINES if not values[key]]
    if not blank:
        return
    labels = [entry.label for key in blank if (entry := entries[key])]
    yield REPORTER_MISSING.at(
        labels[0] if labels else None,
        which="และ".join(_LINES[key] for key in blank)
        if len(blank) < 3
        else "ผู้รายงาน ตำแหน่ง และหมายเลขโทรศัพท์",
        example=_EXAMPLES[blank[0]],
    )
