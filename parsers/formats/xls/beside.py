"""What an old workbook says outside its cells' values: drawn marks, boxes, the page's head and foot, kinds of formulas.

The records of each worksheet are walked once more ([MS-XLS] §2.4, drawings [MS-ODRAW] §2.2); xlrd shows none of this.
Broken records say nothing: the cells are what counts.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.grid import DRAWN, Place
from survey.thai.text import repair

TICKED = "☑"

_BOF, _END, _SHEETS = 0x0809, 0x0A, 0x85
_FORMULA, _DRAWING, _OBJECT, _TEXT, _MORE = 0x06, 0xEC, 0x5D, 0x1B6, 0x3C
_EDGES = (0x14, 0x15)  # the page's head and foot
_BOX, _RADIO, _NOTE, _TEXT_BOX = 0x0B, 0x0C, 0x19, 0x06
_NO_MARKS = frozenset({0x05, 0x07, 0x10, 0x11, 0x12, 0x13, 0x14, _NOTE})  # charts, buttons, lists, comments
_LONGEST_MARK = 3
_WIDEST, _HIGHEST = 1.9, 2.5
_MOST_SHAPES = 5_000
_NAME = re.compile("[ก-๎]{2}")
_VOLATILE = re.compile(rb"[\x21\x41\x61][\x3f\x4a\xdd]\x00")  # RAND, NOW, TODAY
_HEADER_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Za-z+\-]')


@dataclass(slots=True)
class Beside:
    """What stands beside one worksheet's cells.

    Attributes:
        over: Place to the mark that lies over it.
        notes: Words of text boxes and of the page's head and foot.
        volatile: Cells whose formula gives another value on another day.
        unsolved: Cells of formulas that whoever wrote the file did not compute.
    """

    over: dict[Place, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    volatile: set[Place] = field(default_factory=set)
    unsolved: set[Place] = field(default_factory=set)


@dataclass(slots=True)
class _Shape:
    kind: int = 0
    gone: bool = False
    anchor: tuple[int, ...] | None = None
    has_object: bool = False
    has_text: bool = False
    object: int | None = None
    checked: bool = False
    text: str = ""


def beside_sheets(stream: bytes, encoding: str) -> list[Beside]:
    """One for each worksheet, in their order; `encoding` is that of texts in files of before Excel 97."""
    found = []
    for kind, data in _records(stream, 0):
        if kind == _SHEETS and len(data) > 5 and data[5] == 0:  # neither a chart nor macros
            found.append(_sheet(stream, int.from_bytes(data[:4], "little"), encoding))
        elif kind == _END:
            break
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(stream: bytes, at: int, encoding: str) -> Beside:
    beside = Beside()
    drawing: list[bytes] = []
    objects: list[bytes] = []
    texts: list[list[bytes]] = []
    before, depth, is_new = 0, 0, False
    for kind, data in _records(stream, at):
        if kind & 0xFF == _BOF & 0xFF and kind in (_BOF, 0x0409, 0x0209, 0x0009):
            depth += 1  # a chart within the sheet has its own records
            is_new = is_new or data[:2] == b"\x00\x06"
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            if kind == _DRAWING or (kind == _MORE and before == _DRAWING):
                drawing.append(data)
                kind = _DRAWING
            elif kind == _OBJECT:
                objects.append(data)
            elif kind == _TEXT:
                texts.append([data])
            elif kind == _MORE and before == _TEXT and texts:
                texts[-1].append(data)
                kind = _TEXT
            elif kind in _EDGES:
                beside.notes += _edge(data, is_new, encoding)
            elif kind == _FORMULA:
                _take_formula(beside, data)
            before = kind
    shapes = list(_shapes(b"".join(drawing)))
    _fill(shapes, objects, texts)
    for shape in shapes:
        _take_shape(beside, shape)
    return beside


def _edge(data: bytes, is_new: bool, encoding: str) -> Iterator[str]:
    """The words of the page's head or foot, without its codes."""
    if not data:
        return
    if is_new and len(data) > 3:
        text = data[3:].decode("utf-16-le" if data[2] & 1 else "latin-1", "replace")
    else:
        text = data[1:].decode(encoding, "replace")
    words = repair(_HEADER_CODE.sub("\n", text)).strip()
    if words:
        yield words


