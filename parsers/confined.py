"""Starts of other programs within limits. Nothing of ours runs between fork and exec: beside other threads that can hang.

`setpriv` of util-linux and the shell do it in their place, for some 2 ms. Where they can't, the message waits (`failed`).
"""

import os
import resource
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from parsers.refused import ConverterMissing

_STILL_OURS = '[ "$PPID" = "$1" ] && shift'
"""The parent may have died before its death was asked to be told."""


class LauncherMissing(ConverterMissing):
    """No program can be started within limits: there is no `setpriv` on the path, or one of few words (BusyBox's)."""

    def __init__(self) -> None:
        super().__init__(tool="setpriv (util-linux)")


@dataclass(frozen=True, slots=True)
class Most:
    """What a program may take: seconds of processor, bytes of memory, bytes of a file it writes; None: no limit."""

    cpu_seconds: int
    memory: int | None = None
    file: int | None = None


def confined(command: list[str], most: Most) -> list[str]:
    """The command that ends (SIGKILL) with the thread that starts it, and takes no more than it may.

    It must be started by this process itself. Limits that this process has already are never widened. Memory is
    counted in KiB and files in blocks of 512 bytes, what is less falls away.

    Raises:
        LauncherMissing: Never to be taken for the program's own failure, which may be the file's fault.
    """
    limits = [f"-t {_at_most(resource.RLIMIT_CPU, most.cpu_seconds)}"]
    if most.memory is not None:
        limits.append(f"-v {_at_most(resource.RLIMIT_AS, most.memory) // 1024}")
    if most.file is not None:
        limits.append(f"-f {_at_most(resource.RLIMIT_FSIZE, most.file) // 512}")
    start = " && ".join([_STILL_OURS, *(f"ulimit {limit}" for limit in limits), 'exec "$@"'])
    return [*_by_setpriv(launcher()), start, "sh", str(os.getpid()), *command]


@cache
def launcher() -> str:
    """Where `setpriv` lies, once it has been seen to start a shell; what is missing is looked for again each time.

    Raises:
        LauncherMissing: It is not installed, or can't be told to end what it starts.
    """
    program = shutil.which("setpriv")
    if program is None:
        raise LauncherMissing
    try:
        tried = subprocess.run([*_by_setpriv(program), ":"], capture_output=True, check=False)  # noqa: S603 - our own words
    except OSError as error:
        raise LauncherMissing from error
    if tried.returncode != 0:
        raise LauncherMissing
    return program


def _by_setpriv(program: str) -> list[str]:
    return [program, "--pdeathsig", "KILL", "sh", "-c"]


def _at_most(what: int, wanted: int) -> int:
    hard = resource.getrlimit(what)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
