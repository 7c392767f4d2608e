"""The readers of print that this machine has, side by side: the project's own and Tesseract.

Imported only where a picture is read.
"""

import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import exp
from threading import Lock

from parsers.agreement import ReadLine
from parsers.mark_ink import line_ink
from parsers.ocr import LINE, SCRIPT, THAI, Engine, EngineMissing, Recognised, Tesseract
from parsers.page_image import Grey
from parsers.thai_lines.reader import LineReader, LineReading, reader

LINE_SECONDS, _SAMPLE_SECONDS = 1.0, 10.0
LEGIBLE = 80.0
"""Legibility of a page that is upright for sure."""
_FEWEST = 8
"""Letters of which a legibility can be told."""


class Readers:
    """Reads pictures of lines with each reader there is; may be shared by threads."""

    def __init__(self, own: LineReader | None, tesseract: Engine | None) -> None:
        """Take what is installed.

        Raises:
            ConverterMissing: Neither is.
        """
        if own is None and tesseract is None:
            raise EngineMissing
        self._own, self._tesseract = own, tesseract
        self._one_at_a_time = Lock()

    @property
    def has_own(self) -> bool:
        return self._own is not None

    def read(self, pictures: Sequence[Grey]) -> list[ReadLine]:
        """Each line as the readers have it; Tesseract's other model is asked where the first two do not surely agree.

        Raises:
            FileTooComplex: Tesseract did not end in time.
        """
        with ThreadPoolExecutor(1) as beside:  # Tesseract is a process of its own: both cores work
            mine = beside.submit(self._read_own, pictures)
            thai = self.model(THAI, pictures)
            own = mine.result()
        lines = [
            ReadLine(one, other, ink=line_ink(picture))
            for one, other, picture in zip(own, thai, pictures, strict=True)
        ]
        if not self.has_own:
            return lines
        open_ = [number for number, line in enumerate(lines) if line.needs_third]
        for number, script in zip(
            open_, self.model(SCRIPT, [pictures[number] for number in open_]), strict=True
        ):
            lines[number] = replace(lines[number], script=script)
        return lines

    def model(self, lang: str, pictures: Sequence[Grey]) -> list[str | None]:
        """What one of Tesseract's models reads; None of each where it is not installed.

        Raises:
            FileTooComplex: As `read`.
        """
        from PIL import Image

        if self._tesseract is None:
            return [None] * len(pictures)
        images: list[Image.Image] = [Image.fromarray(picture) for picture in pictures]
        try:
            found = self._tesseract.recognise(images, lang, LINE_SECONDS, LINE) if images else []
        except EngineMissing:
            if self._own is None:
                raise
            self._tesseract = None  # a model is missing: it can't be asked at all
            return [None] * len(pictures)
        return [one.text.replace("\n", " ") for one in found]

    def legibility(self, pictures: Sequence[Grey]) -> float:
        """How surely some lines read, 0 to 100; Tesseract is asked where the line reader is not sure.

        Raises:
            FileTooComplex: As `read`.
        """
        from PIL import Image

        if not pictures:
            return 0.0
        own = _mean_probability(one for one in self._read_own(pictures) if one is not None)
        if self._tesseract is None or own >= LEGIBLE:
            return own
        images: list[Image.Image] = [Image.fromarray(picture) for picture in pictures]
        try:
            return _confidence(self._tesseract.recognise(images, THAI, _SAMPLE_SECONDS, LINE))
        except EngineMissing:
            if self._own is None:
                raise
            return own

    def _read_own(self, pictures: Sequence[Grey]) -> list[LineReading | None]:
        if self._own is None:
            return [None] * len(pictures)
        with self._one_at_a_time:
            return list(self._own.read(pictures))


def _confidence(found: Sequence[Recognised]) -> float:
    """Tesseract's confidence, letter by letter."""
    words = [(word.confidence, len(word.text)) for one in found for word in one.words]
    letters = sum(length for _, length in words)
    return sum(confidence * length for confidence, length in words) / letters if letters >= _FEWEST else 0.0


def _mean_probability(found: Iterable[LineReading]) -> float:
    """The line reader's probability, letter by letter."""
    read = [(one.score, len(one.text)) for one in found if one.text]
    letters = sum(length for _, length in read)
    return 100 * exp(sum(score for score, _ in read) / letters) if letters >= _FEWEST else 0.0


def installed() -> Readers:
    """The readers of this machine.

    Raises:
        ConverterMissing: There are none.
    """
    try:
        own = reader()
    except ImportError:  # installed, but not for this machine
        own = None
    return Readers(own, Tesseract() if shutil.which("tesseract") else None)
