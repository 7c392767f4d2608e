"""From the grids of one file to a form: the tables, what stands around them, their rows, and what is wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from parsers import column_findings
from parsers.cards import uprights
from parsers.column_findings import about_columns, lacking_columns
from parsers.corrections import correct
from parsers.covers import cover_cells, province_column, without_examples
from parsers.grid import Grid
from parsers.over_cells import put_over
from parsers.picture_findings import about_pictures
from parsers.row_reader import RowReader
from parsers.split_columns import joined
from parsers.table import Table
from survey.cells import Cell, address, split_address
from survey.check import check
from survey.fields import Reading, recognised
from survey.fields.heading import ProvinceFound, province_named, province_of, reporter_of
from survey.fields.ticks import learn
from survey.findings import Code, Finding, Severity
from survey.forms import Survey, named
from survey.lines import Line, RowLines
from survey.model import Case, Cooperation, Form, ProvinceSource, Reporter
from survey.nil import mail_states_nil, states_nil
from survey.registry import registry
from survey.rows import STRUCK_IGNORED, TableLines, amphoe_in, columns_of, rows_of
from survey.thai.text import squeeze

HIDDEN_SHEET_IGNORED = Code(
    "hidden_sheet_ignored",
    Severity.WARNING,
    "แผ่นงาน “{name}” ถูกซ่อนไว้และมีตารางแบบสำรวจ จึงไม่ได้อ่าน หากเป็นข้อมูลที่ต้องการส่ง กรุณายกเลิกการซ่อนแล้วส่งใหม่",
)
_STRUCK_RUN = "ข้อความบางส่วนในช่องนี้ถูกขีดฆ่า จึงไม่นับเป็นข้อมูล หากยังใช้อยู่ กรุณานำเส้นขีดฆ่าออกแล้วส่งใหม่"
CODES = (*column_findings.CODES, HIDDEN_SHEET_IGNORED)


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form as it was read, with all that is to be said of it.

    Attributes:
        words: The beginning of the file's readable text.
    """

    form: Form
    findings: tuple[Finding, ...]
    words: str = ""


def read_forms(grids: Sequence[Grid], name: str, case: Case) -> FormRead | None:
    """All that a file's grids say, merged into one form; None where none holds the survey or a nil statement.

    Args:
        name: The file's name; it may name the province.
    """
    spec = named(case.survey)
    correct(grids, name, case)
    found = [pair for grid in grids for pair in uprights(grid, spec)]
    visible = [grid for grid, _ in found if not grid.hidden]
    tables = [table for grid, some in found if not grid.hidden for table in some]
    hidden = [(grid, some) for grid, some in found if grid.hidden and some]
    findings: list[Finding] = []
    if tables:
        tables, findings = without_examples(tables)
        findings += [HIDDEN_SHEET_IGNORED.at(None, name=grid.name) for grid, _ in hidden]
    else:
        tables = [table for _, some in hidden for table in some]
        visible = [grid for grid, some in found if not grid.hidden or some]
    if not tables:
        return _nil_without_table(visible, name, case, spec)
    return _Reader(spec, case, name, visible, tables, findings).read()


def words_of(grids: Sequence[Grid], limit: int = 2000) -> str:
    """The beginning of the text of a file's grids."""
    found: list[str] = []
    length = 0
    for grid in grids:
        for text in chain(grid.notes, (cell.text for cell in grid.cells.values())):
            found.append(text)
            length += len(text) + 1
            if length > limit:
                return " ".join(found)[:limit]
    return " ".join(found)


def _nil_without_table(grids: Sequence[Grid], name: str, case: Case, spec: Survey) -> FormRead | None:
    cells = [cell for grid in grids for cell in _around(grid, [])]
    if len(cells) > _FEW or not any(mail_states_nil(cell.text) for cell in cells):
        return None
    reader = _Reader(spec, case, name, grids, [], [])
    return reader.nil_form(cells, words_of(grids))


# More than these is a document about something, not a statement.
_FEW = 60


