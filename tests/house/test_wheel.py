"""The wheel, as an administrator gets it: built, installed in an environment of its own, run from elsewhere.

The libraries are not fetched again: the environment sees those of the one that runs the tests. So what is shown is
that all of ours is in the wheel and works from there, not that the libraries' versions can be had today.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from make.demo_box import box

from ingest.demo import forms

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS: list[str] = SETTINGS["tool"]["importlinter"]["root_packages"]
NO_PART_OF_IT = ("__pycache__",)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: building writes into the folder that it builds from."""
    folder = tmp_path_factory.mktemp("wheel")
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / "source" / room, ignore=shutil.ignore_patterns(*NO_PART_OF_IT))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source" / name)
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, folder / "source"])
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; its `samruat` is nobody else's."""
    folder = tmp_path_factory.mktemp("environment")
    _run([sys.executable, "-m", "venv", "--without-pip", folder])
    installer = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install"]
    _run([*installer, "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check", wheel])
    [packages] = folder.glob("lib/python*/site-packages")
    # A plain path of its own, and last: what the tests' environment has of ours (an editable install) is not followed.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_the_wheel_holds_every_file_of_every_room_and_nothing_else(wheel: Path) -> None:
    in_tree = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not set(NO_PART_OF_IT) & set(path.parts)
    }
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == in_tree


def test_the_wheel_asks_for_what_the_project_asks_for(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    asked = importlib.metadata.PathDistribution(zipfile.Path(archive, name.removesuffix("METADATA"))).requires
    needed = {re.split(r"[\[<>=;, ]", line)[0] for line in SETTINGS["project"]["dependencies"]}
    plain = [line for line in asked or () if "extra ==" not in line]
    assert {re.split(r"[\[<>=;, ]", line)[0] for line in plain} == needed


def test_every_room_is_the_wheels_own_in_the_environment(environment: Path) -> None:
    code = f"import importlib, sys; print(*(importlib.import_module(room).__file__ for room in {ROOMS!r}))"
    told = _run([environment / "bin" / "python", "-c", code], cwd=environment)
    assert all(Path(path).is_relative_to(environment) for path in told.split())


def test_the_installed_program_tells_its_version(environment: Path) -> None:
    told = _run([environment / "bin" / "samruat", "--version"], cwd=environment)
    assert told.strip().endswith(SETTINGS["project"]["version"])


def test_the_installed_program_checks_a_workbook_with_the_registry_it_brings(
    environment: Path, tmp_path: Path
) -> None:
    (tmp_path / "form.xlsx").write_bytes(forms.workbook("เชียงใหม่", forms.rows("เชียงใหม่", 6)))
    told = _run([environment / "bin" / "samruat", "check", "form.xlsx", "--json"], cwd=tmp_path)
    survey = json.loads(told)
    assert survey["problems"] == []
    assert [bool(row["host_code"]) for row in survey["rows"]] == [True] * 6


def test_the_installed_program_takes_a_mail_in_and_renders_its_answer(
    environment: Path, tmp_path: Path
) -> None:
    config = box(tmp_path, ["แบบถูกต้อง"])
    shutil.copy(next((tmp_path / "mailbox" / "new").iterdir()), tmp_path / "one.eml")
    told = _run(
        [environment / "bin" / "samruat", "ingest", tmp_path / "one.eml", "--config", config, "--json"],
        cwd=tmp_path,
    )
    assert (json.loads(told)["status"], json.loads(told)["reply"]) == ("accepted", "sent")
    [answer] = (tmp_path / "answers" / "new").iterdir()
    assert b"Auto-Submitted: auto-replied" in answer.read_bytes()


def _run(command: list[str | Path], cwd: Path | None = None) -> str:
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
