"""XML that a stranger wrote: no document types, no entities, no network; element names without prefixes."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.parsers import expat

from parsers.refused import FileCorrupt

# Comments and CDATA may hold look-alikes of elements; other encodings write them otherwise.
_MAY_MISLEAD = re.compile(rb"<!|<\?xml[^>]{0,80}encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

# The parser begins a token anew with each chunk: one of 200 MB cost it 80 seconds.
_LONGEST_TOKEN = 4 * 1024 * 1024


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

    Where the part's first element has no prefix, elements that have one are extensions, and keep it.

    Raises:
        FileCorrupt: As `tree`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    unclosed = 0
    names: dict[str, str] = {}

    def plain(name: str) -> str:
        names[name] = short = name.rpartition(":")[2]
        return short

    def on_first(name: str, attrs: dict[str, str]) -> None:
        prefixed = ":" in name
        parser.StartElementHandler = on_start if prefixed else start
        parser.EndElementHandler = on_end if prefixed else end
        parser.StartElementHandler(name, attrs)

    def on_start(name: str, attrs: dict[str, str]) -> None:
        start(names.get(name) or plain(name), attrs)

    def on_end(name: str) -> None:
        end(names.get(name) or plain(name))

    parser.StartElementHandler = on_first
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            unclosed = 0 if b">" in chunk else unclosed + len(chunk)
            if unclosed > _LONGEST_TOKEN:
                raise FileCorrupt
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise FileCorrupt from error


def without_references(content: bytes) -> str:
    """The text of an element that holds no other, `&amp;` and `&#3585;` as what they stand for.

    Raises:
        FileCorrupt: As `tree`.
    """
    pieces: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(b"<t>%b</t>" % content, True)
    except (expat.ExpatError, ValueError) as error:
        raise FileCorrupt from error
    return "".join(pieces)


def lifted(
    chunks: Iterable[bytes], plain: re.Pattern[bytes], take: Callable[[re.Match[bytes]], bool]
) -> Iterator[bytes]:
    """A part for `stream` without the elements that `plain` matches: nine of ten are of one simple shape, and a
    pattern finds them in a fifth of the time that the parser's events take.

    `take` gets each of them when all that stands before it has been parsed; one that it does not want is parsed too.
    """
    rest, coming = b"", iter(chunks)
    for chunk in coming:
        chunk = rest + chunk
        if _MAY_MISLEAD.search(chunk):
            yield chunk
            break
        cut = chunk.rfind(b"<")
        cut = cut if cut > 0 else len(chunk)
        parsed, rest = 0, chunk[cut:]
        for match in plain.finditer(chunk, 0, cut):
            start, end = match.span()
            if start > parsed:
                yield chunk[parsed:start]
            parsed = end if take(match) else start
        yield chunk[parsed:cut]
    else:
        yield rest
    yield from coming


def _refuse(*_: object) -> None:
    raise FileCorrupt
