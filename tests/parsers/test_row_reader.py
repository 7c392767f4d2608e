"""Rows repeat each other: what is read once must be what each of them says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.row_reader import RowReader
from survey.cells import Cell, CellValue
from survey.fields import FieldGroup, Reading
from survey.fields.ticks import learn
from survey.forms import named
from survey.lines import TICKS, Line, RowLines
from survey.model import Case

SPEC = named("be2561")
KEYS = tuple(column.key for column in SPEC.printed)
CASE = Case(date(2018, 12, 10))
SAID: dict[str, tuple[CellValue, ...]] = {
    "seq": (1, "๒", 3.0, None),
    "service": ("การกำจัดขยะ", "ไม่มี", None, "ยกเลิก"),
    "host": ("ทต.บ่อแฮ้ว", "บ่อแฮ้ว", "อบต.ไม่มีจริง", None),
    "partners": ("อบต.บ้านค่า, อบต.บ้านแลง", "ทต.บ่อแฮ้ว", "#REF!", None),
    "signed_on": (date(2018, 11, 5), date(1961, 11, 5), "5 พ.ย. 2561", 43409, 43409.0, "31/2/61", None),
}
TICKED: tuple[CellValue, ...] = ("✓", "✗", None, True, False, 1, "ไม่ได้จัดทำ", "?")


def a_cell(at: str, value: CellValue, font: str | None = None) -> Cell:
    if value == "#REF!":
        return Cell(at, "#REF!", error="#REF!")
    text = "" if value is None else f"{value.day}/{value.month}" if isinstance(value, date) else str(value)
    return Cell(at, text, text if isinstance(value, str) else value, font)


@st.composite
def rows(draw: st.DrawFn) -> list[RowLines]:
    """Rows of one or two lines in which little differs."""
    found = []
    for number in range(draw(st.integers(2, 6))):
        lines = []
        for line in range(draw(st.sampled_from([1, 1, 1, 2]))):
            cells = {}
            for column, key in enumerate(KEYS):
                value = draw(st.sampled_from(SAID.get(key, TICKED if key in TICKS else ("เพื่อลดต้นทุน", None))))
                font = draw(st.sampled_from([None, None, None, "Wingdings"])) if key in TICKS else None
                cells[key] = a_cell(f"S!{chr(65 + column)}{number * 2 + line + 1}", value, font)
            lines.append(Line(cells["seq"].at, cells))
        found.append(RowLines(lines[0].at, lines))
    return found


@settings(max_examples=50, deadline=None)
@given(rows(), st.sampled_from([None, "ลำปาง"]))
def test_a_row_says_the_same_whatever_rows_were_read_before(
    some: list[RowLines], province: str | None
) -> None:
    columns = {key: [line.cells[key] for row in some for line in row.lines] for key in TICKS if key in KEYS}
    reading = Reading(CASE, province, columns=frozenset(KEYS), marks=learn(columns))
    reader = RowReader(SPEC, reading)
    assert [reader.read(row) for row in some] == [RowReader(SPEC, reading).read(row) for row in some]


class Watched(Mapping[str, Sequence[Cell]]):
    """A row's cells of which a group may ask for its own alone."""

    def __init__(self, group: FieldGroup) -> None:
        self._own = {column.key for column in group.columns}
        self._cells = {key: [a_cell(f"S!{key}", "✓" if key in TICKS else "ก")] for key in KEYS}

    def __getitem__(self, key: str) -> Sequence[Cell]:
        assert key in self._own
        return self._cells[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells.keys() & self._own)

    def __len__(self) -> int:
        return len(self._cells.keys() & self._own)


@pytest.mark.parametrize("group", SPEC.groups, ids=lambda group: group.name)
def test_a_group_reads_no_column_but_its_own(group: FieldGroup) -> None:
    values, _ = group.read(Watched(group), Reading(CASE, "ลำปาง", columns=frozenset(KEYS)))
    assert values.keys() == {column.field for column in group.columns} - {"laos"}
