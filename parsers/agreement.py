"""When a recognised line is certain: two readers that know nothing of each other read the same, and surely.

The thresholds are set on fonts and damage that the line reader was not trained on, by `bench/agreement.py`, and watched
by a test. Neither reader's own word alone makes free text certain.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.thai_lines.reader import LineReading
from survey.thai.text import fold, repair

LEAD, SCORE = 4.0, -1.0
"""Nats of lead, and of the text's probability, over which a line that both readers agree on is certain."""
DIGITS_LEAD = 6.0
"""Lead where the agreement rests on the line reader alone for some letters, since Tesseract can't write them."""
ALONE_LEAD, ALONE_SCORE = 9.0, -0.1
"""What the line reader needs alone, where besides it a closed list or the calendar has what it read."""
HARDLY = -0.12
"""Nats a letter below which the line reader's text is less likely than Tesseract's."""
UNWRITABLE = frozenset("๔๖๗๘๙ฌฃฅฦ")
"""What Tesseract's Thai models put others for, without a doubt."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as each reader has it.

    Attributes:
        own: Of the project's line reader; None where it is not installed.
        thai: Of Tesseract's `tha`; None where Tesseract is not installed.
        script: Of Tesseract's `Thai`; None where it was not asked.
    """

    own: LineReading | None = None
    thai: str | None = None
    script: str | None = None

    @property
    def text(self) -> str:
        """The likeliest reading: the line reader's, unless it says itself that it hardly knows."""
        own = self.own
        if own is not None and (not self.thai or self.is_sure or own.score >= HARDLY * len(own.text)):
            return own.text
        return self.thai or ""

    @property
    def other(self) -> str:
        """What another reader has instead, "" where none has anything else."""
        mine, own = _plain(self.text), self.own.text if self.own is not None else ""
        return next((one for one in (self.thai, own, self.script) if one and _plain(one) != mine), "")

    @property
    def is_agreed(self) -> bool:
        """Certain, whatever it says."""
        return self.own is not None and any(agree(self.own, one) for one in (self.thai, self.script))

    @property
    def is_sure(self) -> bool:
        """The line reader's part of an agreement."""
        return self.own is not None and self.own.lead >= LEAD and self.own.score >= SCORE

    @property
    def is_sure_alone(self) -> bool:
        """So sure that the calendar, or a list of names, may be the second witness."""
        own = self.own
        return own is not None and own.lead >= ALONE_LEAD and own.score >= ALONE_SCORE


def agree(own: LineReading, other: str | None) -> bool:
    """Whether Tesseract read the same, and the line reader surely; white space aside."""
    mine = _plain(own.text)
    if not mine or not other or own.score < SCORE:
        return False
    if UNWRITABLE.isdisjoint(mine):
        return own.lead >= LEAD and mine == _plain(other)
    pattern = "".join("." if letter in UNWRITABLE else re.escape(letter) for letter in mine)
    # Nothing but such letters: nobody else has read anything.
    if set(mine) <= UNWRITABLE:
        return False
    return own.lead >= DIGITS_LEAD and re.fullmatch(pattern, _plain(other)) is not None


def all_agreed(lines: Iterable[ReadLine]) -> bool:
    """Whether there are lines, and all are certain."""
    found = list(lines)
    return bool(found) and all(line.is_agreed for line in found)


def _plain(text: str) -> str:
    return _SPACE.sub("", fold(repair(text)))
