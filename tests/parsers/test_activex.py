"""Check boxes of ActiveX: their state stands in a part of its own, as a property or in the control's own bytes."""

import struct
import zipfile
from io import BytesIO

import pytest
from make.other_forms import TICKED, differences, other_form
from make.words import cell, docx, row, table
from make.workbooks import zipped

from parsers.activex import is_on
from parsers.formats import docx as word
from parsers.limits import Limits
from parsers.opc import Package

CHECK_BOX = "{8BD21D40-EC42-11CE-9E0D-00AA006002F3}"
AX = "http://schemas.microsoft.com/office/2006/activeX"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def in_a_bag(value: str, kind: str = CHECK_BOX) -> str:
    """A control whose properties stand in its part."""
    return (
        f'<ax:ocx xmlns:ax="{AX}" ax:classid="{kind}" ax:persistence="persistPropertyBag">'
        f'<ax:ocxPr ax:name="Caption" ax:value="x"/><ax:ocxPr ax:name="Value" ax:value="{value}"/></ax:ocx>'
    )


def stored(value: str, *, wide: bool) -> bytes:
    """The bytes of a control with a colour, a size, its value and a caption ([MS-OFORMS] §2.2.5)."""
    text = value.encode("utf-16-le" if wide else "latin-1")
    caption = b"CheckBox1"
    lengths = (len(text) | (0 if wide else 1 << 31), len(caption) | 1 << 31)
    mask = 1 << 1 | 1 << 6 | 1 << 8 | 1 << 22 | 1 << 23
    data = struct.pack("<IBxxxII", 0x80000005, 4, *lengths)
    extra = struct.pack("<II", 2000, 500) + text.ljust(4, b"\0") + caption.ljust(12, b"\0")
    body = struct.pack("<Q", mask) + data + extra
    return bytes(16) + b"\x00\x02" + struct.pack("<H", len(body)) + body


def binary(value: str, *, wide: bool = False) -> Package:
    relation = '<Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2006/relationships/activeXControlBinary" Target="a.bin"/>'
    return Package(
        zipped(
            {
                "a/x.xml": f'<ax:ocx xmlns:ax="{AX}" ax:classid="{CHECK_BOX}" ax:persistence="persistStreamInit"/>',
                "a/_rels/x.xml.rels": f'<Relationships xmlns="{RELS}">{relation}</Relationships>',
                "a/a.bin": stored(value, wide=wide),
            }
        ),
        Limits(),
    )


@pytest.mark.parametrize(("value", "state"), [("1", True), ("0", False), ("", None), ("2", None)])
@pytest.mark.parametrize("wide", [False, True])
def test_the_bytes_of_a_control_say_whether_it_is_on(value: str, state: bool | None, wide: bool) -> None:
    assert is_on(binary(value, wide=wide), "a/x.xml") is state


@pytest.mark.parametrize(
    "broken", [b"", b"\0" * 18, stored("1", wide=False)[:30], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"]
)
def test_broken_bytes_say_nothing(broken: bytes) -> None:
    package = binary("1")
    parts = {name: package.read(name) or b"" for name in ("a/x.xml", "a/_rels/x.xml.rels")}
    assert is_on(Package(zipped({**parts, "a/a.bin": broken}), Limits()), "a/x.xml") is None


def test_boxes_in_cells_of_a_document_are_ticks_where_they_are_on_and_other_controls_nothing_sure() -> None:
    def control(relation: str) -> str:
        return cell(
            f'<w:p><w:r><w:object><w:control xmlns:r="{R}" r:id="{relation}"/></w:object></w:r></w:p>'
        )

    body = table(
        row("ก", control("control"), control("control2"), control("control3")), row("ข", "ค", "ง", "จ")
    )
    parts = {"control": in_a_bag("1"), "control2": in_a_bag("0"), "control3": in_a_bag("1", "{0}")}
    [grid] = word.read(docx(body, **parts), Limits(), lambda _: [])
    assert [grid.at(1, column).text for column in (2, 3, 4)] == ["☑", "☐", "\ufffd"]


def test_boxes_over_cells_of_a_workbook_are_ticks_where_they_are_on() -> None:
    places = [f"{column}{row}" for row in (4, 5, 6) for column in "FGHIJ"]
    with zipfile.ZipFile(BytesIO(other_form(dict.fromkeys(TICKED)))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    shapes, controls, relations = (
        "",
        "",
        f'<Relationship Id="vml" Type="{R}/vmlDrawing" Target="../drawings/v.vml"/>',
    )
    for number, at in enumerate(places, 1025):
        column, line = ord(at[0]) - 65, int(at[1:]) - 1
        anchor = f"{column}, 10, {line}, 1, {column}, 40, {line}, 18"
        shapes += (
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t201"><x:ClientData ObjectType="Pict"><x:Anchor>{anchor}</x:Anchor>'
            "</x:ClientData></v:shape>"
        )
        controls += f'<control shapeId="{number}" r:id="c{number}" name="CheckBox{number}"/>'
        relations += f'<Relationship Id="c{number}" Type="{R}/control" Target="../activeX/x{number}.xml"/>'
        parts[f"xl/activeX/x{number}.xml"] = in_a_bag("1" if at in TICKED else "0")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</worksheet>", f'<controls xmlns:r="{R}">{controls}</controls></worksheet>'
    )
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{RELS}">{relations}</Relationships>'
    )
    parts["xl/drawings/v.vml"] = f"<xml>{shapes}</xml>"
    assert differences(zipped(parts)) == ({}, set())
