"""Opaque-signed mail: the message that stands inside its signature (RFC 8551 §3.5.2, RFC 5652 §5.1).

The signature is not checked: it is no evidence to us. Lengths are BER, since programs that stream write no DER.
"""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _SET, _INTEGER, _OID, _EXPLICIT, _OCTETS, _OCTETS_IN_PIECES = (
    0x30,
    0x31,
    0x02,
    0x06,
    0xA0,
    0x04,
    0x24,
)
_DEEPEST = 16
_MOST_PIECES = 200_000


class _NoSignedData(Exception):
    """The bytes are something else, or broken."""


def signed_content(data: bytes) -> bytes | None:
    """The content of a `signed-data` p7m; None where there is none (encrypted, detached, broken)."""
    try:
        at = _into(data, 0, _SEQUENCE)
        if not data.startswith(_SIGNED_DATA, at):
            return None
        at = _into(data, _into(data, at + len(_SIGNED_DATA), _EXPLICIT), _SEQUENCE)
        at = _behind(data, _behind(data, at, _INTEGER), _SET)
        at = _into(data, _behind(data, _into(data, at, _SEQUENCE), _OID), _EXPLICIT)
        return b"".join(_octets(data, at))
    except _NoSignedData:
        return None


def _header(data: bytes, at: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, where it ends (None: at its end-of-contents)."""
    if at + 2 > len(data):
        raise _NoSignedData
    tag, length = data[at], data[at + 1]
    if length < 0x80:
        return tag, at + 2, at + 2 + length
    if length == 0x80:
        return tag, at + 2, None
    size = length & 0x7F
    if size > 5:
        raise _NoSignedData
    start = at + 2 + size
    return tag, start, start + int.from_bytes(data[at + 2 : start], "big")


def _into(data: bytes, at: int, tag: int) -> int:
    found, start, _ = _header(data, at)
    if found != tag:
        raise _NoSignedData
    return start


def _behind(data: bytes, at: int, tag: int | None = None, depth: int = 0) -> int:
    found, start, end = _header(data, at)
    if (tag is not None and found != tag) or depth > _DEEPEST:
        raise _NoSignedData
    if end is not None:
        return end
    while data[start : start + 2] != b"\0\0":
        start = _behind(data, start, depth=depth + 1)
    return start + 2


def _octets(data: bytes, at: int, depth: int = 0) -> list[bytes]:
    tag, start, end = _header(data, at)
    if tag == _OCTETS and end is not None:
        return [data[start:end]]
    if tag != _OCTETS_IN_PIECES or depth > _DEEPEST:
        raise _NoSignedData
    pieces: list[bytes] = []
    while start < (len(data) if end is None else end) and data[start : start + 2] != b"\0\0":
        pieces += _octets(data, start, depth + 1)
        start = _behind(data, start)
        if len(pieces) > _MOST_PIECES:
            raise _NoSignedData
    return pieces
