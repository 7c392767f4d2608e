"""A workbook's package (ISO/IEC 29500-2) with some of its parts changed; every other part keeps its bytes."""

import posixpath
import zipfile
from io import BytesIO
from typing import Any
from urllib.parse import unquote

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_TYPE_LIST = "[Content_Types].xml"
_MIB = 1024 * 1024
_LARGEST_PACKAGE = 300 * _MIB
_LARGEST_TREE = 32 * _MIB
_MOST_PARTS = 5_000


class NotSure(Exception):
    """The package is not as the standard has it, or holds what an edit could harm."""


class Package:
    """Reads parts as trees, and writes the whole again.

    Raises:
        NotSure: From any method, where the package is not one that can be edited surely.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._infos = self._zip.infolist()
        names = [info.filename for info in self._infos]
        if len({name.lower() for name in names}) != len(names) or len(names) > _MOST_PARTS:
            raise NotSure("parts")
        if any("\\" in name or name.startswith("/") for name in names):
            raise NotSure("names")
        if any(info.flag_bits & 1 for info in self._infos):
            raise NotSure("encrypted")
        if sum(info.file_size for info in self._infos) > _LARGEST_PACKAGE:
            raise NotSure("size")
        self.names = set(names)
        self._trees: dict[str, tuple[Any, bytes]] = {}
        self._changed: dict[str, bytes] = {}

    def tree(self, name: str) -> Any:
        """A part's root element; what is done to it is written by `to_bytes`."""
        if name not in self._trees:
            root = parsed(self.bytes_of(name))
            self._trees[name] = root, written(root)
        return self._trees[name][0]

    def bytes_of(self, name: str) -> bytes:
        if name in self._changed:
            return self._changed[name]
        if name not in self.names:
            raise NotSure(name)
        if self._zip.getinfo(name).file_size > _LARGEST_TREE:
            raise NotSure("size")
        return self._zip.read(name)

    def replace(self, name: str, content: bytes) -> None:
        """Give a part other bytes; a new one needs `declare` as well."""
        self._changed[name] = content
        self.names.add(name)

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern ("xl/comments{}.xml") that no part has."""
        taken = {name.lower() for name in self.names}
        return next(
            name for n in range(1, _MOST_PARTS + 2) if (name := pattern.format(n)).lower() not in taken
        )

    def content_type(self, name: str) -> str:
        types = self.tree(_TYPE_LIST)
        for override in types.iter(f"{{{_TYPES}}}Override"):
            if override.get("PartName", "").lower() == f"/{name}".lower():
                return str(override.get("ContentType", ""))
        ending = name.rpartition(".")[2].lower()
        for default in types.iter(f"{{{_TYPES}}}Default"):
            if default.get("Extension", "").lower() == ending:
                return str(default.get("ContentType", ""))
        return ""

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part is; of drawings all that end alike, as every program does."""
        from lxml import etree

        types, ending = self.tree(_TYPE_LIST), name.rpartition(".")[2]
        if self.content_type(name) == content_type:
            return
        if ending == "vml" and not self.content_type(name):
            made = etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type)
            types.insert(0, made)
        else:
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)

    def relation(self, source: str, kind: str) -> str | None:
        """Target of a part's only relation of a kind ("styles"), or None."""
        targets = [target for _, found, target in self._relations(source) if found == kind]
        if len(targets) > 1:
            raise NotSure(kind)
        return targets[0] if targets else None

    def target(self, source: str, identifier: str) -> tuple[str, str]:
        """Kind and target of the relation with an id."""
        for found, kind, target in self._relations(source):
            if found == identifier:
                return kind, target
        raise NotSure(identifier)

    def relate(self, source: str, kind: str, target: str) -> str:
        """Add a relation to a part; its id."""
        from lxml import etree

        name = _relations_of(source)
        if name not in self.names:
            self.replace(name, f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        root = self.tree(name)
        taken = {element.get("Id") for element in root}
        identifier = next(i for n in range(1, len(taken) + 2) if (i := f"rIdSm{n}") not in taken)
        etree.SubElement(
            root, f"{{{_RELATIONS}}}Relationship", Id=identifier, Type=f"{OFFICE}/{kind}", Target=f"/{target}"
        )
        return identifier

    def _relations(self, source: str) -> list[tuple[str, str, str]]:
        """Id, kind and target part of each relation inside the package."""
        name = _relations_of(source)
        if name not in self.names:
            return []
        found = []
        for element in self.tree(name).iter(f"{{{_RELATIONS}}}Relationship"):
            if element.get("TargetMode") == "External":
                continue
            target = unquote(element.get("Target", ""))
            path = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
            found.append((element.get("Id", ""), element.get("Type", "").rpartition("/")[2], path))
        return found

    def to_bytes(self) -> bytes:
        """The package again, its parts in their order, new ones behind them."""
        contents = dict(self._changed)
        for name, (root, before) in self._trees.items():
            if (after := written(root)) != before:
                contents[name] = after
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._infos:
                content = contents.pop(info.filename, None)
                if content is None:
                    content = self._zip.read(info)
                target.writestr(_fresh(info), content)
            for name, content in contents.items():
                target.writestr(_fresh(zipfile.ZipInfo(name), zipfile.ZIP_DEFLATED), content)
        return out.getvalue()


def _fresh(info: zipfile.ZipInfo, packing: int | None = None) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type = info.compress_type if packing is None else packing
    made.external_attr = info.external_attr
    return made


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parsed(content: bytes) -> Any:
    """The root of a part, its comments and white space kept.

    Raises:
        NotSure: It is no well-formed XML, or has a document type, which office files never have.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotSure("xml") from error
    if root.getroottree().docinfo.doctype:
        raise NotSure("doctype")
    return root


def written(root: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
