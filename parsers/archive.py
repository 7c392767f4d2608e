"""Zip archives: their members with their true names, within limits."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileRefused, FileTooLarge, FileUnsupported

_MIB = 1024 * 1024
_RATIO_COUNTS_FROM = 10 * _MIB
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Budget:
    """What all archives of one file, nested ones too, may still unpack."""

    limits: Limits
    members: int = 0
    unpacked_bytes: int = 0

    def take(self, info: zipfile.ZipInfo) -> None:
        """Count a member before it is unpacked.

        Raises:
            FileTooLarge: With it the file is over its limits, or it unpacks to far more than it should.
        """
        bomb = info.file_size > _RATIO_COUNTS_FROM and (
            info.file_size > self.limits.unpacked_ratio * max(info.compress_size, 1)
        )
        if bomb:
            raise FileTooLarge(limit=f"{self.limits.unpacked_mb:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")
        self.count(info.file_size)

    def count(self, size_bytes: int) -> None:
        """Count a file of this size.

        Raises:
            FileTooLarge: With it there are more files or bytes than the limits.
        """
        self.members += 1
        if self.members > self.limits.members:
            raise FileTooLarge(limit=f"{self.limits.members:,} ไฟล์ต่อหนึ่งไฟล์บีบอัด")
        self.count_more(size_bytes)

    def count_more(self, size_bytes: int) -> None:
        """Count bytes of a file that was counted before.

        Raises:
            FileTooLarge: With them there are more bytes than the limit.
        """
        self.unpacked_bytes += size_bytes
        if self.unpacked_bytes > self.limits.unpacked_mb * _MIB:
            raise FileTooLarge(limit=f"{self.limits.unpacked_mb:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its bytes, or why it can't be had."""

    name: str
    data: bytes = b""
    refused: FileRefused | None = None


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The files of a zip, folders left out, in the archive's order.

    Raises:
        FileCorrupt: It can't be opened.
        FileTooLarge: It goes over the budget; told before the member is unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > budget.limits.members:
                raise FileTooLarge(limit=f"{budget.limits.members:,} ไฟล์ต่อหนึ่งไฟล์บีบอัด")
            for info in infos:
                budget.take(info)
                yield _member(archive, info)
    except (zipfile.BadZipFile, EOFError, ValueError, OSError) as error:
        raise FileCorrupt from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = member_name(info)
    if info.flag_bits & _ENCRYPTED:
        return Member(name, refused=FileEncrypted())
    try:
        return Member(name, archive.read(info))
    except NotImplementedError:
        return Member(name, refused=FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย"))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return Member(name, refused=FileCorrupt())


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name with `/` between folders.

    Without the UTF-8 flag (APPNOTE 6.3.10, appendix D) it is UTF-8 if it can be (macOS), else Thai cp874.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437")
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            name = raw.decode("cp874", "replace")
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))
