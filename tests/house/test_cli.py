import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_teaches_itself_with_an_example(name: str) -> None:
    told = CliRunner().invoke(cli, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert f"Example: samruat {name}" in told.output


def test_help_lists_every_command_and_the_first_steps() -> None:
    told = CliRunner().invoke(cli, ["--help"]).output
    assert "First steps" in told
    assert all(f"  {name} " in told for name in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ingest.cli import cli; cli.main(['--help'], standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'openpyxl', 'jinja2', 'pydantic', 'lxml', 'rapidfuzz', 'pypdfium2', 'imapclient'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_wrong_usage_has_exit_status_2() -> None:
    assert CliRunner().invoke(cli, ["check"]).exit_code == 2
    assert CliRunner().invoke(cli, ["export", "--format", "pdf"]).exit_code == 2


def test_a_missing_configuration_is_told_in_a_line_without_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ingest.cli", "status", "--config", str(tmp_path / "none.toml")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 2
    assert "Copy config.example.toml" in done.stderr
    assert "Traceback" not in done.stderr


EMPTY = """
[coordinator]
addresses = ["coordinator@dla.example"]
[mailbox]
backend = "maildir"
path = "Maildir"
[outgoing]
backend = "maildir"
path = "outgoing"
from = "survey@dla.example"
"""


@pytest.fixture
def empty_box(tmp_path: Path) -> Path:
    """A configuration whose mailbox is empty."""
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    (tmp_path / "samruat.toml").write_text(EMPTY)
    return tmp_path / "samruat.toml"


def polled(config: Path, before: str, after: str) -> str:
    """What a program of its own prints that polls between two statements."""
    code = (
        f"import gc, sys; from ingest.cli import main\n{before}\n"
        f"try: main(['poll', '--config', {str(config)!r}])\nfinally: {after}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.removeprefix("nothing new\n")


def test_a_poll_of_sqlite_loads_nothing_that_it_does_not_need(empty_box: Path) -> None:
    others = (
        "{'alembic', 'apscheduler', 'boto3', 'flask', 'imapclient', 'jinja2', 'lxml', 'numpy', 'openpyxl', 'psycopg', "
        "'sqlalchemy.dialects.postgresql', 'storage.backup', 'storage.partial_indexes'}"
    )
    loaded = f"print(sorted({others} & set(sys.modules)))"
    assert "alembic" not in polled(empty_box, "", loaded)  # makes the database
    assert polled(empty_box, "", loaded) == "[]\n"


def test_a_poll_looks_for_cycles_when_all_is_loaded_and_not_before(empty_box: Path) -> None:
    said = polled(
        empty_box,
        "usual, seen = gc.get_threshold()[0], []\n"
        "gc.callbacks.append(lambda phase, _: seen.append(gc.get_threshold()[0]))",
        "print(seen.count(usual) < 10, gc.isenabled(), gc.get_threshold()[0] < 10_000)",
    )
    assert said == "True True True\n"
