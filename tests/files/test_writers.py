"""Five layouts by four programs and in six formats: whatever wrote it, the same is read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from make.layouts import LAYOUTS, Layout
from make.writers import WRITERS, convert, convert_all, flat_opendocument, xlsb

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


CONVERSIONS = {
    "xls": ("xls", "xls:MS Excel 97"),
    "ods": ("ods", "ods"),
    "xml of 2003": ("xml", "xml:MS Excel 2003 XML"),
    "html": ("html", "html"),
    "html named xls": ("html", "html"),
}


@pytest.fixture(scope="module", params=CONVERSIONS)
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A format, and a folder with every layout in it as LibreOffice saves that format."""
    source, to = CONVERSIONS[request.param]
    folder = tmp_path_factory.mktemp("flat")
    flat = [folder / f"{layout.name}.fods" for layout in LAYOUTS]
    for layout, path in zip(LAYOUTS, flat, strict=True):
        flat_opendocument(layout, path)
    for path in convert_all(flat, to, folder):
        path.rename(path.with_suffix(".xls" if "named xls" in request.param else ".saved"))
    return source, folder


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_whatever_format_libreoffice_saved_it_in_the_same_is_read(
    converted: tuple[str, Path], layout: Layout
) -> None:
    source, folder = converted
    [path] = [path for path in folder.iterdir() if path.stem == layout.name and path.suffix != ".fods"]
    found = read(path)
    assert (found["kind"], found["source"], found["province"]) == ("survey", source, layout.province)
    # A page of HTML counts its tables' own rows and columns.
    skip = 1 if source == "html" else 0
    assert [row[skip:] for row in in_brief(found)] == [row[skip:] for row in layout.expected]
    assert [code for code, _ in codes(found)] == [code for code, _ in layout.codes]
    assert found["nil_report"] is layout.nil
    assert found["reporter"]["name"] == layout.reporter


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_binary_workbook_says_the_same(layout: Layout, tmp_path: Path) -> None:
    xlsb(layout, tmp_path / "a.xlsb")
    found = read(tmp_path / "a.xlsb")
    assert (found["source"], in_brief(found), codes(found)) == ("xlsb", layout.expected, layout.codes)
    assert found["nil_report"] is layout.nil


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_flat_opendocument_says_the_same(layout: Layout, tmp_path: Path) -> None:
    flat_opendocument(layout, tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert (found["source"], in_brief(found), codes(found)) == ("ods", layout.expected, layout.codes)


def test_a_csv_that_libreoffice_saved_in_the_thai_code_page_says_the_same(tmp_path: Path) -> None:
    layout = LAYOUTS[1]
    path = tmp_path / f"{layout.name}.xlsx"
    WRITERS["openpyxl"](layout, path)
    # Field separator ; (59), text delimiter " (34), character set windows-874 (32).
    found = read(convert(path, "csv:Text - txt - csv (StarCalc):59,34,32"))
    assert found["source"] == "csv"
    assert [row[1:] for row in in_brief(found)] == [row[1:] for row in layout.expected]
