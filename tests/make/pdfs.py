"""A small PDF writer: draws runs of glyphs whose text is what a ToUnicode map says it is.

No font is embedded: widths stand in the file, which is all that reading text needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

SIZE = 16
LEFT, TOP, STEP = 70, 780, 22
_MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)
_NIKHAHIT_AS_SPACE = "\ue000"


@dataclass(frozen=True)
class Placed:
    """One line of text, drawn at a place of the page in points; origin bottom left.

    Attributes:
        xs: Where each of its glyphs stands, where that is not one after the other.
    """

    text: str
    x: float
    y: float
    xs: Sequence[float] = ()


def word_like(text: str) -> str:
    """The glyphs that Word and Excel draw: ำ is a nikhahit (whose text is a space) and า."""
    for tone in "\u0e48\u0e49\u0e4a\u0e4b":
        text = text.replace(tone + "ำ", _NIKHAHIT_AS_SPACE + tone + "า")
    return text.replace("ำ", _NIKHAHIT_AS_SPACE + "า")


def make_pdf(*pages: str | Sequence[Placed], password: str | None = None, owner: str | None = None) -> bytes:
    """A PDF with one page a text: its lines from the top, or lines at places of their own.

    Args:
        password: Needed to open the file.
        owner: Needed to change the file; it opens without.
    """
    with pikepdf.new() as pdf:
        font = _font(pdf)
        for page in pages:
            lines = placed(page) if isinstance(page, str) else page
            content = b"".join(_draw(line) for line in lines)
            pdf.add_blank_page(page_size=(595, 842))
            pdf.pages[-1].obj.Resources = Dictionary(Font=Dictionary(F1=font))
            pdf.pages[-1].obj.Contents = pdf.make_stream(content)
        return saved(pdf, password, owner)


def placed(text: str) -> list[Placed]:
    """The lines of a text, one below the other."""
    return [Placed(line, LEFT, TOP - STEP * n) for n, line in enumerate(text.strip("\n").split("\n"))]


def saved(pdf: pikepdf.Pdf, password: str | None = None, owner: str | None = None) -> bytes:
    """The file's bytes."""
    out = BytesIO()
    locked = password is not None or owner is not None
    pdf.save(out, encryption=pikepdf.Encryption(user=password or "", owner=owner or "o") if locked else None)
    return out.getvalue()


def with_picture(data: bytes, page: int = 0) -> bytes:
    """The file with a grey picture over a whole page, as a scanner makes it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        picture = pdf.make_stream(b"\x80" * 64)
        picture.stream_dict = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=8,
            Height=8,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
        target = pdf.pages[page]
        target.obj.Resources.XObject = Dictionary(Im0=picture)
        target.contents_add(b"q 595 0 0 842 0 0 cm /Im0 Do Q", prepend=True)
        return saved(pdf)


def with_member(data: bytes, name: str, member: bytes) -> bytes:
    """The file with another file attached to it, as portfolios have them."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.attachments[name] = member
        return saved(pdf)


def with_field(data: bytes, value: str, x: float, y: float, width: float = 150) -> bytes:
    """The file with a filled form field on its first page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="f1",
                V=value,
                F=4,
                Rect=Array([x, y - 4, x + width, y + SIZE]),
                DA="/Helv 12 Tf 0 g",
                P=pdf.pages[0].obj,
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(
            Fields=Array([field]),
            NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(Helv=font)),
            DA="/Helv 12 Tf 0 g",
        )
        return saved(pdf)


def with_lines(data: bytes, xs: Sequence[float], ys: Sequence[float], page: int = 0) -> bytes:
    """The file with the ruling lines of a table on a page, at these places in points."""
    across = [f"{min(xs)} {y} m {max(xs)} {y} l S" for y in ys]
    down = [f"{x} {min(ys)} m {x} {max(ys)} l S" for x in xs]
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.pages[page].contents_add("\n".join(["0.5 w", *across, *down]).encode())
        return saved(pdf)


def _draw(line: Placed) -> bytes:
    x, shown = line.x, []
    for number, glyph in enumerate(line.text):
        if line.xs:
            shown.append(f"{(x - line.xs[number]) * 1000 / SIZE:.2f}")
            x = line.xs[number]
        shown.append(f"<{ord(glyph):04X}>")
        x += width_of(glyph) * SIZE / 1000
    return f"BT /F1 {SIZE} Tf 1 0 0 1 {line.x} {line.y} Tm [{' '.join(shown)}] TJ ET\n".encode()


def width_of(glyph: str) -> int:
    """Thousandths of the size by which a glyph moves the pen."""
    if glyph in _MARKS or glyph == _NIKHAHIT_AS_SPACE:
        return 0
    return 300 if glyph == " " else 550


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    width = Array()
    for mark in sorted(_MARKS | {_NIKHAHIT_AS_SPACE}):
        width.extend([ord(mark), Array([0])])
    width.extend([0x20, Array([300])])
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/Samruat"),
        DW=550,
        W=width,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/Samruat"),
                Flags=4,
                ItalicAngle=0,
                Ascent=900,
                Descent=-300,
                CapHeight=700,
                StemV=80,
                FontBBox=Array([0, -300, 1000, 900]),
            )
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/Samruat"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(below)]),
            ToUnicode=pdf.make_stream(_to_unicode()),
        )
    )


def _to_unicode() -> bytes:
    ranges = ["<0020> <007E> <0020>", "<0E00> <0E7F> <0E00>", "<2010> <203A> <2010>", "<F700> <F720> <F700>"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            f"{len(ranges)} beginbfrange",
            *ranges,
            "endbfrange",
            f"1 beginbfchar <{ord(_NIKHAHIT_AS_SPACE):04X}> <0020> endbfchar",
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()
