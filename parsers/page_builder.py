"""What a word processor's document holds, while it is read: lines and tables in order, words in cells or outside."""

from collections.abc import Callable, Sequence

from parsers.grid import Grid
from parsers.table_builder import Item, Run, TableBuilder, laid_out, numbered
from survey.fields.unreadable import PICTURE
from survey.marking import AUTHOR
from survey.thai.text import repair

# For a program's own control in a cell: nobody can say what it shows.
_UNKNOWN = "\ufffd"
# What is as short in a text box over a cell is a mark in the cell; more words float over the page.
_LONGEST_MARK = 3


class PageBuilder:
    """Attributes:
    items: Lines outside of tables, and tables, each where it begins.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._outside: list[Run] = []
        self._cells: list[list[Run]] = []
        self._has_drawing = ""

    @property
    def sink(self) -> list[Run]:
        """Where words go: the innermost open cell, else the lines outside."""
        return self._cells[-1] if self._cells else self._outside

    @property
    def in_cell(self) -> bool:
        return bool(self._cells)

    def say(self, text: str, struck: bool = False, font: str | None = None) -> None:
        """Words as they come; `font` is a symbol font or None."""
        self.sink.append(Run(text, struck, font))

    def say_drawn(self, *, is_control: bool = False) -> None:
        """Something without words is drawn here; a control may be on or off."""
        self._has_drawing = _UNKNOWN if is_control or self._has_drawing == _UNKNOWN else PICTURE

    def comment(self, words: str) -> None:
        """A comment at this place, whose words are none of the document's."""
        if self._cells and words.strip() and AUTHOR not in words:
            self._cells[-1].append(Run("", comment=words.strip()))

    @property
    def state(self) -> tuple[int, int, str]:
        """Changes with all that is said."""
        return len(self.sink), len(self.items), self._has_drawing

    def end_lines(self) -> None:
        """What was said outside of tables becomes lines; struck words are left out."""
        self.items += _lines(self._outside)
        self._outside = []

    def read_cell(self, sink: list[Run], read: Callable[[], None]) -> None:
        """What `read` says goes into a cell; tables in it are items of their own, or lines of the cell."""
        drawn, self._has_drawing = self._has_drawing, ""
        self._cells.append(sink)
        read()
        self._cells.pop()
        if self._has_drawing and not any(run.text.strip() for run in sink):
            sink.append(Run(self._has_drawing))
        self._has_drawing = drawn

    def read_box(self, read: Callable[[], None]) -> None:
        """What `read` says stands in a box that floats over the page, or over the open cell."""
        cells, outside = self._cells, self._outside
        self._cells, self._outside = [], []
        read()
        runs, self._cells, self._outside = self._outside, cells, outside
        lines = _lines(runs)
        if cells and len("".join(lines)) <= _LONGEST_MARK:
            cells[-1].extend(run for run in runs if run.text.strip())
        else:
            self.items += lines

    def read_table(self, read: Callable[[TableBuilder], None]) -> None:
        """A table; in a cell one that is too narrow for a form is words of the cell, and keeps its number."""
        if not self._cells:
            self.end_lines()
        place = len(self.items)
        table = TableBuilder()
        self.items.append(table)
        read(table)
        if self._cells and not table.may_be_a_form:
            self.sink.extend(table.runs())
            self.items[place] = TableBuilder()

    def take_in(self, items: Sequence[Item]) -> None:
        """What another file that stands here says."""
        if not self._cells:
            self.end_lines()
        for item in items:
            if isinstance(item, str) and self._cells:
                self.say(f"{item}\n")
            else:
                self.items.append(item)


def document_grids(body: list[Item], aside: Sequence[Item]) -> list[Grid]:
    """The tables of a document; one grid without cells, with all its words as notes, where it has none.

    Args:
        aside: Heads and feet of its pages: their lines stand beside every table, their tables come last.
    """
    lines: list[str] = []
    for item in aside:
        if isinstance(item, str):
            lines.append(repair(item))
        elif item.may_be_a_form:
            body.append(item)
        else:
            lines += _lines(list(item.runs()))
    grids = numbered(body)
    if not grids:
        grids = [Grid("T1", notes=tuple(repair(line) for line in body if isinstance(line, str)))]
    for grid in grids:
        grid.notes = (*dict.fromkeys(lines), *grid.notes)
    return grids


def _lines(runs: list[Run]) -> list[str]:
    text = laid_out([run for run in runs if not run.struck], None)
    return [line for line in text.split("\n") if line.strip()]
