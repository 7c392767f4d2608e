"""The ruled tables of a PDF's page: lines from its drawing, letters from its text layer, both as a reader sees them.

Imported only where a PDF is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from parsers.page_tables import PageTables, stacked
from parsers.pdf_clips import cut_off, is_too_low
from parsers.pdf_fills import Fill
from parsers.pdf_letters import Letters
from parsers.pdf_overrun import is_open_below, run_over
from parsers.pdf_paths import drawn_as, matrix_of, outlines
from parsers.pdf_text import Box
from parsers.pdf_view import View, turn_of
from parsers.pdf_watermarks import watermark
from parsers.ruling import Rule, Ruled, ruled_tables
from survey.cells import Cell, Doubt, address

_TOLERANCE = 1.5
"""Points. Borders of neighbouring cells are drawn side by side, each up to 1 pt thick."""
_THICKEST = 3.5
_SHORTEST = 4.0
_LOST = "�"
_MOST_PATHS = 60_000
"""A page with more shapes is a map or a drawing."""


def page_tables(
    page: Any,
    number: int,
    fills: Sequence[Fill] = (),
    struck: Sequence[Box] = (),
    doubtful: Sequence[Box] = (),
) -> PageTables:
    """What the ruled tables of a page hold, and the lines of text outside them; nothing of a page without tables.

    Args:
        fills: What was filled in or typed over the page and is not drawn on it.
        struck: Where words were struck out by what is not drawn on it, in the page's own points.
        doubtful: Where something stands that only some programs show, likewise.
    """
    seen = View(turn_of(page))
    level, upright, drawn = _shapes(page, seen)
    tables = ruled_tables(level, upright, _TOLERANCE)
    if not tables:
        return stacked(number, [], [], ())
    letters = Letters(page.get_textpage(), seen, fills)
    cells: list[list[list[int]]] = [[[] for _ in table.cells] for table in tables]
    outside: list[int] = []
    home: list[int] = outside
    cut: list[set[int]] = [set() for _ in tables]
    unseen = watermark(letters)
    for index, (x, y) in cut_off(letters):
        for number_of, table in enumerate(tables):
            cell = table.cell_at(x, y)
            if cell is not None:
                cut[number_of].add(cell)
                unseen.add(index)  # else it would stand in the next row; what is left of its cell is doubted
                break
    for index in letters.drawn():
        if index in unseen:
            continue
        if not letters.goes_on(index):
            home = outside
            x, y = letters.place(index)
            for number_of, table in enumerate(tables):
                cell = table.cell_at(x, y)
                if cell is not None:
                    home = cells[number_of][cell]
                    break
        home.append(index)
    for table, inside in zip(tables, cells, strict=True):
        if is_open_below(table, level):
            for index, cell in run_over(letters, outside, table).items():
                outside.remove(index)
                inside[cell].append(index)
    texts = [
        [letters.text(indices, cell.box) for indices, cell in zip(inside, table.cells, strict=True)]
        for table, inside in zip(tables, cells, strict=True)
    ]
    notes = tuple(line for line in letters.text(outside, None)[0].split("\n") if line)
    found = stacked(number, tables, texts, notes, _drawn_in(tables, drawn))
    _mark_struck(found, tables, cells, letters, level, [seen.box(*box) for box in struck])
    _mark_low(found, tables, cells, letters, level)
    _mark_cut(found, tables, cut)
    _mark_doubtful(found, tables, [seen.box(*box) for box in doubtful])
    return found


def drawn_tables(page: Any) -> tuple[list[Ruled], View]:
    """The ruled tables of a page in its reader's coordinates, and how these are turned."""
    seen = View(turn_of(page))
    level, upright, _ = _shapes(page, seen)
    return ruled_tables(level, upright, _TOLERANCE), seen


def page_text(page: Any, fills: Sequence[Fill]) -> str:
    """A page's text, and what was filled in where it stands, line by line across the whole page."""
    letters = Letters(page.get_textpage(), View(turn_of(page)), fills)
    return letters.text(list(letters.drawn()), None)[0]


def _mark_low(
    page: PageTables,
    tables: Sequence[Ruled],
    cells: Sequence[Sequence[Sequence[int]]],
    letters: Letters,
    level: Sequence[Rule],
) -> None:
    """Cells that are lower than their text; a last row that a page break cut goes on elsewhere."""
    before = 0
    for table, inside in zip(tables, cells, strict=True):
        end = table.ys[-1] if is_open_below(table, level) else float("inf")
        for place, indices in zip(table.cells, inside, strict=True):
            cell = page.grid.cells.get((before + place.row, place.column))
            _, top, _, bottom = place.box
            if cell is not None and bottom < end and is_too_low(letters, indices, top, bottom):
                page.grid.cells[before + place.row, place.column] = replace(cell, doubt=Doubt.LOW)
        before += len(table.ys) - 1


def _mark_cut(page: PageTables, tables: Sequence[Ruled], cut: Sequence[set[int]]) -> None:
    """Cells of which a part does not show; one of which nothing shows could not be read, and is not empty."""
    before = 0
    for table, numbers in zip(tables, cut, strict=True):
        for number in numbers:
            place = table.cells[number]
            at = before + place.row, place.column
            cell = page.grid.cells.get(at) or Cell(address(page.grid.name, *at), _LOST, _LOST)
            page.grid.cells[at] = replace(cell, doubt=Doubt.CUT)
        before += len(table.ys) - 1


