"""What a row takes from the one above: ditto marks, merged cells, a blank under a service. Each is told (contract, 5)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.lines import TICKS, RowLines
from survey.thai.digits import arabic

_COPIED = ASSUMED.saying(
    "ช่องนี้ระบุเครื่องหมายละ (“{found}”) จึงใช้ข้อความเดียวกับแถวที่อ้างถึง คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง"
)
_MERGED = ASSUMED.saying("ช่องนี้ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_BELOW = ASSUMED.saying("ช่องนี้ว่าง จึงใช้ข้อความเดียวกับแถวบน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_DITTO = re.compile(
    r"[\s\-–—_.]*(?:[\"“”„‟〃″]|''|’’|‘‘|``|[´`]{2}|ditto|d[o0]\.?|,,|ฯ|เช่นเดียวกัน(?:กับข้างบน)?|เหมือน(?:ข้างบน|แถวบน|ข้างต้น|กัน|เดิม)|(?:ตาม|ดัง)ข้างต้น|(?:ตาม|ดัง)?ดังกล่าวข้างต้น|เหมือนข้อ(?:บน|ข้างบน))+[\s\-–—_.]*",
    re.I,
)
_SAME_AS = re.compile(r"\W*(?:เหมือน|เช่นเดียวกับ|ตาม|ดัง)(?:กับ)?\s*(?:ข้อ|ลำดับ|รายการ|แถว)(?:ที่)?\s*(\d{1,3})\W*")
_INHERITED = ("service", "host", "partners", "signed_on", "objective", "problems", *TICKS)


def inherit(row: RowLines, rows: Sequence[RowLines]) -> None:
    """Ditto marks, and cells that a merge or a blank under a filled cell leaves to the row above.

    "เหมือนข้อ 3" is copied from the row numbered 3, if one such row stands above.
    """
    line, above = row.lines[0], rows[-1]
    for key in _INHERITED:
        cell = line.cells.get(key)
        if cell is None:
            continue
        named = _named(cell, rows)
        source = _source(named or above, key)
        if source is None:
            continue
        if named is not None or (_DITTO.fullmatch(cell.text) and not cell.is_blank):
            code, found = _COPIED, cell.text
        elif key in line.covered:
            code, found = _MERGED, ""
        elif key == "service" and cell.is_blank and not line.text("seq") and line.text("host"):
            code, found = _BELOW, ""
        else:
            continue
        line.cells[key] = replace(source, at=cell.at)
        row.findings.append(code.at(cell, found=found, taken=source.text))


def _named(cell: Cell, rows: Sequence[RowLines]) -> RowLines | None:
    match = _SAME_AS.fullmatch(arabic(cell.text)) if "ข้อ" in cell.text or "ที่" in cell.text else None
    if match is None:
        return None
    fitting = [row for row in rows if arabic(row.lines[0].text("seq")).strip("(). ") == match[1]]
    return fitting[0] if len(fitting) == 1 else None


def _source(above: RowLines, key: str) -> Cell | None:
    return next((line.cells[key] for line in above.lines if not line.cells[key].is_blank), None)
