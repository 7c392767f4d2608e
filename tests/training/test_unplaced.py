"""Print whose marks nobody placed: where they stand, and what is not drawn since nobody could read it."""

from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import ImageFont

from training import fonts
from training.damage import Level
from training.lines import Typesetter
from training.texts import Texts
from training.unplaced import Drawn, Way, draw

LAKSAMAN = str(fonts.DEBIAN / "tlwg" / "Laksaman.ttf")


def _drawn(text: str, way: Way, path: str = LAKSAMAN) -> Drawn:
    font = ImageFont.truetype(path, 60, layout_engine=ImageFont.Layout.BASIC)
    drawn = draw(font, text, Random(1), way)
    assert drawn is not None
    return drawn


def test_a_tone_stands_as_high_over_a_bare_consonant_as_over_a_vowel() -> None:
    bare, over = _drawn("ก้น", Way.AS_KEPT), _drawn("กี้น", Way.AS_KEPT)
    assert abs(bare.top - over.top) <= 1
    assert _drawn("ก้น", Way.CHOSEN).top > bare.top + 5


def test_a_mark_takes_no_width() -> None:
    bare, marked = _drawn("กน", Way.AS_KEPT), _drawn("กู้น", Way.AS_KEPT)
    assert abs(bare.mask.shape[1] - marked.mask.shape[1]) <= 2


def test_marks_that_are_moved_are_moved_by_the_same_way() -> None:
    font = ImageFont.truetype(LAKSAMAN, 60, layout_engine=ImageFont.Layout.BASIC)
    tops = {drawn.top for seed in range(12) if (drawn := draw(font, "ก้น", Random(seed), Way.SHIFTED))}
    assert len(tops) > 3


def test_what_other_ink_hides_is_not_drawn() -> None:
    """The low tone glyphs of a vowel's own place vanish in its ink."""
    font = ImageFont.truetype(LAKSAMAN, 34, layout_engine=ImageFont.Layout.BASIC)
    assert draw(font, "ที่", Random(1), Way.LOW) is None
    assert draw(font, "ท่า", Random(1), Way.LOW) is not None


def test_a_face_without_private_use_glyphs_is_drawn_as_it_keeps_its_marks() -> None:
    path = str(files("fontpkg_sarabun") / "files" / "Sarabun-Regular.ttf")
    chosen, kept = _drawn("ก้น", Way.CHOSEN, path), _drawn("ก้น", Way.AS_KEPT, path)
    assert np.array_equal(chosen.mask, kept.mask)


@pytest.mark.parametrize("way", list(Way))
def test_every_way_draws_text_without_marks_alike(way: Way) -> None:
    assert np.array_equal(_drawn("การงาน 2561", way).mask, _drawn("การงาน 2561", Way.AS_KEPT).mask)


def test_a_typesetter_draws_its_share_of_lines_so(tmp_path: Path) -> None:
    faces = [face for face in fonts.install(tmp_path, web=False) if not face.held_out]
    setter, texts = Typesetter(faces, 1, unplaced=0.3), Texts(1)
    lines = [setter.line(texts, Level.CLEAN, kind="lao") for _ in range(200)]
    assert 35 < sum(not line.placed for line in lines) < 85
    assert all(line.placed for line in (Typesetter(faces, 1).line(texts, Level.CLEAN) for _ in range(5)))
