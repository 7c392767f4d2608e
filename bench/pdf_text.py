"""Printed forms and agreements as text: our reader against pdfplumber and pypdf, in one run.

    .venv/bin/python bench/pdf_text.py [ROWS]     (12 by default; prints ratios, since machines differ)

Forms printed by LibreOffice in Thai fonts, agreements as Word draws them. Truth is known: *right* is the share of
the form's cells, and of the agreement's lines, that come out letter by letter, white space aside (Thai has none between
words; within a line of an agreement it must be there or not as it was written). pypdf knows no tables: its form is not
judged. Times are CPU a page, the best of three.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.agreements import make_agreement  # noqa: E402
from make.long_forms import long_form  # noqa: E402
from make.papers import printed  # noqa: E402
from make.pdfs import make_pdf, word_like  # noqa: E402

from parsers.formats import pdf  # noqa: E402
from parsers.limits import Limits  # noqa: E402

LIMITS = Limits()
FONTS = ("Laksaman", "Garuda")


def our_cells(data: bytes) -> list[str]:
    numbers = range(1, pages_of(data) + 1)
    return [cell.text for page in pdf.read_tables(data, numbers, LIMITS) for cell in page.grid.cells.values()]


def plumbed_cells(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    return [cell or "" for table in tables for row in table for cell in row]


def our_lines(data: bytes) -> list[str]:
    return [line for page in pdf.read_pages(data, LIMITS) for line in page.text.split("\n")]


def plumbed_lines(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [line for page in document.pages for line in page.extract_text().split("\n")]


def pypdf_lines(data: bytes) -> list[str]:
    return [line for page in pypdf.PdfReader(BytesIO(data)).pages for line in page.extract_text().split("\n")]


def pages_of(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    count = len(document)
    document.close()
    return count


def plain(texts: Iterable[object]) -> Counter[str]:
    return Counter(words for text in texts if (words := "".join(str(text).split())))


def spaced(texts: Iterable[object]) -> Counter[str]:
    return Counter(words for text in texts if (words := " ".join(str(text).split())))


Reader = Callable[[bytes], list[str]]
FORM: dict[str, Reader] = {"ours": our_cells, "pdfplumber": plumbed_cells}
AGREEMENT: dict[str, Reader] = {"ours": our_lines, "pdfplumber": plumbed_lines, "pypdf": pypdf_lines}


def compare(
    title: str,
    files: list[tuple[bytes, list[object]]],
    readers: dict[str, Reader],
    words: Callable[[Iterable[object]], Counter[str]],
) -> None:
    pages = sum(pages_of(data) for data, _ in files)
    print(f"{title}: {len(files)} files, {pages} pages")
    first = 0.0
    for name, read in readers.items():
        took, right, of = float("inf"), 0, 0
        for _ in range(3):
            begun = time.process_time()
            found = [read(data) for data, _ in files]
            took = min(took, time.process_time() - begun)
        for texts, (_, truth) in zip(found, files, strict=True):
            right += sum((words(texts) & words(truth)).values())
            of += sum(words(truth).values())
        first = first or took
        print(
            f"  {name:12} {right / of:6.1%} right  {1000 * took / pages:7.1f} ms a page ({took / first:.1f} times)"
        )


def main(rows: int) -> None:
    layouts = [long_form(rows, seed=seed) for seed in range(1, len(FONTS) + 1)]
    with tempfile.TemporaryDirectory(prefix="samruat-pdf-") as folder:
        forms = [
            (
                printed(layout, Path(folder), font=font),
                [
                    value
                    for sheet in layout.sheets
                    for (row, _), value in sheet.cells.items()
                    if 4 < row < rows + 5
                ],
            )
            for layout, font in zip(layouts, FONTS, strict=True)
        ]
    compare("forms by LibreOffice", forms, FORM, plain)
    agreements = [make_agreement(seed) for seed in range(1, 13)]
    as_word = [(make_pdf(word_like(one.text)), list(one.text.split("\n"))) for one in agreements]
    compare("agreements as Word draws them", as_word, AGREEMENT, spaced)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
