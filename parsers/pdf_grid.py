"""The ruled tables of a PDF's page: lines from its drawing, letters from its text layer, both as a reader sees them.

Imported only where a PDF is read.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from parsers.page_tables import PageTables, stacked
from parsers.pdf_text import Box, Glyphs, mend
from parsers.ruling import Rule, Ruled, ruled_tables
from parsers.symbol_fonts import as_unicode, is_symbol_font
from parsers.wrapping import PlacedLine, unwrapped

_TOLERANCE = 1.5
"""Points. Borders of neighbouring cells are drawn side by side, each up to 1 pt thick."""
_THICKEST = 3.5
_SHORTEST = 4.0
_MOST_PATHS = 60_000
"""A page with more shapes is a map or a drawing."""


def page_tables(page: Any, number: int) -> PageTables:
    """What the ruled tables of a page hold, and the lines of text outside them; nothing of a page without tables."""
    seen = View(turn_of(page))
    level, upright, drawn = _shapes(page, seen)
    tables = ruled_tables(level, upright, _TOLERANCE)
    if not tables:
        return stacked(number, [], [], ())
    letters = _Letters(page.get_textpage(), seen)
    cells: list[list[list[int]]] = [[[] for _ in table.cells] for table in tables]
    outside: list[int] = []
    home: list[int] = outside
    for index in letters.drawn():
        if not letters.goes_on(index):
            home = outside
            x, y = letters.place(index)
            for number_of, table in enumerate(tables):
                cell = table.cell_at(x, y)
                if cell is not None:
                    home = cells[number_of][cell]
                    break
        home.append(index)
    texts = [
        [letters.text(indices, cell.box) for indices, cell in zip(inside, table.cells, strict=True)]
        for table, inside in zip(tables, cells, strict=True)
    ]
    notes = tuple(line for line in letters.text(outside, None)[0].split("\n") if line)
    found = stacked(number, tables, texts, notes, _drawn_in(tables, drawn))
    _mark_struck(found, tables, cells, letters, level)
    return found


def drawn_tables(page: Any) -> tuple[list[Ruled], int]:
    """The ruled tables of a page in its reader's coordinates, and the quarters by which these are turned."""
    seen = View(turn_of(page))
    level, upright, _ = _shapes(page, seen)
    return ruled_tables(level, upright, _TOLERANCE), seen.turn


def _mark_struck(
    page: PageTables,
    tables: Sequence[Ruled],
    cells: Sequence[Sequence[Sequence[int]]],
    letters: "_Letters",
    level: Sequence[Rule],
) -> None:
    edges = [y for table in tables for y in table.ys]
    inner = [rule for rule in level if all(abs(rule[0] - y) > 2 * _TOLERANCE for y in edges)]
    before = 0
    for table, inside in zip(tables, cells, strict=True):
        for place, indices in zip(table.cells, inside, strict=True) if inner else ():
            kept = letters.unstruck(indices, inner)
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


@dataclass(frozen=True, slots=True)
class View:
    """From the page's own coordinates to those of its reader: x to the right, y down. `turn` counts quarters."""

    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point; each turn is its own inverse, so this leads back as well."""
        match self.turn:
            case 1:
                return y, x
            case 2:
                return -x, y
            case 3:
                return -y, -x
        return x, -y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, bottom, right, top, y upwards as `parsers.pdf_text` has it."""
        (x, y), (u, v) = self.point(left, bottom), self.point(right, top)
        return min(x, u), min(-y, -v), max(x, u), max(-y, -v)


_SAMPLED = 400


