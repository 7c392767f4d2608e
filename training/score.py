"""How well the weights read what training never saw: families, names, words and sentences kept apart.

Told by damage, by family, by size and by kind of text: edits a character (CER), lines read exactly, Thai digits
read rightly, milliseconds a line on one thread.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from parsers.thai_lines.alphabet import DIGITS
from parsers.thai_lines.reader import WEIGHTS, LineReader, LineReading
from training.damage import Level
from training.fonts import faces
from training.lines import Line, Typesetter
from training.texts import Texts

LEVELS = (Level.CLEAN, Level.FAIR, Level.PHOTOGRAPH)


@dataclass
class Tally:
    """Counts over lines."""

    lines: int = 0
    exact: int = 0
    characters: int = 0
    edits: int = 0
    digits: int = 0
    digits_wrong: int = 0

    def add(self, text: str, read: str) -> None:
        """Count a line, white space folded."""
        from rapidfuzz.distance import Levenshtein

        self.lines += 1
        self.exact += text == read
        self.characters += len(text)
        operations = Levenshtein.editops(text, read)
        self.edits += len(operations)
        self.digits += sum(character in DIGITS for character in text)
        self.digits_wrong += sum(each.tag != "insert" and text[each.src_pos] in DIGITS for each in operations)

    def row(self) -> dict[str, float]:
        """Shares, ready for JSON."""
        return {
            "lines": self.lines,
            "cer": round(self.edits / max(1, self.characters), 5),
            "exact": round(self.exact / max(1, self.lines), 4),
            "thai_digits": self.digits,
            "thai_digits_right": round(1 - self.digits_wrong / max(1, self.digits), 5),
        }


def held_out_lines(
    fonts: Path, count: int, seed: int = 9, levels: Sequence[Level] = LEVELS, unplaced: float = 0.0
) -> list[Line]:
    """So many lines of each level, in the families kept apart; the same for the same seed."""
    texts = Texts(seed, test=True)
    setter = Typesetter([face for face in faces(fonts) if face.held_out], seed, unplaced)
    return [setter.line(texts, level) for level in levels for _ in range(count)]


def score(lines: Sequence[Line], readings: Iterable[LineReading]) -> dict[str, dict[str, dict[str, float]]]:
    """Tallies by damage, and for each damage by family, size and kind of text."""
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for line, reading in zip(lines, readings, strict=True):
        for group, name in (
            ("all", ""), ("family", line.face.family), ("size", f"{line.size:02}"), ("kind", line.kind),
            ("marks", "placed" if line.placed else "not placed"),
        ):  # fmt: skip
            tallies[line.level.value][f"{group} {name}".strip()].add(line.text, reading.text)
    return {
        level: {name: tally.row() for name, tally in sorted(found.items())}
        for level, found in tallies.items()
    }


def main() -> None:
    """`python -m training.score --fonts build/train/fonts --out score.json`: writes it, prints the sums."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--fonts", type=Path, required=True)
    words.add_argument("--out", type=Path, required=True)
    words.add_argument("--weights", type=Path, default=WEIGHTS)
    words.add_argument("--count", type=int, default=1000)
    words.add_argument("--unplaced", type=float, default=0.0, help="share of lines whose marks nobody placed")
    words.add_argument("--errors", type=Path, help="also write each line that was read wrongly here")
    given = words.parse_args()
    lines = held_out_lines(given.fonts, given.count, unplaced=given.unplaced)
    reader = LineReader(1, given.weights)
    started = time.process_time()
    readings = reader.read([line.picture for line in lines])
    spent = (time.process_time() - started) / len(lines) * 1000
    found = score(lines, readings)
    given.out.write_text(json.dumps({"ms_a_line": round(spent, 2), **found}, ensure_ascii=False, indent=1))
    if given.errors:
        wrong = [
            f"{line.level}\t{line.face.family}\t{line.size}\t{line.kind}\t{reading.score:.1f}\t{reading.lead:.1f}"
            f"\t{line.text}\t{reading.text}"
            for line, reading in zip(lines, readings, strict=True)
            if line.text != reading.text
        ]
        given.errors.write_text("\n".join(wrong))
    for level in LEVELS:
        sys.stdout.write(f"{level.value}: {found[level.value]['all']}\n")
    sys.stdout.write(f"{spent:.1f} ms a line\n")


if __name__ == "__main__":
    main()
