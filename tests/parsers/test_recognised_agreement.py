"""Fields of a scanned agreement are certain where the lines that they stand in are, and no line could hide a party."""

from collections.abc import Collection
from datetime import date

import pytest
from make.agreements import make_agreement

from parsers.mou import read_mou
from parsers.pdf_text import Page
from parsers.recognised_agreement import sure_of
from survey.fields.recognised_mou import Sure
from survey.model import Case

MADE = make_agreement(4)
LINES = MADE.text.split("\n")
RECEIVED = date(2018, 12, 10)


def sure(doubtful: Collection[str] = (), text: str = MADE.text) -> Sure:
    lines = frozenset(line for line in text.split("\n") if line not in doubtful)
    page = Page(1, text, recognised=True, sure=lines)
    mou, _ = read_mou([page], None, Case(RECEIVED))
    return sure_of([page], mou, RECEIVED)


def test_all_is_certain_where_all_lines_up_to_the_articles_are() -> None:
    articles = [line for line in LINES if line.startswith(("ข้อ", "ลงชื่อ"))]
    assert sure(articles) == Sure(title=True, parties=True, day=True)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("เรื่อง", Sure(title=False, parties=True, day=True)),
        ("เมื่อวันที่", Sure(title=True, parties=True, day=False)),
    ],
)
def test_a_doubtful_line_makes_what_it_says_doubtful(start: str, expected: Sure) -> None:
    assert sure([line for line in LINES if line.startswith(start)]) == expected


def test_a_party_that_stands_in_no_certain_line_makes_the_parties_doubtful() -> None:
    party = MADE.text.split("กับ ")[1].split("\n")[0]
    assert not sure([line for line in LINES if party in line]).parties
    assert sure([line for line in LINES if line.startswith(f"กับ {party}")]).parties


def test_a_doubtful_line_in_which_the_other_reader_has_another_party_makes_the_parties_doubtful() -> None:
    [line] = [line for line in LINES if line.startswith("กับ ")]
    other = MADE.text.replace(line, "กับ เทศบาลตำบลบ่อแฮ้ว โดย นายสมมติ ตัวอย่าง")
    page = Page(1, MADE.text, recognised=True, other_reading=other, sure=frozenset(LINES) - {line})
    mou, _ = read_mou([page], None, Case(RECEIVED))
    assert not sure_of([page], mou, RECEIVED).parties


def test_a_line_that_could_name_a_party_that_nobody_read_makes_the_parties_doubtful() -> None:
    garbled = "เทคบาสดำบสXXX โดย นายสมมติ"
    at = MADE.text.index("ทุกฝ่าย")
    assert not sure([garbled], f"{MADE.text[:at]}{garbled}\n{MADE.text[at:]}").parties


def test_a_doubtful_line_of_the_annexed_list_makes_the_parties_doubtful() -> None:
    first = Page(1, MADE.text, recognised=True, sure=frozenset(LINES))
    annex = Page(2, "บัญชีรายชื่อแนบท้ายบันทึกข้อตกลง\n1. เทคบาสดำบส", recognised=True)
    mou, _ = read_mou([first], None, Case(RECEIVED))
    assert not sure_of([first, annex], mou, RECEIVED).parties


def test_nothing_is_certain_where_no_line_is() -> None:
    assert sure(LINES) == Sure()


def test_a_page_with_a_text_layer_is_certain_by_itself() -> None:
    page = Page(1, MADE.text)
    mou, _ = read_mou([page], None, Case(RECEIVED))
    assert sure_of([page], mou, RECEIVED) == Sure(title=True, parties=True, day=True)


def with_annex(*numbers: int) -> Sure:
    [*parties] = [line.removeprefix("กับ ").split(" โดย")[0] for line in LINES if " โดย " in line]
    opening = "\n".join(line for line in LINES[:2] + LINES[-6:])
    preamble = f"บันทึกข้อตกลงฉบับนี้ทำขึ้น จังหวัดลำปาง {LINES[MADE_ON]} องค์กรปกครองส่วนท้องถิ่นตามบัญชีแนบท้าย"
    text = "\n".join([*LINES[:2], preamble, *opening.split("\n")[2:]])
    rows = "\n".join(f"{number}. {party}" for number, party in zip(numbers, parties, strict=False))
    pages = [
        Page(number, one, recognised=True, sure=frozenset(one.split("\n")))
        for number, one in enumerate((text, f"บัญชีรายชื่อแนบท้ายบันทึกข้อตกลง\n{rows}"), 1)
    ]
    mou, _ = read_mou(pages, None, Case(RECEIVED), pages[1].text)
    return sure_of(pages, mou, RECEIVED)


MADE_ON = next(number for number, line in enumerate(LINES) if line.startswith("เมื่อวันที่"))


def test_an_annexed_list_that_lacks_a_number_has_lost_a_line() -> None:
    assert with_annex(1, 2, 3).parties
    assert not with_annex(1, 3, 4).parties


def test_a_signer_who_is_named_nowhere_else_makes_the_parties_doubtful() -> None:
    text = f"{MADE.text}\nลงชื่อ..............\nนายกเทศมนตรีตำบลบ่อแฮ้ว"
    assert not sure(text=text).parties
    assert sure(text=f"{MADE.text}\nลงชื่อ..............พยาน\nปลัดเทศบาลตำบลบ่อแฮ้ว").parties
