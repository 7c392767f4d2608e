"""Programs that readers start end with them and stay within their limits."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.confined import LauncherMissing, Most, confined, launcher
from parsers.ocr import LATIN, Tesseract

MIB = 1024 * 1024


def test_a_started_program_has_its_limits_and_its_words() -> None:
    ask = ["sh", "-c", 'ulimit -t; ulimit -v; ulimit -f; printf "%s\\n" "$@"', "sh", "a b", "$HOME", "ก"]
    said = subprocess.check_output(confined(ask, Most(9, memory=64 * MIB, file=3 * MIB)), text=True)
    assert said.splitlines() == ["9", str(64 * 1024), str(3 * MIB // 512), "a b", "$HOME", "ก"]


def test_a_limit_that_is_narrower_already_stays() -> None:
    asked = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (7, 7));"
    asked += "import subprocess; from parsers.confined import Most, confined;"
    asked += "subprocess.run(confined(['sh', '-c', 'ulimit -t'], Most(3600)), check=True)"
    said = subprocess.check_output([sys.executable, "-c", asked], text=True)
    assert said == "7\n"


def test_a_program_that_turns_without_end_is_killed_at_its_seconds_of_processor() -> None:
    ended = subprocess.run(confined(["sh", "-c", "while :; do :; done"], Most(1)), timeout=60, check=False)
    assert ended.returncode in (-signal.SIGKILL, -signal.SIGXCPU)


def test_a_program_ends_with_the_reader_that_started_it(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    tell = ["sh", "-c", f"echo $$ > {mark}.new; mv {mark}.new {mark}; exec sleep 300"]
    work = f"import subprocess; from parsers.confined import *; subprocess.run(confined({tell!r}, Most(5)))"
    reader = subprocess.Popen([sys.executable, "-c", work])
    program = _when(lambda: mark.exists() and int(mark.read_text()))
    assert _runs(program)
    reader.kill()
    reader.wait()
    assert _when(lambda: not _runs(program))


def test_a_program_whose_reader_died_before_it_began_never_begins(tmp_path: Path) -> None:
    command = confined(["touch", str(tmp_path / "began")], Most(5))
    asked = subprocess.run(
        [sys.executable, "-c", f"import subprocess; subprocess.run({command!r})"], check=False
    )
    assert asked.returncode == 0
    assert not (tmp_path / "began").exists()


def test_its_process_is_the_program_itself_so_that_killing_it_leaves_nothing() -> None:
    with subprocess.Popen(confined(["sleep", "300"], Most(5))) as process:
        assert _when(lambda: Path(f"/proc/{process.pid}/comm").read_text() == "sleep\n")
        process.kill()
    assert process.returncode == -signal.SIGKILL


BUSYBOX = "#!/bin/sh\necho \"setpriv: unrecognized option '$1'\" >&2\nexit 1\n"


@pytest.mark.parametrize("instead", [None, BUSYBOX, ""], ids=["nothing", "BusyBox", "an empty file"])
def test_without_the_setpriv_of_util_linux_nothing_is_started_and_the_package_is_named(
    instead: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if instead is not None:
        (tmp_path / "setpriv").write_text(instead)
        (tmp_path / "setpriv").chmod(0o755)
    installed_later = launcher()
    launcher.cache_clear()
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        with pytest.raises(LauncherMissing) as missing:
            confined(["touch", str(tmp_path / "began")], Most(5))
    assert "setpriv (util-linux)" in missing.value.finding("แบบสำรวจ.pdf").message
    # No restart is needed once it is there.
    assert confined(["true"], Most(5))[0] == installed_later


def test_pages_are_recognised_side_by_side_in_threads() -> None:
    pages = [_page(words) for words in ("A1 2561", "B2 2560", "C3 2559")]
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(lambda page: Tesseract().recognise([page], LATIN, 60.0)[0].text, pages * 2))
    assert [text[-4:] for text in found] == ["2561", "2560", "2559"] * 2


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _when(said: Callable[[], int]) -> int:
    until = time.monotonic() + 30
    while not (found := said()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def _page(words: str) -> Image.Image:
    page = Image.new("L", (420, 90), 255)
    ImageDraw.Draw(page).text((20, 20), words, fill=0, font=ImageFont.load_default(40))
    return page
