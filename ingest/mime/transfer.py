"""Transfer encodings undone as far as the bytes allow: base64 with garbage, quoted-printable, uuencode."""

import binascii
import re
from collections.abc import Iterator

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NO_BASE64 = bytes(set(range(256)) - set(_BASE64))
_MOST_PADS = 100_000
_SPACE = b" \t\r\n"
_UNDECLARED = re.compile(rb"\s*(?:UEsDB|JVBERi|0M8R4KGx|/9j/|iVBORw0KGgo)")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?$", re.MULTILINE)


def decoded(raw: bytes, encoding: str) -> bytes:
    """The bytes that a part stands for; never raises. An unknown encoding is none."""
    name = encoding.lower().replace("-", "").strip()
    if name.startswith("base64"):
        return from_base64(raw)
    if name.startswith("quoted") and not _is_undeclared_base64(raw):
        return binascii.a2b_qp(raw)
    if name in ("uuencode", "xuuencode", "xuue", "uue"):
        files = list(uuencoded(raw))
        return files[0][1] if files else raw
    return from_base64(raw) if _is_undeclared_base64(raw) else raw


def _is_undeclared_base64(raw: bytes) -> bool:
    """A file whose program said nothing of base64, or something else."""
    return _UNDECLARED.match(raw) is not None and not raw.translate(None, _BASE64 + b"=" + _SPACE)


def from_base64(raw: bytes) -> bytes:
    """Characters outside the alphabet are passed over (RFC 2045 §6.8), and a missing padding is made up.

    After padding only lines of nothing but the alphabet go on: a gateway's footer is not the file.
    """
    pad = raw.find(b"=")
    if pad < 0 or not raw[pad:].strip(b"= \t\r\n"):
        try:
            return binascii.a2b_base64(raw)
        except binascii.Error:
            return _quads(raw.translate(None, _NO_BASE64))
    if raw.count(b"=", pad) > _MOST_PADS:
        return _quads(raw.translate(None, _NO_BASE64))
    return b"".join(_pieces(raw))


def _pieces(raw: bytes) -> Iterator[bytes]:
    pending: list[bytes] = []
    ended = False
    for line in raw.split(b"\n"):
        bare = line.strip()
        if ended and bare.translate(None, _BASE64 + b"="):
            continue
        *closed, rest = re.split(rb"=+", bare)
        for piece in closed:
            pending.append(piece.translate(None, _NO_BASE64))
            yield _quads(b"".join(pending))
            pending, ended = [], True
        pending.append(rest.translate(None, _NO_BASE64))
    yield _quads(b"".join(pending))


def _quads(letters: bytes) -> bytes:
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def uuencoded(raw: bytes) -> Iterator[tuple[bytes, bytes, tuple[int, int]]]:
    """Files that stand uuencoded in a text: name, content, and where in the text (from, to)."""
    position = 0
    while match := _UU_BEGIN.search(raw, position):
        content, end = _uu_lines(raw, match.end() + 1)
        if content:
            yield match[1].strip(), content, (match.start(), end)
        position = max(end, match.end())


def _uu_lines(raw: bytes, start: int) -> tuple[bytes, int]:
    """Content up to `end`; empty where a line is none of uuencode."""
    pieces: list[bytes] = []
    while start < len(raw):
        stop = raw.find(b"\n", start)
        stop = len(raw) if stop < 0 else stop
        line = raw[start:stop].rstrip(b"\r")
        start = stop + 1
        if line.strip() == b"end":
            return b"".join(pieces), start
        try:
            pieces.append(binascii.a2b_uu(line) if line else b"")
        except binascii.Error:
            break
    return b"", start


_YENC = re.compile(
    rb"^=ybegin (?:[^\r\n]* )?line=\d+ (?:[^\r\n]* )?name=([^\r\n]{1,200})\r?\n(.*?)^=yend [^\r\n]*\r?\n?",
    re.M | re.S,
)
_YENC_SHIFTED = bytes((byte - 42) % 256 for byte in range(256))


def yencoded(raw: bytes) -> Iterator[tuple[bytes, bytes, tuple[int, int]]]:
    """As `uuencoded`, of whole files in yEnc 1.3; of one that was cut into several mails there is none here."""
    for match in _YENC.finditer(raw):
        if match[2].startswith(b"=ypart") and not re.match(rb"=ypart begin=1 end=(\d+)\r?\n", match[2]):
            continue
        lines = re.sub(rb"\A=ypart [^\n]*\n", b"", match[2]).translate(None, b"\r\n")
        first, *escaped = lines.split(b"=")
        pieces = [first.translate(_YENC_SHIFTED)]
        pieces += [bytes([(p[0] - 106) % 256]) + p[1:].translate(_YENC_SHIFTED) for p in escaped if p]
        yield match[1].strip(), b"".join(pieces), match.span()
