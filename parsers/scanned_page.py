"""A page's picture → its tables and its text, each cell recognised line by line by itself.

Imported only where a picture is read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.ocr import LATIN, LINE, SCRIPT, THAI, Engine, Recognised
from parsers.page_flat import unbent
from parsers.page_image import Grey, evened, paper_of, straightened, turned
from parsers.page_lines import CutLine, line_height, lines_of
from parsers.page_tables import PageTables, stacked
from parsers.recognised_prose import with_known_words, with_mou
from parsers.scan_grid import Ink, RuledPage, ScannedCell, cell_of, tables_of
from parsers.wrapping import PlacedLine, unwrapped
from survey.cells import Cell, address, split_address

LINE_SECONDS, PAGE_SECONDS = 1.0, 30.0
_MOST_CELLS = 1500
_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Second:
    """A cell read by a model that knows no Thai, and by another Thai one."""

    latin: str
    script: str


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page.

    Attributes:
        tables: As of a printed page; no cell is certain yet.
        inks: Address to what is drawn in the cell.
        second: Address to further readings of cells with digits, and of headers.
        pictures: Address to the picture of each cell with ink in it.
        text: All lines outside tables, or of the whole page where it has none.
        other: The same lines of a page without tables as another model reads them.
    """

    tables: PageTables
    inks: dict[str, Ink] = field(default_factory=dict)
    second: dict[str, Second] = field(default_factory=dict)
    text: str = ""
    other: str = ""
    pictures: dict[str, Grey] = field(default_factory=dict)


def scanned_page(grey: Grey, number: int, engine: Engine) -> ScannedPage:
    """Read one page.

    Raises:
        ConverterMissing, FileTooComplex: As the engine.
    """
    ruled = upright(grey, engine)
    if not ruled.tables or sum(len(table.cells) for table in ruled.tables) > _MOST_CELLS:
        text, other = _outside(replace(ruled, tables=[]), engine)
        return ScannedPage(stacked(number, [], [], tuple(text.split("\n"))), text=text, other=other)
    return _with_tables(number, ruled, engine)


def upright(grey: Grey, engine: Engine) -> RuledPage:
    """The page flat, level and with its letters upright, and its tables.

    Raises:
        ConverterMissing, FileTooComplex: As the engine.
    """
    even = evened(paper_of(grey))
    ruled = tables_of(unbent(straightened(even)))
    quarters = _quarters(even, _reads(ruled, engine), engine)
    return tables_of(unbent(straightened(turned(even, quarters)))) if quarters else ruled


def _with_tables(number: int, ruled: RuledPage, engine: Engine) -> ScannedPage:
    body, tables = line_height(ruled.ink), ruled.tables
    cells = [[cell_of(cell.box, ruled, body) for cell in table.cells] for table in tables]
    thai = _recognised([cell for row in cells for cell in row], THAI, engine)
    texts: list[list[str]] = []
    places: list[tuple[str, int, ScannedCell]] = []
    pictures: dict[str, Grey] = {}
    before = at = 0
    for table, scanned in zip(tables, cells, strict=True):
        texts.append([])
        for place, cell in zip(table.cells, scanned, strict=True):
            texts[-1].append(_text(thai[at], cell, place.box))
            places.append((address(f"p{number}", before + place.row, place.column), place.row, cell))
            if not cell.ink.is_blank:
                left, top, right, bottom = (max(0, round(edge)) for edge in place.box)
                pictures[places[-1][0]] = ruled.clean[top : bottom + 1, left : right + 1]
            at += 1
        before += len(table.ys) - 1
    flat = [text for row in texts for text in row]
    asked = [
        n
        for n, (_, row, cell) in enumerate(places)
        if cell.lines and (row <= _HEADER_ROWS or len(re.findall(r"[0-9๐-๙]", flat[n])) > 1)
    ]
    second = {}
    for n, latin, script in zip(
        asked,
        _recognised([places[n][2] for n in asked], LATIN, engine),
        _recognised([places[n][2] for n in asked], SCRIPT, engine),
        strict=True,
    ):
        second[places[n][0]] = Second(" ".join(latin), " ".join(script))
    notes = tuple(line for line in _outside(ruled, engine)[0].split("\n") if line)
    grids = stacked(number, tables, [[(text, True, None) for text in row] for row in texts], notes)
    inks = {at: cell.ink for at, _, cell in places}
    for inked in (at for at, ink in inks.items() if not ink.is_blank):
        _, row, column = split_address(inked)
        read = grids.grid.cells.get((row, column)) or Cell(inked)
        grids.grid.cells[row, column] = replace(read, certain=False)
    return ScannedPage(grids, inks, second, "\n".join(notes), pictures=pictures)


