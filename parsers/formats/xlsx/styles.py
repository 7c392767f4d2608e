"""What a cell's style says about its content: a symbol font, strike-through, the number format."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from parsers import number_format
from parsers.safe_xml import attributes, local, tree
from parsers.sheet_cells import PLAIN, Style, style_of


def read_styles(data: bytes | None) -> list[Style]:
    """The styles that cells name by index; one plain style where the file has none."""
    if data is None:
        return [PLAIN]
    # Many a file of one program has the same ones, byte by byte.
    return list(_known_styles(data) if len(data) <= _OFTEN_THE_SAME else _styles(data))


_OFTEN_THE_SAME = 16 * 1024


def _styles(data: bytes) -> list[Style]:
    parts = {local(element): element for element in tree(data)}
    fonts = [_font(element) for element in parts.get("fonts", ())]
    fills = [_fill(element) for element in parts.get("fills", ())]
    codes = {}
    for element in parts.get("numFmts", ()):
        has = attributes(element)
        codes[has.get("numFmtId", "")] = has.get("formatCode", "")
    return [_style(attributes(element), fonts, fills, codes) for element in parts.get("cellXfs", ())] or [
        PLAIN
    ]


_known_styles = lru_cache(maxsize=16)(_styles)


def is_on(value: str | None) -> bool:
    """A true/false property that is present: true unless it says otherwise (ST_OnOff)."""
    return value not in ("0", "false", "off")


_Font = tuple[str | None, bool, bool]
"""Name, whether it strikes its letters through, whether they are white."""


def _font(element: Any) -> _Font:
    name, struck, white = None, False, False
    for child in element:
        if local(child) == "name":
            name = attributes(child).get("val")
        elif local(child) == "strike":
            struck = is_on(attributes(child).get("val"))
        elif local(child) == "color":
            white = _is_white(attributes(child))
    return name, struck, white


_WHITE_INDEXES = ("1", "9")
_WHITE_THEME = "0"  # the first theme colour is the window's ground (§20.1.6.2: lt1)


def _is_white(colour: dict[str, str]) -> bool:
    """Whether a colour (§18.8.3) is white; a darkened theme colour is not."""
    if "rgb" in colour:
        return colour["rgb"][-6:].upper() == "FFFFFF"
    if "theme" in colour:
        return colour["theme"] == _WHITE_THEME and not colour.get("tint", "0").startswith("-")
    return colour.get("indexed") in _WHITE_INDEXES


def _fill(element: Any) -> str | None:
    """The colour of a solid ground, None where a person sees white."""
    for pattern in element:
        if local(pattern) == "gradientFill":
            return "gradient"
        kind = attributes(pattern).get("patternType", "none")
        if kind == "none":
            return None
        colours = {local(child): attributes(child) for child in pattern}
        colour = colours.get("fgColor" if kind == "solid" else "bgColor", {})
        if kind == "solid" and _is_white(colour):
            return None
        return " ".join(sorted(f"{name}={value}" for name, value in colour.items())) or kind
    return None


def _style(has: dict[str, str], fonts: list[_Font], fills: list[str | None], codes: dict[str, str]) -> Style:
    number = has.get("numFmtId", "0")
    code = codes.get(number)
    if code is None:
        code = number_format.built_in(int(number)) if number.isdecimal() else "General"
    font, struck, white = _by_index(fonts, has.get("fontId", "0"), (None, False, False))
    fill = _by_index(fills, has.get("fillId", "0"), None)
    style = style_of(code, font, struck)
    return replace(style, unseen=white and fill is None, fill=fill) if white or fill else style


_T = TypeVar("_T")


def _by_index(found: list[_T], index: str, default: _T) -> _T:
    return found[int(index)] if index.isdecimal() and int(index) < len(found) else default
