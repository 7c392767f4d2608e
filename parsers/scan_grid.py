"""A straightened page's picture → its ruled tables, and each cell's ink cut into lines of print.

Imported only where a picture is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page_image import Grey, ink_of, rule_mask
from parsers.page_lines import cut, line_height
from parsers.ruling import Box, Rule, Ruled, merged, ruled_tables
from parsers.scan_folds import without_folds

_COVERAGE = 0.55
"""Share of a side that must be inked to part two cells: scanners and stamps break lines."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What is drawn in a cell.

    Attributes:
        share: Of the cell's inside that is inked.
        width, height: Of all ink, in heights of a line of print of this page.
        pieces: Parts of it that hang together, specks left out.
        is_clear: Neither so little that it may be dirt, nor running into the cell's edge.
        is_cut: Of a letter at the cell's left or right edge hardly anything is left.
        shape: Its bounding box in 12 by 12 places, each 0 to 255.
    """

    share: float = 0.0
    width: float = 0.0
    height: float = 0.0
    pieces: int = 0
    is_clear: bool = True
    is_cut: bool = False
    shape: bytes = b""

    @property
    def is_blank(self) -> bool:
        return self.pieces == 0

    @property
    def is_dash(self) -> bool:
        """Low and wide, or a dot: what is written where there is nothing."""
        return self.pieces <= 3 and self.height < 0.35 and self.width < 4

    @property
    def is_mark(self) -> bool:
        """Small and of few strokes: a tick, a cross, a circle."""
        return self.pieces == 1 and 0.4 <= self.height < 3.0 and 0.25 <= self.width < 3.0


@dataclass(frozen=True, slots=True)
class ScannedCell:
    """One cell: its ink, and its lines of print as pictures from top to bottom with where they stand in it."""

    ink: Ink
    lines: tuple[Grey, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RuledPage:
    """A page's ruled tables.

    Attributes:
        ink: 255 where there is ink, rules left out.
        clean: The page in grey without its rules.
        rules: 255 where a rule was.
    """

    tables: list[Ruled]
    ink: Grey
    clean: Grey
    rules: Grey


def tables_of(grey: Grey) -> RuledPage:
    """The ruled tables of a page, and its ink without the rules."""
    ink = ink_of(grey)
    height, width = ink.shape
    level_mask = rule_mask(ink, max(30, width // 45), across=True)
    upright_mask = rule_mask(ink, max(30, min(height, width) // 45), across=False)
    tolerance = max(3.0, max(height, width) / 500)
    level = _rules(level_mask, across=True, shortest=width // 40)
    upright = _rules(upright_mask, across=False, shortest=max(20, height // 60))
    level, upright = merged(level, tolerance), merged(upright, tolerance)
    level, upright = without_folds(level, upright, tolerance), without_folds(upright, level, tolerance)
    rules = _long_only(np.asarray(cv2.bitwise_or(level_mask, upright_mask), np.uint8), line_height(ink))
    tables = [
        table
        for table in ruled_tables(level, upright, tolerance, _COVERAGE)
        if (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0]) > 0.01 * ink.size
    ]
    clean = np.where(rules > 0, np.uint8(255), grey).astype(np.uint8)
    return RuledPage(tables, np.where(rules > 0, np.uint8(0), ink).astype(np.uint8), clean, rules)


_LONGEST_STROKE, _WIDEST_STROKE = 5.0, 2.5
"""Bodies of a letter that a stroke of a letter may be high, and wide."""


def _long_only(mask: Grey, body: float) -> Grey:
    """Rules, those that cross taken together; an upright of a large ไ or ป is none. They are a pixel too wide."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= _LONGEST_STROKE * body
    kept |= stats[:, cv2.CC_STAT_WIDTH] >= _WIDEST_STROKE * body
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0)).astype(np.uint8)


_THICKEST = 14


