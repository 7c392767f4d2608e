"""Twenty workbooks, five layouts by four programs: whatever wrote it, the same is read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from make.layouts import LAYOUTS, Layout
from make.writers import WRITERS, convert

from ingest.offline import check_files
from survey.jsonl import document_json

RECEIVED_ON = date(2018, 12, 10)


def read(path: Path) -> dict[str, Any]:
    [[document]] = list(check_files([path], RECEIVED_ON))
    return document_json(document)


def in_brief(found: dict[str, Any]) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (
            row["cell"].rpartition("!")[2],
            row["service"],
            row["host"],
            tuple(row["partners"]),
            row["signed_on"],
            row["committee"],
            row["regulation"],
            row["mou"],
        )
        for row in found["rows"]
    )


def codes(found: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    return tuple((p["code"], p["cell"] and p["cell"].rpartition("!")[2]) for p in found["problems"])


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("writer", WRITERS)
def test_whatever_program_wrote_it_the_same_is_read(writer: str, layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / f"{layout.name}.xlsx"
    WRITERS[writer](layout, path)
    found = read(path)
    assert (found["kind"], found["source"], found["province"]) == ("survey", "xlsx", layout.province)
    assert in_brief(found) == layout.expected
    assert all(row["host_code"] and None not in row["partner_codes"] for row in found["rows"])
    assert codes(found) == layout.codes
    assert found["nil_report"] is layout.nil
    assert found["reporter"]["name"] == layout.reporter


def test_a_csv_that_libreoffice_saved_in_the_thai_code_page_says_the_same(tmp_path: Path) -> None:
    layout = LAYOUTS[1]
    path = tmp_path / f"{layout.name}.xlsx"
    WRITERS["openpyxl"](layout, path)
    # Field separator ; (59), text delimiter " (34), character set windows-874 (32).
    found = read(convert(path, "csv:Text - txt - csv (StarCalc):59,34,32"))
    assert found["source"] == "csv"
    assert [row[1:] for row in in_brief(found)] == [row[1:] for row in layout.expected]
