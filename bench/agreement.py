"""How often two readers that agree are wrong: the thresholds of `parsers.agreement`, on fonts that no training saw.

    PYTHONPATH=.:tests .venv/bin/python bench/agreement.py [PAGES [PICTURE]]

Pages of ruled tables are drawn in Sarabun and Norasi, which the line reader was not trained on, damaged as scans are, and
read as the product reads them: page made level, cells cut into lines by its own splitter, each line by both readers. A
cell is *right* where its text is what was drawn, white space aside, *certain* where all its lines are agreed on. The
curve shows, for other leads that might be asked for, the share of cells that would be certain and how many of those
would be wrong; PICTURE names the PNG that it is drawn into.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from make.drawn_tables import drawn_table
from make.scans import photographed, scanned
from PIL import Image, ImageDraw, ImageFont

from parsers import agreement
from parsers.agreement import ReadLine
from parsers.line_readers import Readers, installed
from parsers.scanned_page import scanned_page
from survey.cells import address

FONTS = ("Sarabun", "Norasi", "Sarabun-Bold", "Norasi-Bold")
SIZES = ((12, 1.35), (9, 1.5), (14, 1.2), (10.5, 1.35), (16, 1.15))
DAMAGE: dict[str, dict[str, Any]] = {
    "clean": {},
    "fair": {"degrees": 0.6, "blur": 0.7, "noise": 4.0, "quality": 60},
    "poor": {"degrees": -1.1, "blur": 1.0, "noise": 9.0, "quality": 45},
    "photograph": {},
}
FACTORS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True)
class Cell:
    """One cell: where it comes from, what was drawn, and what the readers have."""

    damage: str
    font: str
    kind: str
    text: str
    lines: tuple[ReadLine, ...]

    @property
    def is_right(self) -> bool:
        return plain(line.text for line in self.lines) == plain([self.text])

    @property
    def lead(self) -> float:
        """The least of its lines."""
        return min((line.own.lead for line in self.lines if line.own), default=0.0)


def plain(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def cells(
    pages: int, readers: Readers, first: int = 1, damages: Sequence[str] = tuple(DAMAGE)
) -> Iterator[Cell]:
    """The cells of so many pages of each damage, the same each time."""
    for number in range(first, first + pages):
        font, (points, leading) = FONTS[number % len(FONTS)], SIZES[number % len(SIZES)]
        drawn = drawn_table(number, font=font, points=points, leading=leading)
        for damage in damages:
            how = DAMAGE[damage]
            page = photographed(drawn.page) if damage == "photograph" else scanned(drawn.page, **how)
            read = scanned_page(np.asarray(page), 1, readers)
            for row, made in enumerate(drawn.cells, 1):
                for column, (kind, lines) in enumerate(made, 1):
                    found = read.lines.get(address("p1", row, column), ())
                    yield Cell(damage, font, kind, " ".join(lines), tuple(found))


def edits(found: Sequence[Cell], by: str = "own") -> tuple[int, int]:
    """Letters that are wrong and letters in all, white space aside, by the line reader or by Tesseract (`thai`)."""
    from rapidfuzz.distance import Levenshtein

    wrong = of = 0
    for cell in found:
        texts = [line.text if by == "own" else line.thai or "" for line in cell.lines]
        wrong += Levenshtein.distance(plain(texts), plain([cell.text]))
        of += len(plain([cell.text]))
    return wrong, of


def certain(cell: Cell) -> bool:
    return agreement.all_agreed(cell.lines)


def at_factor(found: Iterable[Cell], factor: float) -> tuple[int, int]:
    """How many cells would be certain with leads of so many times those in use, and how many of them wrong."""
    in_use = agreement.BOTH_LEAD, agreement.LEAD, agreement.STRICT_LEAD
    agreement.BOTH_LEAD, agreement.LEAD, agreement.STRICT_LEAD = (factor * lead for lead in in_use)
    try:
        sure = [cell for cell in found if certain(cell)]
    finally:
        agreement.BOTH_LEAD, agreement.LEAD, agreement.STRICT_LEAD = in_use
    return len(sure), sum(not cell.is_right for cell in sure)


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    by_damage: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells(pages, installed()):
        by_damage[cell.damage].append(cell)
    print(
        "| cells | of | letters wrong, line reader, Tesseract | right | certain | certain and wrong | sure alone, wrong |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for damage, found in by_damage.items():
        for kind in ("all", *dict.fromkeys(cell.kind for cell in found)):
            print(_row(f"{damage}, {kind}", [cell for cell in found if kind in ("all", cell.kind)]))
    for damage, found in by_damage.items():
        for cell in found:
            if certain(cell) and not cell.is_right:
                said = " / ".join(line.text for line in cell.lines)
                print(
                    f"certain and wrong: {damage}, {cell.font}: {said} for {cell.text}, lead {cell.lead:.1f}"
                )
    if len(sys.argv) > 2:
        curve(by_damage).save(sys.argv[2], optimize=True)


def _row(name: str, found: Sequence[Cell]) -> str:
    of = len(found)
    right, sure = sum(cell.is_right for cell in found), [cell for cell in found if certain(cell)]
    wrong = sum(not cell.is_right for cell in sure)
    shares = " , ".join(f"{wrong / of:.2%}" for wrong, of in (edits(found), edits(found, "thai")))
    alone = [cell for cell in found if cell.lines and all(line.is_sure_alone for line in cell.lines)]
    alone_wrong = sum(not cell.is_right for cell in alone)
    return f"| {name} | {of} | {shares} | {right / of:.1%} | {len(sure) / of:.1%} | {wrong} | {len(alone) / of:.1%}, {alone_wrong} |"


_COLOURS = {"clean": "#1b7837", "fair": "#2166ac", "poor": "#b2182b", "photograph": "#762a83"}
_WIDE, _HIGH, _LEFT, _TOP = 900, 520, 90, 50


def curve(by_damage: dict[str, list[Cell]]) -> Image.Image:
    """Share of cells that are certain (lines) and wrong ones among them (numbers), over the leads that are asked for."""
    picture = Image.new("RGB", (_WIDE + 140, _HIGH + 160), "white")
    draw = ImageDraw.Draw(picture)
    letters = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 15)
    for tenth in range(0, 11, 2):
        y = _TOP + _HIGH - tenth * _HIGH / 10
        draw.line((_LEFT, y, _LEFT + _WIDE, y), fill="#dddddd")
        draw.text((_LEFT - 10, y), f"{tenth * 10} %", font=letters, fill="black", anchor="rm")
    for factor in FACTORS:
        x = _LEFT + factor / FACTORS[-1] * _WIDE
        draw.text((x, _TOP + _HIGH + 12), f"{factor:g}", font=letters, fill="black", anchor="ma")
    x = _LEFT + 1.0 / FACTORS[-1] * _WIDE
    draw.line((x, _TOP, x, _TOP + _HIGH), fill="#888888", width=2)
    for number, (damage, found) in enumerate(by_damage.items()):
        points = []
        for factor in FACTORS:
            sure, wrong = at_factor(found, factor)
            place = (_LEFT + factor / FACTORS[-1] * _WIDE, _TOP + _HIGH - sure / max(len(found), 1) * _HIGH)
            points.append(place)
            draw.text((place[0], place[1] - 8), str(wrong), font=letters, fill=_COLOURS[damage], anchor="mb")
        draw.line(points, fill=_COLOURS[damage], width=3)
        draw.text(
            (_LEFT + 20 + number * 200, _TOP + _HIGH + 75),
            f"{damage} ({len(found)} cells)",
            font=letters,
            fill=_COLOURS[damage],
        )
    words = "leads asked for, in times of those in use (grey); at each point the wrong cells among the certain ones"
    draw.text((_LEFT + _WIDE / 2, _TOP + _HIGH + 42), words, font=letters, fill="black", anchor="ma")
    draw.text((_LEFT, 14), "cells that are certain by agreement of both readers", font=letters, fill="black")
    return picture


if __name__ == "__main__":
    main()
