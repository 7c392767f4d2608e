"""Words that float over a sheet: text boxes and shapes (DrawingML)."""

from typing import Any

from parsers.safe_xml import local, tree
from survey.thai.text import repair


def texts(data: bytes) -> list[str]:
    """The text of each box in the drawing's order, paragraphs as lines."""
    root = tree(data)
    found = ["\n".join(_paragraphs(body)) for body in _bodies(root)]
    return [repair(text) for text in found if text.strip()]


def _bodies(root: Any) -> list[Any]:
    # A box may be there twice, for newer and for older programs: the fallback is a copy.
    copies = {body for fallback in root.iter("{*}Fallback") for body in fallback.iter("{*}txBody")}
    return [body for body in root.iter("{*}txBody") if body not in copies]


def _paragraphs(body: Any) -> list[str]:
    lines = []
    for paragraph in body.iter("{*}p"):
        pieces = []
        for element in paragraph.iter("{*}t", "{*}br"):
            pieces.append("\n" if local(element) == "br" else element.text or "")
        lines.append("".join(pieces))
    return lines
