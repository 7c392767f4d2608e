"""Layers of a PDF (optional content, ISO 32000-1 §8.11) that are switched off: what only they hold, no viewer shows.

pdfium draws as a viewer does, but hands on the letters of every layer, and does not tell to which layer a shape belongs. So
shapes are drawn by themselves, once with all layers and once as the file has them. Where programs may differ (only the
screen or only paper shows it, or only a program that knows more than the list of layers), nobody can tell. Imported only
where a PDF is read.
"""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from parsers.limits import Limits
from parsers.pdf_nested import moved, placing
from parsers.pdf_opening import opened
from parsers.pdf_text import Box

_LIST, _PACKED, _LOCKED = b"/OCProperties", b"/ObjStm", b"/Encrypt"
_HABITS = (b"/Usage", b"/Configs")
"""What only some programs go by, besides the file's list of layers that are on and off."""
_RULE, _GROUP = b"/OCMD", b"/OCG "
"""A rule over layers ("seen while this one is off") is none where it passes for a layer itself."""
_LEAVES = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
_LONGEST = 500
"""Pixels of the longer side of a drawing: enough for ink to be there or not."""
_MOST_DRAWINGS = 600
"""About 5 s. What is not told apart by then is doubtful."""


@dataclass(slots=True)
class Layers:
    """A file's layers.

    Attributes:
        all_on: The file with every layer visible.
        shown: The file in the ways in which programs show it, each with the words for how it is drawn.
    """

    all_on: Any
    shown: Sequence[tuple[Any, dict[str, Any]]]
    _known: dict[int, "_Found"] = field(default_factory=dict)

    def take(self, page: Any, index: int) -> list[Box]:
        """Removes from a page (its index from 0) what nobody sees; where what only some programs show stands, in the
        page's own points."""
        if index not in self._known:
            self._known[index] = self._look(index, page)
        found = self._known[index]
        shapes = _leaves(page)
        boxes = [_box(shapes[at]) for at in found.doubtful]
        for shape in [shapes[at] for at in found.hidden]:
            page.remove_obj(shape)
        return [*boxes, *found.notes]

    def _look(self, index: int, page: Any) -> "_Found":
        all_on = _Drawn(self.all_on[index], {})
        shown = [_Drawn(pdf[index], words) for pdf, words in self.shown]
        found = _Found([], [], _notes_in_layers(page))
        drawable = []
        for unit in _units(all_on.leaves):
            if all_on.lacks_font(unit) and not _has_ink(all_on.drawn(unit)):
                found.doubtful.extend(unit)
            else:
                drawable.append(unit)
        _sort(drawable, all_on, shown, found)
        for drawn in (all_on, *shown):
            drawn.page.close()
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """By their place among a page's shapes: what no program shows, and what only some do; and notes that are in a layer."""

    hidden: list[int]
    doubtful: list[int]
    notes: list[Box]


@contextmanager
def layers_of(data: bytes, pdf: Any, limits: Limits) -> Iterator[Layers | None]:
    """None where the file has no layers.

    Raises:
        FileRefused: As `parsers.pdf_opening.opened`.
    """
    plain = _plain(data, pdf)
    if _LIST not in plain:
        yield None
        return
    with ExitStack() as stack:
        ways: list[tuple[Any, dict[str, Any]]] = [(stack.enter_context(opened(plain, limits)), {})]
        if any(habit in plain for habit in _HABITS):
            ways.append((stack.enter_context(opened(plain, limits)), {"optimize_mode": "print"}))
            ways.append((stack.enter_context(opened(_without(plain, *_HABITS), limits)), {}))
        all_on = _without(plain, _LIST, *_HABITS).replace(_RULE, _GROUP)
        yield Layers(stack.enter_context(opened(all_on, limits)), ways)


def _plain(data: bytes, pdf: Any) -> bytes:
    """The file with none of its objects packed or locked; nothing where it names no layers."""
    if _LIST not in data and _PACKED not in data and _LOCKED not in data:
        return b""
    out = BytesIO()
    pdf.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
    return out.getvalue()


def _without(plain: bytes, *names: bytes) -> bytes:
    """The file with some keys of its dictionaries out of use; as long as before, so that everything is where it was."""
    for name in names:
        plain = plain.replace(name, b"/~" + name[2:])
    return plain


