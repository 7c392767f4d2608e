import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from make.desk import Desk, desk, office

from ingest.cli import cli
from ingest.config import Retention
from ingest.decisions import DecisionRefused, forgotten, withdraw
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment
from ingest.reprocess import chosen
from ingest.rounds import ingest, one_round
from storage.outbox import OutgoingMail
from storage.tables import Outbox


@pytest.fixture
def at(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    """น่าน was accepted, then ตรัง; the survey is over by ten years."""
    database = ('database = "sqlite:///samruat.db"', f'database = "{database_url}"')
    with desk(tmp_path, replace=[database]) as made:
        for name in ("น่าน", "ตรัง"):
            made.receive(office(name), Attachment(f"{name}.xlsx", workbook(name, rows(name, 2))))
        made.context.config = made.context.config.model_copy(update={"retention": Retention(days=3650)})
        yield made


def later(at: Desk, days: int) -> None:
    now = at.context.now() + timedelta(days=days)
    at.context.now = lambda: now


def delete_expired(at: Desk) -> int:
    with at.context.database.unit_of_work(readonly=True) as work:
        found = forgotten.expired(at.context, work)
    return forgotten.forget(at.context, found, who="สมหญิง", why="พ้นกำหนด")


def everything_in(at: Desk) -> str:
    tables = ("messages", "submissions", "cooperations", "problems", "files", "outbox", "deliveries", "mous")
    with at.context.database.unit_of_work(readonly=True) as work:
        return "".join(
            repr([tuple(row) for row in work.connection.exec_driver_sql(f"SELECT * FROM {table}")])
            for table in tables
        )


def test_nothing_expires_before_the_retention_is_over_or_while_the_survey_runs(at: Desk) -> None:
    with at.context.database.unit_of_work(readonly=True) as work:
        with pytest.raises(DecisionRefused, match="the survey runs"):
            forgotten.expired(at.context, work)
        later(at, 400)
        assert forgotten.expired(at.context, work) == []


def test_what_is_expired_is_gone_with_its_mail_its_rows_and_the_words_of_our_answers(at: Desk) -> None:
    service = rows("น่าน", 1)[0].service
    assert service in everything_in(at)
    later(at, 3700)
    assert delete_expired(at) == 2
    left = everything_in(at)
    assert service not in left
    assert "dla-province.example" not in left
    assert list(Path(at.context.config.storage.raw).rglob("*.eml")) == []
    with at.context.database.unit_of_work(readonly=True) as work:
        assert all(row.content == b"" for row in work.connection.execute(Outbox.__table__.select()))  # type: ignore[attr-defined]
        told = [(one.reference, one.what, one.who, one.why) for one in work.decisions.all()]
    assert told == [(f"SM-2561-000{n}", "forget", "สมหญิง", "พ้นกำหนด") for n in (1, 2)]


def test_what_was_deleted_is_in_no_file_of_sqlite(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        book = Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2)))
        at.receive(office("น่าน"), book, subject="ส่งแบบสำรวจฉบับเฉพาะกิจ")
        assert b"".join(path.read_bytes() for path in tmp_path.glob("*.db*")).count("ฉบับเฉพาะกิจ".encode())
        at.context.config = at.context.config.model_copy(update={"retention": Retention(days=1)})
        later(at, 400)
        assert delete_expired(at) == 1
        files = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
        for words in (rows("น่าน", 1)[0].service, "ฉบับเฉพาะกิจ"):
            assert words.encode() not in files


def test_a_deleted_mail_that_is_met_again_is_neither_taken_in_nor_kept_nor_answered(
    at: Desk, tmp_path: Path
) -> None:
    shutil.copytree(at.context.config.storage.raw, tmp_path / "again")
    again = sorted((tmp_path / "again").rglob("*.eml"))
    later(at, 3700)
    delete_expired(at)
    before = len(at.mails())
    ingest(at.context, again)
    assert list(Path(at.context.config.storage.raw).rglob("*.eml")) == []
    assert len(at.mails()) == before
    with at.context.database.unit_of_work(readonly=True) as work:
        assert work.messages.numbers().received == 2
        assert [standing.current for standing in work.submissions.standings() if standing.current] == []
        assert chosen(work, (), everything=True) == []
        with pytest.raises(LookupError):
            chosen(work, ["SM-2561-0001"])


