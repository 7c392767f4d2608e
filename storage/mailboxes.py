"""The polled folders: one poller at a time, and how it went."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from storage import tables as t
from storage.insert import insert_new


@dataclass(frozen=True, slots=True)
class MailboxState:
    """How a folder stands. `bytes_today` were fetched on the Bangkok day `bytes_day`."""

    account: str
    folder: str
    lease_owner: str | None
    lease_until: datetime | None
    uidvalidity: int | None
    last_ok_poll: datetime | None
    login_failures: int
    retry_at: datetime | None
    bytes_today: int
    bytes_day: date | None


_B = t.Mailboxes


class Mailboxes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, account: str, folder: str, owner: str, now: datetime, seconds: float) -> bool:
        """Become the one who polls a folder, or go on being it; False where another one is."""
        insert_new(self._connection, t.Mailboxes, {"account": account, "folder": folder})
        statement = (
            update(_B)
            .where(
                *_at(account, folder),
                or_(_B.lease_owner.is_(None), _B.lease_owner == owner, _B.lease_until <= now),
            )
            .values(lease_owner=owner, lease_until=now + timedelta(seconds=seconds))
        )
        return self._connection.execute(statement).rowcount == 1

    def release(self, account: str, folder: str, owner: str) -> None:
        """Let others poll; nothing happens where it is somebody else's turn by now."""
        mine = (*_at(account, folder), _B.lease_owner == owner)
        self._connection.execute(update(_B).where(*mine).values(lease_owner=None, lease_until=None))

    def release_leases(self, owner: str) -> int:
        """Give back every folder that `owner` polls. How many."""
        statement = update(_B).where(_B.lease_owner == owner).values(lease_owner=None, lease_until=None)
        return self._connection.execute(statement).rowcount

    def note_ok_poll(self, account: str, folder: str, uidvalidity: int, at: datetime) -> None:
        """Everything that was in the folder is stored; the login works."""
        self._change(
            account, folder, uidvalidity=uidvalidity, last_ok_poll=at, login_failures=0, retry_at=None
        )

    def note_login_failure(self, account: str, folder: str, retry_at: datetime | None = None) -> int:
        """The server refused our name or password.

        Args:
            retry_at: No login before it.

        Returns:
            How many refusals there were since the last poll that went well.
        """
        self._change(account, folder, login_failures=_B.login_failures + 1, retry_at=retry_at)
        state = self.get(account, folder)
        return state.login_failures if state else 0

    def note_bytes(self, account: str, folder: str, count: int, day: date) -> int:
        """So many bytes were fetched on a Bangkok day; the sum of that day."""
        state = self.get(account, folder)
        total = count + (state.bytes_today if state and state.bytes_day == day else 0)
        self._change(account, folder, bytes_today=total, bytes_day=day)
        return total

    def get(self, account: str, folder: str) -> MailboxState | None:
        return next((state for state in self._select(*_at(account, folder))), None)

    def all(self) -> list[MailboxState]:
        return self._select()

    def _select(self, *where: Any) -> list[MailboxState]:
        columns = [getattr(_B, field.name) for field in fields(MailboxState)]
        rows = self._connection.execute(select(*columns).where(*where).order_by(_B.account, _B.folder))
        return [MailboxState(*row) for row in rows]

    def _change(self, account: str, folder: str, **values: Any) -> None:
        insert_new(self._connection, t.Mailboxes, {"account": account, "folder": folder})
        self._connection.execute(update(_B).where(*_at(account, folder)).values(**values))


def _at(account: str, folder: str) -> tuple[Any, Any]:
    return _B.account == account, _B.folder == folder
