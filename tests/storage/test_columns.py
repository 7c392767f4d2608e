"""What the column types store and give back, and what they refuse."""

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import EnumText
from survey.model import Status


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
def test_a_word_of_an_enum_comes_back_as_its_member_and_no_other_word_is_stored(
    dialect: sqlite.dialect,
) -> None:
    column = EnumText(Status)
    stored, found = column.bind_processor(dialect), column.result_processor(dialect, None)
    for member in Status:
        assert type(stored(member)) is str
        assert found(stored(member)) is member
        assert stored(member.value) == member.value
    assert stored(None) is found(None) is None
    for convert in (stored, found):
        with pytest.raises(ValueError, match="no status"):
            convert("no status")
