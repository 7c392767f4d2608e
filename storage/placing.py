"""Which of a province's versions matter to a new one: as many after a hundred corrections as after the first.

Of what came before it only the newest of each part and status can count or be replaced; what came after it is
seldom there at all.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, not_, or_, select, union_all

from storage import tables as t
from storage.worded import one_of
from survey.model import Status

_S = t.Submissions
_BEFORE = or_(
    _S.received_at < bindparam("received_at"),
    and_(_S.received_at == bindparam("received_at"), _S.uid < bindparam("uid")),
)


def _newest(*where: ColumnElement[bool]) -> Select[Any]:
    """Ids of the newest version of each part and status."""
    ranked = (
        select(
            _S.id,
            func.row_number()
            .over(
                partition_by=(_S.part, _S.status, _S.repeats.is_(None)),
                order_by=(_S.received_at.desc(), _S.uid.desc(), _S.reference.desc()),
            )
            .label("age"),
        )
        .where(_S.province == bindparam("province"), _S.part.is_not(None), *where)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.age == 1)


_COUNT = (Status.ACCEPTED, Status.NEEDS_CORRECTION)
NEWEST = _S.id.in_(_newest(one_of(_S.status, _COUNT), _S.repeats.is_(None)))
"""Everything that may count now; asked with `province`."""

_OTHERS = (_S.province == bindparam("province"), _S.message_sha256 != bindparam("other_than"))
# By ids, so that no other row of the province is touched.
AROUND = _S.id.in_(
    union_all(
        _newest(_BEFORE, _OTHERS[1]),
        select(_S.id).where(*_OTHERS, _S.received_at >= bindparam("received_at"), not_(_BEFORE)),
        select(_S.id).where(*_OTHERS, _S.reference == bindparam("answers")),
    )
)
"""What the place of a message's version depends on; asked with `province`, the message's `received_at` (aware),
`uid` and SHA-256 (`other_than`), and the reference that it answers, or None."""

SEEN = (Status.ACCEPTED, Status.NEEDS_CORRECTION, Status.HELD)
