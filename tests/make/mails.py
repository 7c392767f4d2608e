"""Mails as bytes, made by hand: what no composer would write is wanted here."""

import base64
import struct
from collections.abc import Iterable

CRLF = b"\r\n"


def make_part(
    content_type: str, data: bytes, *, headers: Iterable[bytes] = (), encoding: str = "base64"
) -> bytes:
    """A part with its headers; `data` is encoded where `encoding` is base64."""
    body = base64.encodebytes(data) if encoding == "base64" else data
    lines = [
        f"Content-Type: {content_type}".encode(),
        f"Content-Transfer-Encoding: {encoding}".encode(),
        *headers,
    ]
    return (
        CRLF.join(lines) + CRLF * 2 + body.replace(b"\n", CRLF)
        if encoding == "base64"
        else (CRLF.join(lines) + CRLF * 2 + body)
    )


def make_file(name: str | bytes, data: bytes, content_type: str = "application/octet-stream") -> bytes:
    """An attachment whose name stands raw in a quoted `filename`."""
    raw = name.encode() if isinstance(name, str) else name
    return make_part(
        content_type, data, headers=[b'Content-Disposition: attachment; filename="' + raw + b'"']
    )


def make_text(text: str, charset: str = "utf-8", subtype: str = "plain") -> bytes:
    return make_part(f"text/{subtype}; charset={charset}", text.encode(charset), encoding="8bit")


def make_multipart(*parts: bytes, subtype: str = "mixed", boundary: str = "b0", close: bool = True) -> bytes:
    """A multipart with its Content-Type header, ready to be a part or to end a mail's headers."""
    mark = b"--" + boundary.encode()
    lines = [f'Content-Type: multipart/{subtype}; boundary="{boundary}"'.encode(), b"", b""]
    for part in parts:
        lines += [mark, part]
    return CRLF.join(lines) + (CRLF + mark + b"--" + CRLF if close else CRLF)


def make_mail(content: bytes = b"", **headers: str | bytes) -> bytes:
    """A mail: usual headers, those given (`reply_to=` is Reply-To), and content that begins with its own headers."""
    usual: dict[str, str | bytes] = {
        "from": "officer@nan.example", "to": "survey@dla.example", "subject": "survey", "message-id": "<1@nan.example>",
    }  # fmt: skip
    usual.update({name.lower().replace("_", "-"): value for name, value in headers.items()})
    lines = [n.encode() + b": " + (v.encode() if isinstance(v, str) else v) for n, v in usual.items()]
    return CRLF.join(lines) + CRLF + (content or make_text("hello"))


def make_tnef(files: Iterable[tuple[str, bytes]], codepage: int = 874) -> bytes:
    """A winmail.dat with files whose names stand in the sender's code page ([MS-OXTNEF] 2.1.3)."""

    def attribute(level: int, key: int, value: bytes) -> bytes:
        head = struct.pack("<BII", level, key, len(value))
        return head + value + struct.pack("<H", sum(value) & 0xFFFF)

    made = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00069007, struct.pack("<II", codepage, 0))
    for name, data in files:
        made += attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x0006800F, data)
        made += attribute(2, 0x00018010, name.encode(f"cp{codepage}") + b"\0")
    return made


def make_signed(content: bytes, *, in_pieces: bool = False) -> bytes:
    """The frame of an opaque `signed-data` (RFC 5652 §5.1), without signers; or of BER, as programs stream it."""

    def element(tag: int, body: bytes) -> bytes:
        length = bytes([len(body)]) if len(body) < 128 else b"\x84" + len(body).to_bytes(4, "big")
        return bytes([tag]) + length + body

    def endless(tag: int, body: bytes) -> bytes:
        return bytes([tag, 0x80]) + body + b"\0\0"

    oid = bytes.fromhex("06092a864886f70d0107")
    if in_pieces:
        pieces = b"".join(element(0x04, content[i : i + 100]) for i in range(0, len(content), 100))
        inner = endless(0x30, oid + b"\x01" + endless(0xA0, endless(0x24, pieces)))
        return endless(
            0x30, oid + b"\x02" + endless(0xA0, endless(0x30, b"\x02\x01\x01" + endless(0x31, b"") + inner))
        )
    inner = element(0x30, oid + b"\x01" + element(0xA0, element(0x04, content)))
    signed = element(0x30, b"\x02\x01\x01" + element(0x31, b"") + inner + element(0x31, b""))
    return element(0x30, oid + b"\x02" + element(0xA0, signed))
