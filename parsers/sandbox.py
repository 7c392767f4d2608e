"""Runs readers in warm child processes with limits of memory and time; a hostile file costs a child.

The children are forked by a server process that has the readers loaded and nothing else: no mailbox, no
database, none of the parent's open files.
"""

import contextlib
import multiprocessing
import pickle
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import is_dataclass
from enum import Enum
from io import BytesIO
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from types import ModuleType, TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from parsers import sandbox_child
from parsers.limits import Limits
from parsers.sandbox_folder import mark_folder

P = ParamSpec("P")
T = TypeVar("T")

_CONTEXT = multiprocessing.get_context("forkserver")
_PRELOADED = ("parsers.sandbox_preload",)
_CONTEXT.set_forkserver_preload(list(_PRELOADED))
_FILES_A_CHILD = 200
_LARGEST_ANSWER = 64 * 1024 * 1024
_STARTING = threading.Lock()
_ROOMS = frozenset({"survey", "parsers", "ingest"})
_FOREIGN = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("types", "MappingProxyType"),
    }
)


class ReadingFailed(Exception):
    """A call did not come to its end.

    Attributes:
        reason: `time`, `memory`, `depth` (nested too deep), `crash` (the child was killed or died), or
            `error` (an exception, a bug of ours).
        detail: The child's traceback for `error`, else "".
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    @property
    def is_our_bug(self) -> bool:
        """An exception of our code, not a limit that a file ran into."""
        return self.reason == "error"


def preload(*modules: str) -> None:
    """Have the server process load these as well, once for all children; to be said before the first child."""
    _CONTEXT.set_forkserver_preload([*_PRELOADED, *modules])


class Sandbox:
    """A pool of children. `call` may be used from several threads; children start when first needed."""

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="sandbox")
        self._workers = workers
        # At exit multiprocessing would wait for children that wait for us.
        weakref.finalize(self, _end_idle, self._idle)

    def prepare(self) -> None:
        """Start the process that forks the children, where it does not run; it loads what they need beside the caller.

        Never raises: where it can't be started, the first call says so.
        """
        with _STARTING, _without_main(), contextlib.suppress(OSError):
            forkserver.ensure_running()
            mark_folder()

    def call(self, function: Callable[..., T], *arguments: Any, seconds: float | None = None) -> T:
        """Run a function that can be imported by name; arguments and answer cross a pipe.

        Args:
            seconds: Wall clock for this call; default `Limits.seconds`.

        Raises:
            ReadingFailed: It did not end in time, hit the memory limit, died, or raised.
        """
        allowed = self._limits.seconds if seconds is None else seconds
        request = pickle.dumps((function, arguments, allowed), pickle.HIGHEST_PROTOCOL)
        child = self._idle.get()
        try:
            child = child or _Child(self._limits)
            reason, answer = child.ask(request, allowed)
        finally:
            if child is not None and child.is_worn:
                child.end()
                child = None
            self._idle.put(child)
        if reason is not None:
            raise ReadingFailed(reason, answer)
        return answer  # type: ignore[no-any-return]

    def submit(self, function: Callable[..., T], *arguments: Any, seconds: float | None = None) -> Future[T]:
        """`call` in the background, for a caller that reads ahead."""
        return self._threads.submit(self.call, function, *arguments, seconds=seconds)

    def in_background(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Run here, in a thread, what makes one call after the other; as many at a time as there are children."""
        return self._threads.submit(work, *arguments, **named)

    def close(self) -> None:
        """Let running calls end, then end the children."""
        self._threads.shutdown()
        for child in [self._idle.get() for _ in range(self._workers)]:
            if child is not None:
                child.end()
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """One child process and our end of its pipe."""

    def __init__(self, limits: Limits) -> None:
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _Process(target=sandbox_child.serve, args=(theirs, limits), daemon=True)
        with theirs:
            self._process.start()
        self._asked = 0
        self._broken = False

    @property
    def is_worn(self) -> bool:
        """To be replaced: it broke, or it has read so many files that a fresh one is safer."""
        return self._broken or self._asked >= _FILES_A_CHILD

    def ask(self, request: bytes, seconds: float) -> tuple[str | None, Any]:
        """The child's (reason, answer); `time` and `crash` are found out here."""
        self._asked += 1
        self._broken = True
        try:
            self._pipe.send_bytes(request)
            if not self._pipe.poll(seconds):
                return "time", ""
            reason, answer = _Answer(BytesIO(self._pipe.recv_bytes(_LARGEST_ANSWER))).load()
        except (EOFError, OSError, pickle.UnpicklingError):
            return "crash", ""
        self._broken = reason == "memory"
        return reason, answer

    def end(self) -> None:
        self._pipe.close()
        if self._broken:
            self._process.kill()
        self._process.join(timeout=5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _end_idle(idle: "queue.LifoQueue[_Child | None]") -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            if (child := idle.get_nowait()) is not None:
                child.end()


class _Answer(pickle.Unpickler):
    """Makes nothing but our own data of what a child says: a file may have taken the child over."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _FOREIGN:
            return super().find_class(module, name)
        if (module, name) == ("builtins", "getattr"):
            return _member
        if module.partition(".")[0] in _ROOMS:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _member(kind: Any, name: str) -> Enum:
    """Python before 3.11.4, as Debian 12 has it, pickles an enum's member as getattr(its class, its name)."""
    if isinstance(kind, type) and issubclass(kind, Enum) and name in kind.__members__:
        return kind[name]
    raise pickle.UnpicklingError(f"{kind!r}.{name}")


class _Process(ForkServerProcess):
    """A process that does not load the parent's main module again: that is the whole command line."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - multiprocessing's name
        with _STARTING, _without_main():
            started = ForkServerProcess._Popen(process_obj)
            mark_folder()
            return started


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
