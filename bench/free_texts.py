"""How often two readers agree on free text, how often they agree wrongly, and what a third witness is worth.

    PYTHONPATH=.:tests .venv/bin/python bench/free_texts.py build/train/fonts [PAGES [SEED]]

FONTS as `python -m training.fonts build/train/fonts` lays them; PAGES of each printer and damage (12). Texts drawn by lot that no
list holds (tests/make/free_texts.py), in the families that no training saw, 9 to 16 points, printed by LibreOffice and
Chromium, and by ReportLab, which places no marks; each page a print of its own, cut and read as the product does it. A cell
is *wrong* where letters differ, white space aside. Shares with the bounds of Wilson's interval, 95 %. Tesseract is not
asked where the line reader alone forbids certainty.
"""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from make.free_texts import KINDS, PRINTERS, FreeTexts
from make.scans import photographed, rendered, scanned

from parsers.agreement import SCORE, ReadLine, all_agreed, all_witnessed, levels_of
from parsers.line_readers import Readers
from parsers.mark_ink import line_ink
from parsers.ocr import SCRIPT, THAI, Tesseract
from parsers.page_image import Grey
from parsers.scanned_page import scanned_page
from parsers.thai_lines.reader import reader
from parsers.upper_marks import Levels
from survey.cells import address
from survey.thai.text import squeeze
from training.fonts import Face, faces

DAMAGES: dict[str, dict[str, Any]] = {
    "clean": {},
    "fair": {"degrees": 0.6, "blur": 0.7, "noise": 4.0, "quality": 60},
    "photograph": {},
}
SIZES = (9, 10, 12, 14, 16)
_ROWS = {9: 15, 10: 13, 12: 10, 14: 8, 16: 6}
"""That fit on a page though most of them take two lines."""


@dataclass(frozen=True)
class Cell:
    """What was printed, what each reader has, and where the marks of its page stand."""

    printer: str
    damage: str
    family: str
    size: int
    kind: str
    text: str
    lines: tuple[ReadLine, ...]
    is_clear: bool
    """Its ink does not run into its rules."""
    levels: Levels | None

    @property
    def is_right(self) -> bool:
        """As the line reader has it."""
        own = "".join(line.own.text for line in self.lines if line.own)
        return squeeze(own) == squeeze(self.text)


RULES: dict[str, Callable[[Cell], bool]] = {
    "both agree": lambda cell: all_agreed(cell.lines),
    "and the page places its marks": lambda cell: all_agreed(cell.lines) and cell.levels is not None,
    "ink and known words bear them out, or the more of a lead": lambda cell: all_witnessed(
        cell.lines, cell.levels
    ),
}
"""The last one is the product's."""


class Hurried(Readers):
    """Readers that ask Tesseract only where a line may become certain."""

    def read(self, pictures: Sequence[Grey]) -> list[ReadLine]:
        """As the product, of lines that may become certain."""
        lines = [
            ReadLine(own, ink=line_ink(picture))
            for own, picture in zip(self._read_own(pictures), pictures, strict=True)
        ]
        may = [
            number for number, line in enumerate(lines) if line.own is not None and line.own.score >= SCORE
        ]
        for number, thai in zip(may, self.model(THAI, [pictures[n] for n in may]), strict=True):
            lines[number] = replace(lines[number], thai=thai)
        open_ = [number for number in may if lines[number].needs_third]
        for number, script in zip(open_, self.model(SCRIPT, [pictures[n] for n in open_]), strict=True):
            lines[number] = replace(lines[number], script=script)
        return lines


def held_out(fonts: Path) -> list[Face]:
    """One upright face of each family kept apart."""
    found = {}
    for face in faces(fonts):
        if face.held_out and not any(
            word in Path(face.path).stem for word in ("Bold", "Oblique", "Italic", "700")
        ):
            found[face.family] = face
    return [found[family] for family in sorted(found)]


