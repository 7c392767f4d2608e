"""Tables of an HTML page: grids T1, T2, … in the order of the page; what stands around one is in its notes.

Raises FileRefused and nothing else.
"""

import re
from dataclasses import dataclass
from typing import Any

from parsers.grid import Grid
from parsers.symbol_fonts import is_symbol_font
from parsers.table_builder import MOST_ROWS, Item, Run, TableBuilder, laid_out, numbered
from survey.thai.charset import decode

SOURCE = "html"


_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read(data: bytes) -> list[Grid]:
    """The tables of a page in any of the usual character sets, whatever it declares.

    Raises:
        FileTooLarge: As `html_tables`.
    """
    return html_tables(_decoded(data))


def page_items(data: bytes) -> list[Item]:
    """Lines and tables of a page that is a part of another file; tables that hold no data are lines.

    Raises:
        FileTooLarge: As `html_tables`.
    """
    root = _tree(_decoded(data))
    return _Page(root).items if root is not None else []


def _decoded(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared[1].decode("ascii", "replace") if declared else None)


def html_tables(html: str, *, with_quotes: bool = True) -> list[Grid]:
    """The tables that have at least two rows and two columns; smaller ones are text like that around them.

    Args:
        html: A page, a mail's HTML part, or a piece of one, however broken.
        with_quotes: False leaves out what a mail quotes of earlier mails, if it says anything else.

    Raises:
        FileTooLarge: A table of more than 256 columns or 20,000 rows.
    """
    if re.search(r"<\s*table", html, re.IGNORECASE) is None:
        return []
    root = _tree(html)
    if not with_quotes and root is not None:
        own = _tree(html)
        if _drop_quotes(own):
            root = own
    return numbered(_Page(root).items) if root is not None else []


_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul caption".split()
)
_NO_TEXT = frozenset("head script style title template noscript object select textarea".split())
_LAYOUT = re.compile(r"[ \t\r\n\f]+")
_STRUCK = frozenset(["s", "strike", "del"])
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([^;,\"']+)", re.IGNORECASE)
_GONE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_TABLE_LINES = frozenset(["tr", "td", "th", "col", "colgroup", "tbody", "thead", "tfoot"])


def _tree(html: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but broken marks
        return None


@dataclass(frozen=True, slots=True)
class _Look:
    struck: bool = False
    font: str | None = None


class _Page:
    """One walk over a page. `items` are its lines and tables in order."""

    def __init__(self, root: Any) -> None:
        self.items: list[Item] = []
        self._outside: list[Run] = []
        self._tables: list[tuple[TableBuilder, int]] = []
        self._looks = [_Look()]
        self._walk(root)
        self._end_lines()

    def _walk(self, root: Any) -> None:
        from lxml import etree

        walk = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                if element is not skipped:
                    self._end(name)
                self._add(element.tail)
                continue
            style = element.get("style") or ""
            gone = _GONE.search(style) is not None or element.get("hidden") is not None
            if gone and name in _TABLE_LINES and self._tables:
                self._tables[-1][0].hidden_lines = True
            elif gone or name in _NO_TEXT:
                skipped = element
                walk.skip_subtree()
                continue
            self._start(name, element, style)
            self._add(element.text)

    def _start(self, name: str, element: Any, style: str) -> None:
        self._looks.append(self._look(name, element, style))
        if name in _BLOCKS:
            self._sink().append(Run("\n"))
        if name == "table":
            if not self._tables:
                self._end_lines()
            self._tables.append((TableBuilder(), len(self.items)))
            self.items.append("")
        elif name == "tr" and self._tables:
            self._tables[-1][0].next_row()
        elif name in ("td", "th") and self._tables:
            rows = _span(element.get("rowspan"), MOST_ROWS)
            self._tables[-1][0].next_cell(rows, _span(element.get("colspan"), 1000))
        elif name == "input" and (element.get("type") or "").lower() in ("checkbox", "radio"):
            self._add("☐" if element.get("checked") is None else "☑")
        elif name == "img" and len(element.get("alt") or "") in (1, 2):  # an emoji drawn as a picture
            self._add(element.get("alt"))

    def _end(self, name: str) -> None:
        self._looks.pop()
        if name == "table" and self._tables:
            table, place = self._tables.pop()
            if table.holds_data:
                self.items[place] = table
            else:
                self._sink().extend(table.runs())
        elif name in ("td", "th") and self._tables:
            self._tables[-1][0].open = None
        elif name in _BLOCKS:
            self._sink().append(Run("\n"))

    def _look(self, name: str, element: Any, style: str) -> _Look:
        before = self._looks[-1]
        face = element.get("face") if name == "font" else None
        if not style and not face and name not in _STRUCK:
            return before
        family = _FAMILY.search(style)
        font = family[1].strip() if family else face
        own = (font if is_symbol_font(font) else None) if font else before.font
        struck = before.struck or name in _STRUCK or _LINE_THROUGH.search(style) is not None
        return _Look(struck, own)

    def _add(self, text: str | None) -> None:
        if text:
            look = self._looks[-1]
            self._sink().append(Run(_LAYOUT.sub(" ", text), look.struck, look.font))

    def _sink(self) -> list[Run]:
        return next((t.open for t, _ in reversed(self._tables) if t.open is not None), self._outside)

    def _end_lines(self) -> None:
        text = laid_out([run for run in self._outside if not run.struck], None)
        self.items += [line for line in text.split("\n") if line.strip()]
        self._outside = []


def _span(value: str | None, most: int) -> int:
    """A span; 0 reaches to the table's end, what is no number is 1."""
    digits = re.match(r"\s*(\d{1,5})", value or "", re.ASCII)
    number = int(digits[1]) if digits else 1
    return min(number or (most if most == MOST_ROWS else 1), most)


_QUOTED = "|".join(
    (
        ".//blockquote[@type='cite']",
        ".//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
        ".//*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]",
    )
)
_QUOTES_FOLLOW = "|".join(
    (
        ".//*[contains(@id, 'divRplyFwdMsg')]",
        ".//div[contains(@style, 'border-top:solid #') and .//b]",  # the line of Outlook above "From:"
    )
)
_SHOWN = "//text()[not(ancestor::head or ancestor::style or ancestor::script)]"
_HEAD_OF_QUOTE = re.compile(r"\s*(?:from|จาก|ผู้ส่ง)\s*:", re.IGNORECASE)


def _drop_quotes(root: Any) -> bool:
    """Take quoted mails out of a tree; False where nothing is left, or there were none."""
    found = root.xpath(_QUOTED)
    for element in found:
        if element.getparent() is not None:
            element.getparent().replace(element, _blank(element))
    for element in root.xpath(_QUOTES_FOLLOW):
        if _HEAD_OF_QUOTE.match("".join(element.itertext())[:200]):
            found.append(element)
            _cut_from(element)
    return bool(found) and any(text.strip() for text in root.xpath(_SHOWN))


def _blank(element: Any) -> Any:
    blank = element.makeelement("br")
    blank.tail = element.tail
    return blank


def _cut_from(element: Any) -> None:
    """Remove an element and all that follows it on the page."""
    place = element
    while (parent := place.getparent()) is not None:
        for following in list(place.itersiblings()):
            parent.remove(following)
        place.tail = None
        place = parent
    if element.getparent() is not None:
        element.getparent().remove(element)
