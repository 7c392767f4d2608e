"""The project's line reader against Tesseract on the same crops.

    PYTHONPATH=.:tests .venv/bin/python bench/recogniser.py build/train/fonts [--json FILE]

FONTS as `python -m training.fonts build/train/fonts` lays them.

Pages of lines in families, names, words and sentences that the training never saw, drawn at 600 dpi and brought to
200 and 300; damaged as whole pages by code that the training does not use (tests/make/scans.py). The lines' places
are known: what is measured is reading, not splitting. CPU milliseconds, one thread each.
"""

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from make.scans import photographed, scanned
from PIL import Image, ImageDraw, ImageFont

from parsers.ocr import LINE, Tesseract
from parsers.thai_lines.reader import WEIGHTS, LineReader
from survey.thai.text import fold
from training.fonts import Face, faces
from training.score import Tally
from training.texts import Texts, possible

KINDS = ("lao", "date", "phone", "number", "sentence", "prose", "person", "heading")
SIZES_PT = (9, 12, 16)
LINES_A_PAGE = 24
DRAWN_DPI = 600


@dataclass
class Crop:
    """A line cut out of its page, and where it comes from."""

    picture: np.ndarray
    text: str
    groups: tuple[str, ...]
    damage: str


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("fonts", type=Path)
    words.add_argument("--pages", type=int, default=2, help="of each family, size, resolution and damage")
    words.add_argument("--weights", type=Path, default=WEIGHTS)
    words.add_argument("--models", default="tha", help="of Tesseract; empty: the reader alone")
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    crops = list(drawn_crops(given.fonts, given.pages))
    engines: dict[str, Callable[[], list[str]]] = {
        "reader": lambda: [
            each.text for each in LineReader(1, given.weights).read([c.picture for c in crops])
        ]
    }
    for model in filter(None, given.models.split(",")):
        pictures = [Image.fromarray(crop.picture) for crop in crops]
        engines[f"tesseract {model}"] = lambda model=model, pictures=pictures: [
            fold(each.text) for each in Tesseract().recognise(pictures, model, 20.0, LINE)
        ]
    read, spent = {}, {}
    for name, engine in engines.items():
        before = _cpu_seconds()
        read[name] = engine()
        spent[name] = (_cpu_seconds() - before) / len(crops) * 1000
    rows = list(_rows(crops, read))
    _table(rows, list(read), spent, len(crops))
    if given.json:
        given.json.write_text(json.dumps({"ms_a_line": spent, "rows": rows}, ensure_ascii=False, indent=1))


def drawn_crops(fonts: Path, pages: int) -> Iterator[Crop]:
    """Lines of every family kept apart, size, resolution and damage; the same each time."""
    held_out = {face.family: face for face in reversed(faces(fonts)) if face.held_out and _plain(face)}
    texts, random = Texts(77, test=True), Random(77)
    for family in sorted(held_out):
        for points in SIZES_PT:
            for dpi in (200, 300) if points == 9 else (200,):
                for damage, harm in DAMAGES.items():
                    for _ in range(pages):
                        page, places = _page(held_out[family], points, dpi, texts, random)
                        groups = (f"family {family}", f"size {points:02} pt {dpi} dpi")
                        harmed = np.asarray(harm(page, random))
                        for (left, top, right, bottom), kind, text in places:
                            crop = np.ascontiguousarray(harmed[top:bottom, left:right])
                            yield Crop(crop, text, (*groups, f"kind {kind}"), damage)


def _plain(face: Face) -> bool:
    return not any(word in Path(face.path).stem for word in ("Bold", "Italic", "Oblique", "700"))


