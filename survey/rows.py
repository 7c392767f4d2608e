"""Lines of a table to rows of the form: what begins a row, what goes on with one, and what is none.

Pure: lines are cells by column key, whatever file they came from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.cells import Cell, split_address
from survey.fields.assumed import ASSUMED
from survey.findings import Code, Finding, Severity
from survey.inherited import inherit
from survey.line_kinds import (
    END,
    SMALL,
    has_data,
    heading_of,
    is_example,
    is_hint,
    is_junk,
    is_nil,
    is_numbering,
    is_only_number,
    is_section,
    is_total,
    names_who,
    note_of,
)
from survey.lines import TICKS, Line, RowLines
from survey.sub_numbers import Services, lists_partners, take_service, title_of, whole_number
from survey.thai.digits import arabic
from survey.thai.text import squeeze

STRUCK_IGNORED = Code(
    "struck_ignored",
    Severity.WARNING,
    "ข้อความ “{found}” ถูกขีดฆ่า จึงไม่นับเป็นข้อมูล หากยังใช้อยู่ กรุณานำเส้นขีดฆ่าออกแล้วส่งใหม่",
)
_JOINED = ASSUMED.saying("ข้อความ “{found}” ไม่มีลำดับที่ จึงถือว่าต่อจากแถวบน หากเป็นรายการใหม่ กรุณาแจ้ง")
_EXAMPLE = ASSUMED.saying("แถวนี้เป็นตัวอย่างการกรอก จึงไม่นับเป็นรายการ หากเป็นรายการจริง กรุณาแจ้ง")
_TITLE = ASSUMED.saying("แถวนี้มีเพียงข้อความ “{found}” จึงไม่นับเป็นรายการ หากเป็นรายการ กรุณากรอกช่องอื่นให้ครบ")
CODES = (STRUCK_IGNORED,)


@dataclass(slots=True)
class TableLines:
    """What a table's lines are.

    Attributes:
        nil: It states that there is no cooperation.
        outside: Cells that stand below the rows or between them and are none: reporter, notes.
    """

    rows: list[RowLines] = field(default_factory=list)
    nil: bool = False
    outside: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def rows_of(lines: Sequence[Line]) -> TableLines:
    """Tell rows from everything else that stands in a table."""
    found = TableLines()
    lines = [_without_struck(line, found.findings) for line in lines]
    lines = _without_end(lines, found)
    numbered = _is_numbered(lines)
    heading: str | None = None
    services: Services = {}
    for position, line in enumerate(lines):
        filled = line.filled()
        if not filled or is_only_number(line, filled):
            continue
        below = _next_filled(lines, position) if len(filled) <= 2 else None
        if is_nil(line, filled):
            found.nil = True
        elif (
            is_numbering(line, filled)
            or is_hint(line, filled)
            or is_total(line, filled)
            or is_junk(line, filled, first=not found.rows)
        ):
            continue
        elif is_example(line, first=not found.rows):
            found.findings.append(_EXAMPLE.at(line.at))
        elif (note := note_of(line, filled)) is not None:
            found.outside.append(note)
        elif (title := heading_of(line, filled)) is not None:
            heading = title
        elif (told := title_of(line, filled, below)) is not None:
            services[whole_number(line) or 0] = line.cells["service"]
            found.findings.append(told)
        elif _is_title(line, filled, below, numbered, first=not found.rows):
            heading = line.text("service")
            found.findings.append(_TITLE.at(line.cells["service"], found=heading))
        elif numbered and filled == ["service"] and _stands_apart(found, lines, position):
            found.findings.append(_TITLE.at(line.cells["service"], found=line.text("service")))
        else:
            _add(found, line, filled, heading, numbered)
            if found.rows[-1].lines[0] is line:
                take_service(found.rows[-1], services)
                if (number := whole_number(line)) and line.text("service"):
                    services[number] = line.cells["service"]
    return found


def _is_title(line: Line, filled: list[str], below: Line | None, numbered: bool, *, first: bool) -> bool:
    """A text alone over the rows below it: an LAO or amphoe with a number, a field of services, or what stands without
    a number above all rows of a numbered table."""
    text = line.text("service")
    if set(filled) == {"seq", "service"} and names_who(text):
        return True
    if not text or not set(filled) <= {"seq", "service"} or below is None or not has_data(below):
        return False
    return is_section(text) or (first and numbered and filled == ["service"] and bool(below.text("seq")))


def _stands_apart(found: TableLines, lines: Sequence[Line], position: int) -> bool:
    """Whether a line stands some way below the row above it, and no row follows."""
    if not found.rows:
        return False
    above, row = (split_address(at)[1] for at in (found.rows[-1].lines[-1].at, lines[position].at))
    return row - above > 1 and not any(has_data(line) for line in lines[position + 1 :])


def _next_filled(lines: Sequence[Line], position: int) -> Line | None:
    return next((lines[n] for n in range(position + 1, len(lines)) if lines[n].filled()), None)


def _add(found: TableLines, line: Line, filled: list[str], heading: str | None, numbered: bool) -> None:
    above = found.rows[-1] if found.rows else None
    if above is not None and _goes_on(line, filled, above, numbered):
        above.lines.append(line)
        if "service" in filled and "service" not in line.covered and not _repeats_service(line, above):
            above.findings.append(_JOINED.at(line.cells["service"], found=line.text("service")))
        return
    row = RowLines(line.at, [line], heading)
    if above is not None:
        inherit(row, found.rows)
    found.rows.append(row)


def _without_end(lines: list[Line], found: TableLines) -> list[Line]:
    """Lines above the reporter's block, which may stand inside the table's columns."""
    for number, line in enumerate(lines):
        filled = line.filled()
        if len(filled) > 4:
            continue
        texts = [line.cells[key] for key in filled] + list(line.others)
        if not any(END.match(cell.text) for cell in texts):
            continue
        if line.text("seq") and SMALL.fullmatch(arabic(line.text("seq"))) and len(filled) > 1:
            continue
        if has_data(line):
            continue
        kept = lines[:number]
        for rest_number, rest in enumerate(lines[number:], number):
            if rest.anew and rest_number > number:
                return kept + _without_end(lines[rest_number:], found)
            if has_data(rest) and len(rest.filled()) >= _FEWEST:
                kept.append(rest)  # a row that was added below the signature
                continue
            found.outside += [cell for cell in rest.cells.values() if not cell.is_blank]
            found.outside += rest.others
        return kept
    return lines


# Number, service, host, partners and one more: no reporter's block fills so many columns of one line.
_FEWEST = 5


def _is_numbered(lines: Iterable[Line]) -> bool:
    """Most lines with a service have a number: a line without one then begins no row."""
    services = [line for line in lines if line.text("service")]
    return bool(services) and 2 * sum(1 for line in services if line.text("seq")) >= len(services)


def _goes_on(line: Line, filled: list[str], above: RowLines, numbered: bool) -> bool:
    if lists_partners(line):
        return True
    if line.text("seq") and SMALL.match(arabic(line.text("seq"))):
        return False
    own = {key for key in filled if key not in line.covered}
    ticked = bool(own & set(TICKS))
    if "service" in own:
        # Words of one cell that another program broke over several lines.
        return numbered and "signed_on" not in own and not ticked and not _names_host_anew(line, own)
    if "host" in own and not _is_same_host(line, above):
        return False
    if "seq" in line.covered and "signed_on" not in own and not ticked:
        return True
    if numbered and own == {"partners", "signed_on"} and not line.covered:
        return True  # each partner signed on a day of its own
    return not ({"signed_on"} & own and ("host" in own or ticked or "partners" in own))


def _repeats_service(line: Line, above: RowLines) -> bool:
    return any(other.text("service") == line.text("service") for other in above.lines[:-1])


def _names_host_anew(line: Line, own: set[str]) -> bool:
    return "host" in own and "partners" in own


def _is_same_host(line: Line, above: RowLines) -> bool:
    host = squeeze(line.text("host"))
    return any(squeeze(other.text("host")) == host for other in above.lines if other.text("host"))


def _without_struck(line: Line, findings: list[Finding]) -> Line:
    """Struck-through cells are no data; a wholly struck line is told once."""
    struck = [key for key in line.filled() if line.cells[key].struck]
    if not struck:
        return line
    whole = len(struck) == len(line.filled())
    for key in struck[:1] if whole else struck:
        cell = line.cells[key]
        shown = next((line.text(k) for k in ("service", "host") if k in struck and line.text(k)), cell.text)
        findings.append(STRUCK_IGNORED.at(line.at if whole else cell, found=shown if whole else cell.text))
    cells = {key: Cell(cell.at) if key in struck else cell for key, cell in line.cells.items()}
    return replace(line, cells=cells)


def amphoe_in(heading: str | None, amphoes: Iterable[str]) -> str | None:
    """The amphoe that a sub-heading names, or None."""
    if not heading:
        return None
    match = re.search(r"(?:อำเภอ|อ\.)\s*([ก-๎]+)", heading)
    name = match[1] if match else ""
    if name == "เมือง":  # the amphoe of the province's capital is so called for short
        fitting = [amphoe for amphoe in amphoes if amphoe.startswith("เมือง")]
    else:
        fitting = [amphoe for amphoe in amphoes if name.startswith(amphoe)]
    return max(fitting, key=len, default=None)


def columns_of(rows: Sequence[RowLines]) -> Mapping[str, list[Cell]]:
    """Key of a tick column to its cells over all rows, for learning how the file ticks."""
    columns: dict[str, list[Cell]] = {}
    for row in rows:
        for line in row.lines:
            for key in TICKS:
                if cell := line.cells.get(key):
                    columns.setdefault(key, []).append(cell)
    return columns
