"""The folder that multiprocessing keeps its socket in, `pymp-…`: whoever is killed leaves it, the next one removes it.

Other programs have such folders too. Ours hold a file that is locked as long as its owner lives: the system gives the
lock back however a process ends, so a file that can be locked has no owner any more.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from multiprocessing import util
from pathlib import Path

_MARK = "samruat.lock"
_held: list[int] = []


def mark_folder() -> None:
    """Make this process's folder known as ours and remove those of dead ones; does nothing a second time."""
    if _held:
        return
    mine = Path(util.get_temp_dir())
    with contextlib.suppress(OSError):
        _held.append(_locked(mine / "new"))
        # Under its name it is never seen unlocked.
        (mine / "new").rename(mine / _MARK)
    for folder in Path(tempfile.gettempdir()).glob("pymp-*"):
        if folder != mine:
            _remove_if_dead(folder)


def _locked(path: Path, flags: int = os.O_CREAT | os.O_NOFOLLOW) -> int:
    mark = os.open(path, os.O_RDWR | flags, 0o600)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(mark)
        raise
    return mark


def _remove_if_dead(folder: Path) -> None:
    with contextlib.suppress(OSError):
        mark = _locked(folder / _MARK, os.O_NOFOLLOW)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(mark)
