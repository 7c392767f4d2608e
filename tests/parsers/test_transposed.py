"""Forms whose labels stand below each other: a column a cooperation, or one cooperation below the other."""

import pytest
from make.forms import HEADER, REPORTER, RESCUE, WASTE, make_form, make_grid, make_read, told, values

from parsers.grid import Grid, Merge
from survey.cells import Cell, address


def turned(grid: Grid, *, title: str = "", below: str = "") -> Grid:
    """The form with its labels in the first columns, a title above and the reporter below, as a file holds it."""
    down = 2 if title else 0
    cells = {(column + down, row): cell for (row, column), cell in grid.cells.items()}
    last = max(row for row, _ in cells)
    cells |= {(1, 1): Cell("", title, title)} if title else {}
    for number, line in enumerate(below.strip().split("\n")):
        label, _, value = line.partition(" ")
        cells[last + 2 + number, 1] = Cell("", label, label)
        cells[last + 2 + number, 2] = Cell("", value, value)
    made = Grid(grid.name)
    for (row, column), cell in sorted(cells.items()):
        made.cells[row, column] = Cell(address(grid.name, row, column), cell.text, cell.value)
    made.merges = tuple(Merge(m.left + down, m.top, m.right + down, m.bottom) for m in grid.merges)
    return made


@pytest.mark.parametrize("rows", [(WASTE,), (WASTE, RESCUE)])
def test_a_column_a_cooperation_says_what_a_row_a_cooperation_says(rows: tuple[str, ...]) -> None:
    upright = make_read(make_form(*rows))
    read = make_read(turned(make_grid(HEADER, *rows), title="แบบสำรวจ จังหวัดเชียงใหม่", below=REPORTER))
    assert [value[1:] for value in values(read)] == [value[1:] for value in values(upright)]
    assert (read.form.province, read.form.reporter) == (upright.form.province, upright.form.reporter)
    assert told(read) == []


def test_addresses_are_the_files_own() -> None:
    wrong = WASTE.replace("5 พ.ย. 2561", "31/6/2561").replace("ทต.แม่แรม", "")
    read = make_read(turned(make_grid(HEADER, wrong, RESCUE), title="จังหวัดเชียงใหม่", below=REPORTER))
    assert [value[0] for value in values(read)] == ["Sheet1!C3", "Sheet1!D3"]
    assert sorted(told(read)) == [("date_invalid", "Sheet1!C7"), ("partners_missing", "Sheet1!C6")]


LABELS = (
    "ลำดับที่", "ชื่อบริการสาธารณะ", "อปท. เจ้าภาพ", "อปท. ที่ร่วมลงนาม", "วันที่ลงนาม", "คณะกรรมการ แต่งตั้ง", "คณะกรรมการ ไม่ได้แต่งตั้ง",
    "ระเบียบข้อตกลง จัดทำ", "ระเบียบข้อตกลง ไม่ได้จัดทำ", "ทำ MOU", "วัตถุประสงค์", "ปัญหา/อุปสรรค",
)  # fmt: skip


def test_a_card_a_cooperation_below_each_other_makes_a_row_each() -> None:
    lines = ["จังหวัดเชียงใหม่ | "]
    for row in (WASTE, RESCUE):
        lines += [f"{label} | {value.strip()}" for label, value in zip(LABELS, row.split("|"), strict=True)]
        lines.append(" | ")
    read = make_read(make_grid(*lines, REPORTER.strip()))
    assert [value[1:] for value in values(read)] == [
        value[1:] for value in values(make_read(make_form(WASTE, RESCUE)))
    ]
    assert [value[0] for value in values(read)] == ["Sheet1!B2", "Sheet1!B15"]
    assert told(read) == []


def test_a_label_that_the_survey_does_not_know_is_told() -> None:
    lines = [f"{label} | {value.strip()}" for label, value in zip(LABELS, WASTE.split("|"), strict=True)]
    read = make_read(
        make_grid("จังหวัดเชียงใหม่ | ", *lines[:5], "งบประมาณ | 50,000", *lines[5:], REPORTER.strip())
    )
    assert told(read) == [("column_ignored", "Sheet1!A7")]
