"""The zip of an Office Open XML file: parts by name, and what a part refers to (ECMA-376 part 2)."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from urllib.parse import unquote

from parsers.limits import Limits
from parsers.refused import FileEncrypted, FileTooLarge
from parsers.safe_xml import attributes, local, tree

_MIB = 1024 * 1024
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the last word of the type: `worksheet`, `styles`, in either edition of the standard."""

    kind: str
    target: str


class Package:
    """The parts of a file. Names are compared without case, leading slash and kind of slash.

    `sheet_bytes` is the size of all sheets, unpacked.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises:
        zipfile.BadZipFile: It is no zip.
        FileTooLarge: It unpacks to more than the limits.
        """
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._parts = {_key(info.filename): info for info in self._zip.infolist()}
        self.sheet_bytes = sum(info.file_size for key, info in self._parts.items() if _is_sheet(key))
        others = sum(info.file_size for info in self._parts.values()) - self.sheet_bytes
        for size, most in ((self.sheet_bytes, limits.sheet_mb), (others, limits.unpacked_mb)):
            if size > most * _MIB:
                raise FileTooLarge(limit=f"{most:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")

    def read(self, part: str, most_mb: int | None = None) -> bytes | None:
        """A part's bytes, None where there is none.

        Raises:
            FileTooLarge: It is larger than `most_mb` MiB.
        """
        info = self._info(part)
        if info is not None and most_mb is not None and info.file_size > most_mb * _MIB:
            raise FileTooLarge(limit=f"{most_mb:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")
        return None if info is None else self._zip.read(info)

    def chunks(self, part: str) -> Iterator[bytes]:
        """A part piece by piece; nothing where there is none."""
        info = self._info(part)
        if info is None:
            return
        if info.file_size <= _CHUNK:
            yield self._zip.read(info)
            return
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    def has(self, part: str) -> bool:
        return _key(part) in self._parts

    def parts_in(self, folder: str) -> list[str]:
        """The parts that lie in a folder (`xl/media/`), in the file's order."""
        return [key for key in self._parts if key.startswith(folder)]

    def sheets_by_name(self) -> list[str]:
        """Parts that lie where sheets do, for a file whose references are broken."""
        return sorted((key for key in self._parts if _is_sheet(key)), key=lambda key: (len(key), key))

    def _info(self, part: str) -> zipfile.ZipInfo | None:
        info = self._parts.get(_key(part))
        if info is not None and info.flag_bits & _ENCRYPTED:
            raise FileEncrypted
        return info

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to inside the file, by id; references to the outside are left out."""
        folder, _, name = part.rpartition("/")
        data = self.read(f"{folder}/_rels/{name}.rels".lstrip("/"))
        if data is None:
            return {}
        return dict(
            _known_relations(folder, data) if len(data) <= _OFTEN_THE_SAME else _relations(folder, data)
        )


def _relations(folder: str, data: bytes) -> dict[str, Relation]:
    found = {}
    for element in tree(data):
        has = attributes(element)
        if local(element) == "Relationship" and has.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(has.get("Target", ""))))
            kind = has.get("Type", "").rpartition("/")[2]
            found[has.get("Id", "")] = Relation(kind, target.lstrip("/"))
    return found


# Files of one program have the same few of these, byte by byte.
_known_relations = lru_cache(maxsize=64)(_relations)
_OFTEN_THE_SAME = 4096


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _is_sheet(key: str) -> bool:
    return "worksheets/" in key and key.endswith(".xml")
