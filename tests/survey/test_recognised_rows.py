"""What of a row stays where its cells were not surely recognised, and what is said of them."""

from typing import Any

import pytest
from make.cells import make_reading

from survey.cells import Cell
from survey.fields import FieldGroup
from survey.fields.heading import PROVINCE_MISSING
from survey.fields.laos import LAOS
from survey.fields.recognised import (
    column_doubted,
    doubted,
    header_doubted,
    province_doubted,
    reporter_doubted,
    reporter_unread,
    settled,
)
from survey.fields.texts import OBJECTIVE
from survey.findings import Finding, Severity
from survey.model import Lao

CELLS = {"host": "p1!C5", "partners": "p1!D5", "objective": "p1!K5"}
SURE = Lao("อบต.บ้านเอื้อม", "6520105")


def read(
    group: FieldGroup, unsure: str = "", **texts: str
) -> tuple[dict[str, Any], list[tuple[str, str | None, str | None]]]:
    reading = make_reading(province="ลำปาง")
    cells = {key: [Cell(CELLS[key], text, certain=key != unsure)] for key, text in texts.items()}
    values, told = group.read(cells, reading)
    values, told = doubted(group, cells, reading, values, told)
    return values, [(one.code, one.cell, one.field) for one in told]


def test_what_was_surely_read_stays_as_it_is() -> None:
    values, told = read(LAOS, host="อบต.บ้านเอื้อม", partners="ทม.พิชัย")
    assert ([values["host"].name, *(one.name for one in values["partners"])], told) == (
        ["อบต.บ้านเอื้อม", "ทม.พิชัย"],
        [],
    )
    assert all(one.code for one in (values["host"], *values["partners"]))


@pytest.mark.parametrize("unsure", ["host", "partners"])
def test_a_name_that_was_not_surely_read_is_told_at_its_cell_as_the_only_word_on_it(unsure: str) -> None:
    values, told = read(LAOS, unsure, host="อบต.บ้านเอื้อม", partners="ทม.พิชยยย")
    assert values["host"].code is not None
    assert values["partners"] == (Lao("ทม.พิชยยย"),)
    doubt = ("ocr_low_confidence", CELLS[unsure], unsure)
    assert told == ([doubt] if unsure == "partners" else [("partner_unknown", "p1!D5", "partners"), doubt])


def test_an_unsure_second_name_under_the_host_is_no_partner() -> None:
    values, told = read(LAOS, "host", host="อบต.บ้านเอื้อม, ทต.บ่อแฮ้ว", partners="ทม.พิชัย")
    assert [one.name for one in values["partners"]] == ["ทม.พิชัย"]
    assert told == [("ocr_low_confidence", "p1!C5", "host")]


@pytest.mark.parametrize(
    ("text", "told"), [("ลดขยะ", []), ("", [("ocr_low_confidence", "p1!K5", "objective")])]
)
def test_free_text_is_doubted_in_its_cell_where_nothing_was_read(text: str, told: list[object]) -> None:
    assert read(OBJECTIVE, "objective", objective=text) == ({"objective": text or None}, told)


def said(finding: Finding) -> tuple[str, str | None, str | None, bool]:
    return finding.code, finding.cell, finding.field, finding.severity is Severity.WARNING


def test_a_column_is_told_once_at_its_header_or_by_the_numbers_of_its_rows() -> None:
    header = Cell("p1!K3", "วัตถุประสงค์")
    whole, some = (
        column_doubted(header, "วัตถุประสงค์", "objective"),
        column_doubted(header, "วัตถุประสงค์", "objective", ["2", "5"]),
    )
    assert said(whole) == said(some) == ("ocr_low_confidence", "p1!K3", "objective", True)
    assert whole.message.startswith("ข้อความในคอลัมน์ “วัตถุประสงค์” อ่านจากภาพสแกน")
    assert some.message.startswith("ข้อความในคอลัมน์ “วัตถุประสงค์” ลำดับที่ 2, 5 อ่านจากภาพสแกน")


@pytest.mark.parametrize(
    ("finding", "cell", "words"),
    [
        (header_doubted(Cell("p1!E3"), "วนที่"), "p1!E3", "อ่านหัวคอลัมน์จากภาพสแกนว่า “วนที่”"),
        (header_doubted(None, "วันที่"), None, "อ่านหัวคอลัมน์ “วันที่” จากภาพสแกนไม่ออก"),
        (
            province_doubted("ลำปา", "ลำปาง"),
            None,
            "ชื่อจังหวัดอ่านจากภาพสแกนได้ว่า “ลำปา” ไม่ชัดเจน จึงถือว่าเป็นจังหวัดลำปาง ",
        ),
        (
            reporter_doubted("นายก ใจดี"),
            None,
            "ชื่อ ตำแหน่ง และหมายเลขโทรศัพท์ของผู้รายงานอ่านจากภาพสแกน อาจคลาดเคลื่อน กรุณาตรวจสอบ “นายก ใจดี”",
        ),
        (reporter_unread(), None, "อ่านบรรทัดผู้รายงาน ตำแหน่ง หรือหมายเลขโทรศัพท์จากภาพสแกนไม่ออก"),
    ],
)
def test_what_stands_around_the_rows_is_told_with_the_words_that_were_read(
    finding: Finding, cell: str | None, words: str
) -> None:
    assert said(finding)[:2] == ("ocr_low_confidence", cell)
    assert finding.message.startswith(words)


def test_a_province_that_could_be_any_is_missing() -> None:
    finding = province_doubted("ลลล", None)
    assert (finding.code, finding.cell, finding.severity) == (
        "province_missing",
        None,
        PROVINCE_MISSING.severity,
    )
    assert finding.message.startswith("อ่านชื่อจังหวัดจากภาพสแกนไม่ออก")


def test_beside_a_doubtful_reading_nothing_is_said_of_its_cell() -> None:
    doubt = column_doubted(Cell("p1!K3"), "x", "objective")
    same, other, whole = (Finding("date_invalid", Severity.ERROR, at, "…") for at in ("p1!K3", "p1!K4", None))
    assert list(settled([same, doubt, other, whole])) == [doubt, other, whole]
    assert list(settled([reporter_unread(), whole])) == [reporter_unread(), whole]
