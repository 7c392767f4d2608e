"""What is said of a cell that two readers read differently."""

import pytest

from survey.cells import Cell
from survey.fields.recognised import text_doubted


@pytest.mark.parametrize(
    ("found", "other", "both"),
    [
        ("๒๑ ส.ค. ๒๕๕๕", "๒๑ ส.ค. ๒๕๕๖", True),
        ("๒๑ ส.ค. ๒๕๕๕", "oo 4.9. adee", False),
        ("ระบบ GPS", "ระบบ OPS", True),
    ],
)
def test_a_second_reading_is_shown_where_it_can_be_a_choice(found: str, other: str, both: bool) -> None:
    finding = text_doubted(Cell("p1!E3", value=other, text=found, certain=False), "signed_on")
    assert found in finding.message
    assert (other in finding.message) is both
