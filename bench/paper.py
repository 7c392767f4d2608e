"""How well forms on paper are read, by source: printed PDFs, good, fair and poor scans, photographs.

    PYTHONPATH=.:tests .venv/bin/python bench/paper.py [ROWS [AGREEMENTS]] > figures

Truth is known, since the forms are made here: names by lot from the registry, days, ticks, and texts that no list holds
(tests/make/free_texts.py). A value is
*right* where it is what the form says (white space aside), *certain* where the answer says nothing of its cell (of a column
that is told as a whole: of its numbered rows), *silent* where it is certain and wrong. Letters wrong: of free text, white space aside. Seconds are of CPU, Tesseract's
counted; the last line tells the most memory that this process, and that Tesseract, ever held.
"""

import re
import resource
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from make.agreements import drawn, make_agreement
from make.free_texts import FreeTexts
from make.layouts import Layout
from make.long_forms import long_form
from make.papers import printed
from make.pdfs import make_pdf
from make.scans import as_jpeg, as_pages, photographed, rendered, scanned

from parsers.limits import Limits
from parsers.read import read_file
from parsers.usual_texts import is_usual
from survey.jsonl import document_json
from survey.model import FIELDS as ROW_FIELDS
from survey.model import Case

CASE, LIMITS = Case(date(2018, 12, 10)), Limits(seconds=900)
FIELDS = ROW_FIELDS[1:]  # without the number
COLUMNS = dict(zip(FIELDS, ("B", "C", "D", "E", "FG", "HI", "J", "K", "L"), strict=True))
GROUPS = {
    "ticks": ("committee", "regulation", "mou"),
    "days": ("signed_on",),
    "names": ("host", "partners"),
    "texts": ("service", "objective", "problems"),
}
SCANS: dict[str, tuple[int, dict[str, Any]]] = {
    "scan, clean": (200, {}),
    "scan, good (1 degree, JPEG 75)": (200, {"degrees": 1.0, "quality": 75}),
    "scan, fair (1 degree, blur 0.8, JPEG 60)": (200, {"degrees": -1.0, "blur": 0.8, "quality": 60}),
    "scan, poor (150 dpi, blur, noise, JPEG 50)": (
        150,
        {"degrees": 1.5, "blur": 0.8, "noise": 8.0, "quality": 50},
    ),
}


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def cpu_seconds() -> float:
    """Of this process and of its children that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, WHO))


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    print(
        "| source | CPU a page | ticks right, certain | days | names | texts | all | letters wrong | silent |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for name, pages, documents, layouts in _sources(rows, Path(folder)):
            started = cpu_seconds()
            found = [read(data, file) for data, file in documents]
            seconds = (cpu_seconds() - started) / pages
            print(_line(name, seconds, found, layouts), flush=True)
    _agreements(int(sys.argv[2]) if len(sys.argv) > 2 else 6)
    own, others = (resource.getrusage(who).ru_maxrss // 1024 for who in WHO)
    print(f"\nmost memory: {own} MB, Tesseract {others} MB")


def _agreements(count: int) -> None:
    """Agreements as text, scans and photographs; each third has its day left blank."""
    if not count:
        return
    made = [make_agreement(seed, blank=seed % 3 == 0) for seed in range(1, count + 1)]
    fonts = ("Laksaman", "Garuda", "Norasi")
    pages = [drawn(one.text, fonts[number % 3]) for number, one in enumerate(made)]
    sources: dict[str, list[bytes]] = {"agreement, text": [make_pdf(one.text) for one in made]}
    for name, (_, damage) in SCANS.items():
        if "poor" not in name:
            sources[f"agreement, {name}"] = [as_pages([scanned(page, **damage)]) for page in pages]
    sources["agreement, photograph"] = [as_jpeg(photographed(page)) for page in pages]
    print(
        "\n| source | CPU a page | title | service | parties | day |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, files in sources.items():
        started = cpu_seconds()
        found = [_agreement(data, "a.jpg" if "photograph" in name else "a.pdf") for data in files]
        seconds = (cpu_seconds() - started) / len(files)
        shares = [
            sum(one.get(field) == value for one, value in zip(found, values, strict=True)) / len(made)
            for field, values in (
                ("title", [one.title.replace(" ", "") for one in made]),
                ("service", [one.service for one in made]),
                ("party_codes", [list(one.codes) for one in made]),
                ("signed_on", [one.day and one.day.isoformat() for one in made]),
            )
        ]
        print(f"| {name} | {seconds:.2f} | {' | '.join(f'{share:.0%}' for share in shares)} |", flush=True)


def _agreement(data: bytes, name: str) -> dict[str, Any]:
    documents = [document_json(one) for one in read_file(data, name, CASE, LIMITS)]
    found = next((one for one in documents if one["kind"] == "mou"), {})
    return found | {"title": (found.get("title") or "").replace(" ", "")}


_Source = tuple[str, int, list[tuple[bytes, str]], list[Layout]]


def _sources(rows: int, folder: Path) -> Iterator[_Source]:
    layouts = [
        long_form(rows, seed=seed, province=province, free=FreeTexts(seed))
        for seed, province in ((1, "ลำปาง"), (2, "เชียงใหม่"))
    ]
    texts = [text for layout in layouts for row in layout.expected for text in (row[1], *row[-2:])]
    assert not any(is_usual(str(text)) for text in texts)
    fonts = ("Laksaman", "Garuda")
    pdfs = [printed(layout, folder, font=font) for layout, font in zip(layouts, fonts, strict=True)]
    yield "PDF by LibreOffice", _pages(pdfs), [(pdf, "a.pdf") for pdf in pdfs], layouts
    others = [
        printed(layout, folder, "reportlab", font=font) for layout, font in zip(layouts, fonts, strict=True)
    ]
    yield "PDF by ReportLab", _pages(others), [(pdf, "a.pdf") for pdf in others], layouts
    for name, (dpi, damage) in SCANS.items():
        scans = [as_pages([scanned(page, **damage) for page in rendered(pdf, dpi)], dpi=dpi) for pdf in pdfs]
        yield name, _pages(pdfs), [(scan, "a.pdf") for scan in scans], layouts
    unplaced = [as_pages(rendered(pdf, 200)) for pdf in others]
    yield "scan, clean, marks not placed", _pages(others), [(scan, "a.pdf") for scan in unplaced], layouts
    seen = [as_pages([photographed(page) for page in rendered(pdf, 220)], "TIFF") for pdf in pdfs]
    yield "photograph (from the side, shadow)", _pages(pdfs), [(photo, "a.tif") for photo in seen], layouts


def _pages(pdfs: list[bytes]) -> int:
    return sum(len(rendered(pdf, 20)) for pdf in pdfs)


def read(data: bytes, name: str) -> dict[str, Any]:
    """The survey of a file, or an object without rows."""
    documents = [document_json(one) for one in read_file(data, name, CASE, LIMITS)]
    return next((one for one in documents if one["kind"] == "survey"), {"rows": [], "problems": []})


def _line(name: str, seconds: float, found: list[dict[str, Any]], layouts: list[Layout]) -> str:
    counts = {group: [0, 0, 0] for group in GROUPS}
    silent = wrong_letters = letters = 0
    for one, layout in zip(found, layouts, strict=True):
        wrong, of = _letters(one, layout)
        wrong_letters, letters = wrong_letters + wrong, letters + of
        for group, right, certain in _judged(one, layout):
            counts[group][0] += 1
            counts[group][1] += right
            counts[group][2] += certain
            silent += certain and not right
    total, right, certain = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    counts["all"] = [total, right, certain]
    shares = [f"{right / of:.1%}, {certain / of:.0%}" for of, right, certain in counts.values()]
    return f"| {name} | {seconds:.2f} | {' | '.join(shares)} | {wrong_letters / letters:.2%} | {silent} of {total} |"


def _letters(found: dict[str, Any], layout: Layout) -> tuple[int, int]:
    """Letters of free text that are wrong, and all; of a row that is lost all are."""
    from rapidfuzz.distance import Levenshtein

    wrong = of = 0
    rows = {row["seq"]: row for row in found["rows"] if row["seq"]}
    in_order = len(found["rows"]) == len(layout.expected)
    for number, expected in enumerate(layout.expected, 1):
        row = found["rows"][number - 1] if in_order else rows.get(number)
        for field in GROUPS["texts"]:
            said = str(_plain(expected[1 + FIELDS.index(field)]) or "")
            wrong += Levenshtein.distance(str(_plain(row[field]) or "") if row else "", said)
            of += len(said)
    return wrong, of


def _judged(found: dict[str, Any], layout: Layout) -> Iterator[tuple[str, bool, bool]]:
    """Group, whether right, whether certain, of each value of the form; a row that is lost is neither."""
    told = {problem["cell"]: problem["message"] for problem in found["problems"] if problem["cell"]}
    missing = any(problem["code"] == "column_missing" for problem in found["problems"])
    rows = {row["seq"]: row for row in found["rows"] if row["seq"]}
    in_order = len(found["rows"]) == len(layout.expected)
    for number, expected in enumerate(layout.expected, 1):
        row = found["rows"][number - 1] if in_order else rows.get(number)
        for group, fields in GROUPS.items():
            for field in fields:
                value = expected[1 + FIELDS.index(field)]
                if row is None:
                    yield group, False, False
                    continue
                page, _, at = row["cell"].partition("!")
                is_told = any(f"{page}!{column}{at[1:]}" in told for column in COLUMNS[field])
                header = group == "texts" and any(
                    cell.endswith((f"!{COLUMNS[field]}1", f"!{COLUMNS[field]}2"))
                    and "คอลัมน์" in message  # else it is of that cell, on a page without a header
                    and _is_meant(number, message)
                    for cell, message in told.items()
                )
                is_told = is_told or header or (row[field] is None and missing)
                yield group, _plain(row[field]) == _plain(value), not is_told


def _is_meant(number: int, message: str) -> bool:
    """Whether what is said of a column is said of this row."""
    rows = re.search(r"ลำดับที่ ([\d, ]+)", message)
    return rows is None or number in map(int, re.findall(r"\d+", rows[1]))


def _plain(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return value.replace(" ", "") if isinstance(value, str) else value


if __name__ == "__main__":
    main()
