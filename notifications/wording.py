"""Thai words that several kinds of mail share: days, places in a file, findings joined, rows as understood.

Nothing here decides what is told; the kinds' templates do. Dates are shown in BE, times in Bangkok.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from notifications.answer import Answer, SubmissionTold
from notifications.reasons import reason as reason
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Regulation, Value

BANGKOK = ZoneInfo("Asia/Bangkok")
_MONTHS = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
_ADDRESS = re.compile(r"(?P<grid>.*)!(?P<column>[A-Z]+)(?P<row>\d+)", re.DOTALL)
_TABLE, _PAGE = re.compile(r"T(\d+)"), re.compile(r"p(\d+)")

FIELDS = {
    "seq": "ลำดับที่",
    "service": "ชื่อบริการสาธารณะ",
    "host": "เจ้าภาพ",
    "partners": "ที่ร่วมลงนาม",
    "signed_on": "วันที่ลงนามความร่วมมือ",
    "committee": "คณะกรรมการ",
    "regulation": "ระเบียบข้อตกลง",
    "mou": "ทำ MOU",
    "objective": "วัตถุประสงค์ความร่วมมือ",
    "problems": "ปัญหา/อุปสรรค",
}
STATES = {
    "received": "ได้รับ",
    "accepted": "รับแล้ว",
    "needs_correction": "ต้องแก้ไข",
    "unreadable": "อ่านไม่ได้",
    "held": "รอพิจารณา",
    "rejected": "ไม่รับ",
    "ignored": "ไม่เกี่ยวข้อง",
    "failed": "ไม่สำเร็จ",
    "queued": "รอส่ง",
    "sending": "กำลังส่ง",
    "sent": "ส่งแล้ว",
    "unknown": "ไม่ทราบผล",
    "preview": "แสดงตัวอย่าง",
    "cancelled": "ยกเลิก",
}
_COMMITTEES = {Committee.APPOINTED: "แต่งตั้ง", Committee.NOT_APPOINTED: "ไม่ได้แต่งตั้ง", None: "-"}
_REGULATIONS = {Regulation.MADE: "จัดทำ", Regulation.NOT_MADE: "ไม่ได้จัดทำ", None: "-"}
_MOUS = {True: "ทำ", False: "ไม่ได้ทำ", None: "-"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence and all the places that it is said of.

    Attributes:
        place: "" where it concerns the whole file.
        title: The column's header, "" where it concerns no column of the form.
        cells: The addresses of the places.
    """

    place: str
    message: str
    title: str
    count: int
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problems:
    """What is told one by one, and the rest in short."""

    told: tuple[Problem, ...]
    rest: tuple[str, ...]
    count: int


def one_line(words: str) -> str:
    """Words without line breaks, control and direction characters."""
    if not words.isprintable():
        words = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(words.split())


def thai_date(day: date) -> str:
    """5 พฤศจิกายน 2561: BE; a time is taken as its Bangkok day."""
    if isinstance(day, datetime):
        day = day.astimezone(BANGKOK).date()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year + 543}"


def thai_time(at: datetime) -> str:
    """12.05 น.: the time of day in Bangkok."""
    at = at.astimezone(BANGKOK)
    return f"{at.hour:02}.{at.minute:02} น."


def state(code: str) -> str:
    return STATES.get(code, code)


def shown_to_sender(submission: SubmissionTold) -> tuple[Finding, ...]:
    """Without what only the coordinator sees."""
    return tuple(f for f in submission.findings if f.severity in (Severity.ERROR, Severity.WARNING))


def joined(findings: Iterable[Finding], most: int, files: dict[int, str] | None = None) -> Problems:
    """Findings with equal sentences joined; beyond `most`, the rest by field, still with their places.

    Args:
        files: File name by `id` of a finding, where a mail has several files.
    """
    by_message: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        name = (files or {}).get(id(finding), "")
        by_message.setdefault((name, finding.message), []).append(finding)
    if not by_message:
        return Problems((), (), 0)
    sheets = {f.cell.rpartition("!")[0] for group in by_message.values() for f in group if f.cell}
    several = len(sheets) > 1
    problems = []
    for (name, message), group in by_message.items():
        cells = tuple(f.cell for f in group if f.cell)
        places = place(cells, several)
        where = " ".join(x for x in (f"ไฟล์ {one_line(name)}" if name else "", places) if x)
        title = FIELDS.get(group[0].field or "", "")
        problems.append(Problem(where, one_line(message), title, len(group), cells))
    rest: dict[str, list[Finding]] = {}
    for group in list(by_message.values())[most:]:
        rest.setdefault(FIELDS.get(group[0].field or "", "อื่น ๆ"), []).extend(group)
    lines = []
    for field, left in rest.items():
        places = place([f.cell for f in left if f.cell], several)
        lines.append(f"{field} อีก {len(left)} จุด" + (f": {places}" if places else ""))
    return Problems(tuple(problems[:most]), tuple(lines), sum(p.count for p in problems))


