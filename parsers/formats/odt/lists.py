"""Lists of a text document: numbers that go on from list to list (OpenDocument 1.3, part 3, §5.3)."""

from typing import Any

from parsers.formats.odt.styles import Level, Styles
from parsers.list_numbers import shown_number
from parsers.safe_xml import attributes

# The format is shown by its first letter: "๑, ๒, ๓, ..." in LibreOffice.
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "๑": "thaiNumbers",
    "ก": "thaiLetters",
}  # fmt: skip


class Lists:
    """Counts items. Lists are opened and closed as they come; the innermost open one counts."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._newest: dict[str, dict[int, int]] = {}
        self._open: list[tuple[str, dict[int, int]]] = []

    def begin(self, element: Any) -> None:
        """Open a `text:list`."""
        has = attributes(element)
        outer = self._open[-1] if self._open else None
        style = has.get("style-name") or (outer[0] if outer else "")
        if outer is not None:
            counts = outer[1]
            counts.pop(len(self._open) + 1, None)
        elif has.get("continue-list") in self._counts:
            counts = self._counts[has["continue-list"]]
        elif has.get("continue-numbering") == "true" and style in self._newest:
            counts = self._newest[style]
        else:
            counts = {}
        self._counts[has.get("id", "")] = self._newest[style] = counts
        self._open.append((style, counts))

    def end(self) -> None:
        self._open.pop()

    def close_all(self) -> list[tuple[str, dict[int, int]]]:
        """Lists around a table or a box do not number what is in it; the answer opens them again."""
        opened, self._open = self._open, []
        return opened

    def reopen(self, opened: list[tuple[str, dict[int, int]]]) -> None:
        self._open = opened

    def next(self, item: Any) -> tuple[str, Level] | None:
        """The number or bullet of the next item, and its level; None where it has none."""
        if not self._open:
            return None
        style, counts = self._open[-1]
        at = len(self._open)
        level = self._styles.lists.get(style, {}).get(at)
        if level is None:
            return None
        start = attributes(item).get("start-value", "")
        counts[at] = int(start[:6]) if start.isdecimal() else counts.get(at, level.start - 1) + 1
        if level.bullet:
            return level.bullet, level
        if not level.format:
            return None
        return level.before + self._shown(style, counts, at, level) + level.after, level

    def _shown(self, style: str, counts: dict[int, int], at: int, level: Level) -> str:
        levels = self._styles.lists[style]
        numbers = []
        for one in range(max(1, at - level.shows + 1), at + 1):
            of = levels.get(one, Level())
            numbers.append(shown_number(counts.get(one, of.start), _FORMATS.get(of.format[:1], "decimal")))
        return ".".join(numbers)
