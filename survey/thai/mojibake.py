"""Thai that some program decoded by the wrong character set, and the way back where it is sure."""

import re

_SUSPECT = re.compile(r"[\x80-\xff]|(?:เ[ธน].){3}", re.DOTALL)
_LATIN_RUN = re.compile(r"(?=[\xa1-\xd6\xd8-\xff]*[\xc0-\xd6\xd8-\xff])[\xa1-\xd6\xd8-\xff]{4,}")
_UTF8_AS_THAI = re.compile(r"(?:เ[ธน][\x80-\xa0ก-ฟ€…‘’“”•–—]){3}")


def _bytes_by_letter(charset: str) -> dict[int, int]:
    # Undefined bytes come out of lenient decoders as C1 controls of the same number.
    table = {byte: byte for byte in range(256)} if charset == "cp1252" else {b: b for b in range(0xA0)}
    for byte in range(0x80, 0x100):
        try:
            table[ord(bytes([byte]).decode(charset))] = byte
        except UnicodeDecodeError:
            continue
    return table


_LATIN, _THAI = _bytes_by_letter("cp1252"), _bytes_by_letter("cp874")
_WHOLLY_THAI = re.compile(
    r"(?:[\x09\x0a\x0d\x20-\x7e\xa0‘’“”•–—…]|[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e4f-\u0e5b]"
    r"|(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+"
)
_THAI_LETTER = re.compile("[\u0e01-\u0e5b]")
_MIXED_WORD = re.compile("[a-z][\u0e01-\u0e5b]|[\u0e01-\u0e5b][a-z]")


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
        if _is_thai(thai):
            return thai
    return text


def looks_like_mojibake(text: str) -> bool:
    """Whether some of the text was decoded by the wrong character set."""
    return _LATIN_RUN.search(text) is not None or _UTF8_AS_THAI.search(text) is not None


def _is_thai(text: str) -> bool:
    # Three letters: é or ÉÉÉ is no evidence, and "café" would become "caf้".
    return (
        _WHOLLY_THAI.fullmatch(text) is not None
        and len(set(_THAI_LETTER.findall(text))) >= 3
        and _MIXED_WORD.search(text) is None
    )