def _recognised(cells: Sequence[ScannedCell], lang: str, engine: Engine) -> list[list[str]]:
    """Lines of each cell."""
    from PIL import Image

    pictures = [Image.fromarray(line) for cell in cells for line in cell.lines]
    found = iter(engine.recognise(pictures, lang, LINE_SECONDS, LINE) if pictures else [])
    return [[next(found).text.replace("\n", " ") for _ in cell.lines] for cell in cells]


def _text(lines: Sequence[str], cell: ScannedCell, box: tuple[float, float, float, float]) -> str:
    placed = [PlacedLine(text, *span) for text, span in zip(lines, cell.spans, strict=True) if text.strip()]
    return unwrapped(placed, 0.0, box[2] - box[0]) if placed else ""


def _outside(page: RuledPage, engine: Engine) -> tuple[str, str]:
    """The lines outside of tables, as two models read them; the second is "" where there are tables."""
    lines = lines_of(page.ink, page.clean, [table.box for table in page.tables])
    text = _prose(lines, THAI, engine)
    if page.tables:
        return "\n".join(map(with_known_words, text)), ""
    top = _prose(lines[:_TITLE_LINES], LATIN, engine)
    text = [with_mou(line, latin) for line, latin in zip(text, top, strict=False)] + text[len(top) :]
    other = _prose(lines, SCRIPT, engine)
    return "\n".join(map(with_known_words, text)), "\n".join(map(with_known_words, other))


_TITLE_LINES = 6
_DOTS = "........ "


def _prose(lines: Sequence[Sequence[CutLine]], lang: str, engine: Engine) -> list[str]:
    from PIL import Image

    pictures = [Image.fromarray(part.picture) for line in lines for part in line]
    found = iter(engine.recognise(pictures, lang, LINE_SECONDS, LINE) if pictures else [])
    return [
        " ".join((_DOTS if part.behind_dots else "") + next(found).text.replace("\n", " ") for part in line)
        for line in lines
    ]


_SURE, _SAMPLES = 80.0, 8
_LEAD = 10.0


def _quarters(even: Grey, score: float, engine: Engine) -> int:
    """Quarters by which the page must be turned to the left to be read: where samples of it read best.

    Args:
        score: How the page reads as it is.
    """
    if score >= _SURE:
        return 0
    scores = {}
    for quarters in (2, 1, 3):
        scores[quarters] = _reads(tables_of(straightened(turned(even, quarters))), engine)
        if scores[quarters] >= _SURE:
            return quarters
    best = max(scores, key=lambda quarters: scores[quarters])
    return best if scores[best] > score + _LEAD else 0


def _reads(page: RuledPage, engine: Engine) -> float:
    """How well some lines of a page read, 0 to 100: the engine's own confidence tells print from its mirror image."""
    from PIL import Image

    if page.tables:
        body = line_height(page.ink)
        table = max(page.tables, key=lambda one: len(one.cells))
        cells = [cell_of(cell.box, page, body) for cell in table.cells[:60]]
        lines = [line for cell in cells for line in cell.lines]
    else:
        lines = [part.picture for line in lines_of(page.ink, page.clean, []) for part in line]
    lines = sorted(lines, key=lambda one: -one.shape[1])[:_SAMPLES]
    if not lines:
        return 0.0
    found = engine.recognise([Image.fromarray(line) for line in lines], THAI, PAGE_SECONDS / 3, LINE)
    return _confidence(found)


def _confidence(found: Sequence[Recognised]) -> float:
    words = [(word.confidence, len(word.text)) for one in found for word in one.words]
    letters = sum(length for _, length in words)
    return sum(confidence * length for confidence, length in words) / letters if letters >= 8 else 0.0
