"""`samruat doctor` against real servers that are well, and against each way in which one is not."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from make.databases import PostgresqlServer
from make.day import configured
from make.dovecot import Dovecot
from make.smtp import accepts, certificate, smtp_server
from sqlalchemy import text

from ingest.cli import cli
from ingest.config import load
from ingest.doctor import examine, machine
from ingest.doctor.incoming import expiry
from ingest.doctor.steps import Advice, Step, Verdict, Visit
from notifications.transports.smtp import SmtpSettings
from parsers.confined import launcher
from storage.unit_of_work import Database

Told = dict[str, dict[str, Any]]
DOWN = SmtpSettings("localhost", port=1, tls="none")


def doctor(config: Path, *more: str) -> tuple[int, Told]:
    done = CliRunner().invoke(cli, ["doctor", "--json", "--config", str(config), "--seconds", "15", *more])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, {line["step"]: line for line in map(json.loads, done.output.splitlines())}


@pytest.fixture
def config(imap: Dovecot, tmp_path: Path) -> Path:
    """Everything well but the way out, which is nowhere."""
    imap.password_file.chmod(0o600)
    return configured(tmp_path, imap, DOWN, "sqlite:///samruat.db")


def changed(config: Path, old: str, new: str) -> Path:
    before = config.read_text(encoding="utf-8")
    assert old in before
    config.write_text(before.replace(old, new, 1), encoding="utf-8")
    return config


def wrong(told: Told, step: str) -> str:
    """What was found; the advice stands there in both languages."""
    assert told[step]["verdict"] == "wrong", told[step]
    advice = told[step]["advice"]
    assert advice["en"].isascii()
    assert any("ก" <= letter <= "๛" for letter in advice["th"])
    return f"{told[step]['found']} → {advice['en']}"


@contextmanager
def delivering(imap: Dovecot) -> Iterator[SmtpSettings]:
    """An SMTP server that delivers what it takes into the mailbox, as the survey's own does."""
    with smtp_server() as (server, settings):
        stop = threading.Event()

        def deliver() -> None:
            while not stop.wait(0.05):
                while server.taken:
                    imap.append(server.taken.pop(0))

        thread = threading.Thread(target=deliver)
        thread.start()
        try:
            yield settings
        finally:
            stop.set()
            thread.join()


def test_all_is_well_with_a_mail_to_itself_that_the_worker_does_not_answer(
    imap: Dovecot, tmp_path: Path
) -> None:
    imap.password_file.chmod(0o600)
    with delivering(imap) as settings:
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        status, told = doctor(config, "--send-test")
        assert status == 0, told
        assert {line["verdict"] for line in told.values()} <= {"well", "lacking"}
        assert "util-linux" in told["setpriv"]["found"]
        assert "found after" in told["test mail"]["found"]
        assert "compared with the mail server" in told["clock"]["found"]
        polled = CliRunner().invoke(cli, ["poll", "--json", "--config", str(config)])
    [line] = map(json.loads, polled.output.splitlines())
    assert (line["status"], line["reply"]) == ("ignored", "none")


def test_without_being_asked_no_mail_leaves_and_nothing_is_changed(imap: Dovecot, tmp_path: Path) -> None:
    imap.password_file.chmod(0o600)
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, "sqlite:///samruat.db")
        before = sorted(path for path in tmp_path.rglob("*") if path.name != "raw")
        status, told = doctor(config)
        assert (status, "test mail" in told, server.taken) == (0, False, [])
    assert sorted(path for path in tmp_path.rglob("*") if path.name != "raw") == before


