import pytest
from make.cells import make_cell, make_reading, make_row_cells

from survey.cells import Cell, CellValue
from survey.fields.texts import OBJECTIVE, PROBLEMS, SEQ, SERVICE
from survey.fields.unreadable import PICTURE


def read(group: str, *lines: CellValue | Cell) -> tuple[object, list[str]]:
    field = {"seq": SEQ, "service": SERVICE, "objective": OBJECTIVE, "problems": PROBLEMS}[group]
    values, findings = field.read(make_row_cells(group, *([line] for line in lines)), make_reading())
    return values[group], [finding.code for finding in findings]


@pytest.mark.parametrize("written", [1, 1.0, "1", "1.0", "1.", "(1)", "๑", "๑.", "1)", " 1 ", "[1]"])
def test_a_number_is_read_in_every_notation(written: CellValue) -> None:
    assert read("seq", written) == (1, [])


@pytest.mark.parametrize(
    "written", ["", "-", "1.1", "ก", "อำเภอแม่ริม", 1.5, True, "1-3", "#", -1, float("inf"), float("nan")]
)
def test_what_is_no_number_is_none_and_no_fault(written: CellValue) -> None:
    assert read("seq", written) == (None, [])


@pytest.mark.parametrize(("value", "number"), [(3, 3), (3.0, 3), (3.5, None), (-3, None), (100_000, None)])
def test_a_number_counts_by_its_value_whatever_its_format_shows(value: float, number: int | None) -> None:
    assert read("seq", Cell("Sheet1!A7", "###", value)) == (number, [])


def test_a_formula_error_in_the_number_is_no_fault_either() -> None:
    assert read("seq", Cell("Sheet1!E7", "#REF!", error="#REF!")) == (None, [])


@pytest.mark.parametrize("empty", ["", "-", "–", "—", "‑", "ー", "_", "…", ".....", " - - ", "\n", "−"])
def test_a_cell_of_dashes_or_dots_is_empty(empty: str) -> None:
    assert read("service", empty) == (None, ["service_missing"])
    assert read("objective", empty) == (None, ["objective_missing"])
    assert read("problems", empty) == (None, [])


def test_no_problems_is_an_answer() -> None:
    assert read("problems", "ไม่มี") == ("ไม่มี", [])
    assert read("problems", "- ไม่มี -") == ("- ไม่มี -", [])


def test_words_keep_their_thai_digits_and_lose_their_line_breaks() -> None:
    assert read("service", "การกำจัดขยะ\n  มูลฝอย  ระยะที่ ๒ ") == ("การกำจัดขยะ มูลฝอย ระยะที่ ๒", [])


def test_lines_of_a_row_are_joined_and_repetitions_count_once() -> None:
    assert read("objective", "ลดขยะ", "", "-", "ลดค่าใช้จ่าย") == ("ลดขยะ ลดค่าใช้จ่าย", [])
    assert read("service", "การกำจัดขยะ", "การกำจัดขยะ") == ("การกำจัดขยะ", [])


def test_a_whole_number_is_written_without_a_fraction() -> None:
    assert read("problems", 2561.0) == ("2561", [])
    assert read("problems", "2561.0") == ("2561.0", [])


@pytest.mark.parametrize("words", ["ไม่มี", "ไม่ระบุ", "N/A"])
def test_a_service_that_is_not_named_is_missing_and_quoted(words: str) -> None:
    values, [finding] = SERVICE.read(make_row_cells("service", [words]), make_reading())
    assert (values["service"], finding.code) == (None, "service_missing")
    assert f"“{words}”" in finding.message


@pytest.mark.parametrize(
    "lost",
    [
        Cell("Sheet1!E7", "#N/A", error="#N/A"),
        Cell("Sheet1!E7", "การ(cid:5)ขยะ"),
        Cell("Sheet1!E7", "??????"),
    ],
)
def test_lost_words_weigh_as_much_as_the_field(lost: Cell) -> None:
    for group, severity in ((SERVICE, "error"), (OBJECTIVE, "warning"), (PROBLEMS, "warning")):
        values, [finding] = group.read({group.name: [lost]}, make_reading())
        assert values[group.name] is None
        assert (finding.code, finding.severity, finding.cell) == ("cell_unreadable", severity, "Sheet1!E7")
        assert finding.field == group.name


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        (
            Cell("Sheet1!E7", "", error="#REF!"),
            "สูตรในวัตถุประสงค์ความร่วมมือคำนวณไม่ได้ (#REF!) กรุณาพิมพ์ค่าลงในช่องแทนสูตร",
        ),
        (
            Cell("Sheet1!E7", " #N/A "),
            "สูตรในวัตถุประสงค์ความร่วมมือคำนวณไม่ได้ (#N/A) กรุณาพิมพ์ค่าลงในช่องแทนสูตร",
        ),
        (Cell("Sheet1!E7", PICTURE), "วัตถุประสงค์ความร่วมมือเป็นรูปภาพ จึงอ่านไม่ได้ กรุณาพิมพ์ข้อความลงในช่องแทนรูปภาพ"),
        (
            Cell("Sheet1!E7", "??????"),
            "อ่านวัตถุประสงค์ความร่วมมือไม่ออก เนื่องจากในช่องเป็น “??????” กรุณาพิมพ์ข้อความใหม่",
        ),
    ],
)
def test_what_was_lost_is_told_with_what_stands_there(lost: Cell, said: str) -> None:
    values, [finding] = OBJECTIVE.read({"objective": [lost]}, make_reading())
    assert (values["objective"], finding.cell, finding.message) == (None, "Sheet1!E7", said)


def test_a_column_that_is_lacking_says_nothing_in_the_row() -> None:
    for group in (SEQ, SERVICE, OBJECTIVE, PROBLEMS):
        assert group.read({}, make_reading()) == ({group.name: None}, [])


def test_a_missing_objective_is_asked_for_at_its_empty_cell() -> None:
    _, [finding] = OBJECTIVE.read({"objective": [make_cell("", "แผ่น1!K9")]}, make_reading())
    assert (finding.asked, finding.cell, finding.severity) == (True, "แผ่น1!K9", "warning")
