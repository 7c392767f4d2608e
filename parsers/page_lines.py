"""Print cut into its lines, each a picture of its own: in a cell, or on a page outside its tables.

Recognised line by line, print is read with a quarter of the errors. Imported only where a picture is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page_image import Grey
from parsers.ruling import Box


@dataclass(frozen=True, slots=True)
class CutLine:
    """One line, or one column of it.

    Attributes:
        span: From where to where it runs, in pixels.
        number: Of the line, from the top.
        behind_dots: It stands behind dots to write on.
    """

    picture: Grey
    span: tuple[float, float]
    number: int = 0
    behind_dots: bool = False


def line_height(ink: Grey) -> float:
    """Pixels of a consonant's body, as most pieces of ink on the page have it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    heights = heights[(heights >= 7) & (heights <= 90) & (stats[1:, cv2.CC_STAT_WIDTH] < 120)]
    return float(np.median(heights)) if len(heights) > 20 else 18.0


_TALLEST, _WIDEST = 4.0, 14.0
"""Bodies of a letter beyond which a piece of ink is an emblem, a stamp, a signature or a picture."""
_GAP = 7.0
"""Bodies of white between pieces of a line that stand in columns of their own, as signatures do."""
_MOST_LINES = 250


def lines_of(ink: Grey, clean: Grey, tables: Iterable[Box]) -> list[list[CutLine]]:
    """A page's lines outside of its tables from top to bottom, each with its columns from left to right.

    Args:
        ink, clean: The page without its rules.
        tables: Where its tables stand, from top to bottom.
    """
    body = line_height(ink)
    boxes = [tuple(round(edge) for edge in box) for box in tables]
    ink = _print_only(ink, boxes, body)
    leaders = _leaders(ink, body)
    ink, clean = np.where(leaders > 0, np.uint8(0), ink), np.where(leaders > 0, np.uint8(255), clean)
    lines: list[list[CutLine]] = []
    for top, bottom in _between(boxes, ink.shape[0]):
        found = cut(clean[top:bottom], ink[top:bottom], body, gap=_GAP * body, leaders=leaders[top:bottom])
        lines += [list(parts) for _, parts in groupby(found, key=attrgetter("number"))]
    return lines[:_MOST_LINES]


def _print_only(ink: Grey, boxes: Iterable[tuple[int, ...]], body: float) -> Grey:
    """Ink outside of tables whose pieces have the size of letters."""
    ink = ink.copy()
    for left, top, right, bottom in boxes:
        ink[max(top - 4, 0) : bottom + 5, max(left - 4, 0) : right + 5] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = (stats[:, cv2.CC_STAT_HEIGHT] <= _TALLEST * body) & (stats[:, cv2.CC_STAT_WIDTH] <= _WIDEST * body)
    kept &= stats[:, cv2.CC_STAT_AREA] >= max(3, 0.01 * body * body)
    kept[0] = False
    return np.where(kept[labels], ink, np.uint8(0)).astype(np.uint8)


_DOT, _DOTS_APART, _FEWEST_DOTS = 0.4, 1.0, 6


