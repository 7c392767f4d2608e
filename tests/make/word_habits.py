"""Forms whose truth is known (`make.habits`), typed into Word with habits that only Word has, drawn by lot."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from make.habits import TrueForm
from make.layouts import Value

_W = nsdecls("w", "w14")
_TICKS = {
    "typed": None,
    "symbol": '<w:r {}><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
    "symbol 2": '<w:r {}><w:sym w:font="Wingdings 2" w:char="F050"/></w:r>',
    "font": '<w:r {}><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:t>ü</w:t></w:r>',
    "control": '<w:sdt {}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>",
    "math": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" {}><m:r><m:t>√</m:t></m:r></m:oMath>',
}  # fmt: skip
_SURVIVING = ("typed", "symbol", "font")


class WordTypist:
    """One officer at Word. `place` turns a cell of the sheet into its address in the document.

    Args:
        surviving: Only habits that LibreOffice keeps in all formats that it saves: it repeats the words of
            controls around cells.
    """

    def __init__(self, form: TrueForm, random: Random, *, surviving: bool = False) -> None:
        self._form, self._random = form, random
        self._tick = _TICKS[random.choice(_SURVIVING if surviving else tuple(_TICKS))]
        self._lines_as_paragraphs = random.random() < 0.5
        self._counts_itself = random.random() < 0.3
        self._splits_runs = random.random() < 0.5
        self._controls = random.random() < 0.3 and not surviving
        self._inserts = random.random() < 0.3
        rows = sorted({row for row, _ in form.places.values()})
        self._ends = rows[random.randrange(len(rows))] if random.random() < 0.3 else rows[-1]
        self._last = rows[-1]
        wide = {row for row, _ in form.sheet.cells if sum(r == row for r, _ in form.sheet.cells) > 3}
        self._first = min(wide)
        self._left = min(column for row, column in form.sheet.cells if row == self._first)

    def place(self, row: int, column: int) -> str:
        """Address of a cell of the sheet."""
        table, top = ("T1", self._first) if row <= self._ends else ("T2", self._ends + 1)
        return f"{table}!{chr(65 + column - self._left)}{row - top + 1}"

    def write(self, path: Path) -> None:
        document = Document()
        self._outside(document, range(1, self._first))
        self._table(document, self._first, self._ends)
        if self._ends < self._last:
            document.add_paragraph()
            self._table(document, self._ends + 1, self._last)
        self._outside(document, range(self._last + 1, max(row for row, _ in self._form.sheet.cells) + 1))
        document.save(str(path))

    def _outside(self, document: Any, rows: range) -> None:
        cells = self._form.sheet.cells
        for row in rows:
            texts = [str(value) for (r, _), value in sorted(cells.items()) if r == row]
            document.add_paragraph(" ".join(texts))

    def _table(self, document: Any, top: int, bottom: int) -> None:
        cells = self._form.sheet.cells
        width = max(column for row, column in cells if self._first <= row <= self._last) - self._left + 1
        table = document.add_table(bottom - top + 1, width)
        grid = table._cells
        keys = {place: key for (_, key), place in self._form.places.items()}
        for (row, column), value in cells.items():
            if top <= row <= bottom:
                cell = grid[(row - top) * width + column - self._left]
                self._type(cell, value, keys.get((row, column), ""))
        for first, left, last, right in self._form.sheet.merges:
            if top <= first and last <= bottom:
                table.cell(first - top, left - self._left).merge(table.cell(last - top, right - self._left))
        for cell in list(table._tbl.iter_tcs()) if self._controls else ():
            if self._random.random() < 0.2:
                _wrap(cell, "sdt")

    def _type(self, cell: Any, value: Value, key: str) -> None:
        text = f"{value.day}/{value.month}/{value.year + 543}" if isinstance(value, date) else str(value)
        paragraph = cell.paragraphs[0]
        if key == "seq" and self._counts_itself:
            paragraph.style = "List Number"
        elif self._tick and value != "-" and (key.endswith(("_yes", "_no")) or key == "mou"):
            paragraph._p.append(parse_xml(self._tick.format(_W)))
        else:
            lines = text.split("\n") if self._lines_as_paragraphs else [text]
            for number, line in enumerate(lines):
                self._say(cell.add_paragraph() if number else paragraph, line)

    def _say(self, paragraph: Any, text: str) -> None:
        at = self._random.randrange(len(text)) if self._splits_runs and len(text) > 1 else 0
        for piece in (text[:at], text[at:]):
            if piece:
                run = paragraph.add_run(piece)
                if self._inserts and self._random.random() < 0.3:
                    _wrap(run._r, "ins")


def _wrap(element: Any, name: str) -> None:
    """Put a content control or a tracked insertion around an element."""
    content = "<w:sdtPr/><w:sdtContent/>" if name == "sdt" else ""
    attributes = ' w:id="7" w:author="ก" w:date="2018-11-05T00:00:00Z"' if name == "ins" else ""
    wrapper = parse_xml(f"<w:{name} {_W}{attributes}>{content}</w:{name}>")
    element.getparent().replace(element, wrapper)
    (wrapper[1] if name == "sdt" else wrapper).append(element)
