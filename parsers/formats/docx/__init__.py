"""Word documents (.docx, .docm, .dotx; Transitional, Strict, Flat OPC): tables T1, T2, … in their order.

A reader of our own: common ones show no symbols, check boxes, tracked insertions or list numbers. What stands
around a table, in text boxes and on the page's head and foot is in the notes. Raises FileRefused and nothing else.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import Any

from parsers import activex
from parsers.formats.docx.flat import zipped
from parsers.formats.docx.look import Styles
from parsers.formats.docx.numbering import Numbering
from parsers.formats.docx.story import Story
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.opc import Package, Relation
from parsers.page_builder import document_grids
from parsers.refused import FileCorrupt, FileRefused, FileUnsupported
from parsers.safe_xml import attributes, local, tree
from parsers.table_builder import Item

SOURCE = "docx"

PageReader = Callable[[bytes], list[Item]]
"""Lines and tables of an HTML page or MHTML file that a document takes in whole."""

# A form of 5,000 rows is 30 MiB; the tree of a part takes some six times its size in memory.
_LARGEST_PART_MB = 64
_DEEPEST = 2
_MOST_OBJECTS = 20


def read(data: bytes, limits: Limits, read_page: PageReader) -> list[Grid]:
    """The tables of a document; one grid without cells, with all its words as notes, where it has none.

    Args:
        read_page: Reads what the document takes in as HTML (`w:altChunk`).

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported: It can't be read, or goes over the limits.
    """
    return document_grids(*_read(data, limits, read_page, 0))


def embedded(data: bytes, limits: Limits) -> list[bytes]:
    """Files of other programs that lie in a document as objects: a sheet pasted from Excel, say.

    Raises:
        FileRefused: As `read`.
    """
    with _opened(data, limits) as package:
        main = _main_part(package)
        objects = [r.target for r in package.relations(main).values() if r.kind in ("package", "oleObject")]
        return [inside for target in objects[:_MOST_OBJECTS] if (inside := package.read(target))]


def pictures(data: bytes, limits: Limits) -> list[bytes]:
    """The picture files of a document's body, each once, in the order in which they stand there.

    Raises:
        FileRefused: As `read`.
    """
    with _opened(data, limits) as package:
        main = _main_part(package)
        images = {key: r.target for key, r in package.relations(main).items() if r.kind == "image"}
        body = package.read(main, _LARGEST_PART_MB) if images else None
        named = [match[1].decode("utf-8", "replace") for match in _REFERRED.finditer(body or b"")]
        targets = dict.fromkeys(images[key] for key in named if key in images)
        return [inside for target in islice(targets, limits.pages) if (inside := package.read(target))]


_REFERRED = re.compile(rb"""\b(?:embed|id|link)=["']([^"']+)""")


def _read(data: bytes, limits: Limits, read_page: PageReader, depth: int) -> tuple[list[Item], list[Item]]:
    with _opened(data, limits) as package:
        return _Document(package, limits, read_page, depth).read()


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Package]:
    try:
        yield Package(data if data.startswith(b"PK") else zipped(data), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileCorrupt from error
    except NotImplementedError as error:  # a way of packing that zipfile does not know
        raise FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย") from error


def _main_part(package: Package) -> str:
    main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
    return main if package.has(main) else "word/document.xml"


class _Document:
    def __init__(self, package: Package, limits: Limits, read_page: PageReader, depth: int) -> None:
        self._package, self._limits, self._read_page, self._depth = package, limits, read_page, depth
        self._main = _main_part(package)
        self._relations = package.relations(self._main)
        self._styles = Styles(lambda: self._optional("styles"))
        self._numbering = Numbering(lambda: self._optional("numbering"))

    def read(self) -> tuple[list[Item], list[Item]]:
        """Lines and tables of the body, and of the page's heads and feet."""
        root = self._tree(self._main)
        if root is None:
            raise FileCorrupt
        beside = [relation for relation in self._relations.values() if relation.kind in ("header", "footer")]
        return self._story(root), [item for relation in beside for item in self._aside(relation)]

    def _story(self, root: Any) -> list[Item]:
        body = next((child for child in root if local(child) == "body"), root)
        return Story(self._styles, self._numbering, self._chunk, self._comments, self._state).read(body)

    def _aside(self, relation: Relation) -> list[Item]:
        try:
            root = self._tree(relation.target)
        except FileCorrupt:  # the body is what counts
            return []
        return [] if root is None else self._story(root)

    @cached_property
    def _comments(self) -> dict[str, str]:
        """Words of the comments by their id."""
        root = self._optional("comments")
        if root is None:
            return {}
        return {
            attributes(comment).get("id", ""): "\n".join(
                "".join(text.text or "" for text in line.iter("{*}t")) for line in comment.iter("{*}p")
            )
            for comment in root.iterchildren("{*}comment")
        }

    def _state(self, identifier: str) -> bool | None:
        """Whether the control that a relation names is on; None where that can't be told."""
        relation = self._relations.get(identifier)
        return activex.is_on(self._package, relation.target) if relation is not None else None

    def _chunk(self, identifier: str) -> list[Item]:
        """What a part of another format says; one that can't be read says nothing."""
        relation = self._relations.get(identifier)
        data = self._package.read(relation.target) if relation is not None else None
        if not data:
            return []
        if not data.startswith(b"PK"):
            return self._read_page(data)
        if self._depth >= _DEEPEST:
            return []
        try:
            return _read(data, self._limits, self._read_page, self._depth + 1)[0]
        except FileRefused:
            return []

    def _optional(self, kind: str) -> Any | None:
        """A part that helps; the document is read without it where it is broken."""
        target = next((r.target for r in self._relations.values() if r.kind == kind), f"word/{kind}.xml")
        try:
            return self._tree(target)
        except FileCorrupt:
            return None

    def _tree(self, part: str) -> Any | None:
        data = self._package.read(part, _LARGEST_PART_MB)
        return None if data is None else tree(data)
