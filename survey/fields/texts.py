"""The columns of free text, and the running number: header words, reading, sentences."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.cells import Cell
from survey.fields import Column, FieldGroup, Reading, RowCells, first_filled, joined
from survey.fields.unreadable import CELL_UNREADABLE, CELL_UNREADABLE_ERROR, is_unreadable, unreadable
from survey.findings import Code, Finding, Severity
from survey.thai.digits import arabic
from survey.thai.text import fold

SERVICE_MISSING = Code(
    "service_missing",
    Severity.ERROR,
    "ยังไม่ได้ระบุชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน กรุณาระบุ เช่น “การกำจัดขยะมูลฝอย”",
    field="service",
)
OBJECTIVE_MISSING = Code(
    "objective_missing",
    Severity.WARNING,
    "ยังไม่ได้ระบุวัตถุประสงค์ความร่วมมือ กรุณาระบุโดยย่อ เช่น “เพื่อลดค่าใช้จ่ายในการกำจัดขยะ”",
    asked=True,
    field="objective",
)

_NOTHING = re.compile(r"[\s\-\u2010-\u2015\u2212ー_.…·~=*]*")
_SEQ = re.compile(r"[(\[]?(\d{1,9})(?:\.0+)?[.)\]]?")


def words_of(cells: Sequence[Cell]) -> str | None:
    """A row's lines in one column as one text, folded; None where they hold nothing but dashes or dots."""
    text = fold(joined(cells))
    return None if _NOTHING.fullmatch(text) else text


def read_seq(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
    """The running number as an integer, else None; nothing is told of it."""
    for cell in cells.get("seq", ()):
        match = _SEQ.fullmatch(arabic(cell.text.strip()))
        if match:
            return {"seq": int(match[1])}, []
    return {"seq": None}, []


def _text(field: str, title: str, missing: Code | None, *, needed: bool = False) -> Callable[..., Any]:
    def read(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
        column = cells.get(field)
        if column is None:
            return {field: None}, []
        for cell in column:
            if is_unreadable(cell):
                return {field: None}, [unreadable(cell, title, field, needed=needed)]
        words = words_of(column)
        findings = [missing.at(first_filled(column))] if words is None and missing else []
        return {field: words}, findings

    return read


SEQ = FieldGroup(
    "seq",
    (Column("seq", "seq", "ลำดับที่", ("ลำดับ", "ที่", "ข้อ", "ข้อที่", "No.", "รายการที่", "เลขที่")),),
    read_seq,
)
_SERVICE_TITLE = "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน"
SERVICE = FieldGroup(
    "service",
    (
        Column(
            "service",
            "service",
            _SERVICE_TITLE,
            (
                "ชื่อบริการสาธารณะ",
                "ชื่อบริการสาธารณะที่ทำความร่วมมือกัน",
                "ชื่อบริการสาธารณะที่ทำความร่วมมือ",
                "บริการสาธารณะ",
                "บริการสาธารณะที่ร่วมมือ",
                "บริการสาธารณะที่ทำความร่วมมือ",
                "ชื่อบริการ",
                "ชื่อโครงการ/กิจกรรม",
                "ชื่อความร่วมมือ",
                "เรื่องที่ทำความร่วมมือ",
                "ประเภทบริการสาธารณะ",
                "บริการ",
                "กิจกรรม",
            ),
        ),
    ),
    _text("service", "ชื่อบริการสาธารณะ", SERVICE_MISSING, needed=True),
    codes=(SERVICE_MISSING, CELL_UNREADABLE_ERROR),
)
OBJECTIVE = FieldGroup(
    "objective",
    (
        Column(
            "objective",
            "objective",
            "วัตถุประสงค์ความร่วมมือ",
            ("วัตถุประสงค์", "วัตถุประสงค์ของความร่วมมือ", "จุดประสงค์", "วัตถุประสงค์โครงการ", "เป้าหมาย"),
        ),
    ),
    _text("objective", "วัตถุประสงค์ความร่วมมือ", OBJECTIVE_MISSING),
    codes=(OBJECTIVE_MISSING, CELL_UNREADABLE),
)
PROBLEMS = FieldGroup(
    "problems",
    (
        Column(
            "problems",
            "problems",
            "ปัญหา/อุปสรรคความร่วมมือ",
            (
                "ปัญหา/อุปสรรค",
                "ปัญหาอุปสรรค",
                "ปัญหา อุปสรรค",
                "ปัญหาและอุปสรรค",
                "ปัญหา",
                "อุปสรรค",
                "ปัญหา/อุปสรรค/ข้อเสนอแนะ",
                "ปัญหา อุปสรรค และข้อเสนอแนะ",
            ),
        ),
    ),
    _text("problems", "ปัญหา/อุปสรรคความร่วมมือ", None),
    codes=(CELL_UNREADABLE,),
)
