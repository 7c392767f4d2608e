"""docs/codes.md and the codes themselves against the outside contract, section 5."""

import ast
import importlib
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.findings import Code

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "docs" / "codes.py"))

ERRORS = """
    file_encrypted file_corrupt file_too_large file_unsupported form_not_found no_rows province_missing province_unknown
    service_missing host_missing partners_missing date_missing date_invalid date_in_future committee_contradiction
    regulation_contradiction
"""
HOLDS = "file_too_complex province_conflict version_unclear"
ASKED = "date_unsigned date_incomplete committee_missing regulation_missing objective_missing mou_missing"
WARNINGS = f"""
    {ASKED} reporter_missing phone_invalid host_unknown partner_unknown lao_ambiguous lao_other_province host_is_partner
    date_ambiguous duplicate_row assumed hidden_sheet_ignored struck_ignored column_ignored mou_unmatched copies_differ
    rows_vanished ocr_low_confidence
"""
BOTH = "column_missing cell_unreadable"
SUBMISSION = "mou_missing mou_unmatched copies_differ rows_vanished version_unclear"

DEFAULTS = {
    **{name: ["error"] for name in ERRORS.split()},
    **{name: ["hold"] for name in HOLDS.split()},
    **{name: ["warning"] for name in WARNINGS.split()},
    **{name: ["error", "warning"] for name in BOTH.split()},
}


def codes_in(module: Path) -> Iterator[Code]:
    loaded = importlib.import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    yield from (value for value in vars(loaded).values() if isinstance(value, Code))


def modules_that_make_codes() -> list[Path]:
    paths = [path for room in ("survey", "parsers") for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in paths if path.name != "__init__.py" and calls_code(path)]


def calls_code(path: Path) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Name) and called.id == "Code" for called in calls)


def test_the_page_of_codes_is_up_to_date() -> None:
    assert (ROOT / "docs" / "codes.md").read_text() == SCRIPT["page"](), "run: python docs/codes.py"


def test_every_code_of_the_contract_exists_with_its_default_severity() -> None:
    found: dict[str, set[str]] = {}
    for code in SCRIPT["all_codes"]():
        found.setdefault(code.name, set()).add(code.severity.value)
    assert {name: sorted(severities) for name, severities in found.items()} == DEFAULTS


def test_what_is_asked_for_and_what_needs_a_submission_is_marked_so() -> None:
    codes = SCRIPT["all_codes"]()
    assert {code.name for code in codes if code.asked} == set(ASKED.split())
    assert {code.name for code in codes if code.per_submission} == set(SUBMISSION.split())


@pytest.mark.parametrize("module", modules_that_make_codes(), ids=lambda path: path.stem)
def test_no_code_is_missing_on_the_page(module: Path) -> None:
    shown = {code.name for code in SCRIPT["all_codes"]()}
    assert {code.name for code in codes_in(module)} <= shown
