"""How long one form takes: our readers against openpyxl and python-docx, and what the form and the child add.

    .venv/bin/python bench/reading.py [ROWS ...]

Each figure is the least CPU of several runs, taken in turns; the ratio is what counts. Loading a workbook by openpyxl,
pandas or calamine gives values alone: no fonts, no strike-through (openpyxl has them), no form and no check.
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
import pandas
import python_calamine
import xlsxwriter

from ingest.reading import read_any
from parsers.formats import xlsx
from parsers.limits import Limits
from parsers.read import read_file
from parsers.sandbox import Sandbox, preload
from parsers.sniff import FileType
from parsers.word_files import read_document
from survey.model import Case

Job = Callable[[], float]
"""Does some work once, or some times; returns the CPU seconds of one."""
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


def by_pandas(data: bytes) -> Any:
    """As the script of a day reads it."""
    return pandas.read_excel(BytesIO(data), header=None, engine="openpyxl")


def by_calamine(data: bytes) -> list[Any]:
    """Values and nothing else; written in Rust."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


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


def best_ms(jobs: dict[str, Job], rounds: int) -> dict[str, float]:
    """The least CPU of each job in ms; they take turns, so that all meet the same disturbances."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            best[name] = min(best[name], job() * 1000)
    return best


def here(work: Callable[[], Any], times: int = 1) -> Job:
    """CPU seconds of this process for one run of some work."""

    def measured() -> float:
        begun = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - begun) / times

    return measured


def in_child(sandbox: Sandbox, path: Path, times: int = 1) -> Job:
    """CPU seconds of a warm child and of this process for one file, pipe included."""

    def measured() -> float:
        while True:
            sandbox.call(read_any, str(path), path.name, None, CASE, LIMITS)
            begun = time.process_time() + sandbox.call(time.process_time)
            for _ in range(times):
                sandbox.call(read_any, str(path), path.name, None, CASE, LIMITS)
            took = time.process_time() + sandbox.call(time.process_time) - begun
            if took > 0:  # else the child had read its share, and another took its place
                return took / times

    return measured


def main() -> None:
    preload("ingest.reading")
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as folder, Sandbox(LIMITS) as sandbox:
        for rows in [int(word) for word in sys.argv[1:]] or [12, 30, 5000]:
            times = max(1, 120 // rows)
            book, page = form(rows), document(rows)
            workbook, word = Path(folder, "a.xlsx"), Path(folder, "a.docx")
            workbook.write_bytes(book)
            word.write_bytes(page)
            jobs = {
                "openpyxl": here(lambda book=book: by_openpyxl(book), times),
                "openpyxl, read_only": here(lambda book=book: by_openpyxl(book, read_only=True), times),
                "pandas": here(lambda book=book: by_pandas(book), times),
                "calamine": here(lambda book=book: by_calamine(book), times),
                "our reader": here(lambda book=book: xlsx.read(book, LIMITS), times),
                "file to documents": here(lambda book=book: read_file(book, "a.xlsx", CASE, LIMITS), times),
                "the same in a child": in_child(sandbox, workbook, times),
            }
            show(f"A workbook of {rows:,} rows, {len(book):,} bytes:", best_ms(jobs, max(4, 150 // rows)))
            if rows > 1000:
                continue  # nobody types so many into Word, and python-docx takes minutes
            jobs = {
                "python-docx": here(lambda page=page: by_python_docx(page)),
                "our reader": here(lambda page=page: read_document(FileType.DOCX, page, LIMITS)),
                "file to documents": here(lambda page=page: read_file(page, "a.docx", CASE, LIMITS)),
                "the same in a child": in_child(sandbox, word),
            }
            show(f"A Word document of {rows:,} rows, {len(page):,} bytes:", best_ms(jobs, 8))


def show(title: str, times: dict[str, float]) -> None:
    """Figures of one file; the first job is what the others are compared with."""
    print(title)
    first = next(iter(times))
    for name, milliseconds in times.items():
        print(f"  {name:22} {milliseconds:8.2f} ms  {milliseconds / times[first]:5.2f} of {first}'s")


if __name__ == "__main__":
    main()
