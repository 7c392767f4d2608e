"""The corpus: mails as they come, each with its status, its reason and its answer, through the whole pipeline."""

from collections.abc import Iterator

import pytest
from make.corpus import all_cases
from make.desk import Desk, desk
from make.mail_case import Answered, MailCase
from sqlalchemy import delete

from ingest.answers import REPLY_KINDS
from storage.outbox import OutboxRow
from storage.tables import Base
from storage.words import OutboxState, SenderSource

CASES = list(all_cases())
TRUST = [("[trust]", '[trust]\nauthserv_id = "mx.dla.example"')]


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("corpus"), replace=TRUST) as made:
        yield made


@pytest.fixture
def at_desk(shared_desk: Desk) -> Desk:
    """The one database, with nothing in it but the list of senders."""
    with shared_desk.context.database.unit_of_work() as work:
        for table in reversed(Base.metadata.sorted_tables):
            kept = table.c.source == SenderSource.LIST if table.name == "senders" else None
            work.connection.execute(delete(table) if kept is None else delete(table).where(~kept))
        work.commit()
    for box in (shared_desk.folder / "mailbox" / "new", shared_desk.folder / "answers" / "new"):
        for path in box.glob("*"):
            path.unlink()
    return shared_desk


def test_the_corpus_is_large_and_every_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mail_of_the_corpus_has_its_status_and_its_answer(case: MailCase, at_desk: Desk) -> None:
    for raw in case.before:
        at_desk.receive("", raw=raw)
    queued = outbox(at_desk)
    raw = case.raw if isinstance(case.raw, bytes) else case.raw(answered(at_desk, queued))
    lines = at_desk.receive("", raw=raw)
    new = outbox(at_desk)[len(queued) :]
    replies = [row for row in new if row.kind in REPLY_KINDS]
    found = {
        "status": lines[0]["status"],
        "reason": lines[0]["reason"],
        "answer": replies[0].kind if replies else None,
        "why_not": lines[0]["why_no_reply"],
        "to": replies[0].recipient if replies else case.to,
        "rows": sum(len(file.get("rows", ())) for file in lines[0]["files"]),
        "codes": tuple(sorted({p["code"] for at in (*lines, *lines[0]["files"]) for p in at["problems"]})),
        "bounced": any(row.bounced for row in outbox(at_desk)),
    }
    assert found == {name: getattr(case, name) for name in found}
    assert len(replies) <= 1
    assert all(row.state is OutboxState.SENT for row in new)
    # Whatever waits for a person is told to that person.
    assert (case.status == "held") == any(row.kind == "alert" for row in new)


def outbox(at: Desk) -> list[OutboxRow]:
    with at.context.database.unit_of_work(readonly=True) as work:
        return work.outbox.in_states(tuple(OutboxState))


def answered(at: Desk, rows: list[OutboxRow]) -> Answered:
    mails = tuple(row.content for row in rows if row.kind in REPLY_KINDS)
    if not mails:
        return Answered((), "", "", "")
    last = next(row for row in reversed(rows) if row.kind in REPLY_KINDS)
    with at.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(last.reference or "")
    return Answered(mails, last.message_id, last.reference or "", (version.token if version else None) or "")