def cells(
    fonts: Path,
    pages: int,
    readers: Readers,
    seed: int = 1,
    printers: Sequence[str] = tuple(PRINTERS),
    damages: Sequence[str] = tuple(DAMAGES),
) -> Iterator[Cell]:
    """So many pages of each printer and damage, of each the cells that were found; the same for the same seed."""
    from fontTools.ttLib import TTFont

    random, texts, known = Random(seed), FreeTexts(seed), held_out(fonts)
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        os.environ["FONTCONFIG_FILE"] = _fontconfig([Path(face.path) for face in known], folder)
        try:
            for number in range(pages):
                for printer in printers:
                    face, size = known[(number + len(printer)) % len(known)], random.choice(SIZES)
                    made = [texts.page(_ROWS[size]) for _ in damages]
                    path = folder / f"{printer}{number}.pdf"
                    with TTFont(face.path, lazy=True) as font:
                        family = str(font["name"].getBestFamilyName())
                    PRINTERS[printer](made, family, str(Path(face.path).resolve()), size, path)
                    pictures = rendered(path.read_bytes(), 200)
                    if len(pictures) != len(made):
                        continue  # a table that goes on on a second page
                    for damage, page, picture in zip(damages, made, pictures, strict=True):
                        where = (printer, damage, face.family, size)
                        yield from _read(where, page, _harmed(picture, damage), readers)
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def _fontconfig(files: Iterable[Path], folder: Path) -> str:
    """LibreOffice takes fonts from folders of the system alone."""
    (folder / "fonts").mkdir()
    for file in files:
        (folder / "fonts" / file.name).symlink_to(file.resolve())
    settings = folder / "fonts.conf"
    settings.write_text(
        "<fontconfig><include>/etc/fonts/fonts.conf</include>"
        f"<dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    return str(settings)


def _harmed(picture: Any, damage: str) -> Grey:
    page = photographed(picture) if damage == "photograph" else scanned(picture, **DAMAGES[damage])
    return np.asarray(page, np.uint8)


def _read(
    where: tuple[str, str, str, int], page: Sequence[Sequence[str]], grey: Grey, readers: Readers
) -> Iterator[Cell]:
    read = scanned_page(grey, 1, readers)
    levels = levels_of(line for lines in read.lines.values() for line in lines)
    for row, texts in enumerate(page, 1):
        for column, (kind, text) in enumerate(zip(KINDS, texts, strict=True), 1):
            at = address("p1", row, column)
            if lines := read.lines.get(at):
                yield Cell(*where, kind, text, lines, read.inks[at].is_clear, levels)


def wilson(wrong: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval's bounds."""
    if not of:
        return 0.0, 1.0
    share, spread = wrong / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / of + spread / of / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells(Path(sys.argv[1]), pages, Hurried(reader(), Tesseract()), seed):
        for group in ((cell.printer, cell.damage), ("all", cell.damage)):
            found[group].append(cell)
    table(found)


def table(found: dict[tuple[str, str], list[Cell]]) -> None:
    """Of each group: cells, how many are right, and how each rule does."""
    print("| printer, damage | cells | right | " + " | ".join(RULES) + " |")
    print("| --- | ---: | ---: |" + " --- |" * len(RULES))
    for (printer, damage), some in found.items():
        told = [_told([cell for cell in some if rule(cell)], len(some)) for rule in RULES.values()]
        right = sum(cell.is_right for cell in some) / len(some)
        print(f"| {printer}, {damage} | {len(some)} | {right:.1%} | " + " | ".join(told) + " |")


def _told(sure: list[Cell], of: int) -> str:
    wrong = sum(not cell.is_right for cell in sure)
    low, high = wilson(wrong, len(sure))
    return f"{len(sure) / of:.1%} certain, {wrong} of {len(sure)} wrong ({low * 1e4:.1f} to {high * 1e4:.1f} in 10,000)"


if __name__ == "__main__":
    main()
