"""Changes `survey/` in small ways and says which changes no test in tests/survey notices: `make mutants`.

The changes are mutmut's; running them is not left to it. It changes a program that is imported already and tries each
change with the tests that reached it in one long run, where answers kept by an earlier test (`functools.cache`, the
registry) hid most of the tests that would have noticed. Here each change is made before anything of ours is imported, in
a process of its own, and tried with all files of tests that call the changed function when they run alone.

What is done is kept in the folder: started again, a run goes on; with `--again` it tries once more what passed.
"""

import argparse
import ast
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import multiprocessing
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing.pool import ThreadPool
from pathlib import Path
from threading import Lock
from types import CodeType, FrameType, ModuleType
from typing import Any

import hypothesis  # noqa: F401  (what the tests need of others is loaded once, and inherited by each process)
import libcst as cst
import numpy  # noqa: F401
import pytest
import rapidfuzz  # noqa: F401
import sqlalchemy.orm  # noqa: F401
from hypothesis import strategies  # noqa: F401
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

PROGRAM = "survey"
TESTS = Path("tests/survey")
# What the language reads for itself: types, and what runs while a module is imported.
UNTOUCHED = (cst.Annotation, cst.Decorator)
# Times the work of the unchanged program, and seconds, that a changed one may take before it counts as noticed.
PATIENCE, AT_LEAST = 8, 20
QUIET = ("-x", "--tb=no", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


@dataclass(frozen=True)
class Mutant:
    """The `number`-th change of a file, whose text has the sum `of`, in a function that stands on the lines of `span`."""

    path: str
    of: str
    number: int
    line: int
    span: tuple[int, int]


@dataclass(frozen=True)
class Reached:
    """What a file of tests calls when it runs alone: first lines of functions by file; and its seconds of work."""

    calls: dict[str, list[int]]
    seconds: float


# What becomes what, on which line, in a function that stands on which lines.
Change = tuple[cst.CSTNode, cst.CSTNode, int, tuple[int, int]]


class _Finder(cst.CSTVisitor):
    """All changes inside functions, cached ones and properties too."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[int, int]] = []
        self.found: list[Change] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, UNTOUCHED) or _is_left_alone(node):
            return False
        place = self.get_metadata(PositionProvider, node, None)
        if isinstance(node, cst.FunctionDef):
            first = self.get_metadata(PositionProvider, node.decorators[0]) if node.decorators else place
            self.inside.append((first.start.line, place.end.line))
        elif self.inside and place:
            for kind, change in mutation_operators:
                if isinstance(node, kind):
                    self.found += ((node, new, place.start.line, self.inside[0]) for new in change(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self.inside.pop()


def _is_left_alone(node: cst.CSTNode) -> bool:
    """As in mutmut: the arguments of `len` and `isinstance`, and defaults that could fail where the function is made."""
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in {"len", "isinstance"}
    plain = (cst.Name, cst.BaseNumber, cst.BaseString)
    return isinstance(node, cst.Param) and node.default is not None and not isinstance(node.default, plain)


def drawn_from(paths: list[Path], count: int, seed: int) -> list[Mutant]:
    """Every so many-th change of the files from a random start: each function has its share."""
    found = [mutant for path in paths for mutant in _mutants(path)]
    step = max(1.0, len(found) / count)
    start = random.Random(seed).random() * step
    sample = [found[int(start + n * step)] for n in range(math.ceil((len(found) - start) / step))]
    print(f"{len(sample)} of {len(found)}, seed {seed}", flush=True)
    return sample


def _mutants(path: Path) -> Iterator[Mutant]:
    of = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    for number, (_, _, line, span) in enumerate(_changes(path)):
        yield Mutant(str(path), of, number, line, span)


@cache
def _parsed(path: Path) -> MetadataWrapper:
    return MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))


@cache
def _changes(path: Path) -> list[Change]:
    finder = _Finder()
    _parsed(path).visit(finder)
    return finder.found


def _changed(mutant: Mutant) -> tuple[str, str, str] | None:
    """The file as changed, the lines before and after; None where it is no program then, or the same one."""
    path = Path(mutant.path)
    node, new, *_ = _changes(path)[mutant.number]
    module = _parsed(path).module
    source = module.deep_replace(node, new).code  # type: ignore[union-attr]
    if not _compiles(source) or ast.dump(ast.parse(source)) == ast.dump(ast.parse(module.code)):
        return None
    return source, *_difference(module.code, source)


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _difference(old: str, new: str) -> tuple[str, str]:
    """The lines that differ."""
    olds, news = old.splitlines(), new.splitlines()
    start = next(at for at, (a, b) in enumerate(zip(olds, news, strict=False)) if a != b)
    end = 0
    while end < min(len(olds), len(news)) - start and olds[-1 - end] == news[-1 - end]:
        end += 1
    return tuple(" ".join(map(str.strip, lines[start : len(lines) - end])) for lines in (olds, news))  # type: ignore[return-value]


class _Changed(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Gives one module as changed; the file on the disk stays as it is."""

    def __init__(self, path: str, source: str) -> None:
        parts = Path(path).with_suffix("").parts
        self.is_folder = parts[-1] == "__init__"
        super().__init__(".".join(parts[:-1] if self.is_folder else parts), str(Path(path).resolve()))
        self.source = source.encode()

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> Any:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


class _FirstFailure:
    """Plugin of pytest: the test that noticed."""

    noticed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.noticed:
            self.noticed = report.nodeid


def _quietly() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _try(mutant: Mutant, files: list[str], seconds: int, tell: Any) -> None:
    """In a process of its own: tells the lines before and after the change, then status of pytest and who noticed."""
    _quietly()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    changed = _changed(mutant)
    if changed is None:
        return
    source, *lines = changed
    tell.send(lines)
    sys.meta_path.insert(0, _Changed(mutant.path, source))
    first = _FirstFailure()
    status = int(pytest.main([*QUIET, *files], plugins=[first])) if files else 0
    tell.send((status, first.noticed))


def _watch(file: str, tell: Any) -> None:
    """In a process of its own: which functions of the program a file of tests calls, and how long it works."""
    _quietly()
    seen: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code)

    sys.setprofile(note)
    began = time.process_time()
    status = int(pytest.main([*QUIET, file]))
    sys.setprofile(None)
    calls: dict[str, list[int]] = {}
    here = f"{Path.cwd()}/"
    for code in seen:
        if code.co_filename.startswith(here + PROGRAM):
            calls.setdefault(code.co_filename.removeprefix(here), []).append(code.co_firstlineno)
    tell.send((status, calls, time.process_time() - began))


