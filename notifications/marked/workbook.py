"""A workbook's own package with its wrong cells coloured and commented, and a sheet in front that lists them.

What is not named by a finding keeps its bytes: shapes, pictures, check boxes, macros, other sheets. Of the parts
that are touched only fills, comments and the list of sheets change; protection stays as it was.
"""

import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from notifications.marked.comments import put_comments
from notifications.marked.list_sheet import KINDS, MOST, list_sheet, mark_of, printable
from notifications.marked.package import MAIN, OFFICE, NotSure, Package, written
from notifications.marked.sheet import Place, SheetPart
from notifications.marked.styles import EMPTY_STYLES, Mark, Styles
from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.marking import SHEET, is_list_sheet

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xltx",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsm",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "xltm",
}
# A signature would no longer hold; a workbook that several edit at once keeps a list of all its cells.
_UNTOUCHABLE = ("_xmlsignatures/", "xl/revisions/")
_DOUBTS = (
    NotSure, zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, IndexError, NotImplementedError,
)  # fmt: skip
_WEIGHT = list(KINDS)


def marked_workbook(original: bytes, findings: Sequence[Finding], title: str = "") -> bytes | None:
    """The workbook marked, or None where its package can't be edited surely.

    Args:
        original: An .xlsx, .xlsm, .xltx or .xltm. One that we marked before loses the marks of that round.
        findings: Those that the sender is told, with their cells' addresses; others are left out.
        title: Stands on the sheet in front, below its heading.
    """
    told = [f for f in findings if f.severity in (Severity.ERROR, Severity.WARNING)]
    told.sort(key=lambda finding: _WEIGHT.index(mark_of(finding)))
    try:
        return _marked(Package(original), told, title)
    except _DOUBTS:
        return None


def ending_of(workbook: bytes) -> str:
    """The ending that a marked workbook's name must have: programs refuse macros under "xlsx"."""
    package = Package(workbook)
    return _ENDINGS[package.content_type(_main(package))]


def _main(package: Package) -> str:
    main = package.relation("", "officeDocument")
    if main is None or package.content_type(main) not in _ENDINGS:
        raise NotSure("workbook")
    if any(name.startswith(_UNTOUCHABLE) for name in package.names):
        raise NotSure("signed or shared")
    return main


def _marked(package: Package, told: Sequence[Finding], title: str) -> bytes:
    main = _main(package)
    workbook = package.tree(main)
    listed = workbook.find(_tag("sheets"))
    if workbook.tag != _tag("workbook") or listed is None:  # the Strict edition among them
        raise NotSure("workbook")
    styles = Styles(package.tree(_styles_part(package, main)))
    sheets = {
        element.get("name", ""): target
        for element in listed
        for kind, target in [package.target(main, element.get(f"{{{OFFICE}}}id", ""))]
        if kind == "worksheet"
    }
    if not package.names.issuperset(sheets.values()):
        raise NotSure("a sheet that is missing")
    ours = next(
        (
            n
            for n in sheets
            if n.startswith(SHEET) and is_list_sheet(n, _first_cell(package, main, sheets[n]))
        ),
        None,
    )
    linked: set[str] = set()
    for name, part in sheets.items():
        here = [f for f in told if f.cell is not None and split_address(f.cell)[0] == name]
        if name != ours and (here or ours):
            _mark_sheet(package, part, here, styles)
            linked |= {f.cell for f in here if f.cell}
    content = written(list_sheet(told, linked, title, styles))
    if ours is not None:
        package.replace(sheets[ours], content)
    else:
        _put_in_front(package, main, content)
    return package.to_bytes()


def _styles_part(package: Package, main: str) -> str:
    found = package.relation(main, "styles")
    if found is None:
        found = "xl/styles.xml"  # openpyxl looks for no other name; one that nothing relates to says nothing
        package.replace(found, EMPTY_STYLES)
        package.declare(found, _STYLES)
        package.relate(main, "styles", found)
    return found


def _mark_sheet(package: Package, part: str, findings: Sequence[Finding], styles: Styles) -> None:
    sheet = SheetPart(package.tree(part))
    sheet.unmark(styles)
    marks: dict[Place, Mark] = {}
    words: dict[Place, list[str]] = {}
    for number, finding in enumerate(findings):
        _, row, column = split_address(finding.cell or "")
        place = sheet.seen((row, column))
        marks.setdefault(place, mark_of(finding))
        if number >= MOST:
            continue
        if (line := printable(finding.message)) not in words.setdefault(place, []):
            words[place].append(line)
    for place, mark in marks.items():
        sheet.mark(place, mark, styles)
    put_comments(package, part, sheet, {place: "\n".join(lines) for place, lines in words.items()})


def _put_in_front(package: Package, main: str, content: bytes) -> None:
    """Add the list as first sheet. What counts sheets by their place is moved on; the open one stays open."""
    from lxml import etree

    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.replace(part, content)
    package.declare(part, _WORKSHEET)
    relation = package.relate(main, "worksheet", part)
    workbook = package.tree(main)
    sheets = workbook.find(_tag("sheets"))
    taken = {element.get("name", "").lower() for element in sheets}
    name = next(
        n for i in range(1, len(taken) + 2) if (n := SHEET if i == 1 else f"{SHEET} ({i})") not in taken
    )
    number = 1 + max((int(element.get("sheetId", "0")) for element in sheets), default=0)
    made = etree.Element(
        _tag("sheet"),
        {"name": name, "sheetId": str(number), f"{{{OFFICE}}}id": relation},
        nsmap={"r": OFFICE},
    )
    sheets.insert(0, made)
    for defined in workbook.iter(_tag("definedName")):
        if defined.get("localSheetId") is not None:
            defined.set("localSheetId", str(int(defined.get("localSheetId")) + 1))
    for view in workbook.iter(_tag("workbookView")):
        view.set("activeTab", str(int(view.get("activeTab", "0")) + 1))
        view.attrib.pop("firstSheet", None)  # which tab the row of tabs begins with: now ours


def _first_cell(package: Package, main: str, part: str) -> str:
    """Text of a sheet's cell A1."""
    cell: Any = next((c for c in package.tree(part).iter(_tag("c")) if c.get("r") == "A1"), None)
    if cell is None:
        return ""
    if cell.get("t") == "s":
        strings = package.relation(main, "sharedStrings")
        cell = package.tree(strings)[int(cell.findtext(_tag("v")) or "")] if strings else cell
    return "".join(piece.text or "" for piece in cell.iter(_tag("t")))


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
