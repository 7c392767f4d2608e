import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from make.databases import PostgresqlServer
from make.demo_box import box
from make.object_store import BUCKET, object_store
from make.stored import NOON, add_message, make_outgoing
from sqlalchemy import select, text

from ingest.backup import back_up
from ingest.cli import cli
from ingest.config import load
from ingest.context import open_context
from ingest.demo.__main__ import CONFIG
from ingest.restore import restore, verified
from ingest.rounds import poll
from storage import tables as t
from storage.backup import BackupUnusableError, DatabaseNotEmptyError
from storage.migrations import HEAD
from storage.migrations.run import upgrade
from storage.unit_of_work import Database
from storage.words import OutboxState

SOME = ["แบบถูกต้อง", "วันที่ผิด ไม่มีเจ้าภาพ", "แบบและสำเนา MOU"]


def samruat(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def worked(kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a box on which a round was worked, with one mail that still waits."""
    url = "sqlite:///samruat.db"
    if kind == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        url = server.new_database()
    folder = tmp_path_factory.mktemp(kind)
    config = box(folder, SOME, config=CONFIG.replace("sqlite:///samruat.db", url))
    with open_context(load(config)) as context:
        poll(context)
        with context.database.unit_of_work() as work:
            work.outbox.queue(make_outgoing("waits"), NOON)
            work.commit()
    return config


@pytest.fixture
def empty(kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """URL of an empty database of that kind."""
    if kind == "sqlite":
        yield "sqlite:///elsewhere/new.db"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    url = server.new_database(empty=True)
    yield url
    server.drop(url)


@pytest.fixture(scope="module")
def kept_box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a box with a round of work on SQLite; to be copied."""
    config = box(tmp_path_factory.mktemp("kept"), SOME)
    with open_context(load(config)) as context:
        poll(context)
    return config


def elsewhere(config: Path, url: str, folder: Path) -> Path:
    folder.mkdir()
    old = load(config).storage.database
    new = folder / "samruat.toml"
    text_of = config.read_text().replace(old if "postgresql" in old else "sqlite:///samruat.db", url)
    new.write_text(text_of, encoding="utf-8")
    shutil.copy(config.with_name("senders.csv"), folder)
    return new


def everything(config: Path) -> dict[str, list[tuple[object, ...]]]:
    database = Database(load(config).storage.database)
    with database.engine.connect() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in t.Base.metadata.sorted_tables
        }
    database.close()
    return found


def mails(folder: Path) -> dict[str, bytes]:
    return {path.parent.name + path.stem: path.read_bytes() for path in folder.glob("??/*.eml")}


def test_what_comes_back_is_what_was_there_to_the_last_value(
    worked: Path, empty: str, tmp_path: Path
) -> None:
    assert samruat("backup", tmp_path / "kept", "--config", worked).exit_code == 0
    new = elsewhere(worked, empty, tmp_path / "new")
    done = samruat("restore", tmp_path / "kept", "--nothing-since", "--config", new)
    assert done.exit_code == 0, done.output
    assert everything(new) == everything(worked)
    assert mails(new.with_name("raw")) == mails(worked.with_name("raw"))
    assert len(mails(new.with_name("raw"))) >= len(SOME)


def test_a_restored_place_works_on_and_answers_nothing_twice(
    worked: Path, empty: str, tmp_path: Path
) -> None:
    back_up(load(worked), tmp_path / "kept")
    new = elsewhere(worked, empty, tmp_path / "new")
    assert restore(tmp_path / "kept", new).held_back == 1
    shutil.copytree(worked.with_name("mailbox"), new.with_name("mailbox"))
    with open_context(load(new)) as context:
        before = context.database.unit_of_work(readonly=True)
        with before as work:
            numbers = work.messages.numbers()
        poll(context)
        with context.database.unit_of_work() as work:
            # The same bytes under the new mailbox's UIDs are known; what waited is shown as failed, and not sent.
            assert work.messages.numbers() == numbers
            row = work.outbox.by_key("waits")
            assert row is not None
            assert (row.state, "it may have left since" in (row.smtp_reply or "")) == (
                OutboxState.FAILED,
                True,
            )
            # A new row gets a number of its own: sequences go on behind the old ones.
            assert work.outbox.queue(make_outgoing("next"), NOON)
    assert not new.with_name("answers").exists() or not list((new.with_name("answers") / "new").iterdir())


def test_nothing_is_restored_where_something_is(worked: Path, empty: str, tmp_path: Path) -> None:
    back_up(load(worked), tmp_path / "kept", config_path=worked)
    before = everything(worked)
    with pytest.raises(DatabaseNotEmptyError):
        restore(tmp_path / "kept", worked)
    assert everything(worked) == before
    new = elsewhere(worked, empty, tmp_path / "new")
    strange = new.with_name("raw") / "ab" / f"{'c' * 62}.eml"
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"another mailbox's")
    with pytest.raises(DatabaseNotEmptyError):
        restore(tmp_path / "kept", new)
    assert mails(new.with_name("raw")) == {"ab" + "c" * 62: b"another mailbox's"}


