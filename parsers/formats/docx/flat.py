"""Documents that Word saved as one XML file: Flat OPC, the same parts not zipped, and the XML of Word 2003."""

import base64
import binascii
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from parsers.refused import FileCorrupt
from parsers.safe_xml import attributes, local, tree


def zipped(data: bytes) -> bytes:
    """The package as it would be had it been saved as .docx; names of Word 2003 stay its own.

    Raises:
        FileCorrupt: It is no XML.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in _parts(tree(data.strip())):
            package.writestr(name, content)
    return out.getvalue()


def _parts(root: Any) -> Iterator[tuple[str, bytes]]:
    from lxml import etree

    if local(root) == "wordDocument":
        yield "word/document.xml", etree.tostring(root, encoding="UTF-8")
        for styles in root.iterchildren("{*}styles"):
            yield "word/styles.xml", etree.tostring(styles, encoding="UTF-8")
    for part in root.iterchildren("{*}part"):
        name = attributes(part).get("name", "").lstrip("/")
        for content in part:
            if local(content) == "xmlData" and len(content):
                yield name, etree.tostring(content[0], encoding="UTF-8")
            elif local(content) == "binaryData":
                yield name, _decoded(content.text or "")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error as error:
        raise FileCorrupt from error
