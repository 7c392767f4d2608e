"""coverage.py's plugin of `make coverage`: a reader's child may write no file, but must say what it reached."""

import contextlib
import resource
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from coverage import Coverage


def coverage_init(registry: Any, options: dict[str, Any]) -> None:
    """Called by coverage.py in each process that it follows."""
    if not hasattr(Coverage.save, "__wrapped__"):
        Coverage.save = _allowed_to_write(Coverage.save)  # type: ignore[method-assign]
        BaseProcess.join = _patient(BaseProcess.join)  # type: ignore[method-assign]


def _allowed_to_write(save: Callable[[Coverage], None]) -> Callable[[Coverage], None]:
    def wrapped(self: Coverage) -> None:
        forbidden, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        with contextlib.suppress(MemoryError):
            save(self)
        resource.setrlimit(resource.RLIMIT_FSIZE, (forbidden, most))

    wrapped.__wrapped__ = save  # type: ignore[attr-defined]
    return wrapped


def _patient(join: Callable[[BaseProcess, float | None], None]) -> Callable[..., None]:
    """On a busy machine saving takes longer than a reader that is done is given before it is killed."""

    def wrapped(self: BaseProcess, timeout: float | None = None) -> None:
        join(self, None if timeout is None else timeout * _PATIENCE)

    return wrapped


_PATIENCE = 12