def test_a_backup_beside_a_busy_writer_is_of_one_moment(worked: Path, tmp_path: Path) -> None:
    """Each transaction adds a message and a mail: no backup has one without the other."""
    config = load(worked)
    database = Database(config.storage.database)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            number = 1000 + len(written)
            with database.unit_of_work() as work:
                add_message(work, number, at=NOON + timedelta(seconds=number))
                work.outbox.queue(make_outgoing(f"pair {number}"), NOON)
                work.commit()
            written.append(number)

    def pairs(rows: dict[str, int]) -> int:
        return rows["messages"] - rows["outbox"]

    apart = pairs(back_up(config, tmp_path / "quiet").rows)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(config, tmp_path / f"busy{number}") for number in range(3)]
    finally:
        stop.set()
        writer.join()
        database.close()
    assert [pairs(one.rows) for one in made] == [apart] * 3
    assert made[0].rows["messages"] < made[-1].rows["messages"]
    # The writer's messages have no raw mail: that is told, and the backup is kept.
    assert len(made[-1].not_intact) == made[-1].rows["messages"] - made[-1].mails > 0


@pytest.mark.parametrize("harm", ["changed", "missing", "one too many", "no list", "later version"])
def test_a_backup_that_is_not_as_it_was_made_is_refused(harm: str, kept_box: Path, tmp_path: Path) -> None:
    kept = back_up(load(kept_box), tmp_path / "kept", config_path=kept_box).folder
    mail = next((kept / "raw").glob("??/*.eml"))
    if harm == "changed":
        mail.write_bytes(mail.read_bytes()[:-1] + b"!")
    elif harm == "missing":
        mail.unlink()
    elif harm == "one too many":
        (kept / "raw" / "more.eml").write_bytes(b"x")
    elif harm == "no list":
        (kept / "manifest.json").unlink()
    else:
        listed = json.loads((kept / "manifest.json").read_text())
        listed["database"]["version"] = "9999"
        (kept / "manifest.json").write_text(json.dumps(listed))
    done = samruat("restore", kept, "--config", tmp_path / "new" / "samruat.toml")
    assert (done.exit_code, "Traceback" in done.output) == (1, False)
    assert not (tmp_path / "new").exists()


def test_a_new_machine_gets_the_configuration_back_and_no_password(tmp_path: Path) -> None:
    config = box(tmp_path / "box", SOME[:1], config=CONFIG.replace(
        'backend = "maildir"\npath = "answers"',
        'backend = "smtp"\nhost = "localhost"\ntls = "none"\nuser = "x"\npassword_file = "outgoing-password"',
    ))  # fmt: skip
    config.with_name("outgoing-password").write_text("geheim-2561")
    with open_context(load(config)):
        pass
    made = back_up(load(config), tmp_path / "kept", config_path=config)
    assert made.left_out == (str(config.with_name("outgoing-password")),)
    assert not [path for path in made.folder.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]
    new = tmp_path / "new" / "other-name.toml"
    done = samruat("restore", made.folder, "--config", new)
    assert done.exit_code == 0, done.output
    assert new.read_bytes() == config.read_bytes()
    assert new.with_name("senders.csv").read_bytes() == config.with_name("senders.csv").read_bytes()
    assert {path.stat().st_mode & 0o777 for path in new.parent.iterdir() if path.is_file()} == {0o600}
    assert "outgoing-password" in done.output


def test_nothing_is_written_outside_the_configurations_own_folder(tmp_path: Path) -> None:
    elsewhere_list = tmp_path / "etc" / "senders.csv"
    elsewhere_list.parent.mkdir()
    elsewhere_list.write_text("address,province\n")
    config = box(tmp_path / "box", [], config=CONFIG.replace('"senders.csv"', f'"{elsewhere_list}"'))
    with open_context(load(config)):
        pass
    kept = back_up(load(config), tmp_path / "kept", config_path=config).folder
    elsewhere_list.unlink()
    done = samruat("restore", kept, "--config", tmp_path / "new" / "samruat.toml")
    assert done.exit_code == 0, done.output
    assert f"to be put back by hand: {kept}/config/1-senders.csv as {elsewhere_list}" in done.output
    assert not elsewhere_list.exists()


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event, Engine
from ingest.restore import restore

left = [int(sys.argv[1])]

