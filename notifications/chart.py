"""How the provinces stand, region by region, as a picture that a mail carries along; its words say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from survey.registry import registry

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_SCALE = 4  # drawn larger than a telephone shows it, for sharp letters in a wide window too
_WIDTH, _LABEL, _COUNT, _ROW, _BAR, _MARGIN = 320, 116, 26, 28, 20, 8
_INK, _SOFT, _GROUND = "#1f2328", "#57606a", "#ffffff"
_LETTERS = 13
_NARROWEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Chart:
    """A PNG and the same in words; its letters are those of a mail where it is 320 to 480 pixels wide."""

    content: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Provinces of one state: its word, its colour (#rrggbb), their names."""

    word: str
    colour: str
    names: tuple[str, ...]


def province_chart(groups: Sequence[Group]) -> Chart:
    """A bar a region, of as many parts as it has states of provinces; the colours are explained beside the picture.

    Names that are no province count nowhere.
    """
    regions: dict[str, list[int]] = {}
    for province in registry().provinces.values():
        regions.setdefault(province.region, [0] * len(groups))
    for number, group in enumerate(groups):
        for name in group.names:
            if known := registry().provinces.get(name):
                regions[known.region][number] += 1
    bars = tuple(
        (region, tuple(counts)) for region, counts in sorted(regions.items(), key=lambda one: -sum(one[1]))
    )
    key = tuple((group.word, group.colour) for group in groups)
    return Chart(_drawn(bars, key), _in_words(bars, key))


_Bars = tuple[tuple[str, tuple[int, ...]], ...]
_Key = tuple[tuple[str, str], ...]


def _in_words(bars: _Bars, key: _Key) -> str:
    lines = []
    for region, counts in bars:
        told = [f"{word} {count}" for (word, _), count in zip(key, counts, strict=True) if count]
        lines.append(f"{region} {sum(counts)} จังหวัด: {' '.join(told)}")
    return "; ".join(lines)


@lru_cache(maxsize=4)
def _drawn(bars: _Bars, key: _Key) -> bytes:
    from PIL import Image
    from PIL.ImageDraw import Draw

    height = 2 * _MARGIN + _ROW * len(bars)
    picture = Image.new("RGB", (_WIDTH * _SCALE, height * _SCALE), _GROUND)
    pen = Draw(picture)
    most = max((sum(counts) for _, counts in bars), default=1) or 1
    for number, (region, counts) in enumerate(bars):
        _draw_bar(pen, _MARGIN + number * _ROW, region, counts, [colour for _, colour in key], most)
    out = BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_bar(
    pen: "ImageDraw", top: int, region: str, counts: tuple[int, ...], colours: list[str], most: int
) -> None:
    middle, room = top + _ROW // 2, _WIDTH - _LABEL - _COUNT - 2 * _MARGIN
    _write(pen, _MARGIN, middle, region.removeprefix("ภาค"), _INK, _LETTERS)
    left = float(_MARGIN + _LABEL)
    for count, colour in zip(counts, colours, strict=True):
        width = room * count / most
        if not count:
            continue
        pen.rectangle(_box(left, middle - _BAR // 2, left + width - 1, middle + _BAR // 2), fill=colour)
        if width >= _NARROWEST_NUMBER:
            _write(pen, left + width / 2, middle, str(count), _on(colour), _LETTERS, middle=True)
        left += width
    _write(pen, left + 5, middle, str(sum(counts)), _SOFT, _LETTERS)


def _on(colour: str) -> str:
    """White or dark letters, whichever is read better on a colour."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return _INK if 0.299 * red + 0.587 * green + 0.114 * blue > 150 else _GROUND


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE


@lru_cache(maxsize=8)
def _font(size: int) -> "FreeTypeFont":
    """Sarabun, the letters of Thai offices; vowels and tones are put in their places by Raqm."""
    from importlib.resources import files

    from PIL import ImageFont

    font = files("fontpkg_sarabun") / "files" / "Sarabun-Medium.ttf"
    return ImageFont.truetype(BytesIO(font.read_bytes()), size * _SCALE)


def _write(
    pen: "ImageDraw",
    left: float,
    middle_line: float,
    words: str,
    ink: str,
    size: int,
    *,
    middle: bool = False,
) -> None:
    pen.text(
        (left * _SCALE, middle_line * _SCALE),
        words,
        fill=ink,
        font=_font(size),
        anchor="mm" if middle else "lm",
    )