def _sort(units: Sequence[Sequence[int]], all_on: "_Drawn", shown: Sequence["_Drawn"], found: _Found) -> None:
    """Halves what is drawn until each half is wholly seen or wholly hidden."""
    todo = [list(units)] if units else []
    drawings = 0
    while todo:
        some = todo.pop()
        leaves = [leaf for unit in some for leaf in unit]
        if drawings > _MOST_DRAWINGS:
            found.doubtful.extend(leaves)
            continue
        whole, seen = all_on.drawn(leaves), [one.drawn(leaves) for one in shown]
        drawings += 1 + len(shown)
        if all(one == whole for one in seen):
            continue
        if not any(map(_has_ink, seen)):
            found.hidden.extend(leaves)
        elif len(some) > 1:
            todo += [some[: len(some) // 2], some[len(some) // 2 :]]
        else:
            found.doubtful.extend(leaves)


class _Drawn:
    """A page of which any shapes can be drawn by themselves."""

    def __init__(self, page: Any, words: dict[str, Any]) -> None:
        self.page = page
        self.leaves = _leaves(page)
        self._words = words
        self._scale = min(1.0, _LONGEST / max(*page.get_size(), 1))
        for shape in self.leaves:
            # Half black whatever it is: white letters are data too, and what lies below another shape shows.
            pdfium.FPDFPageObj_SetFillColor(shape, 0, 0, 0, 120)
            pdfium.FPDFPageObj_SetStrokeColor(shape, 0, 0, 0, 120)
            if shape.type == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFTextObj_SetTextRenderMode(shape, pdfium.FPDF_TEXTRENDERMODE_FILL)
        for shape in page.get_objects():
            pdfium.FPDFPageObj_SetIsActive(shape, shape.type == pdfium.FPDF_PAGEOBJ_FORM)

    def lacks_font(self, leaves: Sequence[int]) -> bool:
        """Whether one of these shapes is a text whose font is not in the file: it may draw nothing here."""
        return any(
            shape.type == pdfium.FPDF_PAGEOBJ_TEXT
            and pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(shape)) != 1
            for shape in map(self.leaves.__getitem__, leaves)
        )

    def drawn(self, leaves: Sequence[int]) -> bytes:
        """Grey levels of a page with these shapes alone."""
        for leaf in leaves:
            pdfium.FPDFPageObj_SetIsActive(self.leaves[leaf], True)
        bitmap = self.page.render(
            scale=self._scale, grayscale=True, draw_annots=False, may_draw_forms=False, **self._words
        )
        for leaf in leaves:
            pdfium.FPDFPageObj_SetIsActive(self.leaves[leaf], False)
        return bytes(bitmap.to_numpy().tobytes())


def _has_ink(grey: bytes) -> bool:
    return grey.count(b"\xff") < len(grey)


def _leaves(page: Any) -> list[Any]:
    return list(page.get_objects(_LEAVES))


def _units(leaves: Sequence[Any]) -> Iterator[list[int]]:
    """Places of shapes that are seen or hidden together; those that stand in no layer are left out."""
    for bearers, some in groupby(enumerate(leaves), key=lambda one: _bearers(one[1])):
        if bearers:
            yield [at for at, _ in some]


def _bearers(shape: Any) -> tuple[int, ...]:
    """By address, what may bear a layer: a picture, the drawings that a shape stands in, marks around any of them."""
    found = [_address(shape)] if shape.type == pdfium.FPDF_PAGEOBJ_IMAGE else []
    while shape is not None:
        for number in range(pdfium.FPDFPageObj_CountMarks(shape)):
            mark = pdfium.FPDFPageObj_GetMark(shape, number)
            if _name(mark) == "OC":
                found.append(_address(mark))
        shape = shape.container
        if shape is not None:
            found.append(_address(shape))
    return tuple(found)


def _address(of: Any) -> int:
    return ctypes.cast(getattr(of, "raw", of), ctypes.c_void_p).value or 0


def _name(mark: Any) -> str:
    buffer, size = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), size):
        return ""
    return bytes(buffer)[: max(0, min(size.value, 32) - 2)].decode("utf-16-le", "replace")


def _box(shape: Any) -> Box:
    box = shape.get_bounds()
    matrix = placing(shape.container)
    return box if matrix is None else moved(matrix, box)


def _notes_in_layers(page: Any) -> list[Box]:
    """Where fields and notes stand that belong to a layer: whether it is on, pdfium does not ask."""
    boxes: list[Box] = []
    rect = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note and pdfium.FPDFAnnot_HasKey(note, b"OC") and pdfium.FPDFAnnot_GetRect(note, rect):
            xs, ys = sorted((rect.left, rect.right)), sorted((rect.bottom, rect.top))
            boxes.append((xs[0], ys[0], xs[1], ys[1]))
        pdfium.FPDFPage_CloseAnnot(note)
    return boxes