def _in_a_process(task: Callable[..., None], *arguments: object) -> list[Any]:
    """What the task tells, up to where it ended, died or ran out of its time of work."""
    with FORKING:  # no other process may inherit an end of this pipe, and hold it open
        here, there = FORK.Pipe(duplex=False)
        process = FORK.Process(target=task, args=(*arguments, there))
        process.start()
        there.close()
    told = []
    with suppress(EOFError):
        while True:
            told.append(here.recv())
    process.join()
    return told


FORK = multiprocessing.get_context("fork")
FORKING = Lock()


def reached_by(files: list[Path], kept: Path, jobs: int) -> dict[str, Reached]:
    """What each file of tests reaches; read again from `kept` where neither it nor the program has changed."""
    program = b"".join(path.read_bytes() for path in sorted(Path(PROGRAM).rglob("*.py")))
    keys = {str(file): hashlib.sha256(program + file.read_bytes()).hexdigest() for file in files}
    known = json.loads(kept.read_text()) if kept.exists() else {}
    new = [file for file, key in keys.items() if known.get(file, {}).get("key") != key]
    with ThreadPool(jobs) as pool:
        for file, told in zip(new, pool.imap(lambda file: _in_a_process(_watch, file), new), strict=True):
            if not told or told[0][0]:
                raise SystemExit(f"{file} fails with the program as it is")
            known[file] = {"key": keys[file], "calls": told[0][1], "seconds": told[0][2]}
    kept.write_text(json.dumps(known))
    return {file: Reached(known[file]["calls"], known[file]["seconds"]) for file in keys}


