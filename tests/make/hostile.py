"""Files that were made, or fell out, to do harm to whoever reads them."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO

from make.hostile_pdfs import HOSTILE_PDFS
from make.typed_forms import typed_form
from make.words import docx, par, row, table
from make.workbooks import form_workbook, make_workbook, text_cell, with_parts, zipped
from msoffcrypto.format.ooxml import OOXMLFile

_DEEP = 20_000


def hostile_files() -> dict[str, bytes]:
    """File name to content. Names that begin with `form` hold the form all the same."""
    return {name: make() for name, make in _FILES.items()}


def _with_entities(declared: str) -> bytes:
    def change(name: str, text: str) -> str:
        if not name.endswith("sheet1.xml"):
            return text
        head, sheet = text.partition("<worksheet")[::2]
        return f"{head}<!DOCTYPE x [{declared}]><worksheet{sheet}"

    return with_parts(typed_form(), change)


def _laughs() -> bytes:
    entities = '<!ENTITY a0 "ฮา">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _with_entities(entities)


def _external_docx() -> bytes:
    body = table(row("&xxe;", "b"))
    whole = docx(body)
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(BytesIO(whole)) as package:
        for name in package.namelist():
            text = package.read(name).decode()
            if name == "word/document.xml":
                text = text.replace("?>", '?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/hostname">]>', 1)
            parts[name] = text.replace("&amp;xxe;", "&xxe;")
    return zipped(parts)


def _nested(depth: int) -> bytes:
    data = form_workbook()
    for number in range(depth):
        data = zipped({f"{number}.{'zip' if number else 'xlsx'}": data})
    return data


def _far() -> bytes:
    return with_parts(
        typed_form(),
        lambda name, text: text.replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
        ),
    )


def _merges(first_row: int, number: int = 40_000) -> bytes:
    rows = (first_row if first_row < 10 else first_row + n for n in range(number))
    ranges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in rows)

    def change(name: str, text: str) -> str:
        return text.replace("</mergeCells>", f"{ranges}</mergeCells>") if "sheet1" in name else text

    return with_parts(typed_form(), change)


def _formatted_rows() -> bytes:
    rows = "".join(
        f'<row r="{n}" s="1" ht="20" customHeight="1"><c r="A{n}" s="1"/></row>' for n in range(50, 1_000_050)
    )

    def change(name: str, text: str) -> str:
        return text.replace("</sheetData>", f"{rows}</sheetData>") if "sheet1" in name else text

    return with_parts(typed_form(), change)


def _macros_and_links() -> bytes:
    def change(name: str, text: str) -> str:
        if name == "[Content_Types].xml":
            return text.replace("sheet.main+xml", "sheet.main+xml", 1).replace(
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                "vnd.ms-excel.sheet.macroEnabled.main",
            )
        if name == "xl/_rels/workbook.xml.rels":
            link = '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
            return text.replace("</Relationships>", f"{link}</Relationships>")
        return text

    parts: dict[str, str | bytes] = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)}
    with zipfile.ZipFile(BytesIO(with_parts(typed_form(), change))) as package:
        parts |= {name: package.read(name) for name in package.namelist()}
    return zipped(parts)


def _with_password(password: str) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(typed_form())).encrypt(password, out)
    return out.getvalue()


def _dynamic_data() -> bytes:
    formula = "<f>cmd|'/C calc'!A0</f><v>0</v>"
    return make_workbook(f'<row r="1"><c r="A1">{formula}</c>{text_cell("B1", "ข้อความ")}</row>')


_FILES: dict[str, Callable[[], bytes]] = {
    "laughs.xlsx": _laughs,
    "external.xlsx": lambda: _with_entities('<!ENTITY a SYSTEM "file:///etc/hostname">'),
    "external.docx": _external_docx,
    "bomb.zip": lambda: zipped({"a.csv": bytes(200 * 1024 * 1024)}),
    "nested.zip": lambda: _nested(5),
    "form-far.xlsx": _far,
    "merges.xlsx": lambda: _merges(6),
    "form-merges-below.xlsx": lambda: _merges(50),
    "form-formatted.xlsx": _formatted_rows,
    "deep.html": lambda: "<table><tr><td>ก".encode() * _DEEP,
    "deep.docx": lambda: docx("".join("<w:sdt><w:sdtContent>" for _ in range(2000)) + par("ก") + "</w:sdtContent></w:sdt>" * 2000),
    "form-macros.xlsm": _macros_and_links,
    "dde.xlsx": _dynamic_data,
    "password.xlsx": lambda: _with_password("ลับมาก"),
    "form-excels-own-password.xlsx": lambda: _with_password("VelvetSweatshop"),
    "cut.xlsx": lambda: typed_form()[:-2000],
    "cut.docx": lambda: docx(table(row("a", "b")))[:-300],
    "empty.xlsx": lambda: b"",
    "form-lying.xls": typed_form,
    "form-lying.pdf": typed_form,
    "noise.xlsx": lambda: os.urandom(4096).replace(b"PK", b"xx"),
    **HOSTILE_PDFS,
}  # fmt: skip
NAMES = tuple(_FILES)
