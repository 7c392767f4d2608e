"""Workbooks part by part, for what no writing program can be made to write, and by openpyxl for the rest."""

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    _MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    _OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def make_parts(
    rows: str = "",
    *,
    after: str = "",
    before: str = "",
    workbook: str = "",
    strings: str = "",
    styles: str = "",
) -> dict[str, str]:
    """The parts of a workbook of one sheet "Sheet1".

    Args:
        rows: Inside `sheetData`.
        after, before: Elements of the sheet behind and in front of it.
        workbook: Elements of the workbook in front of its sheets.
        strings: `si` elements; without any there is no such part. So with `styles`.
    """
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{workbook}'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'
    return parts


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def make_workbook(rows: str = "", **more: str) -> bytes:
    """`make_parts` as a file."""
    return zipped(make_parts(rows, **more))


def with_parts(data: bytes, change: Callable[[str, str], str | None]) -> bytes:
    """The same workbook, its XML parts changed: `change` gets a part's name and text, None drops the part."""
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name)
            if not name.endswith((".xml", ".rels")):
                parts[name] = content
            elif (changed := change(name, content.decode())) is not None:
                parts[name] = changed
    return zipped(parts)


def strict(data: bytes) -> bytes:
    """As "Strict Open XML": the same elements in the namespaces of ISO/IEC 29500 Strict."""

    def change(name: str, text: str) -> str:
        for transitional, namespace in _STRICT.items():
            text = text.replace(transitional, namespace)
        return text

    return with_parts(data, change)


def saved(book: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _relations(*relations: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


FORM: tuple[tuple[Any, ...], ...] = (
    ("แบบสำรวจข้อมูลความร่วมมือ จังหวัดลำปาง",),
    (
        "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ",
        "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "วันที่ลงนามความร่วมมือ", "คณะกรรมการ แต่งตั้ง", "คณะกรรมการ ไม่ได้แต่งตั้ง",
        "ระเบียบข้อตกลง จัดทำ", "ระเบียบข้อตกลง ไม่ได้จัดทำ", "ระเบียบข้อตกลง ทำ MOU", "วัตถุประสงค์ความร่วมมือ",
        "ปัญหา/อุปสรรคความร่วมมือ",
    ),
    (1, "การกำจัดขยะมูลฝอย", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า", "5 พ.ย. 2561", "/", "", "/", "", "/", "ลดต้นทุน", "ไม่มี"),
    (2, "การแพทย์ฉุกเฉิน", "อบต.บ้านเป้า", "อบต.บ้านแลง", "12 ก.ย. 2560", "", "/", "", "/", "", "ช่วยชีวิต", ""),
    ("", "ผู้รายงาน นางสาวตัวอย่าง สมมติ"),
    ("", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น"),
    ("", "หมายเลขโทรศัพท์ 0 5300 0000"),
)  # fmt: skip
"""The survey's form with two right rows, as lines of cells."""


def form_workbook(*, rows: int = 2) -> bytes:
    """FORM as a workbook; with more rows, its own are repeated with other names of services."""
    from openpyxl import Workbook

    book = Workbook()
    for line in FORM[:2]:
        book.active.append(line)
    for number in range(rows):
        line = FORM[2 + number % 2]
        book.active.append((number + 1, f"{line[1]} {number // 2 + 1}" if number > 1 else line[1], *line[2:]))
    for line in FORM[4:]:
        book.active.append(line)
    return saved(book)


def form_text(separator: str) -> str:
    """FORM as lines cut by a separator."""
    return "".join(separator.join(map(str, line)) + "\r\n" for line in FORM)


def form_html() -> str:
    """FORM as a mail's HTML: its table, and its other lines as paragraphs around it."""
    table = "".join("<tr>" + "".join(f"<td>{value}" for value in line) for line in FORM if len(line) > 3)
    above, below = f"<p>{FORM[0][0]}</p>", "".join(f"<p>{line[1]}</p>" for line in FORM if len(line) == 2)
    return f"{above}<table>{table}</table>{below}"
