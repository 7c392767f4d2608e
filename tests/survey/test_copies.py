"""A workbook and its signed scan in one message: one form, and what they say differently."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from survey.cells import Cell
from survey.copies import better_first, differences, is_copy
from survey.fields.recognised import LOW_CONFIDENCE
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Document, Form, Kind, Lao, ProvinceSource, Regulation

HOST, NEAR, FAR = Lao("อบต.สะลวง", "6500710"), Lao("ทต.แม่แรม", "5500707"), Lao("ทต.ริมเหนือ", "5500703")


def row(number: int, service: str, sheet: str = "Sheet1") -> Cooperation:
    line = number + 6
    fields = (
        "service",
        "host",
        "partners",
        "signed_on",
        "committee",
        "regulation",
        "mou",
        "objective",
        "problems",
    )
    cells = {
        field: Cell(f"{sheet}!{column}{line}") for field, column in zip(fields, "BCDEFHJKL", strict=True)
    }
    return Cooperation(
        f"{sheet}!A{line}", number, service, HOST, (NEAR, FAR), date(2018, 11, number), Committee.APPOINTED,
        Regulation.MADE, True, "เพื่อลดค่าใช้จ่าย", None, cells=cells,
    )  # fmt: skip


WORDS = ("การกำจัดขยะมูลฝอย", "การแพทย์ฉุกเฉิน", "การบำบัดน้ำเสีย")
MISREAD = ("การกาจัดขยะมลฝอย", "การแพทย์ฉกเฉิน", "การบ่าบัดน้าเสีย")


def document(source: str, rows: list[Cooperation], findings: tuple[Finding, ...] = ()) -> Document:
    form = Form("เชียงใหม่", ProvinceSource.FORM, rows=tuple(rows))
    return Document(f"a.{source}", "0" * 64, Kind.SURVEY, source, findings, form)


def book(*rows: Cooperation) -> Document:
    return document("xlsx", list(rows) or [row(n, word) for n, word in enumerate(WORDS, 1)])


def scan(*rows: Cooperation, findings: tuple[Finding, ...] = ()) -> Document:
    return document(
        "pdf-ocr", list(rows) or [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)], findings
    )


def doubt(cell: str, field: str) -> Finding:
    return Finding(LOW_CONFIDENCE.name, Severity.WARNING, cell, "…", field=field)


def test_a_scan_with_misread_words_is_a_copy_without_a_difference() -> None:
    assert is_copy(book(), scan())
    assert differences(book(), scan()) == []


def test_two_workbooks_with_like_services_are_two_forms() -> None:
    first = [row(n, f"การกำจัดขยะมูลฝอย ระยะที่ {n}") for n in (1, 2)]
    second = [row(n, f"การกำจัดขยะมูลฝอย ระยะที่ {n}") for n in (3, 4)]
    assert not is_copy(book(*first), book(*second))


def test_another_day_on_the_scan_is_told_at_the_cell_with_both() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], signed_on=date(2018, 11, 20))
    [found] = differences(book(), scan(*theirs))
    assert (found.code, found.cell) == ("copies_differ", "Sheet1!E8")
    assert found.message == (
        "วันที่ลงนามความร่วมมือใน “a.xlsx” คือ “2 พฤศจิกายน 2561” แต่ใน “a.pdf-ocr” คือ “20 พฤศจิกายน 2561” "
        "จึงบันทึกตาม “a.xlsx” กรุณาตรวจสอบ"
    )


def test_what_the_scan_is_not_sure_of_is_no_difference() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], signed_on=date(2018, 11, 20), committee=None)
    assert differences(book(), scan(*theirs, findings=(doubt("p1!E8", "signed_on"),))) == []


@pytest.mark.parametrize(
    ("code", "told"), [("assumed", ["Sheet1!E8"]), ("cell_unreadable", []), (LOW_CONFIDENCE.name, [])]
)
def test_only_what_the_other_file_is_not_sure_of_hides_a_difference(code: str, told: list[str]) -> None:
    theirs = [row(n, word, "Sheet1") for n, word in enumerate(WORDS, 1)]
    theirs[1] = replace(theirs[1], signed_on=date(2018, 11, 20))
    finding = Finding(code, Severity.WARNING, "Sheet1!E8", "…", field="signed_on")
    assert [one.cell for one in differences(book(), document("docx", theirs, (finding,)))] == told


def test_a_row_that_could_hardly_be_read_is_known_by_its_place() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], service=None, host=None, partners=())
    assert differences(book(), scan(*theirs)) == []


def test_a_row_of_the_copy_only_is_told_since_it_is_not_stored() -> None:
    more = [*(row(n, word, "p1") for n, word in enumerate(MISREAD, 1)), row(4, "การดูแลผู้สูงอายุ", "p1")]
    [found] = differences(book(), scan(*more))
    assert (found.code, found.cell) == ("copies_differ", None)
    assert "การดูแลผู้สูงอายุ" in found.message


def test_printed_words_count_without_their_spaces() -> None:
    theirs = [replace(row(n, word), objective="เพื่อ ลดค่าใช้จ่าย") for n, word in enumerate(WORDS, 1)]
    assert differences(book(), document("pdf-text", theirs)) == []
    theirs[0] = replace(theirs[0], objective="เพื่อเพิ่มค่าใช้จ่าย")
    assert [one.cell for one in differences(book(), document("pdf-text", theirs))] == ["Sheet1!K7"]


def test_many_differences_are_counted_after_twenty() -> None:
    mine = [row(n, f"บริการ {n}") for n in range(1, 29)]
    theirs = [replace(one, mou=False) for one in mine]
    found = differences(book(*mine), document("docx", theirs))
    assert len(found) == 21
    assert "อีก 8 แห่ง" in found[-1].message


def nil(source: str, says: bool) -> Document:
    return Document(f"a.{source}", "0" * 64, Kind.SURVEY, source, (), Form("เชียงใหม่", nil_report=says))


@pytest.mark.parametrize(
    ("one", "other", "copy"),
    [
        (nil("xlsx", True), nil("pdf-text", True), True),
        (nil("xlsx", True), nil("pdf-text", False), False),
        (nil("xlsx", False), nil("pdf-text", True), False),
        (nil("xlsx", True), book(), False),
        (book(), nil("pdf-ocr", True), False),
        (book(), replace(book(), form=None), False),
        (replace(book(), form=None), book(), False),
        (book(row(1, "ขยะ"), row(2, "น้ำ")), book(row(1, "ขยะ"), row(2, "ไฟ")), True),
        (book(row(1, "ขยะ"), row(2, "น้ำ"), row(3, "ยา")), book(row(1, "ขยะ")), False),
        (book(row(1, "ขยะ")), book(row(1, "ขยะ"), row(2, "น้ำ"), row(3, "ยา")), False),
    ],
)
def test_two_files_are_one_form_where_half_is_the_same_or_both_say_there_is_nothing(
    one: Document, other: Document, copy: bool
) -> None:
    assert is_copy(one, other) is copy


def test_the_copy_nearest_to_what_was_typed_counts() -> None:
    sources = ["image-ocr", "pdf-ocr", "pdf-text", "docx", "xlsx"]
    assert [one.source for one in sorted(map(nil_from, sources), key=better_first)] == sources[::-1]
    assert better_first(replace(book(), source=None)) == better_first(nil_from("image-ocr"))


def nil_from(source: str) -> Document:
    return nil(source, True)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_wherever_a_row_could_hardly_be_read_its_place_tells_which_it_is(n: int) -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[n] = replace(theirs[n], service=None, host=None, partners=(), signed_on=date(2018, 12, 30))
    assert [one.cell for one in differences(book(), scan(*theirs))] == [f"Sheet1!E{n + 7}"]


def test_what_a_scan_does_not_show_hides_no_difference_behind_it() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[0] = replace(theirs[0], partners=(), signed_on=date(2018, 12, 30))
    assert [one.cell for one in differences(book(), scan(*theirs))] == ["Sheet1!E7"]


@pytest.mark.parametrize(
    ("mine", "theirs", "cells"),
    [
        ({"host": None, "partners": ()}, {"signed_on": date(2018, 12, 1)}, ["Sheet1!E7"]),
        ({}, {"service": None, "partners": ()}, ["Sheet1!B7", "Sheet1!D7"]),
        ({}, {"service": None, "partners": (), "signed_on": None}, ["Sheet1!A7", None]),
        ({}, {"service": "การกำจัดขยะมูลฝอยฯ"}, ["Sheet1!B7"]),
        ({}, {"service": "การแพทย์ฉุกเฉิน"}, ["Sheet1!A7", None]),
        ({}, {"host": FAR, "partners": (), "signed_on": None}, ["Sheet1!A7", None]),
        ({}, {"host": None}, ["Sheet1!C7"]),
    ],
    ids=[
        "no host",
        "no service",
        "no service, one fact",
        "another word",
        "another service",
        "no fact",
        "host read by one",
    ],
)
def test_rows_are_one_where_service_and_a_fact_agree(
    mine: dict[str, Any], theirs: dict[str, Any], cells: list[str | None]
) -> None:
    here = replace(row(1, WORDS[0]), **mine)
    there = replace(here, **theirs)
    found = differences(book(here), document("docx", [there]))
    assert [one.cell for one in found] == cells


def test_of_two_like_rows_one_is_the_copy_and_the_other_is_told() -> None:
    like = [row(n, f"{WORDS[0]} {n}") for n in (1, 2)]
    found = differences(book(row(1, WORDS[0])), document("docx", like))
    assert [one.cell for one in found] == ["Sheet1!B7", None]
    assert found[1].message == (
        "รายการ “การกำจัดขยะมูลฝอย 2” มีเฉพาะใน “a.docx” จึงยังไม่ได้บันทึก "
        "หากเป็นรายการที่ต้องการส่ง กรุณาเพิ่มใน “a.xlsx” แล้วส่งใหม่"
    )
    found = differences(book(*like), document("docx", [row(1, WORDS[0])]))
    assert [one.cell for one in found] == ["Sheet1!B7", "Sheet1!A8"]
    assert found[1].message == (
        "รายการ “การกำจัดขยะมูลฝอย 2” มีใน “a.xlsx” แต่ไม่พบใน “a.docx” จึงบันทึกตาม “a.xlsx” กรุณาตรวจสอบ"
    )


@pytest.mark.parametrize(
    ("field", "theirs", "here", "there"),
    [
        ("committee", Committee.NOT_APPOINTED, "แต่งตั้ง", "ไม่ได้แต่งตั้ง"),
        ("committee", None, "แต่งตั้ง", "ว่าง"),
        ("regulation", Regulation.NOT_MADE, "จัดทำ", "ไม่ได้จัดทำ"),
        ("mou", False, "ทำเครื่องหมาย", "ไม่ได้ทำเครื่องหมาย"),
        ("partners", (FAR,), "ทต.แม่แรม, ทต.ริมเหนือ", "ทต.ริมเหนือ"),
        ("partners", (), "ทต.แม่แรม, ทต.ริมเหนือ", "ว่าง"),
        ("host", FAR, "อบต.สะลวง", "ทต.ริมเหนือ"),
        ("signed_on", None, "1 พฤศจิกายน 2561", "ว่าง"),
        ("problems", "ไม่มี", "ว่าง", "ไม่มี"),
    ],
)
def test_both_values_are_shown_as_the_form_has_them(
    field: str, theirs: object, here: str, there: str
) -> None:
    mine = row(1, WORDS[0])
    [found] = differences(book(mine), document("docx", [replace(mine, **{field: theirs})]))
    assert found.cell == mine.cells[field].at
    assert f"ใน “a.xlsx” คือ “{here}” แต่ใน “a.docx” คือ “{there}”" in found.message


def test_partners_in_another_order_are_no_difference() -> None:
    mine = row(1, WORDS[0])
    assert differences(book(mine), document("docx", [replace(mine, partners=(FAR, NEAR))])) == []
