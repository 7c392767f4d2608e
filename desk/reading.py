"""What pages show of a stored mail, read in the child process; what was read lately is kept at hand.

A file may be hostile: each answer is plain data, a picture made here, or bytes that the browser only saves.
"""

import logging
from collections.abc import Callable
from typing import Any

from desk.state import the_desk
from ingest import showing
from ingest.showing import Letter
from parsers.looks import Look
from parsers.page_view import PageView
from parsers.sandbox import ReadingFailed

_LOG = logging.getLogger("desk")
_SECONDS = 30


def letter_of(sha256: str) -> Letter | None:
    """The mail in words; None where it can't be read within the limits."""
    found = _kept(showing.letter, sha256)
    return found if isinstance(found, Letter) else None


def look_of(sha256: str, file: str, sheet: str | None, first: int) -> Look | None:
    """What a document's file can show; None where it can't be shown."""
    found = _kept(showing.look_into, sha256, file, sheet, first, the_desk().context.limits)
    return found if isinstance(found, Look) else None


def view_of(sha256: str, file: str, number: int) -> PageView | None:
    """A page as a picture with the places of its cells, or None."""
    found = _kept(showing.view_of, sha256, file, number, the_desk().context.limits)
    return found if isinstance(found, PageView) else None


def attachment_of(sha256: str, index: int) -> tuple[str, bytes] | None:
    """Name and bytes of a file of the mail, or None; not kept, since it may be large."""
    found = _called(showing.attachment, sha256, index)
    return found if isinstance(found, tuple) else None


def _kept(function: Callable[..., Any], sha256: str, *arguments: Any) -> Any:
    key = (function.__name__, sha256, *arguments)
    return the_desk().kept.get(key, lambda: _called(function, sha256, *arguments))


def _called(function: Callable[..., Any], sha256: str, *arguments: Any) -> Any:
    context = the_desk().context
    try:
        path = str(context.raw.path(sha256))
        return context.sandbox.call(function, path, *arguments, seconds=min(_SECONDS, context.limits.seconds))
    except (ReadingFailed, OSError) as error:
        _LOG.warning("%s can't be shown: %s", sha256[:12], type(error).__name__)
        return None
