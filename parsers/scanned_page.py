"""A page's picture → its tables and its text, each cell read line by line by itself, by every reader there is.

Imported only where a picture is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.agreement import ReadLine, all_agreed
from parsers.line_readers import LEGIBLE, Readers
from parsers.ocr import LATIN, SCRIPT
from parsers.page_flat import unbent
from parsers.page_image import Grey, evened, paper_of, straightened, turned
from parsers.page_lines import CutLine, line_height, lines_of
from parsers.page_tables import PageTables, stacked
from parsers.recognised_prose import with_known_words, with_mou
from parsers.scan_grid import Ink, RuledPage, ScannedCell, cell_of, tables_of
from parsers.wrapping import PlacedLine, unwrapped
from survey.cells import Cell, address, split_address

_MOST_CELLS = 1500
_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Second:
    """A cell read by a model that knows no Thai, and by another Thai one; "" where neither was asked."""

    latin: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page.

    Attributes:
        tables: As of a printed page; no cell is certain yet.
        inks: Address to what is drawn in the cell.
        lines: Address to the cell's lines as each reader has them.
        second: Address to further readings of cells with digits, and of headers, that are not agreed on.
        pictures: Address to the picture of each cell with ink in it.
        text: All lines outside tables, or of the whole page where it has none.
        other: The same lines of a page without tables as another reader has them.
        sure: Of `text`, the lines that are certain.
    """

    tables: PageTables
    inks: Mapping[str, Ink] = field(default_factory=dict)
    lines: Mapping[str, tuple[ReadLine, ...]] = field(default_factory=dict)
    second: Mapping[str, Second] = field(default_factory=dict)
    text: str = ""
    other: str = ""
    sure: frozenset[str] = frozenset()
    pictures: Mapping[str, Grey] = field(default_factory=dict)


def scanned_page(grey: Grey, number: int, readers: Readers) -> ScannedPage:
    """Read one page.

    Raises:
        FileTooComplex: A reader did not end in time.
    """
    ruled = upright(grey, readers)
    if not ruled.tables or sum(len(table.cells) for table in ruled.tables) > _MOST_CELLS:
        prose = _outside(replace(ruled, tables=[]), readers)
        notes = tuple(prose.text.split("\n"))
        return ScannedPage(
            stacked(number, [], [], notes), text=prose.text, other=prose.other, sure=prose.sure
        )
    return _with_tables(number, ruled, readers, is_photograph=paper_of(grey) is not grey)


def upright(grey: Grey, readers: Readers) -> RuledPage:
    """The page flat, level and with its letters upright, and its tables.

    Raises:
        FileTooComplex: As `scanned_page`.
    """
    even = evened(paper_of(grey))
    ruled = tables_of(unbent(straightened(even)))
    quarters = _quarters(even, _reads(ruled, readers), readers)
    return tables_of(unbent(straightened(turned(even, quarters)))) if quarters else ruled


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of the page, and what was read in it."""

    at: str
    row: int
    box: tuple[float, float, float, float]
    cell: ScannedCell
    lines: tuple[ReadLine, ...]

    @property
    def text(self) -> str:
        spans = zip(self.lines, self.cell.spans, strict=True)
        placed = [PlacedLine(line.text, *span) for line, span in spans if line.text.strip()]
        return unwrapped(placed, 0.0, self.box[2] - self.box[0]) if placed else ""

    @property
    def is_open(self) -> bool:
        """A header or a number that is not agreed on, or may be cut: further models may know."""
        if not self.cell.lines or (all_agreed(self.lines) and self.cell.ink.is_clear):
            return False
        return self.row <= _HEADER_ROWS or len(re.findall(r"[0-9๐-๙]", self.text)) > 1


def _with_tables(number: int, ruled: RuledPage, readers: Readers, is_photograph: bool) -> ScannedPage:
    tables = _read_cells(number, ruled, readers, is_photograph)
    places = [place for table in tables for place in table]
    notes = _outside(ruled, readers)
    texts = [[(place.text, True, None) for place in table] for table in tables]
    grids = stacked(number, ruled.tables, texts, tuple(line for line in notes.text.split("\n") if line))
    for place in places:
        if not place.cell.ink.is_blank:
            _, row, column = split_address(place.at)
            read = grids.grid.cells.get((row, column)) or Cell(place.at)
            grids.grid.cells[row, column] = replace(read, certain=False)
    return ScannedPage(
        grids,
        {place.at: place.cell.ink for place in places},
        {place.at: place.lines for place in places},
        _second([place for place in places if place.is_open], readers),
        notes.text,
        sure=notes.sure,
        pictures={place.at: _picture(place, ruled) for place in places if not place.cell.ink.is_blank},
    )


def _read_cells(number: int, ruled: RuledPage, readers: Readers, is_photograph: bool) -> list[list[_Place]]:
    """The cells of each table; the ink of a photograph is no witness of theirs (decision 0314)."""
    body = line_height(ruled.ink)
    cells = [[_cell(cell.box, ruled, body) for cell in table.cells] for table in ruled.tables]
    found_lines = readers.read([line for row in cells for cell in row for line in cell.lines])
    read = iter([replace(line, ink=None) for line in found_lines] if is_photograph else found_lines)
    found: list[list[_Place]] = []
    before = 0
    for table, scanned in zip(ruled.tables, cells, strict=True):
        found.append([])
        for place, cell in zip(table.cells, scanned, strict=True):
            at = address(f"p{number}", before + place.row, place.column)
            lines = tuple(next(read) for _ in cell.lines)
            found[-1].append(_Place(at, place.row, place.box, cell, lines))
        before += len(table.ys) - 1
    return found


_MARGIN = 0.02
"""Share of a picture's width at its edge where a cell without a rule goes on beyond it."""
_RULED = 0.4


