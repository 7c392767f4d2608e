"""A mail's bytes: headers, text and HTML (RFC 5322, 2045 to 2047).

Every part is base64, so a mail is a few joined pieces; the standard library's writer takes ten times as long.
"""

from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from email.utils import formataddr, parseaddr
from functools import lru_cache
from struct import Struct

_ADDRESSES = ("From", "To")
_LINE = 76
_WORD = 75  # the longest encoded word (RFC 2047 §2)
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xltx": "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "xltm": "application/vnd.ms-excel.template.macroEnabled.12",
}


def compose(
    headers: Iterable[tuple[str, str]],
    text: str,
    page: str,
    files: Sequence[tuple[str, bytes]] = (),
    pictures: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """The bytes of a mail that says the same in text and in HTML.

    Args:
        headers: Names and values; each value on one line already.
        text, page: Halves of characters, which a file's broken encoding can leave behind, become "?".
        files: ASCII names, whose endings say what they are, and contents.
        pictures: Content-IDs by which the HTML shows them (`cid:…`, RFC 2392), and PNG files.
    """
    html = _part('text/html; charset="utf-8"', page.encode("utf-8", "replace"))
    if pictures:
        html = _multipart("related", [html, *(_picture(name, content) for name, content in pictures)])
    body = _multipart(
        "alternative", [_part('text/plain; charset="utf-8"', text.encode("utf-8", "replace")), html]
    )
    if files:
        body = _multipart("mixed", [body, *(_file(name, content) for name, content in files)])
    head = "".join(f"{name}: {_value(name, value)}\r\n" for name, value in headers)
    return f"{head}MIME-Version: 1.0\r\n".encode() + body


def _multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    # Neither base64 nor a header of ours can hold "=_" (RFC 2045 §6.7).
    boundary = f"=_{subtype}"
    between = f"\r\n--{boundary}\r\n".encode()
    opening = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n--{boundary}\r\n'
    return opening.encode() + between.join(parts) + f"\r\n--{boundary}--\r\n".encode()


def _file(name: str, content: bytes) -> bytes:
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return _part(kind, content, f'Content-Disposition: attachment; filename="{name}"\r\n')


def _picture(name: str, content: bytes) -> bytes:
    shown = (
        f'Content-ID: <{name}>\r\nContent-Disposition: inline; filename="{name.partition("@")[0]}.png"\r\n'
    )
    return _part("image/png", content, shown)


def _part(kind: str, content: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{more}\r\n".encode("ascii")
    whole = b2a_base64(content, newline=False)
    lines, rest = divmod(len(whole), _LINE)
    # Cut by one call: line by line takes longer than the encoding. Not by `struct.unpack`, which keeps every format.
    cut = Struct(f"{_LINE}s" * lines + (f"{rest}s" if rest else ""))
    return head + b"\r\n".join(cut.unpack(whole))


def _value(name: str, value: str) -> str:
    """A header's value in lines of at most 78 characters where it can be broken; other than ASCII as RFC 2047 has it."""
    room = _LINE - len(name)
    if value.isascii():
        return value if len(value) <= room else _folded(value, room)
    return _mailbox(value) if name in _ADDRESSES else encoded(value, room - 2)


@lru_cache(maxsize=64)
def _mailbox(value: str) -> str:
    shown, address = parseaddr(value)
    if address.isascii():
        return formataddr((shown, address))
    # An address can't be encoded: it stands as UTF-8 (RFC 6532), and the mail leaves by SMTPUTF8 alone.
    return f"{encoded(shown)} <{address}>" if shown else address


def encoded(value: str, room: int = _LINE) -> str:
    """A text as encoded words in base64, one a line, none of which cuts a character (RFC 2047 §5).

    Args:
        room: Characters that are left on the first line.
    """
    words = []
    data = value.encode()
    while data:
        most = (min(room, _WORD) - len("=?utf-8?b??=")) // 4 * 3
        end = len(data) if len(data) <= most else most
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        words.append(f"=?utf-8?b?{b2a_base64(data[:end], newline=False).decode()}?=")
        data, room = data[end:], _LINE
    return "\r\n ".join(words)


def _folded(value: str, room: int) -> str:
    """Broken before words that would run over the line; a word longer than a line stays whole."""
    lines = [""]
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
            room = _LINE - 1
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\r\n ".join(lines)
