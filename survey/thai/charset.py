"""Bytes to text for mails, names and plain files; importing it teaches Python `windows-874`.

Order (mail-handling, section 6): byte order mark, declared, UTF-8, cp874, cp1252. Always the whole string is
tried, never a piece: the cp874 bytes of แบบ are also the UTF-8 of Ẻ.
"""

import codecs
import re

from survey.thai.mojibake import is_thai

_THAI_NAMES = re.compile(r"x?(cp|windows|win|ms|dos|ibm)?874|(x|cs)?tis620\d*|isoir166|x?iso885911|thai")
# Written by programs that did not know better: they say nothing about bytes over 127.
_LATIN_NAMES = re.compile(
    r"us|(us)?ascii|ansix3419\d\d|iso8859(1|15)|latin1|l1|(windows|cp)1252|xansi|unknown8bit"
    r"|x?unknown|default|binary|8bit"
)
_SEVEN_BIT = re.compile(r"utf7|iso2022.*|hz(gb2312)?")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_THAI_LETTER = re.compile("[\u0e01-\u0e5b]")
_ASCII = bytes(range(0x80))


def _thai_codec(name: str) -> codecs.CodecInfo | None:
    return codecs.lookup("cp874") if _THAI_NAMES.fullmatch(_key(name)) else None


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


codecs.register(_thai_codec)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text behind some bytes; never raises. A byte order mark is dropped.

    Args:
        declared: The character set that a header or the file names, however spelt; it is believed unless
            the bytes say otherwise (Thai labelled us-ascii, UTF-8 labelled tis-620).

    Returns:
        The text, with U+FFFD where single bytes mean nothing.
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    if wide := _utf16_without_mark(data):
        return data.decode(wide, "replace")
    name = (declared or "").strip("\"' ")
    latin = not name or _LATIN_NAMES.fullmatch(_key(name)) is not None
    if data.isascii():
        seven_bit = _strict(data, name) if _SEVEN_BIT.fullmatch(_key(name)) else None
        return data.decode("ascii") if seven_bit is None else seven_bit
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and _THAI_LETTER.search(utf8):
        return utf8
    first = None if latin else _strict(data, "cp874" if _THAI_NAMES.fullmatch(_key(name)) else name)
    if first is None:
        first = utf8
    thai = _strict(data, "cp874")
    if first is not None and (_THAI_LETTER.search(first) or thai is None or not is_thai(thai)):
        return first
    if thai is not None and (not (name and latin) or is_thai(thai)):
        return thai
    return _lenient(data)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lenient(data: bytes) -> str:
    """Some bytes are broken: the character set under which the fewest are."""
    utf8 = data.decode("utf-8", "replace")
    if 8 * utf8.count("\ufffd") <= len(data.translate(None, _ASCII)):
        return utf8
    thai = data.decode("cp874", "replace")
    if is_thai(thai.replace("\ufffd", "")):
        return thai
    return "".join(_strict(bytes([byte]), "cp1252") or "\ufffd" for byte in data)


def _utf16_without_mark(data: bytes) -> str | None:
    """Excel's "Unicode text" cut from its mark: every other byte is 00 (ASCII) or 0E (Thai)."""
    sample = data[:4096]
    if len(sample) < 4 or not ({0x00, 0x0E} & set(sample)):
        return None
    for start, charset in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if high.count(0x00) + high.count(0x0E) > 0.9 * len(high):
            return charset
    return None
