"""The columns of plain text: number, service, objective, problems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.cells import Cell
from survey.fields import Column, FieldGroup, Reading, RowCells, first_filled
from survey.fields.unreadable import CELL_UNREADABLE, CELL_UNREADABLE_ERROR, is_unreadable, unreadable
from survey.findings import Code, Finding, Severity
from survey.thai.digits import arabic
from survey.thai.text import fold, squeeze

_SERVICE_TITLE = "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน"
_OBJECTIVE_TITLE = "วัตถุประสงค์ความร่วมมือ"
_PROBLEMS_TITLE = "ปัญหา/อุปสรรคความร่วมมือ"

SERVICE_MISSING = Code(
    "service_missing",
    Severity.ERROR,
    "ยังไม่ได้ระบุชื่อบริการสาธารณะที่ทำความร่วมมือ กรุณาระบุ เช่น “การกำจัดขยะมูลฝอย”",
    field="service",
)
_SERVICE_NOT_NAMED = (
    "ชื่อบริการสาธารณะที่ทำความร่วมมือระบุว่า “{found}” แต่ช่องอื่นมีข้อมูล กรุณาระบุชื่อบริการสาธารณะ เช่น “การกำจัดขยะมูลฝอย”"
)
OBJECTIVE_MISSING = Code(
    "objective_missing",
    Severity.WARNING,
    "ยังไม่ได้ระบุวัตถุประสงค์ความร่วมมือ กรุณาระบุ เช่น “เพื่อลดปริมาณขยะตกค้างในพื้นที่”",
    asked=True,
    field="objective",
)

_Read = tuple[Mapping[str, Any], list[Finding]]

_NUMBER = re.compile(
    r"[\s(\[]*(?:(?:ข้อ|ลำดับ|รายการ|เรื่อง)?(?:ที่)?\s*|no\.?\s*|#)(\d{1,5})(?:\.0+)?[\s.)\],:]*", re.I
)
_ONLY_DASHES = re.compile(r"[\s\-‐-―−ーｰ﹣－_.…․‥·•~=*]*")
_LETTER = re.compile(
    "[^\\W\\d_]"
)  # a lone tick or number in the place of a name slipped there from another column
_NOT_NAMED = frozenset("ไม่มี ไม่ระบุ ไม่ทราบ ไม่มีข้อมูล na none nil 0".split())


def only_dashes(text: str) -> bool:
    """Nothing but dashes, dots and the like: an officer's way of leaving a cell empty (contract, section 3)."""
    return _ONLY_DASHES.fullmatch(text) is not None


def read_seq(cells: RowCells, reading: Reading) -> _Read:
    """The number before the row: `1`, `1.0`, `1.`, `(1)`, `๑`; anything else is none, and no fault."""
    for cell in cells.get("seq", ()):
        if not cell.is_blank:
            return {"seq": _number(cell)}, []
    return {"seq": None}, []


def _number(cell: Cell) -> int | None:
    value = cell.value
    if isinstance(value, bool) or cell.error:
        return None
    if isinstance(value, int | float) and value == value // 1 and 0 <= value < 100_000:
        return int(value)
    match = _NUMBER.fullmatch(arabic(cell.text))
    return int(match[1]) if match else None


def read_service(cells: RowCells, reading: Reading) -> _Read:
    """Name of the service; a row can't do without."""
    column = cells.get("service")
    if column is None:
        return {"service": None}, []
    text, findings = _text(column, _SERVICE_TITLE, "service", needed=True)
    if text is not None and (squeeze(text) in _NOT_NAMED or not _LETTER.search(text)):
        return {"service": None}, [
            SERVICE_MISSING.saying(_SERVICE_NOT_NAMED).at(first_filled(column), found=text)
        ]
    if text is None and not findings:
        findings.append(SERVICE_MISSING.at(first_filled(column)))
    return {"service": text}, findings


def read_objective(cells: RowCells, reading: Reading) -> _Read:
    """The objective; asked for where it is blank."""
    column = cells.get("objective")
    if column is None:
        return {"objective": None}, []
    text, findings = _text(column, _OBJECTIVE_TITLE, "objective")
    if text is None and not findings:
        findings.append(OBJECTIVE_MISSING.at(first_filled(column)))
    return {"objective": text}, findings


