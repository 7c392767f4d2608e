"""Styles of a text document, as far as they decide what words say (OpenDocument 1.3, part 3, §16)."""

from dataclasses import dataclass, field, replace
from typing import Any

from parsers.safe_xml import attributes, local
from parsers.slivers import SLIVER_MM
from parsers.symbol_fonts import is_symbol_font
from parsers.writing import PLAIN, Look


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `bullet` is "" for numbers, else its sign; `shows` counts the levels in a number."""

    bullet: str = ""
    font: str | None = None
    format: str = "1"
    before: str = ""
    after: str = ""
    start: int = 1
    shows: int = 1


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str | None
    says: dict[str, str]


@dataclass(slots=True)
class Styles:
    """Styles by family and name, and list styles by name, of both parts of a document."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    narrow_columns: frozenset[str] = frozenset()
    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    _fonts: dict[str, str] = field(default_factory=dict)
    _looks: dict[tuple[str, str, Look], Look] = field(default_factory=dict)

    def add(self, root: Any) -> None:
        """Take the styles of `content.xml`, `styles.xml`, or a document in one file."""
        for face in root.iter("{*}font-face"):
            has = attributes(face)
            self._fonts[has.get("name", "")] = has.get("font-family", "").strip("'\"")
        for style in root.iter("{*}style"):
            has = attributes(style)
            name, family = has.get("name", ""), has.get("family", "")
            says = {key: value for part in style if local(part).endswith("-properties")
                    for key, value in attributes(part).items() if key in _SAYS_SOMETHING}  # fmt: skip
            if family in ("text", "paragraph"):
                self._styles[family, name] = _Style(has.get("parent-style-name"), says)
            elif family == "table-column" and 0 < _millimetres(says.get("column-width", "")) < SLIVER_MM:
                self.narrow_columns |= {name}
        for style in root.iter("{*}list-style"):
            self.lists[attributes(style).get("name", "")] = {
                int(attributes(level).get("level", "1")): self._level(level)
                for level in style
                if attributes(level).get("level", "").isdecimal()
            }

    def look(self, family: str, name: str | None, before: Look) -> Look:
        """What a style makes of what stood before it."""
        if name is None:
            return before
        key = family, name, before
        if key not in self._looks:
            line: list[dict[str, str]] = []
            at = self._styles.get((family, name))
            while at is not None and len(line) < _MOST_ANCESTORS:
                line.append(at.says)
                at = self._styles.get((family, at.parent or ""))
            look = before
            for says in reversed(line):
                look = self._over(says, look)
            self._looks[key] = look
        return self._looks[key]

    def _over(self, says: dict[str, str], look: Look) -> Look:
        lines = [says[key] for key in ("text-line-through-style", "text-line-through-type") if key in says]
        if lines:
            look = replace(look, struck=any(line != "none" for line in lines))
        if "display" in says:
            look = replace(look, hidden=says["display"] == "none")
        font = says.get("font-family") or self._fonts.get(says.get("font-name", ""))
        if font is not None or "font-name" in says:
            font = (font or says["font-name"]).strip("'\"")
            look = replace(look, font=font if is_symbol_font(font) else None)
        return look

    def _level(self, element: Any) -> Level:
        has = attributes(element)
        if local(element) == "list-level-style-bullet":
            says = {
                key: value
                for part in element
                if local(part) == "text-properties"
                for key, value in attributes(part).items()
            }
            return Level(has.get("bullet-char", ""), self._over(says, PLAIN).font)
        return Level(
            format=has.get("num-format", ""),
            before=has.get("num-prefix", ""),
            after=has.get("num-suffix", ""),
            start=_integer(has.get("start-value"), 1),
            shows=_integer(has.get("display-levels"), 1),
        )


_MOST_ANCESTORS = 12
_SAYS_SOMETHING = frozenset(
    "text-line-through-style text-line-through-type display font-name font-family column-width".split()
)
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


def _integer(value: str | None, otherwise: int) -> int:
    return int(value[:6]) if value and value.isdecimal() else otherwise


def _millimetres(length: str) -> float:
    """A length of a style; 0 where it is none."""
    try:
        return float(length[:-2]) * _MM[length[-2:]]
    except (ValueError, KeyError):
        return 0.0
