"""One worksheet's part: fills of its marked cells, the place of its comments (ISO/IEC 29500-1, §18.3.1)."""

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from notifications.marked.package import MAIN, OFFICE, NotSure
from notifications.marked.styles import Mark, Styles
from survey.cells import column_letters, split_address

_BEHIND_DRAWINGS = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)  # fmt: skip
_BOX_WIDTH, _BOX_LINE, _BOX_LETTERS = 300, 18, 38  # pixels, and Thai letters that stand in a line
_PIXELS_A_LETTER, _PIXELS_A_POINT = 7, 96 / 72
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

Place = tuple[int, int]


@dataclass(slots=True)
class SheetPart:
    """A worksheet's tree. Places are (row, column) from 1."""

    root: Any
    _rows: dict[int, Any] = field(default_factory=dict)
    _numbers: list[int] = field(default_factory=list)
    _cols: list[dict[str, str]] = field(default_factory=list)
    _merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        data = self.root.find(_tag("sheetData"))
        if self.root.tag != _tag("worksheet") or data is None:
            raise NotSure("worksheet")
        number = 0
        for row in data:
            number = int(row.get("r", number + 1))
            if row.tag != _tag("row") or (self._numbers and number <= self._numbers[-1]):
                raise NotSure("rows")
            self._rows[number] = row
            self._numbers.append(number)
        # Once, not for each mark: a search goes through all cells.
        self._cols = [dict(col.attrib) for col in self.root.iter(_tag("col"))]
        for merge in self.root.iter(_tag("mergeCell")):
            first, _, last = merge.get("ref", "").partition(":")
            _, top, left = split_address(f"!{first}")
            _, bottom, right = split_address(f"!{last or first}")
            self._merges.append((top, left, bottom, right))

    def seen(self, place: Place) -> Place:
        """The top left cell of the merge that covers a place, else the place."""
        row, column = place
        for top, left, bottom, right in self._merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def mark(self, place: Place, mark: Mark, styles: Styles) -> None:
        """Fill a cell; where there is none, an empty one is put there in the look of its row or column."""
        cell = self._cell(place)
        cell.set("s", str(styles.marked(int(cell.get("s", "0")), mark)))

    def unmark(self, styles: Styles) -> None:
        """Take our fills of an earlier round from all cells."""
        plain: dict[str, str] = {}
        for cell in self.root.iter(_tag("c")):
            look = cell.get("s")
            if look is not None:
                if look not in plain:
                    plain[look] = str(styles.unmarked(int(look)))
                cell.set("s", plain[look])

    def _cell(self, place: Place) -> Any:
        number, column = place
        if not (1 <= number <= _LAST_ROW and 1 <= column <= _LAST_COLUMN):
            raise NotSure("place")
        row = self._row(number)
        at = 0
        for index, cell in enumerate(row):
            if cell.tag != _tag("c"):
                break
            at = split_address(f"!{cell.get('r')}")[2] if cell.get("r") else at + 1
            if at == column:
                return cell
            if at > column:
                return self._put(row, index, place)
        return self._put(row, sum(1 for child in row if child.tag == _tag("c")), place)

    def _put(self, row: Any, index: int, place: Place) -> Any:
        from lxml import etree

        cell = etree.Element(_tag("c"), r=f"{column_letters(place[1])}{place[0]}")
        look = row.get("s") if row.get("customFormat") in ("1", "true") else self._column_look(place[1])
        if look:
            cell.set("s", look)
        row.insert(index, cell)
        row.attrib.pop("spans", None)  # only a hint, and it no longer holds
        return cell

    def _row(self, number: int) -> Any:
        from lxml import etree

        if number not in self._rows:
            row = etree.Element(_tag("row"), r=str(number))
            index = bisect_left(self._numbers, number)
            self.root.find(_tag("sheetData")).insert(index, row)
            self._numbers.insert(index, number)
            self._rows[number] = row
        return self._rows[number]

    def _column_look(self, column: int) -> str | None:
        for col in self._cols:
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0")):
                return col.get("style")
        return None

    def anchor(self, place: Place, text: str) -> tuple[int, ...]:
        """Where a comment's box stands: column, offset, row, offset of two corners, from 0, in pixels."""
        row, column = place[0] - 1, place[1]
        lines = sum(1 + len(line) // _BOX_LETTERS for line in text.splitlines()) + 1
        right, beyond = _span(self._widths(), column + 1, _BOX_WIDTH)
        top = max(row - 1, 0)
        bottom, below = _span(self._heights(top + 1, top + 60), top + 1, lines * _BOX_LINE)
        return column, 12, top, 4, right - 1, beyond, bottom - 1, below

    def _widths(self) -> dict[int, float]:
        widths: dict[int, float] = {}
        for col in self._cols:
            hidden = col.get("hidden") in ("1", "true")
            width = 0.0 if hidden else float(col.get("width", "9")) * _PIXELS_A_LETTER + 5
            for number in range(int(col.get("min", "0")), min(int(col.get("max", "0")), 512) + 1):
                widths[number] = width
        return {-1: 64.0} | widths

    def _heights(self, first: int, last: int) -> dict[int, float]:
        heights = {-1: 20.0}
        for number in range(first, last + 1):
            row = self._rows.get(number)
            if row is not None and row.get("hidden") in ("1", "true"):
                heights[number] = 0.0
            elif row is not None and row.get("ht"):
                heights[number] = float(row.get("ht")) * _PIXELS_A_POINT
        return heights

    def legacy_drawing(self) -> str | None:
        """Relation of the drawing that holds comments and form controls."""
        found = self.root.find(_tag("legacyDrawing"))
        return found.get(f"{{{OFFICE}}}id") if found is not None else None

    def set_legacy_drawing(self, relation: str) -> None:
        from lxml import etree

        made = etree.Element(_tag("legacyDrawing"), {f"{{{OFFICE}}}id": relation}, nsmap={"r": OFFICE})
        for index, child in enumerate(self.root):
            if _stands_behind_drawings(child):
                self.root.insert(index, made)
                return
        self.root.append(made)


def _stands_behind_drawings(child: Any) -> bool:
    if not isinstance(child.tag, str):
        return False
    name = child.tag.rpartition("}")[2]
    if name != "AlternateContent":  # controls, in newer and older form
        return name in _BEHIND_DRAWINGS
    return any(isinstance(e.tag, str) and e.tag.rpartition("}")[2] in _BEHIND_DRAWINGS for e in child.iter())


def _span(sizes: dict[int, float], first: int, pixels: float) -> tuple[int, int]:
    """Column (or row, from 1) in which a length ends that starts at `first`, and how far in it."""
    number, left = first, pixels
    while left > (size := sizes.get(number, sizes[-1])) and number < first + 200:
        left -= size
        number += 1
    return number, int(max(left, 0))


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
