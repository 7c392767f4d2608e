"""An mbox file (RFC 4155), mboxo or mboxrd: mails parted by lines that begin with `From `."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ingest.mailboxes import Envelope
from ingest.mailboxes.files import received_at
from ingest.mailboxes.stable_uid import StableUids

_HEAD_BYTES = 256 * 1024
_LONGEST_LINE = 1024 * 1024
# "From address Mon Dec  3 09:00:00 2018", what every writer of the format puts there; prose does not look so.
_FROM = re.compile(
    rb"From \S* ?.*?([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)?(?: [A-Z+\-\d]{3,5})? \d{4})"
)
_QUOTED = re.compile(rb">+From ")


class MboxFile:
    """Mails by their bytes: the file may grow or be compacted between two visits."""

    daily_bytes: int | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        self.account = "mbox"
        self.folder = str(path.resolve())

    def open(self) -> int:
        return 0

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        uids = StableUids(known)
        changed = self._path.stat().st_mtime
        with self._path.open("rb") as file:
            for number, (start, end, at) in enumerate(list(_places(file)), 1):
                digest, head = _digest(file, start, end)
                if not uids.knows(digest):
                    when = received_at(head, at.timestamp() if at else changed)
                    yield (
                        Envelope(uids.give(digest), when, f"{self._path}#{number}"),
                        _unquoted(file, start, end),
                    )

    def close(self) -> None:
        """The file is closed when the last mail was read."""


def _places(file: BinaryIO) -> Iterator[tuple[int, int, datetime | None]]:
    """Where each mail begins and ends, and the time of its From line."""
    start: int | None = None
    at: datetime | None = None
    position = 0
    for line, begins in _lines(file, 0, file.seek(0, os.SEEK_END)):
        # Quoting From is older than the format's definition: only a line with a time parts mails for certain.
        if begins and line.startswith(b"From ") and (position == 0 or _FROM.match(line)):
            if start is not None:
                yield start, position, at
            start, at = position + len(line), _time(line)
        position += len(line)
    if start is not None:
        yield start, position, at


def _time(line: bytes) -> datetime | None:
    match = _FROM.match(line)
    if not match:
        return None
    words = match[1].decode("ascii").split()
    try:
        # asctime order to that of RFC 5322; without a zone it is UTC by the format's definition.
        return parsedate_to_datetime(f"{words[2]} {words[1]} {words[-1]} {words[3]} +0000").astimezone(UTC)
    except (ValueError, IndexError):
        return None


def _lines(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, bool]]:
    """Lines, and whether each is a beginning: one that is endless comes in pieces."""
    file.seek(start)
    begins = True
    while start < end and (line := file.readline(min(end - start, _LONGEST_LINE))):
        yield line, begins
        start += len(line)
        begins = line.endswith(b"\n")


def _mail_lines(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The lines of one mail, without the blank line that parts it from the next; one `>` less before From."""
    held = b""
    for line, begins in _lines(file, start, end):
        if held:
            yield held
        held = line[1:] if begins and _QUOTED.match(line) else line
    if held.strip(b"\r\n"):
        yield held


def _unquoted(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    pieces: list[bytes] = []
    size = 0
    for line in _mail_lines(file, start, end):
        pieces.append(line)
        size += len(line)
        if size >= 1 << 20:
            yield b"".join(pieces)
            pieces, size = [], 0
    if pieces:
        yield b"".join(pieces)


def _digest(file: BinaryIO, start: int, end: int) -> tuple[str, bytes]:
    digest = sha256()
    head = b""
    for piece in _unquoted(file, start, end):
        digest.update(piece)
        if len(head) < _HEAD_BYTES:
            head += piece[: _HEAD_BYTES - len(head)]
    return digest.hexdigest(), head
