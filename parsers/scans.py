"""Pictures of pages → what they hold: pages for the MOU reader, tables for the form's.

Imported only where a picture is read.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from parsers.limits import Limits
from parsers.line_readers import Readers, installed
from parsers.page_image import Grey
from parsers.pdf_text import Page
from parsers.recognised_headers import with_header_of, with_headers
from parsers.refused import FileTooComplex
from parsers.scanned_page import ScannedPage, scanned_page

_WORKERS = 2
_SHARE_OF_TIME = 0.85
"""Of the file's time that may pass before another page is begun; one that is begun ends well within the rest."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One recognised page, as text and as tables."""

    page: Page
    scanned: ScannedPage


def recognised(
    pictures: Iterable[tuple[int, Grey]], limits: Limits, readers: Readers | None = None
) -> dict[int, Scan]:
    """Read pictures of pages, two at a time.

    Args:
        pictures: Number of the page and its picture; taken one by one, so that few are in memory.

    Raises:
        ConverterMissing: No reader is installed.
        FileTooComplex: Not all pages could be read in time.
    """
    readers = readers or installed()
    until = time.monotonic() + limits.seconds * _SHARE_OF_TIME
    found: dict[int, ScannedPage] = {}
    with ThreadPoolExecutor(_WORKERS) as threads:
        waiting: deque[tuple[int, Future[ScannedPage]]] = deque()
        for number, grey in pictures:
            if time.monotonic() > until:
                raise FileTooComplex
            waiting.append((number, threads.submit(scanned_page, grey, number, readers)))
            if len(waiting) > _WORKERS:
                number, future = waiting.popleft()
                found[number] = with_headers(future.result())
        for number, future in waiting:
            found[number] = with_headers(future.result())
    return {number: _scan(number, page) for number, page in _with_headers_of_others(found).items()}


def _with_headers_of_others(pages: dict[int, ScannedPage]) -> dict[int, ScannedPage]:
    """The pages, one whose header is illegible with that of the first that has the form's and the same columns."""
    form = next((page for page in pages.values() if page.tables.holds_form), None)
    if form is None:
        return pages
    return {
        number: page if page.tables.holds_form else with_header_of(page, form)
        for number, page in pages.items()
    }


def _scan(number: int, scanned: ScannedPage) -> Scan:
    tables = scanned.tables
    text = "\n".join(_lines(scanned))
    letters = sum(letter.isalnum() for letter in text)
    page = Page(
        number, text, ok=True, has_text=letters > 0, holds_form=tables.holds_form, recognised=True,
        is_picture=letters == 0, other_reading=scanned.other, sure=scanned.sure,
    )  # fmt: skip
    return Scan(page, scanned)


def _lines(scanned: ScannedPage) -> Iterator[str]:
    yield from scanned.text.split("\n")
    yield from (cell.text for cell in scanned.tables.grid.cells.values())
