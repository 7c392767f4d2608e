"""Addresses of cells, as a person finds them in a file."""

import pytest

from survey.cells import Cell, Places, address, addresses_of, column_letters, split_address

CELLS = {"seq": Cell("แบบ!สำรวจ!A9", "1"), "mou": Cell("แบบ!สำรวจ!J9", "✓"), "problems": Cell("p2!C5", "ไม่มี")}


def test_of_a_row_that_is_stored_the_cells_stand_where_they_stood() -> None:
    places = Places.of("แบบ!สำรวจ!A9", CELLS)
    assert dict(places) == {field: Cell(cell.at) for field, cell in CELLS.items()}
    assert len(places) == 3
    assert "host" not in places
    assert (
        list(addresses_of(places)) == list(addresses_of(CELLS)) == ["แบบ!สำรวจ!A9", "แบบ!สำรวจ!J9", "p2!C5"]
    )


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_columns_are_named_as_a_workbook_names_them(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert split_address(address("Sheet!1", 12, column)) == ("Sheet!1", 12, column)


@pytest.mark.parametrize("words", ["", "E9", "Sheet1!", "Sheet1!e9", "Sheet1!9", "Sheet1!E9 "])
def test_what_is_no_address_is_refused_by_its_words(words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        split_address(words)


@pytest.mark.parametrize(
    ("cell", "blank"),
    [
        (Cell("Sheet1!A1"), True),
        (Cell("Sheet1!A1", " \n\xa0"), True),
        (Cell("Sheet1!A1", "-"), False),
        (Cell("Sheet1!A1", error="#REF!"), False),
    ],
)
def test_a_cell_is_blank_where_a_person_sees_nothing_in_it(cell: Cell, blank: bool) -> None:
    assert cell.is_blank is blank
