"""What came more than once: which submission brought the very same file before, and what only repeats another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, tuple_

from storage import tables as t
from storage.placing import SEEN
from storage.worded import Worded, one_of
from storage.words import SubmissionKind
from survey.model import Status

_S = t.Submissions
_ASKING = tuple_(bindparam("received_at", type_=_S.received_at.type), bindparam("uid"), bindparam("before"))
_FILE_SEEN = Worded(
    select(_S.reference, _S.status)
    .where(
        # Asked first and by itself: joined, SQLite would go through all of the province instead.
        _S.id.in_(select(t.Files.submission_id).where(t.Files.sha256 == bindparam("sha256"))),
        _S.province == bindparam("province"),
        tuple_(_S.received_at, _S.uid, _S.message_sha256) < _ASKING,
        _S.repeats.is_(None),
        one_of(_S.status, SEEN),
    )
    .order_by(_S.status == Status.HELD, _S.received_at, _S.uid)
    .limit(1)
)
_ALSO_LATER = Worded(
    select(_S.message_sha256).where(
        _S.id.in_(select(t.Files.submission_id).where(t.Files.sha256 == bindparam("sha256"))),
        _S.province == bindparam("province"),
        tuple_(_S.received_at, _S.uid, _S.message_sha256) > _ASKING,
        _S.kind == SubmissionKind.MOU,
        _S.repeats.is_(None),
        one_of(_S.status, SEEN),
    )
)
_COPIES = select(_S.id, _S.reference, _S.message_sha256, _S.status).where(
    _S.repeats == bindparam("reference"), _S.status.not_in((Status.IGNORED, Status.REJECTED))
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A submission that only repeats another one."""

    id: int
    reference: str
    message_sha256: str
    status: Status


class Copies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def file_seen(
        self, province: str, sha256: str, received_at: datetime, uid: int, *, before: str
    ) -> tuple[str, Status] | None:
        """What brought the very same file for a province earlier: the first that was taken in, else that is held.

        Args:
            received_at, uid, before: Of the message that asks, with its SHA-256.

        Returns:
            Its reference and status.
        """
        asked = {
            "sha256": sha256,
            "province": province,
            "received_at": received_at,
            "uid": uid,
            "before": before,
        }
        found = _FILE_SEEN.first(self._connection, asked)
        return (found[0], found[1]) if found else None

    def also_later(
        self, province: str, sha256: str, received_at: datetime, uid: int, *, after: str
    ) -> list[str]:
        """SHA-256 of each later message that brought the very same agreement and counts by itself.

        Args:
            received_at, uid, after: Of the message that asks, with its SHA-256.
        """
        asked = {"sha256": sha256, "province": province, "received_at": received_at, "uid": uid}
        return [found for (found,) in _ALSO_LATER.all(self._connection, asked | {"before": after})]

    def of(self, reference: str) -> list[Copy]:
        """The submissions that only repeat this one; those that are rejected or ignored are left out."""
        found = self._connection.execute(_COPIES.order_by(_S.id), {"reference": reference})
        return [Copy(*row) for row in found]
