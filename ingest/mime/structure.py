"""Where headers end and multiparts are cut: offsets only, nothing is copied."""

import re
from collections.abc import Iterator

_GUESS = re.compile(rb"^--([^\r\n]{0,200})\r?\n(?=content-[a-z-]{1,40}:)", re.I | re.M)
_HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
_STRAY = re.compile(rb"^(?![!-9;-~]{1,100}[ \t]*:|[ \t\r\n]|>?From )(?=.)", re.M | re.S)
_CONTENT = re.compile(rb"^(?:content-|mime-version)", re.I | re.M)
PARAMETER = re.compile(rb"[A-Za-z0-9*-]{1,40}=")
_LOOKED_AT = 64 * 1024
_EOL = (b"\n", b"\r", b"")


def head_end(data: bytes, start: int, end: int) -> int:
    """Offset of the body: behind the first blank line; `start` where the part begins with no header."""
    if data.startswith(b"\n", start, end):
        return start + 1
    if data.startswith(b"\r\n", start, end):
        return start + 2
    if start and not _HEADER.match(data, start, end):
        return start
    crlf = data.find(b"\n\r\n", start, end)
    lf = data.find(b"\n\n", start, end if crlf < 0 else crlf)
    body = lf + 2 if lf >= 0 else end if crlf < 0 else crlf + 3
    strays = _STRAY.finditer(data, start, min(body, start + _LOOKED_AT))
    stray = next((one for one in strays if not _goes_on(data, one.start())), None)
    # A stray line is a header broken without a fold, as long as headers of the content follow; else the body.
    return stray.start() if stray and not _CONTENT.search(data, stray.end(), body) else body


def _goes_on(data: bytes, start: int) -> bool:
    """A parameter that a program wrote into a line of its own, without the fold."""
    before = data[max(0, start - 3) : start].rstrip(b"\r\n")
    return before.endswith(b";") and PARAMETER.match(data, start) is not None


def parts_of(data: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Offsets of each part of a multipart (RFC 2046 §5.1.1); none where no line is a boundary.

    A missing end boundary ends the last part with the multipart. What follows an end boundary is passed over
    up to the next boundary, if there is one: a gateway that closed too early loses nothing.
    """
    mark = b"--" + boundary.encode("latin-1", "replace")
    lines = _marks(data, start, end, mark) if boundary else None
    first = next(lines, None) if lines else None
    if first is None:
        guess = _GUESS.search(data, start, end)
        if not guess:
            return
        lines = _marks(data, start, end, b"--" + guess[1].rstrip())
        first = next(lines, None)
    open_from: int | None = None
    while first is not None:
        line_start, after, closes = first
        if open_from is not None:
            yield open_from, _without_eol(data, open_from, line_start)
        open_from = None if closes else after
        first = next(lines, None) if lines else None
    if open_from is not None:
        yield open_from, end


def _marks(data: bytes, start: int, end: int, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Boundary lines: where each begins, where the next line begins, whether it closes."""
    position = start
    while (found := data.find(mark, position, end)) >= 0:
        position = found + len(mark)
        if found > start and data[found - 1 : found] not in _EOL[:2]:
            continue
        closes = data.startswith(b"--", position, end)
        tail = position + (2 if closes else 0)
        eol = data.find(b"\n", tail, min(end, tail + 200))
        line_end = eol if eol >= 0 else min(end, tail + 200)
        if data[tail:line_end].strip():
            continue
        position = line_end + 1 if eol >= 0 else line_end
        yield found, min(position, end), closes


def _without_eol(data: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if end > start and data[end - 1 : end] == b"\n":
        end -= 1
        if end > start and data[end - 1 : end] == b"\r":
            end -= 1
    return end
