import getpass
import os
import pty
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from make.demo_box import drop

from ingest.cli import cli
from ingest.config import load
from ingest.demo.mails import all_mails
from ingest.operation import unit
from ingest.operation.setup import to_toml
from ingest.problems import ConfigError

ANSWERS = ("--address", "survey@dla.example", "--coordinator-address", "boss@dla.example")
MAILDIRS = (
    "--set", "mailbox.backend=maildir", "--set", "mailbox.path=mailbox",
    "--set", "outgoing.backend=maildir", "--set", "outgoing.path=answers",
)  # fmt: skip


def init(folder: Path, *more: str, answers: tuple[str, ...] = ANSWERS) -> Result:
    return CliRunner().invoke(
        cli, ["init", "--config", str(folder / "samruat.toml"), "--yes", *answers, *more]
    )


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_configuration_is_valid_and_everything_is_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "srv" / "samruat"
    done = init(folder)
    assert done.exit_code == 0, done.output
    config = load(folder / "samruat.toml")
    assert config.mailbox is not None
    assert (config.mailbox.backend, config.replies.mode) == ("imap", "preview")
    assert config.outgoing.backend == "smtp"
    assert (config.outgoing.host, config.outgoing.user) == ("smtp.dla.example", "survey@dla.example")
    assert {path.name: mode(path) for path in folder.iterdir()} == {
        "samruat.toml": 0o600, "mailbox-password": 0o600, "outgoing-password": 0o600, "samruat.service": 0o600,
        "samruat-desk.service": 0o600, "samruat-health.service": 0o600, "samruat-health.timer": 0o600, "raw": 0o700,
    }  # fmt: skip
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mailbox-password").write_text("kept\n")
    assert "kept" in init(tmp_path).output
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    again = init(tmp_path, "--phone", "0 2000 0000")
    assert (again.exit_code, "nothing was changed" in again.output) == (1, True)
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert before[tmp_path / "mailbox-password"] == b"kept\n"


def test_the_password_comes_from_a_file_and_stands_in_no_other_than_its_own(tmp_path: Path) -> None:
    (tmp_path / "given").write_text("สำรวจ-2561\n", encoding="utf-8")
    assert init(tmp_path / "new", "--password-from", str(tmp_path / "given")).exit_code == 0
    holding = {
        path.name
        for path in (tmp_path / "new").rglob("*")
        if path.is_file() and "สำรวจ-2561" in path.read_text()
    }
    assert holding == {"mailbox-password", "outgoing-password"}


def test_what_is_still_to_be_written_is_the_first_step_that_is_told(tmp_path: Path) -> None:
    assert (
        f"1. ใส่รหัสผ่านอย่างเดียวในแฟ้ม / write the password alone into {tmp_path}/mailbox-password"
        in init(tmp_path).output
    )
    told = init(tmp_path / "new", *MAILDIRS).output
    assert "password alone" not in told.partition("next:")[2]


def test_a_setting_that_would_not_be_valid_is_told_and_leaves_no_configuration(tmp_path: Path) -> None:
    done = init(tmp_path, "--set", "mailbox.prot=993")
    assert isinstance(done.exception, ConfigError)
    assert "mailbox.prot: unknown setting" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", ["--address", "--coordinator-address"])
