"""XML that a stranger wrote: no document types, no entities, no network; element names without prefixes."""

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from parsers.refused import FileCorrupt

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


def tree(data: bytes) -> Any:
    """The root element of a small part.

    Raises:
        FileCorrupt: It is no well-formed XML, or has a document type, which office files never have.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileCorrupt from error
    if root.getroottree().docinfo.doctype:
        raise FileCorrupt
    return root


def local(element: Any) -> str:
    """An element's name without its namespace, whichever edition of the standard it is from."""
    name: str = element.tag
    return name.rpartition("}")[2]


def attributes(element: Any) -> dict[str, str]:
    """Attributes by their names without namespaces."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def stream(chunks: Iterable[bytes], start: StartHandler, end: EndHandler, text: TextHandler) -> None:
    """Call the handlers, names without prefixes, as the part goes by; memory does not grow with it.

    Raises:
        FileCorrupt: As `tree`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names: dict[str, str] = {}

    def plain(name: str) -> str:
        names[name] = short = name.rpartition(":")[2]
        return short

    def on_start(name: str, attrs: dict[str, str]) -> None:
        start(names.get(name) or plain(name), attrs)

    def on_end(name: str) -> None:
        end(names.get(name) or plain(name))

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise FileCorrupt from error


def _refuse(*_: object) -> None:
    raise FileCorrupt
