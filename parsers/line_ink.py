"""What stands over and below the letters of one printed line, as its ink shows it, and where a letter's mark is to be looked for."""

from dataclasses import dataclass

_ASIDE, _SHARE_ASIDE, _WITHIN = 2.0, 0.08, 0.7
"""Heights of a consonant, and share of the line, by which a mark may stand beside its place, letters being of several
widths; how far into its letter's room a mark stands."""


@dataclass(frozen=True, slots=True)
class Over:
    """A piece of ink over the letters: its columns, and its top in heights of a consonant over the consonants."""

    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Under:
    """A piece of ink below the letters' feet: its columns."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class LineInk:
    """A line's ink: from where to where it runs, a consonant's height, the pieces over and below its letters from the left."""

    left: float
    right: float
    body: float
    over: tuple[Over, ...]
    under: tuple[Under, ...]

    def is_near(self, piece: Over | Under, at: int, letters: int) -> bool:
        """Whether a piece may belong to the `at`-th of so many letters that take room."""
        length = self.right - self.left
        place = self.left + (at + _WITHIN) * length / max(1, letters)
        return abs((piece.left + piece.right) / 2 - place) <= _ASIDE * self.body + _SHARE_ASIDE * length
