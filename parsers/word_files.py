"""Documents of word processors, whatever they are saved as: their tables as grids.

.docx, Word's XML and OpenDocument are read here; .doc and .rtf as LibreOffice saves them.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from parsers import office
from parsers.document_tables import joined
from parsers.formats import docx, html_table, mhtml, odt
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted
from parsers.sniff import FileType, sniff
from parsers.table_builder import Item
from survey.forms import Survey
from survey.forms.be2561 import BE2561

SOURCES = {
    FileType.DOCX: "docx",
    FileType.FLAT_OPC: "docx",
    FileType.ODT: "odt",
    FileType.DOC: "doc",
    FileType.RTF: "rtf",
}
"""The kinds that are read here, with the contract's word for each."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """Attributes:
    grids: The tables, what goes on with the form put together; one grid without cells, with all words as notes,
        where there is none.
    files: Files that lie in the document as objects of other programs; asked only where it holds no form.
    pictures: Picture files in the order in which they stand in the document; likewise.
    """

    grids: list[Grid]
    files: Callable[[], list[bytes]] = list
    pictures: Callable[[], list[bytes]] = list


def read_document(kind: FileType, data: bytes, limits: Limits, spec: Survey = BE2561) -> WordFile:
    """A document of one of the kinds in `SOURCES`; objects and pictures are found in all but OpenDocument.

    Raises:
        FileRefused: It can't be read, or goes over the limits; LibreOffice is wanted, and missing.
    """
    if kind is FileType.ODT:
        return WordFile(joined(odt.read(data, limits), spec))
    if kind is FileType.RTF:
        _check_rtf(data)
        data = office.convert(data, "rtf", "docx", limits)
    elif kind is FileType.DOC and data.startswith(_COMPOUND):
        _check_doc(data)
        data = office.convert(data, "doc", "docx", limits)
    return WordFile(
        joined(docx.read(data, limits, _page), spec),
        lambda: [_unwrapped(inside) for inside in docx.embedded(data, limits)],
        lambda: docx.pictures(data, limits),
    )


def _unwrapped(inside: bytes) -> bytes:
    """What an OLE object holds as a package ([MS-OLEDS]); else the object itself, which may be an old workbook."""
    import olefile

    if inside.startswith(olefile.MAGIC):
        with contextlib.suppress(Exception), olefile.OleFileIO(BytesIO(inside)) as compound:
            return bytes(compound.openstream("Package").read())
    return inside


def _page(data: bytes) -> list[Item]:
    """What a document takes in as HTML or MHTML; other kinds say nothing."""
    kind = sniff(data).type
    if kind in (FileType.MHTML, FileType.MAIL):
        return html_table.page_items(mhtml.html_of(data).encode())
    return html_table.page_items(data) if kind in (FileType.HTML, FileType.TEXT, FileType.CSV) else []


_COMPOUND = b"\xd0\xcf\x11\xe0"  # a .doc else is the XML of Word 2003
_ENCRYPTED = 0x0100
_FLAGS_AT = 0x0A


def _check_doc(data: bytes) -> None:
    """LibreOffice reads what is left of a broken file, and says nothing of what is lost ([MS-DOC] §2.5.1).

    Raises:
        FileCorrupt, FileEncrypted: It is not whole, or needs a password.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as compound:
            head = compound.openstream("WordDocument").read()
            for name in ("0Table", "1Table", "Data"):
                if compound.exists(name):
                    compound.openstream(name).read()
            whole = not compound.parsing_issues
    except Exception as error:  # olefile raises nearly anything on a broken directory
        raise FileCorrupt from error
    if int.from_bytes(head[_FLAGS_AT : _FLAGS_AT + 2], "little") & _ENCRYPTED:
        raise FileEncrypted
    if not whole:
        raise FileCorrupt


_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)


def _check_rtf(data: bytes) -> None:
    """As `_check_doc`: a file that was cut off leaves groups open.

    Raises:
        FileCorrupt: It is not whole.
    """
    if b"\\bin" in data:  # what follows may be anything
        return
    braces = [match[0] for match in _BRACE.finditer(data)]
    if braces.count(b"{") > braces.count(b"}"):
        raise FileCorrupt
