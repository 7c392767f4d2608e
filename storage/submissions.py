"""What the messages bring: versions of the provinces' answers, their rows, files, MOUs and findings."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)

from storage import tables as t
from storage.columns import BIG
from storage.derived import (
    MOU_COLUMNS,
    ROWS_OF,
    mou_values,
    problem_values,
    row_values,
    stored_mou,
    stored_row,
    submission_values,
)
from storage.insert import upsert
from storage.placing import AROUND, NEWEST, SEEN
from storage.provinces import ProvinceStanding, standings
from storage.records import StoredFile, StoredMou, StoredRow, StoredSubmission, Version, current_of, pair
from storage.worded import Worded, one_of
from survey.findings import Finding
from survey.model import Reporter, Status

_S = t.Submissions
_PLAIN = [field.name for field in fields(Version) if field.name not in ("reporter", "pairs")]
_COLUMNS = [getattr(_S, name) for name in _PLAIN]
_REPORTER = [_S.reporter_name, _S.reporter_position, _S.reporter_phone]
_TAKEN_IN = (one_of(_S.status, (Status.ACCEPTED, Status.NEEDS_CORRECTION)), _S.repeats.is_(None))

# Asked for every mail: built once, since building one costs more than asking.
_VERSIONS = select(*_COLUMNS, *_REPORTER).order_by(_S.received_at, _S.uid, _S.id)
_OF_PROVINCE = Worded(_VERSIONS.where(_S.province == bindparam("province")))
_NEWEST = Worded(_VERSIONS.where(NEWEST))
_AROUND = Worded(_VERSIONS.where(AROUND))
_OF_MESSAGES = _VERSIONS.where(_S.message_sha256.in_(bindparam("sha256s", expanding=True)))
_BY_REFERENCE = Worded(_VERSIONS.where(_S.reference == bindparam("reference")))
_KNOWN = select(_S.id).where(_S.message_sha256 == bindparam("sha256"), _S.ordinal == bindparam("ordinal"))
_ADD = Worded(insert(t.Submissions).returning(_S.id))
_INSERTS: dict[type[t.Base], Worded] = {
    table: Worded(insert(table)) for table in (t.Cooperations, t.Mous, t.Files, t.Problems)
}
_RETIRE = (
    update(_S)
    .where(_S.message_sha256 == bindparam("sha256"), _S.ordinal > bindparam("last"))
    .values(status=Status.IGNORED, part=None)
)
_FILE_KNOWN = select(t.Files.id).where(t.Files.message_sha256 == bindparam("sha256")).limit(1)
_MOUS = (
    select(*MOU_COLUMNS, _S.reference)
    .join(_S, t.Mous.submission_id == _S.id)
    .order_by(_S.received_at, _S.uid, _S.id, t.Mous.ordinal)
)
_MOUS_OF_PROVINCE = Worded(_MOUS.where(t.Mous.province == bindparam("province"), *_TAKEN_IN))
_AT_ONCE = [f"id{n}" for n in range(16)]
_PAIRS = Worded(
    select(
        t.Cooperations.submission_id, t.Cooperations.service, t.Cooperations.host, t.Cooperations.host_code
    ).where(t.Cooperations.submission_id.in_([bindparam(name, type_=BIG) for name in _AT_ONCE]))
)
_DOCUMENTS = (
    select(t.Files.document).where(t.Files.message_sha256 == bindparam("sha256")).order_by(t.Files.ordinal)
)


@cache
def _count_up(dialect: str) -> Worded:
    counter = upsert(dialect, t.Counters)
    raised = counter.on_conflict_do_update(index_elements=["name"], set_={"value": t.Counters.value + 1})
    return Worded(raised.returning(t.Counters.value))


class Submissions:
    """Within one transaction a province's versions and rows are asked for by several; they are read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._versions: dict[str, list[Version]] = {}
        self._current: dict[str, list[Version]] = {}
        self._rows: dict[int, list[StoredRow]] = {}
        self._mous: dict[str, list[StoredMou]] = {}

    def look_again(self) -> None:
        """What was read may have changed: by us, or by others once the transaction is over."""
        self._versions.clear()
        self._current.clear()
        self._rows.clear()
        self._mous.clear()

    def lock_province(self, province: str) -> None:
        """Nobody else decides on this province's versions before our commit. Take it before `versions`.

        SQLite has one writer at a time anyway.
        """
        self.look_again()
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:province, 0))"),
                {"province": f"samruat:{province}"},
            )

    def allocate_reference(self, received_on: date) -> str:
        """The next `SM-2561-0001` of the BE year of a Bangkok day; without commit it is free again."""
        year_be = received_on.year + 543
        count_up = _count_up(self._connection.dialect.name)
        [(value,)] = count_up.all(self._connection, {"name": f"SM-{year_be}", "value": 1})
        return f"SM-{year_be}-{value:04d}"

    def add(self, submission: StoredSubmission, now: datetime, *, first_time: bool = False) -> int:
        """Store a submission with its rows, MOUs and findings.

        Where the message was read before, the submission of the same ordinal keeps its id, reference and
        token, and what was derived from it is replaced.

        Args:
            first_time: The message was surely never read before.

        Returns:
            Its id.
        """
        values = submission_values(submission)
        asked = {"sha256": submission.message_sha256, "ordinal": submission.ordinal}
        known = None if first_time else self._connection.scalar(_KNOWN, asked)
        if known is None and not submission.mous:
            self._versions.clear()
            self._current.clear()
        else:
            self.look_again()
        if known is None:
            values |= {"token": submission.token or secrets.token_hex(16), "created_at": now}
            submission_id: int
            [(submission_id,)] = _ADD.all(self._connection, values)
        else:
            submission_id = known
            del values["reference"]
            self._connection.execute(update(_S).where(_S.id == submission_id).values(**values))
            self._forget_derived(submission_id)
        self._add_rows(submission_id, submission.rows)
        self._add_mous(submission_id, submission)
        self._add_problems(submission.message_sha256, submission_id, None, 0, submission.findings)
        return submission_id

    def add_files(
        self,
        message_sha256: str,
        files: Sequence[StoredFile],
        submission_ids: Mapping[int, int],
        *,
        first_time: bool = False,
    ) -> None:
        """Store what each file of a message turned out to be, in place of what was found before.

        Args:
            submission_ids: Ordinal of a submission of this message to its id.
            first_time: The message was surely never read before.
        """
        if not first_time and self._connection.execute(_FILE_KNOWN, {"sha256": message_sha256}).first():
            self._connection.execute(delete(t.Files).where(t.Files.message_sha256 == message_sha256))
            self._connection.execute(
                delete(t.Problems).where(
                    t.Problems.message_sha256 == message_sha256, t.Problems.file.is_not(None)
                )
            )
        rows: list[dict[str, Any]] = []
        problems: list[dict[str, Any]] = []
        for ordinal, file in enumerate(files):
            submission_id = None if file.submission is None else submission_ids[file.submission]
            rows.append(
                {
                    "message_sha256": message_sha256,
                    "ordinal": ordinal,
                    "submission_id": submission_id,
                    "name": file.name,
                    "sha256": file.sha256,
                    "kind": file.kind,
                    "source": file.source,
                    "document": dict(file.document),
                }
            )
            problems += problem_values(message_sha256, submission_id, file.name, len(problems), file.findings)
        self._insert(t.Files, rows)
        self._insert(t.Problems, problems)

    def set_parts(self, parts: Mapping[int, int | None]) -> None:
        """Submission id to the part that it is a version of."""
        self.look_again()
        for submission_id, part in parts.items():
            self._connection.execute(update(_S).where(_S.id == submission_id).values(part=part))

    def retire_after(self, message_sha256: str, ordinal: int) -> None:
        """A message, read again, brings fewer submissions: those above `ordinal` stay, and count for none."""
        self.look_again()
        self._connection.execute(_RETIRE, {"sha256": message_sha256, "last": ordinal})

    def set_status(self, submission_id: int, status: Status) -> None:
        """After a coordinator's decision."""
        self.look_again()
        self._connection.execute(update(_S).where(_S.id == submission_id).values(status=status))

    def versions(self, province: str) -> list[Version]:
        """All versions of a province in the order of receipt, with the pairs of their rows."""
        if province not in self._versions:
            self._versions[province] = self._with_pairs(self._select(_OF_PROVINCE, province=province))
        return list(self._versions[province])

    def current(self, province: str) -> list[Version]:
        """What counts now, a version a part (contract, section 7), without pairs."""
        if province not in self._current:
            self._current[province] = current_of(self._select(_NEWEST, province=province))
        return list(self._current[province])

    def around(
        self, province: str, received_at: datetime, uid: int, *, other_than: str, answers: str | None
    ) -> list[Version]:
        """The versions on which the place of one more depends, in the order of receipt, with their pairs.

        Of those received before it the newest of each part and status, and the one that it answers; of those
        received after it, all.

        Args:
            received_at, uid: The order of receipt of the message that asks.
            other_than: Its SHA-256: its own versions are left out.
            answers: Reference of the submission that it answers.
        """
        asked = {"received_at": received_at, "uid": uid, "other_than": other_than, "answers": answers}
        return self._with_pairs(self._select(_AROUND, province=province, **asked))

    def absorb(self, province: str, parts: Collection[int], into: int | None) -> None:
        """Every version of some parts becomes an older version of another part."""
        self.look_again()
        mine = (_S.province == province, _S.part.in_(parts))
        self._connection.execute(update(_S).where(*mine).values(part=into))

    def by_reference(self, reference: str) -> Version | None:
        return self._one(_BY_REFERENCE, reference=reference)

    def by_token(self, token: str) -> Version | None:
        return self._one(_VERSIONS.where(_S.token == token))

    def of_message(self, message_sha256: str) -> list[Version]:
        """The submissions of a message, by ordinal."""
        return self._with_pairs(self.of_messages([message_sha256]).get(message_sha256, []))

    def of_messages(self, message_sha256s: Collection[str]) -> dict[str, list[Version]]:
        """SHA-256 of each message that has submissions to these, by ordinal; without pairs."""
        found: dict[str, list[Version]] = {}
        for version in self._select(_OF_MESSAGES, sha256s=list(message_sha256s)):
            found.setdefault(version.message_sha256, []).append(version)
        return {sha256: sorted(some, key=lambda version: version.ordinal) for sha256, some in found.items()}

    def all(self) -> list[Version]:
        """Every submission in the order of receipt, without pairs."""
        return self._select(_VERSIONS)

    def standings(self) -> list[ProvinceStanding]:
        """How each of the 76 provinces stands, in the order of their codes."""
        from survey.registry import registry

        m = t.Mous
        counted = self._connection.execute(
            select(m.province, func.count())
            .join(_S, m.submission_id == _S.id)
            .where(m.province.is_not(None), *_TAKEN_IN)
            .group_by(m.province)
        )
        mous: dict[str, int] = {province: count for province, count in counted if province}
        provinces = sorted(registry().provinces.values(), key=lambda province: province.code)
        return standings([province.name for province in provinces], self.all(), mous)

    def first_from_unknown(self) -> tuple[tuple[str, str], ...]:
        """Address and province of submissions taken in from addresses without a record, in order of receipt."""
        record = exists().where(t.Senders.address == _S.sender)
        statement = select(_S.sender, _S.province).where(
            *_TAKEN_IN, _S.sender.is_not(None), _S.province.is_not(None), ~record
        )
        found = self._connection.execute(statement.order_by(_S.received_at, _S.uid, _S.id))
        return tuple(dict.fromkeys((str(sender), str(province)) for sender, province in found))

    def rows_of(self, submission_ids: Sequence[int]) -> dict[int, list[StoredRow]]:
        """Id of each submission to its cooperations, in the form's order."""
        missing = [submission_id for submission_id in submission_ids if submission_id not in self._rows]
        self._rows |= {submission_id: [] for submission_id in missing}
        for start in range(0, len(missing), 500):  # a statement takes only so many parameters
            found = self._connection.execute(ROWS_OF, {"ids": missing[start : start + 500]})
            for row in found:
                self._rows[row[0]].append(stored_row(row[1:]))
        return {submission_id: list(self._rows[submission_id]) for submission_id in submission_ids}

    def rows(self, submission_id: int) -> list[StoredRow]:
        """The cooperations of a submission, in the form's order."""
        return self.rows_of([submission_id])[submission_id]

    def files(self, message_sha256: str) -> list[dict[str, Any]]:
        """The contract's objects about the files of a message, in order."""
        found = self._connection.execute(_DOCUMENTS, {"sha256": message_sha256})
        return [document for (document,) in found]

    def findings(self, submission_id: int, *, files_too: bool = True) -> list[tuple[str | None, Finding]]:
        """File name (None: the submission as a whole) and finding, those of the submission first."""
        p = t.Problems
        where = [p.submission_id == submission_id]
        if not files_too:
            where.append(p.file.is_(None))
        found = self._connection.execute(
            select(p.file, p.code, p.severity, p.cell, p.message, p.asked, p.field)
            .where(*where)
            .order_by(p.file.is_not(None), p.ordinal)
        )
        return [(row[0], Finding(*row[1:])) for row in found]

    def mous(self, province: str) -> list[StoredMou]:
        """All MOUs of a province in the order of receipt, but those of rejected or held messages."""
        if province not in self._mous:
            found = _MOUS_OF_PROVINCE.all(self._connection, {"province": province})
            self._mous[province] = [stored_mou(row) for row in found]
        return list(self._mous[province])

    def all_mous(self) -> list[StoredMou]:
        """All MOUs of all provinces and of none, but those of rejected messages, in the order of receipt."""
        everywhere = _MOUS.where(_S.status.in_(SEEN), _S.repeats.is_(None))
        return [stored_mou(row) for row in self._connection.execute(everywhere)]

    def _add_rows(self, submission_id: int, rows: Sequence[StoredRow]) -> None:
        self._insert(t.Cooperations, [row_values(submission_id, i, row) for i, row in enumerate(rows)])

    def _add_mous(self, submission_id: int, submission: StoredSubmission) -> None:
        mous = enumerate(submission.mous)
        self._insert(t.Mous, [mou_values(submission_id, i, stored, submission) for i, stored in mous])

    def _add_problems(
        self, sha256: str, submission_id: int, file: str | None, start: int, findings: Sequence[Finding]
    ) -> None:
        self._insert(t.Problems, problem_values(sha256, submission_id, file, start, findings))

    def _insert(self, table: type[t.Base], values: list[dict[str, Any]]) -> None:
        _INSERTS[table].each(self._connection, values)

    def _forget_derived(self, submission_id: int) -> None:
        self._connection.execute(delete(t.Cooperations).where(t.Cooperations.submission_id == submission_id))
        self._connection.execute(delete(t.Mous).where(t.Mous.submission_id == submission_id))
        self._connection.execute(
            delete(t.Problems).where(t.Problems.submission_id == submission_id, t.Problems.file.is_(None))
        )

    def _with_pairs(self, versions: list[Version]) -> list[Version]:
        ids = [version.id for version in versions if version.rows]
        if not ids:
            return versions
        found: dict[int, set[tuple[str, str]]] = {}
        for start in range(0, len(ids), len(_AT_ONCE)):
            asked = dict.fromkeys(_AT_ONCE) | dict(zip(_AT_ONCE, ids[start:], strict=False))
            for submission_id, *words in _PAIRS.all(self._connection, asked):
                found.setdefault(submission_id, set()).add(pair(*words))
        return [replace(v, pairs=frozenset(found.get(v.id, ()))) for v in versions]

    def _one(self, statement: Worded | Select[Any], **asked: Any) -> Version | None:
        return next(iter(self._with_pairs(self._select(statement, **asked))), None)

    def _select(self, statement: Worded | Select[Any], **asked: Any) -> list[Version]:
        if isinstance(statement, Worded):
            rows: Iterable[Sequence[Any]] = statement.all(self._connection, asked)
        else:
            rows = self._connection.execute(statement, asked)
        return [Version(**dict(zip(_PLAIN, row, strict=False)), reporter=Reporter(*row[-3:])) for row in rows]
