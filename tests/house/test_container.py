"""The Containerfile, read: no image is built here. What is copied builds (`test_wheel`), what it runs exists."""

import json
import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from ingest.cli import COMMANDS, cli
from ingest.config import load
from ingest.doctor import machine

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
IGNORE = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()


def test_every_program_that_the_doctor_would_miss_is_installed() -> None:
    advised = {
        package
        for step in machine.steps(load(ROOT / "config.example.toml"))
        for found in re.findall(r"apt-get install (.*)", step.advice.en)
        for package in found.split()
    }
    assert len(advised) >= 6
    assert {package for package in advised if package not in TEXT.split()} == set()


def test_the_image_is_built_from_the_rooms_and_nothing_private() -> None:
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "root_packages"
    ]
    assert IGNORE[0] == "*"
    assert {line[1:] for line in IGNORE if line.startswith("!")} == {
        *rooms,
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }


def test_what_it_runs_are_commands_of_ours_and_not_as_root() -> None:
    called = [
        json.loads(words) for words in re.findall(r"^(?:CMD|HEALTHCHECK.* CMD) (\[.*\])$", TEXT, re.MULTILINE)
    ]
    assert [words[-1] for words in called] == ["/srv/samruat/samruat.toml"] * 2
    for words in called:
        command, *options = [word for word in words if word != "samruat"]
        assert command in COMMANDS
        told = CliRunner().invoke(cli, [command, "--help"]).output
        assert all(option in told for option in options if option.startswith("--"))
    assert TEXT.index("USER samruat") < TEXT.index("ENTRYPOINT")
