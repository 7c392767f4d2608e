"""OpenDocument spreadsheets (.ods, and .fods in one XML file): a grid a table (OpenDocument 1.3, part 3, §9).

Read as a stream, since a repeated row may stand for a million. Raises FileRefused and nothing else.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

from parsers.formats.ods.content import ContentReader
from parsers.formats.ods.styles import Styles
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported
from parsers.safe_xml import stream

SOURCE = "ods"

_MIB = 1024 * 1024
_CHUNK = 256 * 1024


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The tables in the order of their tabs, hidden ones marked.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported: It can't be read, or goes over the limits.
    """
    if not data.startswith(b"PK"):
        return _read([], [data], limits)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
            if "content.xml" not in names:
                raise FileCorrupt
            manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
            if b"encryption-data" in manifest or package.getinfo("content.xml").flag_bits & 1:
                raise FileEncrypted
            _weigh(package, limits)
            styles = _chunks(package, "styles.xml") if "styles.xml" in names else []
            return _read(styles, _chunks(package, "content.xml"), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileCorrupt from error
    except NotImplementedError as error:  # a way of packing that zipfile does not know
        raise FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย") from error


def _weigh(package: zipfile.ZipFile, limits: Limits) -> None:
    for part, most in (("content.xml", limits.sheet_mb), ("styles.xml", limits.unpacked_mb)):
        if part in package.NameToInfo and package.getinfo(part).file_size > most * _MIB:
            raise FileTooLarge(limit=f"{most:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")


def _chunks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _read(styles_xml: Iterable[bytes], content: Iterable[bytes], limits: Limits) -> list[Grid]:
    styles = Styles()
    if styles_xml:
        stream(styles_xml, styles.start, styles.end, styles.text)
    reader = ContentReader(styles, limits)
    stream(content, reader.start, reader.end, reader.text)
    return reader.grids()