BROKEN: list[tuple[str, Callable[[Path, Dovecot], object], str, str]] = [
    ("a name that nobody knows", lambda c, _: changed(c, 'host = "localhost"', 'host = "nowhere.invalid"'), "mailbox name", "name server"),
    ("a port where nobody listens", lambda c, i: changed(c, f"port = {i.tls_port}", "port = 2"), "mailbox line", "firewall"),
    ("an unknown authority", lambda c, _: changed(c, "ca_file", "# ca_file"), "mailbox TLS", "ca_file"),
    ("a port without TLS", lambda c, i: changed(c, f"port = {i.tls_port}", f"port = {i.port}"), "mailbox TLS", "go together"),
    ("a wrong password", lambda c, _: (c.parent / "pw").write_text("wrong") and (c.parent / "pw").chmod(0o600), "mailbox login", "app password"),
    ("a folder that is not there", lambda c, _: changed(c, 'folder = "INBOX"', 'folder = "Nowhere"'), "mailbox folders", "INBOX"),
    ("an open password file", lambda c, _: (c.parent / "pw").chmod(0o644), "passwords", "chmod 600"),
    ("a list with a province that is none", lambda c, _: (c.parent / "senders.csv").write_text("address,province\na@b.example,นานนะ\n"), "senders", "นานนะ"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "harm", "step", "words"), BROKEN, ids=[case[0] for case in BROKEN])
def test_each_step_that_fails_says_what_to_do(
    config: Path, imap: Dovecot, what: str, harm: Callable[[Path, Dovecot], object], step: str, words: str
) -> None:
    (config.parent / "pw").write_bytes(imap.password_file.read_bytes())
    (config.parent / "pw").chmod(0o600)
    changed(config, str(imap.password_file), "pw")
    if "senders" not in config.read_text(encoding="utf-8"):
        config.write_text(
            config.read_text(encoding="utf-8") + '\n[trust]\nsenders = "senders.csv"\n', encoding="utf-8"
        )
    (config.parent / "senders.csv").write_text("address,province\n")
    changed(config, "[mailbox]\n", '[mailbox]\nfolder = "INBOX"\n')
    harm(config, imap)
    status, told = doctor(config)
    assert status == 1
    assert words in wrong(told, step)
    broken = [
        name for name, line in told.items() if name.startswith("mailbox") and line["verdict"] == "wrong"
    ]
    # What comes after it is not tried, so that one fault is told once.
    assert broken == ([step] if step.startswith("mailbox") else [])


def test_a_certificate_of_another_name_is_told_from_an_unknown_authority(config: Path, imap: Dovecot) -> None:
    # The certificate is for localhost and 127.0.0.1; 127.0.0.2 is the same machine.
    changed(config, 'host = "localhost"', 'host = "127.0.0.2"')
    with _forwarding("127.0.0.2", imap.tls_port) as port:
        changed(config, f"port = {imap.tls_port}", f"port = {port}")
        told = doctor(config)[1]
    assert "name that stands in it" in wrong(told, "mailbox TLS")


