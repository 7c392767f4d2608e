"""How much of forms with random habits is read right, by format. Run: python bench/habits.py [--forms N] [FORMAT ...]

Each form's truth is known (`tests/make/habits.py`, made wilder by `wilder_habits.py`); each is written once as it is and
once with an error planted. Prints the rows of the table in bench/README.md. The formats that LibreOffice saves take about a second a file.
"""

import argparse
import csv
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make import writers  # noqa: E402
from make.habits import TrueForm, true_form  # noqa: E402
from make.layouts import Layout  # noqa: E402
from make.wilder_habits import planted_in, wilder  # noqa: E402
from make.word_habits import WordTypist  # noqa: E402

from parsers.limits import Limits  # noqa: E402
from parsers.read import read_file  # noqa: E402
from survey.cells import address  # noqa: E402
from survey.jsonl import document_json  # noqa: E402
from survey.model import FIELDS as ROW_FIELDS  # noqa: E402
from survey.model import Case  # noqa: E402

FIELDS = ROW_FIELDS[1:]  # without the number
Write = Callable[[Layout, Path], None]
Place = Callable[[int, int], str]
_DIRECT: dict[str, tuple[str, Write]] = {
    "xlsx by openpyxl": ("xlsx", writers.openpyxl),
    "xlsx by XlsxWriter": ("xlsx", writers.xlsxwriter),
    "xlsx by PyExcelerate": ("xlsx", writers.pyexcelerate),
    "xlsb by pyxlsbwriter": ("xlsb", writers.xlsb),
    "csv": ("csv", lambda layout, path: _csv(layout, path)),
}
_SAVED = {
    "xlsx by LibreOffice": "xlsx", "xls by LibreOffice": "xls:MS Excel 97", "ods by LibreOffice": "ods",
    "Excel XML 2003": "xml:MS Excel 2003 XML", "html by LibreOffice": "html",
}  # fmt: skip
_WORD = ("docx by python-docx",)
_WORD_SAVED = {"odt by LibreOffice": "odt", "doc by LibreOffice": "doc", "rtf by LibreOffice": "rtf"}
FORMATS = (*_DIRECT, *_SAVED, *_WORD, *_WORD_SAVED)


@dataclass
class Reached:
    """What became of one format's files. `silent`: wrong values, lost or invented rows of which nothing is said."""

    forms: int = 0
    cells: int = 0
    right: int = 0
    silent: int = 0
    false_errors: int = 0
    told: int = 0
    planted: int = 0
    found: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        share = f"{100 * self.right / self.cells:.2f} %" if self.cells else "-"
        found = f"{self.found}/{self.planted}"
        return (
            f"| {name} | {self.forms} | {self.cells:,} | {share} | {self.silent} | {self.false_errors} | {self.told} | "
            f"{found} | {1000 * self.seconds / max(self.forms + self.planted, 1):.0f} ms |"
        )


@dataclass
class _File:
    form: TrueForm
    path: Path
    place: Place
    error: tuple[str, str] | None = None


def measure(name: str, forms: range, folder: Path) -> Reached:
    """Write and read the forms in one format."""
    reached = Reached()
    for file in _files(name, forms, folder):
        begun = time.perf_counter()
        documents = read_file(file.path.read_bytes(), file.path.name, Case(date(2018, 12, 10)), Limits())
        reached.seconds += time.perf_counter() - begun
        _count(reached, file, [document_json(document) for document in documents])
    return reached


def _files(name: str, forms: range, folder: Path) -> list[_File]:
    made = []
    for seed in forms:
        in_word = name in _WORD or name in _WORD_SAVED
        wild = wilder(Random(seed), true_form(Random(seed)), in_word=in_word)
        whole = wild.form
        wrong, code, place = planted_in(Random(seed), wild, in_word=in_word)
        for kind, form, error in (("true", whole, None), ("planted", wrong, (code, place))):
            path, where = _written(name, form, seed, folder / f"{seed}-{kind}")
            made.append(_File(whole, path, where, (error[0], where(*error[1])) if error else None))
    if name in _SAVED or name in _WORD_SAVED:
        to = _SAVED.get(name) or _WORD_SAVED[name]
        saved = []
        for start in range(0, len(made), 50):
            saved += writers.convert_all(
                [file.path for file in made[start : start + 50]], to, folder / "saved"
            )
        for file, path in zip(made, saved, strict=True):
            file.path = path
    return made


