"""Bytes and times of mails that lie on disk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.mime.headers import read_head

_PIECE = 1024 * 1024
_HEAD_BYTES = 256 * 1024


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def received_at(head: bytes, fallback: float) -> datetime:
    """The topmost Received, else `fallback` (seconds since the epoch); never Date (contract, section 3)."""
    return read_head(head).received_at or datetime.fromtimestamp(fallback, UTC)


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)
