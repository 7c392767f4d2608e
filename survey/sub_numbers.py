"""Lines numbered 1.1 and 1.2 under a line numbered 1: rows of their own, partners of the row above, or under a title."""

import re
from dataclasses import replace

from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.findings import Finding
from survey.lines import TICKS, Line, RowLines
from survey.thai.digits import arabic

_TITLE = ASSUMED.saying(
    "ข้อความ “{found}” ไม่มีข้อมูลอื่นและมีรายการย่อย จึงถือเป็นหัวข้อ ไม่นับเป็นรายการ หากไม่ถูกต้อง กรุณาแจ้ง"
)
_UNDER = ASSUMED.saying("ช่องนี้ว่าง จึงใช้ชื่อบริการของข้อ {number} คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_WHOLE = re.compile(r"[(\[]?\s*(\d{1,3})\s*[)\].]?")
_SUB = re.compile(r"[(\[]?\s*(\d{1,3})\.\d{1,2}\s*[)\].]?")

Services = dict[int, Cell]
"""Whole number to the service that stands beside it."""


def whole_number(line: Line) -> int | None:
    """1 of `1.` and `(๑)`; None where another thing stands there."""
    match = _WHOLE.fullmatch(arabic(line.text("seq")))
    return int(match[1]) if match else None


def parent_number(line: Line) -> int | None:
    """1 of `1.2`."""
    text = line.text("seq")
    match = _SUB.fullmatch(arabic(text)) if "." in text else None
    return int(match[1]) if match else None


def title_of(line: Line, filled: list[str], below: Line | None) -> Finding | None:
    """What is said of a number and a service alone, where lines numbered under it follow; else None."""
    if below is None or set(filled) != {"seq", "service"}:
        return None
    number = whole_number(line)
    if number is None or parent_number(below) != number:
        return None
    return _TITLE.at(line.cells["service"], found=line.text("service"))


def lists_partners(line: Line) -> bool:
    """A number like 1.2 beside partners and nothing else: they belong to the row above."""
    if parent_number(line) is None:
        return False
    own = {key for key in line.filled() if key not in line.covered}
    return "partners" in own and own <= {"seq", "partners"}


def take_service(row: RowLines, services: Services) -> None:
    """A row numbered 1.2 without a service has that of number 1."""
    line = row.lines[0]
    number = parent_number(line)
    cell = line.cells.get("service")
    if (
        number is None
        or cell is None
        or not cell.is_blank
        or "service" in line.covered
        or number not in services
    ):
        return
    if not {"host", "partners", "signed_on", *TICKS} & set(line.filled()):
        return
    line.put("service", replace(services[number], at=cell.at))
    row.findings.append(_UNDER.at(cell, number=str(number), taken=services[number].text))
