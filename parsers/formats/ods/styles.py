"""Styles of an OpenDocument spreadsheet: symbol fonts, strike-through, formats of dates, hidden tables (§16)."""

from dataclasses import dataclass, replace

from parsers.sheet_cells import PLAIN, Style, style_of
from survey.thai.text import repair

_PARTS_OF_DATES = {
    "day": ("d", "dd"),
    "month": ("m", "mm"),
    "year": ("yy", "yyyy"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
}
_DAY_FORMAT = "d/m/yyyy"
_WHITE = "#ffffff"


def _fill(ground: str | None) -> str | None:
    """A ground's colour as the grid has it, None where a person sees white."""
    if ground is None or not ground.startswith("#") or ground.lower() == _WHITE:
        return None
    return f"FF{ground[1:].upper()}"


_EDGES = frozenset({"header", "footer", "header-first", "footer-first"})
_LENGTHS = {"table-column-properties": "style:column-width", "table-row-properties": "style:row-height"}


@dataclass(slots=True)
class _Declared:
    """A style as it is written: what it leaves out is its parent's."""

    parent: str | None = None
    format: str | None = None
    font: str | None = None
    struck: bool | None = None
    ground: str | None = None
    colour: str | None = None


class Styles:
    """Collects styles from the stream of styles.xml and of content.xml; asked by name afterwards."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self.lengths: dict[str, str] = {}
        self.edges: list[str] = []
        self._edge: list[str] | None = None
        self._faces: dict[str, str] = {}
        self._formats: dict[str, str] = {}
        self._declared: dict[str, _Declared] = {}
        self._open: _Declared | None = None
        self._open_table = self._open_name = ""
        self._format: list[str] | None = None
        self._format_name = ""
        self._in_text = False
        self._known: dict[str, Style] = {}

    def start(self, name: str, has: dict[str, str]) -> None:
        if self._format is not None:
            self._start_in_format(name, has)
        elif name in _EDGES:
            self._edge = [] if has.get("style:display") != "false" else None
        elif name == "style":
            self._open = _Declared(has.get("style:parent-style-name"), has.get("style:data-style-name"))
            key = f"{has.get('style:family')}:{has.get('style:name', '')}"
            self._open_name = has.get("style:name", "")
            self._open_table = self._open_name if has.get("style:family") == "table" else ""
            self._declared[key] = self._open
        elif name == "default-style":
            self._open = self._declared[f"{has.get('style:family')}:"] = _Declared()
        elif name == "text-properties" and self._open is not None:
            self._take_text_properties(has, self._open)
        elif name == "table-properties" and has.get("table:display") == "false" and self._open_table:
            self.hidden_tables.add(self._open_table)
        elif name == "table-cell-properties" and self._open is not None:
            self._open.ground = has.get("fo:background-color", self._open.ground)
        elif name in _LENGTHS and _LENGTHS[name] in has:
            self.lengths[self._open_name] = has[_LENGTHS[name]]
        elif name == "font-face":
            self._faces[has.get("style:name", "")] = has.get("svg:font-family", "").strip("'\"")
        elif name in ("date-style", "time-style"):
            self._format, self._format_name = [], has.get("style:name", "")

    def end(self, name: str) -> None:
        if name in ("date-style", "time-style") and self._format is not None:
            self._formats[self._format_name], self._format = "".join(self._format), None
        elif name in _EDGES and self._edge is not None:
            words = repair("".join(self._edge)).strip()
            self.edges += [words] if words and words not in self.edges else []
            self._edge = None
        elif name == "p" and self._edge is not None:
            self._edge.append("\n")
        elif name == "text":
            self._in_text = False
        elif name in ("style", "default-style"):
            self._open, self._open_table = None, ""

    def text(self, letters: str) -> None:
        if self._edge is not None:
            self._edge.append(letters)
        elif self._in_text and self._format is not None:
            self._format.append('"' + letters.replace('"', "") + '"')

    def cell(self, name: str) -> Style:
        """The style of cells that bear this name; "" is the default."""
        found = self._known.get(name)
        if found is None:
            declared = self._resolved("table-cell", name)
            code = self._formats.get(declared.format or "", "General")
            font = self._faces.get(declared.font or "", declared.font)
            style = style_of(code, font, bool(declared.struck)) if name else PLAIN
            fill = _fill(declared.ground)
            if fill or declared.colour == _WHITE:
                style = replace(style, fill=fill, unseen=fill is None)
            found = self._known[name] = style
        return found

    def day(self, name: str) -> Style:
        """The same for a cell that holds a date, whatever its format: it shows a day at least."""
        style = self.cell(name)
        if style.format.is_date:
            return style
        return style_of(_DAY_FORMAT, style.font, style.struck)

    def span(self, name: str) -> tuple[bool | None, str | None]:
        """Strike-through and font of a piece of text; None where the cell's own count, "" an ordinary font."""
        declared = self._resolved("text", name)
        if declared.font is None:
            return declared.struck, None
        font = self._faces.get(declared.font, declared.font)
        return declared.struck, style_of("General", font, False).font or ""

    def _resolved(self, family: str, name: str) -> _Declared:
        found = _Declared()
        seen: set[str] = set()
        at: str | None = name
        while at is not None and at not in seen:
            seen.add(at)
            declared = self._declared.get(f"{family}:{at}")
            if declared is None:
                break
            found.format = declared.format if found.format is None else found.format
            found.font = declared.font if found.font is None else found.font
            found.struck = declared.struck if found.struck is None else found.struck
            found.ground = found.ground or declared.ground
            found.colour = found.colour or declared.colour
            at = declared.parent
        return found

    def _take_text_properties(self, has: dict[str, str], style: _Declared) -> None:
        lines = [
            has[key]
            for key in (f"style:text-line-through-{word}" for word in ("style", "type"))
            if key in has
        ]
        if lines:
            style.struck = "none" not in lines
        style.colour = has.get("fo:color", style.colour)
        style.font = has.get("style:font-name") or has.get("fo:font-family", "").strip("'\"") or style.font

    def _start_in_format(self, name: str, has: dict[str, str]) -> None:
        if self._format is None:
            return
        if name == "text":
            self._in_text = True
        elif name in _PARTS_OF_DATES:
            short, long = _PARTS_OF_DATES[name]
            letters = long if has.get("number:style") == "long" else short
            if name == "month" and has.get("number:textual") == "true":
                letters = "mmm"
            if name == "year" and has.get("number:calendar") == "buddhist":
                letters = letters.replace("y", "b")
            self._format.append(letters)
