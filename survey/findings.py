"""What a check has to say. Nothing else makes a sentence about a sender's form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from survey.cells import Cell, frozen_when_checked


class Severity(StrEnum):
    """How much a finding weighs (contract, section 4)."""

    ERROR = "error"
    WARNING = "warning"
    HOLD = "hold"
    SHADOW = "shadow"
    OFF = "off"


@frozen_when_checked
class Finding:
    """One thing that is wrong, missing, or was assumed.

    Attributes:
        code: Name of the contract's section 5.
        cell: Address, or None where it concerns the whole file.
        message: A Thai sentence that stands alone: what was read, what is expected, an example.
        asked: We ask for something that is missing; the sender did nothing wrong.
        field: Name of the form's field that it concerns, or None.
    """

    code: str
    severity: Severity
    cell: str | None
    message: str
    asked: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. A module that has several sentences for one code derives them by `saying`.

    Attributes:
        sentence: Thai, polite, with `{words}` to be filled; no cell address in it, no code names.
        per_submission: Found only over a whole submission, never by `samruat check`.
    """

    name: str
    severity: Severity
    sentence: str
    asked: bool = False
    field: str | None = None
    per_submission: bool = False

    def saying(self, sentence: str) -> Self:
        """The same code with another sentence."""
        return replace(self, sentence=sentence)

    def at(self, cell: Cell | str | None, **words: Any) -> Finding:
        """The finding at a cell (None: the whole file), its sentence filled with `words`.

        Values read from a file are folded to one line and cut, so that a hostile cell can't flood a reply.
        """
        where = cell.at if isinstance(cell, Cell) else cell
        shown = {name: _shown(word) for name, word in words.items()}
        return Finding(
            self.name, self.severity, where, self.sentence.format_map(shown), self.asked, self.field
        )


def with_severities(finding: Finding, severities: Mapping[str, Severity]) -> Finding | None:
    """The finding with the configured severity, or None where its rule is off."""
    severity = severities.get(finding.code, finding.severity)
    if severity is Severity.OFF:
        return None
    return finding if severity is finding.severity else replace(finding, severity=severity)


_LONGEST_SHOWN = 120


def _shown(word: Any) -> Any:
    if not isinstance(word, str):
        return word
    line = " ".join(word.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"
