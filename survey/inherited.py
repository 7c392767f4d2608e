"""What a row takes from the one above: ditto marks, merged cells, a blank under a service. Each is told (contract, 5)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.findings import Finding
from survey.lines import TICKS, RowLines
from survey.thai.digits import arabic

_COPIED = ASSUMED.saying(
    "ช่องนี้ระบุเครื่องหมายละ (“{found}”) จึงใช้ข้อความเดียวกับแถวที่อ้างถึง คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง"
)
_MERGED = ASSUMED.saying("ช่องนี้ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_COPIED_MANY = ASSUMED.saying(
    "แถวนี้ระบุเครื่องหมายละ (“{found}”) ไว้ {count} ช่อง จึงใช้ข้อความเดียวกับแถวที่อ้างถึง คือ {taken} หากไม่ถูกต้อง กรุณาแจ้ง"
)
_MERGED_MANY = ASSUMED.saying("แถวนี้มี {count} ช่องที่ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ {taken} หากไม่ถูกต้อง กรุณาแจ้ง")
_BELOW = ASSUMED.saying("ช่องนี้ว่าง จึงใช้ข้อความเดียวกับแถวบน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_DITTO = re.compile(
    r"[\s\-–—_.]*(?:[\"“”„‟〃″]|''|’’|‘‘|``|[´`]{2}|ditto|d[o0]\.?|,,|ฯ|เช่นเดียวกัน(?:กับข้างบน)?|เหมือน(?:ข้างบน|แถวบน|ข้างต้น|กัน|เดิม)|(?:ตาม|ดัง)ข้างต้น|(?:ตาม|ดัง)?ดังกล่าวข้างต้น|เหมือนข้อ(?:บน|ข้างบน))(?:\s*[\"”″〃])*[\s\-–—_.]*",
    re.I,
)
_LONGEST_DITTO = 60
_SAME_AS = re.compile(r"\W*(?:เหมือน|เช่นเดียวกับ|ตาม|ดัง)(?:กับ)?\s*(?:ข้อ|ลำดับ|รายการ|แถว)(?:ที่)?\s*(\d{1,3})\W*")
_INHERITED = ("service", "host", "partners", "signed_on", "objective", "problems", *TICKS)


def inherit(row: RowLines, rows: Sequence[RowLines]) -> None:
    """Ditto marks, and cells that a merge or a blank under a filled cell leaves to the row above.

    "เหมือนข้อ 3" is copied from the row numbered 3, if one such row stands above. Cells that a row takes in the same
    way are told in one sentence, at the first of them.
    """
    line, above = row.lines[0], rows[-1]
    told: dict[str, list[tuple[Cell, str]]] = {}
    for key in _INHERITED:
        cell = line.cells.get(key)
        if cell is None:
            continue
        text = cell.text
        named = _named(text, rows) if "ข้อ" in text or "ที่" in text else None
        if named is not None or (0 < len(text) < _LONGEST_DITTO and _DITTO.fullmatch(text)):
            way = "copied"
        elif key in line.covered:
            way = "merged"
        elif key == "service" and cell.is_blank and not line.text("seq") and _ends_a_merge(above):
            # One row short of where the officer meant it to end; a blank of its own is a service forgotten.
            way = "below"
        else:
            continue
        source = _source(named or above, key)
        if source is None:
            continue
        line.put(key, replace(source, at=cell.at, doubt=None))
        told.setdefault(way, []).append((cell, source.text))
    row.findings += [_told(way, cells) for way, cells in told.items()]


_SENTENCES = {"copied": (_COPIED, _COPIED_MANY), "merged": (_MERGED, _MERGED_MANY), "below": (_BELOW, _BELOW)}


def _told(way: str, cells: Sequence[tuple[Cell, str]]) -> Finding:
    one, many = _SENTENCES[way]
    first, taken = cells[0]
    if len(cells) == 1:
        return one.at(first, found=first.text, taken=taken)
    words = ", ".join(f"“{text}”" for text in dict.fromkeys(text for _, text in cells))
    return many.at(first, found=first.text, taken=words, count=str(len(cells)))


def _ends_a_merge(above: RowLines) -> bool:
    return any("service" in line.covered for line in above.lines)


def _named(text: str, rows: Sequence[RowLines]) -> RowLines | None:
    match = _SAME_AS.fullmatch(arabic(text))
    if match is None:
        return None
    fitting = [row for row in rows if arabic(row.lines[0].text("seq")).strip("(). ") == match[1]]
    return fitting[0] if len(fitting) == 1 else None


def _source(above: RowLines, key: str) -> Cell | None:
    return next((line.cells[key] for line in above.lines if not line.cells[key].is_blank), None)