def _rules(mask: Grey, across: bool, shortest: int) -> list[Rule]:
    rules: list[Rule] = []
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for left, top, width, height, area in stats[1:count].tolist():
        length, thickness = (width, height) if across else (height, width)
        # A line that leans is a tall component that holds little: only its own thickness counts.
        if length < shortest or area / max(length, 1) > _THICKEST or thickness > max(_THICKEST, length // 25):
            continue
        place, start = (top + height / 2, left) if across else (left + width / 2, top)
        rules.append((place, float(start), float(start + length)))
    return rules


def cell_of(box: Box, page: RuledPage, body: float) -> ScannedCell:
    """What one cell holds.

    Args:
        body: Height of a consonant on this page, in pixels.
    """
    left, top, right, bottom = _inside(box, page.rules)
    inside = page.ink[top:bottom, left:right]
    if inside.size == 0:
        return ScannedCell(Ink())
    kept, pieces, touches, is_cut = _without_specks(inside, body)
    if not pieces:
        return ScannedCell(Ink())
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    measured = Ink(
        share=float(np.count_nonzero(kept)) / kept.size,
        width=float(columns[-1] - columns[0] + 1) / body,
        height=float(rows[-1] - rows[0] + 1) / body,
        pieces=pieces,
        shape=_shape(kept[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]),
        is_clear=bool(not touches and np.count_nonzero(kept) > 0.12 * body * body),
        is_cut=is_cut,
    )
    lines = cut(page.clean[top:bottom, left:right], kept, body)
    return ScannedCell(measured, tuple(line.picture for line in lines), tuple(line.span for line in lines))


_WIDEST_RULE = 9


def _inside(box: Box, rules: Grey) -> tuple[int, int, int, int]:
    """The cell within its rules: what is written close to one must not lose its edge."""
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    part = rules[top:bottom, left:right] > 0
    if part.size == 0:
        return left, top, right, bottom
    across, down = part.mean(axis=0) > 0.4, part.mean(axis=1) > 0.4
    return (
        left + _thickness(across),
        top + _thickness(down),
        right - _thickness(across[::-1]),
        bottom - _thickness(down[::-1]),
    )


def _thickness(ruled: NDArray[np.bool_]) -> int:
    near = np.flatnonzero(ruled[:_WIDEST_RULE])
    return int(near[-1]) + 1 if len(near) else 1


def _shape(ink: Grey) -> bytes:
    return bytes(cv2.resize(ink, (12, 12), interpolation=cv2.INTER_AREA).astype(np.uint8).tobytes())


_ALIKE = 0.5


def alike(shape: bytes, others: Sequence[bytes]) -> bool:
    """Whether a mark looks as most others of its file do: crosses among ticks may mean the opposite."""
    mine = np.frombuffer(shape, np.uint8).astype(float)
    usual = np.median([np.frombuffer(other, np.uint8).astype(float) for other in others], axis=0)
    if not mine.std() or not usual.std():
        return False
    return bool(np.corrcoef(mine, usual)[0, 1] >= _ALIKE)


_WHOLE = 0.6
"""Heights of a consonant's body that every digit but 1 is wide."""


def _without_specks(ink: Grey, body: float) -> tuple[Grey, int, bool, bool]:
    """Ink without dirt and remains of rules, the number of its pieces, whether a piece of some size runs into the
    cell's edge, and whether one is cut there."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width = ink.shape
    kept = np.zeros(count, bool)
    pieces, touches, is_cut = 0, False, False
    for number in range(1, count):
        left, top, wide, high, area = stats[number].tolist()
        on_edge = left == 0 or top == 0 or left + wide == width or top + high == height
        thin = min(wide, high) <= 3 and on_edge
        # A piece of a letter that stands on the rule; what is longer is a piece of the rule.
        on_side = left == 0 or left + wide == width
        is_cut = is_cut or (
            on_side and wide < _WHOLE * body and 0.5 * body <= high <= min(2.2 * body, 0.8 * height)
        )
        if area < max(4, 0.02 * body * body) or thin or (on_edge and area < 0.12 * body * body):
            continue
        kept[number] = True
        touches = touches or (on_edge and max(wide, high) > body)
        pieces += area >= 0.03 * body * body
    return np.where(kept[labels], ink, np.uint8(0)).astype(np.uint8), int(pieces), touches, is_cut
