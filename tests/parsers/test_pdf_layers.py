"""Layers of a PDF that are switched off: what no viewer shows is no data, and what only some show is told."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from make.filled_pdfs import fields_of
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed
from make.pdfs import LEFT, Placed, make_pdf, placed, word_like
from pikepdf import Array, Dictionary, Name, Object, Pdf
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read_pages
from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case

OLD, FONT = "1 ม.ค. 2555", "Laksaman"
TOLD = "เลเยอร์"
Box = tuple[float, float, float, float]


def read(data: bytes) -> dict[str, Any]:
    [found] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    return document_json(found)


def told(found: dict[str, Any]) -> set[str | None]:
    return {one["cell"] for one in found["problems"] if TOLD in one["message"]}


@pytest.fixture(scope="module")
def layout() -> Layout:
    return long_form(4, seed=5)


@pytest.fixture(scope="module")
def whole(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return printed(layout, tmp_path_factory.mktemp("whole"), "reportlab")


@pytest.fixture(scope="module")
def day(layout: Layout, whole: bytes) -> Box:
    """Where the first row's day stands."""
    return next(field.rect for field in fields_of(layout, whole) if field.name == "c5.5")


class Paper:
    """A printed form to which layers are added."""

    def __init__(self, pdf: Pdf, box: Box) -> None:
        self.pdf, self.page, self.box = pdf, pdf.pages[0], box
        self.groups: list[Object] = []
        self.off: list[Object] = []
        self.known = Dictionary()
        pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())
        self.page.obj.Resources.Properties = Dictionary()

    def group(self, is_on: bool = True, **more: Any) -> Object:
        """A layer."""
        group = self.pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L", **more))
        self.groups.append(group)
        self.off += [] if is_on else [group]
        self.pdf.Root.OCProperties.OCGs.append(group)
        return group

    def over(self, layer: Object | None, content: bytes) -> None:
        """Draws on the page, in a layer."""
        name = f"/L{len(self.page.obj.Resources.Properties)}"
        if layer is not None:
            self.page.obj.Resources.Properties[name] = layer
            content = f"/OC {name} BDC\n".encode() + content + b"\nEMC"
        self.page.contents_add(b"q\n" + content + b"\nQ")

    def words(self) -> bytes:
        """Draws an old day over that of the first row."""
        return self.drawing(self.stamp())

    def drawing(self, what: Object) -> bytes:
        return f"{self.page.add_resource(what, Name.XObject)} Do".encode()

    def stamp(self) -> Object:
        """The old day as a drawing, at its place on the page."""
        registerFont(TTFont(FONT, f"/usr/share/fonts/truetype/tlwg/{FONT}.ttf"))
        out = BytesIO()
        canvas = Canvas(out, pagesize=tuple(map(float, self.page.mediabox[2:])))
        canvas.setFont(FONT, 7)
        canvas.drawString(self.box[0] + 1, self.box[1] + 1, OLD)
        canvas.save()
        with pikepdf.open(out) as stamp:
            return self.pdf.copy_foreign(stamp.pages[0].as_form_xobject())


def marked(paper: Paper) -> None:
    paper.over(paper.group(False), paper.words())


def base_state(paper: Paper) -> None:
    paper.over(paper.group(), paper.words())
    paper.pdf.Root.OCProperties.D.BaseState = Name.OFF


def all_of_some(paper: Paper) -> None:
    groups = Array([paper.group(), paper.group(False)])
    paper.over(paper.pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=groups, P=Name.AllOn)), paper.words())


def all_off(paper: Paper) -> None:
    rule = Dictionary(Type=Name.OCMD, OCGs=Array([paper.group()]), P=Name.AllOff)
    paper.over(paper.pdf.make_indirect(rule), paper.words())


def by_formula(paper: Paper) -> None:
    formula = Array([Name.Not, paper.group()])
    paper.over(paper.pdf.make_indirect(Dictionary(Type=Name.OCMD, VE=formula)), paper.words())


def drawing(paper: Paper) -> None:
    stamp = paper.stamp()
    stamp.OC = paper.group(False)
    paper.over(None, paper.drawing(stamp))


def within_drawing(paper: Paper) -> None:
    """Twice: a drawing that is seen holds one that is not."""
    inner, outer = paper.stamp(), paper.pdf.make_stream(b"/OC /Off BDC /In Do EMC")
    outer.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=paper.page.mediabox,
        Resources=Dictionary(XObject=Dictionary(In=inner), Properties=Dictionary(Off=paper.group(False))),
    )  # fmt: skip
    paper.over(paper.group(), paper.drawing(outer))


def among_others(paper: Paper) -> None:
    """Between layers that are on, and whose drawings lie over and under it."""
    on = paper.group()
    for layer in (on, paper.group(False), on):
        paper.over(layer, b"0.9 g %f %f 5 5 re f" % paper.box[:2])
        if layer is not on:
            paper.over(layer, paper.words())


def rules(paper: Paper) -> None:
    """A line through the cell."""
    left, bottom, right, top = paper.box
    middle = (left + right) / 2
    paper.over(paper.group(False), b"0.5 w %f %f m %f %f l S" % (middle, bottom - 2, middle, top + 2))