def _mark_doubtful(page: PageTables, tables: Sequence[Ruled], boxes: Sequence[Box]) -> None:
    """Cells into which something reaches that only some programs show."""
    before = 0
    for table in tables:
        for place in table.cells if boxes else ():
            cell = page.grid.cells.get((before + place.row, place.column))
            if cell is not None and any(_reaches(box, place.box) for box in boxes):
                page.grid.cells[before + place.row, place.column] = replace(cell, doubt=Doubt.LAYER)
        before += len(table.ys) - 1


def _reaches(box: Box, cell: Box) -> bool:
    """Whether what has its y upwards reaches further than a rule into what has it downwards."""
    left, top, right, bottom = cell
    return (
        box[0] < right - _TOLERANCE
        and left + _TOLERANCE < box[2]
        and -box[3] < bottom - _TOLERANCE
        and top + _TOLERANCE < -box[1]
    )


def _mark_struck(
    page: PageTables,
    tables: Sequence[Ruled],
    cells: Sequence[Sequence[Sequence[int]]],
    letters: Letters,
    level: Sequence[Rule],
    struck: Sequence[Box],
) -> None:
    edges = [y for table in tables for y in table.ys]
    inner = [rule for rule in level if all(abs(rule[0] - y) > 2 * _TOLERANCE for y in edges)]
    before = 0
    for table, inside in zip(tables, cells, strict=True):
        for place, indices in zip(table.cells, inside, strict=True) if inner or struck else ():
            kept = letters.unstruck(indices, inner, struck)
            cell = page.grid.cells.get((before + place.row, place.column))
            if cell is None or len(kept) == len(indices):
                continue
            rest, _, _ = letters.text(kept, place.box)
            if rest:
                page.grid.struck_runs = (*page.grid.struck_runs, cell.at)
            marked = replace(cell, text=rest, value=rest) if rest else replace(cell, struck=True)
            page.grid.cells[before + place.row, place.column] = marked
        before += len(table.ys) - 1


def _drawn_in(tables: Sequence[Ruled], drawn: Sequence[tuple[float, float]]) -> list[set[int]]:
    """Of each table, its cells in which something is drawn that is neither text nor rule: a tick by a pen."""
    return [{cell for x, y in drawn if (cell := table.cell_at(x, y)) is not None} for table in tables]


def _shapes(page: Any, seen: View) -> tuple[list[Rule], list[Rule], list[tuple[float, float]]]:
    """Level and upright rules, and the middles of what is drawn besides: strokes of a pen, small pictures."""
    level: list[Rule] = []
    upright: list[Rule] = []
    drawn: list[tuple[float, float]] = []
    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
    for count, shape in enumerate(page.get_objects(kinds)):
        if count > _MOST_PATHS:
            return [], [], []
        if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE or _is_freehand(shape):
            drawn += _middle(shape, seen)
            continue
        for x, y, u, v in _strokes(shape):
            (left, top), (right, bottom) = seen.point(x, y), seen.point(u, v)
            width, height = abs(right - left), abs(bottom - top)
            if height <= _THICKEST and width >= max(_SHORTEST, 3 * height):
                level.append(((top + bottom) / 2, min(left, right), max(left, right)))
            elif width <= _THICKEST and height >= max(_SHORTEST, 3 * width):
                upright.append(((left + right) / 2, min(top, bottom), max(top, bottom)))
    return level, upright, drawn


_SMALL = 60.0
"""Points: a tick or a small stamp; a picture that is larger stands behind the table or is no mark."""


def _middle(shape: Any, seen: View) -> list[tuple[float, float]]:
    corners = (
        [point for points in outlines(shape) for point in points]
        if shape.type != pdfium.FPDF_PAGEOBJ_IMAGE
        else []
    )
    if not corners:
        matrix = matrix_of(shape)
        corners = [matrix.on_point(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if max(xs) - min(xs) > _SMALL or max(ys) - min(ys) > _SMALL:
        return []
    return [seen.point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)]


def _is_freehand(shape: Any) -> bool:
    """A path with curves, or with strokes that are neither level nor upright, and drawn at all."""
    if not any(drawn_as(shape)):
        return False
    return any(
        abs(x - u) > 1.5 and abs(y - v) > 1.5
        for points in outlines(shape)
        for (x, y), (u, v) in pairwise(points)
    )


def _strokes(shape: Any) -> Iterator[tuple[float, float, float, float]]:
    """Ends of the straight lines that a shape draws: its strokes, or the length of a thin filled shape."""
    is_filled, is_stroked = drawn_as(shape)
    lines = list(outlines(shape))
    if is_filled and not is_stroked and len(lines) == 2:
        yield from _frame(*lines)
    for points in lines:
        if is_stroked:
            yield from ((*a, *b) for a, b in pairwise(points))
        elif is_filled and len(points) > 2:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICKEST:
                yield min(xs), min(ys), max(xs), max(ys)


def _frame(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float, float, float]]:
    """The sides of a cell's border that was painted as the room between two rectangles."""
    (left, bottom, right, top), inner = sorted(map(_extent, (one, other)), key=lambda box: box[0] - box[2])
    # A side that a page break cut off has none, but for what was lost in reckoning.
    gaps = [round(gap, 2) for gap in (inner[0] - left, inner[1] - bottom, right - inner[2], top - inner[3])]
    if all(0 <= gap <= _THICKEST for gap in gaps) and any(gaps):
        x, y, u, v = left + gaps[0] / 2, bottom + gaps[1] / 2, right - gaps[2] / 2, top - gaps[3] / 2
        sides = ((x, y, x, v), (x, y, u, y), (u, y, u, v), (x, v, u, v))
        yield from (side for side, gap in zip(sides, gaps, strict=True) if gap)


def _extent(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
