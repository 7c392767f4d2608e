"""Fonts that draw pictures for letters: ü of Wingdings is a tick."""

import re

_SYMBOL = re.compile(r"wingdings(?: [23])?|webdings|symbol|marlett|zapf ?dingbats|opensymbol", re.IGNORECASE)

# What the letters show, for text in which a symbol stands among ordinary words; [MS-OI29500] has no table,
# these are the glyphs of the fonts themselves.
_SHOWN = {
    "wingdings": str.maketrans("üûþý¨oqxlm¡§–—", "✓✗☑☒☐☐☐☒●○○▪•○"),
    "wingdings 2": str.maketrans("POQRST£¢V", "✓✗✗☑☒☒☐☐⊗"),
    "webdings": str.maketrans("arc", "✓✗☐"),
    "marlett": str.maketrans("abr", "✓✓✗"),
    "symbol": str.maketrans("Ö´·", "√×•"),
}


def is_symbol_font(font: str | None) -> bool:
    """Whether letters of this font are not what they seem."""
    return font is not None and _SYMBOL.fullmatch(font) is not None


def as_unicode(text: str, font: str) -> str:
    """The same symbols as Unicode has them, letters without an equal left as they are."""
    table = _SHOWN.get(font.lower())
    plain = "".join(
        chr(ord(letter) - 0xF000) if "\uf020" <= letter <= "\uf0ff" else letter for letter in text
    )
    return plain.translate(table) if table else text
