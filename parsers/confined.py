"""Starts of other programs within limits. Nothing of ours runs between fork and exec: beside other threads that can hang.

`setpriv` of util-linux and the shell do it in their place, for some 2 ms.
"""

import os
import resource
from dataclasses import dataclass

_STILL_OURS = '[ "$PPID" = "$1" ] && shift'
"""The parent may have died before its death was asked to be told."""


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
    """
    limits = [f"-t {_at_most(resource.RLIMIT_CPU, most.cpu_seconds)}"]
    if most.memory is not None:
        limits.append(f"-v {_at_most(resource.RLIMIT_AS, most.memory) // 1024}")
    if most.file is not None:
        limits.append(f"-f {_at_most(resource.RLIMIT_FSIZE, most.file) // 512}")
    start = " && ".join([_STILL_OURS, *(f"ulimit {limit}" for limit in limits), 'exec "$@"'])
    return ["setpriv", "--pdeathsig", "KILL", "sh", "-c", start, "sh", str(os.getpid()), *command]


def _at_most(what: int, wanted: int) -> int:
    hard = resource.getrlimit(what)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
