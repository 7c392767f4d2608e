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


def ticked(data: bytes, sizes: Sizes) -> dict[Place, str]:
    """Places of the boxes and buttons that are switched on. VML need not be well-formed XML: it is searched."""
    found: dict[Place, str] = {}
    for client in _CLIENT.finditer(data):
        anchor = _ANCHOR.search(client[1])
        numbers = re.findall(rb"-?\d+", anchor[1]) if anchor else []
        if len(numbers) != 8 or not _CHECKED.search(client[1]):
            continue
        left, right, top, down, left2, right2, top2, down2 = map(int, numbers)
        place = cell_under(
            Corner(top + 1, left + 1, down * EMU_PER_PIXEL, right * EMU_PER_PIXEL),
            Corner(top2 + 1, left2 + 1, down2 * EMU_PER_PIXEL, right2 * EMU_PER_PIXEL),
            sizes,
        )
        if place is not None:
            found[place] = TICKED
    return found
