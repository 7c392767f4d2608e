"""What printing, scanning and photographing do to a line, and how it is cut out of its page."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


class Level(StrEnum):
    """How much a line suffers: print as rendered, an office scanner, a telephone, or the worst of all."""

    CLEAN = "clean"
    FAIR = "fair"
    PHOTOGRAPH = "photograph"
    HEAVY = "heavy"


@dataclass(frozen=True)
class _Chances:
    tilt: float
    """Chance of a tilt and of a bend; the others likewise."""
    resample: float
    blur: tuple[float, float]
    """Least and greatest standard deviation, in pixels of a 25-pixel em at 200 dpi."""
    noise: tuple[float, float]
    """Grey levels."""
    uneven: float
    jpeg: float
    one_bit: float
    stroke: float
    faint: float


_CHANCES = {
    Level.CLEAN: _Chances(0.05, 0.1, (0.0, 0.35), (0, 2), 0.0, 0.2, 0.04, 0.1, 0.05),
    Level.FAIR: _Chances(0.35, 0.25, (0.2, 0.75), (2, 10), 0.15, 0.6, 0.1, 0.25, 0.25),
    Level.PHOTOGRAPH: _Chances(0.6, 0.4, (0.4, 1.0), (3, 13), 0.9, 0.9, 0.03, 0.25, 0.4),
    Level.HEAVY: _Chances(0.5, 0.5, (0.3, 1.25), (4, 24), 0.4, 0.6, 0.3, 0.5, 0.5),
}


def damaged(ink: Picture, baseline: int, box: Box, body: int, level: Level, random: Random) -> Picture:
    """The line as it comes out of a scanned page: grey, dark on light, cut out with or without remains.

    Args:
        ink: The page: 255 is ink.
        baseline: Row of the line's baseline.
        box: Of the line's own ink, which is never cut.
        body: Rows of a consonant without marks.
    """
    chances = _CHANCES[level]
    left, top, right, bottom = crop = _cut(ink.shape, baseline, box, body, random)
    if random.random() < 0.3:
        _rule(ink, crop, box, body, random)
    if random.random() < 0.06:
        _dotted(ink, box, baseline, random)
    if random.random() < chances.tilt:
        ink, (left, top, right, bottom) = _bent(ink, crop, box, body, random)
    ink = ink[top:bottom, left:right]
    if random.random() < chances.stroke:
        ink = _stroke(ink, random)
    paper = _printed(ink, chances, random)
    return _scanned(paper, chances, body, level, random)


def _cut(shape: tuple[int, ...], baseline: int, box: Box, body: int, random: Random) -> Box:
    left, top, right, bottom = box
    kind = random.random()
    if kind < 0.5:
        first, last = baseline - random.uniform(1.8, 2.6) * body, baseline + random.uniform(0.4, 1.0) * body
        sides = random.uniform(0.2, 1.0) * body
    elif kind < 0.75:
        first, last = top - random.randint(0, 3), bottom + random.randint(0, 3)
        sides = random.randint(0, 4)
    else:
        first, last = top - random.uniform(0.1, 1.6) * body, bottom + random.uniform(0.1, 1.4) * body
        sides = random.uniform(0, 3) * body
    return (
        max(0, int(left - sides)),
        max(0, min(top, int(first))),
        min(shape[1], int(right + sides) + 1),
        min(shape[0], max(bottom, int(last) + 1)),
    )


def _rule(ink: Picture, crop: Box, box: Box, body: int, random: Random) -> None:
    """Remains of ruling lines at the crop's borders, never over the line's own ink."""
    left, top, right, bottom = crop
    strength, thick = random.randint(70, 255), random.randint(1, max(1, body // 6))
    start, end = sorted((random.randint(left, right), random.randint(left, right)))
    if random.random() < 0.6:
        start, end = left, right
    for border in random.sample(("top", "bottom", "left", "right"), random.randint(1, 2)):
        if border == "top" and box[1] - top > thick + 2:
            ink[top : top + thick, start:end] |= strength
        elif border == "bottom" and bottom - box[3] > thick + 2:
            ink[bottom - thick : bottom, start:end] |= strength
        elif border == "left" and box[0] - left > thick + 3:
            ink[top:bottom, left : left + thick] |= strength
        elif border == "right" and right - box[2] > thick + 3:
            ink[top:bottom, right - thick : right] |= strength


def _dotted(ink: Picture, box: Box, baseline: int, random: Random) -> None:
    """The dotted line that a form's text is written upon."""
    row = min(ink.shape[0] - 2, baseline + random.randint(2, 4))
    ink[row, box[0] : box[2] : random.randint(3, 6)] |= random.randint(120, 255)


