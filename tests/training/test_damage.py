"""What is cut out of a page: never a part of the line's own ink."""

from pathlib import Path
from random import Random

import numpy as np

from training import fonts
from training.damage import Level, damaged
from training.lines import Typesetter
from training.texts import Texts


def test_the_lines_own_ink_is_never_cut() -> None:
    for seed in range(200):
        page = np.zeros((120, 300), np.uint8)
        page[50:74, 60:240] = 255
        picture = damaged(page, 70, (60, 50, 240, 74), 12, Level.CLEAN, Random(seed))
        darker = (int(picture.min()) + int(picture.max())) / 2
        ink = np.flatnonzero((picture < darker).sum(axis=1) > 90)
        assert len(ink) >= 21, seed


def test_each_level_draws_pictures_of_dark_ink_on_light_paper(tmp_path: Path) -> None:
    faces = fonts.install(tmp_path, web=False)
    setter, texts = Typesetter(faces, 1), Texts(1)
    for level in Level:
        for _ in range(20):
            line = setter.line(texts, level, kind="lao")
            assert line.picture.dtype == np.uint8
            assert min(line.picture.shape) >= 4
            assert np.median(line.picture) > line.picture.min()


def test_families_kept_apart_are_marked_and_there(tmp_path: Path) -> None:
    found = fonts.install(tmp_path, web=False)
    assert {face.family for face in found if face.held_out} == {"norasi"}
    assert fonts.faces(tmp_path) == found
