"""Printed Thai in pictures of lines or pages → text, by Tesseract, behind one small interface.

What an engine says of its own certainty tells nothing (its confidence is as high where it is wrong): callers
trust a text only where something else agrees with it. Tesseract's Thai models can't write ๔ ๖ ๗ ๘ ๙.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from parsers.confined import Most, confined
from parsers.refused import ConverterMissing, FileTooComplex
from survey.thai.text import repair

if TYPE_CHECKING:
    from PIL.Image import Image

LINE, BLOCK, PAGE = 7, 6, 3
"""What a picture holds: one line, one block of lines, a whole page (Tesseract's page segmentation modes)."""
THAI, LATIN, SCRIPT = "tha", "eng", "Thai"
"""Models: of the language, of English, of the Thai script; the first and the last were trained apart."""
_MOST_AT_ONCE = 60


class EngineMissing(ConverterMissing):
    """Tesseract, or one of its Thai models, is not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(tool="Tesseract (tesseract-ocr, tesseract-ocr-tha, tesseract-ocr-script-thai)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a page; `box` is left, top, right, bottom in pixels."""

    text: str
    confidence: float
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one picture says.

    Attributes:
        text: Lines with `\\n` between them, repaired; "" where nothing was found.
        confidence: The engine's own, of its least certain word, 0 to 100.
    """

    text: str = ""
    confidence: float = 0.0
    words: tuple[Word, ...] = ()


class Engine(Protocol):
    """Whatever reads print. Two may read the same pictures side by side."""

    def recognise(
        self, images: Sequence["Image"], lang: str, timeout: float, layout: int = LINE
    ) -> list[Recognised]:
        """The text of each picture, dark on light.

        Args:
            lang: One of the models above.
            timeout: Seconds for each picture.

        Raises:
            ConverterMissing: The engine is not installed.
            FileTooComplex: It did not end in time.
        """


class Tesseract:
    """Tesseract 5 as a program: one thread, pictures in memory, nothing written to disk."""

    def recognise(
        self, images: Sequence["Image"], lang: str, timeout: float, layout: int = LINE
    ) -> list[Recognised]:
        found: list[Recognised] = []
        for start in range(0, len(images), _MOST_AT_ONCE):
            part = images[start : start + _MOST_AT_ONCE]
            rows = self._run(part, lang, timeout * len(part), layout)
            found += [_recognised(rows.get(number, [])) for number in range(1, len(part) + 1)]
        return found

    def _run(
        self, images: Sequence["Image"], lang: str, seconds: float, layout: int
    ) -> dict[int, list[list[str]]]:
        program = shutil.which("tesseract")
        if program is None:
            raise EngineMissing
        command = [
            program, "stdin", "stdout", "-l", lang, "--psm", str(layout), "--oem", "1",
            "-c", "debug_file=/dev/null", "tsv",
        ]  # fmt: skip
        try:
            ended = subprocess.run(  # noqa: S603 - our own words
                confined(command, Most(cpu_seconds=int(seconds) + 10)),
                input=_as_tiff(images),
                capture_output=True,
                timeout=seconds + 5,
                env={"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": os.defpath},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise FileTooComplex from error
        if ended.returncode != 0:
            if b"load" in ended.stderr or b"tessdata" in ended.stderr:
                raise EngineMissing
            raise FileTooComplex
        pages: dict[int, list[list[str]]] = {}
        for line in ended.stdout.decode("utf-8", "replace").split("\n")[1:]:
            row = line.split("\t")
            if len(row) >= 12 and row[0] == "5":
                pages.setdefault(int(row[1]), []).append(row)
        return pages


def _as_tiff(images: Sequence["Image"]) -> bytes:
    out = BytesIO()
    first, *rest = images
    first.save(out, "TIFF", save_all=True, append_images=rest)
    return out.getvalue()


_SPACE = 0.3
"""Tesseract parts Thai into letters and syllables; a gap below this share of the line's height is none."""


def _recognised(rows: list[list[str]]) -> Recognised:
    lines: dict[tuple[str, str, str], list[Word]] = {}
    for row in rows:
        text = row[11].strip()
        if text:
            left, top, width, height = map(int, row[6:10])
            word = Word(text, float(row[10]), (left, top, left + width, top + height))
            lines.setdefault((row[2], row[3], row[4]), []).append(word)
    words = tuple(word for line in lines.values() for word in line)
    text = repair("\n".join(_joined(line) for line in lines.values()))
    return Recognised(text, min((word.confidence for word in words), default=0.0), words)


def _joined(line: list[Word]) -> str:
    height = max(word.box[3] for word in line) - min(word.box[1] for word in line)
    text = line[0].text
    for before, word in pairwise(line):
        gap = word.box[0] - before.box[2]
        text += (" " if gap > height * _SPACE else "") + word.text
    return text
