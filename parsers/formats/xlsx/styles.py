"""What a cell's style says about its content: a symbol font, strike-through, the number format."""

from typing import Any

from parsers import number_format
from parsers.safe_xml import attributes, local, tree
from parsers.sheet_cells import PLAIN, Style, style_of


def read_styles(data: bytes | None) -> list[Style]:
    """The styles that cells name by index; one plain style where the file has none."""
    if data is None:
        return [PLAIN]
    parts = {local(element): element for element in tree(data)}
    fonts = [_font(element) for element in parts.get("fonts", ())]
    codes = {}
    for element in parts.get("numFmts", ()):
        has = attributes(element)
        codes[has.get("numFmtId", "")] = has.get("formatCode", "")
    return [_style(attributes(element), fonts, codes) for element in parts.get("cellXfs", ())] or [PLAIN]


def is_on(value: str | None) -> bool:
    """A true/false property that is present: true unless it says otherwise (ST_OnOff)."""
    return value not in ("0", "false", "off")


def _font(element: Any) -> tuple[str | None, bool]:
    name, struck = None, False
    for child in element:
        if local(child) == "name":
            name = attributes(child).get("val")
        elif local(child) == "strike":
            struck = is_on(attributes(child).get("val"))
    return name, struck


def _style(has: dict[str, str], fonts: list[tuple[str | None, bool]], codes: dict[str, str]) -> Style:
    number = has.get("numFmtId", "0")
    code = codes.get(number)
    if code is None:
        code = number_format.built_in(int(number)) if number.isdecimal() else "General"
    index = has.get("fontId", "0")
    known = index.isdecimal() and int(index) < len(fonts)
    font, struck = fonts[int(index)] if known else (None, False)
    return style_of(code, font, struck)
