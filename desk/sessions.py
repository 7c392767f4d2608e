"""Who is logged in, and by which one-time links one may become so. In memory: a restart logs everybody out."""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

_MOST = 1000
"""Sessions or links at a time; the oldest goes."""


@dataclass(slots=True)
class Session:
    """One browser of one person; `notes` are shown once, on the next page."""

    who: str
    ends_at: datetime
    notes: list[tuple[str, str]] = field(default_factory=list)


class Sessions:
    """Sessions by the random id that the browser's cookie holds."""

    def __init__(self, now: Callable[[], datetime], hours: float) -> None:
        self._now, self._lasts = now, timedelta(hours=hours)
        self._secret = secrets.token_bytes(32)
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, who: str) -> str:
        """A new session; its id, which no browser has had before."""
        sid = secrets.token_urlsafe(32)
        with self._lock:
            _make_room(self._sessions)
            self._sessions[sid] = Session(who, self._now() + self._lasts)
        return sid

    def get(self, sid: str | None) -> Session | None:
        with self._lock:
            session = self._sessions.get(sid or "")
            if session is not None and session.ends_at <= self._now():
                del self._sessions[sid or ""]
                return None
            return session

    def end(self, sid: str | None) -> None:
        with self._lock:
            self._sessions.pop(sid or "", None)

    def token(self, sid: str) -> str:
        """What each form of that browser bears: only who can read our pages knows it."""
        return hmac.new(self._secret, sid.encode(), sha256).hexdigest()

    def is_token(self, sid: str, token: str) -> bool:
        return hmac.compare_digest(self.token(sid).encode(), token.encode())


class Links:
    """One-time links: each is good for one login, for a few minutes."""

    def __init__(self, now: Callable[[], datetime], minutes: float) -> None:
        self._now, self._lasts = now, timedelta(minutes=minutes)
        self._links: dict[str, tuple[str, datetime]] = {}
        self._lock = threading.Lock()

    def make(self, address: str) -> str:
        """The secret part of a link that logs an address in."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            _make_room(self._links)
            self._links[_hashed(token)] = address, self._now() + self._lasts
        return token

    def take(self, token: str) -> str | None:
        """Whom it logs in, once; None where it is unknown, used or too old."""
        with self._lock:
            address, ends_at = self._links.pop(_hashed(token), (None, self._now()))
        return address if ends_at > self._now() else None


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _make_room(entries: dict[str, Session] | dict[str, tuple[str, datetime]]) -> None:
    while len(entries) >= _MOST:
        del entries[next(iter(entries))]
