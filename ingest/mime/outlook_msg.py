"""Outlook's .msg: a mail as a compound file, one stream a property ([MS-OXMSG] 2.1, ids in [MS-OXPROPS])."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from ingest.mime.body import html_of
from ingest.mime.outlook_rtf import decompressed, text_of_rtf
from survey.thai.charset import decode

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRING, _UNICODE, _BINARY, _TIME, _OBJECT = 0x1E, 0x1F, 0x102, 0x40, 0x0D
_SUBJECT, _HEADERS, _TEXT, _HTML, _SENT, _RECEIVED = 0x0037, 0x007D, 0x1000, 0x1013, 0x0039, 0x0E06
_SENDER_SMTP, _SENDER, _RTF = 0x5D01, 0x0C1F, 0x1009
_CODEPAGE, _TEXT_CODEPAGE = 0x3FFD, 0x3FDE
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _CONTENT, _TYPE, _CONTENT_ID = (
    0x3707,
    0x3704,
    0x3001,
    0x3701,
    0x370E,
    0x3712,
)
_MOST_FILES, _DEEPEST = 500, 3
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OutlookFile:
    """A file of the mail; `inside` where it is a mail that Outlook keeps as one."""

    name: str
    data: bytes
    content_type: str
    content_id: str
    inside: "OutlookMail | None" = None


@dataclass(frozen=True, slots=True)
class OutlookMail:
    """Attributes:
    headers: As they came by the network; b"" where it never did.
    sent_at: When it was handed in, else when it came; aware UTC.
    """

    subject: str
    sender: str
    headers: bytes
    text: str
    html: str
    sent_at: datetime | None
    files: tuple[OutlookFile, ...]


def read_msg(data: bytes) -> OutlookMail | None:
    """The mail of a .msg; None where the compound file is another or damaged. Never raises."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as compound:
            mail = _Reader(compound, len(data)).mail("", 32, 0)
            # Of a damaged one nobody knows what is missing: it stays a file, and is told as such.
            return None if compound.parsing_issues else mail
    except Exception:  # noqa: BLE001 - olefile raises nearly anything on a broken directory
        return None


class _Reader:
    """`left`: bytes that may still be read; a chain of sectors that runs in a circle must not fill the memory."""

    def __init__(self, compound: "OleFileIO", left: int) -> None:
        self._compound = compound
        self._left = 2 * left
        self._names = {"/".join(path).lower(): path for path in compound.listdir()}
        self._folders = ["/".join(path) for path in compound.listdir(streams=False, storages=True)]

    def mail(self, folder: str, head: int, depth: int) -> OutlookMail | None:
        numbers = self._numbers(folder, head)
        if not numbers and not self._has(folder, "__properties_version1.0"):
            return None
        codepage = f"cp{numbers.get(_CODEPAGE) or numbers.get(_TEXT_CODEPAGE) or 874}"
        page = self._bytes(folder, _HTML, _BINARY)
        html = (
            html_of(page, f"cp{numbers[_TEXT_CODEPAGE]}" if _TEXT_CODEPAGE in numbers else "") if page else ""
        )
        text, html = self._text(folder, _TEXT, codepage), html or self._text(folder, _HTML, codepage)
        if not (text.strip() or html.strip()):
            text, html = self._of_rtf(folder)
        below = f"{folder}/" if folder else ""
        attached = [
            name for name in self._folders
            if name.lower().startswith(f"{below}__attach_version1.0_".lower()) and name.count("/") == below.count("/")
        ]  # fmt: skip
        return OutlookMail(
            subject=" ".join(self._text(folder, _SUBJECT, codepage).split()),
            sender=self._text(folder, _SENDER_SMTP, codepage) or self._text(folder, _SENDER, codepage),
            headers=self._text(folder, _HEADERS, codepage).encode("utf-8", "replace"),
            text=text,
            html=html,
            sent_at=_time(numbers.get(_SENT) or numbers.get(_RECEIVED)),
            files=tuple(self._file(name, codepage, depth) for name in sorted(attached)[:_MOST_FILES]),
        )

    def _of_rtf(self, folder: str) -> tuple[str, str]:
        """Text and HTML where Outlook kept them as RTF alone."""
        packed = self._bytes(folder, _RTF, _BINARY)
        words, is_html = text_of_rtf(decompressed(packed)) if packed else ("", False)
        return ("", words) if is_html else (words, "")

    def _file(self, folder: str, codepage: str, depth: int) -> OutlookFile:
        names = (self._text(folder, key, codepage) for key in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
        inside = None
        stored = f"{folder}/__substg1.0_{_CONTENT:04X}{_OBJECT:04X}"
        if depth < _DEEPEST and self._has(stored, "__properties_version1.0"):
            inside = self.mail(stored, 24, depth + 1)
        return OutlookFile(
            name=next((name for name in names if name), ""),
            data=self._bytes(folder, _CONTENT, _BINARY),
            content_type=self._text(folder, _TYPE, codepage).lower(),
            content_id=self._text(folder, _CONTENT_ID, codepage).strip("<> "),
            inside=inside,
        )

    def _has(self, folder: str, name: str) -> bool:
        return (f"{folder}/{name}" if folder else name).lower() in self._names

    def _stream(self, folder: str, name: str) -> bytes:
        path = self._names.get((f"{folder}/{name}" if folder else name).lower())
        if path is None:
            return b""
        self._left -= self._compound.get_size(path)
        if self._left < 0:
            raise ValueError("streams longer than the file")
        data: bytes = self._compound.openstream(path).read()
        return data

    def _bytes(self, folder: str, key: int, kind: int) -> bytes:
        return self._stream(folder, f"__substg1.0_{key:04X}{kind:04X}")

    def _text(self, folder: str, key: int, codepage: str) -> str:
        wide = self._bytes(folder, key, _UNICODE)
        text = (
            wide.decode("utf-16-le", "replace")
            if wide
            else decode(self._bytes(folder, key, _STRING), codepage)
        )
        return text.rstrip("\0")

    def _numbers(self, folder: str, head: int) -> Mapping[int, int]:
        """Property id to its value, of those that stand in the table itself (§2.4)."""
        table = self._stream(folder, "__properties_version1.0")[head:]
        found: dict[int, int] = {}
        for at in range(0, len(table) - 15, 16):
            kind, key, _, value = struct.unpack_from("<HHIQ", table, at)
            if kind in (0x02, 0x03):
                found[key] = value & 0xFFFFFFFF
            elif kind == _TIME:
                found[key] = value
        return found


def _time(value: int | None) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=value / 10) if value else None
    except OverflowError:
        return None