def tests_for(mutant: Mutant, reached: dict[str, Reached]) -> list[str]:
    """The files that call the function: first what is named like the module, then by time."""

    def calls(file: str) -> bool:
        return any(
            mutant.span[0] <= line <= mutant.span[1] for line in reached[file].calls.get(mutant.path, ())
        )

    stem = Path(mutant.path).stem
    return sorted(filter(calls, reached), key=lambda file: (stem not in file, reached[file].seconds))


def tried(mutant: Mutant, reached: dict[str, Reached]) -> dict[str, Any]:
    """How it went: `noticed`, by which test or because it never ended; `passed`; `uncalled` where no test calls it; `same`
    where nothing was changed."""
    files = tests_for(mutant, reached)
    seconds = math.ceil(max(AT_LEAST, PATIENCE * sum(reached[file].seconds for file in files)))
    told = _in_a_process(_try, mutant, files, seconds)
    if not told:
        return asdict(mutant) | {"result": "same", "by": "", "before": "", "after": ""}
    (before, after), *ended = told
    status, by = ended[0] if ended else (-1, "time or memory")
    result = "noticed" if status else "passed" if files else "uncalled"
    how = {"result": result, "by": by or ("import" if status else "")}
    return asdict(mutant) | {"before": before, "after": after} | how


def score(noticed: int, count: int) -> str:
    """Share in percent with its 95 % interval (Wilson)."""
    z, share = 1.96, noticed / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return (
        f"{noticed} of {count} noticed: {share:.1%}, 95 % interval {middle - half:.1%} to {middle + half:.1%}"
    )


def report(results: Iterable[dict[str, Any]]) -> str:
    """Modules with their scores, what passed with file, line and change, and the score of the whole."""
    rows = sorted(results, key=lambda row: (row["path"], row["line"], row["number"]))
    count = Counter(row["path"] for row in rows)
    noticed = Counter(row["path"] for row in rows if row["result"] == "noticed")
    lines = [f"{noticed[path]:4} of {count[path]:4} {path}" for path in sorted(count)]
    for row in rows:
        if row["result"] != "noticed":
            lines.append(f"{row['path']}:{row['line']}: {row['result']} (#{row['number']})")
            lines += [f"  - {row['before']}", f"  + {row['after']}"]
    ended = sum(row["by"] == "time or memory" for row in rows)
    return "\n".join([*lines, f"{score(noticed.total(), len(rows))} ({ended} by time or memory)"])


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("modules", nargs="*", type=Path, help="files of survey/; without any, all")
    words.add_argument("--count", type=int, default=400, help="how many to draw")
    words.add_argument("--seed", type=int, default=2561)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--minutes", type=float, default=600, help="stop then; the same command goes on")
    words.add_argument("--folder", type=Path, default=Path("build/mutants"))
    words.add_argument("--again", action="store_true", help="try once more what passed")
    asked = words.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    paths = asked.modules or sorted(Path(PROGRAM).rglob("*.py"))
    sample = drawn_from(paths, asked.count, asked.seed)
    reached = reached_by(sorted(TESTS.glob("test_*.py")), asked.folder / "reached.json", asked.jobs)
    kept = asked.folder / f"seed-{asked.seed}.jsonl"
    kept.touch()
    done = {_identity(row): row for row in map(json.loads, kept.read_text(encoding="utf-8").splitlines())}
    wanted = [mutant for mutant in sample if _is_open(done.get(_identity(asdict(mutant))), asked.again)]
    random.Random(asked.seed).shuffle(wanted)  # what is done when time is up is a sample too
    ends = time.monotonic() + 60 * asked.minutes

    def go(mutant: Mutant) -> dict[str, Any] | None:
        return None if time.monotonic() > ends else tried(mutant, reached)

    with ThreadPool(asked.jobs) as pool, kept.open("a", encoding="utf-8") as out:
        for row in filter(None, pool.imap_unordered(go, wanted)):
            done[_identity(row)] = row
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
    rows = [done[key] for mutant in sample if (key := _identity(asdict(mutant))) in done]
    print(report(row for row in rows if row["result"] != "same"))


def _identity(row: dict[str, Any]) -> tuple[object, ...]:
    return row["path"], row["of"], row["number"]


def _is_open(row: dict[str, Any] | None, again: bool) -> bool:
    return row is None or (again and row["result"] in ("passed", "uncalled"))


if __name__ == "__main__":
    main()