def _take_formula(beside: Beside, data: bytes) -> None:
    if len(data) < 24:
        return
    row, column = struct.unpack_from("<HH", data)
    length = int.from_bytes(data[20:22], "little")
    tokens = data[22 : 22 + length]
    if (
        tokens[:1] == b"\x19" and len(tokens) > 1 and tokens[1] & 1
    ):  # PtgAttrSemi: a volatile function is called
        beside.volatile.add((row + 1, column + 1))
    blank = data[6] == 3 and data[12:14] == b"\xff\xff"
    if blank and data[14] & 3 == 3 and tokens[:1] not in (b"\x17", b""):  # to be computed on loading
        beside.unsolved.add((row + 1, column + 1))


def _shapes(drawing: bytes) -> Iterator[_Shape]:
    """The shapes in their order; containers are gone into, whatever they hold."""
    at, shape, count = 0, None, 0
    while at + 8 <= len(drawing):
        version, kind, length = struct.unpack_from("<HHI", drawing, at)
        at += 8
        if kind in (0xF002, 0xF003, 0xF004):
            if kind == 0xF004:
                if shape is not None:
                    yield shape
                shape, count = _Shape(), count + 1
                if count > _MOST_SHAPES:
                    return
            continue
        data = drawing[at : at + length]
        if shape is not None:
            if kind == 0xF00A and len(data) >= 8:
                flags = int.from_bytes(data[4:8], "little")
                shape.kind, shape.gone = version >> 4, bool(flags & 0xC)  # deleted, or the sheet's own root
            elif kind == 0xF010 and len(data) >= 18:
                shape.anchor = struct.unpack_from("<8H", data, 2)
            elif kind == 0xF011:
                shape.has_object = True
            elif kind == 0xF00D:
                shape.has_text = True
        at += length
    if shape is not None:
        yield shape


def _fill(shapes: list[_Shape], objects: list[bytes], texts: list[list[bytes]]) -> None:
    """Give each shape the object and the text that follow it as records of their own."""
    for shape, data in zip((one for one in shapes if one.has_object), objects, strict=False):
        at = 0
        while at + 4 <= len(data):
            kind, length = struct.unpack_from("<HH", data, at)
            if kind == 0x15 and length >= 2:
                shape.object = int.from_bytes(data[at + 4 : at + 6], "little")
            elif kind in (0x0A, 0x12) and length >= 2 and at + 6 <= len(data):
                shape.checked = shape.checked or data[at + 4] == 1
            at += 4 + length
    for shape, parts in zip((one for one in shapes if one.has_text), texts, strict=False):
        shape.text = _box_text(parts)


def _box_text(parts: list[bytes]) -> str:
    left = int.from_bytes(parts[0][10:12], "little") if len(parts[0]) >= 12 else 0
    text = ""
    for part in parts[1:]:
        if left <= 0 or not part:
            break
        piece = part[1:].decode("utf-16-le" if part[0] & 1 else "latin-1", "replace")[:left]
        text, left = text + piece, left - len(piece)
    return repair(text.replace("\r", "\n")).strip()


def _take_shape(beside: Beside, shape: _Shape) -> None:
    if shape.gone or shape.object is None or shape.object in _NO_MARKS:
        return
    words, place = shape.text, _place(shape)
    if shape.object in (_BOX, _RADIO):
        if shape.checked and place is not None:
            beside.over[place] = TICKED
        return
    is_mark = len("".join(words.split())) <= _LONGEST_MARK if words else shape.object != _TEXT_BOX
    if place is not None and is_mark:
        beside.over.setdefault(place, words or DRAWN)
    if words and (place not in beside.over or _NAME.search(words)):
        beside.notes.append(words)


def _place(shape: _Shape) -> Place | None:
    """The cell below the middle of a shape; None where it covers more than a cell and its edges."""
    if shape.anchor is None:
        return None
    left, right_of, top, below, right, right_of2, bottom, below2 = shape.anchor
    across = (left + min(right_of / 1024, 1), right + min(right_of2 / 1024, 1))
    along = (top + min(below / 256, 1), bottom + min(below2 / 256, 1))
    if across[1] - across[0] > _WIDEST or along[1] - along[0] > _HIGHEST:
        return None
    return int(sum(along) / 2) + 1, int(sum(across) / 2) + 1
