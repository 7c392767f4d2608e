"""When a recognised line is certain: two readers that know nothing of each other read the same, and surely.

The thresholds are set on fonts and damage that the line reader was not trained on, by `bench/agreement.py`, and watched
by a test. Neither reader's own word alone makes free text certain, nor do both without a third witness.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from parsers.known_words import is_spelt
from parsers.line_ink import LineInk
from parsers.lower_marks import bears_out_below
from parsers.thai_lines.reader import LineReading
from parsers.upper_marks import Levels, bears_out, levels
from survey.thai.text import fold, repair

SCORE = -3.0
"""Nats of the text's probability that the line reader needs at least."""
BOTH_LEAD, LEAD, STRICT_LEAD = 0.7, 1.75, 2.0
"""Nats of the line reader's lead over which a line is certain: where both of Tesseract's models have the same, where `tha`
has, and where the agreement rests on less: on the other model against the first, or on letters that neither can write."""
DIGIT_LEAD = 3.5
"""What it needs for Thai digits at least, whoever agrees: Tesseract's ๕ fits ๘ and ๙, and the calendar has both years."""
ALONE_LEAD, DAY_LEAD, ALONE_SCORE = 3.0, 2.25, -1.0
"""What the line reader needs alone, where besides it a list of names, or the calendar, has what it read."""
HARDLY = -0.12
"""Nats a letter below which the line reader's text is less likely than Tesseract's."""
OUTVOTED = 1.0
"""Nats of lead below which two other models are right more often, where there is no Thai digit."""
_THAI_DIGIT = re.compile("[๐-๙]")
UNWRITABLE = {
    "๔": "๕", "๖": "๒๐o", "๗": "๓๑", "๘": "๕ส", "๙": "๕๓", "ฌ": "ณฉถ", "ฃ": "ข", "ฅ": "ค", "ฦ": "ฎฤ",
}  # fmt: skip
"""Letters that Tesseract's Thai models can't write, and what they put for them without a doubt."""
_NO_WITNESS = re.compile("[๐-๙ฌฃฅฦ]")
"""Letters that Tesseract's models can't write, and those that they put instead: their ๕ may stand for ๔, ๘ or ๙."""
_COMMA_OR_DOT = re.compile(r"[0-9๐-๙]\.[0-9๐-๙]{3}(?![0-9๐-๙])")
"""What a comma between thousands looks like to both of them in small print."""
_RING_AS_VOWEL = re.compile("\u0e31([\u0e48-\u0e4b]?)า")
"""What Thai can't spell, and Tesseract writes where it saw both parts of a ำ."""
_RING_ON_TALL = re.compile("[ปฝฟฬ][\u0e48-\u0e4b]?ำ")
"""Whose ring may touch its letter, so that no ink proves it."""
_BELOW = re.compile("[\u0e38\u0e39]")
"""What hangs below a letter, ุ and ู, which ink tells apart."""
_SPACE = re.compile(r"\s+")


class Witness(Enum):
    """Which of Tesseract's models have the line reader's text."""

    BOTH = "both"
    ONE = "one"
    BUT_FOR_MARKS = "one, but for marks that ink can tell"
    """The rings of ำ, which Tesseract overlooks (น้า for น้ำ) or takes for another vowel (นั้า), and what hangs below."""


