"""Check boxes that Excel draws over cells (form controls): VML, which every version writes ([MS-OI29500] §2.1.1858)."""

import re

from parsers.grid import Place
from parsers.places import EMU_PER_PIXEL, Corner, Sizes, cell_under

TICKED = "☑"

_CLIENT = re.compile(
    rb"<(?:\w+:)?ClientData\b[^>]*ObjectType=[\"'](?:Checkbox|Radio)[\"'][^>]*>(.*?)</(?:\w+:)?ClientData>",
    re.S | re.I,
)
_ANCHOR = re.compile(rb"<(?:\w+:)?Anchor>([^<]*)<")
_CHECKED = re.compile(rb"<(?:\w+:)?Checked>\s*1\s*<")


_SHAPE = rb"<(?:\w+:)?shape\b[^>]*id=[\"']_x0000_s%s[\"'](.*?)</(?:\w+:)?shape>"
_CONTROL = re.compile(rb"<(?:\w+:)?control\b[^>]*>")
_SHAPE_ID = re.compile(rb"shapeId=[\"'](\d{1,9})[\"']")
_RELATION_ID = re.compile(rb":id=[\"']([^\"']+)[\"']")


def ticked(data: bytes, sizes: Sizes) -> dict[Place, str]:
    """Places of the boxes and buttons that are switched on. VML need not be well-formed XML: it is searched."""
    shapes = (client[1] for client in _CLIENT.finditer(data) if _CHECKED.search(client[1]))
    places = (_place(shape, sizes) for shape in shapes)
    return {place: TICKED for place in places if place is not None}


def controls_of(sheet: bytes) -> dict[str, bytes]:
    """Id of the relation of each ActiveX control of a sheet to the number of its shape."""
    found = {}
    for control in _CONTROL.finditer(sheet):
        shape, relation = _SHAPE_ID.search(control[0]), _RELATION_ID.search(control[0])
        if shape and relation:
            found[relation[1].decode("utf-8", "replace")] = shape[1]
    return found


def place_of_shape(data: bytes, number: bytes, sizes: Sizes) -> Place | None:
    """The cell under the shape of that number in a sheet's VML."""
    shape = re.search(_SHAPE % number, data, re.S | re.I)
    return _place(shape[1], sizes) if shape else None


def _place(shape: bytes, sizes: Sizes) -> Place | None:
    anchor = _ANCHOR.search(shape)
    numbers = re.findall(rb"-?\d+", anchor[1]) if anchor else []
    if len(numbers) != 8:
        return None
    left, right, top, down, left2, right2, top2, down2 = map(int, numbers)
    return cell_under(
        Corner(top + 1, left + 1, down * EMU_PER_PIXEL, right * EMU_PER_PIXEL),
        Corner(top2 + 1, left2 + 1, down2 * EMU_PER_PIXEL, right2 * EMU_PER_PIXEL),
        sizes,
    )