def on_commit(connection):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "commit", on_commit)
restore(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("commit", [1, 2, 3])
def test_killed_while_it_is_put_back_there_is_all_of_it_or_nothing_and_nothing_leaves(
    commit: int, worked: Path, empty: str, tmp_path: Path
) -> None:
    kept = back_up(load(worked), tmp_path / "kept").folder
    new = elsewhere(worked, empty, tmp_path / "new")
    command = [sys.executable, "-c", _KILLED, str(commit), str(kept), str(new)]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    with suppress(DatabaseNotEmptyError):  # then it came back whole before
        restore(kept, new)
    with (
        closing(Database(load(new).storage.database)) as database,
        database.unit_of_work(readonly=True) as work,
    ):
        row = work.outbox.by_key("waits")
        assert row is not None
        assert (row.state, row.unknowns) == (OutboxState.UNKNOWN, 2)
        assert work.messages.numbers().received == verified(kept)["database"]["rows"]["messages"]
        assert OutboxState.QUEUED not in work.outbox.numbers()


def test_raw_mail_in_a_store_of_objects_is_kept_and_put_back_as_well(tmp_path: Path) -> None:
    with object_store(tmp_path) as store:
        place = (
            f'raw = "s3://{BUCKET}/2561"\nendpoint = "{store.endpoint}"\nregion = "us-east-1"\n'
            f'credentials_file = "{store.credentials_file}"\n'
        )
        config = box(tmp_path / "box", SOME[:1], config=CONFIG.replace('raw = "raw"\n', place))
        with open_context(load(config)) as context:
            poll(context)
        made = back_up(load(config), tmp_path / "kept", config_path=config)
        assert (made.mails, made.not_intact, made.left_out) == (2, (), (str(store.credentials_file),))
        new = tmp_path / "new" / "samruat.toml"
        new.parent.mkdir()
        new.write_text(config.read_text(encoding="utf-8").replace("/2561", "/2562"), encoding="utf-8")
        shutil.copy(config.with_name("senders.csv"), new.parent)
        assert restore(tmp_path / "kept", new).mails == 2
        again = sorted(name.removeprefix("2562/") for name in store.names() if name.startswith("2562/"))
        assert again == sorted(
            name.removeprefix("2561/") for name in store.names() if name.startswith("2561/")
        )


def test_a_mail_that_is_damaged_on_disk_is_told_and_all_others_are_kept(
    kept_box: Path, tmp_path: Path
) -> None:
    config = shutil.copytree(kept_box.parent, tmp_path / "box") / kept_box.name
    broken, lost, *rest = sorted(config.with_name("raw").glob("??/*.eml"))
    broken.write_bytes(b"rotten")
    lost.unlink()
    done = samruat("backup", tmp_path / "kept", "--config", config)
    assert done.exit_code == 1
    assert broken.parent.name + broken.stem in done.output
    assert lost.parent.name + lost.stem in done.output
    again = samruat("restore", tmp_path / "kept", "--config", tmp_path / "new" / "samruat.toml")
    assert again.exit_code == 0, again.output
    assert len(mails(tmp_path / "new" / "raw")) == len(rest)


def test_a_backup_never_goes_into_a_folder_that_is_there_and_a_broken_one_bears_no_name(
    tmp_path: Path,
) -> None:
    config = box(tmp_path / "box", [])
    assert samruat("backup", tmp_path / "kept", "--config", config).exit_code == 1  # no database yet
    assert not (tmp_path / "kept").exists()
    with open_context(load(config)):
        pass
    assert samruat("backup", tmp_path / "kept", "--config", config).exit_code == 0
    before = sorted((tmp_path / "kept").rglob("*"))
    assert samruat("backup", tmp_path / "kept", "--config", config).exit_code == 1
    assert sorted((tmp_path / "kept").rglob("*")) == before
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in before} == {0}
    assert verified(tmp_path / "kept")["database"]["version"] == HEAD


def test_an_upgrade_saves_the_older_database_first_and_it_can_be_had_back(
    kind: str, empty: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    old = "sqlite:///samruat.db"
    if kind == "postgresql":
        old = request.getfixturevalue("postgresql_server").new_database(empty=True)
    config = box(tmp_path / "box", [], config=CONFIG.replace("sqlite:///samruat.db", old))
    with closing(Database(load(config).storage.database)) as database:
        assert database.version() is None
        upgrade(database.engine, to="0001")
        with database.engine.begin() as connection:
            connection.execute(text("INSERT INTO counters VALUES ('references:2561', 7)"))
    with open_context(load(config)) as context:
        assert context.database.version() == HEAD
    [kept] = config.with_name("raw").glob("before-upgrade/*")
    assert verified(kept)["database"]["version"] == "0001"
    new = elsewhere(config, empty, tmp_path / "new")
    assert restore(kept, new).rows["counters"] == 1
    assert everything(new)["counters"] == [("references:2561", 7)]
    # A second start finds nothing to upgrade, and saves nothing.
    with open_context(load(config)):
        pass
    assert list(config.with_name("raw").glob("before-upgrade/*")) == [kept]


def test_a_backup_goes_into_the_kind_of_database_that_it_is_of(
    postgresql_server: PostgresqlServer, tmp_path: Path
) -> None:
    config = box(tmp_path / "box", [])
    with open_context(load(config)):
        pass
    back_up(load(config), tmp_path / "kept", config_path=config)
    url = postgresql_server.new_database(empty=True)
    new = elsewhere(config, url, tmp_path / "new")
    with pytest.raises(BackupUnusableError):
        restore(tmp_path / "kept", new)
    postgresql_server.drop(url)
