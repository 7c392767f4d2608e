"""Each decision names what shows it, and what it names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A page may come a little before its test: the test then goes off this list.
PAGES = sorted((ROOT / "docs" / "decisions").glob("0*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:4])
def test_a_decision_is_shown_by_a_test_that_exists(page: Path) -> None:
    text = page.read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)", text)
    assert text.startswith(f"# {page.stem[:4]} ")
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_no_two_decisions_share_a_number() -> None:
    numbers = [page.stem[:4] for page in PAGES]
    assert len(numbers) == len(set(numbers))
