"""Cells of Thai print drawn by Pillow, with the ink of each line by itself: what a splitter must keep whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]
TLWG = "/usr/share/fonts/truetype/tlwg/{}.ttf"


def font_path(name: str) -> str:
    """A font file of Debian's `fonts-thai-tlwg`, or Sarabun of the project's own dependency."""
    if name.startswith("Sarabun"):
        face = "Regular" if name == "Sarabun" else name.removeprefix("Sarabun-")
        return str(files("fontpkg_sarabun") / "files" / f"Sarabun-{face}.ttf")
    return TLWG.format(name)


def drawn_line(text: str, font: str = "Norasi", *, size: int = 33, placed: bool = True) -> Grey:
    """A line, dark on white; `placed` is whether its marks stand where the font's rules put them."""
    way = ImageFont.Layout.RAQM if placed else ImageFont.Layout.BASIC
    letters = ImageFont.truetype(font_path(font), size, layout_engine=way)
    page = Image.new("L", (round(letters.getlength(text)) + 2 * size, 3 * size), 255)
    ImageDraw.Draw(page).text((size, 2 * size), text, font=letters, fill=0, anchor="ls")
    return np.asarray(page)


@dataclass(frozen=True)
class DrawnCell:
    """A picture, dark on white; the ink of each of its lines alone, 255 where there is some; its rules' box."""

    grey: Grey
    lines: tuple[Grey, ...]


def drawn_cell(
    texts: Sequence[str],
    *,
    font: str = "Laksaman",
    points: float = 12,
    dpi: int = 200,
    leading: float = 1.3,
    degrees: float = 0.0,
    remains: bool = False,
) -> DrawnCell:
    """Lines below each other.

    Args:
        leading: From foot to foot, in heights of the font.
        degrees: By which the print rises to the right.
        remains: Pieces of ruling lines stand at the edges.
    """
    size = points * dpi / 72
    letters = ImageFont.truetype(font_path(font), round(size))
    width = round(max(letters.getlength(text) for text in [*texts, "กกกก"]) + 2 * size)
    slope = abs(np.tan(np.radians(degrees))) * width
    height = round(size * (1.5 + leading * (len(texts) - 1) + 1.0) + 2 * slope)
    parts = []
    for number, text in enumerate(texts):
        picture = Image.new("L", (width, height), 0)
        foot = slope + size * (1.5 + leading * number)
        ImageDraw.Draw(picture).text((size, foot), text, font=letters, fill=255, anchor="ls")
        parts.append(_turned(np.asarray(picture), degrees))
    grey = np.asarray(255 - np.maximum.reduce(parts), np.uint8).copy()
    if remains:
        grey[:2, width // 3 :] = 60
        grey[height // 4 :, :2] = 90
        grey[-1:, : width // 2] = 40
    return DrawnCell(grey, tuple(np.where(part > 100, 255, 0).astype(np.uint8) for part in parts))


def _turned(grey: Grey, degrees: float) -> Grey:
    if not degrees:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC), np.uint8)
