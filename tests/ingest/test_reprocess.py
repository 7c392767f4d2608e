from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from make.desk import Desk, desk, office

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address
from ingest.reprocess import Difference, chosen, rehearse, reprocess
from ingest.rounds import quiet
from survey.findings import Severity
from survey.model import Status


def with_rules(at: Desk, **rules: Severity) -> None:
    at.context.config = at.context.config.model_copy(update={"rules": rules})


def everything(at: Desk) -> list[Difference]:
    with at.context.database.unit_of_work(readonly=True) as work:
        messages = chosen(work, (), everything=True)
    return reprocess(at.context, messages, quiet)


@pytest.fixture
def at_desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """Two provinces were accepted: น่าน without objectives, ตรัง complete."""
    database = ('database = "sqlite:///samruat.db"', f'database = "{database_url}"')
    with desk(tmp_path, replace=[database]) as at:
        bare = [replace(row, objective="") for row in rows("น่าน", 2)]
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", bare)))
        at.receive(office("ตรัง"), Attachment("b.xlsx", workbook("ตรัง", rows("ตรัง", 2))))
        yield at


def stored(at: Desk) -> object:
    tables = ("messages", "submissions", "cooperations", "problems", "files", "outbox", "counters", "senders")
    with at.context.database.unit_of_work(readonly=True) as work:
        return [
            sorted(map(repr, work.connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in tables
        ]


def test_reading_again_changes_nothing_and_tells_nobody(at_desk: Desk) -> None:
    before = at_desk.mails()
    assert everything(at_desk) == []
    assert len(at_desk.mails()) == len(before) == 2
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert work.messages.unanswered() == ()


def test_a_dry_run_tells_what_would_change_and_changes_nothing(at_desk: Desk) -> None:
    with_rules(at_desk, objective_missing=Severity.ERROR)
    before = stored(at_desk)
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        messages = chosen(work, (), everything=True)
    [one] = rehearse(at_desk.context, messages, quiet)
    assert (one.reference, one.province) == ("SM-2561-0001", "น่าน")
    assert one.before is not None
    assert one.after is not None
    assert (one.before.status, one.after.status) == (Status.ACCEPTED, Status.NEEDS_CORRECTION)
    assert stored(at_desk) == before


def test_only_a_sender_whose_status_changed_is_told_and_once(at_desk: Desk) -> None:
    with_rules(at_desk, objective_missing=Severity.ERROR)
    assert [one.province for one in everything(at_desk)] == ["น่าน"]
    assert everything(at_desk) == []
    first, second = at_desk.mails(address("น่าน"))
    assert first["Message-ID"] != second["Message-ID"]
    assert "ต้องแก้ไข" in str(second["Subject"])
    assert len(at_desk.mails(address("ตรัง"))) == 1


def test_references_choose_their_messages_and_an_unknown_one_is_told(at_desk: Desk) -> None:
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [message] = chosen(work, ["sm-2561-0002"], failed=True)
        assert message.from_address == address("ตรัง")
        with pytest.raises(LookupError, match="SM-2561-0099"):
            chosen(work, ["SM-2561-0099"])
