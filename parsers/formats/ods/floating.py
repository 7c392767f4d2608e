"""What floats over a table of a spreadsheet: marks, pictures, boxes, check boxes; and comments (§9.2, §10.3, §13)."""

import re
from dataclasses import dataclass, field

from parsers.grid import DRAWN, Grid, Place
from parsers.places import Corner, cell_under, far_corner
from survey.marking import AUTHOR
from survey.thai.text import repair

TICKED = "☑"
SHAPES = frozenset(
    {
        "frame", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "caption", "polygon", "path", "connector",
        "measure", "g", "control",
    }
)  # fmt: skip
BOXES = frozenset({"checkbox", "radio"})

_EMU = {"in": 914_400.0, "cm": 360_000.0, "mm": 36_000.0, "pt": 12_700.0, "px": 9_525.0, "pc": 152_400.0}
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(in|cm|mm|pt|px|pc)")
_USUAL_WIDTH, _USUAL_HEIGHT = 0.889 * 914_400, 0.178 * 914_400
_LONGEST_MARK = 3
_MOST_SHAPES = 5_000
_NAME = re.compile("[ก-๎]{2}")  # as short as a mark, and may be a province: ตาก


def emu(length: str | None) -> float | None:
    """A length in English metric units; None where it is none."""
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _EMU[match[2]] if match else None


@dataclass(slots=True)
class SheetLengths:
    """Widths of columns and heights of rows as the table's styles state them."""

    lengths: dict[str, str]
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    rows: dict[int, str] = field(default_factory=dict)

    def column(self, number: int) -> float:
        name = next((name for first, last, name in self.columns if first <= number <= last), "")
        return emu(self.lengths.get(name)) or _USUAL_WIDTH

    def row(self, number: int) -> float:
        return emu(self.lengths.get(self.rows.get(number, ""))) or _USUAL_HEIGHT


@dataclass(slots=True)
class _Shape:
    """One shape, or a group as one.

    Attributes:
        anchor: The cell whose top left its place counts from; the sheet's where it is None.
    """

    anchor: Place | None
    words: list[str] = field(default_factory=list)
    left: float | None = None
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    draws: bool = True
    control: str = ""


class Floating:
    """Collects what floats over one table from the stream; `put` gives it to the grid."""

    def __init__(self, lengths: SheetLengths, states: dict[str, bool]) -> None:
        self.lengths = lengths
        self._states = states
        self._shapes: list[_Shape] = []
        self._open: _Shape | None = None
        self._comments: dict[Place, str] = {}

    def begin(self, name: str, has: dict[str, str], anchor: Place | None) -> None:
        """A shape, or one within the group that was begun before."""
        if self._open is None:
            self._open = _Shape(anchor)
            if len(self._shapes) < _MOST_SHAPES:
                self._shapes.append(self._open)
        shape = self._open
        shape.control = has.get("draw:control", shape.control)
        edges = [emu(has.get(f"svg:{key}")) for key in ("x", "y", "width", "height")]
        x, y, width, height = (0.0 if edge is None else edge for edge in edges)
        if name in ("line", "connector", "measure"):
            ends = [emu(has.get(f"svg:{key}")) or 0.0 for key in ("x1", "y1", "x2", "y2")]
            x, y = min(ends[0], ends[2]), min(ends[1], ends[3])
            width, height = abs(ends[0] - ends[2]), abs(ends[1] - ends[3])
        if name != "g":
            first = shape.left is None
            shape.left = x if shape.left is None else min(shape.left, x)
            shape.top = y if first else min(shape.top, y)
            shape.right, shape.bottom = max(shape.right, x + width), max(shape.bottom, y + height)

    def hold(self, name: str) -> None:
        """What the open shape holds: a box for words draws nothing of its own, an object is a chart."""
        if self._open is not None and name in ("text-box", "object", "object-ole"):
            self._open.draws = False

    def say(self, words: str) -> None:
        if self._open is not None and words:
            self._open.words.append(words)

    def end(self) -> None:
        self._open = None

    def comment(self, place: Place, words: str, author: str) -> None:
        if words and AUTHOR not in words + author:
            self._comments[place] = repair(words)

    def put(self, grid: Grid) -> None:
        """Give all of it to the grid."""
        over: dict[Place, str] = {}
        notes: list[str] = []
        for shape in self._shapes:
            words, place = "\n".join(shape.words), self._place(shape)
            if shape.control:
                if self._states.get(shape.control) and place is not None:
                    over[place] = TICKED
                continue
            is_mark = len("".join(words.split())) <= _LONGEST_MARK if words else shape.draws
            if place is not None and is_mark:
                over.setdefault(place, words or DRAWN)
            if words and (place not in over or _NAME.search(words)):
                notes += shape.words
        grid.over, grid.comments = over, self._comments
        grid.notes = (*grid.notes, *notes)

    def _place(self, shape: _Shape) -> Place | None:
        row, column = shape.anchor or (1, 1)
        left = shape.left or 0.0
        start = far_corner(Corner(row, column), max(left, 0.0), max(shape.top, 0.0), self.lengths)
        end = far_corner(
            start_of(start),
            start.right + shape.right - left,
            start.down + shape.bottom - shape.top,
            self.lengths,
        )
        return cell_under(start, end, self.lengths)


def start_of(corner: Corner) -> Corner:
    """The top left of the cell in which a corner lies."""
    return Corner(corner.row, corner.column)