def test_a_server_that_says_nothing_holds_no_step_longer_than_its_time(config: Path, imap: Dovecot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        changed(config, f"port = {imap.tls_port}", f"port = {silent.getsockname()[1]}")
        started = time.monotonic()
        told = doctor(config, "--seconds", "0.5")[1]
    assert time.monotonic() - started < 10
    assert told["mailbox line"]["verdict"] == "well"
    assert "go together" in wrong(told, "mailbox TLS")


def test_starttls_is_looked_at_as_well(config: Path, imap: Dovecot) -> None:
    changed(config, f"port = {imap.tls_port}", f"port = {imap.port}")
    changed(config, "[mailbox]\n", '[mailbox]\ntls = "starttls"\n')
    told = doctor(config)[1]
    assert "is trusted" in told["mailbox TLS"]["found"]
    assert told["mailbox folders"]["verdict"] == "well"


def test_the_way_out_is_looked_at_step_by_step(config: Path, tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path)
    with smtp_server(tls_context=context, require_starttls=True, authenticator=accepts("survey", "right"), auth_required=True) as (_, settings):  # fmt: skip
        changed(
            config,
            'tls = "none"',
            f'tls = "starttls"\nca_file = "{ca_file}"\nuser = "survey"\npassword_file = "smtp"',
        )
        changed(config, "port = 1\n", f"port = {settings.port}\n")
        (tmp_path / "smtp").touch(0o600)
        (tmp_path / "smtp").write_text("right")
        told = doctor(config)[1]
        assert "is trusted" in told["outgoing TLS"]["found"]
        assert told["outgoing login"]["verdict"] == "well", told["outgoing login"]
        (tmp_path / "smtp").write_text("wrong")
        assert "app password" in wrong(doctor(config)[1], "outgoing login")


def test_a_database_of_a_later_version_or_out_of_reach_is_told(
    config: Path, postgresql_server: PostgresqlServer
) -> None:
    url = postgresql_server.new_database()
    assert "postgresql at step" in _database(config, url)["found"]
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    assert "later one" in _database(config, url)["advice"]["en"]
    postgresql_server.drop(url)
    assert "psql" in _database(config, url)["advice"]["en"]


def _database(config: Path, url: str) -> dict[str, Any]:
    new = config.with_name("pg.toml")
    new.write_text(config.read_text(encoding="utf-8").replace("sqlite:///samruat.db", url), encoding="utf-8")
    [check] = [check for check in examine_until(new, "database") if check.name == "database"]
    return {"found": check.found, "advice": {"en": check.advice.en if check.advice else ""}}


def examine_until(config: Path, name: str) -> Iterator[Any]:
    for check in examine(load(config), seconds=15):
        yield check
        if check.name == name:
            return


def test_programs_that_some_files_need_are_told_and_are_no_failure(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    launcher.cache_clear()
    with Visit(load(config), 15) as visit:
        found = {step.name: visit.take(step, {}) for step in machine.steps(visit.config)}
    for name in ("setpriv", "OCR", "LibreOffice", "fonts"):
        assert found[name].verdict is Verdict.LACKING
        advice = found[name].advice
        assert advice is not None
        assert "apt-get install" in advice.en
        assert "apt-get install" in advice.th


@pytest.mark.parametrize(("apart", "well"), [(-300, False), (-60, True), (60, True), (300, False)])
def test_a_clock_that_is_wrong_is_told_by_whoever_knows_better(config: Path, apart: int, well: bool) -> None:
    [clock] = [step for step in machine.steps(load(config)) if step.name == "clock"]
    now = datetime.now(UTC)
    with Visit(load(config), 15) as visit:
        visit.note_clock("the database", now + timedelta(seconds=apart), now)
        check = visit.take(clock, {})
    assert (check.verdict is not Verdict.WRONG) == well
    assert "the database" in check.found


def test_what_a_step_raises_never_ends_the_examination(config: Path) -> None:
    advice = Advice("do", "ทำ")

    def fails(_: Visit) -> str:
        raise RuntimeError("a library's own fault")

    def hangs(visit: Visit) -> str:
        time.sleep(5)
        return "late"

    with Visit(load(config), 0.05) as visit:
        assert visit.take(Step("a", fails, advice), {}).verdict is Verdict.WRONG
        late = visit.take(Step("b", hangs, advice), {})
        assert (late.verdict, late.found) == (Verdict.WRONG, "TimeoutError: no answer within 0.05 s")
        assert (
            visit.take(Step("c", hangs, advice, needs="b"), {"b": Verdict.WRONG}).verdict is Verdict.SKIPPED
        )


def test_a_token_says_itself_until_when_it_is_good() -> None:
    assert expiry("e30.eyJleHAiOjE1NDM4MTM0NDV9.x") == ", good until 2018-12-03 05:04 UTC"
    assert (expiry("opaque"), expiry("a.b.c"), expiry("")) == ("", "", "")


@contextmanager
def _forwarding(address: str, port: int) -> Iterator[int]:
    """A way to a local port by another address of this machine."""
    with socket.create_server((address, 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    client = listener.accept()[0]
                except OSError:
                    return
                server = socket.create_connection(("127.0.0.1", port))
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=_pump, args=(source, target), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with source, target:
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            return
