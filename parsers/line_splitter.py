"""A cell or paragraph of Thai print → the places of its lines, in crops that overlap and never cut a mark.

A mark that is cut is lost to every reader alike, and they agree on what is left; remains of a neighbouring line are
not read. Imported only where a picture is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page_image import Grey


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands in the level picture: rows from `top` to below `bottom`, its consonants' foot and height."""

    top: int
    bottom: int
    foot: float
    size: float


@dataclass(frozen=True, slots=True)
class Split:
    """The lines of a picture.

    Attributes:
        slope: Pixels by which its lines fall to the right, a pixel of width; 0.0 where they are level enough.
        lines: From the top.
    """

    slope: float
    lines: tuple[LinePlace, ...]

    def level(self, grey: Grey, ground: int = 255) -> Grey:
        """The picture, or another of the same size, with level lines: its columns moved, the letters not turned."""
        if not self.slope:
            return grey
        height, width = grey.shape
        matrix = np.array([[1, 0, 0], [-self.slope, 1, self.slope * width / 2]], np.float64)
        turned = cv2.warpAffine(
            grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT,
            borderValue=ground,
        )  # fmt: skip
        return np.asarray(turned, np.uint8)


_ABOVE, _BELOW = 1.45, 0.8
"""Bodies over the top and below the foot of a line's consonants that its marks may take."""
_Pieces = NDArray[np.float64]
"""A row a piece of ink: left, top, width, height, area."""


def split(ink: Grey, body: float) -> Split:
    """Where the lines of a picture stand.

    Args:
        ink: 255 where there is print; remains of ruling lines at its edges are left out here.
        body: Height of a consonant of this page, in pixels.
    """
    pieces = _pieces(ink, body)
    if not len(pieces):
        return Split(0.0, ())
    slope = _slope(pieces, body, ink.shape[1])
    if slope:
        level = Split(slope, ()).level(ink, 0)
        ink = np.where(level > 127, np.uint8(255), np.uint8(0)).astype(np.uint8)
        pieces = _pieces(ink, body)
    feet = _feet(pieces, body, ink.shape[0])
    return Split(slope, tuple(_place(pieces, foot, body, ink.shape[0]) for foot in feet))


def _place(pieces: _Pieces, foot: float, body: float, height: int) -> LinePlace:
    size = _size(pieces, foot, body)
    top, bottom = max(0.0, foot - size * (1 + _ABOVE)), min(float(height), foot + size * _BELOW + 1)
    return LinePlace(int(top), int(np.ceil(bottom)), foot, size)


_ON_FOOT, _RAISED, _CLEAR, _NEARLY_CLEAR = 0.12, 0.25, 0.42, 0.28
"""Bodies of tolerance at a neighbour's foot; bodies over it where no mark of tightly set print ends; bodies below a foot
where no lower vowel begins, and where none begins that reaches under the crop."""
_AT_FOOT, _CLOSE, _APART = 0.06, 1.8, 2.1
"""Bodies from foot to foot beyond which marks seldom, and never, touch the letters above them; where they may, a letter
that ends right at its foot has none."""


def line_alone(grey: Grey, ink: Grey, lines: Sequence[LinePlace], number: int, body: float) -> Grey:
    """The rows of one line without the letters of its neighbours that reach into them; what may be its own mark stays.

    Args:
        grey, ink: The level picture.
    """
    line = lines[number]
    crop, part = grey[line.top : line.bottom], ink[line.top : line.bottom]
    above = lines[number - 1].foot if number else float("-inf")
    below = lines[number + 1] if number + 1 < len(lines) else None
    _, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    tops = line.top + stats[:, cv2.CC_STAT_TOP]
    ends = tops + stats[:, cv2.CC_STAT_HEIGHT]
    # A letter of the line above is high, or cut by the edge of the picture.
    letters = (stats[:, cv2.CC_STAT_HEIGHT] >= 0.65 * body) | (tops == line.top)
    apart = (line.foot - above) / body
    reach = _ON_FOOT if apart > _APART else _AT_FOOT if apart > _CLOSE else -_RAISED
    others = ends <= above + np.where(letters, reach, -_RAISED) * body
    if below is not None:
        beginning = below.foot - below.size
        others |= (tops > line.foot + _CLEAR * body) & (ends > beginning - _ON_FOOT * body)
        # What goes on under the crop is a mark over the next line: none of ours ends so low.
        others |= (tops > line.foot + _NEARLY_CLEAR * body) & (ends >= line.bottom)
    others[0] = True
    near = 2 * max(1, int(_HALO * body)) + 1
    halo = cv2.dilate((~others[labels]).astype(np.uint8), np.ones((near, near), np.uint8)) > 0
    strange = cv2.dilate(
        (others & (np.arange(len(stats)) > 0))[labels].astype(np.uint8), np.ones((3, 3), np.uint8)
    )
    halo &= (strange == 0) | (~others[labels])
    return np.where(halo, crop, np.uint8(255)).astype(np.uint8)


