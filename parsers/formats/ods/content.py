"""content.xml of a spreadsheet as a stream → sheets. Repeated cells are copied only where they show something."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date

from parsers.formats.ods.floating import BOXES, SHAPES, Floating, SheetLengths
from parsers.formats.ods.styles import Styles
from parsers.grid import Grid, Place
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileTooLarge
from parsers.sheet_builder import SheetBuilder
from parsers.sheet_cells import NO_VALUE, Run, Style, date_cell, finite, is_volatile, number_cell, text_cell
from survey.cells import Cell, CellValue, Doubt
from survey.thai.digits import arabic
from survey.thai.text import repair

_LONGEST_TEXT = 200_000
_WIDEST_FILL, _MOST_FILLS = 500, 20_000
_DEEPEST = 50  # spans within spans
# Words in here are none of the cell's or the sheet's own.
_SKIPPED = frozenset(
    {
        "tracked-changes",
        "dde-links",
        "content-validations",
        "database-ranges",
        "title",
        "desc",
        "binary-data",
    }
)
_TRUTHS: dict[str, CellValue] = {"TRUE": True, "FALSE": False}
_HIDDEN = frozenset({"collapse", "filter"})
_STYLES = frozenset({"automatic-styles", "styles", "font-face-decls", "master-styles"})


@dataclass(slots=True)
class _Table:
    """A table as it is read, with what floats over it and the colours of its cells."""

    builder: SheetBuilder
    floating: Floating
    fills: dict[Place, str] = field(default_factory=dict)


class ContentReader:
    """Handlers of the stream; `sheets` are filled as they go by.

    Raises from the handlers:
        FileCorrupt: A number or a count that is none.
        FileTooLarge: Over the limits.
    """

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.sheets: list[_Table] = []
        self._table: _Table | None = None
        self._states: dict[str, bool] = {}
        self._comment: list[str] | None = None
        self._author: list[str] = []
        self._in_author = False
        self._styles, self._limits = styles, limits
        self._skipping = self._styling = self._shapes = 0
        self._sheet: SheetBuilder | None = None
        self._outer: list[SheetBuilder | None] = []
        self._columns: list[tuple[int, int, str]] = []
        self._row = self._next_row = self._column = 1
        self._row_style = ""
        self._cell: dict[str, str] | None = None
        self._covered = False
        self._runs: list[Run] = []
        self._length = 0
        self._paragraphs = 0
        self._in_paragraph = 0
        self._looks: list[tuple[bool | None, str | None]] = []
        self._note: list[str] = []

    def start(self, name: str, has: dict[str, str]) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif self._styling or name in _STYLES:
            self._styling += 1
            self._styles.start(name, has)
        elif name in SHAPES:
            self._shapes += 1
            if self._table:
                place = (self._row, self._column) if self._cell is not None else None
                self._table.floating.begin(name, has, place)
        elif self._in_paragraph:
            self._start_in_paragraph(name, has)
        elif name == "p":
            self._start_paragraph()
        elif self._shapes:
            if self._table:
                self._table.floating.hold(name)
        elif name == "annotation":
            self._comment, self._author = [], []
        elif name == "creator":
            self._in_author = self._comment is not None
        elif name in BOXES:
            on = "checked" in (has.get("form:current-state", has.get("form:state")),) or (
                has.get("form:current-selected", has.get("form:selected")) == "true"
            )
            self._states.update(dict.fromkeys((has.get("form:id", ""), has.get("xml:id", "")), on))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._covered = has, name == "covered-table-cell"
            self._runs, self._length, self._paragraphs = [], 0, 0
        elif name == "table-row":
            self._start_row(has)
        elif name == "table-column":
            self._start_column(has)
        elif name == "table":
            self._start_table(has)
        elif name == "table-source" and self._table in self.sheets:
            self.sheets.remove(self._table)  # what another file said when it was last asked

    def text(self, letters: str) -> None:
        if self._skipping:
            return
        if self._styling:
            self._styles.text(letters)
        elif self._in_author:
            self._author.append(letters)
        elif self._in_paragraph:
            self._say(letters)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._styling:
            self._styling -= 1
            self._styles.end(name)
        elif name in SHAPES:
            self._shapes -= 1
            if not self._shapes and self._table:
                self._table.floating.end()
        elif self._in_paragraph:
            self._end_in_paragraph(name)
        elif name == "creator":
            self._in_author = False
        elif name == "annotation" and self._comment is not None:
            if self._table and self._cell is not None:
                words = "\n".join(self._comment).strip()
                self._table.floating.comment((self._row, self._column), words, "".join(self._author))
            self._comment = None
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._row = self._next_row
        elif name == "table" and self._outer:
            self._sheet = self._outer.pop()

    def grids(self) -> list[Grid]:
        """The sheets; to be asked once, at the end."""
        grids = []
        for table in self.sheets:
            grid = table.builder.grid()
            table.floating.put(grid)
            grid.fills = table.fills
            grid.notes = (*grid.notes, *self._styles.edges)
            grids.append(grid)
        return grids

    def _start_table(self, has: dict[str, str]) -> None:
        self._outer.append(self._sheet)
        if self._sheet is not None:  # a table within a cell: nobody's program makes one
            return
        hidden = has.get("table:style-name", "") in self._styles.hidden_tables
        name = has.get("table:name", f"Sheet{len(self.sheets) + 1}")
        self._sheet = SheetBuilder(name, self._limits, hidden=hidden)
        self._table = _Table(self._sheet, Floating(SheetLengths(self._styles.lengths), self._states))
        self.sheets.append(self._table)
        if len(self.sheets) > self._limits.sheets:
            raise FileTooLarge(limit=f"{self._limits.sheets:,} แผ่นงาน")
        self._row = self._next_row = 1
        self._columns = []

    def _start_column(self, has: dict[str, str]) -> None:
        first = self._columns[-1][1] + 1 if self._columns else 1
        last = first + _count(has, "table:number-columns-repeated") - 1
        self._columns.append((first, last, has.get("table:default-cell-style-name", "")))
        if self._table:
            self._table.floating.lengths.columns.append((first, last, has.get("table:style-name", "")))
        if self._sheet is not None and has.get("table:visibility") in _HIDDEN:
            self._sheet.hidden_columns.append((first, last))

    def _start_row(self, has: dict[str, str]) -> None:
        self._next_row = self._row + _count(has, "table:number-rows-repeated")
        self._column = 1
        self._row_style = has.get("table:default-cell-style-name", "")
        if self._table and "table:style-name" in has:
            self._table.floating.lengths.rows[self._row] = has["table:style-name"]
        if self._sheet is not None and has.get("table:visibility") in _HIDDEN:
            self._sheet.hidden_rows.append((self._row, self._next_row - 1))

    def _start_paragraph(self) -> None:
        self._in_paragraph = 1
        if self._shapes or self._comment is not None:
            self._note = []
            return
        if self._paragraphs:
            self._runs.append(Run("\n"))
        self._paragraphs += 1

    def _start_in_paragraph(self, name: str, has: dict[str, str]) -> None:
        self._in_paragraph += 1
        if name == "span":
            self._looks.append(self._styles.span(has.get("text:style-name", "")))
            if len(self._looks) > _DEEPEST:
                raise FileCorrupt
        elif name == "s":
            self._say(" " * min(_count(has, "text:c"), 1000))
        elif name == "tab":
            self._say("\t")
        elif name == "line-break":
            self._say("\n")

    def _end_in_paragraph(self, name: str) -> None:
        self._in_paragraph -= 1
        if name == "span" and self._looks:
            self._looks.pop()
        if self._in_paragraph or not self._table:
            return
        if self._shapes:
            self._table.floating.say(repair("".join(self._note)).strip())
        elif self._comment is not None:
            self._comment.append("".join(self._note))

    def _say(self, letters: str) -> None:
        if self._shapes or self._comment is not None:
            self._note.append(letters)
            return
        struck, font = self._look()
        self._runs.append(Run(letters, struck, font))
        self._length += len(letters)
        if self._length > _LONGEST_TEXT:
            raise FileTooLarge(limit=f"{_LONGEST_TEXT:,} ตัวอักษรต่อช่อง")

    def _look(self) -> tuple[bool | None, str | None]:
        """Strike-through and font of the innermost span that says anything of them."""
        struck = next((s for s, _ in reversed(self._looks) if s is not None), None)
        return struck, next((f for _, f in reversed(self._looks) if f is not None), None)

    def _end_cell(self) -> None:
        has, self._cell = self._cell or {}, None
        row, column = self._row, self._column
        repeated = _count(has, "table:number-columns-repeated")
        self._column += repeated
        if self._covered or self._sheet is None or len(self._outer) > 1:
            return
        across, down = _count(has, "table:number-columns-spanned"), _count(has, "table:number-rows-spanned")
        self._sheet.merge(row, column, row + down - 1, column + across - 1)
        style = self._styles.cell(self._style_name(has, column))
        if style.fill:
            self._fill(style.fill, row, column, repeated)
        if not self._runs and "office:value-type" not in has and "table:formula" not in has:
            return
        for at_row in range(row, self._next_row):
            for at_column in range(column, column + repeated):
                cell, dropped = self._shown(has, self._sheet.at(at_row, at_column), column)
                if cell is None and not dropped:
                    return
                volatile = is_volatile(has.get("table:formula", ""))
                if cell is not None and (volatile or style.unseen):
                    cell = replace(cell, doubt=Doubt.VOLATILE if volatile else Doubt.UNSEEN)
                self._sheet.add(at_row, at_column, cell, dropped)

    def _fill(self, colour: str, row: int, column: int, repeated: int) -> None:
        """Note the colour of cells; of many at once only that they are coloured at all matters to nobody."""
        if self._table is None:
            return
        fills = self._table.fills
        if repeated * (self._next_row - row) > _WIDEST_FILL or len(fills) > _MOST_FILLS:
            return
        for at in range(row, self._next_row):
            fills.update(((at, place), colour) for place in range(column, column + repeated))

    def _style_name(self, has: dict[str, str], column: int) -> str:
        return has.get("table:style-name") or self._row_style or self._column_style(column)

    def _shown(self, has: dict[str, str], at: str, column: int) -> tuple[Cell | None, bool]:
        name = self._style_name(has, column)
        style = self._styles.cell(name)
        kind = has.get("office:value-type")
        if has.get("calcext:value-type") == "error" or (
            kind is None and "table:formula" in has and not self._runs
        ):
            shown = "".join(run.text for run in self._runs) or NO_VALUE
            return Cell(at, "" if shown == NO_VALUE else shown, None, None, style.struck, shown), False
        if kind == "date":
            day = _day(has.get("office:date-value", ""))
            if day is not None:
                return self._date(at, day, self._styles.day(name)), False
        if kind == "boolean":
            value = has.get("office:boolean-value") == "true"
            return Cell(at, "TRUE" if value else "FALSE", value, style.font, style.struck), False
        if kind in ("float", "percentage", "currency"):
            cell = number_cell(at, finite(has.get("office:value", "")), style)
            if not self._paragraphs:
                return cell, False
            shown = "".join(run.text for run in self._runs)
            meant = _TRUTHS.get(shown, cell.value) if "table:formula" in has else cell.value
            return Cell(at, repair(shown), meant, style.font, cell.struck), False
        runs = tuple(self._runs) or (Run(has.get("office:string-value", "")),)
        plain = all(run.struck is None and run.font is None for run in runs)
        return text_cell(at, "".join(run.text for run in runs) if plain else runs, style)

    def _date(self, at: str, day: date, style: Style) -> Cell:
        """Some formats name no calendar and show Buddhist years all the same: by their language."""
        cell = date_cell(at, day, style)
        shown = arabic("".join(run.text for run in self._runs))
        if isinstance(cell.value, date) and str(day.year + 543) in shown:
            return replace(cell, text=f"{day.day}/{day.month}/{day.year + 543}")
        return cell

    def _column_style(self, column: int) -> str:
        at = bisect_right(self._columns, column, key=lambda one: one[0]) - 1
        return self._columns[at][2] if at >= 0 and column <= self._columns[at][1] else ""


def _count(has: dict[str, str], key: str) -> int:
    text = has.get(key)
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 9:
        raise FileCorrupt
    return max(int(text), 1)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
