"""A cell that holds something, and nobody can say what. Shared by all groups of fields."""

import re
from dataclasses import replace

from survey.cells import Cell
from survey.findings import Code, Finding, Severity
from survey.thai.text import is_garbled

CELL_UNREADABLE = Code(
    "cell_unreadable",
    Severity.WARNING,
    "อ่าน{title}ไม่ออก เนื่องจากในช่องเป็น “{found}” กรุณาพิมพ์ข้อความใหม่",
)
CELL_UNREADABLE_ERROR = Code("cell_unreadable", Severity.ERROR, CELL_UNREADABLE.sentence)

PICTURE = "\ufffc"
"""Text of a cell that holds a picture or a drawing, and no words."""

_FORMULA = "สูตรใน{title}คำนวณไม่ได้ ({found}) กรุณาพิมพ์ค่าลงในช่องแทนสูตร"
_PICTURE = "{title}เป็นรูปภาพ จึงอ่านไม่ได้ กรุณาพิมพ์ข้อความลงในช่องแทนรูปภาพ"


_ERROR_IN_WORDS = re.compile(r"\s*#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)\s*")
"""A formula's error that was pasted as a value, or typed out by csv, a web page or Word."""


def is_unreadable(cell: Cell) -> bool:
    """A formula error, a picture, or letters that were lost."""
    if cell.text == "":
        return cell.error is not None
    return cell.text == PICTURE or error_of(cell) is not None or is_garbled(cell.text)


def error_of(cell: Cell) -> str | None:
    """The formula's error that a cell holds, as such or as a text."""
    if cell.error is None and _ERROR_IN_WORDS.fullmatch(cell.text):
        return cell.text.strip()
    return cell.error


def unreadable(cell: Cell, title: str, field: str, *, needed: bool = False) -> Finding:
    """The finding at a cell for which `is_unreadable` holds.

    Args:
        title: The header's words, as the sentence shall name the column: "วันที่ลงนามความร่วมมือ".
        needed: The field is service, host or partners, without which the row is nothing.
    """
    code = replace(CELL_UNREADABLE_ERROR if needed else CELL_UNREADABLE, field=field)
    if error := error_of(cell):
        return code.saying(_FORMULA).at(cell, title=title, found=error)
    if cell.text == PICTURE:
        return code.saying(_PICTURE).at(cell, title=title)
    return code.at(cell, title=title, found=cell.text)
