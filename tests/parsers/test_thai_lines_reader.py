"""The line reader on real pictures in families that it was not trained on, and on pictures of nothing."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from parsers.thai_lines.alphabet import is_possible
from parsers.thai_lines.beam import FARTHEST
from parsers.thai_lines.picture import HEIGHT, normalise
from parsers.thai_lines.reader import WEIGHTS, LineReader, LineReading, ReaderMissing, _reading, reader

NORASI = "/usr/share/fonts/truetype/tlwg/Norasi.ttf"


def line(text: str, size: int = 40, font: str = NORASI, margin: int = 8) -> np.ndarray:
    """A line in print, dark on light, with a margin around its ink."""
    face = ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.RAQM)
    left, top, right, bottom = face.getbbox(text, anchor="ls")
    picture = Image.new("L", (int(right - left) + 2 * margin, int(bottom - top) + 2 * margin), 255)
    ImageDraw.Draw(picture).text((margin - left, margin - top), text, font=face, fill=0, anchor="ls")
    return np.asarray(picture)


@pytest.fixture(scope="module")
def lines() -> LineReader:
    return LineReader()


LINES = (
    "อบต.แม่แรม", "เทศบาลตำบลริมเหนือ", "องค์การบริหารส่วนตำบลสะลวง", "5 พฤศจิกายน 2561", "๕ พ.ย. ๒๕๖๑",
    "วันที่ ๑๒ เดือน ธันวาคม พ.ศ. ๒๕๖๐", "053-112233", "คำสั่งที่ ๔๖๗/๒๕๖๑", "เพื่อให้ประชาชนได้รับบริการอย่างทั่วถึง",
    "งบประมาณไม่เพียงพอ", "บันทึกข้อตกลงความร่วมมือ",
)  # fmt: skip


@pytest.mark.parametrize("text", LINES)
def test_print_in_a_family_that_was_not_trained_on_is_read_exactly(lines: LineReader, text: str) -> None:
    [reading] = lines.read([line(text)])
    assert reading.text == text
    assert reading.score > -2
    assert reading.lead > 0


@pytest.mark.parametrize("digits", ["๐๑๒๓๔", "๕๖๗๘๙", "๒๔๖๘", "๙๗๕๓๑"])
def test_every_thai_digit_is_read(lines: LineReader, digits: str) -> None:
    assert lines.read([line(digits)])[0].text == digits


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (3, 50), (40, 1), (40, 200), (2000, 3)])
def test_a_picture_of_nothing_is_an_empty_text(lines: LineReader, shape: tuple[int, int]) -> None:
    assert lines.read([np.full(shape, 255, np.uint8)]) == [LineReading("", 0.0, FARTHEST)]


def test_grey_paper_without_ink_is_an_empty_text(lines: LineReader) -> None:
    shade = np.linspace(120, 220, 300)[None, :].repeat(40, axis=0).astype(np.uint8)
    assert lines.read([shade])[0].text == ""


def test_no_lines_are_no_readings(lines: LineReader) -> None:
    assert lines.read([]) == []


def test_a_line_reads_the_same_alone_and_among_others(lines: LineReader) -> None:
    pictures = [line(text, size) for text in LINES[:5] for size in (26, 40)]
    together = lines.read(pictures)
    alone = [lines.read([picture])[0] for picture in pictures]
    assert [reading.text for reading in together] == [reading.text for reading in alone]
    assert [r.score for r in together] == pytest.approx([r.score for r in alone], abs=1e-2)


def test_a_doubtful_line_scores_lower_than_a_clear_one(lines: LineReader) -> None:
    clear = line("อบต.ห้วยทราย")
    noise = np.random.default_rng(1).normal(0, 70, clear.shape)
    spoilt = np.clip(clear * 0.4 + 120 + noise, 0, 255).astype(np.uint8)
    good, bad = lines.read([clear, spoilt])
    assert bad.score < good.score


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 90), st.integers(2, 400))
def test_whatever_is_in_the_picture_the_text_is_possible_and_the_numbers_are_in_bounds(
    seed: int, rows: int, columns: int
) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (rows, columns)).astype(np.uint8)
    [reading] = LineReader().read([noise])
    assert is_possible(reading.text)
    assert reading.score <= 0
    assert 0 <= reading.lead <= FARTHEST


@pytest.mark.parametrize("size", [20, 40, 90])
def test_the_network_sees_lines_of_one_height_with_even_contrast(size: int) -> None:
    faint = (line("อบต.แม่แรม", size) * 0.3 + 150).astype(np.uint8)
    picture = normalise(faint)
    assert picture is not None
    assert picture.shape[0] == HEIGHT
    assert int(picture.max()) > 230
    assert np.percentile(picture, 50) < 25


def test_a_lone_dash_is_not_blown_up_to_a_letters_height() -> None:
    crop = np.full((40, 60), 255, np.uint8)
    crop[20:22, 20:35] = 0
    picture = normalise(crop)
    assert picture is not None
    assert (picture > 128).any(axis=1).sum() < 6


def test_missing_weights_are_told_as_a_missing_program(tmp_path: Path) -> None:
    with pytest.raises(ReaderMissing):
        LineReader(1, tmp_path / "none.onnx")


def test_the_process_has_one_reader() -> None:
    assert reader() is reader()
    assert reader() is not None


def test_without_onnxruntime_there_is_no_reader_and_no_error() -> None:
    code = (
        "import importlib.util as u, sys; found = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'onnxruntime' else found(name, *more)\n"
        "sys.modules['onnxruntime'] = None\n"
        "from parsers.thai_lines.reader import reader; print(reader())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "None"


def test_the_weights_are_small_enough_for_the_repository() -> None:
    assert WEIGHTS.stat().st_size < 3_000_000


class Counting(LineReader):
    """Counts the pictures that the network sees."""

    seen = 0

    def columns(self, pictures: list[np.ndarray], width: int) -> np.ndarray:  # type: ignore[override]
        self.seen += len(pictures)
        return super().columns(pictures, width)


def test_what_two_views_leave_in_doubt_is_read_in_two_more() -> None:
    clear = line("องค์การบริหารส่วนตำบลสะลวง")
    height, width = clear.shape
    small = np.asarray(Image.fromarray(clear).resize((width // 5, height // 5), Image.Resampling.BOX))
    seen = []
    for picture, is_clear in ((clear, True), (small, False)):
        lines = Counting()
        [reading] = lines.read([picture])
        assert (reading.lead >= 1.0) == is_clear
        seen.append(lines.seen)
    assert seen == [2, 4]


@pytest.mark.parametrize("written", ["ๆลฯ", "ฯลๆ", "ๆลๆ", "ฯลฯ"])
def test_what_can_only_be_and_so_on_is_that_and_nothing_else_competes_with_it(written: str) -> None:
    texts = [(f"อาคาร {written}", -0.5), ("อาคาร ฯลฯ", -0.9), ("อาดาร ฯลฯ", -3.0)]
    assert _reading(texts) == LineReading("อาคาร ฯลฯ", -0.5, 2.5)