def cover(paper: Paper) -> None:
    """White over the cell: what lies below is seen."""
    left, bottom, right, top = paper.box
    paper.over(paper.group(False), b"1 1 1 rg %f %f %f %f re f" % (left, bottom, right - left, top - bottom))


HIDDEN: tuple[Callable[[Paper], None], ...] = (
    marked, base_state, all_of_some, all_off, by_formula, drawing, within_drawing, among_others, rules, cover,
)  # fmt: skip


def made(whole: bytes, box: Box, make: Callable[[Paper], None], **how: Any) -> bytes:
    with pikepdf.open(BytesIO(whole)) as pdf:
        paper = Paper(pdf, box)
        make(paper)
        if paper.off:
            pdf.Root.OCProperties.D.OFF = Array(paper.off)
        out = BytesIO()
        pdf.save(out, **how)
        return out.getvalue()


@pytest.mark.parametrize("make", HIDDEN, ids=lambda make: make.__name__)
def test_what_no_viewer_shows_is_no_data(make: Callable[[Paper], None], whole: bytes, day: Box) -> None:
    found, right = read(made(whole, day, make)), read(whole)
    assert found["rows"] == right["rows"]
    assert found["problems"] == right["problems"] == []
    assert read_pages(made(whole, day, make), Limits()) == read_pages(whole, Limits())


@pytest.mark.parametrize(
    "how",
    [
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"encryption": pikepdf.Encryption(owner="o", user="")},
    ],
    ids=["packed", "locked"],
)
def test_the_same_of_files_that_are_packed_or_locked(how: dict[str, Any], whole: bytes, day: Box) -> None:
    found = read(made(whole, day, marked, **how))
    assert (found["rows"], found["problems"]) == (read(whole)["rows"], [])


def test_a_layer_that_is_on_is_data(whole: bytes, day: Box) -> None:
    def make(paper: Paper) -> None:
        white = b"1 1 1 rg %f %f %f %f re f" % (day[0], day[1], day[2] - day[0], day[3] - day[1])
        paper.over(paper.group(False), b"0 0 1 1 re f")
        paper.over(paper.group(), white)
        paper.over(paper.group(), paper.words())

    found = read(made(whole, day, make))
    assert found["rows"][0]["signed_on"] == "2012-01-01"
    assert found["problems"] == []


def habit(**usage: Any) -> Callable[[Paper], None]:
    def make(paper: Paper) -> None:
        paper.over(paper.group(Usage=Dictionary(**usage)), paper.words())

    return make


SOME_SHOW = {
    "on paper alone": habit(View=Dictionary(ViewState=Name.OFF), Print=Dictionary(PrintState=Name.ON)),
    "on screens alone": habit(Print=Dictionary(PrintState=Name.OFF)),
}


def other_list(paper: Paper) -> None:
    group = paper.group()
    paper.over(group, paper.words())
    other = Dictionary(Name="other", OFF=Array([group]), Intent=Name.View)
    paper.pdf.Root.OCProperties.Configs = Array([other])


@pytest.mark.parametrize("make", [*SOME_SHOW.values(), other_list], ids=[*SOME_SHOW, "other list"])
def test_what_only_some_programs_show_is_told_at_its_cell(
    make: Callable[[Paper], None], whole: bytes, day: Box
) -> None:
    found, right = read(made(whole, day, make)), read(whole)
    assert told(found) == {None, "p1!E3"}
    assert found["rows"][1:] == right["rows"][1:]


def test_a_field_in_a_layer_is_told_at_its_cell(whole: bytes, day: Box) -> None:
    def make(paper: Paper) -> None:
        field = paper.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="f", V=OLD, F=4, Rect=Array(day),
                DA="/Helv 9 Tf 0 g", OC=paper.group(False),
            )
        )  # fmt: skip
        paper.page.obj.Annots = Array([field])
        paper.pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA="/Helv 9 Tf 0 g")
        paper.over(paper.group(False), paper.words())

    found = read(made(whole, day, make))
    assert told(found) == {None, "p1!E3"}
    assert sum(one["message"].count(OLD) for one in found["problems"] if TOLD in one["message"]) == 1


AGREEMENT = """บันทึกข้อตกลงความร่วมมือ
เรื่อง การกำจัดขยะมูลฝอย
บันทึกข้อตกลงฉบับนี้ ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561
ระหว่าง องค์การบริหารส่วนตำบลสะลวง อำเภอแม่ริม จังหวัดเชียงใหม่ กับ เทศบาลตำบลแม่แรม"""


def test_what_cannot_be_drawn_here_is_told_of_an_agreement() -> None:
    """Its font is not in the file: whether the layer is on, no drawing says."""
    lines = [*placed(word_like(AGREEMENT)), Placed(word_like("ร่าง"), LEFT, 400)]

    def make(paper: Paper) -> None:
        first, last = paper.page.obj.Contents.read_bytes().rsplit(b"BT", 1)
        paper.page.obj.Contents = paper.pdf.make_stream(first)
        paper.over(paper.group(False), b"BT" + last)

    found = read(made(make_pdf(lines), (0, 0, 0, 0), make))
    assert (found["kind"], found["signed_on"]) == ("mou", "2018-11-05")
    assert told(found) == {None}
    assert not told(read(make_pdf(lines)))
