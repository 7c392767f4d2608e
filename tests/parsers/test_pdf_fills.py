"""Forms that were filled in or typed over in a PDF viewer: read by their values, whatever draws them or does not."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from make.filled_pdfs import Annotate, blank, chosen, fields_of, filled, id_of, only_values, typed_over
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed
from make.pdfs import make_pdf, saved
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import FIELDS as ROW_FIELDS
from survey.model import Case

FIELDS = ROW_FIELDS[1:]  # without the number


def read(data: bytes) -> list[dict[str, Any]]:
    return [document_json(one) for one in read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())]


def rows(found: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        tuple(tuple(value) if isinstance(value, list) else value for value in map(row.get, FIELDS))
        for row in found["rows"]
    ]


@pytest.fixture(scope="module")
def layout() -> Layout:
    return long_form(4, seed=5)


@pytest.fixture(scope="module")
def empty(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(blank(layout, 4), tmp_path_factory.mktemp("blank"), "reportlab")


@pytest.mark.parametrize("annotate", [only_values, chosen, typed_over])
def test_what_was_filled_in_is_read_by_its_value(annotate: Annotate, layout: Layout, empty: bytes) -> None:
    [found] = read(filled(empty, fields_of(layout, empty), annotate))
    assert found["source"] == "pdf-text"
    assert rows(found) == [row[1:] for row in layout.expected]
    assert found["problems"] == []


def test_an_empty_form_has_no_rows(empty: bytes) -> None:
    [found] = read(empty)
    assert (found["kind"], [problem["code"] for problem in found["problems"]]) == ("survey", ["no_rows"])


def test_a_tick_that_is_stored_and_not_shown_is_doubted(layout: Layout, empty: bytes) -> None:
    data = filled(empty, fields_of(layout, empty), chosen)
    with pikepdf.open(BytesIO(data)) as pdf:
        button = next(
            one
            for one in pdf.pages[0].obj.Annots
            if "/AS" in one and id_of(one.Parent) and one.Parent.T in ("c5.6", "c5.7")
        )
        parent = button.Parent
        del button.Parent, button.AP.N["/Off"]
        button.FT, button.V, button.AS, button.T = Name.Btn, Name.A, Name.Off, parent.T
        fields = [one for one in pdf.Root.AcroForm.Fields if one.objgen != parent.objgen]
        pdf.Root.AcroForm.Fields = Array([*fields, button])
        data = saved(pdf)
    [found] = read(data)
    assert [problem["code"] for problem in found["problems"]] == ["cell_unreadable"]


def test_what_was_saved_last_counts(layout: Layout, empty: bytes) -> None:
    """A viewer appends the new values and leaves the old ones in the file (ISO 32000-1 §7.5.6)."""
    fields = fields_of(layout, empty)
    data = filled(empty, fields, only_values)
    with pikepdf.open(BytesIO(data)) as pdf:
        field = next(one for one in pdf.pages[0].obj.Annots if one.T == "c5.5")
        number, size = field.objgen[0], int(pdf.trailer.Size)
        field.V = String("7/8/2559")
        changed = field.unparse(resolved=True)
        root = pdf.Root.objgen[0]
    at = len(data) + 1
    body = b"\n%d 0 obj\n%s\nendobj\n" % (number, changed)
    entry = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    start = len(data) + len(body)
    last = int(data.rsplit(b"startxref", 1)[1].split()[0])
    trailer = b"trailer << /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        last,
        start,
    )
    [found] = read(data + body + entry + trailer)
    assert [row["signed_on"] for row in found["rows"]] == [
        "2016-08-07",
        *(row[4] for row in layout.expected[1:]),
    ]


def test_fields_by_another_program_stand_in_the_line_of_their_words() -> None:
    out = BytesIO()
    page = Canvas(out)
    form = page.acroForm
    page.drawString(72, 700, "Province:")
    page.drawString(300, 700, "Office:")
    for name, value, x in (("province", "Lampang", 140), ("office", "Local office", 350)):
        form.textfield(name=name, value=value, x=x, y=694, width=120, height=18, fontSize=11)
    page.save()
    [document] = read_file(out.getvalue(), "a.pdf", Case(date(2018, 12, 10)), Limits())
    assert " ".join(document.words.split()) == "Province: Lampang Office: Local office"


def test_a_field_that_nobody_sees_says_nothing(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(make_pdf("หน้าแรก"))) as pdf:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String("ซ่อน"), F=2,
            Rect=Array([70, 700, 200, 720]),
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = Dictionary(Fields=Array(list(pdf.pages[0].obj.Annots)))
        data = saved(pdf)
    [document] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    assert document.words == "หน้าแรก"


def test_an_agreement_with_filled_blanks_is_read_with_them() -> None:
    text = """บันทึกข้อตกลงความร่วมมือ
เรื่อง การกำจัดขยะมูลฝอย
ระหว่าง เทศบาลตำบลบ่อแฮ้ว กับ องค์การบริหารส่วนตำบลบ้านค่า
บันทึกข้อตกลงฉบับนี้ทำขึ้นเมื่อวันที่                                    ณ จังหวัดลำปาง
ข้อ 1 ทั้งสองฝ่ายตกลงร่วมกัน"""
    with pikepdf.open(BytesIO(make_pdf(text))) as pdf:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Contents=String("5 พฤศจิกายน 2561"), F=4,
            Rect=Array([330, 709, 480, 727]), DA=String("/Helv 12 Tf"),
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
        data = saved(pdf)
    [found] = read(data)
    assert (found["kind"], found["signed_on"]) == ("mou", "2018-11-05")
    assert found["problems"] == []


def test_files_in_a_pdf_are_found_wherever_they_hang() -> None:
    with pikepdf.open(BytesIO(make_pdf("หน้าปก"))) as pdf:
        clipped = pikepdf.AttachedFileSpec(pdf, b"a,b,c\n1,2,3\n", filename="ข้อมูล.csv")
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([10, 10, 30, 30]), FS=clipped.obj, F=4
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        pdf.attachments["แบบ.csv"] = b"a,b,c\n4,5,6\n"
        pdf.attachments["ว่าง.csv"] = b""
        pdf.Root.Collection = Dictionary(View=Name.D)
        data = saved(pdf, owner="o")
    found = {one["file"]: (one["kind"], [p["code"] for p in one["problems"]]) for one in read(data)}
    assert found == {
        "a.pdf": ("other", []),
        "a.pdf/ข้อมูล.csv": ("other", []),
        "a.pdf/แบบ.csv": ("other", []),
        "a.pdf/ว่าง.csv": ("unreadable", ["file_corrupt"]),
    }


def test_a_form_that_only_one_program_can_show_is_refused_with_advice() -> None:
    with pikepdf.open(BytesIO(make_pdf("Please wait..."))) as pdf:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp:xdp/>"))
        pdf.Root.NeedsRendering = True
        data = saved(pdf)
    [found] = read(data)
    [problem] = found["problems"]
    assert (found["kind"], problem["code"]) == ("unreadable", "file_unsupported")
    assert "Print to PDF" in problem["message"]
