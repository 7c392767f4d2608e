"""OpenDocument texts (.odt, .ott, and .fodt in one XML file): tables T1, T2, … in their order.

What stands around a table, in text boxes and on the page's head and foot is in the notes. Raises FileRefused and
nothing else.
"""

import contextlib
import zipfile
import zlib
from io import BytesIO
from typing import Any

from parsers.formats.odt.story import Story
from parsers.formats.odt.styles import Styles
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.page_builder import document_grids
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported
from parsers.safe_xml import local, tree
from parsers.table_builder import Item

SOURCE = "odt"

_MIB = 1024 * 1024
# A form of 5,000 rows is 10 MiB; the tree of a part takes some six times its size in memory.
_LARGEST_PART_MB = 64


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The tables of a text; one grid without cells, with all its words as notes, where it has none.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported: It can't be read, or goes over the limits.
    """
    try:
        roots = _roots(data)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileCorrupt from error
    except NotImplementedError as error:  # a way of packing that zipfile does not know
        raise FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย") from error
    styles = Styles()
    for root in reversed(roots):
        styles.add(root)
    body = next(roots[0].iter("{*}text"), None)
    if body is None:
        raise FileCorrupt
    aside = [
        item for root in roots for page in root.iter("{*}master-page") for item in _beside(page, styles, root)
    ]
    return document_grids(Story(styles, roots[0]).read(body), aside)


def _beside(page: Any, styles: Styles, root: Any) -> list[Item]:
    """Heads and feet of a kind of page."""
    found: list[Item] = []
    for element in page:
        if local(element).startswith(("header", "footer")):
            found += Story(styles, root).read(element)
    return found


def _roots(data: bytes) -> list[Any]:
    """The document, and its styles where they are a part of their own."""
    if not data.startswith(b"PK"):
        return [tree(data)]
    with zipfile.ZipFile(BytesIO(data)) as package:
        content = _part(package, "content.xml")
        manifest = _part(package, "META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in manifest:
            raise FileEncrypted
        if content is None:
            raise FileCorrupt
        styles = _part(package, "styles.xml")
    roots = [tree(content)]
    if styles is not None:
        with contextlib.suppress(FileCorrupt):  # the text is what counts
            roots.append(tree(styles))
    return roots


def _part(package: zipfile.ZipFile, name: str) -> bytes | None:
    info = package.NameToInfo.get(name)
    if info is None:
        return None
    if info.flag_bits & 1:
        raise FileEncrypted
    if info.file_size > _LARGEST_PART_MB * _MIB:
        raise FileTooLarge(limit=f"{_LARGEST_PART_MB:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")
    return package.read(info)
