"""Children that are killed, hang, or eat memory: the call fails with its reason, and the next one works."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from make import victims
from make.workbooks import form_workbook

from parsers.limits import Limits
from parsers.read import read_file
from parsers.sandbox import ReadingFailed, Sandbox
from survey.model import Case, Kind


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=20, memory_mb=600)) as one:
        yield one


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # gone before it was opened, or before it was read
        return False


def wait_until(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return is_so()


def test_a_file_read_in_a_child_is_the_same_as_read_here(sandbox: Sandbox) -> None:
    data, case = form_workbook(rows=30), Case(date(2018, 12, 10))
    documents = sandbox.call(read_file, data, "a.xlsx", case, Limits())
    assert documents == read_file(data, "a.xlsx", case, Limits())
    assert (documents[0].kind, len(documents[0].form.rows)) == (Kind.SURVEY, 30)  # type: ignore[union-attr]


def test_a_child_serves_many_calls_and_is_not_this_process(sandbox: Sandbox) -> None:
    assert sandbox.call(victims.my_pid) == sandbox.call(victims.my_pid) != os.getpid()


def test_a_child_lets_the_process_that_asked_go_first(sandbox: Sandbox) -> None:
    assert sandbox.call(os.nice, 0) == min(os.nice(0) + 5, 19)


LOADING = """
import gc
usual, seen = gc.get_threshold()[0], []
gc.callbacks.append(lambda phase, _: seen.append(gc.get_threshold()[0]))
import parsers.sandbox_preload
print(seen.count(usual) < 10)  # to find the module itself may bring one about
"""


def test_cycles_are_looked_for_in_a_child_and_not_while_modules_are_loaded(sandbox: Sandbox) -> None:
    enabled, threshold = sandbox.call(victims.garbage_collection)
    assert (enabled, threshold < 10_000) == (True, True)
    root = Path(__file__).parents[2]
    assert subprocess.check_output([sys.executable, "-c", LOADING], text=True, cwd=root) == "True\n"


@pytest.mark.parametrize(
    ("victim", "arguments", "reason"),
    [
        (victims.loop, (), "time"),
        (victims.sleep_for, (60,), "time"),
        (victims.ignore_everything, (), "time"),
        (victims.take_memory, (10,), "memory"),
        (victims.take_memory_bit_by_bit, (), "memory"),
        (victims.read_address_zero, (), "crash"),
        (victims.end_by, (signal.SIGKILL,), "crash"),
        (victims.end_by, (signal.SIGABRT,), "crash"),
        (victims.exit_at_once, (), "crash"),
        (victims.nest, (), "depth"),
        (victims.foreign_answer, (), "crash"),
        (victims.attribute_of_a_class, (), "crash"),
        (victims.flood, (100,), "crash"),
    ],
)
def test_whatever_a_child_does_costs_one_call_and_the_next_one_works(
    sandbox: Sandbox, victim: Callable[..., Any], arguments: tuple[Any, ...], reason: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadingFailed) as failed:
        sandbox.call(victim, *arguments, seconds=1 if reason == "time" else 15)
    assert (failed.value.reason, failed.value.is_our_bug) == (reason, False)
    assert time.monotonic() - begun < 14
    assert sandbox.call(victims.sleep_for, 0) == 0


def test_an_answer_is_the_same_from_pythons_that_pickle_enums_by_name(sandbox: Sandbox) -> None:
    assert sandbox.call(victims.member_by_name) is Kind.SURVEY


def test_an_exception_is_our_bug_and_comes_with_its_traceback(sandbox: Sandbox) -> None:
    with pytest.raises(ReadingFailed) as failed:
        sandbox.call(victims.go_wrong)
    assert failed.value.is_our_bug
    assert "ผิดที่เรา" in failed.value.detail
    assert "victims.py" in failed.value.detail


def test_a_child_is_limited_and_can_write_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    assert sandbox.call(victims.limits) == {"RLIMIT_AS": 600 << 20, "RLIMIT_CORE": 0}
    with pytest.raises(ReadingFailed):
        sandbox.call(victims.write_file, str(tmp_path / "x"))
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def test_a_child_killed_between_two_calls_is_replaced(sandbox: Sandbox) -> None:
    pid = sandbox.call(victims.my_pid)
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not is_running(pid))
    with pytest.raises(ReadingFailed) as failed:
        sandbox.call(victims.my_pid)
    assert failed.value.reason == "crash"
    assert sandbox.call(victims.my_pid) != pid


def test_calls_in_the_background_run_side_by_side() -> None:
    with Sandbox(Limits(), workers=2) as sandbox:
        sandbox.call(victims.sleep_for, 0)
        waiting = [sandbox.submit(victims.my_pid) for _ in range(6)]
        assert 1 <= len({job.result() for job in waiting}) <= 2
        failing, working = sandbox.submit(victims.loop, seconds=1), sandbox.submit(victims.sleep_for, 0)
        assert working.result() == 0
        with pytest.raises(ReadingFailed):
            failing.result()


PARENT = """
import os, sys, time
from multiprocessing import forkserver
from make import victims
from parsers.limits import Limits
from parsers.sandbox import Sandbox

