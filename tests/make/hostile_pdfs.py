"""PDFs that would harm their reader: trees without end, objects without number, drawings that draw themselves."""

from collections.abc import Callable

_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]%s>>"


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog (ISO 32000-1 §7.5)."""
    parts, places, length = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, length)
    return b"".join([*parts, b"xref\n0 %d\n0000000000 65535 f \n" % count, table, end])


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def _draws_itself() -> bytes:
    names = b"/Resources<</XObject<</F 5 0 R>>>>"
    form = _stream(b"/F Do /F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + names)
    return pdf_of([_CATALOG, _PAGES, _PAGE % (names + b"/Contents 4 0 R"), _stream(b"/F Do"), form])


def _deep_tree(depth: int) -> bytes:
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(2, depth)]
    return pdf_of([_CATALOG, *nodes, _PAGE % b""])


def _strokes(count: int) -> bytes:
    lines = _stream(b"0 0 m 100 100 l S\n" * count)
    return pdf_of([_CATALOG, _PAGES, _PAGE % b"/Contents 4 0 R", lines])


HOSTILE_PDFS: dict[str, Callable[[], bytes]] = {
    "tree-in-itself.pdf": lambda: pdf_of([_CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]),
    "deep-tree.pdf": lambda: _deep_tree(20_000),
    "many-objects.pdf": lambda: pdf_of([_CATALOG, _PAGES, _PAGE % b"", *[b"<</A 5 0 R>>"] * 300_000]),
    "nested-arrays.pdf": lambda: pdf_of(
        [_CATALOG[:-2] + b"/X " + b"[" * 300_000 + b"]" * 300_000 + b">>", _PAGES, _PAGE % b""]
    ),
    "draws-itself.pdf": _draws_itself,
    "strokes.pdf": lambda: _strokes(1_500_000),
}
