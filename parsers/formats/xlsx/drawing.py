"""What floats over a sheet (DrawingML, ECMA-376 part 1, §20.5): words of boxes, and marks drawn into cells."""

import re
from collections.abc import Iterator
from typing import Any

from parsers.grid import DRAWN, Place
from parsers.places import Corner, Sizes, cell_under, far_corner
from parsers.safe_xml import attributes, local, tree
from survey.thai.text import repair

_LONGEST_MARK = 3
_NAME = re.compile("[ก-๎]{2}")  # as short as a mark, and may be a province: ตาก
_SHAPES = frozenset({"sp", "pic", "cxnSp", "grpSp", "contentPart"})


def read_drawing(data: bytes, sizes: Sizes) -> tuple[list[str], dict[Place, str]]:
    """Texts of boxes in the drawing's order, paragraphs as lines; and what is drawn over single cells."""
    notes: list[str] = []
    over: dict[Place, str] = {}
    for anchor in tree(data):
        words = "\n".join(_words(anchor)).strip()
        place = _place(anchor, sizes) if _has_shape(anchor) else None
        is_mark = len("".join(words.split())) <= _LONGEST_MARK if words else not _is_empty_box(anchor)
        if place is not None and is_mark and not _is_hidden(anchor):
            over.setdefault(place, repair(words) or DRAWN)
        if words and (place not in over or _NAME.search(words)):
            notes.append(repair(words))
    return notes, over


def _words(anchor: Any) -> Iterator[str]:
    # A box may be there twice, for newer and for older programs: the fallback is a copy.
    copies = {body for fallback in anchor.iter("{*}Fallback") for body in fallback.iter("{*}txBody")}
    for body in anchor.iter("{*}txBody"):
        if body not in copies:
            yield from _paragraphs(body)


def _paragraphs(body: Any) -> Iterator[str]:
    for paragraph in body.iter("{*}p"):
        pieces = []
        for element in paragraph.iter("{*}t", "{*}br"):
            pieces.append("\n" if local(element) == "br" else element.text or "")
        yield "".join(pieces)


def _has_shape(anchor: Any) -> bool:
    return any(local(element) in _SHAPES for element in anchor.iter("{*}*"))


def _is_hidden(anchor: Any) -> bool:
    """Nobody sees it; Excel also keeps so a copy of each form control, ticked or not."""
    return any(attributes(one).get("hidden") in ("1", "true") for one in anchor.iter("{*}cNvPr"))


def _is_empty_box(anchor: Any) -> bool:
    """A text box without a word."""
    shapes = list(anchor.iter("{*}cNvSpPr"))
    boxes = [shape for shape in shapes if attributes(shape).get("txBox") in ("1", "true")]
    return len(boxes) == len(shapes) == 1 and next(anchor.iter("{*}pic"), None) is None


def _place(anchor: Any, sizes: Sizes) -> Place | None:
    corners = {local(child): child for child in anchor}
    if "from" not in corners:
        return None
    first = _corner(corners["from"])
    if "to" in corners:
        return cell_under(first, _corner(corners["to"]), sizes)
    has = attributes(corners["ext"]) if "ext" in corners else {}
    across, along = _number(has.get("cx")), _number(has.get("cy"))
    return cell_under(first, far_corner(first, across, along, sizes), sizes)


def _corner(element: Any) -> Corner:
    has = {local(child): _number(child.text) for child in element}
    return Corner(
        int(has.get("row", 0)) + 1, int(has.get("col", 0)) + 1, has.get("rowOff", 0.0), has.get("colOff", 0.0)
    )


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
