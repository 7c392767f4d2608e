"""Printed forms on paper again, really recognised: what is certain is right, and what is not is told."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed
from make.scans import as_jpeg, as_pages, battered, rendered, scanned
from PIL import Image

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case

SURE = ("host", "partners", "signed_on", "committee", "regulation", "mou")
COLUMNS = {"host": "C", "partners": "D", "signed_on": "E", "committee": "FG", "regulation": "HI", "mou": "J"}
FIELDS = ("service", *SURE)


def read(data: bytes, name: str = "a.pdf") -> dict[str, Any]:
    [document] = read_file(data, name, Case(date(2018, 12, 10)), Limits())
    return document_json(document)


def doubted(found: dict[str, Any]) -> set[str]:
    return {p["cell"] for p in found["problems"] if p["code"] == "ocr_low_confidence" and p["cell"]}


def compared(found: dict[str, Any], layout: Layout) -> tuple[list[object], int, int]:
    """Values that are wrong and not doubted, how many are right, and how many of the right ones are certain."""
    silent: list[object] = []
    right = certain = 0
    for row, expected in zip(found["rows"], layout.expected, strict=True):
        page, _, at = row["cell"].partition("!")
        for field, value in zip(FIELDS, expected[1:], strict=False):
            if field not in SURE:
                continue
            got = tuple(row[field]) if isinstance(row[field], list) else row[field]
            is_doubted = any(f"{page}!{column}{at[1:]}" in doubted(found) for column in COLUMNS[field])
            right += got == value
            certain += got == value and not is_doubted
            if got != value and not is_doubted:
                silent.append((row["cell"], field, got, value))
    return silent, right, certain


@pytest.mark.parametrize(
    "damage", [{}, {"degrees": 1.0, "blur": 0.7, "quality": 60}], ids=["clean", "turned-and-blurred"]
)
def test_ticks_names_and_days_of_a_scan_are_right_or_doubted(damage: dict[str, Any], tmp_path: Path) -> None:
    layout = long_form(7, seed=11)
    pages = [scanned(page, **damage) for page in rendered(printed(layout, tmp_path, "reportlab"))]
    found = read(as_pages(pages))
    assert (found["kind"], found["source"], found["province"]) == ("survey", "pdf-ocr", "ลำปาง")
    silent, right, certain = compared(found, layout)
    assert silent == []
    assert right >= 0.9 * 7 * len(SURE)
    assert certain >= 0.75 * 7 * len(SURE)
    assert {p["severity"] for p in found["problems"]} == {"warning"}
    texts = [p["cell"] for p in found["problems"] if p["cell"] and p["cell"][3] in "BKL"]
    assert len(texts) <= 9  # few of a column are told one by one, more of them once, at its header


@pytest.mark.parametrize(("seed", "province"), [(2, "ประจวบคีรีขันธ์"), (3, "เชียงราย"), (4, "นครราชสีมา")])
def test_of_a_true_form_that_can_hardly_be_read_nothing_is_called_wrong(
    seed: int, province: str, tmp_path: Path
) -> None:
    layout = long_form(3, seed=seed, province=province, thai_digits=seed == 4)
    font = ("Laksaman", "Garuda", "Norasi", "Loma")[seed % 4]
    [page, *_] = rendered(printed(layout, tmp_path, "reportlab", font=font))
    found = read(as_pages([battered(page, seed, quality=25 if seed == 3 else 30)]))
    assert (found["kind"], len(found["rows"])) == ("survey", 3)
    assert found["province"] == province
    assert {p["code"] for p in found["problems"]} <= {"ocr_low_confidence"}
    assert compared(found, layout)[0] == []


def test_days_in_thai_digits_are_right_or_doubted_and_some_are_certain(tmp_path: Path) -> None:
    layout = long_form(7, seed=12, thai_digits=True)
    data = as_pages([scanned(page) for page in rendered(printed(layout, tmp_path, "reportlab"))])
    [document] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    found = document_json(document)
    days = {row["cell"].replace("!A", "!E"): row["signed_on"] for row in found["rows"]}
    truth = dict(zip(days, (expected[4] for expected in layout.expected), strict=True))
    certain = days.keys() - doubted(found)
    assert {at: days[at] for at in certain} == {at: truth[at] for at in certain}
    assert len(certain) >= 2
    assert days.keys() - certain <= {cell for cell, _ in document.pictures}  # the reply shows them


def test_a_cross_among_ticks_is_doubted(tmp_path: Path) -> None:
    layout = long_form(6, seed=13)
    marked = next(row for (row, column), value in layout.sheets[0].cells.items() if column == 10 and row > 4)
    layout.sheets[0].cells[marked, 10] = "X"
    found = read(as_pages([scanned(page) for page in rendered(printed(layout, tmp_path, "reportlab"))]))
    assert f"p1!J{marked - 2}" in doubted(found)


def test_a_photograph_of_a_form_is_turned_as_the_camera_says(tmp_path: Path) -> None:
    layout = long_form(3, seed=14)
    page, *_ = rendered(printed(layout, tmp_path, "reportlab"))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    found = read(as_jpeg(page.rotate(90, expand=True), exif=exif), "a.jpg")
    assert (found["kind"], found["source"]) == ("survey", "image-ocr")
    assert compared(found, layout)[0] == []


def test_a_picture_that_shows_no_paper_is_other_and_costs_no_recognition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    scene = np.random.default_rng(3).integers(0, 255, (90, 120), np.uint8)
    data = as_jpeg(Image.fromarray(scene).resize((1600, 1200)))
    found = read(data, "ภาพพิธีลงนาม.jpg")
    assert (found["kind"], found["problems"]) == ("other", [])


@pytest.mark.parametrize(
    ("subject", "problems"),
    [("การกำจัดขยะมูลฝอย", []), ("การปลูกป่าชายเลนและดูแลคูคลอง", [("ocr_low_confidence", None)])],
    ids=["usual words, and sure parties", "a title in other words"],
)
def test_a_scanned_agreement_is_doubted_as_a_whole_where_not_all_of_it_is_sure(
    subject: str, problems: list[tuple[str, None]]
) -> None:
    page = Image.fromarray(np.full((2200, 1600), 255, np.uint8))
    draw_agreement(page, subject)
    found = read(as_pages([scanned(page, degrees=0.6, quality=70)]))
    assert (found["kind"], found["source"]) == ("mou", "pdf-ocr")
    assert found["signed_on"] == "2018-11-05"
    assert found["parties"] == ["ทต.บ่อแฮ้ว", "อบต.บ้านค่า"]
    assert subject in found["title"]
    assert [(p["code"], p["cell"]) for p in found["problems"]] == problems


def draw_agreement(page: Image.Image, subject: str = "การกำจัดขยะมูลฝอย") -> None:
    from PIL import ImageDraw, ImageFont

    font = ImageFont.truetype("/usr/share/fonts/truetype/tlwg/Laksaman.ttf", 46)
    lines = (
        "บันทึกข้อตกลงความร่วมมือ", f"เรื่อง {subject}", "ระหว่าง", "เทศบาลตำบลบ่อแฮ้ว กับ องค์การบริหารส่วนตำบลบ้านค่า", "",
        "บันทึกข้อตกลงฉบับนี้ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน 2561 ณ จังหวัดลำปาง", "ระหว่าง เทศบาลตำบลบ่อแฮ้ว กับ องค์การบริหารส่วนตำบลบ้านค่า",
        "ทั้งสองฝ่ายตกลงร่วมกัน ดังต่อไปนี้", "ข้อ 1 ร่วมกันกำจัดขยะมูลฝอยในพื้นที่",
    )  # fmt: skip
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((150, 200 + 90 * number), line, font=font, fill=0)


def test_a_tiff_of_several_pages_is_one_form(tmp_path: Path) -> None:
    layout = long_form(16, seed=16)
    pages = rendered(printed(layout, tmp_path, "reportlab"))
    assert len(pages) > 1
    found = read(as_pages(pages, "TIFF"), "scan.tif")
    assert (found["kind"], found["source"], len(found["rows"])) == ("survey", "image-ocr", 16)
    assert compared(found, layout)[0] == []


def test_pictures_of_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    found = read(out.getvalue(), "a.png")
    assert [p["code"] for p in found["problems"]] == ["file_too_large"]


def test_what_the_edge_of_the_glass_cut_off_is_a_doubt(tmp_path: Path) -> None:
    layout = long_form(5, seed=101, province="สงขลา")
    [page, *_] = rendered(printed(layout, tmp_path, "reportlab", font="Garuda"))
    found = read(as_pages([page.crop((0, 0, round(page.width * 0.9), page.height))]))
    cut = [row["cell"].replace("!A", "!L") for row in found["rows"] if row["problems"]]
    assert cut
    assert set(cut) <= doubted(found) or "p1!L1" in doubted(found)
