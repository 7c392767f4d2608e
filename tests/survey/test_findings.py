"""How a finding is made of a code, and what of a sender's own words it shows."""

import pytest

from survey.cells import Cell
from survey.fields import Column, FieldGroup, first_filled, joined
from survey.findings import Code, Finding, Severity, with_severities
from survey.marking import HEADING, SHEET, is_list_sheet

BAD = Code("date_invalid", Severity.ERROR, "อ่าน “{found}” ไม่ได้ {count} แห่ง", asked=True, field="signed_on")


@pytest.mark.parametrize("cell", [Cell("Sheet1!E9", "x"), "Sheet1!E9", None])
def test_a_finding_has_all_of_its_code(cell: Cell | str | None) -> None:
    assert BAD.at(cell, found="31 ก.พ.", count=2) == Finding(
        "date_invalid",
        Severity.ERROR,
        "Sheet1!E9" if cell else None,
        "อ่าน “31 ก.พ.” ไม่ได้ 2 แห่ง",
        asked=True,
        field="signed_on",
    )
    other = BAD.saying("{found}?").at(cell, found="31 ก.พ.")
    assert (other.code, other.message, other.asked, other.field) == (
        "date_invalid",
        "31 ก.พ.?",
        True,
        "signed_on",
    )


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        (" ก\n ข\t ค ", "ก ข ค"),
        ("ก" * 120, "ก" * 120),
        ("ก" * 121, "ก" * 119 + "…"),
        ("{count}", "{count}"),
        ("", ""),
    ],
)
def test_a_senders_words_are_one_line_and_cut(word: str, shown: str) -> None:
    assert BAD.at(None, found=word, count=1).message == f"อ่าน “{shown}” ไม่ได้ 1 แห่ง"


@pytest.mark.parametrize(
    ("configured", "severity"),
    [
        ({}, Severity.ERROR),
        ({"date_invalid": Severity.WARNING}, Severity.WARNING),
        ({"other": Severity.OFF}, Severity.ERROR),
    ],
)
def test_a_configured_severity_counts_for_its_code(
    configured: dict[str, Severity], severity: Severity
) -> None:
    finding = with_severities(BAD.at("A!A1", found="", count=1), configured)
    assert finding is not None
    assert (finding.severity, finding.code, finding.cell) == (severity, "date_invalid", "A!A1")
    assert with_severities(finding, {"date_invalid": Severity.OFF}) is None


@pytest.mark.parametrize(
    ("name", "first", "ours"),
    [
        (SHEET, HEADING, True),
        (f"{SHEET} (2)", f" {HEADING} ", True),
        (SHEET, "จังหวัดเชียงใหม่", False),
        ("Sheet1", HEADING, False),
        (f"1 {SHEET}", HEADING, False),
    ],
)
def test_our_list_of_what_to_mend_is_known_by_its_name_and_heading(name: str, first: str, ours: bool) -> None:
    assert is_list_sheet(name, first) is ours


def test_of_a_rows_lines_the_first_filled_names_the_field_and_all_are_joined() -> None:
    blank, space, one, two = (Cell(f"S!A{n}", text) for n, text in enumerate(["", " ", " ก ", "ข"], 1))
    assert joined([blank, space, one, blank, two]) == "ก\nข"
    assert first_filled([blank, space, one, two]) is one
    assert first_filled([blank, space]) is blank
    assert first_filled([space]) is space


def test_a_reworded_column_is_known_by_its_old_words_as_well() -> None:
    group = FieldGroup(
        "host",
        (Column("host", "host", "เจ้าภาพ", ("แม่ข่าย",), ("กลุ่ม",)), Column("partners", "partners", "ผู้ร่วม")),
        read=lambda cells, reading: ({}, []),
    )
    assert group.reworded("host", "หน่วยงานหลัก").columns == (
        Column("host", "host", "หน่วยงานหลัก", ("เจ้าภาพ", "แม่ข่าย"), ("กลุ่ม",)),
        group.columns[1],
    )
