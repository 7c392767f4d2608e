"""The text that Outlook keeps as compressed RTF alone ([MS-OXRTFCP]), and the HTML or text that it wrapped in it ([MS-OXRTFEX])."""

import re
import struct
from dataclasses import dataclass, replace

_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_LONGEST = 4 * 1024 * 1024
_WINDOW = 4096
_BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_FONT = re.compile(rb"\\f(\d{1,5})(?:\\(?!f\d)[a-z]+-?\d*)*?\\fcharset(\d{1,3})")
_CODEPAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_HIDDEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata listtable listoverridetable generator mhtmltag".split()
)
_LETTERS = {
    b"par": "\r\n", b"line": "\r\n", b"row": "\r\n", b"tab": "\t", b"cell": "\t", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014",
}  # fmt: skip
_THAI_CHARSET = 222


def decompressed(data: bytes) -> bytes:
    """RTF as it was before; b"" where the bytes are none. At most 4 MiB of it."""
    if len(data) < 16:
        return b""
    _, size, kind, _ = struct.unpack_from("<IIII", data)
    if kind == _PLAIN:
        return data[16 : 16 + min(size, _LONGEST)]
    return _unpacked(data, min(size, _LONGEST)) if kind == _PACKED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    out = bytearray(_BEFORE)
    base = len(out)
    at = 16
    while at < len(data) and len(out) - base < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            if at + 2 > len(data):
                return bytes(out[base : base + size])
            reference = data[at] << 8 | data[at + 1]
            at += 2
            write = len(out) % _WINDOW
            distance = (write - (reference >> 4)) % _WINDOW
            if distance == 0 or distance > len(out):
                return bytes(out[base : base + size])
            for _ in range((reference & 0xF) + 2):
                out.append(out[-distance])
    return bytes(out[base : base + size])


@dataclass(frozen=True, slots=True)
class _Group:
    hidden: bool = False
    tag: bool = False
    skipped: bool = False
    letters_behind: int = 1
    font: int = -1


def text_of_rtf(rtf: bytes) -> tuple[str, bool]:
    """Its words, and whether they are the HTML that Outlook made it from. Never raises."""
    return _Words(rtf).read(), rb"\fromhtml" in rtf[:2_000]


class _Words:
    def __init__(self, rtf: bytes) -> None:
        self._rtf = rtf
        found = _CODEPAGE.search(rtf[:2_000])
        self._codepage = f"cp{found[1].decode()}" if found else "cp874"
        self._thai = {int(font) for font, charset in _FONT.findall(rtf) if int(charset) == _THAI_CHARSET}
        self._out: list[str] = []
        self._bytes = bytearray()
        self._group = _Group()
        self._outer: list[_Group] = []
        self._behind = 0

    def read(self) -> str:
        for token in _TOKEN.finditer(self._rtf):
            kind = token.lastgroup
            if kind == "brace":
                self._brace(token["brace"])
            elif kind in ("word", "number"):
                self._word(token["word"], int(token["number"]) if token["number"] else None)
            elif kind == "byte":
                self._add_bytes(bytes.fromhex(token["byte"].decode()))
            elif kind == "sign":
                self._sign(token["sign"])
            elif kind == "text":
                self._add_bytes(token["text"])
        self._flush()
        return "".join(self._out)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self._outer.append(self._group)
        elif self._outer:
            self._group = self._outer.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._group = replace(self._group, hidden=True)
        elif sign in b"{}\\":
            self._add_bytes(sign)
        elif sign == b"~":
            self._add("\xa0")
        elif sign in b"\r\n":
            self._add("\r\n")

    def _word(self, word: bytes, number: int | None) -> None:
        group = self._group
        if word == b"htmltag":
            self._group = replace(group, hidden=False, tag=True)
        elif word == b"htmlrtf":
            self._flush()
            self._group = replace(group, skipped=number != 0)
        elif word in _HIDDEN:
            self._group = replace(group, hidden=True)
        elif word == b"uc":
            self._group = replace(group, letters_behind=number or 0)
        elif word == b"f" and number is not None:
            self._flush()
            self._group = replace(group, font=number)
        elif word == b"u" and number is not None:
            self._add(chr(number % 0x10000) if not 0xD800 <= number % 0x10000 < 0xE000 else "\ufffd")
            self._behind = group.letters_behind
        elif word in _LETTERS:
            self._add(_LETTERS[word])

    @property
    def _silent(self) -> bool:
        return self._group.hidden or (self._group.skipped and not self._group.tag)

    def _add_bytes(self, data: bytes) -> None:
        passed = min(self._behind, len(data))
        self._behind -= passed
        if not self._silent:
            self._bytes += data[passed:]

    def _add(self, text: str) -> None:
        if not self._silent:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            codepage = "cp874" if self._group.font in self._thai else self._codepage
            self._out.append(_decoded(bytes(self._bytes), codepage))
            self._bytes.clear()


def _decoded(data: bytes, codepage: str) -> str:
    try:
        return data.decode(codepage)
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp874", "replace")
