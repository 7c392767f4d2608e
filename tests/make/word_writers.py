"""One layout typed into Word by two habits, with python-docx: all in the table, or title and reporter around it."""

from datetime import date
from pathlib import Path

from make.layouts import Layout, Sheet, Value


def in_the_table(layout: Layout, path: Path) -> None:
    """A table a sheet, with every cell where the sheet has it."""
    from docx import Document

    document = Document()
    for sheet in layout.sheets:
        _table(document, sheet, 1, max(row for row, _ in sheet.cells))
        document.add_paragraph()
    document.save(str(path))


def around_the_table(layout: Layout, path: Path) -> None:
    """Title and reporter as paragraphs, the rows of the form in the table."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for sheet in layout.sheets:
        first, last = form_rows(sheet)
        for row in sorted({row for row, _ in sheet.cells}):
            if row == first:
                _table(document, sheet, first, last)
            if not first <= row <= last:
                document.add_paragraph(
                    " ".join(_shown(v) for (r, _), v in sorted(sheet.cells.items()) if r == row)
                )
    document.save(str(path))


def form_rows(sheet: Sheet) -> tuple[int, int]:
    """First and last row of the header and what stands in it; (0, 0) where the sheet is no form."""
    wide = [
        row for row in {row for row, _ in sheet.cells} if len([1 for r, _ in sheet.cells if r == row]) > 3
    ]
    nil = [row for (row, _), value in sheet.cells.items() if str(value).startswith("- ไม่มี")]
    return (min(wide), max(wide + nil)) if wide else (0, 0)


def _table(document: object, sheet: Sheet, first: int, last: int) -> None:
    table = document.add_table(last - first + 1, max(column for _, column in sheet.cells))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for (row, column), value in sheet.cells.items():
        if first <= row <= last:
            table.cell(row - first, column - 1).text = _shown(value)
    for top, left, bottom, right in sheet.merges:
        if first <= top and bottom <= last:
            table.cell(top - first, left - 1).merge(table.cell(bottom - first, right - 1))


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    return f"{value.day}/{value.month}/{value.year + 543}" if isinstance(value, date) else str(value)


WORD_WRITERS = {"in the table": in_the_table, "around the table": around_the_table}
