"""What print programs do to Thai letters, rules and rows, and what is read nevertheless."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.habits import TrueForm, true_form, truth_of, values_of
from make.text_printers import PRINTERS, paper_of, saved_two_up

from parsers.limits import Limits
from parsers.page_tables import is_rest_of_row
from parsers.pdf_text import Glyphs, mend, with_own_am
from parsers.read import read_file
from parsers.ruling import ruled_tables
from parsers.wrapping import joined_text
from survey.cells import Cell
from survey.jsonl import document_json
from survey.model import Case


def plain(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """White space aside: where a line was wrapped, print does not tell."""
    return [tuple(v.replace(" ", "") if isinstance(v, str) else v for v in row) for row in rows]


def read(data: bytes) -> dict[str, Any]:
    [found] = read_file(data, "a.pdf", Case(date(2018, 12, 10)), Limits())
    return document_json(found)


def printed(program: str, form: TrueForm, folder: Path, seed: int) -> bytes:
    path = folder / "a.pdf"
    PRINTERS[program](paper_of(form), Random(seed), path)
    return path.read_bytes()


@pytest.mark.parametrize("program", ["ReportLab", "fpdf2", "WeasyPrint", "Typst"])
@pytest.mark.parametrize("seed", [1001, 1003, 9508])
def test_forms_of_many_pages_are_read_whole_whoever_printed_them(
    program: str, seed: int, tmp_path: Path
) -> None:
    form = true_form(Random(seed), 30)
    found = read(printed(program, form, tmp_path, seed))
    assert found["source"] == "pdf-text"
    assert plain(values_of(found)) == plain(truth_of(form))
    assert found["problems"] == []


@pytest.mark.parametrize(
    ("program", "seed"),
    [("ReportLab", 1001), ("Typst", 9104), ("Typst", 1003), ("WeasyPrint", 9104), ("WeasyPrint", 9708)],
)
def test_two_pages_on_a_sheet_are_read_one_after_the_other(program: str, seed: int, tmp_path: Path) -> None:
    form = true_form(Random(seed), 30)
    found = read(saved_two_up(printed(program, form, tmp_path, seed)))
    assert plain(values_of(found)) == plain(truth_of(form))


def test_a_row_that_print_titles_repeat_on_each_page_is_one(tmp_path: Path) -> None:
    # The printed sheet repeats two rows, of which one is the header.
    form = true_form(Random(9400), 30)
    found = read(printed("LibreOffice Calc", form, tmp_path, 9400))
    assert plain(values_of(found)) == plain(truth_of(form))
    assert [problem["code"] for problem in found["problems"] if problem["code"] == "duplicate_row"] == []


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("กำรกĚำจัดขยะ นĚ้ำเสีย สถำนกำรณ์ ภำษำ", "การกําจัดขยะ นํ้าเสีย สถานการณ์ ภาษา"),
        ("น้ำEเสีย การทำEงาน", "น้ำเสีย การทำงาน"),
        ("นJ้ำเสีย กับนJ้ำดี การทJำงาน", "น้ำเสีย กับน้ำดี การทำงาน"),
        ("การทำงาน MOU น้ำ", "การทำงาน MOU น้ำ"),
        ("ดำเนินการ ทำ A กับ ทำB", "ดำเนินการ ทำ A กับ ทำB"),
    ],
)
def test_am_that_was_drawn_as_two_glyphs_with_wrong_names_is_restored(drawn: str, meant: str) -> None:
    assert with_own_am(drawn).replace("\u200b", "") == meant


def glyphs(*placed: tuple[str, float, float]) -> Glyphs:
    """Letters 8 wide and 8 high at their left lower corners; spaces are the reader's own."""
    text = "".join(letter for letter, _, _ in placed)
    boxes = [(x, y, x + 8.0, y + 8.0) for _, x, y in placed]
    return Glyphs(text, lambda index: text[index] == " ", lambda index: boxes[index])


