"""Documents that Word saved as one XML file (Flat OPC): the same parts, not zipped."""

import base64
import binascii
import zipfile
from io import BytesIO

from parsers.refused import FileCorrupt
from parsers.safe_xml import attributes, local, tree


def zipped(data: bytes) -> bytes:
    """The package as it would be had it been saved as .docx.

    Raises:
        FileCorrupt: It is no Flat OPC.
    """
    from lxml import etree

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in tree(data.strip()):
            name = attributes(part).get("name", "").lstrip("/")
            for content in part:
                if local(content) == "xmlData" and len(content):
                    package.writestr(name, etree.tostring(content[0], encoding="UTF-8"))
                elif local(content) == "binaryData":
                    package.writestr(name, _decoded(content.text or ""))
    return out.getvalue()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error as error:
        raise FileCorrupt from error