def _page(
    face: Face, points: int, dpi: int, texts: Texts, random: Random
) -> tuple[Image.Image, list[tuple[tuple[int, int, int, int], str, str]]]:
    """A page of lines at its resolution, and each line's box as a splitter would cut it."""
    em = points / 72 * DRAWN_DPI
    font = ImageFont.truetype(face.path, round(em), layout_engine=ImageFont.Layout.RAQM)
    body = -font.getbbox("ก", anchor="ls")[1]
    leading, share = round(em * random.uniform(1.4, 1.7)), dpi / DRAWN_DPI
    width, height = round(7.2 * DRAWN_DPI), leading * (LINES_A_PAGE + 1)
    page = Image.new("L", (width, height), 255)
    places = []
    for number in range(LINES_A_PAGE):
        kind = random.choice(KINDS)
        written = possible("".join(c for c in texts.draw(kind, 70).text if c in set(face.characters)))
        while font.getlength(written) > width * 0.94:
            written = possible(written[:-4])
        base = leading * (number + 1)
        ImageDraw.Draw(page).text(
            (width // 40, base), written, font=font, fill=random.randint(0, 40), anchor="ls"
        )
        left, top, right, bottom = font.getbbox(written or " ", anchor="ls")
        box = (
            width // 40 + left - body // 2, base + min(top - 6, int(-2.2 * body)),
            width // 40 + right + body // 2, base + max(bottom + 6, int(0.75 * body)),
        )  # fmt: skip
        places.append((tuple(max(0, round(side * share)) for side in box), kind, written))
    size = (round(width * share), round(height * share))
    return page.resize(size, Image.Resampling.BOX), places  # type: ignore[return-value]


def _clean(page: Image.Image, random: Random) -> Image.Image:
    return page


def _fair(page: Image.Image, random: Random) -> Image.Image:
    return scanned(page, blur=random.uniform(0.5, 0.8), noise=random.uniform(5, 10), quality=60)


def _photograph(page: Image.Image, random: Random) -> Image.Image:
    """Photographed from the side, and set straight again but for a pixel or two."""
    width, height = page.size
    seen = scanned(photographed(page), blur=0.6, noise=6, quality=70)
    inner = np.array(
        [[120, 120], [width + 120, 120], [width + 120, height + 120], [120, height + 120]], np.float32
    )
    whole = np.array([[0, 0], [width + 240, 0], [width + 240, height + 240], [0, height + 240]], np.float32)
    moved = whole + np.array([[60, 40], [-30, 10], [-5, -20], [10, -40]], np.float32)
    corners = cv2.perspectiveTransform(inner[None], cv2.getPerspectiveTransform(whole, moved))[0]
    corners = corners + np.array([[random.uniform(-1.5, 1.5) for _ in "xy"] for _ in corners], np.float32)
    back = cv2.getPerspectiveTransform(
        corners, np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    )
    return Image.fromarray(cv2.warpPerspective(np.asarray(seen), back, (width, height), borderValue=255))


DAMAGES: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "clean": _clean,
    "fair": _fair,
    "photograph": _photograph,
}


def _rows(crops: list[Crop], read: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    tallies: dict[tuple[str, str], dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for engine, texts in read.items():
        for crop, text in zip(crops, texts, strict=True):
            for group in ("all", *crop.groups):
                tallies[crop.damage, group][engine].add(crop.text, text)
    for (damage, group), engines in sorted(tallies.items()):
        yield {"damage": damage, "group": group, **{name: tally.row() for name, tally in engines.items()}}


def _table(rows: list[dict[str, object]], engines: list[str], spent: dict[str, float], count: int) -> None:
    print(f"{count} lines; " + ", ".join(f"{name} {spent[name]:.1f} ms a line" for name in engines))
    print(
        "| damage | lines of | " + " | ".join(f"{name}: CER, exact, Thai digits" for name in engines) + " |"
    )
    print("| --- | --- |" + " --- |" * len(engines))
    for row in rows:
        told = []
        for name in engines:
            tally = row[name]
            assert isinstance(tally, dict)
            digits = f"{tally['thai_digits_right']:.2%}" if tally["thai_digits"] else "–"
            told.append(f"{tally['cer']:.2%}, {tally['exact']:.1%}, {digits}")
        print(f"| {row['damage']} | {row['group']} | " + " | ".join(told) + " |")


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
