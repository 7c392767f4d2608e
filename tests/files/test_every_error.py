"""Whatever is wrong with a form: each error has its cell, shows what was found there, and says what is expected."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make.typed_forms import ROWS, check_json, typed_form

from notifications.answer import SubmissionTold
from notifications.render import Identity, render
from notifications.wording import shown_to_sender
from survey.cells import split_address
from survey.findings import Code, Finding, Severity
from survey.model import Status

ROOT = Path(__file__).parents[2]
OF_A_FILE = frozenset({"no_rows", "province_missing", "column_missing"})
EXPECTED = re.compile("เช่น|✓|“ไม่มี|กรุณาพิมพ์|กรุณาใช้หัวตาราง")
WRONG: dict[str, tuple[object, ...]] = {
    "B": (None, "-", "ไม่ระบุ", "#REF!", "(cid:5)(cid:12)"),
    "C": (None, "…", "ไม่มี", "อบต.ไม่มีในทะเบียน", "\ufffd\ufffd", "12345"),
    "D": (None, "-", "N/A", "ทุกแห่งในอำเภอ", "????????"),
    "E": (None, "-", "31 มิ.ย. 2560", "13/25/2561", "5/11/2651", "1 ม.ค. 2570", "3 ปี", "ไม่ทราบ", "ก" * 300, 0, "5/11/25", "พ.ย. 60"),
    "F": ("✓", None, "?", "✗"),
    "G": ("✓", None, "ไม่แน่ใจ"),
    "H": ("✓", None),
    "I": ("✓", None, "✗"),
    "K": (None, "-", "\ufffdก"),
    "A": (None, "1.1", "x"),
}  # fmt: skip
PLACES = [f"{column}{row}" for column in WRONG for row in (4, 5, 6)]


@st.composite
def faults(draw: st.DrawFn) -> dict[str, object]:
    places = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6, unique=True))
    return {place: draw(st.sampled_from(WRONG[place[0]])) for place in places}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cells=faults(), title=st.sampled_from(["จังหวัดเชียงใหม่", None, "จังหวัดเมืองทอง", "กรุงเทพมหานคร"]))
def test_each_error_has_its_cell_its_value_and_what_is_expected(
    cells: dict[str, object], title: str | None
) -> None:
    read = check_json(typed_form(cells, title=title))
    typed = {f"{column}{row}": value for row, values in enumerate(ROWS, 4) for column, value in zip("ABCDEFGHIJKL", values, strict=True)}  # fmt: skip
    typed |= {"A1": title, **cells}
    for problem in read["problems"]:
        if problem["severity"] != "error":
            continue
        assert EXPECTED.search(problem["message"]), problem
        assert not re.search(r"[a-z]+_[a-z]+|[A-Z]+\d+\b(?<!MOU)", _unquoted(problem["message"])), problem
        if problem["code"] in OF_A_FILE:
            assert problem["cell"] is None
            continue
        sheet, row, _ = split_address(problem["cell"])
        assert (sheet, 1 <= row <= 6) == ("Sheet1", True)
        value = typed[problem["cell"].removeprefix("Sheet1!")]
        if (
            value is not None
            and any(letter.isalnum() for letter in str(value))
            and not problem["code"].endswith("_missing")
        ):
            assert " ".join(str(value).removeprefix("จังหวัด").split())[:100] in problem["message"], problem


def _unquoted(message: str) -> str:
    """Without what the sender wrote, and the examples."""
    return re.sub("“[^”]*”", "", message)


def sentences() -> Iterator[tuple[str, Code]]:
    """Every sentence that an error may have: also those that modules derive for one code."""
    for room in ("survey", "parsers"):
        for path in sorted((ROOT / room).rglob("*.py")):
            module = importlib.import_module(
                ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            )
            for value in vars(module).values():
                held = value.values() if isinstance(value, dict) else [value]
                yield from (
                    (one.sentence, one)
                    for one in held
                    if isinstance(one, Code) and one.severity is Severity.ERROR
                )


def test_every_sentence_of_an_error_asks_for_something_and_names_no_cell_or_code() -> None:
    checked = dict(sentences())
    assert len(checked) > 15
    for sentence in checked:
        assert "กรุณา" in sentence, sentence
        assert not re.search(r"[a-z]+_[a-z]+", re.sub(r"\{\w+\}", "", sentence)), sentence


@pytest.mark.parametrize("rows", [0, 1])
@given(
    found=st.lists(
        st.builds(
            Finding,
            code=st.sampled_from(["date_invalid", "assumed", "version_unclear"]),
            severity=st.sampled_from(list(Severity)),
            cell=st.sampled_from([None, "Sheet1!E9", "T1!C5", "p2!A1"]),
            message=st.sampled_from(["วันที่ไม่ถูกต้อง กรุณาแก้ไข เช่น 5 พ.ย. 2561", "กรุณาระบุ เช่น “ทต.แม่แรม”"]),
        ),
        max_size=4,
    )
)
@settings(max_examples=40, deadline=None)
def test_no_failure_is_sent_without_a_problem(rows: int, found: list[Finding]) -> None:
    from make.letters import make_answer, make_row

    told = SubmissionTold("SM-2561-0007", "น่าน", Status.NEEDS_CORRECTION, (make_row(),) * rows, tuple(found))
    who = Identity("แบบสำรวจ สถ. <survey@dla.example>", "survey@dla.example")
    errors = [one for one in shown_to_sender(told) if one.severity is Severity.ERROR]
    answer: Any = make_answer(told, files=())
    if not errors:
        with pytest.raises(ValueError, match="without a problem"):
            render("needs_correction", answer, key="k", identity=who)
        return
    content = render("needs_correction", answer, key="k", identity=who).content
    assert content
