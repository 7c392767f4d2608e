"""Ticks: what a mark means in this file, and when nobody can say."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make.cells import make_cell, make_reading, make_row_cells

from survey.cells import Cell, CellValue
from survey.fields.ticks import COMMITTEE, REGULATION, Marks, learn
from survey.findings import Finding
from survey.model import Committee, Regulation

Content = CellValue | Cell


def committee(yes: Content, no: Content, marks: Marks | None = None) -> tuple[Committee | None, list[str]]:
    cells = make_row_cells("committee_yes committee_no", [yes, no])
    values, findings = COMMITTEE.read(cells, make_reading(marks=marks))
    return values["committee"], [finding.code for finding in findings]


def regulation(
    *line: Content, keys: str = "regulation_yes regulation_no mou"
) -> tuple[object, object, list[Finding]]:
    values, findings = REGULATION.read(make_row_cells(keys, line), make_reading())
    return values["regulation"], values["mou"], findings


def marks_of(*rows: tuple[str, str]) -> Marks:
    yes, no = zip(*rows, strict=True)
    return learn(
        {"committee_yes": [make_cell(text) for text in yes], "committee_no": [make_cell(t) for t in no]}
    )


MARKS = [
    "✓",
    "✔️",
    "☑",
    "✅",
    "√",
    "/",
    "\\",
    "v",
    "1",
    "Y",
    "TRUE",
    "ใช่",
    "มี",
    "[/]",
    "( / )",
    "[x]",
    "✓✓",
    " ✓\n",
    "●",
]


@pytest.mark.parametrize(
    "mark", [*MARKS, True, 1, 1.0, "x", "✗", "○", "คำสั่งที่ 12/2561", "แต่งตั้งแล้ว", "5 พ.ย. 2561"]
)
def test_a_lone_mark_in_a_pair_wins(mark: Content) -> None:
    assert committee(mark, "") == (Committee.APPOINTED, [])


@pytest.mark.parametrize("mark", ["✓", "x", "○", True, "ไม่ได้แต่งตั้ง"])
def test_a_mark_in_the_other_column_says_no(mark: Content) -> None:
    assert committee("", mark) == (Committee.NOT_APPOINTED, [])


@pytest.mark.parametrize(
    ("font", "letter"),
    [
        ("Wingdings", "ü"),
        ("Wingdings", "\uf0fc"),
        ("Wingdings", "þ"),
        ("Wingdings 2", "P"),
        ("Wingdings 2", "R"),
        ("Webdings", "a"),
        ("Symbol", "Ö"),
        ("Marlett", "b"),
        (None, "\uf0fc"),
        (None, "\uf052"),
        (None, "\uf0d6"),
    ],
)
def test_letters_of_symbol_fonts_are_the_marks_they_look_like(font: str | None, letter: str) -> None:
    assert committee(Cell("Sheet1!E7", letter, letter, font=font), "") == (Committee.APPOINTED, [])


@pytest.mark.parametrize(
    ("font", "letter"),
    [("Wingdings", "o"), ("Wingdings", "\u00a8"), ("Wingdings 2", "\u00a3"), ("Wingdings", "\uf0a8")],
)
def test_an_empty_box_of_a_symbol_font_is_no_tick(font: str, letter: str) -> None:
    assert committee(Cell("Sheet1!E7", letter, letter, font=font), "") == (None, ["committee_missing"])


@pytest.mark.parametrize("empty", ["", "-", "—", "☐", "[]", "( )", "ไม่มี", "0", 0, False])
def test_what_is_no_tick_is_asked_for(empty: Content) -> None:
    assert committee(empty, empty) == (None, ["committee_missing"])
    assert committee("✓", empty) == (Committee.APPOINTED, [])


@pytest.mark.parametrize("words", ["ไม่ได้แต่งตั้ง", "ยังไม่ได้แต่งตั้ง", "อยู่ระหว่างแต่งตั้ง"])
def test_words_that_deny_never_come_out_as_appointed(words: str) -> None:
    assert committee(words, "") == (Committee.NOT_APPOINTED, ["assumed"])


def test_words_that_only_point_elsewhere_are_taken_with_a_word() -> None:
    assert committee("ตามเอกสารแนบ", "") == (Committee.APPOINTED, ["assumed"])


@pytest.mark.parametrize("mark", ["✓", "x", "/", "○"])
def test_the_same_mark_twice_contradicts_itself(mark: str) -> None:
    assert committee(mark, mark) == (None, ["committee_contradiction"])


def test_a_tick_beside_a_cross_is_the_tick() -> None:
    assert committee("✓", "✗") == (Committee.APPOINTED, [])
    assert committee("✗", "✓") == (Committee.NOT_APPOINTED, [])


def test_a_lone_cross_in_a_file_where_crosses_say_no_is_not_decided() -> None:
    assert committee("✗", "", marks_of(("✓", "✗"), ("✗", ""))) == (None, ["cell_unreadable"])


def test_a_mark_in_a_cell_merged_over_the_pair_contradicts_itself() -> None:
    cells = make_row_cells("committee_yes committee_no", ["✓", ""])
    values, [finding] = COMMITTEE.read(cells, make_reading(spanning=frozenset({"Sheet1!E7"})))
    assert (values["committee"], finding.code, finding.cell) == (None, "committee_contradiction", "Sheet1!E7")


def test_circles_beside_crosses_say_yes_and_no_and_nobody_knows_which() -> None:
    learnt = learn({"committee_yes": [make_cell("o")], "committee_no": [make_cell("x")]})
    for mark in ("o", "x"):
        cells = make_row_cells("mou", [mark])
        values, [finding] = REGULATION.read(cells, make_reading(marks=learnt))
        assert (values["mou"], finding.code) == (None, "cell_unreadable")
        assert committee(mark, "", learnt)[0] is Committee.APPOINTED


def test_a_mark_merged_into_the_mous_column_decides_neither() -> None:
    for line, at, code in (
        (["", "✓", ""], "Sheet1!F7", "cell_unreadable"),
        (["✓", "", ""], "Sheet1!E7", "regulation_contradiction"),
    ):
        cells = make_row_cells("regulation_yes regulation_no mou", line)
        values, [finding] = REGULATION.read(cells, make_reading(spanning=frozenset({at})))
        assert values == {"regulation": None, "mou": None}
        assert (finding.code, finding.cell) == (code, at)


def test_lost_columns_say_nothing_in_each_row() -> None:
    assert COMMITTEE.read({}, make_reading()) == ({"committee": None}, [])
    assert REGULATION.read({}, make_reading()) == ({"regulation": None, "mou": None}, [])


def test_a_formula_error_is_told_once() -> None:
    assert committee(Cell("Sheet1!E7", error="#REF!"), "") == (None, ["cell_unreadable"])


def test_an_mou_alone_is_answer_enough() -> None:
    assert regulation("", "", "✓") == (None, True, [])
    assert regulation("", "✓", "✓") == (Regulation.NOT_MADE, True, [])
    assert regulation("✓", "", "") == (Regulation.MADE, False, [])
    assert [finding.code for finding in regulation("", "", "")[2]] == ["regulation_missing"]


def test_a_cross_for_mou_means_what_the_file_means_by_it() -> None:
    cells = make_row_cells("regulation_yes regulation_no mou", ["", "", "x"])
    assert REGULATION.read(cells, make_reading(marks=Marks()))[0]["mou"] is True
    ticked = learn({"regulation_yes": [make_cell("✓")], "mou": [make_cell("x")]})
    assert REGULATION.read(cells, make_reading(marks=ticked))[0]["mou"] is False


@pytest.mark.parametrize(
    ("text", "made", "mou"),
    [
        ("จัดทำ", Regulation.MADE, None),
        ("ไม่ได้จัดทำ", Regulation.NOT_MADE, None),
        ("ไม่มี", Regulation.NOT_MADE, None),
        ("จัดทำ, ทำ MOU", Regulation.MADE, True),
        ("ทำ MOU", None, True),
        ("☑ จัดทำ ☐ ไม่ได้จัดทำ", Regulation.MADE, None),
        ("☐ จัดทำ ☑ ไม่ได้จัดทำ", Regulation.NOT_MADE, None),
    ],
)
def test_a_pair_folded_into_one_column_is_read(text: str, made: Regulation | None, mou: bool | None) -> None:
    assert regulation(text, keys="regulation") == (made, mou, [])


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        ("☑ แต่งตั้ง", "☐ ไม่ได้แต่งตั้ง", Committee.APPOINTED),
        ("☐ แต่งตั้ง", "☑ ไม่ได้แต่งตั้ง", Committee.NOT_APPOINTED),
        ("( ) แต่งตั้ง", "(/) ไม่ได้แต่งตั้ง", Committee.NOT_APPOINTED),
        ("[ ] แต่งตั้ง", "[ ] ไม่ได้แต่งตั้ง", None),
    ],
)
def test_an_empty_box_before_the_headers_words_is_no_tick(
    yes: str, no: str, answer: Committee | None
) -> None:
    assert committee(yes, no)[0] is answer


@pytest.mark.parametrize("doubt", ["?", "✓?", "✓✗", "no✓", "ไม่แน่ใจ", "รอตรวจสอบ"])
def test_what_doubts_itself_is_not_decided(doubt: str) -> None:
    assert committee(doubt, "") == (None, ["cell_unreadable"])
    assert committee("", doubt) == (None, ["cell_unreadable"])
    assert regulation("✓", "", doubt)[1] is None


def test_words_about_an_mou_under_another_column_are_taken_with_a_word() -> None:
    made, mou, findings = regulation("ทำ MOU", "", "")
    assert (made, mou, [finding.code for finding in findings]) == (Regulation.MADE, False, ["assumed"])
    assert regulation("", "", "ทำ MOU") == (None, True, [])


def test_a_date_is_a_tick() -> None:
    assert committee(date(2018, 11, 5), "") == (Committee.APPOINTED, [])


@pytest.mark.parametrize(
    ("text", "answer", "codes"),
    [
        ("แต่งตั้ง/ไม่ได้แต่งตั้ง", None, ["cell_unreadable"]),
        ("แต่งตั้ง ✓ ไม่ได้แต่งตั้ง", None, ["cell_unreadable"]),
        ("✓ แต่งตั้ง   ไม่ได้แต่งตั้ง", Committee.APPOINTED, []),
        ("( ) แต่งตั้ง (/) ไม่ได้แต่งตั้ง", Committee.NOT_APPOINTED, []),
        ("☐ แต่งตั้ง ☐ ไม่ได้แต่งตั้ง", None, ["committee_missing"]),
        ("☑ แต่งตั้ง ☑ ไม่ได้แต่งตั้ง", None, ["cell_unreadable"]),
        ("ทำ MOU", None, ["cell_unreadable"]),
        ("FALSE", Committee.NOT_APPOINTED, []),
    ],
)
def test_a_folded_cell_that_names_both_answers_needs_a_mark(
    text: str, answer: Committee | None, codes: list[str]
) -> None:
    values, findings = COMMITTEE.read(make_row_cells("committee", [text]), make_reading())
    assert (values["committee"], [finding.code for finding in findings]) == (answer, codes)


@pytest.mark.parametrize(
    ("text", "made", "mou", "codes"),
    [
        ("☐ จัดทำ ☐ ไม่ได้จัดทำ ☑ ทำ MOU", None, True, []),
        ("☑ จัดทำ ☐ ไม่ได้จัดทำ ☐ ทำ MOU", Regulation.MADE, False, []),
        ("จัดทำ ไม่ทำ MOU", Regulation.MADE, False, []),
        ("ไม่ได้จัดทำ แต่ทำ MOU", Regulation.NOT_MADE, True, []),
        ("อยู่ระหว่างทำ MOU", None, False, ["regulation_missing"]),
        ("☑ ทำ MOU", None, True, []),
        ("[x] ทำ MOU", None, True, []),
        ("☒ ทำ MOU", None, True, []),
        ("☐ ทำ MOU", None, False, ["regulation_missing"]),
        ("( ) ทำ MOU", None, False, ["regulation_missing"]),
        ("☐ ไม่ทำ MOU", None, False, ["regulation_missing"]),
        ("☑ ไม่ทำ MOU", None, False, ["regulation_missing"]),
        ("✗ ทำ MOU", None, None, ["cell_unreadable"]),
        ("ไม่ทำ MOU", None, False, ["regulation_missing"]),
        ("จัดทำ/ไม่ได้จัดทำ/ทำ MOU", None, None, ["cell_unreadable"]),
    ],
)
def test_a_folded_cell_says_of_the_mou_only_what_it_says(
    text: str, made: Regulation | None, mou: bool | None, codes: list[str]
) -> None:
    answer, made_mou, findings = regulation(text, keys="regulation")
    assert (answer, made_mou, [finding.code for finding in findings]) == (made, mou, codes)


@settings(max_examples=60, deadline=None)
@given(st.text("✓✗○/xX☑☐-.?()[]แต่งตั้งไม่ได้ทำMOU 01\n", max_size=24), st.booleans())
def test_any_text_is_read_or_told(text: str, in_first: bool) -> None:
    value, codes = committee(text, "") if in_first else committee("", text)
    assert value is not None or codes
    folded, findings = COMMITTEE.read(make_row_cells("committee", [text]), make_reading())
    assert folded["committee"] is not None or findings


PAIR, ALL = "committee_yes committee_no", "regulation_yes regulation_no mou"
CROSSES_AND_CIRCLES = learn({"mou": [make_cell("x"), make_cell("○")]})
TICKS_AND_CROSSES = learn({"committee_yes": [make_cell("✓")], "committee_no": [make_cell("x")]})
ONE_CROSS = learn({"committee_yes": [make_cell("✓")], "mou": [make_cell("x")]})
OWN_SIGN = marks_of(("ส", ""), ("", "ส"), ("ส", ""))


def lost(at: str) -> Cell:
    return Cell(at, "#REF!", error="#REF!")


def undecided(found: str, title: str) -> tuple[str, str]:
    return "cell_unreadable", f"เครื่องหมาย “{found}” ในช่อง “{title}” แปลความหมายไม่ได้"


def taken(found: str, title: str, meaning: str) -> tuple[str, str]:
    return "assumed", f"ช่อง “{title}” ระบุว่า “{found}” จึงถือว่า{meaning} หาก"


def both(found: str, of: str = "committee") -> tuple[str, str]:
    return f"{of}_contradiction", f"ทำเครื่องหมาย “{found}” ทั้งช่อง “"


def formula(title: str) -> tuple[str, str]:
    return "cell_unreadable", f"สูตรในช่อง “{title}”คำนวณไม่ได้ (#REF!)"


@pytest.mark.parametrize(
    ("line", "answer", "cell", "told"),
    [
        (["✓", "✓"], None, "E7", both("✓")),
        (["x", "x"], None, "E7", both("x")),
        (["✓", "แต่งตั้ง\nแล้ว"], None, "E7", both("✓ แต่งตั้ง แล้ว")),
        (["✓", "ไม่ได้\nแต่งตั้ง"], None, "E7", both("✓ ไม่ได้ แต่งตั้ง")),
        (["✓", "§§"], None, "F7", undecided("§§", "ไม่ได้แต่งตั้ง")),
        (["§§", "✓"], None, "E7", undecided("§§", "แต่งตั้ง")),
        (["x", "○"], None, "E7", undecided("x", "แต่งตั้ง")),
        (["", "แต่งตั้งแล้ว"], None, "F7", undecided("แต่งตั้งแล้ว", "ไม่ได้แต่งตั้ง")),
        (["?", ""], None, "E7", undecided("?", "แต่งตั้ง")),
        (["", "?"], None, "F7", undecided("?", "ไม่ได้แต่งตั้ง")),
        (["ไม่ได้แต่งตั้ง", ""], False, "E7", taken("ไม่ได้แต่งตั้ง", "แต่งตั้ง", "ไม่ได้แต่งตั้ง")),
        (["ตามเอกสารแนบ", ""], True, "E7", taken("ตามเอกสารแนบ", "แต่งตั้ง", "แต่งตั้ง")),
        (["", "ตามเอกสารแนบ"], False, "F7", taken("ตามเอกสารแนบ", "ไม่ได้แต่งตั้ง", "ไม่ได้แต่งตั้ง")),
        ([lost("Sheet1!E7"), ""], None, "E7", formula("แต่งตั้ง")),
        (["", lost("Sheet1!F7")], None, "F7", formula("ไม่ได้แต่งตั้ง")),
        (["", ""], None, "E7", ("committee_missing", "ยังไม่ได้ระบุว่าแต่งตั้งคณะกรรมการ")),
        (["ไม่มี", ""], None, "E7", ("committee_missing", "ยังไม่ได้ระบุว่าแต่งตั้งคณะกรรมการ")),
    ],
)
def test_what_a_pair_says_that_is_no_plain_answer_is_told_at_its_cell_with_its_words(
    line: list[Content], answer: bool | None, cell: str, told: tuple[str, str]
) -> None:
    values, findings = COMMITTEE.read(make_row_cells(PAIR, line), make_reading())
    check_told(values["committee"], answer, findings, "committee", cell, told)


def check_told(
    value: Committee | None,
    answer: bool | None,
    findings: list[Finding],
    field: str,
    cell: str,
    told: tuple[str, str],
) -> None:
    meant = {True: Committee.APPOINTED, False: Committee.NOT_APPOINTED, None: None}[answer]
    [finding] = findings
    assert value is meant
    assert (finding.code, finding.cell, finding.field) == (told[0], f"Sheet1!{cell}", field)
    assert finding.message.startswith(told[1])


@pytest.mark.parametrize(
    ("text", "marks", "answer", "told"),
    [
        ("แต่งตั้ง/ไม่ได้แต่งตั้ง", Marks(), None, undecided("แต่งตั้ง/ไม่ได้แต่งตั้ง", "แต่งตั้ง")),
        ("✓", Marks(), True, taken("✓", "แต่งตั้ง", "แต่งตั้ง")),
        ("✓", CROSSES_AND_CIRCLES, True, taken("✓", "แต่งตั้ง", "แต่งตั้ง")),
        ("x", Marks(), True, taken("x", "แต่งตั้ง", "แต่งตั้ง")),
        ("x", TICKS_AND_CROSSES, False, taken("x", "แต่งตั้ง", "ไม่ได้แต่งตั้ง")),
        ("x", CROSSES_AND_CIRCLES, None, undecided("x", "แต่งตั้ง")),
        ("§§", Marks(), None, undecided("§§", "แต่งตั้ง")),
        (lost("Sheet1!E7"), Marks(), None, formula("แต่งตั้ง")),
    ],
)
def test_a_mark_for_both_answers_in_one_column_is_told_with_what_it_is_taken_for(
    text: Content, marks: Marks, answer: bool | None, told: tuple[str, str]
) -> None:
    values, findings = COMMITTEE.read(make_row_cells("committee", [text]), make_reading(marks=marks))
    check_told(values["committee"], answer, findings, "committee", "E7", told)


@pytest.mark.parametrize(
    ("at", "line", "answer", "told"),
    [
        ("E7", ["แต่งตั้งแล้ว", ""], True, taken("แต่งตั้งแล้ว", "แต่งตั้ง/ไม่ได้แต่งตั้ง", "แต่งตั้ง")),
        ("E7", ["ไม่ได้แต่งตั้ง", ""], False, taken("ไม่ได้แต่งตั้ง", "แต่งตั้ง/ไม่ได้แต่งตั้ง", "ไม่ได้แต่งตั้ง")),
        ("E7", ["✓", ""], None, both("✓")),
        ("F7", ["", "✓"], None, undecided("✓", "ไม่ได้แต่งตั้ง")),
    ],
)
def test_words_merged_over_a_pair_may_answer_and_a_mark_can_not(
    at: str, line: list[Content], answer: bool | None, told: tuple[str, str]
) -> None:
    reading = make_reading(spanning=frozenset({f"Sheet1!{at}"}))
    values, findings = COMMITTEE.read(make_row_cells(PAIR, line), reading)
    check_told(values["committee"], answer, findings, "committee", at, told)


@pytest.mark.parametrize(
    ("line", "marks", "answer", "told"),
    [
        (["x", ""], TICKS_AND_CROSSES, None, ["cell_unreadable"]),
        (["", "x"], TICKS_AND_CROSSES, None, ["cell_unreadable"]),
        (["x", ""], ONE_CROSS, Committee.APPOINTED, ["assumed"]),
        (["ส", ""], OWN_SIGN, Committee.APPOINTED, []),
        (["", "ส"], OWN_SIGN, Committee.NOT_APPOINTED, []),
        (["ก", ""], OWN_SIGN, Committee.APPOINTED, ["assumed"]),
        (["ส", ""], Marks(), Committee.APPOINTED, ["assumed"]),
        (["ส", ""], marks_of(("ส", ""), ("", "ส")), Committee.APPOINTED, ["assumed"]),
        (["ส", ""], marks_of(("ส", ""), ("", "ส"), ("ส", "ส")), Committee.APPOINTED, ["assumed"]),
        (["ส", ""], marks_of(("ส", ""), ("", "ก"), ("ส", "")), Committee.APPOINTED, ["assumed"]),
        (["ส", ""], marks_of(("ส", ""), ("", "✓"), ("ส", "")), Committee.APPOINTED, ["assumed"]),
        (["ส" * 5, ""], marks_of(*[("ส" * 5, "")] * 3), Committee.APPOINTED, []),
        (["ส" * 6, ""], marks_of(*[("ส" * 6, "")] * 3), Committee.APPOINTED, ["assumed"]),
    ],
)
def test_a_mark_means_what_the_files_other_rows_show(
    line: list[Content], marks: Marks, answer: Committee | None, told: list[str]
) -> None:
    assert committee(line[0], line[1], marks) == (answer, told)


@pytest.mark.parametrize("words", ["ไม่มี", "ไม่มีการแต่งตั้ง", "ไม่", "no", "0 ", "FALSE"])
def test_without_a_column_for_the_no_a_no_under_the_yes_is_the_answer(words: str) -> None:
    values, findings = COMMITTEE.read(make_row_cells("committee_yes", [words]), make_reading())
    assert (values["committee"], [one for one in findings if one.code != "assumed"]) == (
        Committee.NOT_APPOINTED,
        [],
    )


@pytest.mark.parametrize(
    ("mark", "marks", "mou", "told"),
    [
        ("✓", Marks(), True, None),
        ("ตามเอกสารแนบ", Marks(), True, taken("ตามเอกสารแนบ", "ทำ MOU", "ทำ MOU")),
        ("§§", Marks(), None, undecided("§§", "ทำ MOU")),
        ("?", Marks(), None, undecided("?", "ทำ MOU")),
        ("x", CROSSES_AND_CIRCLES, None, undecided("x", "ทำ MOU")),
        ("○", CROSSES_AND_CIRCLES, None, undecided("○", "ทำ MOU")),
        ("x", ONE_CROSS, False, taken("x", "ทำ MOU", "ไม่ได้ทำ MOU")),
        ("x", Marks(cross_is_yes=False), False, None),
        ("○", Marks(circle_is_yes=False), False, None),
        ("○", Marks(), True, None),
        ("ไม่ได้ทำ MOU", Marks(), False, None),
        (lost("Sheet1!G7"), Marks(), None, formula("ทำ MOU")),
    ],
)
def test_what_stands_under_mou_is_told_where_it_is_no_plain_tick(
    mark: Content, marks: Marks, mou: bool | None, told: tuple[str, str] | None
) -> None:
    values, findings = REGULATION.read(make_row_cells(ALL, ["✓", "", mark]), make_reading(marks=marks))
    assert values == {"regulation": Regulation.MADE, "mou": mou}
    assert [(one.code, one.cell, one.field) for one in findings] == (
        [(told[0], "Sheet1!G7", "mou")] if told else []
    )
    assert all(one.message.startswith((told or ("", ""))[1]) for one in findings)


@pytest.mark.parametrize(
    ("lines", "answer", "codes"),
    [
        ([["", ""], ["✓", ""]], Committee.APPOINTED, []),
        ([["", "ไม่ได้แต่งตั้ง"], ["", "✓"]], Committee.NOT_APPOINTED, []),
        ([["x", ""], ["✓", ""]], Committee.APPOINTED, []),
        ([["?", ""], ["x", ""]], None, ["cell_unreadable"]),
        ([["ตามเอกสารแนบ", ""], ["x", ""]], Committee.APPOINTED, []),
    ],
)
def test_of_a_rows_lines_the_one_that_says_most_counts(
    lines: list[list[Content]], answer: Committee | None, codes: list[str]
) -> None:
    values, findings = COMMITTEE.read(make_row_cells(PAIR, *lines), make_reading())
    assert (values["committee"], [one.code for one in findings]) == (answer, codes)


@pytest.mark.parametrize("word", ["no", "No", "NO.", " no", "off", "N/A", "n", "0", "0.0", "FALSE"])
def test_a_no_in_latin_letters_is_no_tick_though_its_letters_are_marks(word: str) -> None:
    assert committee(word, "") == (None, ["committee_missing"])
    assert committee(word, "✓") == (Committee.NOT_APPOINTED, [])
    assert regulation("✓", "", word) == (Regulation.MADE, False, [])


@pytest.mark.parametrize("word", ["Y/N", "yn", "n/", "fx", "10", "100"])
def test_letters_and_numbers_that_are_no_mark_together_are_told(word: str) -> None:
    assert committee(word, "")[1] == ["assumed"]


@pytest.mark.parametrize("word", ["on", "ON", "ok", "1.0", "vv", "o"])
def test_a_yes_in_latin_letters_is_a_tick(word: str) -> None:
    assert committee(word, "") == (Committee.APPOINTED, [])
