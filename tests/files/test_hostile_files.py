"""Files that would harm their reader: each is told by its code or read, and the file after it is read as well."""

import json
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from make.hostile import NAMES, hostile_files
from make.typed_forms import typed_form

from ingest.offline import check_files
from survey.jsonl import document_json, dumps

TOLD = {
    "laughs.xlsx": {"file_corrupt"},
    "external.xlsx": {"file_corrupt"},
    "external.docx": {"file_corrupt"},
    "bomb.zip": {"file_too_large"},
    "nested.zip": {"file_too_large"},
    "merges.xlsx": {"file_too_large"},
    "deep.html": {"file_corrupt", "file_too_large", "file_too_complex", "form_not_found"},
    "deep.docx": {"file_corrupt", "file_too_complex", "form_not_found"},
    "dde.xlsx": {"form_not_found"},
    "password.xlsx": {"file_encrypted"},
    "cut.xlsx": {"file_corrupt"},
    "cut.docx": {"file_corrupt"},
    "empty.xlsx": {"file_corrupt"},
    "noise.xlsx": {"file_unsupported"},
    "tree-in-itself.pdf": {"file_corrupt"},
    "deep-tree.pdf": {"file_corrupt"},
    "many-objects.pdf": {"form_not_found"},
    "nested-arrays.pdf": {"form_not_found", "file_corrupt"},
    "draws-itself.pdf": {"file_too_complex"},
    "strokes.pdf": {"file_too_large"},
}
SECONDS = 60


def test_every_hostile_file_is_expected_to_be_something() -> None:
    assert {name for name in NAMES if not name.startswith("form")} == TOLD.keys()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Name to the objects that `check` prints; after each hostile file stands one with the form."""
    folder = tmp_path_factory.mktemp("hostile")
    paths: list[Path] = []
    for number, (name, content) in enumerate(hostile_files().items()):
        (folder / name).write_bytes(content)
        (folder / f"after{number}.xlsx").write_bytes(typed_form())
        paths += [folder / name, folder / f"after{number}.xlsx"]
    found = check_files(paths, date(2018, 12, 1))
    begun = time.monotonic()
    read: dict[str, list[dict[str, Any]]] = {}
    for path, documents in zip(paths, found, strict=True):
        read[path.name] = [json.loads(dumps(document_json(document))) for document in documents]
        assert time.monotonic() - begun < SECONDS, path.name
        begun = time.monotonic()
    return read


@pytest.mark.parametrize("name", TOLD)
def test_a_hostile_file_has_the_right_code(read: dict[str, list[dict[str, Any]]], name: str) -> None:
    told = {problem["code"] for one in read[name] for problem in one["problems"]}
    assert told or read[name][0]["kind"] == "other"
    assert told <= TOLD[name]
    assert not any(one.get("rows") for one in read[name])


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("form")])
def test_a_form_in_strange_clothes_is_a_form(read: dict[str, list[dict[str, Any]]], name: str) -> None:
    [one] = read[name]
    assert (one["kind"], one["source"], one["problems"]) == ("survey", "xlsx", [])
    assert [row["seq"] for row in one["rows"]] == [1, 2, 3]


def test_the_file_after_a_hostile_one_is_read(read: dict[str, list[dict[str, Any]]]) -> None:
    after = [one for name, ones in read.items() if name.startswith("after") for one in ones]
    assert len(after) == len(NAMES)
    assert all(len(one["rows"]) == 3 and one["problems"] == [] for one in after)


def test_no_child_took_more_than_its_memory(read: dict[str, list[dict[str, Any]]]) -> None:
    assert read
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500 * 1024