if __name__ == "__main__":
    sandbox = Sandbox(Limits(), workers=2)
    if "PREPARED" in os.environ:
        sandbox.prepare()
        print(forkserver._forkserver._forkserver_pid, flush=True)
    busy, idle = (sandbox.submit(victims.sleep_for, 0.2) for _ in range(2))
    busy.result(), idle.result()
    pid = sandbox.call(victims.my_pid)
    print(pid, flush=True)
    {then}
"""


def parent(tmp_path: Path, then: str, **environment: str) -> subprocess.Popen[str]:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(then=then))
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": f"{root}:{root / 'tests'}", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def session_of(pid: int) -> set[int]:
    """Processes of the session that `pid` leads."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != pid and is_running(int(entry.name)):
            try:
                if os.getsid(int(entry.name)) == pid:
                    found.add(int(entry.name))
            except ProcessLookupError:
                continue
    return found


@pytest.mark.parametrize("then", ["sandbox.call(victims.ignore_everything)", "time.sleep(60)"])
def test_children_end_when_the_parent_is_killed(tmp_path: Path, then: str) -> None:
    with parent(tmp_path, then) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        time.sleep(0.2)
        assert is_running(child)
        process.kill()
        process.wait()
        assert wait_until(lambda: not session_of(process.pid)), session_of(process.pid)


def test_a_signal_to_the_whole_group_leaves_the_reading_and_the_screen_in_peace(tmp_path: Path) -> None:
    then = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    then += "    print('ready', flush=True); print(sandbox.call(victims.sleep_for, 1), flush=True); sandbox.close()"
    with parent(tmp_path, then) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdigit()
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        os.killpg(process.pid, signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert (out, err, process.returncode) == ("1\n", "", 0)


def test_a_program_that_ends_without_closing_leaves_nothing_behind_and_says_nothing(tmp_path: Path) -> None:
    with parent(tmp_path, "sys.exit(3)") as process:
        _, err = process.communicate(timeout=20)
    assert (err, process.returncode) == ("", 3)
    assert wait_until(lambda: not session_of(process.pid))


def test_the_process_that_forks_children_may_start_before_the_first_call(tmp_path: Path) -> None:
    with parent(tmp_path, "sandbox.close()", PREPARED="1") as process:
        out, err = process.communicate(timeout=20)
    server, child = out.split()
    assert (server.isdigit(), child.isdigit(), err) == (True, True, "")
    assert wait_until(lambda: not session_of(process.pid))


def test_what_a_killed_program_left_is_removed_by_the_next_one_and_nothing_else(tmp_path: Path) -> None:
    # A socket's path is short: pytest's own folders are too deep.
    with TemporaryDirectory(dir="/tmp") as folder:
        with (
            parent(tmp_path, "time.sleep(60)", TMPDIR=folder) as living,
            parent(tmp_path, "time.sleep(60)", TMPDIR=folder) as killed,
        ):
            for process in (living, killed):
                assert process.stdout is not None
                assert process.stdout.readline().strip().isdigit()
            killed.kill()
            killed.wait()
            (Path(folder) / "pymp-foreign").mkdir()
            assert len(list(Path(folder).iterdir())) == 3
            with parent(tmp_path, "sys.exit(0)", TMPDIR=folder) as after:
                after.communicate(timeout=20)
            assert len(list(Path(folder).iterdir())) == 2
            living.kill()
        with parent(tmp_path, "sys.exit(0)", TMPDIR=folder) as last:
            last.communicate(timeout=20)
        assert [path.name for path in Path(folder).iterdir()] == ["pymp-foreign"]
