"""Walks through the text of a document: paragraphs, tables, what is tracked, ticked, floating or left out.

ECMA-376 part 1, §17; check boxes of content controls: [MS-DOCX] §2.5.1.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from parsers.formats.docx.controls import OFF, ON, form_field, shown_by
from parsers.formats.docx.look import Styles, is_deletion, list_of, run_look
from parsers.formats.docx.names import NAMES
from parsers.formats.docx.numbering import Numbering
from parsers.formats.docx.tables import read_table
from parsers.page_builder import PageBuilder
from parsers.safe_xml import attributes
from parsers.symbol_fonts import is_symbol_font
from parsers.table_builder import Item, Run
from parsers.writing import PLAIN, Look

ChunkReader = Callable[[str], list[Item]]
"""The lines and tables of the part that `w:altChunk` refers to by a relation's id."""


class Story:
    """One walk over a body, a header or a footer."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        chunk: ChunkReader,
        comments: Mapping[str, str],
        state: Callable[[str], bool | None],
    ) -> None:
        self._page = PageBuilder()
        self._styles, self._numbering, self._chunk = styles, numbering, chunk
        self._comments, self._state = comments, state
        self._fields: list[bool] = []
        self._blocks: dict[str, Callable[[Any, Look], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._control,
            "altChunk": self._foreign,
            "AlternateContent": self._alternative,
            "del": self._deleted,
            "moveFrom": self._deleted,
            "annotation": self._annotation,
            "sectPr": self._section,
            **dict.fromkeys(
                (
                    "ins",
                    "moveTo",
                    "sect",
                    "sub-section",
                    "content",
                    "customXml",
                    "smartTag",
                    "sdtContent",
                    "Choice",
                    "Fallback",
                ),
                self.walk,
            ),
        }
        self._inline: dict[str, Callable[[Any, Look], None]] = {
            **self._blocks,
            "r": self._run,
            "oMath": self._math,
            "oMathPara": self._math,
            **dict.fromkeys(("hyperlink", "fldSimple", "bdo", "dir", "ruby", "rubyBase"), self.walk),
        }
        self._inside_run: dict[str, Callable[[Any, Look], None]] = {
            "t": self._text,
            "delText": self._deleted_text,
            "sym": self._symbol,
            "fldChar": self._field,
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
            "AlternateContent": self._alternative,
            "ruby": self.walk,
            "commentReference": self._comment,
        }

    def walk(self, parent: Any, look: Look) -> None:
        """What stands in a container, whether it holds paragraphs or runs."""
        for child in parent:
            handler = self._inline.get(NAMES[child.tag])
            if handler is not None:
                handler(child, look)

    def read(self, root: Any) -> list[Item]:
        """Lines and tables of a story."""
        self.walk(root, PLAIN)
        self._page.end_lines()
        return self._page.items

    def _paragraph(self, element: Any, look: Look) -> None:
        self._fields.clear()
        style, number, shown, ends = None, None, "", True
        properties = element[0] if len(element) and NAMES[element[0].tag] == "pPr" else None
        if properties is not None:
            number = list_of(properties)
            for child in properties:
                name = NAMES[child.tag]
                if name == "pStyle":
                    style = attributes(child).get("val")
                elif name == "listPr":
                    shown = _shown_by_list(child)
                elif name == "rPr":
                    ends = not any(NAMES[mark.tag] in ("del", "moveFrom") for mark in child)
        look = self._styles.look(style, look)
        sink = self._page.sink
        begun = len(sink)
        self.walk(element, look)
        item = number if number is not None else self._styles.number(style)
        if item is not None and ends and not look.struck:
            self._number(item, look, sink, begun)
        if shown:
            sink.insert(begun, Run(f"{shown} ", look.struck))
        if ends:
            sink.append(Run("\n"))

    def _number(self, item: tuple[str, int], look: Look, sink: list[Run], at: int) -> None:
        """Put a list's number before a paragraph; a bullet only where it is all that the paragraph shows."""
        found = self._numbering.next(item)
        if found is None or not found[0]:
            return
        shown, level = found
        if level.properties is not None:
            look = run_look(level.properties, look)
        if level.format != "bullet":
            sink.insert(at, Run(f"{shown} ", look.struck))
        elif not any(run.text.strip() for run in sink[at:]) and self._page.in_cell:
            sink.insert(at, Run(shown, look.struck, look.font))

    def _run(self, element: Any, look: Look) -> None:
        if len(element) and NAMES[element[0].tag] == "rPr":
            look = self._run_look(element[0], look)
        if look.hidden:
            return
        for child in element:
            name = NAMES[child.tag]
            if name in _AS_TEXT:
                self._say(_AS_TEXT[name], look)
            elif (handler := self._inside_run.get(name)) is not None:
                handler(child, look)

    def _run_look(self, properties: Any, look: Look) -> Look:
        for child in properties:
            if NAMES[child.tag] == "rStyle":
                look = self._styles.look(attributes(child).get("val"), look)
        return run_look(properties, look)

    def _say(self, text: str, look: Look) -> None:
        if not self._fields or all(self._fields):
            self._page.sink.append(Run(text, look.struck, look.font))

    def _text(self, element: Any, look: Look) -> None:
        text, font = element.text, look.font
        if not text or (self._fields and not all(self._fields)):
            return
        if font and any("\u0e00" <= letter <= "\u0e7f" for letter in text):
            font = None
        self._page.sink.append(Run(text, look.struck, font))

    def _deleted_text(self, element: Any, look: Look) -> None:
        if element.text:
            self._page.sink.append(Run(element.text, True, look.font))

    def _symbol(self, element: Any, look: Look) -> None:
        has = attributes(element)
        code = has.get("char", "")
        if not _HEXADECIMAL.fullmatch(code) or not _is_letter(int(code, 16)):
            return
        font = has.get("font")
        letter = chr(int(code, 16))
        self._page.sink.append(Run(letter, look.struck, font if is_symbol_font(font) else None))

    def _field(self, element: Any, look: Look) -> None:
        """Instructions of a field are no text; form fields that show no text say what they hold."""
        kind = attributes(element).get("fldCharType")
        if kind == "begin":
            data = next(element.iterchildren("{*}ffData"), None)
            if data is not None:
                self._say(form_field(data), look)
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _math(self, element: Any, look: Look) -> None:
        for text in element.iter("{*}t"):
            self._text(text, look)

    def _deleted(self, element: Any, look: Look) -> None:
        self.walk(element, Look(True, look.hidden, look.font))

    def _annotation(self, element: Any, look: Look) -> None:
        """What was changed with changes tracked, in a document of Word 2003."""
        (self._deleted if is_deletion(element) else self.walk)(element, look)

    def _section(self, element: Any, look: Look) -> None:
        """Heads and feet of the page, where Word 2003 has them."""
        for child in element:
            if NAMES[child.tag] in ("hdr", "ftr"):
                self._box(child, look)

    def _control(self, element: Any, look: Look) -> None:
        """A content control; what it shows while nothing is filled in is no data."""
        shown = shown_by(element)
        if shown is not None:
            self._say(shown, look)
            return
        for content in element.iterchildren("{*}sdtContent"):
            self.walk(content, look)

    def _alternative(self, element: Any, look: Look) -> None:
        """The first form in which something can be read: others say the same for other programs."""
        for branch in element:
            before = self._page.state
            if NAMES[branch.tag] == "Choice":
                self._any(branch, look)
                if self._page.state != before:
                    return
        for branch in element.iterchildren("{*}Fallback"):
            self._any(branch, look)

    def _any(self, branch: Any, look: Look) -> None:
        for child in branch:
            name = NAMES[child.tag]
            handler = self._inside_run.get(name) or self._inline.get(name)
            if handler is not None:
                handler(child, look)

    def _drawing(self, element: Any, look: Look) -> None:
        """Text boxes; in a cell a mark in a box belongs to the cell, more words than that float over the page."""
        control = next(element.iterchildren("{*}control"), None)
        state = self._state(attributes(control).get("id", "")) if control is not None else None
        if state is not None:
            self._say(ON if state else OFF, look)
            return
        boxes = [box for box in element.iter("{*}txbxContent") if _outermost(box, element)]
        for box in boxes:
            self._box(box, look)
        if not boxes:
            self._page.say_drawn(is_control=NAMES[element.tag] == "object")

    def _box(self, box: Any, look: Look) -> None:
        fields, self._fields = self._fields, []
        self._page.read_box(lambda: self.walk(box, look))
        self._fields = fields

    def _comment(self, element: Any, look: Look) -> None:
        self._page.comment(self._comments.get(attributes(element).get("id", ""), ""))

    def _foreign(self, element: Any, look: Look) -> None:
        part = next((value for name, value in attributes(element).items() if name == "id"), "")
        self._page.take_in(self._chunk(part))

    def _table(self, element: Any, look: Look) -> None:
        def read_cell(cell: Any, cell_look: Look, sink: list[Run]) -> None:
            self._page.read_cell(sink, lambda: self.walk(cell, cell_look))

        self._page.read_table(lambda table: read_table(element, table, look, read_cell))


_HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,6}")


def _is_letter(code: int) -> bool:
    """Neither a control character nor half of a pair, which no text may hold."""
    return 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000


def _shown_by_list(properties: Any) -> str:
    """The number that Word 2003 writes down with its list, "" for a bullet."""
    texts = [attributes(child).get("val", "") for child in properties if NAMES[child.tag] == "t"]
    return texts[0] if texts and any(letter.isalnum() for letter in texts[0]) else ""


def _outermost(box: Any, drawing: Any) -> bool:
    """Not inside another box, and not the copy of one for older programs."""
    above = box.getparent()
    while above is not None and above is not drawing:
        if NAMES[above.tag] in ("txbxContent", "Fallback"):
            return False
        above = above.getparent()
    return True


_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
