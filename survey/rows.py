"""Lines of a table to rows of the form: what begins a row, what goes on with one, and what is none.

Pure: lines are cells by column key, whatever file they came from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.fields.texts import only_dashes
from survey.findings import Code, Finding, Severity
from survey.nil import states_nil
from survey.thai.digits import arabic
from survey.thai.text import squeeze

STRUCK_IGNORED = Code(
    "struck_ignored",
    Severity.WARNING,
    "ข้อความ “{found}” ถูกขีดฆ่า จึงไม่นับเป็นข้อมูล หากยังใช้อยู่ กรุณานำเส้นขีดฆ่าออกแล้วส่งใหม่",
)
_COPIED = ASSUMED.saying(
    "ช่องนี้ระบุเครื่องหมายละ (“{found}”) จึงใช้ข้อความเดียวกับแถวบน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง"
)
_MERGED = ASSUMED.saying("ช่องนี้ผสานกับแถวบน จึงใช้ข้อความเดียวกัน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_BELOW = ASSUMED.saying("ช่องนี้ว่าง จึงใช้ข้อความเดียวกับแถวบน คือ “{taken}” หากไม่ถูกต้อง กรุณาแจ้ง")
_EXAMPLE = ASSUMED.saying("แถวนี้เป็นตัวอย่างการกรอก จึงไม่นับเป็นรายการ หากเป็นรายการจริง กรุณาแจ้ง")
CODES = (STRUCK_IGNORED,)


@dataclass(slots=True)
class Line:
    """One line of the table.

    Attributes:
        at: Address of its leftmost table cell.
        cells: Column key to its cell; blank where nothing stands there.
        covered: Keys of cells that a merge from a line above covers.
        wide: It holds one text only, merged over several columns of the table.
        others: Filled cells of columns that the survey does not know.
        anew: The header was repeated above it.
    """

    at: str
    cells: dict[str, Cell]
    covered: frozenset[str] = frozenset()
    wide: bool = False
    others: tuple[Cell, ...] = ()
    anew: bool = False

    def text(self, key: str) -> str:
        cell = self.cells.get(key)
        return cell.text.strip() if cell else ""

    def filled(self) -> list[str]:
        return [key for key, cell in self.cells.items() if not cell.is_blank]


@dataclass(slots=True)
class RowLines:
    """The lines of one row of the form.

    Attributes:
        heading: The sub-heading above it ("อำเภอเมือง"), or None.
        findings: What was taken that its cells do not say.
    """

    at: str
    lines: list[Line]
    heading: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def cells(self) -> dict[str, list[Cell]]:
        """As the field groups read them."""
        return {key: [line.cells[key] for line in self.lines] for key in self.lines[0].cells}


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
    for line in lines:
        filled = line.filled()
        if not filled or _is_only_number(line, filled):
            continue
        if _is_nil(line, filled):
            found.nil = True
        elif (
            _is_numbering(line, filled)
            or _is_hint(line, filled)
            or _is_total(line, filled)
            or _is_junk(line, filled)
        ):
            continue
        elif _is_example(line):
            found.findings.append(_EXAMPLE.at(line.at))
        elif (note := _note(line, filled)) is not None:
            found.outside.append(note)
        elif (title := _heading(line, filled)) is not None:
            heading = title
        else:
            _add(found, line, filled, heading, numbered)
    return found


def _add(found: TableLines, line: Line, filled: list[str], heading: str | None, numbered: bool) -> None:
    above = found.rows[-1] if found.rows else None
    if above is not None and _goes_on(line, filled, above, numbered):
        above.lines.append(line)
        return
    row = RowLines(line.at, [line], heading)
    if above is not None:
        _inherit(row, above)
    found.rows.append(row)


# --- what is no row ---------------------------------------------------------------------------------------------

_END = re.compile(
    r"^\W*(?:ผู้รายงาน|ผู้ให้ข้อมูล|ผู้กรอก|ผู้จัดทำ|ผู้รับรอง|ผู้ตรวจ|ผู้ประสาน|ลงชื่อ|ลงนาม\s*[.…_]|\(?ลงชื่อ|ตำแหน่ง|หมายเลขโทรศัพท์|เบอร์โทร|โทรศัพท์|โทร\.?\s|โทร\.|มือถือ)"
)
_NOTE = re.compile(r"^\W*(?:หมายเหตุ|คำชี้แจง|คำอธิบาย|ที่มา|แหล่งข้อมูล|ข้อมูล ณ|วิธีกรอก|\*)")
_TOTAL = re.compile(
    r"(?:รวม|ยอดรวม|จำนวน|รวมจำนวน)(?:ทั้งสิ้น|ทั้งหมด|ทั้งจังหวัด|จำนวน)*\d*(?:เรื่อง|รายการ|แห่ง|บริการ|โครงการ|กิจกรรม|ความร่วมมือ|ฉบับ|อปท)*\d*"
)
_SMALL = re.compile(r"[(\[]?\s*\d{1,2}\s*[)\].]?")


def _without_end(lines: list[Line], found: TableLines) -> list[Line]:
    """Lines above the reporter's block, which may stand inside the table's columns."""
    for number, line in enumerate(lines):
        filled = line.filled()
        texts = [line.cells[key] for key in filled] + list(line.others)
        if not texts or len(filled) > 4 or not any(_END.match(cell.text) for cell in texts):
            continue
        if line.text("seq") and _SMALL.fullmatch(arabic(line.text("seq"))) and len(filled) > 1:
            continue
        if _has_data(line):
            continue
        kept = lines[:number]
        for rest_number, rest in enumerate(lines[number:], number):
            if rest.anew:
                return kept + _without_end(lines[rest_number:], found)
            if _has_data(rest) and len(rest.filled()) >= _FEWEST:
                kept.append(rest)  # a row that was added below the signature
                continue
            found.outside += [cell for cell in rest.cells.values() if not cell.is_blank]
            found.outside += rest.others
        return kept
    return lines


# Number, service, host, partners and one more: no reporter's block fills so many columns of one line.
_FEWEST = 5


def _has_data(line: Line) -> bool:
    """Service and host both stand there, and neither is a label."""
    texts = [line.text(key) for key in ("service", "host", "partners") if line.text(key)]
    return len(texts) >= 2 and not any(_END.match(text) for text in texts)


def _is_only_number(line: Line, filled: list[str]) -> bool:
    return filled == ["seq"] and not states_nil(line.text("seq"))


def _is_numbering(line: Line, filled: list[str]) -> bool:
    """The row (1) (2) (3) … under a header."""
    if len(filled) < 3:
        return False
    texts = [arabic(line.text(key)) for key in filled]
    if not all(_SMALL.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in texts]
    return len(set(numbers)) == len(numbers) and max(numbers) <= len(line.cells) + 4


_HINT = re.compile(
    r"[\W_]*(?:(?:โปรด|กรุณา)?ระบุ.{0,24}|(?:ชื่อ|รายชื่อ)?\s*(?:อปท\.?|องค์กรปกครองส่วนท้องถิ่น)|ชื่อ.{0,10}|(?:ทำเครื่องหมาย|ใส่|กา)?\s*[✓√✔/]|"
    r"(?:วัน|ว)\s*[/.]?\s*(?:เดือน|ด)\s*[/.]?\s*(?:ปี|ป)\.?(?:\s*พ\.?ศ\.?)?|dd/mm/yyyy|ที่|เรื่อง|แห่ง|[กขคงจฉชซ])[\W_]*",
    re.I,
)


def _is_hint(line: Line, filled: list[str]) -> bool:
    """The row under a header that says what to write: (ระบุ), (วัน/เดือน/ปี), (✓). It never has a date or a name."""
    texts = [line.text(key) for key in filled]
    bracketed = sum(1 for text in texts if text[:1] in "([" and text[-1:] in ")]")
    return len(texts) >= 2 and 2 * bracketed > len(texts) and all(_HINT.fullmatch(text) for text in texts)


def _is_total(line: Line, filled: list[str]) -> bool:
    named = [key for key in ("seq", "service", "host") if line.text(key)]
    if not named or not any(_TOTAL.fullmatch(squeeze(line.text(key))) for key in named):
        return False
    rest = [arabic(line.text(key)) for key in filled if not _TOTAL.fullmatch(squeeze(line.text(key)))]
    return all(re.fullmatch(r"[\d.,\s-]*(?:แห่ง|เรื่อง|รายการ|ฉบับ)?", text) for text in rest)


def _is_junk(line: Line, filled: list[str]) -> bool:
    """Only dashes, dots and numbers that say nothing; or a number and no more than "ไม่มี" in the last columns."""
    if squeeze(line.text("service")) or any(line.cells[key].error for key in filled):
        return False
    words = [key for key in filled if key != "seq" and squeeze(line.text(key))]
    says_none = set(words) <= {"objective", "problems"} and all(_is_nothing(line.text(key)) for key in words)
    return not words or (says_none and bool(line.text("seq")))


_EXAMPLES = ("ตัวอย่าง", "ตย", "ตัวอย่างการกรอก", "example")


def _is_example(line: Line) -> bool:
    return any(squeeze(line.text(key)) in _EXAMPLES for key in ("seq", "service"))


_REASONS = ("objective", "problems", "committee_no", "regulation_no")


def _is_nil(line: Line, filled: list[str]) -> bool:
    """Its words say that there is nothing; a name of an LAO beside them says only who has nothing, and what stands
    under the objective or the problems only why."""
    service = line.text("service")
    if service and not only_dashes(service) and not states_nil(service):
        return False
    words = [key for key in filled if not only_dashes(line.text(key)) or line.cells[key].error]
    named = line.text("service") if "service" in words else (line.text("seq") if words == ["seq"] else "")
    if not named:
        partners = [key for key in ("host", "partners", "objective") if key in words]
        rest = [key for key in words if key not in (*partners, "seq")]
        return bool(partners) and not rest and all(_is_nothing(line.text(key)) for key in partners) and any(
            states_nil(line.text(key)) for key in partners
        )  # fmt: skip
    if not states_nil(named):
        return False
    says_who = "host" in words and not _is_nothing(line.text("host"))
    others = [key for key in words if key not in ("seq", "service", "host", *(() if says_who else _REASONS))]
    return all(_is_nothing(line.text(key)) for key in others)


def _is_nothing(text: str) -> bool:
    return only_dashes(text) or states_nil(text)


def _note(line: Line, filled: list[str]) -> Cell | None:
    if len(filled) > 2:
        return None
    first = line.cells[filled[0]]
    return first if _NOTE.match(first.text) else None


_AMPHOE = re.compile(
    r"^\W*[\d๐-๙.)\s]*(?:พื้นที่|ที่ทำการปกครอง|สำนักงาน(?:ส่งเสริมการปกครอง)?ท้องถิ่น)?\s*(?:อำเภอ|อ\.)\s*[ก-๎]"
)


def _heading(line: Line, filled: list[str]) -> str | None:
    """A text of its own line over the rows below it: a district, a field of services."""
    filled = [key for key in filled if key != "seq"] or filled
    if len(filled) != 1 or (line.text("seq") and filled != ["seq"] and not line.wide):
        return None
    text = line.text(filled[0])
    return text if line.wide or _AMPHOE.match(text) else None


# --- what goes on with the row above ------------------------------------------------------------------------------

_TICKS = (
    "committee_yes",
    "committee_no",
    "committee",
    "regulation_yes",
    "regulation_no",
    "regulation",
    "mou",
)


def _is_numbered(lines: Iterable[Line]) -> bool:
    """Most lines with a service have a number: a line without one then begins no row."""
    services = [line for line in lines if line.text("service")]
    return bool(services) and 2 * sum(1 for line in services if line.text("seq")) >= len(services)


def _goes_on(line: Line, filled: list[str], above: RowLines, numbered: bool) -> bool:
    if line.text("seq") and _SMALL.match(arabic(line.text("seq"))):
        return False
    own = {key for key in filled if key not in line.covered}
    ticked = bool(own & set(_TICKS))
    if "service" in own:
        # Words of one cell that another program broke over several lines.
        return numbered and "signed_on" not in own and not ticked and not _names_host_anew(line, own)
    if "host" in own and not _is_same_host(line, above):
        return False
    if "seq" in line.covered and "signed_on" not in own and not ticked:
        return True
    return not ({"signed_on"} & own and ("host" in own or ticked or "partners" in own))


def _names_host_anew(line: Line, own: set[str]) -> bool:
    return "host" in own and "partners" in own


def _is_same_host(line: Line, above: RowLines) -> bool:
    host = squeeze(line.text("host"))
    return any(squeeze(other.text("host")) == host for other in above.lines if other.text("host"))


# --- what a row takes from the one above --------------------------------------------------------------------------

_DITTO = re.compile(
    r"[\s\-–—_.]*(?:[\"“”„‟〃″]|''|’’|‘‘|``|[´`]{2}|ditto|d[o0]\.?|เช่นเดียวกัน(?:กับข้างบน)?|เหมือน(?:ข้างบน|แถวบน|ข้างต้น|กัน|เดิม)|(?:ตาม|ดัง)ข้างต้น|เหมือนข้อ(?:บน|ข้างบน)|ฯลฯ?(?!.))+[\s\-–—_.]*",
    re.I,
)
_INHERITED = ("service", "host", "partners", "signed_on", "objective", "problems", *_TICKS)


def _inherit(row: RowLines, above: RowLines) -> None:
    """Ditto marks, and cells that a merge or a blank under a filled cell leaves to the row above."""
    line = row.lines[0]
    for key in _INHERITED:
        cell = line.cells.get(key)
        if cell is None:
            continue
        source = _source(above, key)
        if source is None:
            continue
        if _DITTO.fullmatch(cell.text) and not cell.is_blank:
            code, found = _COPIED, cell.text
        elif key in line.covered:
            code, found = _MERGED, ""
        elif key == "service" and cell.is_blank and not line.text("seq") and line.text("host"):
            code, found = _BELOW, ""
        else:
            continue
        line.cells[key] = replace(source, at=cell.at)
        row.findings.append(code.at(cell, found=found, taken=source.text))


def _source(above: RowLines, key: str) -> Cell | None:
    return next((line.cells[key] for line in above.lines if not line.cells[key].is_blank), None)


def _without_struck(line: Line, findings: list[Finding]) -> Line:
    """Struck-through cells are no data; a wholly struck line is told once."""
    struck = [key for key, cell in line.cells.items() if cell.struck and not cell.is_blank]
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
        fitting = [amphoe for amphoe in amphoes if amphoe and amphoe.startswith("เมือง")]
    else:
        fitting = [amphoe for amphoe in amphoes if amphoe and name.startswith(amphoe)]
    return max(fitting, key=len) if fitting else None


def columns_of(rows: Sequence[RowLines]) -> Mapping[str, list[Cell]]:
    """Column key to its cells over all rows, for learning how the file ticks."""
    columns: dict[str, list[Cell]] = {}
    for row in rows:
        for line in row.lines:
            for key, cell in line.cells.items():
                columns.setdefault(key, []).append(cell)
    return columns