def test_what_has_no_default_is_asked_for_by_its_option(tmp_path: Path, missing: str) -> None:
    at = ANSWERS.index(missing)
    done = init(tmp_path, answers=ANSWERS[:at] + ANSWERS[at + 2 :])
    assert (done.exit_code, missing in done.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", "--config", str(tmp_path / "samruat.toml")])
    assert (done.exit_code, "--yes" in done.output) == (2, True)


def test_at_a_terminal_a_few_questions_are_enough_and_the_password_is_not_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = [
        "survey@dla.example",
        "",
        "mail.dla.example",
        "สมหญิง",
        "boss@dla.example",
        "0 2000 0000",
        "geheim",
        "n",
    ]
    program = [sys.executable, "-m", "ingest.cli", "init", "--config", str(tmp_path / "samruat.toml")]
    running = subprocess.Popen(
        program, stdin=theirs, stdout=theirs, stderr=theirs, cwd=Path(__file__).parents[2]
    )
    os.close(theirs)
    shown = b""
    for word in words:
        while not shown.endswith((b": ", b"]: ")):
            shown += os.read(ours, 1024)
        os.write(ours, word.encode() + b"\n")
        shown += b" "
        shown += os.read(ours, 1)
    while chunk := _rest(ours):
        shown += chunk
    assert running.wait() == 0, shown.decode()
    assert b"geheim" not in shown
    config = load(tmp_path / "samruat.toml")
    assert (config.coordinator.name, config.outgoing.sender) == ("สมหญิง", "แบบสำรวจ สถ. <survey@dla.example>")
    assert config.mailbox is not None
    assert config.mailbox.backend == "imap"
    assert config.mailbox.host == "imap.dla.example"
    assert config.mailbox.password_file.read_text() == "geheim\n"


def _rest(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1024)
    except OSError:  # the other side is gone
        return b""


def test_from_init_to_the_first_answer_nothing_is_edited_by_hand(tmp_path: Path) -> None:
    assert init(tmp_path, *MAILDIRS, "--send").exit_code == 0
    for part in ("tmp", "new", "cur"):
        (tmp_path / "mailbox" / part).mkdir(parents=True, exist_ok=True)
    received_at, mail = all_mails()[0]
    drop(tmp_path, 1, mail, int(received_at.timestamp()), mail.raw(1, received_at))
    polled = CliRunner().invoke(cli, ["poll", "--config", str(tmp_path / "samruat.toml"), "--json"])
    assert '"reply":"sent"' in polled.output.replace(" ", "")
    assert len(list((tmp_path / "answers" / "new").iterdir())) == 1
    assert mode(tmp_path / "samruat.db") == 0o600


def test_the_service_is_confined_and_watched(tmp_path: Path) -> None:
    assert init(tmp_path, *MAILDIRS).exit_code == 0
    lines = (tmp_path / "samruat.service").read_text().splitlines()
    for line in (
        "Type=notify", "WatchdogSec=300", "ProtectSystem=strict", "PrivateTmp=yes", "NoNewPrivileges=yes",
        "SystemCallFilter=@system-service", "MemoryMax=4024M", "UMask=0077", "CapabilityBoundingSet=",
        f"ReadWritePaths={tmp_path}", f"WorkingDirectory={tmp_path}",
    ):  # fmt: skip
        assert line in lines, line
    assert f"User={'samruat' if os.geteuid() == 0 else getpass.getuser()}" in lines


def test_systemd_takes_the_units_and_finds_little_exposed(tmp_path: Path) -> None:
    folder = tmp_path / "a b 100% $x"
    assert init(folder).exit_code == 0
    (tmp_path / "units").mkdir()
    units = [shutil.copy(folder / name, tmp_path / "units") for name in ("samruat.service", "samruat-desk.service", "samruat-health.service", "samruat-health.timer")]  # fmt: skip
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    for service in units[:3]:
        judged = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=25", service],
            capture_output=True,
            text=True,
        )
        assert judged.returncode == 0, judged.stdout[-300:]


def test_a_home_stays_in_sight_only_where_something_of_ours_lies_in_it() -> None:
    def made(config: str) -> str:
        return unit.units(
            program=Path("/opt/samruat/bin/samruat"), config=Path(config), user="samruat",
            writable=[Path(config).parent, Path("/data/raw"), Path("/data")], memory_mb=4000,
        )["samruat.service"]  # fmt: skip

    assert "ProtectHome=yes" in made("/srv/samruat/samruat.toml")
    assert "ProtectHome=read-only" in made("/home/somying/samruat.toml")
    assert "ReadWritePaths=/data /srv/samruat\n" in made("/srv/samruat/samruat.toml")


texts = st.text(max_size=20).map(lambda text: text.encode("utf-8", "ignore").decode())
values: st.SearchStrategy[Any] = st.one_of(
    st.booleans(), st.integers(-9999, 9999), texts, st.lists(texts, max_size=3), st.dates(), st.times()
)


@given(st.dictionaries(st.sampled_from(["a", "b_c"]), values, min_size=1))
@settings(max_examples=100)
def test_what_is_written_as_toml_is_read_as_it_was(keys: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml({"t": keys}))["t"] == keys
