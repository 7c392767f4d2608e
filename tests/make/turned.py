"""A drawn form with its labels below each other: a column a cooperation, title above, reporter below."""

from make.habits import TrueForm
from make.layouts import Sheet, Value

_TITLE_ROWS = 3


def turned(form: TrueForm) -> Sheet:
    """The form's table with rows and columns exchanged."""
    table = form.sheet.cells
    dates = ("วันที่ลงนาม", "ว/ด/ป")
    first = min(row for (row, _), text in table.items() if isinstance(text, str) and text.startswith(dates))
    last = max(row for row, _ in form.places.values())
    left = min(column for row, column in table if first <= row <= last)

    def place(row: int, column: int) -> tuple[int, int]:
        return column - left + 1 + _TITLE_ROWS, row - first + 1

    cells: dict[tuple[int, int], Value] = {(1, 1): "แบบสำรวจ", (2, 1): f"จังหวัด{form.province}"}
    cells |= {place(*at): value for at, value in table.items() if first <= at[0] <= last}
    merges = tuple((*place(top, west), *place(bottom, east)) for top, west, bottom, east in form.sheet.merges)
    below = max(row for row, _ in cells) + 2
    lines = (("ผู้รายงาน", "นายตัวอย่าง สมมติ"), ("ตำแหน่ง", "ท้องถิ่นจังหวัด"), ("หมายเลขโทรศัพท์", "053-112-233"))
    for row, (label, value) in enumerate(lines, below):
        cells[row, 1], cells[row, 2] = label, value
    return Sheet(form.sheet.name, dict(sorted(cells.items())), merges)
