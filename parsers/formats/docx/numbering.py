"""Numbers that Word counts itself: lists in paragraphs (ECMA-376 part 1, §17.9). The seq of many a form is one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from parsers.list_numbers import shown_number
from parsers.safe_xml import attributes, local

_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """Attributes:
    shown: The text with `%1` to `%9` for the numbers of the levels; of a bullet the bullet.
    properties: `w:rPr` of the number, or None.
    """

    start: int = 1
    format: str = "decimal"
    shown: str = ""
    properties: Any = None


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of a document's lists, as they come; loaded when there is a first one."""

    def __init__(self, load: Callable[[], Any | None]) -> None:
        self._load = load

    @cached_property
    def _lists(self) -> dict[str, _List]:
        root = self._load()
        return {} if root is None else _lists(root)

    def next(self, item: tuple[str, int] | None) -> tuple[str, Level] | None:
        """The number of the next item of a list, "1." say, and its level; None where it is no item."""
        found = self._lists.get(item[0]) if item else None
        if item is None or found is None or item[1] not in found.levels:
            return None
        at = item[1]
        level = found.levels[at]
        found.counted[at] = found.counted.get(at, level.start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            found.counted.pop(deeper, None)
        if level.format == "bullet":
            return level.shown, level
        return _filled(level.shown, found), level


def _lists(root: Any) -> dict[str, _List]:
    abstract = {
        attributes(a).get("abstractNumId", ""): _levels(a) for a in root.iterchildren("{*}abstractNum")
    }
    shared: dict[str, dict[int, int]] = {}
    lists = {}
    for number in root.iterchildren("{*}num"):
        of = next((attributes(c).get("val", "") for c in number.iterchildren("{*}abstractNumId")), "")
        overrides = [(attributes(c).get("ilvl", ""), c) for c in number.iterchildren("{*}lvlOverride")]
        levels = dict(abstract.get(of, {}))
        for at, override in overrides:
            if at.isdecimal():
                levels[int(at[:2])] = _overridden(levels.get(int(at[:2]), Level()), override)
        # Lists of one definition go on counting; one that says where it starts counts for itself.
        counted = {} if overrides else shared.setdefault(of, {})
        lists[attributes(number).get("numId", "")] = _List(levels, counted)
    return lists


def _levels(abstract: Any) -> dict[int, Level]:
    levels = {}
    for element in abstract.iterchildren("{*}lvl"):
        at = attributes(element).get("ilvl", "")
        if at.isdecimal():
            levels[int(at)] = _level(element, Level())
    return levels


def _level(element: Any, level: Level) -> Level:
    for child in element:
        name, value = local(child), attributes(child).get("val", "")
        if name == "start":
            level = replace(level, start=_integer(value))
        elif name == "numFmt":
            level = replace(level, format=value)
        elif name == "lvlText":
            level = replace(level, shown=value)
        elif name == "rPr":
            level = replace(level, properties=child)
    return level


def _overridden(level: Level, override: Any) -> Level:
    for child in override:
        if local(child) == "lvl":
            level = _level(child, Level())
        elif local(child) == "startOverride":
            level = replace(level, start=_integer(attributes(child).get("val", "")))
    return level


def _integer(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 8 else 1


def _filled(shown: str, found: _List) -> str:
    for at in range(_LEVELS):
        mark = f"%{at + 1}"
        if mark in shown:
            level = found.levels.get(at, Level())
            shown = shown.replace(mark, shown_number(found.counted.get(at, level.start), level.format))
    return shown
