"""What a reading says hangs below a line's letters, against the ink that is there whatever any reader says.

A ู is wider than a ุ in every face that was looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.line_ink import LineInk, Under
from parsers.thai_lines.alphabet import SHORTENER, SILENCER, TONES, VOWEL_MARKS

_SHORT, _LONG = "ุ", "ู"
_WIDE = 0.45
"""Heights of a consonant over which a mark is a ู: those are 0.50 to 0.70 wide, a ุ is 0.25 to 0.40."""
_WITH_FEET = frozenset("ฎฏญฐฤฦๅฺgjpqyQ()[]/|,;{}")
"""What may have ink of its own below the line, or none, as the face has it."""
_NO_ROOM = frozenset(VOWEL_MARKS + TONES + SHORTENER + SILENCER)
"""Marks over and below letters."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a reading has below the `at`-th letter that takes room; `is_long` is None where any ink may be or none."""

    at: int
    is_long: bool | None


def bears_out_below(ink: LineInk, text: str) -> bool:
    """Whether each ุ and ู of the text has its ink, as wide as it must be and near its place, and no other ink is there.

    Letters with feet may have some.
    """
    letters = sum(character not in _NO_ROOM for character in text) - 1
    # How many pieces may be explained by the marks so far.
    reached = {0}
    for mark in _marks(text):
        fitting = {
            seen + 1
            for seen in reached
            if seen < len(ink.under) and _fits(mark, ink.under[seen], ink, letters)
        }
        reached = fitting | (reached if mark.is_long is None else set())
    return len(ink.under) in reached


def _fits(mark: _Mark, piece: Under, ink: LineInk, letters: int) -> bool:
    is_wide = piece.right - piece.left > _WIDE * ink.body
    return mark.is_long in (None, is_wide) and ink.is_near(piece, mark.at, letters)


def _marks(text: str) -> Iterator[_Mark]:
    at = -1
    for character in text:
        at += character not in _NO_ROOM
        if character in (_SHORT, _LONG):
            yield _Mark(at, character == _LONG)
        elif character in _WITH_FEET:
            yield _Mark(at, None)
