"""Cover sheets: short pages of a workbook without a table, which may name the province and who reports."""

import re
from collections.abc import Iterable

from parsers.grid import Grid
from survey.cells import Cell

_MOST_CELLS = 60
_GUIDE = re.compile(r"คำชี้แจง|คำอธิบาย|^\W*ตัวอย่าง|ตัวอย่าง(?:การ|แบบ)|วิธีการ?กรอก|เช่น|รายชื่อ")


def cover_cells(grids: Iterable[Grid]) -> list[Cell]:
    """What stands on those of the sheets that are covers: no guide to filling in the form, no list, no document."""
    found: list[Cell] = []
    for grid in grids:
        cells = [cell for cell in grid.cells.values() if not cell.is_blank and not cell.struck]
        if len(cells) > _MOST_CELLS or _GUIDE.search(grid.name):
            continue
        if not any(_GUIDE.search(cell.text) for cell in cells):
            found += cells
    return found
