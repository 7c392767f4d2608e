"""A page as a picture, with the place of each cell of its tables in it.

To be run in a child: `parsers.sandbox`. A scan is shown as it was read: flat, level and upright.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from parsers.formats import pdf
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileRefused
from parsers.ruling import Box
from parsers.sniff import FileType, sniff

if TYPE_CHECKING:
    from parsers.page_image import Grey

_WIDTH = 1400
_MOST_PLACES = 1500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: address on its page (`C5`), left and top, width and height in the picture's pixels."""

    at: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageView:
    """A JPEG in grey, at most 1,400 pixels wide, and the cells in it."""

    jpeg: bytes
    width: int
    height: int
    places: tuple[Place, ...] = ()


def page_view(data: bytes, number: int, limits: Limits) -> PageView:
    """A page of a PDF or a frame of a picture file, counted from 1.

    Raises:
        FileRefused: As reading it did; FileCorrupt where there is no such page.
    """
    if sniff(data).type is not FileType.PDF:
        frame = next(islice(_frames(data), number - 1, number), None)
        if frame is None:
            raise FileCorrupt
        return _scanned(frame, number)
    grey, boxes, is_scan = pdf.render_with_boxes(data, number, limits)
    return _scanned(grey, number) if is_scan else _view(grey, boxes)


def _scanned(grey: "Grey", number: int) -> PageView:
    """The page as the recogniser sees it; as it is where that can't be had."""
    import numpy as np

    from parsers.line_readers import installed
    from parsers.scanned_page import upright
    from survey.cells import address

    try:
        page = upright(grey, installed())
    except FileRefused:
        return _view(grey, {})
    boxes: dict[str, Box] = {}
    before = 0
    for table in page.tables:
        for place in table.cells:
            boxes[address(f"p{number}", before + place.row, place.column)] = place.box
        before += len(table.ys) - 1
    return _view(np.where(page.rules > 0, np.uint8(90), page.clean).astype(np.uint8), boxes)


def _view(grey: "Grey", boxes: Mapping[str, Box]) -> PageView:
    import cv2

    height, width = grey.shape
    scale = min(1.0, _WIDTH / width)
    size = (round(width * scale), max(1, round(height * scale)))
    shown = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    done, encoded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 70])
    if not done:
        raise FileCorrupt
    places = tuple(_place(at, box, scale) for at, box in islice(boxes.items(), _MOST_PLACES))
    return PageView(bytes(encoded), *size, places)


def _place(at: str, box: Box, scale: float) -> Place:
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return Place(at.rpartition("!")[2], left, top, max(1, right - left), max(1, bottom - top))


def _frames(data: bytes) -> "Iterator[Grey]":
    from parsers.page_image import decoded

    return decoded(data)