def _written(name: str, form: TrueForm, seed: int, path: Path) -> tuple[Path, Place]:
    layout = Layout("drawn", form.province, (form.sheet,), ())
    if name in _DIRECT:
        suffix, write = _DIRECT[name]
        write(layout, path.with_suffix(f".{suffix}"))
        grid = "T1" if name == "csv" else form.sheet.name
        return path.with_suffix(f".{suffix}"), lambda row, column: address(grid, row, column)
    if name in _SAVED:
        writers.flat_opendocument(layout, path.with_suffix(".fods"))
        if name.startswith("html"):  # written from the first used cell on
            top, left = (min(place[side] for place in form.sheet.cells) - 1 for side in (0, 1))
            return path.with_suffix(".fods"), lambda row, column: address("T1", row - top, column - left)
        return path.with_suffix(".fods"), lambda row, column: address(form.sheet.name, row, column)
    typist = WordTypist(form, Random(seed), surviving=name in _WORD_SAVED)
    typist.write(path.with_suffix(".docx"))
    return path.with_suffix(".docx"), typist.place


def _csv(layout: Layout, path: Path) -> None:
    cells = layout.sheets[0].cells
    width = max(column for _, column in cells)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        for row in range(1, max(row for row, _ in cells) + 1):
            out.writerow([_shown(cells.get((row, column))) for column in range(1, width + 1)])


def _shown(value: object) -> object:
    return f"{value.day}/{value.month}/{value.year + 543}" if isinstance(value, date) else value


def _count(reached: Reached, file: _File, objects: list[dict[str, Any]]) -> None:
    problems = [problem for one in objects for problem in one["problems"]]
    rows = [row for one in objects for row in one.get("rows") or ()]
    if file.error is not None:
        reached.planted += 1
        if file.error in [(problem["code"], problem["cell"]) for problem in problems]:
            reached.found += 1
        else:
            reached.missed.append(f"{file.path.name} {file.error}")
        return
    reached.forms += 1
    reached.false_errors += sum(problem["severity"] == "error" for problem in problems)
    reached.told += sum(problem["severity"] == "warning" for problem in problems)
    truth = [_truth(row) for row in file.form.rows]
    reached.cells += len(FIELDS) * len(truth)
    for number in range(max(len(truth), len(rows))):
        expected = truth[number] if number < len(truth) else None
        got = [rows[number][key] for key in FIELDS] if number < len(rows) else None
        same = sum(a == b for a, b in zip(expected or (), got or (), strict=False))
        reached.right += same
        if same < len(FIELDS):
            reached.missed.append(f"{file.path.name} row {number + 1}")
            reached.silent += 0 if problems else len(FIELDS) - same


def _truth(row: Any) -> list[object]:
    values = {key: getattr(row, key) for key in FIELDS}
    return [*(values | {"partners": list(row.partners), "signed_on": row.signed_on.isoformat()}).values()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("formats", nargs="*", default=[], help=", ".join(FORMATS))
    parser.add_argument("--forms", type=int, default=50, help="forms a format, each written twice")
    parser.add_argument("--from", type=int, default=1000, dest="first", help="seed of the first form")
    given = parser.parse_args()
    print(
        "| format | forms | values | right | silent | false errors | warnings | planted errors told | a file |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in given.formats or FORMATS:
        with TemporaryDirectory(prefix="habits") as folder:
            reached = measure(name, range(given.first, given.first + given.forms), Path(folder))
        print(reached.line(name), flush=True)
        for missed in reached.missed:
            print(f"{name}: {missed}", file=sys.stderr)


if __name__ == "__main__":
    main()
