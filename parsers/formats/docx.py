"""Word documents (.docx): for now only whether one is a plain letter. Its tables are not read yet.

Raises FileRefused and nothing else.
"""

import zipfile
import zlib
from io import BytesIO

from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge
from parsers.safe_xml import local, tree
from survey.thai.text import repair

SOURCE = "docx"

_BODY = "word/document.xml"
_MAY_HOLD_A_TABLE = frozenset({"tbl", "altChunk", "object"})
_MIB = 1024 * 1024


def letter(data: bytes, limits: Limits) -> str | None:
    """The text of a document without any table; None where it has one, or something that may hold one.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge: It can't be read, or goes over the limits.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {info.filename.replace("\\", "/").lower(): info for info in package.infolist()}
            info = names.get(_BODY)
            if info is None:
                return None
            if info.flag_bits & 1:
                raise FileEncrypted
            if info.file_size > limits.unpacked_mb * _MIB:
                raise FileTooLarge(limit=f"{limits.unpacked_mb:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")
            root = tree(package.read(info))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileCorrupt from error
    pieces: list[str] = []
    for element in root.iter():
        name = local(element)
        if name in _MAY_HOLD_A_TABLE:
            return None
        if name == "t":
            pieces.append(element.text or "")
        elif name in ("p", "br", "cr"):
            pieces.append("\n")
    return repair("".join(pieces)).strip()