def read_problems(cells: RowCells, reading: Reading) -> _Read:
    """Problems met; "ไม่มี" is an answer, a blank is none and no fault."""
    column = cells.get("problems")
    if column is None:
        return {"problems": None}, []
    text, findings = _text(column, _PROBLEMS_TITLE, "problems")
    return {"problems": text}, findings


def _text(
    column: Sequence[Cell], title: str, field: str, *, needed: bool = False
) -> tuple[str | None, list[Finding]]:
    """The words of a row's lines as one; a line that only repeats the one above counts once."""
    lines: list[str] = []
    for cell in column:
        if cell.is_blank:
            continue
        if is_unreadable(cell):
            return None, [unreadable(cell, title, field, needed=needed)]
        line = _as_written(cell)
        if not only_dashes(line) and (not lines or lines[-1] != line):
            lines.append(line)
    return " ".join(lines) or None, []


def _as_written(cell: Cell) -> str:
    # A whole number that a program keeps as a fraction: 2561.0 was typed 2561.
    if isinstance(cell.value, float) and cell.value.is_integer() and cell.text == repr(cell.value):
        return str(int(cell.value))
    return fold(cell.text)


SEQ = FieldGroup(
    "seq",
    columns=(Column("seq", "seq", "ลำดับที่", ("ลำดับ", "ที่", "ข้อ", "ข้อที่", "รายการที่", "เลขที่", "No.")),),
    read=read_seq,
)
SERVICE = FieldGroup(
    "service",
    columns=(
        Column(
            "service",
            "service",
            _SERVICE_TITLE,
            headers=(
                "ชื่อบริการสาธารณะที่ทำความร่วมมือ",
                "ชื่อบริการสาธารณะ",
                "บริการสาธารณะที่ทำความร่วมมือ",
                "บริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน",
                "บริการสาธารณะที่จัดทำความร่วมมือ",
                "บริการสาธารณะ",
                "ชื่อบริการ",
                "กิจกรรม",
                "บริการ",
                "ชื่อโครงการ/กิจกรรม",
                "บริการสาธารณะที่ร่วมมือ",
                "ชื่อบริการสาธารณะที่ทำความร่วมมือกัน",
                "ประเภทบริการสาธารณะ",
                "ชื่อความร่วมมือ",
                "ชื่อโครงการ/บริการสาธารณะ",
                "ชื่อโครงการความร่วมมือ",
                "เรื่องที่ทำความร่วมมือ",
                "ภารกิจที่ทำความร่วมมือ",
                "งานที่ทำความร่วมมือ",
            ),
        ),
    ),
    read=read_service,
    codes=(SERVICE_MISSING, replace(CELL_UNREADABLE_ERROR, field="service")),
)
OBJECTIVE = FieldGroup(
    "objective",
    columns=(
        Column(
            "objective",
            "objective",
            _OBJECTIVE_TITLE,
            headers=(
                "วัตถุประสงค์",
                "วัตถุประสงค์ของความร่วมมือ",
                "วัตถุประสงค์การจัดทำความร่วมมือ",
                "จุดประสงค์",
                "จุดมุ่งหมาย",
                "วัตถุประสงค์โครงการ",
                "เป้าหมาย",
            ),
        ),
    ),
    read=read_objective,
    codes=(OBJECTIVE_MISSING, replace(CELL_UNREADABLE, field="objective")),
)
PROBLEMS = FieldGroup(
    "problems",
    columns=(
        Column(
            "problems",
            "problems",
            _PROBLEMS_TITLE,
            headers=(
                "ปัญหา/อุปสรรค",
                "ปัญหาอุปสรรค",
                "ปัญหาและอุปสรรค",
                "ปัญหา อุปสรรค",
                "ปัญหา/อุปสรรค/ข้อเสนอแนะ",
                "ปัญหาอุปสรรคและข้อเสนอแนะ",
                "ปัญหา อุปสรรค และข้อเสนอแนะ",
                "ปัญหา",
                "อุปสรรค",
            ),
        ),
    ),
    read=read_problems,
    codes=(replace(CELL_UNREADABLE, field="problems"),),
)
