"""How runs of a document look, as far as it decides what they say: struck, hidden, deleted, drawn by a symbol font.

Styles count where they say one of these (ECMA-376 part 1, §17.7). Names are local ones: both editions alike.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from parsers.formats.docx.names import NAMES
from parsers.safe_xml import attributes
from parsers.symbol_fonts import is_symbol_font
from parsers.writing import Look


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of looks, and the list that its paragraphs are items of: (numId, level)."""

    properties: Any = None
    based_on: str | None = None
    number: tuple[str, int] | None = None


class Styles:
    """The styles of a document; loaded when one is first asked for, which in most tables never happens."""

    def __init__(self, load: Callable[[], Any | None]) -> None:
        self._load = load
        self._looks: dict[tuple[str, Look], Look] = {}

    @cached_property
    def _styles(self) -> dict[str, Style]:
        root = self._load()
        if root is None:
            return {}
        return {
            attributes(style).get("styleId", ""): _style(style) for style in root.iterchildren("{*}style")
        }

    def look(self, style: str | None, before: Look) -> Look:
        """What a run looks like that has a style, and no properties of its own."""
        if style is None or style not in self._styles:
            return before
        key = style, before
        if key not in self._looks:
            look = before
            for one in reversed(self._line(style)):
                if one.properties is not None:
                    look = run_look(one.properties, look)
            self._looks[key] = look
        return self._looks[key]

    def number(self, style: str | None) -> tuple[str, int] | None:
        """The list of a paragraph style, as its nearest ancestor says."""
        return next((one.number for one in self._line(style) if one.number), None) if style else None

    def _line(self, style: str | None) -> list[Style]:
        """A style and those that it builds on, nearest first."""
        line: list[Style] = []
        while style in self._styles and len(line) < _MOST_ANCESTORS:
            line.append(self._styles[style])
            style = line[-1].based_on
        return line


_MOST_ANCESTORS = 12
_SAYS_SOMETHING = frozenset(["strike", "dstrike", "vanish", "rFonts"])


def _style(element: Any) -> Style:
    based_on, properties, number = None, None, None
    for child in element:
        name = NAMES[child.tag]
        if name == "basedOn":
            based_on = attributes(child).get("val")
        elif name == "rPr" and any(NAMES[one.tag] in _SAYS_SOMETHING for one in child):
            properties = child
        elif name == "pPr":
            number = list_of(child)
    return Style(properties, based_on, number)


def list_of(properties: Any) -> tuple[str, int] | None:
    """(numId, level) of `w:numPr`, None where there is none; numId "0" takes a paragraph out of its list."""
    found = next(properties.iterchildren("{*}numPr"), None)
    if found is None:
        return None
    has = {NAMES[child.tag]: attributes(child).get("val", "") for child in found}
    level = has.get("ilvl", "0")
    return (has["numId"], int(level) if level.isdecimal() else 0) if "numId" in has else None


def run_look(properties: Any, before: Look) -> Look:
    """`w:rPr` over what stood before it; a property that is not there changes nothing."""
    struck, hidden, font = before.struck, before.hidden, before.font
    fonts: dict[str, str] | None = None
    is_complex = False
    for child in properties:
        name = NAMES[child.tag]
        if name == "rFonts":
            fonts = attributes(child)
        elif name in ("strike", "dstrike"):
            struck = is_on(child) or (struck and name == "dstrike")
        elif name == "vanish":
            hidden = is_on(child)
        elif name in ("cs", "rtl"):
            is_complex = is_on(child)
        elif name in ("del", "moveFrom"):
            struck = True
    if fonts is not None:
        font = _symbol_font(fonts, is_complex)
    if (struck, hidden, font) == (before.struck, before.hidden, before.font):
        return before
    return replace(before, struck=struck, hidden=hidden, font=font)


def is_on(element: Any) -> bool:
    """An on/off property: on where it is there, unless it says off (ST_OnOff)."""
    return attributes(element).get("val", "1").lower() not in ("0", "false", "off")


def is_deletion(annotation: Any) -> bool:
    """Whether `aml:annotation` of Word 2003 is a tracked deletion."""
    return "Deletion" in attributes(annotation).get("type", "")


def _symbol_font(fonts: dict[str, str], is_complex: bool) -> str | None:
    for slot in ("cs",) if is_complex else ("ascii", "hAnsi"):
        font = fonts.get(slot)
        if font and f"{slot}Theme" not in fonts and is_symbol_font(font):
            return font
    return None