class _Reader:
    def __init__(
        self,
        spec: Survey,
        case: Case,
        name: str,
        grids: Sequence[Grid],
        tables: list[Table],
        findings: list[Finding],
    ) -> None:
        self.spec, self.case, self.name = spec, case, name
        self.grids, self.tables, self.findings = grids, tables, findings

    def read(self) -> FormRead:
        self.tables = [joined(table, self.spec) for table in self.tables]
        for table in self.tables:
            self.findings += put_over(table, self.case.received_on)
        taken = [(table, rows_of(list(_lines(table)))) for table in self.tables]
        homes = list(dict.fromkeys(id(table.grid) for table in self.tables))
        own = [cell for grid in self.grids if id(grid) in homes for cell in _around(grid, self.tables)]
        outside = [cell for _, lines in taken for cell in lines.outside]
        cells = sorted([*own, *outside], key=_reading_order(self.grids))
        covers = cover_cells(grid for grid in self.grids if id(grid) not in homes)
        province, source, unknown = self._province(cells, covers)
        unknown = self._about_recognised_province(province) or unknown
        reporter, told = reporter_of(cells)
        if covers and reporter == Reporter() and (elsewhere := reporter_of(covers))[0].name:
            reporter, told = elsewhere
        told = _with_places(told, self.tables)
        rows = self._rows(taken, province)
        nil = not rows and (any(lines.nil for _, lines in taken) or any(_nil_outside(cell) for cell in cells))
        lacking = lacking_columns(self.tables, self.spec)
        self.findings += about_columns(taken, lacking, self.spec)
        self.findings += about_pictures(taken, self.grids, reporter, told, self.spec)
        self._about_struck_runs()
        form = Form(
            province=province,
            province_source=source,
            province_unknown=unknown,
            reporter=reporter,
            nil_report=nil,
            rows=tuple(rows),
            heading=self._heading(),
            missing=frozenset(lacking),
            survey=self.spec.name,
        )
        return self._with_rules(form, words_of(self.grids))

    def nil_form(self, cells: Sequence[Cell], words: str) -> FormRead:
        province, source, unknown = self._province(cells)
        unknown = self._about_recognised_province(province) or unknown
        reporter, _ = reporter_of(cells)
        form = Form(province, source, unknown, reporter, nil_report=True, survey=self.spec.name)
        return self._with_rules(form, words)

    def _with_rules(self, form: Form, words: str) -> FormRead:
        findings = recognised.settled((*self.findings, *check(form, self.case, self.spec)))
        return FormRead(form, tuple(dict.fromkeys(findings)), words)

    def _province(
        self, cells: Sequence[Cell], covers: Sequence[Cell] = ()
    ) -> tuple[str | None, ProvinceSource | None, bool]:
        """Form, then sheet or file name, then the mail, then the sender's record (contract, section 3)."""
        found: ProvinceFound = province_of(cells)
        if not found.name and not found.finding and (on_cover := province_of(covers)).name:
            found = on_cover
        named = found.name or (None if found.finding else province_column(self.tables))
        if named:
            return named, ProvinceSource.FORM, False
        if found.finding:
            self.findings.append(found.finding)
            return None, None, True
        sheets = {name for table in self.tables if (name := province_named(table.grid.name))}
        by_name = sheets.pop() if len(sheets) == 1 else province_named(self.name)
        if by_name:
            return by_name, ProvinceSource.FILE, False
        if self.case.mail_province:
            return self.case.mail_province, ProvinceSource.MAIL, False
        if len(self.case.sender_provinces) == 1:
            return next(iter(self.case.sender_provinces)), ProvinceSource.SENDER, False
        return None, None, False

    def _about_recognised_province(self, province: str | None) -> bool:
        """Tells of a province that was not surely recognised; True where it is told that none could be."""
        read = next((grid.doubted_province for grid in self.grids if grid.doubted_province), None)
        if read is None:
            return False
        self.findings.append(recognised.province_doubted(read, province))
        return province is None

    def _rows(self, taken: Sequence[tuple[Table, TableLines]], province: str | None) -> list[Cooperation]:
        marks = learn(columns_of([row for _, lines in taken for row in lines.rows]))
        amphoes = (
            sorted({lao.amphoe for lao in registry().laos_of(province) if lao.amphoe}) if province else []
        )
        rows: list[Cooperation] = []
        for table, lines in taken:
            self.findings += lines.findings
            reading = Reading(
                self.case, province, columns=frozenset(table.columns), spanning=_spanning(table), marks=marks
            )
            reader = RowReader(self.spec, reading)
            column, of_sheet = _amphoe_column(table), amphoe_in(table.grid.name, amphoes)
            for row in lines.rows:
                beside = _amphoe_beside(row, table, column) if column else None
                reading.amphoe = amphoe_in(beside, amphoes) or amphoe_in(row.heading, amphoes) or of_sheet
                reading.previous, told = reader.read(row)
                rows.append(reading.previous)
                self.findings += told
        return rows

    def _about_struck_runs(self) -> None:
        for table in self.tables:
            for at in table.grid.struck_runs:
                self.findings.append(STRUCK_IGNORED.saying(_STRUCK_RUN).at(at))

    def _heading(self) -> str:
        texts = []
        for table in self.tables:
            for row in range(1, table.top):
                for column in table.grid.columns_in(row):
                    if words := table.grid.cells[row, column].text.strip():
                        texts.append(words)
        return " ".join(dict.fromkeys(texts))[:2000]


def _amphoe_column(table: Table) -> int | None:
    """The column of an office's own that says in which amphoe the row's LAOs lie."""
    named = [cell for cell in table.ignored if squeeze(cell.text) in ("อำเภอ", "เขตอำเภอ", "ชื่ออำเภอ")]
    return table.grid.place(named[0])[1] if len(named) == 1 else None


