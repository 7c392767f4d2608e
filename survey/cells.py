"""A cell as the sender's file has it, whatever the format was."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar, dataclass_transform

T = TypeVar("T")
CellValue = str | int | float | bool | date | None


class Doubt(StrEnum):
    """Why a cell's text may not be what its sender meant, though it could be read."""

    UNSEEN = "unseen"  # letters in the colour of the ground
    VOLATILE = "volatile"  # a formula that gives another value on another day
    COMMENT = "comment"  # the cell is empty; a comment at it says this
    CUT = "cut"  # the cell is smaller than its text, and a part does not show
    LOW = "low"  # the row is lower than its text, and whole lines may not be there
    LAYER = "layer"  # a layer holds it that only some programs show


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen_when_checked(of: type[T]) -> type[T]:
    """A frozen dataclass to the type checker. At run time there is no guard: it makes each of a form's thousands
    of cells five times as slow to make, and to send from child to parent."""
    return dataclass(slots=True, unsafe_hash=True)(of)


@frozen_when_checked
class Cell:
    """One cell of a table.

    Attributes:
        at: Address as the file itself numbers it: `Sheet1!E9`, `T1!C5`, `p2!C5`.
        text: What a person sees in the cell, repaired by `survey.thai.text.repair`, line breaks kept as
            `\\n`; "" where the cell is empty. A date cell shows day/month/year as the file would.
        value: The typed value; a `date` only where the file marks the cell as a date. Its year is the
            file's own (a Gregorian Excel holds 2561 where an officer typed a BE year).
        font: Font of the text where it may decide what a letter looks like (Wingdings), else None.
        struck: The whole cell is struck through: not data.
        error: A formula error such as `#REF!`, or None.
        certain: False where the text was recognised from a picture, and not surely.
        doubt: What else makes the text doubtful; it is told.
    """

    at: str
    text: str = ""
    value: CellValue = None
    font: str | None = None
    struck: bool = False
    error: str | None = None
    certain: bool = True
    doubt: Doubt | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing that a person would see."""
        text = self.text
        return not self.error and (not text or text.isspace())


@frozen_when_checked
class Places(Mapping[str, Cell]):
    """The cells of a row of which only the addresses are kept; made when asked for.

    Attributes:
        sheet: What stands before the `!` of most of them.
        places: Field name to the rest of its address (`E9`), or to a whole address on another sheet or page.
    """

    sheet: str
    places: Mapping[str, str]

    @classmethod
    def of(cls, at: str, cells: Mapping[str, Cell]) -> "Places":
        """The addresses of a row's cells; `at` is the row's own."""
        sheet = at.rpartition("!")[0]
        return cls(sheet, {field: cell.at.removeprefix(f"{sheet}!") for field, cell in cells.items()})

    def __getitem__(self, field: str) -> Cell:
        at = self.places[field]
        return Cell(at if "!" in at else f"{self.sheet}!{at}")

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def addresses(self) -> Iterator[str]:
        """The whole address of each."""
        return (at if "!" in at else f"{self.sheet}!{at}" for at in self.places.values())


def addresses_of(cells: Mapping[str, Cell]) -> Iterator[str]:
    """Where the cells of a row stand."""
    return cells.addresses() if isinstance(cells, Places) else (cell.at for cell in cells.values())


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(grid: str, row: int, column: int) -> str:
    """`Sheet1!E9` for grid Sheet1, row 9, column 5; rows and columns are counted from 1."""
    return f"{grid}!{column_letters(column)}{row}"


_ADDRESS = re.compile(r"(?P<grid>.*)!(?P<column>[A-Z]+)(?P<row>\d+)", re.DOTALL)


def split_address(at: str) -> tuple[str, int, int]:
    """Grid name, row and column (from 1) of an address.

    Raises:
        ValueError: If `at` is no address.
    """
    match = _ADDRESS.fullmatch(at)
    if match is None:
        raise ValueError(at)
    column = 0
    for letter in match["column"]:
        column = column * 26 + ord(letter) - 64
    return match["grid"], int(match["row"]), column