def place(addresses: Sequence[str], several: bool = False) -> str:
    """ช่อง E7, E9 ถึง E12: the sheet is named where there are several; tables and pages always."""
    parts = []
    for grid, group in groupby(addresses, lambda address: address.rpartition("!")[0]):
        cells = _runs([address.rpartition("!")[2] for address in group])
        parts.append(f"{_grid_words(grid, several)}ช่อง {', '.join(cells)}")
    return " ".join(parts)


def _grid_words(grid: str, several: bool) -> str:
    if found := _PAGE.fullmatch(grid):
        return f"หน้า {found[1]} "
    if found := _TABLE.fullmatch(grid):
        return f"ตารางที่ {found[1]} "
    return f"แผ่นงาน “{one_line(grid)}” " if several and grid else ""


def _runs(cells: list[str]) -> list[str]:
    """E7, E8, E9 as E7 ถึง E9; two neighbours stay two."""
    runs: list[list[str]] = []
    for cell in cells:
        if runs and _below(runs[-1][-1]) == cell:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    shown = []
    for run in runs:
        shown += [f"{run[0]} ถึง {run[-1]}"] if len(run) > 2 else run
    return shown


def runs(numbers: Sequence[int]) -> str:
    """1, 3, 4, 5 as "1, 3 ถึง 5"; two neighbours stay two."""
    shown: list[str] = []
    run: list[int] = []
    for number in (*numbers, None):
        if run and number != run[-1] + 1:
            shown += [f"{run[0]} ถึง {run[-1]}"] if len(run) > 2 else [str(n) for n in run]
            run = []
        if number is not None:
            run.append(number)
    return ", ".join(shown)


def size(count: int) -> str:
    """Bytes as people say them: "24 กิโลไบต์", "1.3 เมกะไบต์"."""
    kilo = max(round(count / 1024), 1)
    return f"{kilo} กิโลไบต์" if kilo < 1000 else f"{count / 1024 / 1024:.1f} เมกะไบต์"


def _below(cell: str) -> str:
    found = _ADDRESS.fullmatch("!" + cell)
    return f"{found['column']}{int(found['row']) + 1}" if found else ""


def row_words(row: Cooperation) -> tuple[tuple[str, str], ...]:
    """A row as it was understood: header word and value, in the form's order; what is blank is "-"."""
    partners = ", ".join(lao.name for lao in row.partners)
    return (
        ("เจ้าภาพ", row.host.name if row.host else "-"),
        ("ร่วมลงนาม", f"{partners} ({len(row.partners)} แห่ง)" if partners else "-"),
        ("วันที่ลงนาม", thai_date(row.signed_on) if row.signed_on else "-"),
        ("คณะกรรมการ", _COMMITTEES[row.committee]),
        ("ระเบียบข้อตกลง", _REGULATIONS[row.regulation]),
        ("MOU", _MOUS[row.mou]),
        ("วัตถุประสงค์", row.objective or "-"),
        ("ปัญหา", row.problems or "-"),
        *((one.title, value_words(one.value)) for one in row.extra),
    )


def in_line(words: Sequence[tuple[str, str]]) -> str:
    """The words of a row in one line."""
    line = "; ".join([f"{word} {value}" for word, value in words])
    # Where that is one line with single blanks already, so is each value, and none need be looked at by itself.
    if line.isprintable() and "  " not in line and " ;" not in line and not line.endswith(" "):
        return line
    return "; ".join([f"{word} {one_line(value)}" for word, value in words])


def value_words(value: Value) -> str:
    """What a later survey asks for, in words; what is blank is "-"."""
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    return "-" if value is None else str(value)


def file_of_finding(answer: Answer) -> dict[int, str]:
    """Which file a finding is about, where more than one file of the mail has any."""
    found = [f for f in answer.files if f.document and f.document.findings]
    if len(found) < 2:
        return {}
    return {id(finding): f.name for f in found if f.document for finding in f.document.findings}
