"""One step of the examination: within a time, and told with what to do where it fails."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from ingest.config import Config


class Verdict(StrEnum):
    """`lacking`: it works, but not for every file, or not for long; `skipped`: what it needs failed."""

    WELL = "well"
    LACKING = "lacking"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, in English and in Thai."""

    en: str
    th: str


@dataclass(frozen=True, slots=True)
class Check:
    """What one step found; `advice` is set where it is not well."""

    name: str
    verdict: Verdict
    found: str
    advice: Advice | None = None
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        return self.verdict is Verdict.WELL


class Unwell(Exception):
    """What a step found wrong, where it knows better what to do than the step in general."""

    verdict = Verdict.WRONG

    def __init__(self, found: str, advice: Advice | None = None) -> None:
        super().__init__(found)
        self.advice = advice


class Lacking(Unwell):
    """The main job can be done all the same."""

    verdict = Verdict.LACKING


@dataclass(frozen=True, slots=True)
class Step:
    """`needs` names the step without which it makes no sense; `times` of the usual time it may take."""

    name: str
    look: "Callable[[Visit], str]"
    advice: Advice
    needs: str = ""
    times: float = 1


@dataclass(slots=True)
class Visit:
    """What the steps of one examination share: the line to the mailbox, and what time it was elsewhere."""

    config: Config
    seconds: float
    imap: Any = None
    clocks: list[tuple[str, datetime, datetime]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.imap is not None:
            # No good-bye: a server that hangs would hang here too.
            self.imap.shutdown()

    def take(self, step: Step, before: Mapping[str, Verdict]) -> Check:
        """One step, never longer than its time; whatever it raises is what was found."""
        if step.needs and before.get(step.needs) not in (Verdict.WELL, Verdict.LACKING):
            return Check(step.name, Verdict.SKIPPED, f"needs: {step.needs}")
        started = time.monotonic()
        try:
            found, verdict, advice = self._within(step), Verdict.WELL, None
        except Unwell as unwell:
            found, verdict, advice = str(unwell), unwell.verdict, unwell.advice or step.advice
        except Exception as error:  # noqa: BLE001 - whatever is wrong is what the operator wants to read
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            found, verdict, advice = told, Verdict.WRONG, step.advice
        return Check(step.name, verdict, found, advice, time.monotonic() - started)

    def note_clock(self, whose: str, theirs: datetime, ours: datetime) -> None:
        """What time it was there and here at the same moment; both aware."""
        self.clocks.append((whose, theirs, ours))

    def _within(self, step: Step) -> str:
        # Name look-ups and some libraries know no time limit, so the clock is ours; a thread that hangs is left.
        outcome: list[str | BaseException] = []

        def run() -> None:
            try:
                outcome.append(step.look(self))
            except BaseException as error:  # noqa: BLE001 - handed over, and raised there
                outcome.append(error)

        seconds = self.seconds * step.times
        thread = threading.Thread(target=run, daemon=True, name=step.name)
        thread.start()
        thread.join(seconds)
        if not outcome:
            raise TimeoutError(f"no answer within {seconds:g} s")
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        return outcome[0]
