"""Texts of a workbook: plain, or in runs that have a font or strike-through of their own."""

import re
from collections.abc import Iterable
from functools import lru_cache

from parsers.formats.xlsx.styles import is_on
from parsers.refused import FileCorrupt, FileTooLarge
from parsers.safe_xml import lifted, stream, without_references
from parsers.sheet_cells import Run, Text
from parsers.symbol_fonts import is_symbol_font

LONGEST_TEXT = 200_000
"""Letters of one text; Excel allows 32,767."""

_PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<&\x00-\x08\x0b-\x1f]*)</t></si>')
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text without the escapes of ST_Xstring: `_x0E01_` is ก."""
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(_unit, text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unit(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code >= 0x20 or code in (0x9, 0xA, 0xD) else ""


def inline_text(raw: bytes) -> str:
    """The text of a `t` element from the bytes between its tags.

    Raises:
        FileCorrupt: It is no well-formed XML.
    """
    # Ticks, dashes and the words of the header stand in every form.
    return _known_inline(raw) if len(raw) <= _LONGEST_KNOWN else _inline(raw)


def _inline(raw: bytes) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise FileCorrupt from error
    return unescaped(without_references(raw) if _FOR_THE_PARSER.search(text) else text)


_FOR_THE_PARSER = re.compile("[&\ufffe\uffff]|]]>")
_LONGEST_KNOWN = 700
_known_inline = lru_cache(maxsize=2048)(_inline)


class TextCollector:
    """Puts together the text of an `si` or `is` element from the events inside it."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._pieces: list[str] = []
        self._length = 0
        self._in_text = False
        self._phonetic = False
        self._struck: bool | None = None
        self._font: str | None = None

    def start(self, name: str, has: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "rPr":  # a run's properties stand alone: what they leave out is off
            self._struck, self._font = False, ""
        elif name == "strike":
            self._struck = is_on(has.get("val"))
        elif name == "rFont":
            font = has.get("val")
            self._font = font if is_symbol_font(font) else ""
        elif name == "rPh":
            self._phonetic = True

    def text(self, letters: str) -> None:
        if self._in_text:
            self._pieces.append(letters)
            self._length += len(letters)
            if self._length > LONGEST_TEXT:
                raise FileTooLarge(limit=f"{LONGEST_TEXT:,} ตัวอักษรต่อช่อง")

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "r":
            self._runs.append(Run(unescaped("".join(self._pieces)), self._struck, self._font))
            self._pieces, self._struck, self._font = [], None, None

    def taken(self) -> Text:
        """The text so far; the collector is empty afterwards."""
        runs, pieces = self._runs, self._pieces
        self._runs, self._pieces, self._length = [], [], 0
        if not runs:
            return unescaped("".join(pieces))
        if pieces:
            runs.append(Run(unescaped("".join(pieces))))
        if all(run.struck is None and run.font is None for run in runs):
            return "".join(run.text for run in runs)
        return tuple(runs)


def read_strings(chunks: Iterable[bytes]) -> list[Text]:
    """The shared strings, in order."""
    strings: list[Text] = []
    collector = TextCollector()

    def take(plain: re.Match[bytes]) -> bool:
        try:
            text = plain[1].decode()
        except UnicodeDecodeError:
            return False
        if len(text) > LONGEST_TEXT:
            return False
        strings.append(unescaped(text))
        return True

    def on_end(name: str) -> None:
        if name == "si":
            strings.append(collector.taken())
        else:
            collector.end(name)

    stream(lifted(chunks, _PLAIN, take), collector.start, on_end, collector.text)
    return strings
