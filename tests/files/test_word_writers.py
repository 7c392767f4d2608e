"""Five layouts, two habits, four formats of word processors: whatever wrote it, the same is read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from make.layouts import LAYOUTS, Layout
from make.word_writers import WORD_WRITERS, form_rows
from make.writers import convert_all

from ingest.offline import check_files
from survey.jsonl import document_json

RECEIVED_ON = date(2018, 12, 10)
FORMATS = {
    "docx": ("docx", ".docx"),
    "docx of LibreOffice": ("docx", ".docx"),
    "odt": ("odt", ".odt"),
    "flat odt": ("odt", ".fodt"),
    "doc": ("doc", ".doc"),
    "rtf": ("rtf", ".rtf"),
}


@pytest.fixture(scope="module", params=FORMATS)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, str]:
    """A source, and a folder with every layout in it, by every habit, as that format."""
    source, suffix = FORMATS[request.param]
    folder = tmp_path_factory.mktemp("word")
    for habit, write in WORD_WRITERS.items():
        for layout in LAYOUTS:
            write(layout, folder / f"{layout.name} {habit}.docx")
    if request.param == "docx":
        return source, folder, suffix
    saved = folder / "saved"
    convert_all(sorted(folder.glob("*.docx")), suffix[1:], saved)
    return source, saved, suffix


def read(path: Path) -> dict[str, Any]:
    [[document]] = list(check_files([path], RECEIVED_ON))
    return document_json(document)


def in_brief(found: dict[str, Any], shift: int) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (
            moved(row["cell"], shift), row["service"], row["host"], tuple(row["partners"]), row["signed_on"],
            row["committee"], row["regulation"], row["mou"],
        )
        for row in found["rows"]
    )  # fmt: skip


def moved(address: str, shift: int) -> str:
    """A cell's address as the layout has it: `T1!A3` is A6 where the table begins in row 4."""
    letters = address.partition("!")[2].rstrip("0123456789")
    return f"{letters}{int(address.partition('!')[2].removeprefix(letters)) + shift}"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_whatever_word_processor_wrote_it_the_same_is_read(
    written: tuple[str, Path, str], layout: Layout
) -> None:
    source, folder, suffix = written
    for habit in WORD_WRITERS:
        if source in ("doc", "rtf") and habit == "in the table":  # LibreOffice takes two seconds for each
            continue
        found = read(folder / f"{layout.name} {habit}{suffix}")
        shift = form_rows(layout.sheets[-1])[0] - 1 if habit == "around the table" else 0
        assert (found["kind"], found["source"], found["province"]) == ("survey", source, layout.province)
        assert in_brief(found, shift) == layout.expected
        assert all(row["host_code"] and None not in row["partner_codes"] for row in found["rows"])
        told = tuple((p["code"], p["cell"] and moved(p["cell"], shift)) for p in found["problems"])
        assert told == layout.codes
        assert found["nil_report"] is layout.nil
        assert found["reporter"]["name"] == layout.reporter
