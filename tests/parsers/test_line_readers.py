"""Print is read by whichever reader is installed: both, the line reader alone, Tesseract alone, or none."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from make.drawn_lines import drawn_cell
from make.long_forms import long_form
from make.papers import printed
from make.scans import as_pages, rendered, scanned

from parsers.line_readers import Readers, installed
from parsers.ocr import EngineMissing, Tesseract
from parsers.thai_lines.reader import reader

LAYOUT = long_form(3, seed=15)
SCRIPT = """
import json, sys
from datetime import date
from parsers.limits import Limits
from parsers.read import read_file
from parsers.sandbox import Sandbox
from survey.jsonl import document_json
from survey.model import Case
with Sandbox(Limits()) as children:
    case = Case(date(2018, 12, 10))
    [document] = children.call(read_file, sys.stdin.buffer.read(), "a.pdf", case, Limits())
print(json.dumps(document_json(document)))
"""


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return as_pages(
        [scanned(page) for page in rendered(printed(LAYOUT, tmp_path_factory.mktemp("scan"), "reportlab"))]
    )


def read_elsewhere(
    scan: bytes, folder: Path, *, onnxruntime: bool, tesseract: bool, setpriv: bool = True
) -> dict[str, Any]:
    """What a child reads within its limits, where one of the programs can't be used."""
    if not onnxruntime:
        (folder / "onnxruntime.py").write_text("raise ImportError('built for another machine')")
    path = os.environ["PATH"] if tesseract else "/nowhere"
    if not setpriv:
        path = str(folder)
        (folder / "tesseract").symlink_to(shutil.which("tesseract") or "")
    root = Path(__file__).parents[2]
    places = os.pathsep.join(map(str, [folder, root, root / "tests"]))
    # `make coverage` must see what is reached there too.
    seen = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=scan, capture_output=True, check=True, timeout=120,
        env={"PATH": path, "PYTHONPATH": places, "HOME": str(folder), **seen},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def doubted(found: dict[str, Any], column: str) -> bool:
    return any((one["cell"] or "").startswith(f"p1!{column}") for one in found["problems"])


def test_tesseract_alone_reads_as_before_and_makes_no_text_certain(scan: bytes, tmp_path: Path) -> None:
    found = read_elsewhere(scan, tmp_path, onnxruntime=False, tesseract=True)
    assert (found["kind"], len(found["rows"])) == ("survey", 3)
    assert [row["host"] for row in found["rows"]] == [row[2] for row in LAYOUT.expected]
    assert doubted(found, "B")


def test_the_line_reader_alone_reads_and_makes_no_text_certain(scan: bytes, tmp_path: Path) -> None:
    found = read_elsewhere(scan, tmp_path, onnxruntime=True, tesseract=False)
    assert (found["kind"], len(found["rows"])) == ("survey", 3)
    assert [row["mou"] for row in found["rows"]] == [row[7] for row in LAYOUT.expected]
    assert doubted(found, "B")


def test_without_any_reader_it_is_our_own_fault(scan: bytes, tmp_path: Path) -> None:
    found = read_elsewhere(scan, tmp_path, onnxruntime=False, tesseract=False)
    [problem] = found["problems"]
    assert (found["kind"], problem["code"]) == ("unreadable", "file_too_complex")
    assert "Tesseract" in problem["message"]


@pytest.mark.parametrize("onnxruntime", [True, False])
def test_where_tesseract_cant_be_started_within_limits_that_is_said_and_nothing_read_by_halves(
    scan: bytes, tmp_path: Path, onnxruntime: bool
) -> None:
    found = read_elsewhere(scan, tmp_path, onnxruntime=onnxruntime, tesseract=True, setpriv=False)
    [problem] = found["problems"]
    assert (found["kind"], problem["code"]) == ("unreadable", "file_too_complex")
    assert "setpriv (util-linux)" in problem["message"]
    assert "มิใช่ความผิดของผู้ส่ง" in problem["message"]


def test_no_reader_at_all_is_refused_at_once() -> None:
    with pytest.raises(EngineMissing):
        Readers(None, None)


def test_each_line_is_read_by_both_in_the_order_given() -> None:
    lines = [drawn_cell([text], font="Laksaman", points=14).grey for text in ("เทศบาล", "2561", "ไม่มี")]
    read = installed().read(lines)
    assert [one.thai for one in read] == ["เทศบาล", "2561", "ไม่มี"]
    assert all(one.own is not None for one in read)


def test_tesseracts_other_model_is_asked_only_where_the_readers_differ() -> None:
    lines = [drawn_cell([text], font="Laksaman", points=14).grey for text in ("เทศบาลตำบล", "๔๖๗๘๙")]
    for one in installed().read(lines):
        assert (one.script is None) == replace(one, script=None).is_agreed


def test_a_page_on_its_head_is_less_legible_by_either_reader() -> None:
    grey = drawn_cell(["องค์การบริหารส่วนตำบลบ้านค่า"], font="Laksaman", points=14).grey
    head = np.ascontiguousarray(np.rot90(grey, 2))
    for readers in (Readers(reader(), None), Readers(None, Tesseract())):
        assert readers.legibility([grey]) > readers.legibility([head]) + 10