FREE_LEADS = {
    (Witness.BOTH, True): 0.1, (Witness.BOTH, False): 2.75,
    (Witness.ONE, True): 3.0, (Witness.ONE, False): 3.0,
    (Witness.BUT_FOR_MARKS, True): 2.0, (Witness.BUT_FOR_MARKS, False): 3.0,
}  # fmt: skip
"""What the line reader needs in free text that its ink bears out: by who else has it, and whether Thai has its words."""
THIRD_LEAD = max(FREE_LEADS.values())
"""Under which Tesseract's other model is asked, though the first one agrees."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as each reader has it.

    Attributes:
        own: Of the project's line reader; None where it is not installed.
        thai: Of Tesseract's `tha`; None where Tesseract is not installed.
        script: Of Tesseract's `Thai`; None where it was not asked.
        ink: What stands over and below its letters, whatever the readers have.
    """

    own: LineReading | None = None
    thai: str | None = None
    script: str | None = None
    ink: LineInk | None = None

    @property
    def text(self) -> str:
        """The likeliest reading: the line reader's, unless it hardly knows, or both of Tesseract's models have the same
        against it where it is not sure."""
        own = self.own
        if own is None or (self.thai and self._is_outvoted(own, self.thai)):
            return self.thai or ""
        hardly = own.score < HARDLY * len(own.text) and not _THAI_DIGIT.search(self.thai or "")
        return self.thai if self.thai and hardly and not self.is_sure else own.text

    def _is_outvoted(self, own: LineReading, thai: str) -> bool:
        if own.lead >= OUTVOTED or not self.script or _THAI_DIGIT.search(own.text + thai):
            return False
        return _plain(thai) == _plain(self.script)

    @property
    def other(self) -> str:
        """What another reader has instead, "" where none has anything else."""
        mine, own = _plain(self.text), self.own.text if self.own is not None else ""
        return next((one for one in (self.thai, own, self.script) if one and _plain(one) != mine), "")

    @property
    def is_agreed(self) -> bool:
        """Certain, whatever it says."""
        own = self.own
        if own is None or own.score < SCORE or own.lead < BOTH_LEAD or self._may_be_another_digit:
            return False
        by_thai, by_script = same(own.text, self.thai), same(own.text, self.script)
        if _NO_WITNESS.search(own.text) or not by_thai:
            return own.lead >= STRICT_LEAD and (by_thai or by_script)
        return own.lead >= LEAD or by_script

    @property
    def needs_third(self) -> bool:
        """Whether Tesseract's other model may make it certain."""
        own = self.own
        return self.thai is not None and not (self.is_agreed and own is not None and own.lead >= THIRD_LEAD)

    @property
    def witness(self) -> "Witness | None":
        """Who else has the line reader's text, letter for letter; nobody where Tesseract can't write all of it."""
        own = self.own
        if own is None or _NO_WITNESS.search(own.text):
            return None
        has_it = [same(own.text, other) for other in (self.thai, self.script)]
        if any(has_it):
            return Witness.BOTH if all(has_it) else Witness.ONE
        mine = _without_seen_marks(own.text)
        others = (_without_seen_marks(other) for other in (self.thai, self.script) if other)
        return Witness.BUT_FOR_MARKS if any(same(mine, other) for other in others) else None

    @property
    def is_sure(self) -> bool:
        """The line reader's part of an agreement."""
        return self.own is not None and self.own.lead >= LEAD and self.own.score >= SCORE

    @property
    def is_sure_alone(self) -> bool:
        """So sure that a list of names may be the second witness."""
        return self._leads_alone(ALONE_LEAD)

    @property
    def is_sure_day(self) -> bool:
        """So sure that the calendar may be the second witness."""
        return self._leads_alone(DAY_LEAD)

    def _leads_alone(self, lead: float) -> bool:
        own = self.own
        return (
            own is not None
            and own.lead >= lead
            and own.score >= ALONE_SCORE
            and not self._may_be_another_digit
        )

    @property
    def _may_be_another_digit(self) -> bool:
        own = self.own
        return own is not None and own.lead < DIGIT_LEAD and bool(_THAI_DIGIT.search(own.text))


def same(own: str, other: str | None) -> bool:
    """Whether Tesseract has the same text as the line reader, white space aside, as far as it can write it."""
    mine = _plain(own)
    if not mine or not other or _COMMA_OR_DOT.search(mine):
        return False
    if UNWRITABLE.keys().isdisjoint(mine):
        return mine == _plain(other)
    # Of nothing but such letters nobody else has read anything.
    if set(mine) <= UNWRITABLE.keys():
        return False
    pattern = "".join(f"[{UNWRITABLE[one]}]" if one in UNWRITABLE else re.escape(one) for one in mine)
    return re.fullmatch(pattern, _plain(other)) is not None


def all_agreed(lines: Iterable[ReadLine]) -> bool:
    """Whether there are lines, and all are certain."""
    found = list(lines)
    return bool(found) and all(line.is_agreed for line in found)


def levels_of(lines: Iterable[ReadLine]) -> Levels | None:
    """Where the marks of these lines' print stand; None where nobody placed them, or too few were read."""
    return levels((line.own.text, line.ink) for line in lines if line.own is not None)


def all_witnessed(lines: Iterable[ReadLine], known: Levels | None) -> bool:
    """Whether free text is certain: what stands over and below its letters is its ink, and the readers agree, by so much the
    more surely where its words are none that Thai has.

    Args:
        known: Where the marks of the same print stand.
    """
    found = list(lines)
    if known is None or not found:
        return False
    spelt = is_spelt("".join(line.own.text for line in found if line.own is not None))
    return all(_is_witnessed(line, known, spelt) for line in found)


def _is_witnessed(line: ReadLine, known: Levels, spelt: bool) -> bool:
    own = line.own
    if own is None or line.ink is None or own.score < SCORE:
        return False
    if not (bears_out(line.ink, own.text, known) and bears_out_below(line.ink, own.text)):
        return False
    witness = line.witness
    if witness is None or own.lead < FREE_LEADS[witness, spelt]:
        return False
    return witness is not Witness.BUT_FOR_MARKS or _rings_are_seen(line.ink, own.text, known)


def _rings_are_seen(ink: LineInk, text: str, known: Levels) -> bool:
    """Where Tesseract has other marks: the ink must refute the text without its rings; a tone of น้ำ stands higher than one of น้า."""
    without = _without_rings(text)
    if without == _plain(text):
        return True
    return not _RING_ON_TALL.search(text) and not bears_out(ink, without, known)


def _without_seen_marks(text: str) -> str:
    return _BELOW.sub("", _without_rings(text))


def _without_rings(text: str) -> str:
    return _RING_AS_VOWEL.sub(r"\1า", _plain(text)).replace("ำ", "า")


def _plain(text: str) -> str:
    return _SPACE.sub("", fold(repair(text)))
