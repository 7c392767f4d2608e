"""A process is killed before and after every step that disk or database see while it stores a mail, its outcome
and its answer. A raw mail is whole or absent, none is known that is not on disk, and the next process comes to
the very end that an undisturbed one does."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killed_at_any_step_of_storing_the_end_is_the_same(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "points"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "make.kill_points", database_url, str(folder)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    points = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(points) > 60
    undisturbed = points.pop()
    assert undisturbed["passed"] == len(points)
    assert len(undisturbed["end"]["sent"]) == 1
    assert len(undisturbed["end"]["cooperations"]) == 32
    for told in points:
        assert told["passed"] == 0, told["point"]
        assert (told["whole"], told["lost"]) == (True, False), told["point"]
        assert told["end"] == undisturbed["end"], told["point"]
