"""The rows of one table to cooperations, group by group."""

from collections.abc import Mapping, Sequence

from survey.cells import Cell
from survey.doubts import doubts_of
from survey.fields import Reading, first_filled, recognised
from survey.findings import Finding
from survey.forms import Survey
from survey.lines import RowLines
from survey.model import Cooperation, Extra

_Said = str | tuple[object, ...]


class RowReader:
    """Reads rows that follow each other in a table.

    Rows repeat each other: what a group's cells said in one of them, so that nothing had to be told of it, they say
    in the next one too. A group reads its own columns and nothing else.
    """

    def __init__(self, spec: Survey, reading: Reading) -> None:
        self._reading = reading
        self._groups = tuple(
            (group, tuple(column.key for column in group.columns if column.key in reading.columns))
            for group in spec.groups
        )
        self._fields: dict[str, list[str]] = {}
        for column in spec.columns:
            if column.key in reading.columns:
                self._fields.setdefault(column.field, []).append(column.key)
        self._extra = tuple(spec.extra.items())
        self._known: dict[tuple[object, ...], Mapping[str, object]] = {}

    def read(self, row: RowLines) -> tuple[Cooperation, list[Finding]]:
        """The row, and what is to be said of its cells."""
        cells = row.cells()
        findings: list[Finding] = []
        values: dict[str, object] = {}
        certain = all(cell.certain for column in cells.values() for cell in column)
        says = _says(cells) if certain and not self._reading.spanning else None
        for group, keys in self._groups:
            question = says and (group.name, self._reading.amphoe, *[says[key] for key in keys])
            read = self._known.get(question) if question else None
            if read is None:
                read, told = group.read(cells, self._reading)
                if not certain:
                    read, told = recognised.doubted(group, cells, self._reading, read, told)
                if question and not told:
                    self._known[question] = read
                findings += told
            values |= read
        findings += (*row.findings, *doubts_of(cells))
        extra = tuple(Extra(field, title, values.pop(field, None)) for field, title in self._extra)  # type: ignore[arg-type]
        places = {field: first_filled(cells[keys[0]]) for field, keys in self._fields.items()}
        return Cooperation(cell=row.at, cells=places, extra=extra, **values), findings  # type: ignore[arg-type]


def _says(cells: Mapping[str, Sequence[Cell]]) -> dict[str, _Said]:
    """All of a row's cells that its values depend on: everything but where they stand."""
    return {
        key: _said(column[0]) if len(column) == 1 else tuple([_said(cell) for cell in column])
        for key, column in cells.items()
    }


def _said(cell: Cell) -> _Said:
    value, text = cell.value, cell.text
    if (value is text or (value is None and not text)) and not (cell.font or cell.error):
        return text
    return text, value, value.__class__, cell.font, cell.error, cell.struck