def test_the_same_form_in_a_new_mail_is_taken_in_as_new(at: Desk) -> None:
    later(at, 3700)
    delete_expired(at)
    at.receive(office("น่าน"), Attachment("น่าน.xlsx", workbook("น่าน", rows("น่าน", 2))))
    with at.context.database.unit_of_work(readonly=True) as work:
        [version] = work.submissions.current("น่าน")
    assert (version.repeats, version.rows) == (None, 2)


def test_what_counts_is_kept_until_it_is_withdrawn(at: Desk) -> None:
    with at.context.database.unit_of_work(readonly=True) as work:
        [one] = forgotten.of_references(work, ["sm-2561-0001"])
    assert "withdraw it first" in one.kept
    assert forgotten.forget(at.context, [one], who=None, why="คำขอ") == 0
    with at.context.database.unit_of_work() as work:
        withdraw(at.context, work, "SM-2561-0001", who=None, why="ส่งผิด")
        work.commit()
    one_round(at.context, [])
    with at.context.database.unit_of_work(readonly=True) as work:
        [one] = forgotten.of_references(work, ["SM-2561-0001"])
    assert forgotten.forget(at.context, [one], who=None, why="คำขอ") == 1
    assert len(list(Path(at.context.config.storage.raw).rglob("*.eml"))) == 1
    with (
        at.context.database.unit_of_work(readonly=True) as work,
        pytest.raises(DecisionRefused, match="before"),
    ):
        forgotten.of_references(work, ["SM-2561-0001"])


def test_a_mail_that_waits_to_leave_keeps_its_message(at: Desk) -> None:
    with at.context.database.unit_of_work() as work:
        [version] = work.submissions.current("ตรัง")
        mail = OutgoingMail(
            "k", "reminder", "a@b.example", "s", "<k@dla.example>", b"x", None, version.reference
        )
        work.outbox.queue(mail, at.context.now())
        work.commit()
    later(at, 3700)
    assert delete_expired(at) == 1


def test_raw_mail_that_a_crash_left_behind_goes_with_the_next_deletion(at: Desk, tmp_path: Path) -> None:
    raw = Path(at.context.config.storage.raw)
    shutil.copytree(raw, tmp_path / "kept")
    later(at, 3700)
    delete_expired(at)
    shutil.copytree(tmp_path / "kept", raw, dirs_exist_ok=True)
    assert delete_expired(at) == 0
    assert list(raw.rglob("*.eml")) == []


def test_the_command_only_tells_until_it_is_told_to_delete(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2))))
    path = tmp_path / "samruat.toml"
    given = ["forget", "--expired", "--why", "พ้นกำหนด", "--config", str(path)]
    refused = CliRunner().invoke(cli, given)
    assert (refused.exit_code, "retention.days is not set" in refused.output) == (1, True)
    path.write_text(path.read_text(encoding="utf-8") + "\n[retention]\ndays = 30\n", encoding="utf-8")
    told = CliRunner().invoke(cli, given)
    assert "SM-2561-0001" in told.output
    assert "1 messages would be deleted; nothing was" in told.output
    assert len(list((tmp_path / "raw").rglob("*.eml"))) == 1
    done = CliRunner().invoke(cli, [*given, "--delete"])
    assert (done.exit_code, "1 messages deleted" in done.output) == (0, True)
    assert list((tmp_path / "raw").rglob("*.eml")) == []
    status = CliRunner().invoke(cli, ["status", "SM-2561-0001", "--json", "--config", str(path)])
    assert json.loads(status.output)["from"] is None
