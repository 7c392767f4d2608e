"""How long one workbook takes: our reader against openpyxl, and what the form and the child add.

    .venv/bin/python bench/reading.py [ROWS]

Each figure is the best of several runs of CPU time, taken in turns; the ratio is what counts.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter

from parsers.form import read_forms
from parsers.formats import xlsx
from parsers.limits import Limits
from parsers.read import read_file
from parsers.sandbox import Sandbox
from survey.model import Case

LIMITS, CASE = Limits(), Case(date(2018, 12, 10))
HEADER = (
    "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ",
    "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "วันที่ลงนามความร่วมมือ", "คณะกรรมการ แต่งตั้ง", "คณะกรรมการ ไม่ได้แต่งตั้ง",
    "ระเบียบข้อตกลง จัดทำ", "ระเบียบข้อตกลง ไม่ได้จัดทำ", "ระเบียบข้อตกลง ทำ MOU", "วัตถุประสงค์ความร่วมมือ", "ปัญหา/อุปสรรคความร่วมมือ",
)  # fmt: skip


def form(rows: int) -> bytes:
    """A filled form as Excel would write it: shared strings, borders, true dates with a Buddhist-era format."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet, border = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True})
        day = book.add_format({"border": 1, "num_format": "[$-107041E]d mmm yyyy;@"})
        sheet.merge_range("A1:L1", "แบบสำรวจข้อมูลความร่วมมือ จังหวัดลำปาง", border)
        sheet.write_row("A2", HEADER, border)
        for number in range(1, rows + 1):
            sheet.write_row(
                number + 1,
                0,
                (number, f"การกำจัดขยะมูลฝอย แห่งที่ {number}", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า, อบต.บ้านแลง"),
                border,
            )
            sheet.write_datetime(number + 1, 4, date(2018, 11, 1 + number % 28), day)
            sheet.write_row(number + 1, 5, ("✓", "", "✓", "", "✓", "ลดต้นทุนการให้บริการ", "ไม่มี"), border)
        for extra in range(20):
            sheet.write_row(rows + 2 + extra, 0, [None] * 12, border)
        sheet.write_column(
            rows + 23,
            1,
            ("ผู้รายงาน นางสาวตัวอย่าง สมมติ", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น", "หมายเลขโทรศัพท์ 0 5300 0000"),
        )
    return out.getvalue()


def by_openpyxl(data: bytes, *, read_only: bool = False) -> list[Any]:
    """The least that a reader of the form needs: every cell's value, and merges where openpyxl has them."""
    book = openpyxl.load_workbook(BytesIO(data), data_only=True, read_only=read_only)
    found: list[Any] = []
    for sheet in book.worksheets:
        found += [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
        if not read_only:
            found += sheet.merged_cells.ranges
    return found


def best_ms(jobs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The shortest run of each job in ms; they take turns, so that all meet the same disturbances."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            begun = time.perf_counter()
            job()
            best[name] = min(best[name], (time.perf_counter() - begun) * 1000)
    return best


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    data = form(rows)
    grids = xlsx.read(data, LIMITS)
    with Sandbox(LIMITS) as sandbox:
        times = best_ms(
            {
                "openpyxl": lambda: by_openpyxl(data),
                "openpyxl, read_only": lambda: by_openpyxl(data, read_only=True),
                "our reader": lambda: xlsx.read(data, LIMITS),
                "grid to checked form": lambda: read_forms(grids, "a.xlsx", CASE),
                "file to documents": lambda: read_file(data, "a.xlsx", CASE, LIMITS),
                "the same in a child": lambda: sandbox.call(read_file, data, "a.xlsx", CASE, LIMITS),
            },
            rounds=max(5, 600 // rows),
        )
    print(f"A form of {rows:,} rows, {len(data):,} bytes:")
    for name, milliseconds in times.items():
        print(
            f"  {name:22} {milliseconds:8.2f} ms  {times['openpyxl'] / milliseconds:5.1f} times openpyxl's speed"
        )


if __name__ == "__main__":
    main()
