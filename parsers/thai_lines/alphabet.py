"""The characters that the reader writes, and which of them may follow each other.

Thai in logical order: base, vowel, tone apart, ำ as one. The order of `CHARACTERS` belongs to the weights.
"""

from functools import cache

CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮ"
LEADING = "เแโใไ"
VOWEL_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39"
TONES = "\u0e48\u0e49\u0e4a\u0e4b"
SHORTENER, SILENCER = "\u0e47", "\u0e4c"
SARA_A, SARA_AA, SARA_AM, MAI_HAN_AKAT = "\u0e30", "\u0e32", "\u0e33", "\u0e31"
DIGITS = "๐๑๒๓๔๕๖๗๘๙"

CHARACTERS = (
    CONSONANTS
    + LEADING
    + VOWEL_MARKS
    + TONES
    + SHORTENER
    + SILENCER
    + SARA_A
    + SARA_AA
    + SARA_AM
    + "ฯๆ฿"
    + DIGITS
    + "".join(map(chr, range(0x20, 0x7F)))
    + "“”–•✓☐☑"
)
"""Class 0 of the network is CTC's blank; class i is `CHARACTERS[i - 1]`."""

_MARKS = VOWEL_MARKS + TONES + SHORTENER + SILENCER + SARA_A + SARA_AA + SARA_AM
_BASES = frozenset(CONSONANTS)
_BEFORE = {
    **dict.fromkeys(VOWEL_MARKS + SHORTENER, _BASES),
    **dict.fromkeys(TONES, _BASES | set(VOWEL_MARKS) | {SHORTENER}),
    SILENCER: _BASES | {"\u0e34", "\u0e38"},
    SARA_AM: _BASES | set(TONES),
    SARA_AA: _BASES | set(TONES),
    SARA_A: _BASES | set(TONES) | {MAI_HAN_AKAT, SARA_AA},
}


def may_follow(before: str, character: str) -> bool:
    """Whether Thai can be spelt so; `before` is "" at a line's start."""
    if before and before in LEADING:
        return character in _BASES
    return character not in _MARKS or before in _BEFORE[character]


def may_end(last: str) -> bool:
    """Whether a word or line can end so: a vowel written before its consonant needs one."""
    return last not in LEADING + MAI_HAN_AKAT or not last


def is_possible(text: str) -> bool:
    """Whether each character of the text may stand where it stands."""
    return all(map(may_follow, ("", *text), text)) and may_end(text[-1:])


@cache
def followers() -> tuple[bytes, ...]:
    """For each class (0 stands for a line's start) one byte a class: 1 where it may follow."""
    before = ("", *CHARACTERS)
    return tuple(bytes([0, *(may_follow(first, then) for then in CHARACTERS)]) for first in before)
