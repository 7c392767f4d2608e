"""Numbers of lists as word processors show them."""

from collections.abc import Callable

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_ROMAN = 4000


def shown_number(number: int, kind: str) -> str:
    """A list's number in a format of ST_NumberFormat (ECMA-376 part 1, §17.18.59); decimal where it is none of ours."""
    shown = _FORMATS.get(kind)
    return shown(number) if shown else str(number)


def _letters(alphabet: str) -> Callable[[int], str]:
    """a, b, … z, aa, bb: the letter again for each time that the alphabet was gone through."""
    return lambda number: alphabet[(number - 1) % len(alphabet)] * min((number - 1) // len(alphabet) + 1, 9)


def _roman(number: int) -> str:
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    shown = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        shown += letters * times
    return shown


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "thaiNumbers": lambda number: str(number).translate(_THAI_DIGITS),
    "thaiLetters": _letters(_THAI_LETTERS),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