def _bent(ink: Picture, crop: Box, box: Box, body: int, random: Random) -> tuple[Picture, Box]:
    """Tilted up to 1.5°, sheared, seen from aside; the crop grows so that it still holds the line."""
    left, top, right, bottom = crop
    width = max(1, box[2] - box[0])
    rise = min(0.026 * width, 0.9 * body) * random.uniform(-1, 1)
    shear = random.uniform(-0.12, 0.12) if random.random() < 0.3 else 0.0
    squeeze = random.uniform(0.94, 1.06) if random.random() < 0.3 else 1.0
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    slope = rise / width
    matrix = np.array(
        [[1, shear, -shear * middle_y], [slope, squeeze, middle_y * (1 - squeeze) - slope * middle_x]],
        np.float32,
    )
    rows, columns = ink.shape
    turned = np.asarray(cv2.warpAffine(ink, matrix, (columns, rows), flags=cv2.INTER_LINEAR), np.uint8)
    room = int(abs(rise) / 2 + abs(squeeze - 1) * (box[3] - box[1]) / 2) + 1
    lean = int(abs(shear) * (box[3] - box[1]) / 2) + 1
    return turned, (
        max(0, min(left, box[0] - lean)), max(0, min(top, box[1] - room)),
        min(columns, max(right, box[2] + lean)), min(rows, max(bottom, box[3] + room)),
    )  # fmt: skip


def _stroke(ink: Picture, random: Random) -> Picture:
    """Bolder or thinner by a part of a pixel."""
    kernel = np.ones((2, 2), np.uint8)
    other = cv2.dilate(ink, kernel) if random.random() < 0.5 else cv2.erode(ink, kernel)
    share = random.uniform(0.2, 0.8)
    return np.asarray(cv2.addWeighted(ink, 1 - share, other, share, 0), np.uint8)


def _printed(ink: Picture, chances: _Chances, random: Random) -> NDArray[np.float32]:
    dark = random.uniform(60, 150) if random.random() < chances.faint else random.uniform(0, 60)
    light = random.uniform(205, 255)
    return (light - (light - min(dark, light - 70)) * (ink.astype(np.float32) / 255)).astype(np.float32)


def _scanned(
    paper: NDArray[np.float32], chances: _Chances, body: int, level: Level, random: Random
) -> Picture:
    rows, columns = paper.shape
    if random.random() < chances.resample:
        share = random.uniform(0.6, 0.9)
        small = cv2.resize(
            paper, (max(4, int(columns * share)), max(6, int(rows * share))), interpolation=cv2.INTER_AREA
        )
        paper = np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
    sigma = random.uniform(*chances.blur) * max(0.7, body / 11)
    if sigma > 0.2:
        paper = np.asarray(cv2.GaussianBlur(paper, (0, 0), sigma), np.float32)
    if level is Level.PHOTOGRAPH and random.random() < 0.25:
        length = random.randint(2, 3)
        kernel = np.ones((1, length) if random.random() < 0.5 else (length, 1), np.float32) / length
        paper = np.asarray(cv2.filter2D(paper, -1, kernel), np.float32)
    if random.random() < chances.uneven:
        paper = paper * _light(rows, columns, random)
    noise = random.uniform(*chances.noise)
    if noise > 0.5:
        source = np.random.default_rng(random.getrandbits(32))
        paper = paper + source.standard_normal(paper.shape, np.float32) * np.float32(noise)
    picture = np.clip(paper, 0, 255).astype(np.uint8)
    if random.random() < chances.one_bit:
        low, high = float(picture.min()), float(np.percentile(picture, 90))
        picture = np.where(picture > low + (high - low) * random.uniform(0.45, 0.75), 255, 0).astype(np.uint8)
    if random.random() < chances.jpeg:
        quality = random.randint(35 if level is Level.HEAVY else 55, 95)
        _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        picture = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    return picture


def _light(rows: int, columns: int, random: Random) -> NDArray[np.float32]:
    """Light that falls from a side, and perhaps a shadow's edge."""
    across = np.linspace(random.uniform(0.6, 1), random.uniform(0.6, 1), columns, dtype=np.float32)
    down = np.linspace(random.uniform(0.85, 1), random.uniform(0.85, 1), rows, dtype=np.float32)
    light = down[:, None] * across[None, :]
    if random.random() < 0.3:
        edge = random.randint(0, columns)
        soft = np.clip((np.arange(columns, dtype=np.float32) - edge) / random.uniform(3, 60) + 0.5, 0, 1)
        light = light * (1 - random.uniform(0.1, 0.4) * soft)[None, :]
    return np.asarray(light, np.float32)
