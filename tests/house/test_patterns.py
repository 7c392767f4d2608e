"""Regular expressions that mean the same to every Python from 3.11 on."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("survey", "parsers", "storage", "notifications", "ingest", "desk")
# Python before 3.11.5, as Debian 12 has it, goes on behind what the last, failed repetition had taken.
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")


def test_no_group_is_repeated_possessively_but_in_an_atomic_group_of_its_own() -> None:
    sources = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    found = {
        f"{path.relative_to(ROOT)}:{number}: write (?>(?:…)*) for (?:…)*+"
        for path in sources
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if POSSESSIVE_GROUP.search(line)
    }
    assert len(sources) > 300
    assert not found


def test_an_atomic_group_takes_whole_repetitions_only() -> None:
    assert re.match("(?>(?:ab?c)+)", "abcacab").span() == (0, 5)  # type: ignore[union-attr]
