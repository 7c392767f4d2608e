"""Text files of tables: separators, quotes and what only looks like them. Character sets: test_read.py."""

import pytest

from parsers.formats import csv_text
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileTooLarge


def rows(text: str, limits: Limits | None = None) -> list[list[str]]:
    grid: Grid
    [grid] = csv_text.read(text.encode(), limits or Limits())
    return [
        [grid.at(row, column).text for column in range(1, grid.last_column + 1)]
        for row in range(1, grid.last_row + 1)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_quotes_hold_separators_quotes_and_line_breaks_together(end: str) -> None:
    text = end.join(["ที่,บริการ,ร่วม", f'1,"ขยะ, น้ำ","อบต.ก{end}อบต.ข"', '2,"เรียกว่า ""ใหม่""",อบต.ค', ""])
    assert rows(text) == [
        ["ที่", "บริการ", "ร่วม"],
        ["1", "ขยะ, น้ำ", "อบต.ก\nอบต.ข"],
        ["2", 'เรียกว่า "ใหม่"', "อบต.ค"],
    ]


def test_a_separator_inside_words_is_not_the_files_own() -> None:
    assert rows("ที่;บริการ;ร่วม\n1;ขยะ, น้ำ, ไฟ;ก, ข\n2;ถนน, สะพาน, คลอง;ค, ง") == [
        ["ที่", "บริการ", "ร่วม"],
        ["1", "ขยะ, น้ำ, ไฟ", "ก, ข"],
        ["2", "ถนน, สะพาน, คลอง", "ค, ง"],
    ]


def test_a_lone_quote_means_as_above_and_swallows_no_lines() -> None:
    assert rows('ที่,บริการ,ร่วม\n1,ขยะ,ก\n2,",ข\n3,",ค')[2:] == [["2", '"', "ข"], ["3", '"', "ค"]]


def test_rows_are_counted_as_excel_shows_them() -> None:
    [grid] = csv_text.read('sep=;\nก;"ข\nค"\n\nง;จ'.encode(), Limits())
    assert [cell.at for cell in grid.cells.values()] == ["T1!A1", "T1!B1", "T1!A3", "T1!B3"]


def test_what_is_over_the_limits_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        rows("ก,ข\n" * 11, Limits(rows=10))
    with pytest.raises(FileTooLarge):
        rows("ก," * 11 + "\n", Limits(columns=10))
    with pytest.raises(FileCorrupt):
        rows('ก,ข\n"' + "ค" * 140_000)
