"""Archives by hand: RAR in both of its editions, its files stored and not packed (RAR 5.0 archive format; technote.txt)."""

import struct
import zlib
from collections.abc import Mapping


def rar5(files: Mapping[str, bytes]) -> bytes:
    """A RAR of edition 5; names are UTF-8."""
    blocks = [_block5(1, b"\0")]
    for name, content in files.items():
        raw = name.encode()
        about = b"".join(
            (
                _number(4), _number(len(content)), _number(0o100644), struct.pack("<I", zlib.crc32(content)),
                _number(0), _number(1), _number(len(raw)), raw,
            )
        )  # fmt: skip
        blocks.append(_block5(2, about, content))
    return b"Rar!\x1a\x07\x01\0" + b"".join(blocks) + _block5(5, b"\0")


def rar4(files: Mapping[bytes, bytes]) -> bytes:
    """A RAR of the older edition; names are bytes of whatever code page the sender had."""
    blocks = [_block4(0x73, 0, bytes(6))]
    for name, content in files.items():
        about = struct.pack(
            "<IIBIIBBHI",
            len(content),
            len(content),
            2,
            zlib.crc32(content),
            0x4D6F0000,
            20,
            0x30,
            len(name),
            0x20,
        )
        blocks.append(_block4(0x74, 0x8000, about + name) + content)
    return b"Rar!\x1a\x07\0" + b"".join(blocks) + _block4(0x7B, 0x4000, b"")


def _block5(kind: int, about: bytes, content: bytes | None = None) -> bytes:
    flags = _number(0) if content is None else _number(2) + _number(len(content))
    head = _number(kind) + flags + about
    head = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + (content or b"")


def _block4(kind: int, flags: int, about: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(about)) + about
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def _number(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)