def _leaders(ink: Grey, body: float) -> Grey:
    """Rows of dots to write on: recognised as anything but dots, and they hide that two columns stand apart."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = (stats[:, cv2.CC_STAT_HEIGHT] <= _DOT * body) & (stats[:, cv2.CC_STAT_WIDTH] <= _DOT * body)
    small[0] = False
    dots = sorted(
        (round(centres[n][1] / (0.5 * body)), float(centres[n][0]), int(n)) for n in np.flatnonzero(small)
    )
    kept = np.zeros(len(stats), bool)
    run: list[int] = []
    for before, dot in zip([(-1, 0.0, 0), *dots], dots, strict=False):
        if dot[0] != before[0] or dot[1] - before[1] > _DOTS_APART * body:
            run = []
        run.append(dot[2])
        if len(run) >= _FEWEST_DOTS:
            kept[run] = True
    return np.where(kept[labels], np.uint8(255), np.uint8(0)).astype(np.uint8)


def _between(boxes: Iterable[tuple[int, ...]], height: int) -> Iterator[tuple[int, int]]:
    start = 0
    for _, top, _, bottom in boxes:
        if top - start > 4:
            yield start, top
        start = max(start, bottom)
    if height - start > 4:
        yield start, height


_ABOVE, _BELOW = 1.15, 0.75
"""Bodies over the top and below the foot of a line's consonants that its marks may take; crops overlap, since a mark
that is cut is lost, and remains of a neighbour are not read."""


def cut(
    grey: Grey, ink: Grey, body: float, gap: float = float("inf"), leaders: Grey | None = None
) -> list[CutLine]:
    """The lines of a cell or page, from top to bottom.

    Args:
        ink: 255 where there is print.
        body: Height of a consonant, in pixels.
        gap: White that parts a line's columns, in pixels.
        leaders: 255 where dots were that are left out of `ink`: they part columns too.
    """
    feet = _baselines(ink, body)
    lines = []
    for number, foot in enumerate(feet):
        size = _size_at(foot, ink, body)
        top = int(max(0, foot - size * (1 + _ABOVE)))
        bottom = int(min(ink.shape[0], foot + size * _BELOW + 1))
        if number:  # nothing of the consonants above
            top = max(top, int(feet[number - 1] + 1))
        columns = np.flatnonzero(ink[max(0, int(foot - body)) : int(foot) + 1].any(axis=0))
        if not len(columns):
            continue
        dotted = np.zeros(0, np.bool_) if leaders is None else np.asarray(leaders[top:bottom].any(axis=0))
        margin = int(body * 0.6)
        end = 0
        for part in np.split(columns, _splits(columns, gap, dotted)):
            first, last = int(part[0]), int(part[-1])
            crop = grey[top:bottom, max(0, first - margin) : last + margin + 1]
            framed = cv2.copyMakeBorder(crop, 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=255)
            behind_dots = bool(dotted[end:first].any())
            lines.append(
                CutLine(np.asarray(framed, np.uint8), (float(first), float(last)), number, behind_dots)
            )
            end = last
    return lines


_LARGER = 1.2


def _size_at(foot: float, ink: Grey, body: float) -> float:
    """Height of a consonant in one line: that of the page, unless the line is set larger."""
    top, bottom = int(max(0, foot - 2.4 * body)), int(foot + 0.3 * body) + 1
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink[top:bottom], connectivity=8)
    feet = top + stats[1:, cv2.CC_STAT_TOP] + stats[1:, cv2.CC_STAT_HEIGHT]
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    heights = heights[(np.abs(feet - foot) < 0.25 * body) & (heights >= 0.7 * body)]
    size = float(np.median(heights)) if len(heights) > 5 else body
    return size if size > _LARGER * body else body


def _splits(columns: NDArray[np.intp], gap: float, dotted: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Where a line's inked columns are parted: by a wide gap, or by dots."""
    places = np.flatnonzero(np.diff(columns) > 1) + 1
    apart = [
        at
        for at in places
        if columns[at] - columns[at - 1] > gap
        or (len(dotted) and dotted[columns[at - 1] : columns[at]].any())
    ]
    return np.array(apart, np.intp)


def _baselines(ink: Grey, body: float) -> list[float]:
    """Feet of the lines: where most consonants end, none nearer to another than a line and its marks allow."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height = ink.shape[0]
    weight = np.zeros(height + 2, np.float64)
    for _, top, wide, high, _ in stats[1:].tolist():
        if 0.7 * body <= high <= 2.4 * body and wide < 14 * body:
            weight[min(height + 1, top + high)] += min(wide, 2 * body)
    if not weight.any():
        rows = np.flatnonzero(ink.any(axis=1))
        return [float(rows[-1] + 1)] if len(rows) else []
    near = max(1, int(body * 0.15))
    smooth = np.convolve(weight, np.ones(2 * near + 1), "same")
    most = float(smooth.max())
    feet = []
    while smooth.max() > max(0.0, min(most * 0.05, body * 0.4)):
        place = int(smooth.argmax())
        low, high = max(0, place - near), min(height + 2, place + near + 1)
        total = weight[low:high].sum()
        feet.append(float((weight[low:high] * np.arange(low, high)).sum() / max(total, 1e-6)))
        smooth[max(0, int(place - 1.45 * body)) : int(place + 1.45 * body) + 1] = 0
    return sorted(feet)
