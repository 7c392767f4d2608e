"""Pictures of lines → texts, each with its probability: the network by onnxruntime, then the beam.

Raises nothing for any picture: what can't be read is "" or has a low score.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from parsers.refused import ConverterMissing
from parsers.thai_lines.beam import FARTHEST, decode, merged
from parsers.thai_lines.picture import FIRST_VIEWS, HEIGHT, MORE_VIEWS, normalise, view
from survey.thai.text import fold, repair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights.onnx"
_BUCKET = 64
_CLEAR_LEAD = 0.7
"""Nats of lead from which more views change nothing."""
_Said = dict[int, list[list[tuple[str, float]]]]
"""Of each line what each of its views says: texts with their scores."""
_MOST_AT_ONCE = 8
"""Lines a run of the network: more save no time and cost memory."""


class ReaderMissing(ConverterMissing):
    """onnxruntime or the reader's weights are not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(tool="onnxruntime")


@dataclass(frozen=True, slots=True)
class LineReading:
    """What one picture of a line says.

    Attributes:
        text: Repaired, one line, in logical order; always a possible spelling; "" where nothing is written.
        score: Natural logarithm of the text's probability (CTC, all its alignments in the beam; the mean of the
            line's views), at most 0.
        lead: Nats over the likeliest text that differs in more than white space; 0 to `beam.FARTHEST`.
    """

    text: str
    score: float
    lead: float


class LineReader:
    """The network and its weights, loaded once. One reader serves one thread at a time."""

    def __init__(self, threads: int = 1, weights: Path = WEIGHTS) -> None:
        """Load the weights.

        Args:
            threads: Threads of the network's arithmetic.
            weights: An ONNX file as `training.export` writes it.

        Raises:
            ReaderMissing: onnxruntime or the file is missing.
        """
        if find_spec("onnxruntime") is None or not weights.is_file():
            raise ReaderMissing
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            weights.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def read(self, lines: Sequence["NDArray[np.uint8]"]) -> list[LineReading]:
        """Each line's text, in the order given; a line's reading does not depend on the others.

        Args:
            lines: Grey crops of one line each, dark on light, of any size.
        """
        readings = [LineReading("", 0.0, FARTHEST)] * len(lines)
        pictures = {
            number: picture for number, line in enumerate(lines) if (picture := normalise(line)) is not None
        }
        said: _Said = {number: [] for number in pictures}
        for widths in (FIRST_VIEWS, MORE_VIEWS):
            self._view(pictures, widths, said)
            for number in pictures:
                readings[number] = _reading(merged(said[number]))
            pictures = {
                number: picture for number, picture in pictures.items() if readings[number].lead < _CLEAR_LEAD
            }
        return readings

    def _view(
        self, pictures: "Mapping[int, NDArray[np.uint8]]", widths: Sequence[float], said: "_Said"
    ) -> None:
        """Add what the views of each picture say."""
        buckets: dict[int, list[tuple[int, NDArray[np.uint8]]]] = {}
        for number, picture in pictures.items():
            for wider in widths:
                seen = view(picture, wider)
                buckets.setdefault(-(-seen.shape[1] // _BUCKET) * _BUCKET, []).append((number, seen))
        for width, bucket in buckets.items():
            for start in range(0, len(bucket), _MOST_AT_ONCE):
                part = bucket[start : start + _MOST_AT_ONCE]
                for (number, _), columns in zip(part, self.columns([p for _, p in part], width), strict=True):
                    said[number].append(decode(columns))

    def columns(self, pictures: Sequence["NDArray[np.uint8]"], width: int) -> "NDArray[np.float32]":
        """Probabilities of the classes, shape (pictures, columns, classes), of normalised pictures.

        Args:
            pictures: As `picture.normalise` gives them, none wider than `width`.
            width: Columns of the batch, a multiple of 4.
        """
        import numpy as np

        batch = np.zeros((len(pictures), 1, HEIGHT, width), np.float32)
        for number, picture in enumerate(pictures):
            batch[number, 0, :, : picture.shape[1]] = picture
        batch /= 255.0
        return np.asarray(self._session.run(None, {self._input: batch})[0], np.float32)


def _reading(texts: list[tuple[str, float]]) -> LineReading:
    best, score = texts[0]
    text = _spelt(best)
    key = text.replace(" ", "")
    for other, behind in texts[1:]:
        if _spelt(other).replace(" ", "") != key:
            return LineReading(text, score, min(FARTHEST, score - behind))
    return LineReading(text, score, FARTHEST)


_ETC = re.compile("[ฯๆ]ล[ฯๆ]")
"""ฯลฯ, whose ends look like ๆ; nothing else is written so."""


def _spelt(text: str) -> str:
    return _ETC.sub("ฯลฯ", fold(repair(text)))


@cache
def reader() -> LineReader | None:
    """The process's reader, loaded when first asked for; None where onnxruntime or numpy is missing."""
    if find_spec("numpy") is None:
        return None
    try:
        return LineReader()
    except ReaderMissing:
        return None
