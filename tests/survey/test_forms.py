"""The survey of 2561 as data: its columns are the letter's; and a survey that nobody has written."""

import pytest

from survey.forms import UnknownSurveyError, named
from survey.model import DEFAULT_SURVEY

PRINTED = [
    ("seq", "ลำดับที่"),
    ("service", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน"),
    ("host", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ"),
    ("partners", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม"),
    ("signed_on", "วันที่ลงนามความร่วมมือ"),
    ("committee", "แต่งตั้ง"),
    ("committee", "ไม่ได้แต่งตั้ง"),
    ("regulation", "จัดทำ"),
    ("regulation", "ไม่ได้จัดทำ"),
    ("mou", "ทำ MOU"),
    ("objective", "วัตถุประสงค์ความร่วมมือ"),
    ("problems", "ปัญหา/อุปสรรคความร่วมมือ"),
]


def test_the_forms_columns_are_the_letters() -> None:
    survey = named(DEFAULT_SURVEY)
    assert [(column.field, column.title) for column in survey.printed] == PRINTED
    assert {column.key for column in survey.columns} - {column.key for column in survey.printed} == {
        "laos",
        "committee",
        "regulation",
    }
    assert survey.extra == {}
    assert survey.needed == {"service", "host", "partners"}


@pytest.mark.parametrize("name", ["be2599", "2561", "be2561.py", "BE2561", ""])
def test_a_survey_that_nobody_wrote_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(UnknownSurveyError, match=f"^{name}: no such form; survey/forms/ holds a module"):
        named(name)
