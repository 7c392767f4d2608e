"""Members of .rar and .7z archives through libarchive, within the limits of all archives.

Only the two formats are tried, and no filter around them: libarchive would start other programs for some.
"""

import locale
from collections.abc import Iterator
from typing import Any

from parsers.archive import Budget, Member
from parsers.refused import (
    ConverterMissing,
    FileCorrupt,
    FileEncrypted,
    FileRefused,
    FileUnsupported,
)
from survey.thai.charset import decode

_RAR5 = b"Rar!\x1a\x07\x01"
_ENCRYPTED = ("encrypt", "passphrase")
_NOT_KNOWN = ("unsupported", "not supported")
_UNSUPPORTED = "ไฟล์ “{name}” ถูกบีบอัดด้วยวิธีที่ระบบยังอ่านไม่ได้ กรุณาแนบไฟล์โดยไม่บีบอัด หรือบีบอัดเป็น .zip แล้วส่งใหม่"


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a .rar or .7z, folders left out, in the archive's order.

    Raises:
        ConverterMissing: libarchive is not installed.
        FileCorrupt, FileEncrypted, FileUnsupported: It can't be opened, or not to its end.
        FileTooLarge: It goes over the budget; told before the member is unpacked where its size is known.
    """
    try:
        import libarchive
    except (
        ImportError,
        OSError,
        TypeError,
        AttributeError,
    ) as error:  # ctypes, without the library behind it
        raise ConverterMissing("libarchive") from error
    _read_names_as_unicode()
    kind = "7zip" if data.startswith(b"7z") else "rar5" if data.startswith(_RAR5) else "rar"
    count = 0
    try:
        with libarchive.memory_reader(data, format_name=kind, filter_name="none") as archive:
            for entry in archive:
                if not (entry.isdir or entry.issym):  # some RARs name no type of file
                    count += 1
                    yield _member(entry, count, budget)
    except libarchive.ArchiveError as error:
        raise _refused(str(error)) from error


def _member(entry: Any, number: int, budget: Budget) -> Member:
    name = _name(entry.pathname) or f"{number}"
    budget.count(entry.size or 0)
    pieces, length = [], 0
    for block in entry.get_blocks():
        length += len(block)
        if length > (entry.size or 0):  # more than it said
            budget.count_more(len(block))
        pieces.append(block)
    if entry.size is not None and length < entry.size:
        return Member(name, refused=FileCorrupt())
    return Member(name, b"".join(pieces))


def _name(path: str | bytes | None) -> str:
    text = decode(path) if isinstance(path, bytes) else path
    parts = (text or "").replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _refused(message: str) -> FileRefused:
    message = message.lower()
    if any(word in message for word in _ENCRYPTED):
        return FileEncrypted()
    if any(word in message for word in _NOT_KNOWN):
        return FileUnsupported(_UNSUPPORTED)
    return FileCorrupt()


def _read_names_as_unicode() -> None:
    # libarchive turns names into the process's character set; a service often runs without any.
    if "utf" not in (locale.setlocale(locale.LC_CTYPE) or "").lower():
        try:
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
        except locale.Error:
            return
