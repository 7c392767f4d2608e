"""The sheet in front: every finding with a link to its cell. Text only, no formula."""

import re
from collections.abc import Sequence
from typing import Any

from notifications.marked.package import MAIN
from notifications.marked.styles import Mark, Styles
from notifications.wording import FIELDS, place
from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.marking import HEADING

KINDS = {Mark.WRONG: "ขอให้แก้ไข", Mark.ASKED: "ขอข้อมูลเพิ่มเติม", Mark.NOTE: "ข้อสังเกต"}
_HOW = (
    "ช่องที่ระบายสีในแบบสำรวจคือจุดที่ระบุไว้ในรายการนี้ กดที่ชื่อช่องเพื่อไปยังช่องนั้น เมื่อชี้ที่ช่องจะเห็นคำอธิบาย",
    "กรุณาแก้ไขในแบบสำรวจ บันทึก แล้วตอบกลับอีเมลพร้อมแนบไฟล์นี้ ไม่จำเป็นต้องลบสีหรือแผ่นงานนี้",
)
_HEADERS = ("ที่", "ช่อง", "ประเภท", "หัวข้อ", "รายละเอียด")
_WIDTHS = (6, 24, 19, 26, 90)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST = 2_000
"""Findings that are told in words; the cells of all others are coloured too. Nobody reads more."""
_LONGEST = 32_000  # a cell of Excel holds 32,767 characters


def mark_of(finding: Finding) -> Mark:
    if finding.severity is Severity.ERROR:
        return Mark.WRONG
    return Mark.ASKED if finding.asked else Mark.NOTE


def printable(words: str) -> str:
    """Without what XML can't hold."""
    return _UNPRINTABLE.sub(" ", words)[:_LONGEST]


def list_sheet(findings: Sequence[Finding], linked: set[str], title: str, styles: Styles) -> Any:
    """The sheet's part.

    Args:
        findings: In the order in which they are to be told.
        linked: Addresses of those cells that are there to be linked to.
    """
    from lxml import etree

    root = etree.Element(_tag("worksheet"), nsmap={None: MAIN})
    fit = etree.SubElement(root, _tag("sheetPr"))
    etree.SubElement(fit, _tag("pageSetUpPr"), fitToPage="1")
    cols = etree.SubElement(root, _tag("cols"))
    for number, width in enumerate(map(str, _WIDTHS), 1):
        etree.SubElement(cols, _tag("col"), min=str(number), max=str(number), width=width, customWidth="1")
    data = etree.SubElement(root, _tag("sheetData"))
    plain, bold = styles.own(), styles.own(bold=True)
    top = [
        (HEADING, styles.own(bold=True, size=16)),
        (printable(title), bold),
        *((how, plain) for how in _HOW),
    ]
    for number, (words, look) in enumerate(top, 1):
        _row(data, number, (words,), (look,))
    _row(data, len(top) + 1, _HEADERS, (bold,) * len(_HEADERS))
    links = _list(data, len(top) + 2, findings, linked, styles)
    merges = etree.SubElement(root, _tag("mergeCells"), count=str(len(top)))
    for number in range(1, len(top) + 1):
        etree.SubElement(merges, _tag("mergeCell"), ref=f"A{number}:E{number}")
    if links:
        _link(root, links)
    margins = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.5", "header": "0.3", "footer": "0.3"}
    etree.SubElement(root, _tag("pageMargins"), margins)
    etree.SubElement(root, _tag("pageSetup"), paperSize="9", orientation="landscape", fitToHeight="0")
    return root


def _list(
    data: Any, first: int, findings: Sequence[Finding], linked: set[str], styles: Styles
) -> list[tuple[str, str]]:
    """Write the findings from row `first` on; cell and address of each that is to be a link."""
    plain, link = styles.own(), styles.own(colour="FF0563C1")
    tags = {mark: styles.own(mark=mark) for mark in KINDS}
    several = len({split_address(finding.cell)[0] for finding in findings if finding.cell}) > 1
    links = []
    for number, finding in enumerate(findings[:MOST]):
        mark, cell = mark_of(finding), finding.cell
        is_linked = cell is not None and cell in linked
        _row(
            data,
            first + number,
            (str(number + 1), place([cell], several) if cell else "-", KINDS[mark],
             FIELDS.get(finding.field or "", "ทั้งไฟล์"), printable(finding.message)),
            (plain, link if is_linked else plain, tags[mark], plain, plain),
        )  # fmt: skip
        if is_linked and cell:
            links.append((f"B{first + number}", cell))
    if (left := len(findings) - MOST) > 0:
        _row(data, first + MOST, ("", f"และอีก {left:,} จุด"), (plain, plain))
    return links


def _row(data: Any, number: int, words: Sequence[str], looks: Sequence[int]) -> None:
    from lxml import etree

    row = etree.SubElement(data, _tag("row"), r=str(number))
    for column, (text, look) in enumerate(zip(words, looks, strict=True)):
        cell = etree.SubElement(row, _tag("c"), r=f"{'ABCDE'[column]}{number}", s=str(look), t="inlineStr")
        piece = etree.SubElement(etree.SubElement(cell, _tag("is")), _tag("t"))
        piece.text = text
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    # Programs do not measure lines of a file that they did not write; merged cells never.
    lines = max((1 + len(text) // _WIDTHS[i] for i, text in enumerate(words)), default=1)
    height = 24 if number == 1 else 15 * (lines if len(words) > 1 else 1) + 3
    row.set("ht", str(min(height, 400)))
    row.set("customHeight", "1")


def _link(root: Any, links: Sequence[tuple[str, str]]) -> None:
    from lxml import etree

    listed = etree.SubElement(root, _tag("hyperlinks"))
    for at, address in links:
        name, cell = split_address(address)[0], address.rpartition("!")[2]
        quoted = name.replace("'", "''")
        etree.SubElement(listed, _tag("hyperlink"), ref=at, location=f"'{quoted}'!{cell}", display=cell)


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
