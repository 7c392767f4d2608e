"""Looks of marked cells: each is the cell's own look with another fill (ISO/IEC 29500-1, §18.8)."""

from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from notifications.marked.package import MAIN, NotSure


class Mark(StrEnum):
    """Fill of a marked cell, ARGB. Colours that no palette of Excel offers, so that ours are known again."""

    WRONG = "FFFFC9CE"
    ASKED = "FFCFE6FA"
    NOTE = "FFFFEFA1"


EMPTY_STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
<cellXfs count="1"><xf xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>\
</cellStyles></styleSheet>""".encode()


@dataclass(slots=True)
class Styles:
    """The looks of one workbook; asking for a new one adds it to the tree.

    Raises:
        NotSure: Where the tree lacks what every program writes.
    """

    root: Any
    _made: dict[tuple[int, str | None], int] = field(default_factory=dict)
    _fills: dict[str, int] = field(default_factory=dict)
    _lists: dict[str, Any] = field(default_factory=dict)

    def marked(self, look: int, mark: Mark) -> int:
        """A cell's look with the fill of a mark."""
        return self._with_fill(look, mark)

    def unmarked(self, look: int) -> int:
        """The look without a fill of ours; the look itself where it has none."""
        looks = self._list("cellXfs")
        fills = self._list("fills")
        if look >= len(looks):
            return look
        fill = int(looks[look].get("fillId", "0"))
        colours = (
            {c.get("rgb", "") for c in fills[fill].iter(_tag("fgColor"))} if fill < len(fills) else set()
        )
        return self._with_fill(look, None) if colours & set(Mark) else look

    def own(self, *, bold: bool = False, size: int = 11, colour: str = "", mark: Mark | None = None) -> int:
        """A look of the list sheet: text at the top, in lines."""
        from lxml import etree

        fonts = self._list("fonts")
        font = etree.SubElement(fonts, _tag("font"))
        if bold:
            etree.SubElement(font, _tag("b"))
        if colour:
            etree.SubElement(font, _tag("u"))
        etree.SubElement(font, _tag("sz"), val=str(size))
        if colour:
            etree.SubElement(font, _tag("color"), rgb=colour)
        etree.SubElement(font, _tag("name"), val="Tahoma")
        xf = etree.SubElement(
            self._list("cellXfs"), _tag("xf"), numFmtId="0", fontId=str(len(fonts) - 1), borderId="0", xfId="0",
            fillId=str(self._fill(mark) if mark else 0), applyFont="1", applyFill="1", applyAlignment="1",
        )  # fmt: skip
        etree.SubElement(xf, _tag("alignment"), vertical="top", wrapText="1")
        return self._counted("fonts", "cellXfs") - 1

    def _with_fill(self, look: int, mark: Mark | None) -> int:
        if (look, mark) not in self._made:
            looks = self._list("cellXfs")
            if look >= len(looks):
                raise NotSure("look")
            xf = deepcopy(looks[look])
            xf.set("fillId", str(self._fill(mark) if mark else 0))
            xf.set("applyFill", "1")
            looks.append(xf)
            self._made[look, mark] = self._counted("cellXfs") - 1
        return self._made[look, mark]

    def _fill(self, mark: Mark) -> int:
        from lxml import etree

        if mark not in self._fills:
            fill = etree.SubElement(self._list("fills"), _tag("fill"))
            pattern = etree.SubElement(fill, _tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, _tag("fgColor"), rgb=mark.value)
            etree.SubElement(pattern, _tag("bgColor"), indexed="64")
            self._fills[mark] = self._counted("fills") - 1
        return self._fills[mark]

    def _list(self, name: str) -> Any:
        if name not in self._lists:  # looked through once: some workbooks have thousands of looks
            found = self.root.find(_tag(name))
            if found is None or not len(found) or any(not isinstance(child.tag, str) for child in found):
                raise NotSure(name)
            self._lists[name] = found
        return self._lists[name]

    def _counted(self, *names: str) -> int:
        """Set the counts of lists; the length of the last one."""
        for name in names:
            found = self._list(name)
            found.set("count", str(len(found)))
        return len(found)


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
