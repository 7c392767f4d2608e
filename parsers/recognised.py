"""Cells of scanned tables: which readings are certain, since two independent facts agree, and which are not.

Ticks by ink, and like the file's other ticks; names by the province's registry; days of the calendar by readers that
agree, texts where the ink of their marks bears them out too; numbers by their order. Everything else stays uncertain
(contract, `ocr_low_confidence`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from parsers.agreement import OUTVOTED, ReadLine, all_agreed, all_witnessed, levels_of
from parsers.grid import Grid
from parsers.recognised_days import agreed_day, is_sure_day
from parsers.scan_grid import Ink, alike
from parsers.scanned_page import ScannedPage, Second
from parsers.table import Table, find_tables
from parsers.upper_marks import Levels
from parsers.usual_texts import is_usual
from survey.cells import Cell
from survey.forms.be2561 import BE2561
from survey.lao_lists import lao_list
from survey.lines import TICKS
from survey.recognised_names import is_spelled, snapped
from survey.thai.dates import Kind, read
from survey.thai.digits import arabic
from survey.thai.text import squeeze

_PAIRS = (("committee_yes", "committee_no"), ("regulation_yes", "regulation_no"))
_GROUPS = (_PAIRS[0], (*_PAIRS[1], "mou"))


def settled(
    grids: Iterable[Grid], pages: Sequence[ScannedPage], province: str | None, received_on: date
) -> list[Grid]:
    """The grids with every cell decided: certain, or not.

    Args:
        province: Whose registry counts; None: no name is certain.
    """
    known = _Known(
        {at: ink for page in pages for at, ink in page.inks.items()},
        {at: lines for page in pages for at, lines in page.lines.items()},
        {at: second for page in pages for at, second in page.second.items()},
        frozenset(line for page in pages for line in page.sure),
        province,
        received_on,
    )
    return [_Settling(grid, known).grid for grid in grids]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the pages and the case say of all cells."""

    inks: Mapping[str, Ink]
    lines: Mapping[str, tuple[ReadLine, ...]]
    seconds: Mapping[str, Second]
    sure: frozenset[str]
    province: str | None
    received_on: date

    def ink(self, at: str) -> Ink:
        return self.inks.get(at) or Ink()


def is_shaken(table: Table) -> bool:
    """Whether a recognised table lacks columns, or has some by guess, where headers were not surely read."""
    return any(not header.certain for header in (*table.ignored, *table.guessed))


