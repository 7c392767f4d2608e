"""A sheet with the survey's form, written as a small Markdown table, and what is read of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from parsers.form import FormRead, read_forms
from parsers.grid import Grid, Merge
from survey.cells import Cell, address
from survey.model import Case
from survey.thai.text import repair

CASE = Case(date(2018, 12, 1))
HEADER = """
ลำดับ<br>ที่ | ชื่อบริการสาธารณะ<br>ที่ทำความร่วมมือกัน<br>ให้บริการประชาชน | องค์กรปกครองส่วนท้องถิ่นที่<br>จัดทำความร่วมมือ | < | วันที่ลงนาม<br>ความ<br>ร่วมมือ | คณะกรรมการบริหาร<br>กิจการที่จัดทำ<br>ความร่วมมือ | < | ระเบียบข้อตกลง | < | < | วัตถุประสงค์<br>ความ<br>ร่วมมือ | ปัญหา/อุปสรรค<br>ความร่วมมือ
^ | ^ | องค์กรปกครอง<br>ส่วนท้องถิ่น<br>เจ้าภาพ | องค์กรปกครอง<br>ส่วนท้องถิ่น<br>ที่ร่วมลงนาม | ^ | แต่งตั้ง | ไม่ได้<br>แต่งตั้ง | จัดทำ | ไม่ได้<br>จัดทำ | ทำ MOU | ^ | ^
"""
WASTE = "1 | การกำจัดขยะ | อบต.สะลวง | ทต.แม่แรม | 5 พ.ย. 2561 | ✓ | | ✓ | | ✓ | ลดขยะ | ไม่มี"
RESCUE = "2 | การแพทย์ฉุกเฉิน | ทต.ริมเหนือ | อบต.ดอนแก้ว | 1 ต.ค. 2560 | | ✓ | | ✓ | | ช่วยชีวิต | งบประมาณน้อย"
REPORTER = """
ผู้รายงาน นางสาวตัวอย่าง สมมติ
ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น
หมายเลขโทรศัพท์ 053-112-233
"""


def make_grid(*parts: str, name: str = "Sheet1", row: int = 1, column: int = 1, **more: Any) -> Grid:
    """A grid whose first cell stands at `row` and `column`; the parts stand below each other.

    A cell `<` is merged with the one to its left, `^` with the one above, `~` is struck through what follows;
    `<br>` breaks a line.
    """
    grid = Grid(name, **more)
    lines = [line for part in parts for line in part.strip("\n").split("\n")]
    texts = {
        (row + r, column + c): text.strip()
        for r, line in enumerate(lines)
        for c, text in enumerate(line.split("|"))
    }
    grid.merges = tuple(_merges(texts))
    for place, text in texts.items():
        if text and text not in ("<", "^"):
            shown = repair(text.removeprefix("~").replace("<br>", "\n"))
            grid.cells[place] = Cell(address(name, *place), shown, shown, struck=text.startswith("~"))
    return grid


def _merges(texts: dict[tuple[int, int], str]) -> list[Merge]:
    merges = []
    for (row, column), text in texts.items():
        if text in ("<", "^"):
            continue
        right, bottom = column, row
        while texts.get((row, right + 1)) == "<":
            right += 1
        while texts.get((bottom + 1, column)) == "^":
            bottom += 1
        if (right, bottom) != (column, row):
            merges.append(Merge(row, column, bottom, right))
    return merges


def make_form(*rows: str, header: str = HEADER, below: str = REPORTER, **more: Any) -> Grid:
    """Province, header in rows 2 and 3, rows from 4 on, reporter."""
    return make_grid("จังหวัดเชียงใหม่", header, *rows, below, **more)


def make_read(*grids: Grid, name: str = "a.xlsx", case: Case = CASE) -> FormRead:
    read = read_forms(grids, name, case)
    assert read is not None, "no form was found"
    return read


def told(read: FormRead) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in read.findings]


def values(read: FormRead) -> list[Sequence[object]]:
    """Cell, number, service, host, partners, day, committee, regulation, MOU of each row."""
    return [
        (
            row.cell, row.seq, row.service, row.host.name if row.host else None, *[lao.name for lao in row.partners],
            row.signed_on.isoformat() if row.signed_on else None, row.committee and row.committee.value,
            row.regulation and row.regulation.value, row.mou,
        )
        for row in read.form.rows
    ]  # fmt: skip
