from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.cells import Cell
from survey.check import check
from survey.forms.be2561 import BE2561
from survey.model import Case, Cooperation, Form, Lao, ProvinceSource

CASE = Case(date(2018, 12, 1))
HOST, ONE, TWO = Lao("อบต.สะลวง", "6500710"), Lao("ทต.แม่แรม", "5500707"), Lao("ทต.ริมเหนือ", "5500703")


def row(line: int, **other: Any) -> Cooperation:
    values = {"service": "การกำจัดขยะ", "host": HOST, "partners": (ONE, TWO), "signed_on": date(2018, 11, 5)}
    return Cooperation(f"Sheet1!A{line}", **{**values, **other})


def told(*rows: Cooperation, **form: Any) -> list[tuple[str, str | None]]:
    read = Form(province="เชียงใหม่", province_source=ProvinceSource.FORM, rows=rows, **form)
    return [(finding.code, finding.cell) for finding in check(read, CASE)]


def test_a_right_form_has_nothing_to_be_told() -> None:
    assert told(row(7), row(8, service="การป้องกันไฟป่า")) == []


def test_an_empty_table_is_told_and_a_nil_statement_is_an_answer() -> None:
    assert told() == [("no_rows", None)]
    assert told(nil_report=True) == []


def test_the_same_cooperation_twice_is_told_at_the_later_row() -> None:
    assert told(row(7), row(8), row(9)) == [("duplicate_row", "Sheet1!A8"), ("duplicate_row", "Sheet1!A9")]


def test_the_order_of_partners_and_spaces_in_the_service_make_no_other_row() -> None:
    assert told(row(7), row(8, service="การ กำจัดขยะ", partners=(TWO, ONE))) == [
        ("duplicate_row", "Sheet1!A8")
    ]


def test_another_host_partner_service_or_day_is_another_row() -> None:
    others = [
        row(8, host=TWO, partners=(ONE,)), row(9, partners=(ONE,)), row(10, service="การกำจัดขยะ ระยะที่ 2"), row(11, signed_on=date(2018, 11, 6)),
    ]  # fmt: skip
    assert told(row(7), *others) == []


def test_rows_without_a_day_are_equal_only_where_their_cells_say_the_same() -> None:
    def undated(line: int, text: str) -> Cooperation:
        return row(line, signed_on=None, cells={"signed_on": Cell(f"Sheet1!E{line}", text)})

    assert told(undated(7, ""), undated(8, "")) == [("duplicate_row", "Sheet1!A8")]
    assert told(undated(7, "ต.ค. 2560"), undated(8, "พ.ย. 2560")) == []


def test_a_row_that_lacks_what_makes_it_is_no_copy_of_another() -> None:
    for lack in ({"service": None}, {"host": None}, {"partners": ()}):
        assert told(row(7, **lack), row(8, **lack)) == []


def test_the_sentence_names_the_earlier_row_as_the_sender_finds_it() -> None:
    def sentence(first: Cooperation, second: Cooperation) -> str:
        [finding] = check(Form(province="เชียงใหม่", rows=(first, second)), CASE)
        return finding.message

    assert "ซ้ำกับลำดับที่ 3 (" in sentence(row(9, seq=3), row(12, seq=6))
    assert "ซ้ำกับแถวที่ 9 (" in sentence(row(9), row(12))
    assert "ซ้ำกับแถวที่ 9 (" in sentence(row(9, seq=1), row(12, seq=1))
    elsewhere = replace(row(9, seq=1), cell="แม่ริม!A9")
    assert "ซ้ำกับแถวที่ 9 ใน “แม่ริม” (" in sentence(elsewhere, row(9, seq=1))


def test_rules_of_rows_and_of_the_form_speak_in_one_pass() -> None:
    late = row(8, signed_on=date(2019, 1, 1), cells={"signed_on": Cell("Sheet1!E8", "1 ม.ค. 2562")})
    form = Form(rows=(row(7), late, row(9)))
    assert [finding.code for finding in check(form, CASE)] == [
        "province_missing",
        "duplicate_row",
        "date_in_future",
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["ก", "ข", None]), st.sampled_from([HOST, None]), st.booleans()), max_size=8
    )
)
def test_no_row_is_told_as_a_copy_that_has_no_equal_above(
    kinds: list[tuple[str | None, Lao | None, bool]],
) -> None:
    rows = [
        row(7 + n, service=service, host=host, partners=(ONE,) if p else ())
        for n, (service, host, p) in enumerate(kinds)
    ]
    copies = {cell for code, cell in told(*rows) if code == "duplicate_row"}
    assert copies == {f"Sheet1!A{7 + n}" for n, kind in enumerate(kinds) if all(kind) and kind in kinds[:n]}


def test_the_survey_has_its_twelve_columns_in_the_order_of_the_form() -> None:
    plain = [column.key for column in BE2561.columns if column.key not in ("laos", "committee", "regulation")]
    assert plain == [
        "seq", "service", "host", "partners", "signed_on", "committee_yes", "committee_no", "regulation_yes", "regulation_no", "mou", "objective", "problems",
    ]  # fmt: skip
