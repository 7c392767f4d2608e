"""What stands of the findings once all files of a message are known."""

import pytest

from survey.findings import Code, Finding, Severity
from survey.model import Document, Form, Kind
from survey.rules import NO_ROWS
from survey.submission import settle, weighed, without_waived

BAD_DAY = Code("date_invalid", Severity.ERROR, "อ่านวันที่ “{found}” ไม่ได้")
ASKED = Code("objective_missing", Severity.WARNING, "ไม่มีวัตถุประสงค์")
HELD = Code("version_unclear", Severity.HOLD, "ไม่แน่ชัด")
FOUND = (BAD_DAY.at("Sheet1!E9", found="31 ก.พ."), ASKED.at("Sheet1!K9"), HELD.at(None))


def document(kind: Kind, *, province: str | None = None, could_be_form: bool = False) -> Document:
    form = Form(province) if kind is Kind.SURVEY else None
    return Document("ก.xlsx", "0" * 64, kind, "xlsx", FOUND, form, could_be_form=could_be_form)


def weights(document: Document) -> list[tuple[str, str]]:
    return [(one.code, one.severity.value) for one in document.findings]


AS_FOUND = [("date_invalid", "error"), ("objective_missing", "warning"), ("version_unclear", "hold")]
MILD = [("date_invalid", "warning"), *AS_FOUND[1:]]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Kind.SURVEY], [AS_FOUND]),
        ([Kind.MOU], [MILD]),
        ([Kind.UNREADABLE], [AS_FOUND]),
        ([Kind.SURVEY, Kind.MOU, Kind.UNREADABLE, Kind.OTHER], [AS_FOUND, MILD, MILD, MILD]),
        ([Kind.MOU, Kind.UNREADABLE], [MILD, AS_FOUND]),
    ],
)
def test_beside_a_form_and_on_an_agreement_an_error_is_a_warning(
    kinds: list[Kind], expected: list[list[tuple[str, str]]]
) -> None:
    assert [weights(one) for one in settle([document(kind) for kind in kinds])] == expected


@pytest.mark.parametrize(
    ("kinds", "could_be_form", "told"),
    [
        ([Kind.OTHER], True, True),
        ([Kind.OTHER], False, False),
        ([Kind.UNREADABLE], True, False),
        ([Kind.OTHER, Kind.UNREADABLE], True, True),
        ([Kind.OTHER, Kind.SURVEY], True, False),
        ([Kind.OTHER, Kind.MOU], True, False),
    ],
)
def test_a_file_without_a_form_is_told_where_the_mail_brings_nothing_else(
    kinds: list[Kind], could_be_form: bool, told: bool
) -> None:
    first = settle([document(kind, could_be_form=could_be_form) for kind in kinds])[0]
    assert ("form_not_found" in [code for code, _ in weights(first)]) is told
    if told:
        assert weights(first) == [*AS_FOUND, ("form_not_found", "error")]
        assert (first.findings[-1].cell, "“ก.xlsx”" in first.findings[-1].message) == (None, True)


@pytest.mark.parametrize(
    ("empty", "stated", "asked"),
    [("น่าน", "น่าน", False), ("แพร่", "น่าน", True), (None, "น่าน", True), (None, None, False)],
)
def test_an_empty_form_beside_the_statement_that_there_is_none_is_not_asked_for_rows(
    empty: str | None, stated: str | None, asked: bool
) -> None:
    blank = Document(
        "ก.xlsx", "0" * 64, Kind.SURVEY, "xlsx", (NO_ROWS.at(None),), Form(empty), could_be_form=True
    )
    said = Document("body", "1" * 64, Kind.SURVEY, "body", (), Form(stated, nil_report=True))
    assert [bool(one.findings) for one in settle([said, blank])] == [False, asked]
    assert settle([blank])[0].findings


def test_each_rule_weighs_what_the_configuration_says() -> None:
    severities = {"date_invalid": Severity.SHADOW, "objective_missing": Severity.OFF, "other": Severity.OFF}
    [one] = settle([document(Kind.SURVEY)], severities)
    assert weights(one) == [("date_invalid", "shadow"), ("version_unclear", "hold")]
    assert [found.message for found in one.findings] == [FOUND[0].message, FOUND[2].message]


@pytest.mark.parametrize(
    ("provinces", "off"),
    [
        (["น่าน"], [True, True]),
        (["แพร่"], [False, False]),
        ([None], [False, False]),
        (["แพร่", "น่าน"], [False, True, False]),
        (["น่าน", "น่าน"], [True, True, True]),
        (["น่าน", None], [True, True, True]),
    ],
)
def test_a_waived_rule_is_off_for_its_province_and_for_what_came_beside_that_provinces_form_alone(
    provinces: list[str | None], off: list[bool]
) -> None:
    documents = [*(document(Kind.SURVEY, province=name) for name in provinces), document(Kind.MOU)]
    settled = settle(documents, {}, [("น่าน", "objective_missing")])
    assert ["objective_missing" not in [code for code, _ in weights(one)] for one in settled] == off


def test_a_waiver_leaves_the_other_severities() -> None:
    configured = {"date_invalid": Severity.WARNING, "objective_missing": Severity.ERROR}
    waived = [("น่าน", "objective_missing")]
    assert without_waived(configured, waived, "น่าน") == {**configured, "objective_missing": Severity.OFF}
    assert without_waived(configured, waived, "แพร่") == configured


def test_the_same_is_told_once_and_at_another_place_or_in_other_words_again() -> None:
    def at(cell: str, found: str) -> Finding:
        return BAD_DAY.at(cell, found=found)

    first, elsewhere, otherwise = at("Sheet1!E9", "x"), at("Sheet1!E10", "x"), at("Sheet1!E9", "y")
    assert weighed([first, at("Sheet1!E9", "x"), elsewhere, otherwise], {}) == (first, elsewhere, otherwise)


@pytest.mark.parametrize(
    ("word", "shown"),
    [("ก\n\n  ข", "ก ข"), ("ก" * 120, "ก" * 120), ("ก" * 121, "ก" * 119 + "…"), (7, "7")],
)
def test_words_of_a_file_stand_on_one_line_and_are_cut(word: object, shown: str) -> None:
    assert BAD_DAY.at(None, found=word).message == f"อ่านวันที่ “{shown}” ไม่ได้"
