"""Glyphs of a PDF that its font names no letter for (no entry in ToUnicode, ISO 32000-1 §9.10).

pdfium shows the glyph's number as if it were a letter: น้ำF for น้ำ. Programs that shape Thai name a cluster at its first glyph
and leave the others without a name: behind ำ such a glyph is its right half, above a cluster its tone mark, before า the ring
of ำ. Elsewhere it is a letter that nobody knows.
"""

import ctypes
import re
from typing import Any

_MAY_BE = re.compile("(?<=[ก-๎])[^ก-๛]{1,6}")
_BEFORE_AA = re.compile("[่-๋]?[าำ]")
_RING, _NOTHING, _UNKNOWN = "\u0e4d", "\u200b", "\ufffd"
_FARTHEST = 60
"""Letters before it among which its cluster stands: pdfium puts what is drawn above a line at the end of a run."""


def without_unnamed(textpage: Any, content: str) -> str:
    """A page's letters, each in its place, those that have no name told apart from real ones.

    Args:
        content: One character a glyph.
    """
    import pypdfium2.raw as pdfium

    letters: list[str] | None = None
    for at in (at for match in _MAY_BE.finditer(content) for at in range(*match.span())):
        if content[at] == _NOTHING or pdfium.FPDFText_HasUnicodeMapError(textpage, at) != 1:
            continue
        letters = letters or list(content)
        if _is_of_a_cluster(textpage, content, at):
            letters[at] = _NOTHING
            # pdfium parts what is drawn above the line from what stands on it.
            for beside in (at - 1, at + 1):
                if content[beside : beside + 1] == " " and pdfium.FPDFText_IsGenerated(textpage, beside) == 1:
                    letters[beside] = _NOTHING
        elif content[at - 1] == "ำ":
            letters[at] = _NOTHING
        else:
            letters[at] = _RING if _BEFORE_AA.match(content, at + 1) else _UNKNOWN
    return "".join(letters) if letters else content


def _is_of_a_cluster(textpage: Any, content: str, at: int) -> bool:
    """Whether letters that share one glyph, so that they have one place, stand just where the glyph is drawn."""
    left, _, right, top = _box(textpage, at)
    for index in range(max(0, at - _FARTHEST), at - 1):
        if content[index] <= " " or content[index + 1] <= " ":
            continue
        start, _, end, above = first = _box(textpage, index)
        if first != _box(textpage, index + 1):
            continue
        near = max(end - start, right - left)
        if left - near < end and start < right + near and abs(above - top) < 3 * near:
            return True
    return False


def _box(textpage: Any, index: int) -> tuple[float, float, float, float]:
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value
