"""What this process measured since it began: how long reading takes, by format. Read by `ingest.operation.metrics`."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

# Upper bounds in seconds; a photograph takes some, a workbook some hundredths.
BOUNDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 120.0)


@dataclass(slots=True)
class Histogram:
    """How many took up to each bound (the last count: longer), and all together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


_LOCK = Lock()
reading: dict[str, Histogram] = {}


def note_reading(took: Iterable[tuple[str, float]]) -> None:
    """Formats (`source` of the contract's section 3) with the seconds that reading each file took."""
    with _LOCK:
        for source, seconds in took:
            reading.setdefault(source, Histogram()).add(seconds)
