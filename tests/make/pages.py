"""A page of docs/how-to as what it tells the reader to do, done in a copy of the package."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ROOMS = ("survey", "parsers", "storage", "notifications", "ingest", "docs")
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.+(?:\n>.+)*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file that it is (or None), and its text."""

    language: str
    file: str | None
    text: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of docs/PAGE in order."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [Block(language, file or None, inside) for language, file, inside in _BLOCK.findall(text)]


class Copy:
    """The rooms in a folder of their own, where a page may be followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for room in _ROOMS:
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "tests" / "make", folder / "tests" / "make")
        for name in ("pyproject.toml", "config.example.toml"):
            shutil.copy(ROOT / name, folder / name)
        command = folder / "bin" / "samruat"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m ingest.cli "$@"\n')
        command.chmod(0o755)

    def follow(self, page: str) -> list[str]:
        """Write each file that the page shows, apply each change, run each command; what the commands said."""
        said = []
        for block in blocks(page):
            if block.language == "diff":
                self.change(block.text)
            elif block.language == "console":
                said += [self.run(command).stdout for command in _COMMAND.findall(block.text)]
            elif block.file:
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, encoding="utf-8")
        return said

    def change(self, diff: str) -> None:
        """Do what a diff says; each of its hunks must stand in the file, and only once."""
        path = self.folder / diff.splitlines()[1].removeprefix("+++ b/")
        text = path.read_text(encoding="utf-8")
        for hunk in diff.split("@@\n")[1:]:
            lines = hunk.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] != "+")
            new = "".join(line[1:] for line in lines if line[0] != "-")
            assert text.count(old) == 1, f"{path.name} has this {text.count(old)} times:\n{old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a line as the reader's shell would, in the copy; exit status 1 is `check`'s word for errors in a file."""
        path = f"{self.folder / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {
            **os.environ,
            "PATH": path,
            "PYTHONPATH": str(self.folder),
            "PYTHONWARNINGS": "default",
        }
        done = subprocess.run(
            command, shell=True, cwd=self.folder, env=environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        allowed = (0, 1) if command.startswith("samruat check") else (0,)
        assert done.returncode in allowed, f"{command}\n{done.stdout}\n{done.stderr}"
        return done
