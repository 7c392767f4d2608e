"""A workbook of one sheet, text only, made without a file: the child that marks may write none."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from notifications.marked.list_sheet import printable
from notifications.marked.package import MAIN, OFFICE
from survey.cells import column_letters

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_FONT = '<sz val="11"/><name val="Tahoma"/>'
_LINE = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'</fills><borders count="2"><border/><border>{_LINE}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf xfId="0" quotePrefix="1"/>'
    '<xf fontId="1" xfId="0" quotePrefix="1" applyFont="1"/>{}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CELL = (
    '<xf fontId="{}" borderId="1" xfId="0" quotePrefix="1" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment {}vertical="{}" wrapText="1"/></xf>'
)


class Look(IntEnum):
    """Index into `cellXfs`. All are for text: typed over in Excel, it still is no formula (`quotePrefix`)."""

    PLAIN = 0
    BOLD = 1
    HEADER = 2
    FRAMED = 3
    CENTRED = 4


@dataclass(slots=True)
class PlainSheet:
    """Rows and columns are counted from 1.

    Attributes:
        heights: Of rows, in points: programs measure no merged cells.
    """

    heights: dict[int, int] = field(default_factory=dict)
    _rows: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _merges: list[str] = field(default_factory=list)

    def put(self, row: int, column: int, words: str, look: Look) -> None:
        text = f'<is><t xml:space="preserve">{escape(printable(words))}</t></is>' if words else ""
        kind = ' t="inlineStr"' if words else ""
        cell = f'<c r="{column_letters(column)}{row}" s="{look.value}"{kind}>{text}</c>'
        self._rows.setdefault(row, []).append((column, cell))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self._merges.append(f"{column_letters(left)}{top}:{column_letters(right)}{bottom}")

    def to_workbook(self, name: str, widths: Sequence[int], frozen_rows: int) -> bytes:
        """The file. `widths` of the columns in characters."""
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews><sheets>'
            f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
            ),
            "xl/styles.xml": _STYLES.format(
                _CELL.format(1, 'horizontal="center" ', "center")
                + _CELL.format(0, "", "top")
                + _CELL.format(0, 'horizontal="center" ', "top")
            ),
            "xl/worksheets/sheet1.xml": self._sheet(widths, frozen_rows),
        }
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for part, content in parts.items():
                package.writestr(zipfile.ZipInfo(part), _HEAD + content, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _height(self, row: int) -> str:
        return f' ht="{self.heights[row]}" customHeight="1"' if row in self.heights else ""

    def _sheet(self, widths: Sequence[int], frozen_rows: int) -> str:
        cols = "".join(
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
        )
        rows = "".join(
            f'<row r="{number}"{self._height(number)}>{"".join(cell for _, cell in sorted(cells))}</row>'
            for number, cells in sorted(self._rows.items())
        )
        merges = "".join(f'<mergeCell ref="{merge}"/>' for merge in self._merges)
        merged = f'<mergeCells count="{len(self._merges)}">{merges}</mergeCells>' if merges else ""
        return (
            f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            f'<sheetView workbookViewId="0"><pane ySplit="{frozen_rows}" topLeftCell="A{frozen_rows + 1}" '
            f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{cols}</cols>'
            f"<sheetData>{rows}</sheetData>{merged}"
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        )


def _relations(*relations: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
