"""The child's side of `parsers.sandbox`: limits first, then request after request until the pipe ends."""

import contextlib
import ctypes
import gc
import os
import pickle
import resource
import signal
import time
import traceback
from multiprocessing import forkserver
from multiprocessing.connection import Connection

from parsers.limits import Limits

_PR_SET_PDEATHSIG = 1
_MIB = 1024 * 1024
_M_ARENA_MAX = -8
# So that who asked comes first where cores are few: it stores and answers while others are being read.
_NICER = 5
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def serve(pipe: Connection, limits: Limits) -> None:
    """Answer each pickled (function, arguments, seconds) with (None, answer) or (reason, traceback)."""
    _confine(limits)
    _collect_seldom()
    while True:
        try:
            request = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        answer, healthy = _answer(request)
        pipe.send_bytes(answer)
        if not healthy:
            return


def _answer(request: bytes) -> tuple[bytes, bool]:
    try:
        function, arguments, seconds = pickle.loads(request)  # noqa: S301 - our own parent asks
        _limit_cpu(seconds)
        return pickle.dumps((None, function(*arguments)), pickle.HIGHEST_PROTOCOL), True
    except MemoryError:
        return pickle.dumps(("memory", "")), False
    except RecursionError:
        return pickle.dumps(("depth", "")), True
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to know
        return pickle.dumps(("error", traceback.format_exc())), True


def _confine(limits: Limits) -> None:
    # The terminal, systemd and container runtimes signal the whole group; the parent decides when to end us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _end_with_the_parent()
    _leave_network(libc)
    with contextlib.suppress(OSError):
        os.nice(_NICER)
    with contextlib.suppress(AttributeError):
        # Each thread would reserve 64 MiB of address space to allocate from; two readers of lines have several.
        libc.mallopt(_M_ARENA_MAX, 2)
    memory = limits.memory_mb * _MIB
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with contextlib.suppress(ValueError, OSError):
        # No reader writes a file; `parsers.office` raises this for as long as LibreOffice runs.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits.unpacked_mb * _MIB))


def _end_with_the_parent() -> None:
    # The fork server ends when nobody holds this pipe, and the kernel then ends us, whatever we are doing.
    # multiprocessing gives each child a copy of the parent's end, which would keep both alive.
    alive = forkserver._forkserver._forkserver_alive_fd  # type: ignore[attr-defined]
    with contextlib.suppress(OSError, TypeError):
        os.close(alive)


def _leave_network(libc: ctypes.CDLL) -> None:
    # Best effort: many containers forbid it, and no reader opens a connection anyway.
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _collect_seldom() -> None:
    # What was loaded stays; what a file leaves behind is in few cycles, and looking for them cost an eighth of the time.
    gc.freeze()
    gc.set_threshold(2_000, 10, 100)


def _limit_cpu(seconds: float) -> None:
    # A second line of defence; the parent's clock ends us earlier.
    soft = int(time.process_time() + seconds) + 10
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
