"""The guides, checked against the program: commands, options, settings, codes, and where links lead."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from make.settings import settings

from ingest.cli import COMMANDS
from ingest.config import Config
from ingest.decisions.waived import known_codes
from survey.findings import Severity

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"
PAGES = sorted(
    [
        ROOT / "README.md",
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/guides/*.md"),
        *ROOT.glob("docs/how-to/*.md"),
    ]
)
_COMMAND = re.compile(r"\bsamruat ([a-z]+)((?: +(?:\"[^\"]*\"|[^\s`|#\"]+))*)")
_CODE = re.compile(r"`([^`\n]+)`|^```\w*[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Each command that a page tells to type, and the options that it has there."""
    for inline, block in _CODE.findall(page.read_text(encoding="utf-8")):
        for name, rest in _COMMAND.findall(inline or block):
            yield name, re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)


def options(name: str) -> set[str]:
    command: click.Command = importlib.import_module(f"ingest.cli.{name}_command").command
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    its_own = set(re.findall(r"ingest/cli/(\w+)_command\.py", page.read_text(encoding="utf-8")))
    for name, given in commands(page):
        if name in its_own:
            continue
        assert name in COMMANDS
        assert set(given) <= options(name), name


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_command_stands_in_a_guide(language: str) -> None:
    named = {name for page in GUIDES.glob(f"*.{language}.md") for name, _ in commands(page)}
    assert set(COMMANDS) <= named


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_operators_guide_names_the_settings_that_there_are_and_no_other(language: str) -> None:
    named = set()
    for line in (GUIDES / f"operator.{language}.md").read_text(encoding="utf-8").splitlines():
        if re.match(r"\| `\[", line):
            _, sections, keys, *_ = line.split("|")
            for section in re.findall(r"`\[([a-z.]+)\]`", sections):
                named |= {f"{section}.{key}" for key in re.findall(r"`(\w+)`", keys)} or {section}
    assert named == set(settings(Config))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_setting_that_a_page_names_exists(page: Path) -> None:
    known = set(settings(Config))
    sections = {setting.partition(".")[0] for setting in known} - {"survey", "storage", "desk"}
    named = re.findall(rf"`((?:{'|'.join(sections)})\.\w+)[` ]", page.read_text(encoding="utf-8"))
    assert set(named) <= known


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent == GUIDES], ids=lambda page: page.stem
)
def test_every_code_in_an_example_exists(page: Path) -> None:
    named = re.findall(r"samruat waive \S+ (\w+)", page.read_text(encoding="utf-8"))
    assert set(named) <= known_codes("be2561")


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_weight_of_a_rule_stands_in_the_operators_guide(language: str) -> None:
    text = (GUIDES / f"operator.{language}.md").read_text(encoding="utf-8")
    assert [severity for severity in Severity if f'"{severity}"' not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_target_of_make_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
