"""The headers of a mail, whatever their bytes: raw 8-bit, RFC 2047 broken in every way, folded anywhere."""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from survey.thai.charset import decode

_HEAD_BYTES = 256 * 1024
_LONGEST = 64 * 1024
_END = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_WORD = re.compile(rb"=\?([^?\s*]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"(\?=)\s+(?==\?)")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_ADDRESS = re.compile(r"[^\s<>\"(),;:\\]+@[^\s<>\"(),;:\\]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers say.

    Attributes:
        from_address: Lower case, or None where there is no valid one.
        return_path: Address, "" for the null path `<>`, None where the header is missing.
        message_id: Without angle brackets, as `in_reply_to` and `references`.
        date: What the sender claims; aware.
        received_at: Time of the topmost Received; aware UTC, None where there is none that can be read.
        fields: Lower-case name to the decoded values, topmost first.
    """

    from_address: str | None = None
    from_name: str | None = None
    reply_to: str | None = None
    return_path: str | None = None
    to: tuple[str, ...] = ()
    subject: str = ""
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    date: datetime | None = None
    received_at: datetime | None = None
    content_type: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def first(self, name: str) -> str | None:
        """The topmost header of this lower-case name."""
        values = self.fields.get(name)
        return values[0] if values else None


def read_head(data: bytes) -> Head:
    """Headers up to the first blank line (at most 256 KiB are looked at); never raises."""
    fields = _fields(data[:_HEAD_BYTES])

    def first(name: str) -> str:
        values = fields.get(name)
        return values[0] if values else ""

    sender = first("from")
    ids = _ID.findall(first("message-id")) or first("message-id").split()
    answers = _ID.findall(first("in-reply-to"))
    return Head(
        from_address=_address(sender),
        from_name=_name(sender),
        reply_to=_address(first("reply-to")),
        return_path=(_address(first("return-path")) or "") if "return-path" in fields else None,
        to=tuple(a.lower() for a in _ADDRESS.findall(first("to"))),
        subject=" ".join(first("subject").split()),
        message_id=ids[0] if ids else None,
        in_reply_to=answers[0] if answers else None,
        references=tuple(_ID.findall(first("references"))),
        date=_time(first("date")),
        received_at=_time(first("received").rpartition(";")[2]),
        content_type=first("content-type"),
        fields=fields,
    )


def decode_words(raw: bytes) -> str:
    """A header value in Unicode; adjacent encoded words of one charset are joined before they are decoded.

    Source: RFC 2047, section 6.2; a Thai letter cut between two words is common.
    """
    if b"=?" not in raw:
        return decode(raw)
    raw = _BETWEEN.sub(rb"\1", raw)
    parts: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(raw):
        plain = raw[position : match.start()]
        name = match[1].decode("ascii", "replace").lower()
        if pending and (plain or name != charset):
            parts.append(decode(pending, charset))
            pending = b""
        if plain:
            parts.append(decode(plain))
        charset = name
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    if pending:
        parts.append(decode(pending, charset))
    parts.append(decode(raw[position:]))
    return "".join(parts)


def _word_bytes(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _fields(data: bytes) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(_CONTROL.sub(" ", decode_words(value)).strip() for value in values)
        for name, values in raw_fields(data).items()
    }


def raw_fields(data: bytes) -> dict[str, list[bytes]]:
    """Lower-case name to the unfolded bytes of its values, topmost first, up to the first blank line."""
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    end = _END.search(data)
    block = _FOLD.sub(b"", data[: end.start()] if end else data)
    found: dict[str, list[bytes]] = {}
    for line in block.splitlines():
        match = _FIELD.match(line)
        if match:
            values = found.setdefault(match[1].decode("ascii").lower(), [])
            if len(values) < 50:
                values.append(match[2][:_LONGEST].strip())
    return found


def _address(value: str) -> str | None:
    angled = re.findall(r"<([^<>]*)>", value)
    for candidate in [*reversed(angled), value]:
        match = _ADDRESS.search(candidate)
        if match:
            return match[0].lower().strip(".'")
    return None


def _name(value: str) -> str | None:
    return value.partition("<")[0].strip(' "\t') or None if "<" in value else None


def _time(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
