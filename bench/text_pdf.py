"""How much of printed forms and agreements is read right from PDFs with a text layer, by printing program.

    .venv/bin/python bench/text_pdf.py [--forms N] [--agreements N] [--from SEED] [PROGRAM ...]

Forms are drawn by lot with an officer's habits (`tests/make/habits.py`), up to 30 rows, printed in many fonts and sizes with
headers once or on each page, rows split by page breaks, rules of all kinds, then turned, put two on a sheet or locked
(`tests/make/text_printers.py`). *silent*: a wrong value, a lost or an invented row of which nothing is said at its row.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.agreement_words import decoy, worded_agreement  # noqa: E402
from make.habits import TrueForm, true_form, truth_of, values_of  # noqa: E402
from make.pdfs import make_pdf, word_like  # noqa: E402
from make.text_printers import PRINTERS, handed_on, paper_of  # noqa: E402

from parsers.limits import Limits  # noqa: E402
from parsers.read import read_file  # noqa: E402
from survey.jsonl import document_json  # noqa: E402
from survey.model import Case  # noqa: E402

CASE, LIMITS = Case(date(2018, 12, 10)), Limits(seconds=900)


@dataclass
class Reached:
    """What became of one program's forms."""

    forms: int = 0
    values: int = 0
    right: int = 0
    silent: int = 0
    told: int = 0
    errors: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        share = 100 * self.right / max(self.values, 1)
        return (
            f"| {name} | {self.forms} | {self.values:,} | {share:.2f} % | {self.silent} | {self.errors} | {self.told} | "
            f"{1000 * self.seconds / max(self.forms, 1):.0f} ms |"
        )


def measure(name: str, seeds: range, folder: Path, keep: Path | None) -> Reached:
    reached = Reached()
    for seed in seeds:
        form = true_form(Random(seed), 30)
        path = folder / f"{seed}.pdf"
        PRINTERS[name](paper_of(form), Random(seed), path)
        data, way = handed_on(path.read_bytes(), Random(seed))
        begun = time.process_time()
        objects = [document_json(one) for one in read_file(data, path.name, CASE, LIMITS)]
        reached.seconds += time.process_time() - begun
        before = len(reached.missed)
        _count(reached, form, objects, f"{name} {seed} {way}")
        if keep and len(reached.missed) > before:
            (keep / f"{name.replace(' ', '')}-{seed}.pdf").write_bytes(data)
    return reached


def _count(reached: Reached, form: TrueForm, objects: list[dict[str, Any]], label: str) -> None:
    surveys = [one for one in objects if one["kind"] == "survey"]
    problems = [problem for one in objects for problem in one["problems"]]
    reached.forms += 1
    reached.errors += sum(problem["severity"] == "error" for problem in problems)
    reached.told += sum(problem["severity"] == "warning" for problem in problems)
    truth = [_plain(row) for row in truth_of(form)]
    reached.values += 9 * len(truth)
    found = [_plain(row) for one in surveys for row in values_of(one)]
    rows = [row for one in surveys for row in one["rows"]]
    told = {_line(problem["cell"]) for problem in problems if problem["cell"]}
    if not surveys:
        told.add(None)  # `form_not_found`, which is added once all files of a message are known
    if len(surveys) != 1 or surveys[0]["source"] != "pdf-text":
        reached.missed.append(f"{label}: {[(one['kind'], one['source']) for one in objects]} {problems[:2]}")
    for number in range(max(len(truth), len(found))):
        want = truth[number] if number < len(truth) else ()
        got = found[number] if number < len(found) else ()
        same = sum(a == b for a, b in zip(want, got, strict=False))
        reached.right += same
        if same < 9 or not want:
            at = rows[number]["cell"] if number < len(rows) else None
            is_told = _line(at) in told if at else bool(told)
            reached.silent += 0 if is_told or None in told else 9 - same
            wrong = [pair for pair in zip(want, got, strict=False) if pair[0] != pair[1]]
            reached.missed.append(f"{label} row {number + 1} {at}: {wrong} told {is_told}")


def _line(at: str | None) -> str | None:
    return at and at.rstrip("0123456789").rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") + at.lstrip(
        "p0123456789!"
    ).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    """White space aside: where a line was wrapped, print does not tell."""
    return tuple(value.replace(" ", "") if isinstance(value, str) else value for value in row)


def agreements(count: int, first: int) -> Iterator[str]:
    """Of agreements in words drawn by lot, and of papers that only mention one."""
    fields = {"day": 0, "parties": 0, "service": 0, "title": 0, "all three": 0}
    for seed in range(first, first + count):
        true = worded_agreement(seed)
        found = [
            document_json(one)
            for one in read_file(make_pdf(*map(word_like, true.text.split("\f"))), "a.pdf", CASE, LIMITS)
        ]
        one = found[0] if len(found) == 1 else {}
        same = {
            "day": one.get("signed_on") == (true.day and true.day.isoformat()),
            "parties": one.get("party_codes") == list(true.codes),
            "title": (one.get("title") or "").replace(" ", "").find(true.title.replace(" ", "")) >= 0,
        }
        same |= {"service": one.get("service") == true.service, "all three": all(same.values())}
        for name, is_same in same.items():
            fields[name] += is_same
        if not all(same.values()):
            wrong = [name for name, is_same in same.items() if not is_same]
            print(f"agreement {seed}: {wrong} {one}\n{true}", file=sys.stderr)
    taken = 0
    for seed in range(first, first + count):
        text = decoy(seed)
        kinds = [one.kind for one in read_file(make_pdf(word_like(text)), "a.pdf", CASE, LIMITS)]
        taken += "mou" in kinds
        if "mou" in kinds:
            print(f"decoy {seed}:\n{text}", file=sys.stderr)
    yield "\n| agreements | " + " | ".join(fields) + " | papers that only mention one, taken for one |"
    yield "| ---: " * (len(fields) + 2) + "|"
    yield (
        f"| {count} | "
        + " | ".join(f"{100 * n / count:.1f} %" for n in fields.values())
        + f" | {taken} of {count} |"
    )


def main() -> None:
    for line in _lines(_arguments()):
        print(line, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("programs", nargs="*", default=[], help=", ".join(PRINTERS))
    parser.add_argument("--forms", type=int, default=20, help="forms a program")
    parser.add_argument("--from", type=int, default=1000, dest="first", help="seed of the first form")
    parser.add_argument(
        "--agreements", type=int, default=0, help="agreements, and as many papers that mention one"
    )
    parser.add_argument("--keep", type=Path, help="folder for the files that were not read right")
    return parser.parse_args()


def _lines(given: argparse.Namespace) -> Iterator[str]:
    yield "| program | forms | values | right | silent | false errors | warnings | CPU a file |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    total = Reached()
    for name in given.programs or PRINTERS:
        with TemporaryDirectory(prefix="printed") as folder:
            one = measure(name, range(given.first, given.first + given.forms), Path(folder), given.keep)
        yield one.line(name)
        for missed in one.missed:
            print(missed, file=sys.stderr)
        for key in ("forms", "values", "right", "silent", "told", "errors", "seconds"):
            setattr(total, key, getattr(total, key) + getattr(one, key))
    yield total.line("all")
    if given.agreements:
        yield from agreements(given.agreements, given.first)
    yield f"\nmost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


if __name__ == "__main__":
    main()
