"""What a reading says stands over a line's letters, against the ink that is there whatever any reader says.

In print that places its marks a tone over a bare consonant stands as low as a vowel, and over a vowel upon it. Where all
tones have one height nobody placed them: they run into vowels and letters, and all readers lose the same ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from parsers.line_ink import LineInk, Over
from parsers.thai_lines.alphabet import SARA_AM, SHORTENER, SILENCER, TONES, VOWEL_MARKS

_BELOW = "\u0e38\u0e39"
_VOWELS = VOWEL_MARKS.translate(dict.fromkeys(map(ord, _BELOW))) + SHORTENER
_HIGH = TONES + SILENCER
_TALL = "ปฝฟฬ"
"""Letters whose ascender a mark may touch: it is then no ink of its own."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Tops of a single mark, and of a tone that stands upon a vowel, in heights of a consonant over the consonants."""

    single: float
    double: float

    @property
    def between(self) -> float:
        return (self.single + self.double) / 2


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a reading has over one letter, the `at`-th that takes room."""

    base: str
    at: int
    has_tone: bool
    is_double: bool


FEWEST, LEAST_APART = 5, 0.12
"""Marks of either kind by which a print is known; heights of a consonant from one level to the other."""


def levels(lines: Iterable[tuple[str, LineInk | None]]) -> Levels | None:
    """Where the marks of some lines of one print stand; None where nobody placed them, or there are too few to know."""
    singles: list[float] = []
    doubles: list[float] = []
    for text, ink in lines:
        marks = _marks(text)[0]
        if ink is None or len(marks) != len(ink.over):
            continue
        for mark, piece in zip(marks, ink.over, strict=True):
            if mark.has_tone and mark.base not in _TALL:
                (doubles if mark.is_double else singles).append(piece.top)
    if min(len(singles), len(doubles)) < FEWEST:
        return None
    found = Levels(median(singles), median(doubles))
    return found if found.double - found.single >= LEAST_APART else None


def bears_out(ink: LineInk | None, text: str, known: Levels) -> bool:
    """Whether every piece of ink over the letters is a mark of the text, at its height and place, and each mark is seen.

    A mark of a tall letter may be one with it, and those of two letters side by side one piece.
    """
    if ink is None:
        return False
    marks, letters = _marks(text)

    def fits(some: Sequence[_Marks], piece: Over) -> bool:
        double = any(mark.is_double for mark in some)
        return (piece.top > known.between) == double and ink.is_near(piece, some[0].at, letters)

    # How many pieces may be explained by the marks so far.
    reached: list[set[int]] = [{0}, *(set() for _ in marks)]
    for number, mark in enumerate(marks):
        pair = marks[number : number + 2]
        beside = len(pair) == 2 and pair[1].at == mark.at + 1
        for seen in reached[number]:
            if mark.base in _TALL:
                reached[number + 1].add(seen)
            if seen == len(ink.over):
                continue
            piece = ink.over[seen]
            if fits((mark,), piece):
                reached[number + 1].add(seen + 1)
            if beside and piece.right - piece.left >= ink.body and fits(pair, piece):
                reached[number + 2].add(seen + 1)
    return len(ink.over) in reached[-1]


def _marks(text: str) -> tuple[list[_Marks], int]:
    """The letters of a text that have marks over them, and how many take room."""
    found: list[_Marks] = []
    base, at, vowel, tone = "", -1, False, False
    for character in (*text, ""):
        if character in _BELOW and character:
            continue
        if character in _VOWELS and character:
            vowel = True
        elif character in _HIGH and character:
            tone = True
        else:
            vowel = vowel or character == SARA_AM
            if vowel or tone:
                found.append(_Marks(base, at, tone, vowel and tone))
            base, at, vowel, tone = character, at + 1, False, False
    return found, max(at, 1)
