from datetime import date
from pathlib import Path

import pytest

from ingest.config import load
from ingest.problems import ConfigError

ROOT = Path(__file__).parents[2]
SMALL = """
[coordinator]
addresses = ["coordinator@dla.example"]
[outgoing]
backend = "maildir"
path = "answers"
from = "survey@dla.example"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "samruat.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_is_a_valid_configuration() -> None:
    config = load(ROOT / "config.example.toml")
    assert config.survey.deadline == date(2018, 12, 14)
    assert config.coordinator.addresses == ("coordinator@dla.example",)


def test_relative_paths_start_from_the_file_s_folder(tmp_path: Path) -> None:
    config = load(write(tmp_path, SMALL + '[storage]\ndatabase = "sqlite:///a.db"\nraw = "mails"\n'))
    assert config.storage.database == f"sqlite:///{tmp_path}/a.db"
    assert config.storage.raw == str(tmp_path / "mails")
    assert config.outgoing.backend == "maildir"
    assert config.outgoing.path == tmp_path / "answers"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (SMALL + "[survey]\ndedline = 2018-12-14\n", "survey.dedline: unknown setting"),
        (SMALL.replace('addresses = ["coordinator@dla.example"]', ""), "coordinator.addresses"),
        (SMALL + '[rules]\nfile_corrupt = "off"\n', "rules.file_corrupt"),
        ("[survey\n", "not valid TOML"),
        (
            SMALL.replace('backend = "maildir"\npath = "answers"', 'backend = "smtp"\nhost = "mx.example"\ntls = "none"'),
            "for this machine only",
        ),
    ],
)  # fmt: skip
def test_a_wrong_configuration_is_told_by_its_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load(write(tmp_path, text))


def test_a_missing_configuration_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"Copy config\.example\.toml"):
        load(tmp_path / "none.toml")
