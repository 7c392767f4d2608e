"""Tables of an HTML page: grids T1, T2, … in the order of the page; what stands around one is in its notes.

Raises FileRefused and nothing else.
"""

import re
from dataclasses import dataclass
from typing import Any

from parsers.grid import Grid
from parsers.symbol_fonts import is_symbol_font
from parsers.table_builder import MOST_ROWS, Item, Run, TableBuilder, laid_out, numbered
from survey.quotes import is_reply, quote_begins, sends_on
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


def html_tables(html: str, *, with_quotes: bool = True, subject: str = "") -> list[Grid]:
    """The tables that have at least two rows and two columns; smaller ones are text like that around them.

    Args:
        html: A page, a mail's HTML part, or a piece of one, however broken.
        with_quotes: False leaves out what a mail quotes of earlier mails; what it sends on is read.
        subject: Of that mail: it tells the one from the other.

    Raises:
        FileTooLarge: A table of more than 256 columns or 20,000 rows.
    """
    if re.search(r"<\s*table", html, re.IGNORECASE) is None:
        return []
    root = _tree(html)
    if root is None:
        return []
    return numbered(_Page(root).items if with_quotes else _own_items(html, root, subject))


def _own_items(html: str, root: Any, subject: str) -> list[Item]:
    """Lines and tables of a mail without those of earlier mails, and without letters of ours."""
    _drop_ours(root)
    _mark_heads(root)
    items = _Page(root).items
    sent_on = sends_on(_lines(items), subject)
    own = _tree(html)
    _drop_ours(own)
    _mark_heads(own)
    for element in own.xpath(_QUOTED_BY_SENT_ON if sent_on else _QUOTED):
        if element.getparent() is not None:
            element.getparent().replace(element, _line(element, _MARK, element.tail))
    left = _Page(own).items
    kept = [item for item in left[: quote_begins(_lines(left), subject)] if item != _MARK]
    if kept or is_reply(subject):
        return kept
    return items  # nothing of its own: all of it is meant


def _drop_ours(root: Any) -> None:
    """Blank letters of ours in a tree: all words between their salutation and their last line."""
    salutations, ends = root.xpath(_OUR_SALUTATION), root.xpath(_OUR_END)
    if not salutations or not ends:
        return
    elements = list(root.iter())
    places = {element: place for place, element in enumerate(elements)}
    for first in salutations[:_MOST_LETTERS]:
        begin = places[first.getparent()]
        last = next((end for end in ends if places[end.getparent()] > begin), None)
        if last is None:
            continue
        around = {last.getparent(), *last.getparent().iterancestors()}
        for element in elements[begin : places[last.getparent()] + 1]:
            if element is not first.getparent() or first.is_text:
                element.text = None
            if element not in around or (element is last.getparent() and last.is_tail):
                element.tail = None


def _mark_heads(root: Any) -> None:
    """Where a program marks the head of an earlier mail in the page only, a line that says so."""
    for element in root.xpath(_HEADS):
        if _HEAD.match("".join(element.itertext())[:200]):
            element.addprevious(_line(element, _BETWEEN, None))


def _lines(items: list[Item]) -> list[str]:
    """As `survey.quotes` reads them; a table is words of somebody."""
    return [item if isinstance(item, str) else "[table]" for item in items]


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


_MARK = ">"
_QUOTE = (
    "blockquote[@type='cite']",
    "*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]",
    "*[@data-marker='__QUOTED_TEXT__']",
)
_QUOTED = "|".join(f".//{one}" for one in _QUOTE)
# What the mail that is sent on quotes itself.
_QUOTED_BY_SENT_ON = "|".join(f".//{one}//{inner}" for one in _QUOTE for inner in _QUOTE)


_MOST_LETTERS = 50
_OUR_SALUTATION = ".//text()[contains(., 'เจ้าหน้าที่ผู้รับผิดชอบแบบสำรวจ')]"
_OUR_END = ".//text()[contains(., 'รหัสอ้างอิง') and contains(., 'SM-25')]"
_HEADS = "|".join(
    (
        ".//*[contains(@id, 'divRplyFwdMsg')]",
        ".//div[contains(@style, 'border-top:solid #') and .//b]",  # the line of Outlook above "From:"
    )
)
_HEAD = re.compile(r"\s*(?:from|จาก|ผู้ส่ง)\s*:", re.IGNORECASE)
_BETWEEN = "-----Original Message-----"


def _line(beside: Any, text: str, tail: str | None) -> Any:
    line = beside.makeelement("p")
    line.text, line.tail = text, tail
    return line
