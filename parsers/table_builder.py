"""A table of a page or a text while it is read: runs of text into cells, cells into a Grid."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from parsers.grid import DRAWN, Grid, Merge, Place
from parsers.refused import FileTooLarge
from parsers.symbol_fonts import as_unicode
from survey.cells import Cell, address
from survey.fields.unreadable import PICTURE
from survey.thai.text import repair

MOST_COLUMNS, MOST_ROWS = 256, 20_000
FEWEST_COLUMNS = 4
"""A table of the survey names four fields at least."""
_MOST_NOTES = 200


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `comment` is what a comment at its place says, which is no text of it."""

    text: str
    struck: bool = False
    font: str | None = None
    comment: str = ""


@dataclass(slots=True)
class TableBuilder:
    """Cells by place, as they come; `spans` are rowspan and colspan of those that have any, `fills` their colours."""

    cells: dict[tuple[int, int], list[Run]] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_lines: bool = False
    open: list[Run] | None = None
    row: int = 0
    _column: int = 0
    _busy: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[list[str]]) -> "TableBuilder":
        table = cls()
        for row in rows:
            table.next_row()
            for text in row:
                table.next_cell().append(Run(text))
        return table

    def next_row(self) -> None:
        self.row, self._column, self.open = self.row + 1, 0, None
        if self.row > MOST_ROWS:
            raise FileTooLarge(limit=f"{MOST_ROWS:,} แถว")

    def next_cell(self, rowspan: int = 1, colspan: int = 1) -> list[Run]:
        """Open the next cell that no earlier one reaches into (HTML, §4.9.12.1)."""
        if not self.row:
            self.next_row()
        column = self._column + 1
        while self._busy.get(column, 0) >= self.row:
            column += 1
        if column + colspan - 1 > MOST_COLUMNS:
            raise FileTooLarge(limit=f"{MOST_COLUMNS:,} คอลัมน์")
        if rowspan > 1:
            for covered in range(column, column + colspan):
                self._busy[covered] = self.row + rowspan - 1
        self._column = column + colspan - 1
        if rowspan > 1 or colspan > 1:
            self.spans[self.row, column] = rowspan, colspan
        self.open = self.cells[self.row, column] = []
        return self.open

    def put(self, column: int, colspan: int = 1) -> list[Run]:
        """Open a cell of the row at a column that the file itself counts.

        Raises:
            FileTooLarge: It stands beyond the last column that is read.
        """
        if column > MOST_COLUMNS:
            raise FileTooLarge(limit=f"{MOST_COLUMNS:,} คอลัมน์")
        colspan = min(colspan, MOST_COLUMNS - column + 1)
        if colspan > 1:
            self.spans[self.row, column] = 1, colspan
        self.open = self.cells.setdefault((self.row, column), [])
        return self.open

    def reach_down(self, row: int, column: int) -> None:
        """Let the cell at a place reach down to the row at hand."""
        colspan = self.spans.get((row, column), (1, 1))[1]
        self.spans[row, column] = self.row - row + 1, colspan

    @property
    def _filled(self) -> list[tuple[int, int]]:
        return [place for place, runs in self.cells.items() if any(run.text.strip() for run in runs)]

    @property
    def holds_data(self) -> bool:
        filled = self._filled
        return len({row for row, _ in filled}) > 1 and len({column for _, column in filled}) > 1

    @property
    def may_be_a_form(self) -> bool:
        """It has a header's worth of columns, and a row below."""
        filled = self._filled
        return len({row for row, _ in filled}) > 1 and len({column for _, column in filled}) >= FEWEST_COLUMNS

    @property
    def is_even(self) -> bool:
        """Every row has as many cells."""
        return len(set(Counter(row for row, _ in self.cells).values())) == 1

    def runs(self) -> Iterator[Run]:
        """All that it says, a line a row."""
        for _, cells in groupby(self.cells.items(), key=lambda item: item[0][0]):
            for _, runs in cells:
                last = max((at for at, run in enumerate(runs, 1) if run.text.strip()), default=0)
                yield from (*runs[:last], Run(" "))
            yield Run("\n")

    def grid(self, name: str) -> Grid:
        grid = Grid(name, hidden_lines=self.hidden_lines, fills=self.fills)
        struck = []
        over: dict[Place, str] = {}
        comments: dict[Place, str] = {}
        for (row, column), runs in self.cells.items():
            cell, dropped = _cell(address(name, row, column), runs)
            if cell is not None:
                grid.cells[row, column] = cell
                if cell.text == PICTURE:
                    over[row, column] = DRAWN
            if words := " ".join(run.comment for run in runs if run.comment):
                comments[row, column] = repair(words)
            if dropped:
                struck.append(address(name, row, column))
        grid.struck_runs, grid.over, grid.comments = tuple(struck), over, comments
        grid.merges = tuple(
            Merge(row, column, min(row + rowspan - 1, self.row), column + colspan - 1)
            for (row, column), (rowspan, colspan) in self.spans.items()
        )
        return grid


Item = str | TableBuilder
"""What a page holds: lines, and tables."""


def numbered(items: list[Item]) -> list[Grid]:
    """Grids with the lines before and behind them, up to the next table."""
    grids: list[Grid] = []
    notes: list[list[str]] = [[]]
    for item in items:
        if isinstance(item, str):
            notes[-1] += [repair(item)] if item.strip() else []
        else:
            grids.append(item.grid(f"T{len(grids) + 1}"))
            notes.append([])
    for number, grid in enumerate(grids):
        grid.notes = tuple((notes[number][-_MOST_NOTES:] + notes[number + 1])[: 2 * _MOST_NOTES])
    return grids


def _cell(at: str, runs: list[Run]) -> tuple[Cell | None, bool]:
    """The cell, None where it is empty, and whether struck words were left out."""
    visible = [run for run in runs if run.text.strip()]
    if not visible:
        return None, False
    struck = all(run.struck for run in visible)
    kept = [run for run in runs if struck or not run.struck]
    fonts = {run.font for run in kept if run.text.strip()}
    font = fonts.pop() if len(fonts) == 1 else None
    text = laid_out(kept, font)
    text = text if font else repair(text)
    return Cell(at, text, text, font, struck), not struck and any(run.struck for run in visible)


def laid_out(runs: list[Run], font: str | None) -> str:
    text = "".join(run.text if font or not run.font else as_unicode(run.text, run.font) for run in runs)
    text = text.strip(" \n")
    return _BREAKS.sub("\n", text) if "\n" in text else text


_BREAKS = re.compile(r" *\n[ \n]*")
