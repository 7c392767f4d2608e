"""The form as a PDF to be filled in: its values stand in fields and notes, as several programs write them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
from make.layouts import Layout
from make.pdfs import saved
from pikepdf import Array, Dictionary, Name, String

from parsers.limits import Limits
from parsers.pdf_boxes import cell_boxes
from parsers.pdf_opening import opened

TICKS = ("✓", "✔")


def blank(layout: Layout, rows: int) -> Layout:
    """The same form with its `rows` last filled rows left empty, but for their numbers."""
    sheet = layout.sheets[-1]
    body = range(5, 5 + rows)
    cells = {
        (row, column): value for (row, column), value in sheet.cells.items() if row not in body or column == 1
    }
    return replace(layout, sheets=(replace(sheet, cells=cells),))


@dataclass(frozen=True)
class Field:
    """A value and its rectangle in points."""

    name: str
    text: str
    rect: tuple[float, float, float, float]


def fields_of(layout: Layout, data: bytes) -> list[Field]:
    """The values of the form's body, each in the box of its cell of the printed page."""
    cells = layout.sheets[-1].cells
    with opened(data, Limits()) as pdf:
        page = pdf[0]
        width, height = page.get_size()
        boxes = cell_boxes(page, 1, 10_000, 10_000)
    found = []
    for (row, column), value in cells.items():
        at = f"p1!{chr(64 + column)}{row - 2}"
        if row < 5 or column == 1 or at not in boxes or value is None:
            continue
        left, top, right, bottom = boxes[at]
        rect = (
            left * width / 10_000 + 2, height - bottom * height / 10_000 + 2, right * width / 10_000 - 2,
            height - top * height / 10_000 - 2,
        )  # fmt: skip
        found.append(Field(f"c{row}.{column}", str(value), rect))
    return found


Annotate = Callable[[pikepdf.Pdf, Field], list[Any]]


def filled(data: bytes, fields: list[Field], annotate: Annotate) -> bytes:
    """The printed page with an annotation a value."""
    with pikepdf.open(BytesIO(data)) as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        made = [pdf.make_indirect(one) for field in fields for one in annotate(pdf, field)]
        pdf.pages[0].obj.Annots = Array(made)
        widgets = [one for one in made if one.Subtype == Name.Widget]
        roots = {id_of(one.Parent): one.Parent for one in widgets if "/Parent" in one}
        if widgets:
            pdf.Root.AcroForm = Dictionary(
                Fields=Array([*(one for one in widgets if "/Parent" not in one), *roots.values()]),
                DR=Dictionary(Font=Dictionary(Helv=font)), DA=String("/Helv 9 Tf 0 g"),
            )  # fmt: skip
        return saved(pdf)


def id_of(thing: Any) -> tuple[int, int]:
    """Of an indirect object."""
    return tuple(thing.objgen)  # type: ignore[return-value]


def only_values(pdf: pikepdf.Pdf, field: Field) -> list[Any]:
    """Fields of which nothing is drawn: text, and boxes that are ticked."""
    if field.text in TICKS:
        return [_widget(field, FT=Name.Btn, V=Name.Yes)]
    return [_widget(field, FT=Name.Tx, V=String(field.text), Ff=4096)]


def chosen(pdf: pikepdf.Pdf, field: Field) -> list[Any]:
    """Lists to choose from whose stored value is not what they show, and round buttons with their looks."""
    if field.text in TICKS:
        look = pdf.make_stream(b"q 0 0 m 8 8 l S Q")
        look.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
        empty = pdf.make_stream(b"")
        empty.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
        looks = Dictionary(N=Dictionary(A=look, Off=empty))
        parent = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String(field.name), V=Name.A))
        left, bottom, _, _ = field.rect
        button = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, F=4, Parent=parent, AP=looks, AS=Name.A,
                Rect=Array([left, bottom, left + 10, bottom + 10]),
            )
        )  # fmt: skip
        parent.Kids = Array([button])
        return [button]
    options = Array([Array([String("0"), String("-")]), Array([String("1"), String(field.text)])])
    return [_widget(field, FT=Name.Ch, Ff=1 << 17, Opt=options, V=String("1"))]


def typed_over(pdf: pikepdf.Pdf, field: Field) -> list[Any]:
    """Free texts of which nothing is drawn, in boxes a little larger than their cells."""
    left, bottom, right, top = field.rect
    return [
        Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, F=4, Contents=String(field.text.replace("\n", "\r")),
            Rect=Array([left, bottom, right + 6, top]), DA=String("/Helv 9 Tf 0 g"),
        )
    ]  # fmt: skip


def _widget(field: Field, **more: Any) -> Any:
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, F=4, T=String(field.name), Rect=Array(list(field.rect)),
        DA=String("/Helv 9 Tf 0 g"), **more,
    )  # fmt: skip
