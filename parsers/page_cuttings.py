"""Pictures of the cells that could not be read surely, small enough to stand in a mail.

Imported only where a picture is read.
"""

from collections.abc import Collection, Iterable
from io import BytesIO

from parsers.page_image import Grey
from parsers.scanned_page import ScannedPage

MOST, MOST_BYTES = 20, 30_000
_WIDEST, _TALLEST = 420, 240
_GREYS = 16


def cuttings(pages: Iterable[ScannedPage], doubted: Collection[str]) -> tuple[tuple[str, bytes], ...]:
    """Address and PNG of each doubted cell in the pages' order: 20 at most, of at most 30 kB each."""
    found: list[tuple[str, bytes]] = []
    for page in pages:
        for at, grey in page.pictures.items():
            if at in doubted and len(found) < MOST:
                found.append((at, _png(grey)))
    return tuple(found)


def _png(grey: Grey) -> bytes:
    from PIL import Image

    picture = Image.fromarray(grey)
    data = b""
    for share in (1.0, 0.7, 0.4, 0.2):
        shown = picture.copy()
        shown.thumbnail((int(_WIDEST * share), int(_TALLEST * share)))
        out = BytesIO()
        shown.quantize(_GREYS).save(out, "PNG", optimize=True)
        data = out.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data
