"""A scanned form read cell by cell against whole pages, by the same Tesseract with the same model, in one run.

    .venv/bin/python bench/ocr_cells.py [ROWS]     (12 by default; prints ratios, since machines differ)

Each scan is straightened and its lines are found once, for all. Then: every line of every cell by itself (as
`parsers.scanned_page` does); the page as it came; the page with its ruling wiped away. Words of whole pages are sorted
into our cells, which whoever reads whole pages would have to find as well. A cell counts as right where its text is what
the form says, white space aside; ticks do not count, since we read them by their ink. Seconds are CPU of Tesseract.
"""

import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.layouts import Layout  # noqa: E402
from make.long_forms import long_form  # noqa: E402
from make.papers import printed  # noqa: E402
from make.scans import rendered, scanned  # noqa: E402

from parsers.ocr import LINE, PAGE, THAI, Tesseract  # noqa: E402
from parsers.page_image import Grey  # noqa: E402
from parsers.page_lines import line_height  # noqa: E402
from parsers.scan_grid import RuledPage, cell_of  # noqa: E402
from parsers.scanned_page import upright  # noqa: E402

ENGINE = Tesseract()
SECONDS = 120.0
SCANS = {
    "clean": {},
    "good (1 degree, JPEG 75)": {"degrees": 1.0, "quality": 75},
    "fair (blur, JPEG 60)": {"degrees": -1.0, "blur": 0.8, "quality": 60},
}


def by_cell(page: RuledPage) -> list[str]:
    body = line_height(page.ink)
    cells = [cell_of(cell.box, page, body) for table in page.tables for cell in table.cells]
    lines = [Image.fromarray(line) for cell in cells for line in cell.lines]
    found = iter(ENGINE.recognise(lines, THAI, SECONDS, LINE))
    return ["".join(next(found).text for _ in cell.lines) for cell in cells]


def whole(picture: Grey, page: RuledPage) -> list[str]:
    """Text of each cell from the words of the whole page whose middle stands in it."""
    [read] = ENGINE.recognise([Image.fromarray(picture)], THAI, SECONDS, PAGE)
    texts: list[str] = []
    for table in page.tables:
        of_cell = [""] * len(table.cells)
        for word in read.words:
            left, top, right, bottom = word.box
            place = table.cell_at((left + right) / 2, (top + bottom) / 2)
            if place is not None:
                of_cell[place] += word.text
        texts += of_cell
    return texts


READERS: dict[str, Callable[[RuledPage], list[str]]] = {
    "by cell": by_cell,
    "whole page": lambda page: whole(_with_rules(page), page),
    "whole page, rules wiped": lambda page: whole(page.clean, page),
}


def _with_rules(page: RuledPage) -> Grey:
    return np.where(page.rules > 0, np.uint8(0), page.clean).astype(np.uint8)


def said(layout: Layout) -> Counter[str]:
    """The texts of the form's cells as it was made, without white space and ticks."""
    cells = (value for sheet in layout.sheets for value in sheet.cells.values())
    return Counter(text for text in map(_plain, cells) if len(text) > 1)


def _plain(value: object) -> str:
    return "".join(str(value).split()) if value is not None else ""


def seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(rows: int) -> None:
    layout = long_form(rows)
    truth = said(layout)
    with tempfile.TemporaryDirectory(prefix="samruat-ocr-") as folder:
        pictures = rendered(printed(layout, Path(folder)))
    for name, damage in SCANS.items():
        pages = [upright(np.asarray(scanned(one, **damage)), ENGINE) for one in pictures]
        print(f"{name}: {len(pages)} page(s), {sum(len(t.cells) for p in pages for t in p.tables)} cells")
        first: tuple[float, float] | None = None
        for reader, read in READERS.items():
            before = seconds_of_children()
            found = Counter(_plain(text) for page in pages for text in read(page))
            took = seconds_of_children() - before
            right = sum((found & truth).values()) / sum(truth.values())
            first = first or (right, took)
            print(
                f"  {reader:24} {right:6.1%} of the texts right  {took:6.2f} s of CPU ({took / first[1]:.2f} times)"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