def _cell(box: tuple[float, float, float, float], ruled: RuledPage, body: float) -> ScannedCell:
    """The cell; one that the picture's edge cuts holds more than is seen of it."""
    cell = cell_of(box, ruled, body)
    left, top, right, bottom = (max(0, round(edge)) for edge in box)
    width = ruled.rules.shape[1]
    margin = round(_MARGIN * width)
    open_edges = [edge for edge in (left, right) if not margin <= edge <= width - margin]
    for edge in open_edges:
        rule = ruled.rules[top:bottom, max(0, edge - margin // 4) : edge + margin // 4 + 1]
        if not rule.size or float((rule > 0).any(axis=1).mean()) < _RULED:
            return replace(cell, ink=replace(cell.ink, is_clear=False, is_cut=True))
    return cell


def _picture(place: _Place, ruled: RuledPage) -> Grey:
    left, top, right, bottom = (max(0, round(edge)) for edge in place.box)
    return ruled.clean[top : bottom + 1, left : right + 1]


def _second(places: Sequence[_Place], readers: Readers) -> dict[str, Second]:
    pictures = [line for place in places for line in place.cell.lines]
    latin = iter(readers.model(LATIN, pictures))
    script = iter(readers.model(SCRIPT, pictures))
    return {place.at: Second(_joined(latin, place.lines), _joined(script, place.lines)) for place in places}


def _joined(texts: Iterator[str | None], lines: Sequence[ReadLine]) -> str:
    return " ".join(next(texts) or "" for _ in lines)


@dataclass(frozen=True, slots=True)
class _Prose:
    """Lines of print, as one reader has them and as another; the certain ones."""

    text: str
    other: str
    sure: frozenset[str]


_TITLE_LINES = 6
_DOTS = "........ "


def _outside(page: RuledPage, readers: Readers) -> _Prose:
    """The lines outside of tables; of a page without tables as two readers have them."""
    lines = lines_of(page.ink, page.clean, [table.box for table in page.tables])
    parts = iter(readers.read([part.picture for line in lines for part in line]))
    read = [[next(parts) for _ in line] for line in lines]
    texts = [_line(line, [part.text for part in found]) for line, found in zip(lines, read, strict=True)]
    others = [""] * len(lines)
    if not page.tables:
        if not readers.has_own:
            top = _by_model(LATIN, lines[:_TITLE_LINES], readers)
            texts[: len(top)] = [with_mou(line, latin) for line, latin in zip(texts, top, strict=False)]
            others = _by_model(SCRIPT, lines, readers)
        else:
            others = [
                _line(line, [_second_reading(part) for part in found])
                for line, found in zip(lines, read, strict=True)
            ]
    sure = frozenset(
        with_known_words(text) for text, found in zip(texts, read, strict=True) if all_agreed(found)
    )
    return _Prose(
        "\n".join(map(with_known_words, texts)),
        "" if page.tables else "\n".join(map(with_known_words, others)),
        sure,
    )


def _second_reading(line: ReadLine) -> str:
    """What another reader has; the first one's own where it is agreed on, or sure; "" where nobody else read it."""
    if line.is_agreed or (line.thai is None and line.is_sure_alone):
        return line.text
    return line.other or line.thai or ""


def _by_model(lang: str, lines: Sequence[Sequence[CutLine]], readers: Readers) -> list[str]:
    found = iter(readers.model(lang, [part.picture for line in lines for part in line]))
    return [_line(line, [next(found) or "" for _ in line]) for line in lines]


def _line(line: Sequence[CutLine], texts: Sequence[str]) -> str:
    return " ".join(
        (_DOTS if part.behind_dots else "") + text for part, text in zip(line, texts, strict=True)
    )


_SAMPLES = 8
_LEAD = 10.0


def _quarters(even: Grey, score: float, readers: Readers) -> int:
    """Quarters by which the page must be turned to the left to be read: where samples of it read best.

    Args:
        score: How the page reads as it is.
    """
    if score >= LEGIBLE:
        return 0
    scores = {}
    for quarters in (2, 1, 3):
        scores[quarters] = _reads(tables_of(straightened(turned(even, quarters))), readers)
        if scores[quarters] >= LEGIBLE:
            return quarters
    best = max(scores, key=lambda quarters: scores[quarters])
    return best if scores[best] > score + _LEAD else 0


def _reads(page: RuledPage, readers: Readers) -> float:
    """How well some lines of a page read, 0 to 100: a reader's own certainty tells print from its mirror image."""
    if page.tables:
        body = line_height(page.ink)
        table = max(page.tables, key=lambda one: len(one.cells))
        cells = [cell_of(cell.box, page, body) for cell in table.cells[:60]]
        lines = [line for cell in cells for line in cell.lines]
    else:
        lines = [part.picture for line in lines_of(page.ink, page.clean, []) for part in line]
    return readers.legibility(sorted(lines, key=lambda one: -one.shape[1])[:_SAMPLES])
