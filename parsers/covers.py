"""Sheets beside the form's own: covers, which may name the province and who reports, and examples, which are no data."""

import re
from collections.abc import Iterable, Sequence

from parsers.grid import Grid
from parsers.table import Table
from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.findings import Finding
from survey.provinces import province_spelled
from survey.thai.text import squeeze

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


_EXAMPLE = re.compile(r"^\W*(?:ตัวอย่าง|คำชี้แจง|คำอธิบาย|วิธีการ?กรอก|example\b|sample\b)", re.IGNORECASE)
_LEFT_OUT = ASSUMED.saying(
    "แผ่นงาน “{name}” เป็นตัวอย่างการกรอก จึงไม่ได้อ่านเป็นข้อมูล หากเป็นข้อมูลที่ต้องการส่ง กรุณาเปลี่ยนชื่อแผ่นงานแล้วส่งใหม่"
)


def without_examples(tables: Sequence[Table]) -> tuple[list[Table], list[Finding]]:
    """The tables that are not on a sheet of examples, and what is said of those; all where no other sheet has one."""
    examples = {id(table.grid): table.grid for table in tables if _is_example(table)}
    kept = [table for table in tables if id(table.grid) not in examples]
    if not kept:
        return list(tables), []
    return kept, [_LEFT_OUT.at(None, name=grid.name) for grid in examples.values()]


def _is_example(table: Table) -> bool:
    """By the sheet's name, or by the first words above its table."""
    above = [cell.text for (row, _), cell in table.grid.cells.items() if row < table.top]
    return any(_EXAMPLE.match(words) for words in (table.grid.name, *above[:1]))


def province_column(tables: Iterable[Table]) -> str | None:
    """The province that a column headed จังหวัด names in all of its rows."""
    names: set[str] = set()
    for table in tables:
        for header in table.ignored:
            if squeeze(header.text) != "จังหวัด":
                continue
            _, column = table.grid.place(header)
            for row in range(table.bottom + 1, table.last + 1):
                cell = table.grid.at(row, column)
                province = province_spelled(cell.text) if cell.text.strip() else None
                if province and province.in_survey:
                    names.add(province.name)
    return names.pop() if len(names) == 1 else None
