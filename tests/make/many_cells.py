"""A workbook with one of everything that decides what a cell says, made by openpyxl, for every format to keep."""

from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font


def many_cells() -> bytes:
    """Two visible sheets and a hidden one, as .xlsx."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "อ.เมือง (1)"
    sheet.merge_cells("A1:C2")
    sheet["A1"] = "จังหวัดลำปาง"
    sheet["B3"] = "บรรทัดหนึ่ง\nบรรทัด  สอง"
    sheet["B4"], sheet["B4"].font = "ü", Font(name="Wingdings")
    sheet["C4"], sheet["C4"].font = "ยกเลิก", Font(strike=True)
    sheet["D4"] = CellRichText("คงไว้ ", TextBlock(InlineFont(strike=True), "ตัดออก"), " ต่อ")
    sheet["E4"] = CellRichText(TextBlock(InlineFont(rFont="Wingdings 2"), "P"), " มี")
    sheet["B5"], sheet["B5"].number_format = date(2018, 11, 5), "d/m/yyyy"
    sheet["C5"], sheet["C5"].number_format = date(2561, 11, 5), "dd mmm yyyy"
    sheet["D5"], sheet["D5"].number_format = datetime(2018, 11, 5, 10, 30), "[$-D07041E]d mmmm yyyy;@"
    sheet["E5"], sheet["E5"].number_format = date(2018, 11, 1), "mmm yy"
    sheet["B6"], sheet["C6"], sheet["D6"] = 7, 2.5, True
    sheet["E6"], sheet["E6"].number_format = 531122, '000"-"000'
    sheet["B7"], sheet["C7"] = "=1/0", '=CONCATENATE("อบต.","บ้านค่า")'
    sheet["B9"] = "แถวที่ซ่อน"
    sheet.row_dimensions[9].hidden = True
    other = book.create_sheet("ซ่อน")
    other.sheet_state = "hidden"
    other["C3"] = "ข้อมูล"
    last = book.create_sheet("คอลัมน์")
    last["D2"] = "ที่ซ่อน"
    last.column_dimensions["D"].hidden = True
    for row in (4, 5, 6):
        last.cell(row, 2, "ซ้ำ")
        last.cell(row, 3, "ซ้ำ")
    out = BytesIO()
    book.save(out)
    return out.getvalue()
