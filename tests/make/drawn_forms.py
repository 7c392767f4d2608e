"""The form by XlsxWriter, its ticks not typed but drawn, clicked, or put over the cells in another way."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from make.typed_forms import BELOW, HEAD, ROWS, TICKED
from make.workbooks import zipped
from PIL import Image
from xlsxwriter import Workbook

Put = Callable[[Any, str], object]


def drawn_form(put: Put) -> bytes:
    """The form with blank tick columns; `put(sheet, cell)` is asked for each cell that is to be ticked."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write("A1", "จังหวัดเชียงใหม่")
        sheet.set_column("B:D", 30)
        sheet.set_row(4, 42)
        for at, text in HEAD.items():
            sheet.merge_range(at, text) if ":" in at else sheet.write(at, text)
        for row, values in enumerate(ROWS, 4):
            for letter, value in zip("ABCDEFGHIJKL", values, strict=True):
                if value is not None and letter not in "FGHIJ":
                    sheet.write(f"{letter}{row}", value)
        for row, text in enumerate(BELOW, 8):
            sheet.write(f"B{row}", text)
        for at in TICKED:
            put(sheet, at)
    return out.getvalue()


def picture(width: int = 20, height: int = 15) -> BytesIO:
    """A picture file of some pixels."""
    out = BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return BytesIO(out.getvalue())


def with_check_boxes(button_form: bytes) -> bytes:
    """Buttons made check boxes that are switched on, as Excel writes form controls ([MS-OI29500])."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(BytesIO(button_form)) as package:
        for name in package.namelist():
            content = package.read(name)
            if name.endswith(".vml"):
                content = content.replace(b'ObjectType="Button"', b'ObjectType="Checkbox"')
                content = content.replace(b"</x:Anchor>", b"</x:Anchor><x:Checked>1</x:Checked>")
            parts[name] = content
    return zipped(parts)
