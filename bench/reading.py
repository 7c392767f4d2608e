"""How long one form takes: our readers against openpyxl and python-docx, and what the form and the child add.

    .venv/bin/python bench/reading.py [ROWS]

Each figure is the best of several runs of CPU time, taken in turns; the ratio is what counts.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlsxwriter

from ingest.reading import read_any
from parsers.form import read_forms
from parsers.formats import xlsx
from parsers.limits import Limits
from parsers.read import read_file
from parsers.sandbox import Sandbox
from parsers.sniff import FileType
from parsers.word_files import read_document
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


def document(rows: int) -> bytes:
    """The same form typed into a Word table."""
    page = docx.Document()
    page.add_paragraph("แบบสำรวจข้อมูลความร่วมมือ จังหวัดลำปาง")
    table = page.add_table(rows + 1, len(HEADER))
    table.style = "Table Grid"
    texts = [*HEADER]
    for number in range(1, rows + 1):
        texts += [str(number), f"การกำจัดขยะมูลฝอย แห่งที่ {number}", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า, อบต.บ้านแลง"]
        texts += [f"{1 + number % 28}/11/2561", "✓", "", "✓", "", "✓", "ลดต้นทุนการให้บริการ", "ไม่มี"]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    page.add_paragraph("ผู้รายงาน นางสาวตัวอย่าง สมมติ")
    out = BytesIO()
    page.save(out)
    return out.getvalue()


def by_python_docx(data: bytes) -> list[str]:
    """Every cell's text, row by row; of ticks that are symbols or check boxes it shows nothing."""
    page = docx.Document(BytesIO(data))
    return [cell.text for table in page.tables for row in table.rows for cell in row.cells]


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
    rounds = max(5, 600 // rows)
    book, page = form(rows), document(rows)
    grids = xlsx.read(book, LIMITS)
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as folder, Sandbox(LIMITS) as sandbox:
        paths = [Path(folder) / "a.xlsx", Path(folder) / "a.docx"]
        for path, data in zip(paths, (book, page), strict=True):
            path.write_bytes(data)
        jobs = {
            "openpyxl": lambda: by_openpyxl(book),
            "openpyxl, read_only": lambda: by_openpyxl(book, read_only=True),
            "our reader": lambda: xlsx.read(book, LIMITS),
            "grid to checked form": lambda: read_forms(grids, "a.xlsx", CASE),
            "file to documents": lambda: read_file(book, "a.xlsx", CASE, LIMITS),
            "the same in a child": lambda: sandbox.call(
                read_any, str(paths[0]), "a.xlsx", None, CASE, LIMITS
            ),
        }
        show(f"A workbook of {rows:,} rows, {len(book):,} bytes:", best_ms(jobs, rounds))
        jobs = {
            "python-docx": lambda: by_python_docx(page),
            "our reader": lambda: read_document(FileType.DOCX, page, LIMITS),
            "file to documents": lambda: read_file(page, "a.docx", CASE, LIMITS),
            "the same in a child": lambda: sandbox.call(
                read_any, str(paths[1]), "a.docx", None, CASE, LIMITS
            ),
        }
        show(f"A Word document of {rows:,} rows, {len(page):,} bytes:", best_ms(jobs, rounds))


def show(title: str, times: dict[str, float]) -> None:
    """Figures of one file; the first job is what the others are compared with."""
    print(title)
    first = next(iter(times))
    for name, milliseconds in times.items():
        print(f"  {name:22} {milliseconds:8.2f} ms  {times[first] / milliseconds:5.1f} times {first}'s speed")


if __name__ == "__main__":
    main()
