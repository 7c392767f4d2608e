"""Pages that would cost more than any form: refused before anything of them is drawn, each with its code."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from make.pdfs import make_pdf, saved
from pikepdf import Array, Dictionary, Name

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case


def page_with(content: bytes, box: tuple[int, int] = (595, 842), pixels: tuple[int, int] = (8, 8)) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        picture = pdf.make_stream(b"\x80" * 64)
        picture.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=pixels[0], Height=pixels[1], BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )  # fmt: skip
        page = pdf.pages[0].obj
        page.MediaBox = Array([0, 0, *box])
        page.Resources = Dictionary(XObject=Dictionary(I=picture))
        page.Contents = pdf.make_stream(content)
        return saved(pdf)


def problem(data: bytes) -> tuple[str, str]:
    [document] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    found = document_json(document)
    assert found["kind"] == "unreadable"
    [told] = found["problems"]
    return told["code"], told["message"]


PICTURE = b"q 595 0 0 842 0 0 cm /I Do Q"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (page_with(PICTURE, box=(28_346, 28_346)), "file_too_large", "5 เมตร"),
        (page_with(PICTURE, pixels=(25_000, 20_000)), "file_too_large", "120 ล้านพิกเซล"),
        (page_with(b"0 0 m 9 9 l S\n" * 100_001), "file_too_complex", ""),
        (make_pdf(*["หน้า"] * 61), "file_too_large", "60 หน้า"),
    ],
    ids=["10 m", "500 megapixels", "100,001 lines", "61 pages"],
)
def test_a_monster_is_refused_with_its_code(data: bytes, code: str, words: str) -> None:
    told, message = problem(data)
    assert told == code
    assert words in message


def test_a_large_page_of_honest_size_is_read() -> None:
    with pikepdf.open(BytesIO(make_pdf("บันทึกข้อความ"))) as pdf:
        pdf.pages[0].obj.MediaBox = Array(
            [0, 0, 2380, 3368]
        )  # four times A4, as some programs for phones have it
        [document] = read_file(saved(pdf), "a.pdf", Case(date(2018, 12, 10)), Limits())
    assert document.kind == "other"
