"""The form with words beside its cells: drawn ticks, boxes, comments, the page's head; by XlsxWriter and as .fods."""

from io import BytesIO
from pathlib import Path

from make.layouts import Layout, Sheet
from make.other_forms import TICKED, other_form
from make.writers import flat_opendocument

DRAWN, BOXED = TICKED[:5], TICKED[5:]


def with_drawings(path: Path) -> None:
    """Ticks as pictures and text boxes, a day and a name in comments, the province in the page's head alone."""
    from PIL import Image
    from xlsxwriter import Workbook

    cells, merges = _form()
    picture = BytesIO()
    Image.new("RGB", (14, 14), "black").save(picture, "PNG")
    with Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        for top, left, bottom, right in merges:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        gone = {*TICKED, "A1", "E5", "D6"}
        for at, value in cells.items():
            if at not in gone:
                sheet.write(at, value)
        for at in DRAWN:
            sheet.insert_image(at, "tick.png", {"image_data": picture, "x_offset": 20, "y_offset": 3})
        for at, words in zip(BOXED, ("✓", "/"), strict=True):
            sheet.insert_textbox(at, words, {"width": 30, "height": 17, "x_offset": 12, "y_offset": 1})
        sheet.insert_textbox("N2", "ส่งถึงผู้ประสานงาน", {"width": 200, "height": 60})
        sheet.write_comment("E5", cells["E5"], {"author": "ผู้กรอก"})
        sheet.write_comment("D6", cells["D6"], {"author": "ผู้กรอก"})
        sheet.set_header('&C&"TH SarabunPSK,Bold"&16จังหวัดสงขลา&Rหน้า &P')


def with_check_boxes(path: Path) -> None:
    """A flat OpenDocument spreadsheet with a check box (form control) over every tick cell, on where it is ticked."""
    cells, merges = _form()
    layout = Layout(
        "boxes",
        "สงขลา",
        (Sheet("Sheet1", {_place(at): value for at, value in cells.items() if at not in TICKED}, merges),),
        (),
    )
    flat_opendocument(layout, path)
    text = path.read_text(encoding="utf-8")
    places = [f"{column}{row}" for row in (4, 5, 6) for column in "FGHIJ"]
    controls = "".join(
        f'<form:checkbox form:name="c{n}" xml:id="c{n}" form:id="c{n}" form:label="" '
        'form:control-implementation="ooo:com.sun.star.form.component.CheckBox"'
        + (' form:current-state="checked"' if at in TICKED else "")
        + "/>"
        for n, at in enumerate(places)
    )
    shapes = "".join(
        f'<draw:control draw:control="c{n}" svg:width="0.4cm" svg:height="0.35cm" '
        f'svg:x="{(ord(at[0]) - 65) * _WIDTH + 0.9:.3f}cm" svg:y="{(int(at[1]) - 1) * _HEIGHT + 0.05:.3f}cm"/>'
        for n, at in enumerate(places)
    )
    table = '<table:table table:name="Sheet1">'
    above = (
        f'{table}<office:forms form:automatic-focus="false"><form:form>{controls}</form:form></office:forms>'
        f'<table:shapes>{shapes}</table:shapes><table:table-column table:style-name="co" table:number-columns-repeated="20"/>'
    )
    styles = (
        f'<style:style style:name="co" style:family="table-column"><style:table-column-properties style:column-width="{_WIDTH}cm"/>'
        f'</style:style><style:style style:name="ro" style:family="table-row"><style:table-row-properties style:row-height="{_HEIGHT}cm" '
        'style:use-optimal-row-height="false"/></style:style></office:automatic-styles>'
    )
    text = text.replace(table, above).replace("<table:table-row>", '<table:table-row table:style-name="ro">')
    text = text.replace("</office:automatic-styles>", styles)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in (("form", "form"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    names += ' xmlns:ooo="http://openoffice.org/2004/office"'
    path.write_text(text.replace(" office:version", f"{names} office:version"), encoding="utf-8")


_WIDTH, _HEIGHT = 2.2, 0.45


def _form() -> tuple[dict[str, str | int], tuple[tuple[int, int, int, int], ...]]:
    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(other_form())).worksheets[0]
    cells = {
        cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    ranges = sheet.merged_cells.ranges
    return cells, tuple((one.min_row, one.min_col, one.max_row, one.max_col) for one in ranges)


def _place(at: str) -> tuple[int, int]:
    return int(at[1:]), ord(at[0]) - 64


def in_word(path: Path, *, drawn: tuple[str, ...] = TICKED) -> None:
    """The form as a table that python-docx writes: ticks as pictures in their cells, a day and a name in comments."""
    from docx import Document
    from docx.shared import Mm
    from PIL import Image

    cells, merges = _form()
    picture = BytesIO()
    Image.new("RGB", (14, 14), "black").save(picture, "PNG")
    document = Document()
    document.add_paragraph("จังหวัดสงขลา")
    table = document.add_table(5, 12)
    for top, left, bottom, right in merges:
        table.cell(top - 2, left - 1).merge(table.cell(bottom - 2, right - 1))
    for at, value in cells.items():
        row, column = _place(at)
        if 2 <= row <= 6 and at not in TICKED:
            if at in ("E5", "D6"):
                run = table.cell(row - 2, column - 1).paragraphs[0].add_run()
                document.add_comment([run], str(value), author="ผู้กรอก")
            else:
                table.cell(row - 2, column - 1).text = str(value)
    for at in drawn:
        row, column = _place(at)
        run = table.cell(row - 2, column - 1).paragraphs[0].add_run()
        run.add_picture(BytesIO(picture.getvalue()), Mm(4))
    for row in (8, 9, 10):
        document.add_paragraph(str(cells[f"B{row}"]))
    document.save(str(path))
