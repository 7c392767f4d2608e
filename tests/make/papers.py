"""Layouts of the form on paper: printed to PDF by LibreOffice, and drawn by ReportLab."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from make.layouts import Layout, Sheet, Value
from make.writers import convert

FONT = "Laksaman"
_WIDTHS = {1: 7, 2: 26, 3: 18, 4: 22, 5: 14, 6: 9, 7: 9, 8: 8, 9: 9, 10: 8, 11: 22, 12: 18}


def table_top(sheet: Sheet) -> tuple[int, int]:
    """Row and column of the ruled table's first cell: where the header begins."""
    header = next(
        row
        for row in sorted({row for row, _ in sheet.cells})
        if sum(1 for at, _ in sheet.cells if at == row) > 4
    )
    return header, min(column for row, column in sheet.cells if row == header)


def last_row(sheet: Sheet) -> int:
    """The table's last row."""
    reporter = min(
        (row for (row, _), v in sheet.cells.items() if str(v).startswith("ผู้รายงาน")), default=10**6
    )
    return max(row for row, _ in sheet.cells if row < reporter - 1)


def shown(value: Value) -> str:
    """As a cell shows it: dates in BE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year + 543}"
    return str(value)


def libreoffice(
    layout: Layout,
    path: Path,
    font: str = FONT,
    size: int = 12,
    repeat: bool = False,
    height: float | None = None,
    upright: str = "top",
) -> None:
    """A ruled workbook in landscape, as wide as the page, printed by LibreOffice.

    Args:
        repeat: The header stands on every page.
        upright: Where a text stands in a cell that is higher or lower.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side("thin")
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in layout.sheets:
        page = book.create_sheet(sheet.name)
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = 9
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.fitToHeight = 0
        ruled = any(str(value).startswith("ลำดับ") or value == "ที่" for value in sheet.cells.values())
        top, left = table_top(sheet) if ruled else (10**6, 1)
        right = max(column for _, column in sheet.cells)
        if repeat:
            page.print_title_rows = f"{top}:{top + 1}"
        for (row, column), value in sheet.cells.items():
            cell = page.cell(row, column, shown(value))
            cell.font = Font(name=font, size=size)
            if row >= top and row <= last_row(sheet):
                cell.alignment = Alignment(wrap_text=True, vertical=upright)
        if ruled:
            for row in range(top, last_row(sheet) + 1):
                for column in range(left, right + 1):
                    page.cell(row, column).border = Border(thin, thin, thin, thin)
        for index in range(left, right + 1):
            page.column_dimensions[page.cell(1, index).column_letter].width = _WIDTHS[index - left + 1]
        for row in range(top, last_row(sheet) + 1) if ruled else ():
            page.row_dimensions[row].height = (height if height and row > top + 1 else 0) or (
                size
                * 1.7
                * max(
                    -(-len(text) * 7 // (4 * _WIDTHS[column - left + 1])) + text.count("\n")
                    for column in range(left, right + 1)
                    for text in [shown(sheet.cells.get((row, column)))]
                )
                + size
            )
        for a, b, c, d in sheet.merges:
            page.merge_cells(start_row=a, start_column=b, end_row=c, end_column=d)
    source = path.with_suffix(".xlsx")
    book.save(source)
    convert(source, "pdf")
    source.unlink()


def reportlab(layout: Layout, path: Path, font: str = FONT, size: int = 9) -> None:
    """The same drawn by another program: rules as strokes, lines of a cell broken by hand, the header on each page."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    registerFont(TTFont(font, f"/usr/share/fonts/truetype/tlwg/{font}.ttf"))
    registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    plain = ParagraphStyle("plain", fontName=font, fontSize=size + 3, leading=(size + 3) * 1.6)
    story: list[Any] = []
    for sheet in layout.sheets:
        ruled = any(str(value).startswith("ลำดับ") or value == "ที่" for value in sheet.cells.values())
        top, left = table_top(sheet) if ruled else (10**6, 1)
        last = last_row(sheet) if ruled else 0
        right = max(column for _, column in sheet.cells)
        lines = {row: "" for row, _ in sheet.cells if row < top or row > last}
        for (row, _), value in sheet.cells.items():
            if row in lines:
                lines[row] = f"{lines[row]} {shown(value)}".strip()
        above = [Paragraph(text, plain) for row, text in lines.items() if row < top]
        below = [Paragraph(text, plain) for row, text in lines.items() if row > last]
        story += above
        if ruled:
            widths = [_WIDTHS[n + 1] * 4.5 for n in range(right - left + 1)]
            rows = [
                [
                    broken(shown(sheet.cells.get((row, column))), widths[column - left] / 4.6)
                    for column in range(left, right + 1)
                ]
                for row in range(top, last + 1)
            ]
            style = [
                ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                ("FONT", (0, 0), (-1, -1), font, size, size * 1.6),
            ]
            style += [
                ("FONT", (c, r), (c, r), "DejaVu", size)
                for r, row in enumerate(rows)
                for c, text in enumerate(row)
                if text in ("✓", "✔")
            ]
            style += [("SPAN", (b - left, a - top), (d - left, c - top)) for a, b, c, d in sheet.merges]
            story.append(Table(rows, widths, style=style, repeatRows=2))
        story += [*below, PageBreak()]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), leftMargin=30, rightMargin=30).build(story)


def broken(text: str, width: float) -> str:
    """Lines of a cell as a typist ends them: at spaces, and in words that are too long before any consonant."""
    lines = [""]
    for word in re.findall(r"\n|[^\n ](?:[^\n ]*)", text):
        pieces = [word]
        if len(word) > width and word != "\n":
            pieces = re.findall(
                rf".{{1,{max(int(width) - 2, 4)}}}(?=[ก-ฮเแโใไ]|$)[\u0e31-\u0e3a\u0e47-\u0e4e]*", word
            )
            assert "".join(pieces) == word, (word, pieces)
        for piece in pieces:
            if word == "\n" or (lines[-1] and (len(lines[-1]) + len(piece) > width or len(pieces) > 1)):
                lines.append("" if word == "\n" else piece)
            else:
                lines[-1] = f"{lines[-1]} {piece}".strip()
    return "\n".join(lines)


PRINTERS: dict[str, Callable[[Layout, Path], None]] = {"libreoffice": libreoffice, "reportlab": reportlab}


def printed(layout: Layout, folder: Path, printer: str = "libreoffice", **words: Any) -> bytes:
    """The PDF's bytes."""
    path = folder / f"{layout.name}.pdf"
    PRINTERS[printer](layout, path, **words)
    return path.read_bytes()


def saved(pdf: Any) -> bytes:
    """Bytes of an open pikepdf file."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()
