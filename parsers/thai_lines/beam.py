"""The network's classes a column → the likeliest text that Thai can spell: CTC prefix beam search.

Probabilities are kept linear and scaled column by column, columns that are surely blank are passed in one step:
a line takes about a millisecond without compiled code.
"""

from collections.abc import Sequence
from math import exp, log
from typing import TYPE_CHECKING

from parsers.thai_lines.alphabet import CHARACTERS, followers, may_end

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 10
"""Prefixes kept after each column."""
_CLASSES_A_COLUMN = 6
_LEAST = 1e-4
"""Probability under which a class of a column is not looked at."""
_SURELY_BLANK = 0.9995
FARTHEST = 9.2
"""Nats behind the best at which a prefix is dropped, or not begun; so no lead is greater. Leads under 4 do not change by a
hundredth for it."""
_DROPPED = exp(-FARTHEST)


def decode(columns: "NDArray[np.float32]", width: int = WIDTH) -> list[tuple[str, float]]:
    """The likeliest possible texts, best first, each with the natural logarithm of its probability.

    Args:
        columns: Probabilities, shape (columns, classes), each row adding up to 1; class 0 is the blank.
        width: Prefixes kept after each column.
    """
    prefixes = _Prefixes()
    allowed = followers()
    beam: dict[int, tuple[float, float]] = {0: (1.0, 0.0)}  # prefix: ends in blank, ends in its character
    scale = 0.0
    for blank, row, classes in _steps(columns):
        if row is None:
            scale += blank
            beam = {prefix: (a + b, 0.0) for prefix, (a, b) in beam.items()}
            continue
        beam = _step(beam, prefixes, blank, row, classes, allowed)
        best = max(a + b for a, b in beam.values())
        ranked = sorted(((a + b, prefix) for prefix, (a, b) in beam.items()), reverse=True)[:width]
        beam = {
            prefix: (beam[prefix][0] / best, beam[prefix][1] / best)
            for total, prefix in ranked
            if total > best * _DROPPED
        }
        scale += log(best)
    return _texts(beam, prefixes, scale)


def merged(views: Sequence[Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """What several views of one line say together: texts with the logarithm of their mean probability, best first."""
    found: dict[str, float] = {}
    most = max(texts[0][1] for texts in views)
    for texts in views:
        for text, score in texts:
            found[text] = found.get(text, 0.0) + exp(score - most)
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return [(text, most + log(value / len(views))) for text, value in ranked if value > 0]


class _Prefixes:
    """A tree of prefixes: numbers for texts, 0 is the empty one."""

    def __init__(self) -> None:
        self.last = [0]
        self.parent = [0]
        self.children: list[dict[int, int]] = [{}]

    def child(self, prefix: int, character: int) -> int:
        """A new prefix, longer by a character."""
        made = self.children[prefix][character] = len(self.last)
        self.last.append(character)
        self.parent.append(prefix)
        self.children.append({})
        return made

    def text(self, prefix: int) -> str:
        letters = []
        while prefix:
            letters.append(CHARACTERS[self.last[prefix] - 1])
            prefix = self.parent[prefix]
        return "".join(reversed(letters))


def _steps(
    columns: "NDArray[np.float32]",
) -> list[tuple[float, list[float] | None, list[int]]]:
    """Each column's blank, its row and the classes worth looking at; row None: blanks only, blank in nats."""
    import numpy as np

    blank = columns[:, 0]
    sure = blank > _SURELY_BLANK
    nats = np.log(np.maximum(blank, 1e-30))
    steps: list[tuple[float, list[float] | None, list[int]]] = []
    for number, skipped in enumerate(sure.tolist()):
        if skipped:
            if steps and steps[-1][1] is None:
                steps[-1] = (steps[-1][0] + float(nats[number]), None, [])
            else:
                steps.append((float(nats[number]), None, []))
            continue
        row = columns[number]
        classes = np.flatnonzero(row > _LEAST)
        if len(classes) > _CLASSES_A_COLUMN:
            classes = classes[np.argsort(row[classes])[-_CLASSES_A_COLUMN:]]
        steps.append((float(row[0]), row.tolist(), [c for c in classes.tolist() if c]))
    return steps


def _step(
    beam: dict[int, tuple[float, float]],
    prefixes: _Prefixes,
    blank: float,
    row: list[float],
    classes: list[int],
    allowed: tuple[bytes, ...],
) -> dict[int, tuple[float, float]]:
    after: dict[int, tuple[float, float]] = {}
    for prefix, (in_blank, in_character) in beam.items():
        total = in_blank + in_character
        last = prefixes.last[prefix]
        a, b = after.get(prefix, (0.0, 0.0))
        after[prefix] = (a + total * blank, b + (in_character * row[last] if last else 0.0))
        may, children = allowed[last], prefixes.children[prefix]
        for character in classes:
            if not may[character]:
                continue
            gain = (in_blank if character == last else total) * row[character]
            if gain > _DROPPED:
                child = children.get(character) or prefixes.child(prefix, character)
                a, b = after.get(child, (0.0, 0.0))
                after[child] = (a, b + gain)
    return after


def _texts(
    beam: dict[int, tuple[float, float]], prefixes: _Prefixes, scale: float
) -> list[tuple[str, float]]:
    found: dict[str, float] = {}
    for prefix, (a, b) in beam.items():
        text = " ".join(prefixes.text(prefix).split())
        while not may_end(text[-1:]):
            text = text[:-1].rstrip()
        found[text] = found.get(text, 0.0) + a + b
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return [(text, min(0.0, log(value) + scale)) for text, value in ranked if value > 0]