class _Settling:
    def __init__(self, grid: Grid, known: _Known) -> None:
        self.known = known
        self.cells = dict(grid.cells)
        self.source = grid
        for table in find_tables(grid, BE2561):
            self._table(table)
        sure = frozenset(note for note in grid.notes if note in known.sure)
        self.grid = replace(_with(grid, self.cells), sure_notes=sure)

    def _table(self, table: Table) -> None:
        if is_shaken(table):
            self._doubt_all(table)
            return
        rows = [row for row in sorted({row for row, _ in self.cells}) if table.bottom < row <= table.last]
        ticks = {key: column for key, column in table.columns.items() if key in TICKS}
        self._ticks(rows, ticks)
        for group in _GROUPS:
            columns = [ticks[key] for key in group if key in ticks]
            if 0 < len(columns) < len(group):
                self._doubt_marks(rows, columns)
        levels = levels_of(
            line
            for row in rows
            for column in table.columns.values()
            for line in self.known.lines.get(self._at(row, column).at, ())
        )
        number = 0
        for row in rows:
            number += (
                1 if table.columns.get("seq") and not self._at(row, table.columns["seq"]).is_blank else 0
            )
            for key, column in table.columns.items():
                cell = self.cells.get((row, column))
                if cell is None or cell.certain or key in ticks:
                    continue
                self.cells[row, column] = self._decided(key, cell, number, levels)
            self._doubt_blanks(row, table.columns.values())

    def _doubt_blanks(self, row: int, columns: Iterable[int]) -> None:
        """Of a row of which nothing is sure nobody knows what is blank in it: dirt makes rows as well."""
        cells = {column: self._at(row, column) for column in columns}
        if any(cell.certain for cell in cells.values() if not cell.is_blank):
            return
        for column, cell in cells.items():
            self.cells[row, column] = replace(cell, certain=False)

    def _doubt_marks(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """Where a group lacks a column its rule may have faded, and a mark stands in two columns at once."""
        for row in rows:
            for column in columns:
                if not (cell := self._at(row, column)).is_blank:
                    self.cells[row, column] = replace(cell, certain=False)

    def _doubt_all(self, table: Table) -> None:
        """Of a table whose columns are not surely known a blank cell may be another column's."""
        for row in sorted({row for row, _ in self.cells if table.bottom < row <= table.last}):
            for column in table.columns.values():
                cell = self._at(row, column)
                self.cells[row, column] = replace(cell, certain=False)

    def _at(self, row: int, column: int) -> Cell:
        return self.cells.get((row, column)) or self.source.at(row, column)

    def _decided(self, key: str, cell: Cell, number: int, levels: Levels | None) -> Cell:
        ink, lines = self.known.ink(cell.at), self._lines(cell)
        if ink.is_dash:
            return Cell(cell.at, "-", "-")
        if key == "seq":
            digits = re.sub(r"\D", "", arabic(cell.text))
            return Cell(cell.at, digits, digits) if digits == str(number) else cell
        if key == "signed_on":
            return self._date(cell, lines)
        if key in ("host", "partners", "laos"):
            return self._names(cell, lines, lone=key == "host")
        is_usual_text = is_usual(cell.text) and all_agreed(lines)
        if not ink.is_cut and (is_usual_text or all_witnessed(lines, levels)):
            return replace(cell, certain=True)
        return replace(cell, value=_other_text(lines) or cell.value)

    def _lines(self, cell: Cell) -> tuple[ReadLine, ...]:
        """The readings of a cell; none where a page break cut it, since they are of its first part alone."""
        lines = self.known.lines.get(cell.at, ())
        whole = squeeze("".join(line.text for line in lines))
        return lines if whole == squeeze(cell.text) else ()

    def _date(self, cell: Cell, lines: Sequence[ReadLine]) -> Cell:
        ink, received_on = self.known.ink(cell.at), self.known.received_on
        second = self.known.seconds.get(cell.at) or Second()
        mine = " ".join(line.own.text for line in lines if line.own is not None)
        if is_sure_day(lines, second.latin, received_on, is_clear=ink.is_clear, is_cut=ink.is_cut):
            # It is our reader's day that is certain; the cell may show another reader's letters ("27!6|2556").
            return replace(cell, text=mine, value=mine, certain=True)
        thai, script = " ".join(line.thai or "" for line in lines), second.script
        day = agreed_day(thai, script, second.latin, received_on, is_clear=ink.is_clear, is_cut=ink.is_cut)
        texts = [text for text in (cell.text, mine, thai, script) if text.strip()]
        readings = [(text, read(text, received_on)) for text in texts]
        own = next((reading.value for text, reading in readings if text == cell.text), None)
        if day is not None:
            agreed = read(day, received_on).value
            text = cell.text if own == agreed else day
            unsure = any(line.own is not None and line.own.lead < OUTVOTED for line in lines)
            if own in (None, agreed) or unsure:
                return replace(cell, text=text, value=text, certain=True)
            return replace(cell, text=day, value=cell.text)  # three models against one that is sure
        likely = [text for text, reading in readings if reading.kind is Kind.OK]
        text = likely[0] if likely else cell.text
        others = (other for other in (*likely, *texts, second.latin) if other.strip())
        other = next((other for other in others if _plain(other) != _plain(text)), text)
        return replace(cell, text=text, value=other)

    def _names(self, cell: Cell, lines: Sequence[ReadLine], lone: bool) -> Cell:
        province = self.known.province
        if province is None or cell.is_blank:
            return replace(cell, value=_other_text(lines) or cell.value)
        names = [one.written for one in lao_list(cell.text, province)]
        other = _other_text(lines)
        others = [one.written for one in lao_list(other, province)] if other else []
        pairs = [*zip(names, others, strict=True)] if len(names) == len(others) else [(n, "") for n in names]
        sure = all_agreed(lines) or (bool(lines) and all(line.is_sure_alone for line in lines))
        known = [_known_name(name, second, province, sure) for name, second in pairs]
        if not names:
            return replace(cell, value=other or cell.value)
        if lone and len(names) > 1 and known.count(None) == len(known) - 1:
            [name] = filter(None, known)  # beside it only specks, or what could not be read
            return replace(cell, text=name, value=cell.text)
        text = "\n".join(name or written for name, written in zip(known, names, strict=True))
        if None in known:
            return replace(cell, text=text, value=other or cell.text)
        return replace(cell, text=text, value=text, certain=True)

    def _ticks(self, rows: Sequence[int], ticks: Mapping[str, int]) -> None:
        marks = [
            ink.shape
            for row in rows
            for column in ticks.values()
            if (ink := self.known.inks.get(self._at(row, column).at)) and ink.is_mark
        ]
        for row in rows:
            for column in ticks.values():
                cell = self.cells.get((row, column))
                if cell is not None and not cell.certain:
                    self.cells[row, column] = self._tick(cell, marks)
            for pair in _PAIRS:
                both = [ticks[key] for key in pair if key in ticks]
                filled = [column for column in both if self._at(row, column).text == "✓"]
                if len(filled) == 2:
                    for column in filled:
                        self.cells[row, column] = replace(self._at(row, column), certain=False)

    def _tick(self, cell: Cell, marks: Sequence[bytes]) -> Cell:
        ink = self.known.ink(cell.at)
        if ink.is_dash:
            return Cell(cell.at, "-", "-")
        if ink.is_mark and cell.text.strip() not in _ROUND:
            return Cell(cell.at, "✓", "✓", certain=ink.is_clear and alike(ink.shape, marks))
        return cell


def _known_name(name: str, other: str, province: str, sure: bool) -> str | None:
    """The registry's name that is read, or None where it is not certain.

    Args:
        other: As another reader has it, "" where it has the same, or none fits.
        sure: The line is certain by itself, so that a name may have a neighbour one letter off.
    """
    found = {one for one in (snapped(name, province), snapped(other, province) if other else None) if one}
    if len(found) == 1:
        return found.pop()
    return name if not found and sure and is_spelled(name, province) else None


def _other_text(lines: Sequence[ReadLine]) -> str:
    """The cell as another reader has it, "" where that is the same."""
    if not any(line.other for line in lines):
        return ""
    return "\n".join(line.other or line.text for line in lines)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


_ROUND = frozenset("0๐OoQ๑1Il|")
"""May be a number that counts, or no mark at all."""


def _with(grid: Grid, cells: dict[tuple[int, int], Cell]) -> Grid:
    return replace(grid, cells=cells, recognised=True, _covered=None, _by_row=None)