def turn_of(page: Any) -> int:
    """Quarters by which most letters are turned against the page."""
    text = page.get_textpage()
    count = text.count_chars()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLED)):
        if not pdfium.FPDFText_IsGenerated(text, index):
            turns[round(pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)) % 4] += 1
    # pdfium turns clockwise, y downwards.
    return -turns.most_common(1)[0][0] % 4 if turns else 0


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
        [point for points in _outlines(shape) for point in points]
        if shape.type != pdfium.FPDF_PAGEOBJ_IMAGE
        else []
    )
    if not corners:
        matrix = _matrix(shape)
        corners = [matrix.on_point(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if max(xs) - min(xs) > _SMALL or max(ys) - min(ys) > _SMALL:
        return []
    return [seen.point((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)]


def _is_freehand(shape: Any) -> bool:
    """A path with curves, or with strokes that are neither level nor upright, and drawn at all."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    if not fill.value and not stroke.value:
        return False
    return any(
        abs(x - u) > 1.5 and abs(y - v) > 1.5
        for points in _outlines(shape)
        for (x, y), (u, v) in pairwise(points)
    )


def _strokes(shape: Any) -> Iterator[tuple[float, float, float, float]]:
    """Ends of the straight lines that a shape draws: its strokes, or the length of a thin filled shape."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    for points in _outlines(shape):
        if stroke.value:
            yield from ((*a, *b) for a, b in pairwise(points))
        elif fill.value and len(points) > 2:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THICKEST:
                yield min(xs), min(ys), max(xs), max(ys)


def _outlines(shape: Any) -> Iterator[list[tuple[float, float]]]:
    count = pdfium.FPDFPath_CountSegments(shape)
    if count > 1000:
        return
    matrix = _matrix(shape)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _matrix(shape: Any) -> Any:
    matrix = shape.get_matrix()
    container = shape.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    return matrix


_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_NO_GAP = 0.5
_MOST_LETTERS_OF_A_MARK = 3


@dataclass(slots=True)
class _Letters:
    """The letters of a page's text layer, turned as its reader sees them."""

    textpage: Any
    seen: View
    content: str = ""
    _boxes: dict[int, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        count = self.textpage.count_chars()
        self.content = self.textpage.get_text_range() if count else ""
        if len(self.content) != count:
            self.content = "".join(
                chr(pdfium.FPDFText_GetUnicode(self.textpage, index) or 0xFFFD) for index in range(count)
            )

    def is_generated(self, index: int) -> bool:
        return bool(pdfium.FPDFText_IsGenerated(self.textpage, index) == 1)

    def drawn(self) -> Iterator[int]:
        """All but line ends, which the reader of the text layer makes up."""
        return (index for index, letter in enumerate(self.content) if letter not in "\r\n")

    def box(self, index: int) -> Box:
        """Of the letter's ink."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self.textpage, index, left, right, bottom, top)
        return self.seen.box(left.value, bottom.value, right.value, top.value)

    def room(self, index: int) -> Box:
        """Of the letter with its side bearings, as high as its font."""
        if index not in self._boxes:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFText_GetLooseCharBox(self.textpage, index, rect)
            self._boxes[index] = self.seen.box(rect.left, rect.bottom, rect.right, rect.top)
        return self._boxes[index]

    def place(self, index: int) -> tuple[float, float]:
        """Middle of a letter, y down."""
        left, bottom, right, top = self.room(index)
        return (left + right) / 2, -(bottom + top) / 2

    def goes_on(self, index: int) -> bool:
        """A letter that goes where the one before it went: a mark, a made-up space, or one of the same run that
        was written over a line of the table."""
        if not index:
            return False
        if _MARKS.match(self.content[index]) or self.is_generated(index):
            return True
        before = index - 1
        if self.content[before] in "\r\n" or self.is_generated(before) or self.content[before] == " ":
            return False
        left, bottom, right, top = self.room(index)
        _, other_bottom, end, _ = self.room(before)
        same_line = abs(bottom - other_bottom) < (top - bottom) * 0.2
        # ำ reaches back over the letter that it belongs to.
        return same_line and -(top - bottom) / 2 < left - end < _NO_GAP and right > left

    def text(self, indices: Sequence[int], box: Box | None) -> tuple[str, bool, str | None]:
        """Mended text of some letters, whether it is sound, and the font of a lone mark."""
        lines = self._lines(indices)
        places: list[int | None] = []
        for line in lines:
            places += [None, None, *line] if places else line
        content = "".join(
            "\r\n"[n % 2] if place is None else self.content[place] for n, place in _ends(places)
        )
        nowhere = (0.0, 0.0, 0.0, 0.0)
        text, sound = mend(
            Glyphs(
                content,
                lambda n: places[n] is None or self.is_generated(places[n] or 0),
                lambda n: nowhere if places[n] is None else self.box(places[n] or 0),
            )
        )
        font = self._font(text, indices)
        if font and (shown := as_unicode(text, font)) != text:
            text, font = shown, None
        rows = text.split("\n")
        if box is not None and len(rows) == len(lines) > 1:
            placed = [self._placed(row, line) for row, line in zip(rows, lines, strict=True)]
            text = unwrapped(placed, box[0], box[2])
        return text.strip(), sound, font

    def unstruck(self, indices: Sequence[int], level: Sequence[Rule]) -> list[int]:
        """The letters through whose middle none of the lines runs, with their marks."""
        kept: list[int] = []
        is_kept = True
        for index in indices:
            if self.content[index].isalnum():
                is_kept = not self._is_struck(index, level)
            if is_kept:
                kept.append(index)
        return kept

    def _is_struck(self, index: int, level: Sequence[Rule]) -> bool:
        left, bottom, right, top = self.box(index)
        margin = (top - bottom) * 0.2
        x = (left + right) / 2
        return any(
            start - 1 <= x <= end + 1 and bottom + margin < -y < top - margin for y, start, end in level
        )

    def _lines(self, indices: Sequence[int]) -> list[list[int]]:
        """The letters by line, from top to bottom; those of one line as the text layer has them."""
        lines: list[tuple[float, list[int]]] = []
        for index in indices:
            if lines and (_MARKS.match(self.content[index]) or self.content[index].isspace()):
                lines[-1][1].append(index)
                continue
            baseline = self._baseline(index)
            _, bottom, _, top = self.room(index)
            near = (top - bottom) * 0.35
            line = next((one for one in reversed(lines) if abs(one[0] - baseline) < near), None)
            if line is None:
                lines.append((baseline, [index]))
            else:
                line[1].append(index)
        return [line for _, line in sorted(lines, key=lambda one: one[0])]

    def _baseline(self, index: int) -> float:
        """y of a letter's foot, downwards."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        return self.seen.point(x.value, y.value)[1]

    def _placed(self, text: str, line: Sequence[int]) -> PlacedLine:
        rooms = [self.room(index) for index in line if not self.content[index].isspace()]
        if not rooms:
            return PlacedLine(text, 0, 0)
        return PlacedLine(text, min(room[0] for room in rooms), max(room[2] for room in rooms))

    def _font(self, text: str, indices: Sequence[int]) -> str | None:
        if not 0 < len(text.strip()) <= _MOST_LETTERS_OF_A_MARK:
            return None
        size = 128
        buffer, flags = ctypes.create_string_buffer(size), ctypes.c_int()
        index = next(index for index in indices if not self.content[index].isspace())
        pdfium.FPDFText_GetFontInfo(self.textpage, index, buffer, size, flags)
        name = re.sub(r"^[A-Z]{6}\+", "", buffer.value.decode("latin-1")).replace("-Regular", "")
        name = re.sub(r"(?<=[a-z])(?=\d)", " ", name)
        return name if is_symbol_font(name) else None


def _ends(places: list[int | None]) -> Iterator[tuple[int, int | None]]:
    """Number within a run of line ends, and place."""
    run = 0
    for place in places:
        run = run + 1 if place is None else 0
        yield (run - 1) % 2 if place is None else 0, place
