"""Walks through the text of an OpenDocument text: paragraphs, lists, tables, what is tracked, ticked or floating.

OpenDocument 1.3, part 3, §5 to §10.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from parsers.formats.odt.lists import Lists
from parsers.formats.odt.styles import Level, Styles
from parsers.formats.odt.tables import read_table
from parsers.page_builder import PageBuilder
from parsers.safe_xml import attributes, local
from parsers.table_builder import Item, Run
from parsers.writing import PLAIN, Look

_ON, _OFF = "☑", "☐"
_LAYOUT = re.compile(r"[ \t\r\n]+")
_LEFT_OUT = frozenset(
    "tracked-changes note annotation-end number bookmark bookmark-start bookmark-end hidden-text placeholder "
    "hidden-paragraph script sequence-decls variable-decls user-field-decls forms table-of-content ruby-text title desc "
    "soft-page-break event-listeners param enhanced-geometry page-number page-count".split()
)
_DRAWN = frozenset(
    "image object object-ole plugin line connector path polygon polyline ellipse circle".split()
)


class Story:
    """One walk over a body, a header or a footer."""

    def __init__(self, styles: Styles, root: Any) -> None:
        self._page = PageBuilder()
        self._styles, self._lists = styles, Lists(styles)
        self._deleted = _deletions(root)
        self._boxes = _check_boxes(root)
        self._number: tuple[str, Level] | None = None
        self._handlers: dict[str, Callable[[Any, Look], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "span": self._span,
            "s": self._space,
            "tab": self._space,
            "line-break": self._space,
            "list": self._list,
            "list-item": self._item,
            "table": self._table,
            "change": self._change,
            "fieldmark": self._field_mark,
            "content-control": self._control,
            "control": self._form_control,
            "text-box": self._box,
            "annotation": self._comment,
            "custom-shape": self._shape,
            "rect": self._shape,
            **dict.fromkeys(_LEFT_OUT, _nothing),
            **dict.fromkeys(_DRAWN, self._drawn),
        }

    def read(self, element: Any) -> list[Item]:
        """Lines and tables of a story."""
        self._walk(element, PLAIN)
        self._page.end_lines()
        return self._page.items

    def _walk(self, parent: Any, look: Look) -> None:
        """Elements in a container whose own text says nothing."""
        for child in parent:
            self._element(child, look)

    def _element(self, element: Any, look: Look) -> None:
        handler = self._handlers.get(local(element))
        if handler is not None:
            handler(element, look)
        else:
            self._inline(element, look)

    def _inline(self, element: Any, look: Look) -> None:
        """Text and elements, in their order; unknown elements are what they hold."""
        in_text = local(element) not in _BLOCKS
        if in_text:
            self._text(element.text, look)
        for child in element:
            self._element(child, look)
            if in_text:
                self._text(child.tail, look)

    def _text(self, text: str | None, look: Look) -> None:
        if text:
            self._say(_LAYOUT.sub(" ", text), look)

    def _say(self, text: str, look: Look) -> None:
        if not look.hidden:
            words = look.font and any("\u0e00" <= letter <= "\u0e7f" for letter in text)
            self._page.say(text, look.struck, None if words else look.font)

    def _paragraph(self, element: Any, look: Look) -> None:
        look = self._styles.look("paragraph", attributes(element).get("style-name"), look)
        sink = self._page.sink
        number, self._number = self._number, None
        begun = len(sink)
        self._inline(element, look)
        if number is not None:
            self._say_number(number, look, sink, begun)
        sink.append(Run("\n"))

    def _say_number(self, number: tuple[str, Level], look: Look, sink: list[Run], at: int) -> None:
        """Put a list's number before a paragraph; a bullet only where it is all that the paragraph shows."""
        shown, level = number
        if not level.bullet:
            sink.insert(at, Run(f"{shown} ", look.struck))
        elif self._page.in_cell and not any(run.text.strip() for run in sink[at:]):
            sink.insert(at, Run(shown, look.struck, level.font))

    def _span(self, element: Any, look: Look) -> None:
        self._inline(element, self._styles.look("text", attributes(element).get("style-name"), look))

    def _space(self, element: Any, look: Look) -> None:
        name = local(element)
        self._say(" " * _count(element) if name == "s" else "\t" if name == "tab" else "\n", look)

    def _list(self, element: Any, look: Look) -> None:
        self._lists.begin(element)
        self._walk(element, look)
        self._lists.end()

    def _item(self, element: Any, look: Look) -> None:
        self._number = self._lists.next(element)
        self._walk(element, look)
        self._number = None

    def _change(self, element: Any, look: Look) -> None:
        """Where something was deleted with changes tracked: told as struck out."""
        deleted = self._deleted.get(attributes(element).get("change-id", ""), "")
        if deleted.strip():
            self._say(deleted, replace(look, struck=True))

    def _field_mark(self, element: Any, look: Look) -> None:
        if "CHECKBOX" in attributes(element).get("type", "").upper():
            states = [attributes(child) for child in element if local(child) == "param"]
            on = any("Checked" in has.get("name", "") and has.get("value") == "true" for has in states)
            self._say(_ON if on else _OFF, look)
        else:
            self._inline(element, look)

    def _control(self, element: Any, look: Look) -> None:
        """A content control; what it shows while nothing is filled in is no data."""
        has = attributes(element)
        if has.get("checkbox") == "true":
            self._say(_ON if has.get("checked") == "true" else _OFF, look)
        elif has.get("showing-place-holder") != "true":
            self._inline(element, look)

    def _form_control(self, element: Any, look: Look) -> None:
        state = self._boxes.get(attributes(element).get("control", ""))
        if state is not None:
            self._say(_ON if state else _OFF, look)

    def _comment(self, element: Any, look: Look) -> None:
        lines = ("".join(line.itertext()) for line in element.iter("{*}p"))
        self._page.comment("\n".join(lines))

    def _drawn(self, element: Any, look: Look) -> None:
        self._page.say_drawn()

    def _box(self, element: Any, look: Look) -> None:
        opened = self._lists.close_all()
        self._page.read_box(lambda: self._walk(element, PLAIN))
        self._lists.reopen(opened)

    def _shape(self, element: Any, look: Look) -> None:
        if any((text or "").strip() for text in element.itertext()):
            self._box(element, look)
        else:
            self._page.say_drawn()

    def _table(self, element: Any, look: Look) -> None:
        def read_cell(cell: Any, sink: list[Run]) -> None:
            self._page.read_cell(sink, lambda: self._walk(cell, PLAIN))

        opened = self._lists.close_all()
        narrow = self._styles.narrow_columns
        self._page.read_table(lambda table: read_table(element, table, narrow, read_cell))
        self._lists.reopen(opened)


_BLOCKS = frozenset(
    "text section list-header frame g index-body header footer header-left header-first page".split()
)


def _nothing(element: Any, look: Look) -> None:
    pass


def _count(element: Any) -> int:
    count = attributes(element).get("c", "1")
    return min(int(count[:6]), 100) if count.isdecimal() else 1


def _deletions(root: Any) -> dict[str, str]:
    """Words of tracked deletions by the id of the change."""
    found = {}
    for region in root.iter("{*}changed-region"):
        for deletion in region.iterchildren("{*}deletion"):
            words = ["".join(line.itertext()) for line in deletion if local(line) in ("p", "h")]
            for identifier in {value for name, value in attributes(region).items() if name == "id"}:
                found[identifier] = "\n".join(words)
    return found


def _check_boxes(root: Any) -> dict[str, bool]:
    """Check boxes among the form controls by their id, ticked or not."""
    return {
        has.get("id", ""): has.get("current-state", has.get("state")) == "checked"
        for box in root.iter("{*}checkbox")
        for has in [attributes(box)]
    }
