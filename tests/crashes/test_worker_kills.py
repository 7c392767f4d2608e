"""The worker is killed before and after every commit and every handing over of a mail, and around the syncs of raw
mail; the next start goes on, and the end result is the one of an undisturbed run."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from make.demo_box import box, end_result

ROOT = Path(__file__).parents[2]
MAILS = ("วันที่ผิด ไม่มีเจ้าภาพ", "ฉบับแก้ไข", "จังหวัดไม่ตรงกับผู้ส่ง")

WORKER = """
import os, signal, sys
from pathlib import Path
kill_at = int(sys.argv[2])
seen = 0

def passing():
    global seen
    seen += 1
    if seen == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)

def around(owner, name, times=1000):
    original = getattr(owner, name)
    left = times
    def wrapped(*args, **kwargs):
        nonlocal left
        left -= 1
        if left < 0:
            return original(*args, **kwargs)
        passing()
        done = original(*args, **kwargs)
        passing()
        return done
    setattr(owner, name, wrapped)

if __name__ == "__main__":
    from storage.unit_of_work import UnitOfWork
    from notifications.transports.maildir import MaildirTransport
    around(UnitOfWork, "commit")
    # Every mail is kept and left in the same way: the first ones stand for all.
    around(os, "fsync", 4)
    around(os, "replace", 2)
    around(MaildirTransport, "send")
    from ingest.cli import cli
    cli.main(["poll", "--config", sys.argv[1]], standalone_mode=False)
    print("PASSED", seen)
"""


def run(script: Path, config: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), str(config), str(kill_at)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int, dict[str, object]]:
    folder = tmp_path_factory.mktemp("box")
    script = folder / "worker.py"
    script.write_text(WORKER, encoding="utf-8")
    prepared = folder / "prepared"
    box(prepared, MAILS)
    shutil.copytree(prepared, folder / "whole")
    done = run(script, folder / "whole" / "samruat.toml", 0)
    assert done.returncode == 0, done.stderr
    points = int(done.stdout.rsplit("PASSED ", 1)[1])
    return script, prepared, points, end_result(folder / "whole")


# The points are spread over eight tests so that two processes share them.
@pytest.mark.parametrize("start", range(8))
def test_killed_at_any_point_the_end_result_is_the_same(
    undisturbed: tuple[Path, Path, int, dict[str, object]], tmp_path: Path, start: int
) -> None:
    script, prepared, points, expected = undisturbed
    assert points > 30
    for kill_at in range(1 + start, points + 1, 8):
        folder = tmp_path / f"killed{kill_at}"
        shutil.copytree(prepared, folder)
        killed = run(script, folder / "samruat.toml", kill_at)
        assert killed.returncode == -signal.SIGKILL, (kill_at, killed.stderr)
        again = run(script, folder / "samruat.toml", 0)
        assert again.returncode == 0, (kill_at, again.stderr)
        assert end_result(folder) == expected, f"killed at point {kill_at} of {points}"
