"""What is said of cells that could be read, and may yet not say what their sender meant."""

import re
from collections.abc import Iterator, Mapping, Sequence

from survey.cells import Cell, Doubt
from survey.fields.assumed import ASSUMED
from survey.findings import Finding

_TOLD = {
    Doubt.UNSEEN: ASSUMED.saying(
        "ข้อความ “{found}” เป็นตัวอักษรสีเดียวกับพื้นจึงมองไม่เห็น แต่ได้อ่านเป็นข้อมูล หากไม่ใช่ข้อมูล กรุณาลบออกแล้วส่งใหม่"
    ),
    Doubt.VOLATILE: ASSUMED.saying(
        "ช่องนี้เป็นสูตรที่ให้ค่าต่างกันไปในแต่ละวัน (เช่น TODAY) จึงใช้ค่า “{found}” ที่บันทึกไว้ในไฟล์ กรุณาพิมพ์ค่าลงในช่องแทนสูตร"
    ),
    Doubt.COMMENT: ASSUMED.saying(
        "ช่องนี้ว่าง แต่มีข้อคิดเห็นว่า “{found}” จึงใช้ข้อความนั้น หากไม่ถูกต้อง กรุณาพิมพ์ค่าลงในช่องแล้วส่งใหม่"
    ),
    Doubt.CUT: ASSUMED.saying(
        "ช่องนี้เล็กกว่าข้อความ จึงเห็นข้อความไม่ครบ ได้บันทึกเท่าที่เห็นว่า “{found}” กรุณาขยายช่องให้เห็นข้อความทั้งหมด แล้วส่งใหม่"
    ),
    Doubt.LOW: ASSUMED.saying(
        "แถวนี้เตี้ยกว่าตัวอักษร จึงอาจเห็นข้อความไม่ครบ ได้บันทึกเท่าที่เห็นว่า “{found}” กรุณาขยายความสูงของแถวให้เห็นข้อความทั้งหมด แล้วส่งใหม่"
    ),
    Doubt.LAYER: ASSUMED.saying(
        "ข้อความ “{found}” อยู่ในเลเยอร์ (layer) ของไฟล์ PDF ซึ่งบางโปรแกรมแสดงและบางโปรแกรมซ่อนไว้ แต่ได้อ่านเป็นข้อมูล "
        "กรุณาตรวจสอบ หากไม่ใช่ข้อมูล กรุณาลบออกแล้วส่งใหม่"
    ),
}
_CANCELLED = ASSUMED.saying("ช่องนี้ระบุว่า “{found}” แต่ยังนับเป็นรายการ หากยกเลิกความร่วมมือแล้ว กรุณาตัดแถวนี้ออกแล้วส่งใหม่")
_BROKEN_WORD = ASSUMED.saying(
    "ข้อความ “{found}” อาจมีตัวอักษรหายหรือเว้นวรรคกลางคำ ได้บันทึกตามที่พิมพ์ กรุณาตรวจสอบ หากไม่ถูกต้อง กรุณาพิมพ์ใหม่แล้วส่งมา"
)
# No Thai word begins with these vowels, and none ends in ั: what a PDF lost, or a space put into a word.
_BROKEN = re.compile("[ก-ฮ][่-๋]? [่-๋]?[ะาำ]|ั[่-๋]? [ก-ฮ]")
_CANCELS = re.compile(
    r"\W*(?:ได้)?ยกเลิก(?:แล้ว|ไปแล้ว|รายการ(?:นี้)?|ความร่วมมือ(?:แล้ว)?|การดำเนินการ(?:แล้ว)?)?\W*|.*[\s(]\(?ยกเลิก(?:แล้ว)?\)\s*",
    re.DOTALL,
)

_EACH = (Doubt.CUT, Doubt.LAYER)
"""Doubts of each cell by itself: each has lost other words, or has words of its own that may be none."""


def doubts_of(cells: Mapping[str, Sequence[Cell]]) -> Iterator[Finding]:
    """What is said of one row's cells, each doubt once, at the first cell that has it.

    Args:
        cells: Column key to the cells of the row's lines.
    """
    doubted: dict[Doubt, list[Cell]] = {}
    for column in cells.values():
        for cell in column:
            if cell.doubt is not None and not cell.error and not cell.is_blank:
                doubted.setdefault(cell.doubt, []).append(cell)
    for doubt in _EACH:
        for cell in doubted.pop(doubt, ()):
            yield _TOLD[doubt].at(cell, found=cell.text)
    for doubt, found in doubted.items():
        yield _TOLD[doubt].at(found[0], found=", ".join(cell.text for cell in found))
    for key in ("service", "objective", "problems"):
        for cell in cells.get(key, ()):
            if " " in cell.text and cell.certain and (broken := _BROKEN.search(cell.text)):
                yield _BROKEN_WORD.at(cell, found=cell.text[max(0, broken.start() - 8) : broken.end() + 8])
    for key in ("seq", "service", "objective", "problems"):
        for cell in cells.get(key, ()):
            if "ยกเลิก" in cell.text and _CANCELS.fullmatch(cell.text):
                yield _CANCELLED.at(cell, found=cell.text)
                return
