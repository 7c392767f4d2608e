"""Excel workbooks (.xlsx, .xlsm, .xltx; Transitional and Strict): a grid a worksheet.

A reader of our own: with all that decides a form (fonts of ticks, strike-through, merges, hidden rows, formats
of dates) it costs a third of openpyxl (bench/reading.py), which stays the second opinion. Macros, links and
formulas are never run. Raises FileRefused and nothing else.
"""

import zipfile
import zlib
from dataclasses import dataclass

from parsers import activex
from parsers.formats.xlsx.cell_values import Workbook
from parsers.formats.xlsx.controls import TICKED, controls_of, place_of_shape, ticked
from parsers.formats.xlsx.drawing import read_drawing
from parsers.formats.xlsx.notes import read_comments
from parsers.formats.xlsx.sheet import read_sheet
from parsers.formats.xlsx.strings import read_strings
from parsers.formats.xlsx.styles import is_on, read_styles
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.opc import Package, Relation
from parsers.places import Sizes
from parsers.refused import FileCorrupt, FileTooLarge, FileUnsupported
from parsers.safe_xml import attributes, local, tree

SOURCE = "xlsx"

# openpyxl keeps each empty formatted cell: a million of them are gigabytes.
_LARGEST_ASKED_TWICE = 4 * 1024 * 1024


def read(data: bytes, limits: Limits) -> list[Grid]:
    """The worksheets in the order of their tabs, hidden ones marked; chart sheets have no cells.

    Raises:
        FileCorrupt, FileEncrypted, FileTooLarge, FileUnsupported: It can't be read, or goes over the limits.
    """
    try:
        package = Package(data, limits)
        grids = _read(package, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileCorrupt from error
    except NotImplementedError as error:  # a way of packing that zipfile does not know
        raise FileUnsupported(kind="ไฟล์บีบอัดด้วยวิธีที่ไม่แพร่หลาย") from error
    if not any(grid.cells for grid in grids) and package.sheet_bytes <= _LARGEST_ASKED_TWICE:
        from parsers.formats.xlsx import second_opinion

        return second_opinion.read(data, limits) or grids
    return grids


def pictures(data: bytes, limits: Limits) -> list[bytes]:
    """The picture files of a workbook that can be opened, as many as a paper may have pages."""
    try:
        package = Package(data, limits)
        parts = package.parts_in("xl/media/")[: limits.pages]
        return [inside for part in parts if (inside := package.read(part))]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileCorrupt from error


@dataclass(frozen=True, slots=True)
class _Tab:
    name: str
    part: str
    hidden: bool = False


def _read(package: Package, limits: Limits) -> list[Grid]:
    main = next((r.target for r in package.relations("").values() if r.kind == "officeDocument"), "")
    main = main if package.has(main) else "xl/workbook.xml"
    relations = package.relations(main)
    parts = {relation.kind: relation.target for relation in relations.values()}
    strings = parts.get("sharedStrings", "xl/sharedStrings.xml")
    workbook = Workbook(
        read_styles(package.read(parts.get("styles", "xl/styles.xml"))),
        read_strings(package.chunks(strings)) if package.has(strings) else [],
    )
    tabs = _tabs(package, main, relations, workbook)
    if len(tabs) > limits.sheets:
        raise FileTooLarge(limit=f"{limits.sheets:,} แผ่นงาน")
    return [_grid(package, tab, workbook, limits) for tab in tabs]


def _tabs(package: Package, main: str, relations: dict[str, Relation], workbook: Workbook) -> list[_Tab]:
    """The worksheets that the workbook lists; those that lie in the package where it lists none.

    Raises:
        FileCorrupt: A sheet that it lists is not there.
    """
    tabs: list[_Tab] = []
    data = package.read(main)
    for element in tree(data).iter() if data is not None else ():
        name = local(element)
        has = attributes(element)
        if name == "sheet":
            relation = relations.get(has.get("id", ""))
            if relation is not None and relation.kind == "worksheet":
                if not package.has(relation.target):
                    raise FileCorrupt
                hidden = has.get("state", "visible") != "visible"
                tabs.append(_Tab(has.get("name", f"Sheet{len(tabs) + 1}"), relation.target, hidden))
        elif name == "workbookPr":
            workbook.counts_from_1904 = is_on(has.get("date1904", "0"))
        elif name == "calcPr":
            workbook.recalculates = is_on(has.get("fullCalcOnLoad", "0"))
    lost = [] if tabs else package.sheets_by_name()
    return tabs or [_Tab(f"Sheet{number}", part) for number, part in enumerate(lost, 1)]


def _grid(package: Package, tab: _Tab, workbook: Workbook, limits: Limits) -> Grid:
    sizes = Sizes()
    grid = read_sheet(package.chunks(tab.part), tab.name, workbook, limits, sizes)
    grid.hidden = tab.hidden
    relations = package.relations(tab.part)
    for relation in relations.values():
        if relation.kind not in _BESIDE or (data := package.read(relation.target)) is None:
            continue
        if relation.kind == "drawing":
            notes, over = read_drawing(data, sizes)
            grid.notes, grid.over = (*grid.notes, *notes), {**over, **grid.over}
        elif relation.kind == "vmlDrawing":
            grid.over = {**grid.over, **ticked(data, sizes)}
        else:
            grid.comments = read_comments(data)
    controls = {key: relation.target for key, relation in relations.items() if relation.kind == "control"}
    if controls:
        drawn = next((r.target for r in relations.values() if r.kind == "vmlDrawing"), "")
        vml, shapes = package.read(drawn) or b"", controls_of(package.read(tab.part) or b"")
        for key, part in controls.items():
            place = place_of_shape(vml, shapes[key], sizes) if key in shapes else None
            if place is not None and activex.is_on(package, part):
                grid.over = {**grid.over, place: TICKED}
    return grid


_BESIDE = frozenset({"drawing", "vmlDrawing", "comments"})
