"""The headers of a mail, whatever their bytes: raw 8-bit, RFC 2047 broken in every way, folded anywhere."""

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.mime.addresses import LONGEST, Mailbox, mailboxes
from survey.thai.charset import decode

_HEAD_BYTES = 256 * 1024
_LONGEST = 64 * 1024
BEFORE_HEADERS = b"\xef\xbb\xbf\r\n"  # what editors and exports put before the first header
_MOST_VALUES = 50
_MOST_RECIPIENTS = 200
_END = re.compile(rb"\n\r?\n|\A\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
# A parameter in a line of its own, without the fold, goes on too.
_FOLD = re.compile(rb"\r?\n(?=[ \t])|(?<=;)\r?\n(?=[A-Za-z0-9*-]{1,40}=)")
# Some programs leave a question mark as it is, or cut the last word off.
_WORD = re.compile(rb"=\?([^?\s*]{1,40})(?:\*[^?]*)?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})(?:\?=|\Z)")
_BETWEEN = re.compile(rb"(\?=)\s+(?==\?)")
_ID = re.compile(r"<\s*+([^<>\s]{1,900}+)\s*+>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LOOKED_AT = 64 * 1024
_MORE_ENDS = 4  # bytes of a file that came unencoded hold either as often
_BUDDHIST = 2400


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers say. Addresses are as `addresses.normal_address` gives them.

    Attributes:
        from_address: None where there is no valid one, where From says two things, or names several domains:
            then nobody knows whom our server has checked.
        from_name: Decoded, quotes taken off.
        encoded_from: Address that a program put into the encoded words of a From that has none outside them, where
            the envelope (Return-Path) bears the same one: good to answer to, no proof of who sent it.
        reply_to: The first address.
        sender: The Sender header's address; it never stands in for From.
        return_path: Address, "" for the null path `<>`, None where the header is missing or broken.
        to: Recipients, at most those of the header's first 4 KiB.
        message_id: With its angle brackets, as `in_reply_to`, `references` and our outbox have it.
        date: What the sender claims; aware.
        received_at: Time of the topmost Received; aware UTC, None where there is none that can be read.
        fields: Lower-case name to the decoded values, topmost first.
    """

    from_address: str | None = None
    from_name: str | None = None
    encoded_from: str | None = None
    reply_to: str | None = None
    sender: str | None = None
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
    raw = raw_fields(with_line_ends(data[:_HEAD_BYTES]).lstrip(BEFORE_HEADERS))
    fields = {
        name: tuple(_CONTROL.sub(" ", decode_words(value)).strip() for value in values)
        for name, values in raw.items()
    }

    def first(name: str) -> str:
        values = fields.get(name)
        return values[0] if values else ""

    ids = _ID.findall(first("message-id")) or first("message-id").split()[:1]
    answers = _ID.findall(first("in-reply-to"))
    from_address, from_name = _from(raw.get("from", []))
    return_path = _return_path(raw)
    return Head(
        from_address=from_address,
        from_name=from_name,
        encoded_from=_encoded_from(raw.get("from", []), return_path) if from_address is None else None,
        reply_to=_address(raw, "reply-to"),
        sender=_address(raw, "sender"),
        return_path=return_path,
        to=tuple(box.address for box in mailboxes(raw.get("to", [b""])[0]) if box.address)[:_MOST_RECIPIENTS],
        subject=" ".join(first("subject").split()),
        message_id=f"<{ids[0].strip('<>')}>" if ids else None,
        in_reply_to=f"<{answers[0]}>" if answers else None,
        references=tuple(f"<{one}>" for one in _ID.findall(first("references"))),
        date=_time(first("date")),
        received_at=_time(first("received").rpartition(";")[2]),
        content_type=first("content-type"),
        fields=fields,
    )


def with_line_ends(raw: bytes) -> bytes:
    """A mail whose lines end with CR alone, or with two, as old programs and a second conversion leave them, mended."""
    begin = raw[:_LOOKED_AT]
    if begin.count(b"\r") <= begin.count(b"\n"):
        return raw
    if 2 * begin.count(b"\r\r\n") > begin.count(b"\n") > 0:
        return raw.replace(b"\r\r\n", b"\r\n")
    if begin.count(b"\r") > _MORE_ENDS * begin.count(b"\n"):
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw


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


def raw_fields(data: bytes) -> dict[str, list[bytes]]:
    """Lower-case name to the unfolded bytes of its values, topmost first, up to the first blank line."""
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    end = _END.search(data)
    block = _FOLD.sub(b"", data[: end.start()] if end else data)
    found: dict[str, list[bytes]] = {}
    # A bare CR ends no line where others do: what our server took for one header must not become two.
    for line in block.split(b"\n"):
        match = _FIELD.match(line)
        if match:
            values = found.setdefault(match[1].decode("ascii").lower(), [])
            if len(values) < _MOST_VALUES:
                values.append(match[2][:_LONGEST].strip())
    return found


def _from(values: list[bytes]) -> tuple[str | None, str | None]:
    """Address and name of From: one person, or several of one domain, of whom the first counts."""
    boxes = [box for value in values for box in mailboxes(value)]
    name = next((shown for box in boxes if (shown := _shown(box))), None)
    addresses = [box.address for box in boxes]
    domains = {address and address.rpartition("@")[2] for address in addresses}
    certain = len(domains) == 1 and all(len(value) <= LONGEST for value in values)
    return addresses[0] if certain else None, name


def _encoded_from(values: list[bytes], return_path: str | None) -> str | None:
    """From is one header without an address but in its encoded words, and that one is the envelope's."""
    if len(values) != 1 or not return_path or b"@" in values[0] or b"=?" not in values[0]:
        return None
    boxes = mailboxes(decode_words(values[0]).encode())
    return return_path if [box.address for box in boxes] == [return_path] else None


def _shown(box: Mailbox) -> str:
    return " ".join(_CONTROL.sub(" ", decode_words(box.name)).split())


def _address(raw: Mapping[str, list[bytes]], name: str) -> str | None:
    boxes = mailboxes(raw[name][0]) if name in raw else []
    return boxes[0].address if boxes else None


def _return_path(raw: Mapping[str, list[bytes]]) -> str | None:
    if "return-path" in raw and raw["return-path"][0].replace(b" ", b"") in (b"<>", b""):
        return ""
    return _address(raw, "return-path")


def _time(value: str) -> datetime | None:
    """Aware UTC; a Buddhist-era year, which would be read as Gregorian, is put right."""
    try:
        found = parsedate_to_datetime(value[:200].strip())
        if found.year >= _BUDDHIST:
            found = found.replace(year=found.year - 543)
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
