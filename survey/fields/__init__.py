"""One module a group of fields: header words, reading its cells, codes and sentences, rules of one row.

A group is read from the cells of one row by `read(cells, reading)`; it returns the values by field name and
what it found. What is learnt from a file lives in `Reading` and ends with that file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from survey.cells import Cell
from survey.findings import Code, Finding
from survey.model import Case, Cooperation


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the form.

    Attributes:
        key: Name within the form, unique: `committee_yes`, `host`.
        field: The contract's field that it feeds: `committee`.
        title: The header's own words, for messages to the sender.
        headers: Other wordings that officers use, best first.
        group: Words of the header cell above, where the form has one.
    """

    key: str
    field: str
    title: str
    headers: tuple[str, ...] = ()
    group: tuple[str, ...] = ()


FOLDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "committee": frozenset({"committee_yes", "committee_no"}),
        "regulation": frozenset({"regulation_yes", "regulation_no"}),
        "laos": frozenset({"host", "partners"}),
    }
)
"""Key of a column into which officers fold several of the form's, and the keys of those."""

RowCells = Mapping[str, Sequence[Cell]]
"""Column key to the cells of the row's lines, top to bottom: at least one cell (blank where the sender left it
empty) for each column that the table has, no key for a column that it lacks."""


@dataclass(slots=True)
class Reading:
    """What reading one file knows so far; made for a file, thrown away with it.

    Attributes:
        province: Name of the province whose registry counts, or None where nothing names one.
        amphoe: Amphoe of a sub-heading above the row, where the table has such; helps equal LAO names.
        columns: Keys of the columns that the table has.
        spanning: Addresses of cells that are merged over several columns of the table: the text stands in the
            first of them, the others look blank.
        marks: What this file's ticks mean, learnt by `survey.fields.ticks.learn`.
        previous: The row above, for what is inherited.
    """

    case: Case
    province: str | None = None
    amphoe: str | None = None
    columns: frozenset[str] = frozenset()
    spanning: frozenset[str] = frozenset()
    marks: Any = None
    previous: Cooperation | None = None


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A group of fields that is read together."""

    name: str
    columns: tuple[Column, ...]
    read: Callable[[RowCells, Reading], tuple[Mapping[str, Any], list[Finding]]]
    codes: tuple[Code, ...] = ()
    rules: tuple[Callable[[Cooperation, Case], Iterator[Finding]], ...] = field(default=())

    def reworded(self, key: str, title: str) -> "FieldGroup":
        """The group of a later survey that heads one column otherwise; the old wording is understood as well."""
        columns = tuple(
            replace(one, title=title, headers=(one.title, *one.headers)) if one.key == key else one
            for one in self.columns
        )
        return replace(self, columns=columns)


def joined(cells: Sequence[Cell]) -> str:
    """Text of a row's lines in one column, a line break between them, blanks left out."""
    return "\n".join(text for cell in cells if (text := cell.text.strip()))


def first_filled(cells: Sequence[Cell]) -> Cell:
    """The first cell with something in it, else the first: the cell that a message should name."""
    if len(cells) == 1:
        return cells[0]
    return next((cell for cell in cells if not cell.is_blank), cells[0])