_HALO = 0.4
"""Bodies around a line's ink that stay as they are: what is paler than ink may be a part of a mark."""


def _pieces(ink: Grey, body: float) -> _Pieces:
    """Pieces of ink that may belong to print: no remains of rules, no specks."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found: _Pieces = stats[1:].astype(np.float64)
    left, top, width, height, area = found.T
    on_edge = (left == 0) | (top == 0) | (left + width == ink.shape[1]) | (top + height == ink.shape[0])
    remains = on_edge & (np.minimum(width, height) <= max(3.0, 0.15 * body))
    # A corner of a frame is long, and as thin as its rules.
    long = np.maximum(width, height) > 2.5 * body
    remains |= on_edge & long & (area <= max(3.0, 0.15 * body) * (width + height))
    return np.asarray(found[~remains & (area >= max(3.0, 0.006 * body * body))])


def _bodies(pieces: _Pieces, body: float) -> _Pieces:
    height, width = pieces[:, 3], pieces[:, 2]
    return np.asarray(pieces[(height >= 0.7 * body) & (height <= 2.4 * body) & (width < 14 * body)])


_STEEPEST, _STEP = 0.035, 0.0035
"""Slopes that are tried: two degrees, in steps of a fifth of one."""
_LEVEL = 0.35
"""Bodies that a line may rise over its width before it is levelled."""


def _slope(pieces: _Pieces, body: float, width: int) -> float:
    """The slope at which the letters' feet stand on the fewest rows."""
    letters = _bodies(pieces, body)
    if len(letters) < 6 or np.ptp(letters[:, 0]) < 8 * body:
        return 0.0
    middle = letters[:, 0] + letters[:, 2] / 2 - width / 2
    feet = letters[:, 1] + letters[:, 3]
    steps = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP)
    scores = [_evenness(feet - slope * middle, body) for slope in steps]
    best = float(steps[int(np.argmax(scores))])
    if max(scores) < 1.1 * _evenness(feet, body) or abs(best) * np.ptp(letters[:, 0]) < _LEVEL * body:
        return 0.0
    finer = best + np.arange(-_STEP, _STEP + _STEP / 8, _STEP / 4)
    return max((float(slope) for slope in finer), key=lambda one: _evenness(feet - one * middle, body))


def _evenness(feet: NDArray[np.float64], body: float) -> float:
    rows = np.round((feet - feet.min()) / max(1.0, 0.08 * body)).astype(int)
    counts = np.convolve(np.bincount(rows).astype(float), np.ones(3), "same")
    return float((counts**2).sum())


_NEAREST, _FEWEST = 1.4, 0.15
"""Bodies between the feet of two lines at least; width of letters, in bodies, that make a line of their own."""


def _feet(pieces: _Pieces, body: float, height: int) -> list[float]:
    """Feet of the lines from the top: where most consonants end, heaviest first."""
    letters = _bodies(pieces, body)
    if not len(letters):
        return [float((pieces[:, 1] + pieces[:, 3]).max())]
    weight = np.zeros(height + 2, np.float64)
    ends = np.minimum(height + 1, letters[:, 1] + letters[:, 3]).astype(int)
    np.add.at(weight, ends, np.minimum(letters[:, 2], 2 * body))
    near = max(1, int(body * 0.15))
    smooth = np.convolve(weight, np.ones(2 * near + 1), "same")
    feet: list[float] = []
    while smooth.max() > _FEWEST * body:
        place = int(smooth.argmax())
        low, high = max(0, place - near), min(height + 2, place + near + 1)
        total = weight[low:high].sum()
        foot = float((weight[low:high] * np.arange(low, high)).sum() / max(total, 1e-6))
        feet.append(foot)
        smooth[max(0, int(foot - _NEAREST * body)) : int(foot + _NEAREST * body) + 1] = 0
    return sorted(feet) or [float((letters[:, 1] + letters[:, 3]).max())]


_LARGER = 1.2


def _size(pieces: _Pieces, foot: float, body: float) -> float:
    """Height of a consonant in one line: that of the page, unless the line is set larger."""
    heights = pieces[:, 3][np.abs(pieces[:, 1] + pieces[:, 3] - foot) < 0.25 * body]
    heights = heights[(heights >= 0.7 * body) & (heights <= 2.4 * body)]
    size = float(np.median(heights)) if len(heights) > 5 else body
    return size if size > _LARGER * body else body
