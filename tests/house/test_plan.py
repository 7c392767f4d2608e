"""The house plan, checked: rooms, sizes, names, and that nothing in docs or examples is stale."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from make.settings import settings

from ingest.cli import COMMANDS
from ingest.config import Config

ROOT = Path(__file__).parents[2]
ROOMS = ("survey", "parsers", "storage", "notifications", "ingest", "desk")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)


def test_imports_run_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_no_module_is_a_drawer_for_anything() -> None:
    assert not [path for path in modules() if path.stem in {"utils", "common", "helpers", "misc", "tools"}]


def test_files_and_functions_stay_readable() -> None:
    too_long = [f"{path}: {n} lines" for path in modules() if (n := len(path.read_text().splitlines())) > 400]
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    too_long.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    assert not too_long


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_says_what_it_is_for(room: str) -> None:
    assert ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text()))


def test_every_setting_stands_in_the_example() -> None:
    example = (ROOT / "config.example.toml").read_text()
    missing = []
    for setting in set(settings(Config)):
        section, _, key = setting.rpartition(".")
        block = re.search(rf"^(?:# )?\[{section or key}\](.*?)(?=^(?:# )?\[|\Z)", example, re.M | re.S)
        if block is None or (section and not re.search(rf"\b{key} = ", block[1])):
            missing.append(setting)
    assert not missing


def test_the_example_is_a_valid_configuration() -> None:
    config = Config.model_validate(tomllib.loads((ROOT / "config.example.toml").read_text()))
    assert config.coordinator.addresses == ("coordinator@dla.example",)


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom ingest.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'sqlalchemy','openpyxl','pydantic','lxml','imapclient','jinja2','apscheduler','flask'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert all(command in shown for command in COMMANDS)
    assert shown.strip().endswith("[]")