def test_a_mark_that_was_drawn_after_its_line_goes_to_the_letter_that_it_stands_over() -> None:
    line = glyphs(("ด", 0, 0), ("ิ", 0, 9), ("ก", 30, 0), ("ร", 40, 0), (" ", 50, 0), ("์", 1, 14))
    assert mend(line)[0] == "ดิ์กร"


def test_a_mark_with_the_text_of_its_whole_cluster_counts_once() -> None:
    text = "ดิ์กดิ์ดิ์"
    boxes = [*[(n * 3.0, 0.0, n * 3 + 3.0, 8.0) for n in range(3)], (30.0, 0.0, 38.0, 8.0)]
    boxes += [(n + 6.0, 9.0, n + 7.0, 12.0) for n in range(3)]  # low, and over the first: its mark
    boxes += [(n * 3.0 + 50, 0.0, n * 3 + 53.0, 8.0) for n in range(3)]  # a letter of its own
    assert mend(Glyphs(text, lambda _: False, lambda index: boxes[index]))[0] == "ดิ์กดิ์"


@pytest.mark.parametrize(
    ("text", "mended"),
    [("ข้า\r\nข้\r\nใจ", "ข้าใจ"), ("ทำก\r\nทำ\r\nข", "ทำกข"), ("ข้า\r\nข้\r\nต่อ", "ข้า\nต่อ")],
)
def test_line_ends_that_a_mark_drawn_by_itself_was_taken_for_are_none(text: str, mended: str) -> None:
    # The line's letters stand 10 high side by side, those that a mark bears over them; ต่อ begins the next line.
    twice = text.index("\n") + 1
    boxes, x = [], 0.0
    for index, letter in enumerate(text):
        if letter in "\r\n":
            boxes.append((x, 0.0, x, 0.0))
        elif twice <= index < twice + 2:
            boxes.append((1.0 + index - twice, 11.0, 2.0 + index - twice, 15.0))
        elif text.endswith("ต่อ") and index >= len(text) - 3:
            boxes.append((5.0 * (index - len(text) + 3), -20.0, 5.0 * (index - len(text) + 3) + 4, -10.0))
        else:
            boxes.append((x, 0.0, x + 4, 10.0))
            x += 5
    glyphs_of = Glyphs(text, lambda index: text[index] in "\r\n", lambda index: boxes[index])
    assert mend(glyphs_of)[0] == mended


def test_a_mark_goes_back_over_the_vowel_or_space_before_its_line_of_letters() -> None:
    text = "ไมเอ่ือ"  # ่ stands over ม; so pdfium hands fpdf2's shaped lines on
    boxes = [(n * 8.0, 0.0, n * 8 + 7.0, 8.0) for n in range(4)]
    boxes += [(13.0, 9.0, 15.0, 12.0), (25.0, 9.0, 31.0, 12.0), (32.0, 0.0, 39.0, 8.0)]
    assert mend(Glyphs(text, lambda _: False, lambda index: boxes[index]))[0] == "ไม่เอือ"
    text = "โพธิ อ์."
    boxes = [(n * 8.0, 0.0, n * 8 + 7.0, 8.0) for n in range(3)]
    boxes += [
        (18.0, 9.0, 23.0, 12.0),
        (24.0, 0.0, 26.0, 8.0),
        (27.0, 0.0, 34.0, 8.0),
        (21.0, 13.0, 23.0, 16.0),
    ]
    boxes += [(36.0, 0.0, 37.0, 2.0)]
    assert mend(Glyphs(text, lambda _: False, lambda index: boxes[index]))[0] == "โพธิ์ อ."


COLUMNS = {"seq": 1, "service": 2, "host": 3, "partners": 4, "signed_on": 5, "committee_yes": 6, "mou": 7}


def cells(*columns: int) -> dict[int, Cell]:
    return {column: Cell(f"p1!A{column}", "ก") for column in columns}


