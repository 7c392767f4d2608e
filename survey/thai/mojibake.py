"""Thai that some program decoded by the wrong character set, and the way back where it is sure."""

import re

_SUSPECT = re.compile(r"[\x80-\xff]|(?:เ[ธน].){3}", re.DOTALL)
_LATIN_RUN = re.compile(r"(?=[\xa1-\xd6\xd8-\xff]*[\xc0-\xd6\xd8-\xff])[\xa1-\xd6\xd8-\xff]{4,}")
_UTF8_AS_THAI = re.compile(
    # The same with letters lost on the way: no Thai text has five เธ or เน so near each other.
    r"(?:เ[ธน][\x80-\xa0ก-ฟ€…‘’“”•–—]){3}|(?:เ[ธน][\x80-\xa0ก-๛€…‘’“”•–—]?){5}"
)


def _bytes_by_letter(charset: str) -> dict[int, int]:
    # Undefined bytes come out of lenient decoders as C1 controls of the same number.
    table = {byte: byte for byte in range(0x100 if charset == "cp1252" else 0xA0)}
    for byte in range(0x80, 0x100):
        try:
            table[ord(bytes([byte]).decode(charset))] = byte
        except UnicodeDecodeError:
            continue
    return table


_LATIN, _THAI = _bytes_by_letter("cp1252"), _bytes_by_letter("cp874")

_THAI_LETTER = re.compile("[\u0e01-\u0e5b]")
_LEADING_VOWEL = re.compile("[\u0e40-\u0e44][\u0e01-\u0e2e]")
_STRANGE = re.compile(
    # Letters that are neither Thai nor ASCII; Thai joined to Latin; a mark without its letter.
    r"[^\x00-\x7f\xa0\u0e01-\u0e5b‘’“”•–—…\ufeff]|[A-Za-z][\u0e01-\u0e5b]|[\u0e01-\u0e5b][A-Za-z]"
    r"|(?<![\u0e01-\u0e2e\u0e31\u0e32\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31-\u0e3a\u0e47-\u0e4e]"
)
_LONGEST_LOOK = 20_000


def unmojibake(text: str) -> str:
    """The Thai text behind `ÍºµáÁè` (TIS-620 read as Latin-1) or `à¸­à¸š`, `เธญเธš` (UTF-8 read as Latin-1 or
    cp874); unchanged unless the result is wholly Thai and ASCII, and spelt as Thai can be."""
    if _SUSPECT.search(text) is None:
        return text
    for table, charset in ((_LATIN, "utf-8"), (_THAI, "utf-8"), (_LATIN, "cp874")):
        try:
            thai = bytes([table[ord(letter)] for letter in text]).decode(charset)
        except (KeyError, UnicodeDecodeError):
            continue
        if is_thai(thai, strange=0):
            return thai
    return text


def looks_like_mojibake(text: str) -> bool:
    """Whether some of the text was decoded by the wrong character set."""
    return _LATIN_RUN.search(text) is not None or _UTF8_AS_THAI.search(text) is not None


def is_thai(text: str, strange: float = 0.03) -> bool:
    """Whether a text that could be decoded as Thai is Thai.

    One é is no evidence: it takes three different letters, or a vowel before a consonant.

    Args:
        strange: The part of its Thai letters that may stand where none can (misprints).
    """
    sample = text[:_LONGEST_LOOK]
    letters = _THAI_LETTER.findall(sample)
    if len(set(letters)) < 3 and (len(letters) < 3 or not _LEADING_VOWEL.search(sample)):
        return False
    return len(_STRANGE.findall(sample)) <= strange * len(letters)
