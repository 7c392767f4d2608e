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

from parsers.line_splitter import line_alone, split
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


_MARGIN, _FRAME = 0.6, 10
"""Bodies of white beside a line's print, and pixels around its picture."""


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
    found = split(ink, body)
    if found.slope:
        grey = found.level(grey)
        ink = _only_ink(found.level(ink, 0))
        leaders = None if leaders is None else _only_ink(found.level(leaders, 0))
    lines: list[CutLine] = []
    for number, place in enumerate(found.lines):
        columns = np.flatnonzero(
            ink[max(0, int(place.foot - 1.1 * place.size)) : int(place.foot) + 1].any(axis=0)
        )
        if not len(columns):
            continue
        alone = line_alone(grey, ink, found.lines, number, body)
        dotted = np.zeros(0, np.bool_)
        if leaders is not None:
            dotted = np.asarray(leaders[place.top : place.bottom].any(axis=0))
        lines += _parts(alone, columns, _splits(columns, gap, dotted), dotted, number, int(body * _MARGIN))
    return lines


def _only_ink(turned: Grey) -> Grey:
    return np.where(turned > 127, np.uint8(255), np.uint8(0)).astype(np.uint8)


def _parts(
    line: Grey,
    columns: NDArray[np.intp],
    splits: NDArray[np.intp],
    dotted: NDArray[np.bool_],
    number: int,
    margin: int,
) -> Iterator[CutLine]:
    """A line's columns, each a picture of its own."""
    end = 0
    for part in np.split(columns, splits):
        first, last = int(part[0]), int(part[-1])
        crop = line[:, max(0, first - margin) : last + margin + 1]
        framed = cv2.copyMakeBorder(crop, _FRAME, _FRAME, _FRAME, _FRAME, cv2.BORDER_CONSTANT, value=255)
        behind_dots = bool(dotted[end:first].any())
        yield CutLine(np.asarray(framed, np.uint8), (float(first), float(last)), number, behind_dots)
        end = last


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
