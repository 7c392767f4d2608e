"""winmail.dat: the files that Outlook wraps in its own format ([MS-OXTNEF] 2.1)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.thai.charset import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
_TITLE, _DATA, _BEGINS, _PROPERTIES = 0x8010, 0x800F, 0x9002, 0x9005
_CODEPAGE, _OF_ATTACHMENT = 0x9007, 2
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_LONG_NAME, _SHORT_NAME, _CONTENT = 0x3707, 0x3704, 0x3701
_GUID = 16
_MOST_FILES, _DEEPEST = 500, 3


@dataclass(slots=True)
class _File:
    title: str = ""
    data: bytes = b""
    properties: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def name(self, codepage: str) -> str:
        for key in (_LONG_NAME, _SHORT_NAME):
            kind, raw = self.properties.get(key, (0, b""))
            if name := (raw.decode("utf-16-le", "replace") if kind == _UNICODE else decode(raw, codepage)):
                return name.rstrip("\0")
        return self.title


def unwrapped(data: bytes, depth: int = 0) -> list[tuple[str, bytes]]:
    """Name and content of each file inside, mails inside opened; what is broken ends the list early."""
    files: list[_File] = []
    codepage = ""
    for level, key, value in _attributes(data):
        if key == _CODEPAGE and len(value) >= 4:
            codepage = f"cp{int.from_bytes(value[:4], 'little')}"
        elif key == _BEGINS and len(files) < _MOST_FILES:
            files.append(_File())
        elif level == _OF_ATTACHMENT and files and key == _TITLE:
            files[-1].title = decode(value.rstrip(b"\0"), codepage)
        elif level == _OF_ATTACHMENT and files and key == _DATA:
            files[-1].data = value
        elif level == _OF_ATTACHMENT and files and key == _PROPERTIES:
            files[-1].properties = _properties(value)
    found: list[tuple[str, bytes]] = []
    for file in files:
        kind, content = file.properties.get(_CONTENT, (0, b""))
        if kind == _OBJECT:
            content = content[_GUID:]
        if content.startswith(SIGNATURE) and depth < _DEEPEST:
            found += unwrapped(content, depth + 1)
        elif file.data or content or file.name(codepage):
            found.append((file.name(codepage), file.data or content))
    return found


def holds_no_file(data: bytes) -> bool:
    """Whether it is whole and holds the message's own properties alone: Outlook adds it to any mail in rich text."""
    end = 6
    for level, _, value in _attributes(data):
        if level == _OF_ATTACHMENT:
            return False
        end += 9 + len(value) + 2
    return 6 < end == len(data)


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        level, key, _, length = struct.unpack_from("<BHHI", data, at)
        at += 9
        if level not in (1, 2) or at + length > len(data):
            return
        yield level, key, data[at : at + length]
        at += length + 2


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """Property id to type and bytes; the first value of each, named ones passed over."""
    found: dict[int, tuple[int, bytes]] = {}
    try:
        [count] = struct.unpack_from("<I", data)
        at = 4
        for _ in range(min(count, 1_000)):
            kind, key = struct.unpack_from("<HH", data, at)
            at += 4
            if key >= 0x8000:
                at = _behind_name(data, at)
            several, kind = bool(kind & 0x1000), kind & 0xFFF
            value, at = _value(data, at, kind, several)
            found.setdefault(key, (kind, value))
    except (struct.error, KeyError):
        pass
    return found


def _behind_name(data: bytes, at: int) -> int:
    [named_by] = struct.unpack_from("<I", data, at + _GUID)
    if named_by == 0:
        return at + _GUID + 8
    [length] = struct.unpack_from("<I", data, at + _GUID + 4)
    return at + _GUID + 8 + _padded(int(length))


def _value(data: bytes, at: int, kind: int, several: bool) -> tuple[bytes, int]:
    if kind in (_STRING, _UNICODE, _OBJECT, _BINARY):
        [count] = struct.unpack_from("<I", data, at)
        at += 4
        first = b""
        for index in range(min(count, 10_000)):
            [length] = struct.unpack_from("<I", data, at)
            first = data[at + 4 : at + 4 + length] if index == 0 else first
            at += 4 + _padded(int(length))
        return first, at
    [count] = struct.unpack_from("<I", data, at) if several else [1]
    at += 4 if several else 0
    return data[at : at + _SIZES[kind]], at + _SIZES[kind] * count


def _padded(length: int) -> int:
    return length + -length % 4
