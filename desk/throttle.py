"""How often somebody may try: a sliding window a key, in memory."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

_MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` tries in `minutes`."""

    most: int
    minutes: float


class Throttle:
    """Tries by key: a client's address, a name, or everybody."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tries: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def take(self, *limits: tuple[str, Rate]) -> int:
        """Note a try under each key, unless one of them is used up.

        Returns:
            Seconds to wait; 0 where the try is allowed.
        """
        with self._lock:
            now = self._now()
            waits = [self._wait(key, rate, now) for key, rate in limits]
            if not any(waits):
                for key, _ in limits:
                    self._tries.setdefault(key, deque()).append(now)
            while len(self._tries) > _MOST_KEYS:
                del self._tries[next(iter(self._tries))]
            return max(waits, default=0)

    def forgive(self, key: str) -> None:
        """The tries under a key were no attack: somebody got in."""
        with self._lock:
            self._tries.pop(key, None)

    def _wait(self, key: str, rate: Rate, now: datetime) -> int:
        tries = self._tries.get(key)
        if tries is None:
            return 0
        window = timedelta(minutes=rate.minutes)
        while tries and tries[0] <= now - window:
            tries.popleft()
        if len(tries) < rate.most:
            return 0
        return max(1, int((tries[0] + window - now).total_seconds()))
