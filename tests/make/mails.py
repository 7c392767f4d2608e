"""Mails as bytes, made by hand: what no composer would write is wanted here."""

import base64
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