@pytest.mark.parametrize(
    ("above", "first", "after", "is_rest"),
    [
        ((1, 2, 3, 4, 5, 6), (4,), (1, 2, 3), True),
        ((1, 3, 6), (2, 4, 5), (1, 2, 3), True),
        ((1, 2, 3, 4, 6), (1, 2, 3, 4, 5, 6), (1, 2), False),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6), (1, 2), False),
        ((1, 2, 3, 4, 5, 6), (4,), (2, 3), False),
        ((2, 3, 4, 5, 6), (4,), (2, 3), False),
        ((1, 2, 3, 4, 5, 6), (2, 4, 5), (4,), True),
    ],
    ids=[
        "rest",
        "halves",
        "a row",
        "number forgotten",
        "no numbers below",
        "no numbers above",
        "partners below",
    ],
)
def test_the_rest_of_a_row_is_told_from_a_row(
    above: tuple[int, ...], first: tuple[int, ...], after: tuple[int, ...], is_rest: bool
) -> None:
    assert is_rest_of_row(cells(*above), cells(*first), after, COLUMNS) is is_rest


def test_a_sum_at_the_top_of_a_page_is_no_rest_of_a_row() -> None:
    columns = {key: column for key, column in COLUMNS.items() if key != "seq"}
    total = {2: Cell("p2!A2", "รวม 20 รายการ")}
    assert not is_rest_of_row(cells(2, 3, 4, 5, 6), total, (), columns)
    assert is_rest_of_row(cells(2, 3, 4, 5, 6), {2: Cell("p2!A2", "และสิ่งปฏิกูล")}, (), columns)


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("เพื่อให้ประชาชน", "ได้รับบริการ", "เพื่อให้ประชาชนได้รับบริการ"),
        ("อบต.บ้านค่า", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า\nทต.บ่อแฮ้ว"),
        ("อบต.บ้านค่า และ", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า และ ทต.บ่อแฮ้ว"),
        ("5 พ.ย.", "2561", "5 พ.ย. 2561"),
        ("", "2561", "2561"),
    ],
)
def test_a_text_that_a_page_break_cut_is_joined(first: str, rest: str, whole: str) -> None:
    assert joined_text(first, rest) == whole


@pytest.mark.parametrize("top", [5, 30])
def test_tables_beside_each_other_are_read_left_before_right(top: int) -> None:
    # The right page may have no more than the last row, above where the left page's table begins.
    def rules(left: float, top: float) -> tuple[list[Any], list[Any]]:
        level = [(top + 10 * n, left, left + 20) for n in range(3)]
        return level, [(left + 10 * n, top, top + 20) for n in range(3)]

    (a, b), (c, d) = rules(0, top), rules(100, 0)
    e, f = rules(0, 60)
    tables = ruled_tables([*a, *c, *e], [*b, *d, *f], 1)
    assert [(table.xs[0], table.ys[0]) for table in tables] == [(0, top), (0, 60), (100, 0)]


@pytest.mark.parametrize(
    ("begins", "ends", "is_rest"),
    [
        ("26 ก.ค.", "2558", True),
        ("26 ก.ค. 2558", "2558", False),
        ("26 ก.ค.", "3 มี.ค. 2559", False),
        ("ก", "ก", False),
    ],
)
def test_without_numbers_a_row_with_service_and_host_is_a_rest_where_the_break_cuts_its_date(
    begins: str, ends: str, is_rest: bool
) -> None:
    columns = {key: column for key, column in COLUMNS.items() if key != "seq"}
    above, first = cells(2, 3, 4, 5, 6), cells(2, 3, 4, 5)
    above[5], first[5] = Cell("p1!J12", begins), Cell("p2!J4", ends)
    assert is_rest_of_row(above, first, (2, 3), columns) is is_rest
    assert not is_rest_of_row(above, {**first, 6: Cell("p2!F4", "✓")}, (2, 3), columns)