def _amphoe_beside(row: RowLines, table: Table, column: int) -> str | None:
    """What stands in that column, as a heading would say it."""
    words = [cell.text for cell in row.lines[0].others if table.grid.place(cell)[1] == column]
    return None if not words else words[0] if words[0].startswith(("อำเภอ", "อ.")) else f"อำเภอ{words[0]}"


def _with_places(told: Sequence[Finding], tables: Sequence[Table]) -> list[Finding]:
    """What is said beside the table (`Grid.notes`) has no cell, though it had to be read as if it had one."""
    beside = {
        table.grid.address(1, 1)
        for table in tables
        if table.grid.notes and not _REPORTER_LINE.search(table.grid.at(1, 1).text)
    }
    return [replace(finding, cell=None) if finding.cell in beside else finding for finding in told]


_REPORTER_LINE = re.compile("รายงาน|ตำแหน่ง|โทร")


def _nil_outside(cell: Cell) -> bool:
    return len(cell.text) < 200 and (mail_states_nil(cell.text) or states_nil(cell.text))


def _lines(table: Table) -> Iterator[Line]:
    grid = table.grid
    width = table.right - table.left + 1
    known = set(table.columns.values())
    others = {column for column in range(*_edges(table)) if column not in known}
    rows: dict[int, list[int]] = {}
    for row, column in grid.cells:
        if table.bottom < row <= table.last:
            rows.setdefault(row, []).append(column)
    header = _header_texts(table)
    columns, at = tuple(table.columns.items()), grid.cells.get
    reach_down = any(merge.bottom > max(merge.top, table.bottom) for merge in grid.merges)
    anew = False
    for row in sorted(rows):
        cells = {key: at((row, column)) or grid.at(row, column) for key, column in columns}
        if row in table.repeated or _repeats_header(cells, header):
            anew = True
            continue
        seen = [column for column in sorted(rows[row]) if not grid.cells[row, column].is_blank]
        filled = [column for column in seen if table.left <= column <= table.right]
        wide = False
        if len(filled) == 1 and (merge := grid.merge_at(row, filled[0])):
            wide = merge.right - merge.left + 1 >= min(4, width)
        beside = tuple(grid.cells[row, column] for column in seen if column in others) if others else ()
        covered = _covered_from_above(table, row) if reach_down else frozenset()
        yield Line(grid.address(row, table.left), cells, covered, wide, beside, anew)
        anew = False


def _covered_from_above(table: Table, row: int) -> frozenset[str]:
    """Keys of the columns in which a merge reaches down from another row of the table."""
    return frozenset(
        key
        for key, column in table.columns.items()
        if (merge := table.grid.merge_at(row, column)) and table.bottom < merge.top < row
    )


def _edges(table: Table) -> tuple[int, int]:
    """First column of the table and the one after its last, with the columns beside it that a header names."""
    named = [table.grid.place(cell)[1] for cell in table.ignored]
    return min([table.left, *named]), max([table.right, *named]) + 1


def _header_texts(table: Table) -> dict[str, set[str]]:
    grid = table.grid
    return {
        key: {grid.seen(row, column).text for row in range(table.top, table.bottom + 1)} - {""}
        for key, column in table.columns.items()
    }


def _repeats_header(cells: dict[str, Cell], header: dict[str, set[str]]) -> bool:
    same = [key for key, cell in cells.items() if cell.text in header[key] and not cell.is_blank]
    return len(same) >= 2 and 2 * len(same) >= sum(1 for cell in cells.values() if not cell.is_blank)


def _spanning(table: Table) -> frozenset[str]:
    """Cells merged over several of the table's columns, as `Reading.spanning` wants them."""
    columns = set(table.columns.values())
    return frozenset(
        table.grid.address(row, merge.left)
        for merge in table.grid.merges
        if merge.right > merge.left and merge.bottom > table.bottom
        and sum(1 for column in columns if merge.left <= column <= merge.right) > 1
        for row in range(max(merge.top, table.bottom + 1), min(merge.bottom, merge.top + 1) + 1)
    )  # fmt: skip


def _around(grid: Grid, tables: Sequence[Table]) -> Iterator[Cell]:
    """Cells above, below and beside the tables, and what floats over the sheet."""
    mine = [(table.top, table.last, *_edges(table)) for table in tables if table.grid is grid]
    for note in grid.notes:
        yield Cell(address(grid.name, 1, 1), note, note)
    for (row, column), cell in grid.cells.items():
        for top, last, left, end in mine:
            if top <= row <= last and left <= column < end:
                break
        else:
            if not cell.is_blank:
                yield cell


def _reading_order(grids: Sequence[Grid]) -> Callable[[Cell], tuple[int, int, int]]:
    place = {name: number for number, name in enumerate(name for grid in grids for name in grid.names)}

    def key(cell: Cell) -> tuple[int, int, int]:
        grid, row, column = split_address(cell.at)
        return place.get(grid, len(place)), row, column

    return key
