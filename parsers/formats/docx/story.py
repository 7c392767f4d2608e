"""Walks through the text of a document: paragraphs, tables, what is tracked, ticked, floating or left out.

ECMA-376 part 1, §17; check boxes of content controls: [MS-DOCX] §2.5.1.
"""

from collections.abc import Callable
from typing import Any

from parsers.formats.docx.controls import form_field, shown_by
from parsers.formats.docx.look import PLAIN, Look, Styles, list_of, run_look
from parsers.formats.docx.numbering import Numbering
from parsers.formats.docx.tables import read_table
from parsers.safe_xml import attributes
from parsers.symbol_fonts import is_symbol_font
from parsers.table_builder import Item, Run, TableBuilder, laid_out

ChunkReader = Callable[[str], list[Item]]
"""The lines and tables of the part that `w:altChunk` refers to by a relation's id."""

# Words for a thing without words, drawn in a cell: nobody can say what it means.
_DRAWN = "\ufffd"
_SHORTEST_WORDS = 3


class _LocalNames(dict[Any, str]):
    """Tags without namespaces; what is no element (a comment) has no name."""

    def __missing__(self, tag: Any) -> str:
        self[tag] = name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


_NAMES = _LocalNames()


class Story:
    """One walk over a body, a header or a footer. `items` are its lines and tables, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, chunk: ChunkReader) -> None:
        self.items: list[Item] = []
        self._styles, self._numbering, self._chunk = styles, numbering, chunk
        self._outside: list[Run] = []
        self._cells: list[list[Run]] = []
        self._fields: list[bool] = []
        self._has_drawing = False
        self._blocks: dict[str, Callable[[Any, Look], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._control,
            "altChunk": self._foreign,
            "AlternateContent": self._alternative,
            "del": self._deleted,
            "moveFrom": self._deleted,
            **dict.fromkeys(
                ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "Choice", "Fallback"), self.walk
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
        }

    def walk(self, parent: Any, look: Look) -> None:
        """What stands in a container, whether it holds paragraphs or runs."""
        for child in parent:
            handler = self._inline.get(_NAMES[child.tag])
            if handler is not None:
                handler(child, look)

    def read(self, root: Any) -> list[Item]:
        """All of a story."""
        self.walk(root, PLAIN)
        self.end_lines()
        return self.items

    def end_lines(self) -> None:
        """What was said outside of tables becomes lines."""
        text = laid_out([run for run in self._outside if not run.struck], None)
        self.items += [line for line in text.split("\n") if line.strip()]
        self._outside = []

    @property
    def sink(self) -> list[Run]:
        return self._cells[-1] if self._cells else self._outside

    def cell(self, element: Any, look: Look, sink: list[Run]) -> None:
        """The text of a table's cell, into `sink`; tables in it are items of their own, or lines of the cell."""
        drawn, self._has_drawing = self._has_drawing, False
        self._cells.append(sink)
        self.walk(element, look)
        self._cells.pop()
        if self._has_drawing and not any(run.text.strip() for run in sink):
            sink.append(Run(_DRAWN))
        self._has_drawing = drawn

    def _paragraph(self, element: Any, look: Look) -> None:
        self._fields.clear()
        style, number, ends = None, None, True
        properties = element[0] if len(element) and _NAMES[element[0].tag] == "pPr" else None
        if properties is not None:
            number = list_of(properties)
            for child in properties:
                name = _NAMES[child.tag]
                if name == "pStyle":
                    style = attributes(child).get("val")
                elif name == "rPr":
                    ends = not any(_NAMES[mark.tag] in ("del", "moveFrom") for mark in child)
        look = self._styles.look(style, look)
        sink = self.sink
        begun = len(sink)
        self.walk(element, look)
        item = number if number is not None else self._styles.number(style)
        if item is not None and ends and not look.struck:
            self._number(item, look, sink, begun)
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
        elif not any(run.text.strip() for run in sink[at:]) and self._cells:
            sink.insert(at, Run(shown, look.struck, look.font))

    def _run(self, element: Any, look: Look) -> None:
        if len(element) and _NAMES[element[0].tag] == "rPr":
            look = self._run_look(element[0], look)
        if look.hidden:
            return
        for child in element:
            name = _NAMES[child.tag]
            if name in _AS_TEXT:
                self._say(_AS_TEXT[name], look)
            elif (handler := self._inside_run.get(name)) is not None:
                handler(child, look)

    def _run_look(self, properties: Any, look: Look) -> Look:
        for child in properties:
            if _NAMES[child.tag] == "rStyle":
                look = self._styles.look(attributes(child).get("val"), look)
        return run_look(properties, look)

    def _say(self, text: str, look: Look) -> None:
        if all(self._fields):
            self.sink.append(Run(text, look.struck, look.font))

    def _text(self, element: Any, look: Look) -> None:
        if (text := element.text) and all(self._fields):
            font = (
                look.font
                if look.font and not any("\u0e00" <= letter <= "\u0e7f" for letter in text)
                else None
            )
            self.sink.append(Run(text, look.struck, font))

    def _deleted_text(self, element: Any, look: Look) -> None:
        if element.text:
            self.sink.append(Run(element.text, True, look.font))

    def _symbol(self, element: Any, look: Look) -> None:
        has = attributes(element)
        try:
            letter = chr(int(has.get("char", ""), 16))
        except (ValueError, OverflowError):
            return
        font = has.get("font")
        self.sink.append(Run(letter, look.struck, font if is_symbol_font(font) else None))

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
            before = self._state()
            if _NAMES[branch.tag] == "Choice":
                self._any(branch, look)
                if self._state() != before:
                    return
        for branch in element.iterchildren("{*}Fallback"):
            self._any(branch, look)

    def _state(self) -> tuple[int, int, bool]:
        return len(self.sink), len(self.items), self._has_drawing

    def _any(self, branch: Any, look: Look) -> None:
        for child in branch:
            name = _NAMES[child.tag]
            handler = self._inside_run.get(name) or self._inline.get(name)
            if handler is not None:
                handler(child, look)

    def _drawing(self, element: Any, look: Look) -> None:
        """Text boxes; in a cell a mark in a box belongs to the cell, more words than that float over the page."""
        boxes = [box for box in element.iter("{*}txbxContent") if _outermost(box, element)]
        for box in boxes:
            self._box(box, look)
        self._has_drawing = self._has_drawing or not boxes

    def _box(self, box: Any, look: Look) -> None:
        cells, outside, fields = self._cells, self._outside, self._fields
        self._cells, self._outside, self._fields = [], [], []
        self.walk(box, look)
        runs, self._outside = self._outside, outside
        self._cells, self._fields = cells, fields
        text = laid_out([run for run in runs if not run.struck], None)
        if cells and len(text) <= _SHORTEST_WORDS:
            cells[-1].extend(run for run in runs if run.text.strip())
        else:
            self.items += [line for line in text.split("\n") if line.strip()]

    def _foreign(self, element: Any, look: Look) -> None:
        part = next((value for name, value in attributes(element).items() if name == "id"), "")
        if not self._cells:
            self.end_lines()
        for item in self._chunk(part):
            if isinstance(item, str):
                self.sink.append(Run(f"{item}\n", look.struck)) if self._cells else self.items.append(item)
            else:
                self.items.append(item)

    def _table(self, element: Any, look: Look) -> None:
        if not self._cells:
            self.end_lines()
        place = len(self.items)
        builder = TableBuilder()
        self.items.append(builder)
        read_table(element, builder, look, self.cell)
        if self._cells and not builder.may_be_a_form:
            self.sink.extend(builder.runs())
            self.items[place] = TableBuilder()


def _outermost(box: Any, drawing: Any) -> bool:
    """Not inside another box, and not the copy of one for older programs."""
    above = box.getparent()
    while above is not None and above is not drawing:
        if _NAMES[above.tag] in ("txbxContent", "Fallback"):
            return False
        above = above.getparent()
    return True


_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
