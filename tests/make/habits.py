"""True forms with an officer's random habits: what the form says is known, how it is typed is drawn by lot."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from make.layouts import Sheet, Value

from survey.registry import registry
from survey.thai.months import LONG, SHORT

SERVICES = (
    "การกำจัดขยะมูลฝอยและสิ่งปฏิกูล", "การบริการการแพทย์ฉุกเฉิน", "การป้องกันและบรรเทาสาธารณภัย", "การผลิตและบริการน้ำประปา",
    "การดูแลผู้สูงอายุ", "การบำรุงรักษาถนน", "การจัดการน้ำเสีย", "การศึกษาปฐมวัย", "การส่งเสริมการท่องเที่ยว", "การควบคุมโรคไข้เลือดออก",
)  # fmt: skip
OBJECTIVES = (
    "เพื่อลดค่าใช้จ่าย",
    "เพื่อให้ประชาชนได้รับบริการที่ทั่วถึง",
    "เพื่อแก้ไขปัญหาขยะตกค้าง",
    "เพื่อความรวดเร็วในการช่วยเหลือ",
)
PROBLEMS = ("ไม่มี", "งบประมาณไม่เพียงพอ", "ขาดบุคลากร", "ระยะทางไกล")
HEADERS = {
    "seq": ("ลำดับที่", "ลำดับ", "ที่"),
    "service": ("ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "ชื่อบริการสาธารณะ", "บริการสาธารณะ"),
    "host": ("องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "อปท.เจ้าภาพ", "อปท. เจ้าภาพ"),
    "partners": ("องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "อปท.ที่ร่วมลงนาม", "อปท. ร่วมลงนาม"),
    "signed_on": ("วันที่ลงนามความร่วมมือ", "วันที่ลงนาม", "ว/ด/ป ที่ลงนาม"),
    "objective": ("วัตถุประสงค์ความร่วมมือ", "วัตถุประสงค์"),
    "problems": ("ปัญหา/อุปสรรคความร่วมมือ", "ปัญหา/อุปสรรค", "ปัญหาอุปสรรค"),
}
TICKS = {
    "committee_yes": ("คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "แต่งตั้ง"),
    "committee_no": ("คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "ไม่ได้แต่งตั้ง"),
    "regulation_yes": ("ระเบียบข้อตกลง", "จัดทำ"),
    "regulation_no": ("ระเบียบข้อตกลง", "ไม่ได้จัดทำ"),
    "mou": ("ระเบียบข้อตกลง", "ทำ MOU"),
}
ORDER = (
    "seq", "service", "host", "partners", "signed_on", "committee_yes", "committee_no", "regulation_yes", "regulation_no",
    "mou", "objective", "problems",
)  # fmt: skip


@dataclass(frozen=True)
class TrueRow:
    """What one row says."""

    service: str
    host: str
    partners: tuple[str, ...]
    signed_on: date
    committee: str
    regulation: str
    mou: bool
    objective: str
    problems: str


@dataclass(frozen=True)
class TrueForm:
    """`places`: index of a row and column key to the cell's row and column."""

    province: str
    rows: tuple[TrueRow, ...]
    sheet: Sheet
    places: dict[tuple[int, str], tuple[int, int]]


def true_form(random: Random, most: int = 8) -> TrueForm:
    """A form without an error, in a layout of its own, with so many rows at most."""
    province = random.choice(sorted(registry().provinces))
    rows = tuple(_row(random, province, n) for n in range(random.randint(1, most)))
    typist = _Typist(random)
    return TrueForm(province, rows, typist.sheet(province, rows), typist.places)


def planted(random: Random, form: TrueForm) -> tuple[TrueForm, str, tuple[int, int]]:
    """The same form with one error, its code, and the cell where it must be told."""
    index = random.randrange(len(form.rows))
    code, key, value = random.choice(
        (
            ("date_invalid", "signed_on", "31 มิ.ย. 2560"),
            ("date_invalid", "signed_on", "13/25/2561"),
            ("date_in_future", "signed_on", "1 ม.ค. 2570"),
            ("date_missing", "signed_on", None),
            ("date_unsigned", "signed_on", "ยังไม่ได้ลงนาม"),
            ("date_incomplete", "signed_on", "พ.ย. 2560"),
            ("service_missing", "service", None),
            ("host_missing", "host", None),
            ("partners_missing", "partners", None),
            ("host_unknown", "host", "อบต.ไม่มีในทะเบียนเลยสักแห่ง"),
            ("objective_missing", "objective", None),
            ("committee_contradiction", "committee", None),
            ("committee_missing", "committee", None),
        )
    )
    cells = dict(form.sheet.cells)
    place = form.places[index, "committee_yes" if key == "committee" else key]
    if key == "committee":
        yes, no = place, form.places[index, "committee_no"]
        mark = cells[yes] if form.rows[index].committee == "appointed" else cells[no]
        for cell in (yes, no):
            cells.pop(cell, None)
            if code == "committee_contradiction" and mark is not None:
                cells[cell] = mark
    elif value is None:
        cells.pop(place, None)
    else:
        cells[place] = value
    return replace(form, sheet=replace(form.sheet, cells=cells)), code, place


def _row(random: Random, province: str, number: int) -> TrueRow:
    known = [lao for lao in registry().laos_of(province) if lao.same_short_in_province == 1 and lao.amphoe]
    host, *partners = random.sample(known, min(len(known), random.randint(2, 5)))
    day = date(2010, 1, 1) + timedelta(days=random.randint(0, 3200))
    return TrueRow(
        f"{SERVICES[number % len(SERVICES)]}",
        host.short,
        tuple(lao.short for lao in partners),
        day,
        random.choice(("appointed", "not_appointed")),
        random.choice(("made", "not_made")),
        random.random() < 0.4,
        random.choice(OBJECTIVES),
        random.choice(PROBLEMS),
    )


class _Typist:
    """One officer: what was drawn for a form holds for all of it."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.tick = random.choice(("✓", "/", "√", "x", "X", "☑", "v", "1", "✔", "*"))
        self.separator = random.choice(("\n", ", ", "\n", " และ ", "/", "; ", "numbered"))
        self.dates = random.choice(_NOTATIONS)
        self.long_names = random.random() < 0.3
        self.empty = random.choice((None, None, "-"))
        self.places: dict[tuple[int, str], tuple[int, int]] = {}

    def sheet(self, province: str, rows: tuple[TrueRow, ...]) -> Sheet:
        random = self.random
        cells: dict[tuple[int, int], Value] = {}
        top, left = random.randint(1, 4), random.choice((1, 1, 1, 2, 3))
        cells[top, left] = "แบบสำรวจข้อมูลการจัดทำความร่วมมือบริการสาธารณะ"
        place = random.choice(
            (f"จังหวัด{province}", f"จังหวัด {province}", f"จังหวัด....{province}....", f"สถจ.{province}")
        )
        cells[top + 1, left + random.choice((0, 0, 2))] = place
        header = top + random.choice((2, 3))
        columns = self._columns()
        merges = self._header(cells, header, left, columns)
        row = header + (1 if merges is None else 2)
        if random.random() < 0.3:
            for number in range(len(columns)):
                cells[row, left + number] = f"({number + 1})"
            row += 1
        for number, true in enumerate(rows, 1):
            for offset, key in enumerate(columns):
                self.places[number - 1, key] = (row, left + offset)
                value = self._typed(key, true, number)
                if value is not None:
                    cells[row, left + offset] = value
            row += 1
        row += random.randint(1, 2)
        for line in ("ผู้รายงาน นายตัวอย่าง สมมติ", "ตำแหน่ง ท้องถิ่นจังหวัด", "หมายเลขโทรศัพท์ 053-112-233"):
            cells[row, left + random.choice((1, 1, 1))] = line
            row += 1
        return Sheet(random.choice(("Sheet1", "แบบสำรวจ", "ข้อมูล")), cells, tuple(merges or ()))

    def _columns(self) -> list[str]:
        columns = list(ORDER)
        if self.random.random() < 0.2:
            columns.remove("signed_on")
            columns.insert(self.random.choice((2, 10)), "signed_on")
        if self.random.random() < 0.1:
            columns.remove("seq")
        return columns

    def _header(
        self, cells: dict[tuple[int, int], Value], row: int, left: int, columns: list[str]
    ) -> list[tuple[int, int, int, int]] | None:
        """One header row, or two with groups; None where it is one."""
        two_rows, merged = self.random.random() < 0.8, self.random.random() < 0.7
        merges: list[tuple[int, int, int, int]] = []
        previous = None
        start = left
        for offset, key in enumerate(columns):
            column = left + offset
            if key not in TICKS:
                cells[row, column] = self.random.choice(HEADERS[key])
                if two_rows and merged:
                    merges.append((row, column, row + 1, column))
                previous = None
                continue
            group, leaf = TICKS[key]
            if not two_rows:
                cells[row, column] = f"{group} {leaf}"
                continue
            cells[row + 1, column] = leaf
            if group != previous:
                cells[row, column] = group
                previous, start = group, column
            elif merged:
                merges = [m for m in merges if (m[0], m[1]) != (row, start)] + [(row, start, row, column)]
        return merges if two_rows else None

    def _typed(self, key: str, row: TrueRow, number: int) -> Value:
        ticked = {
            "committee_yes": row.committee == "appointed",
            "committee_no": row.committee == "not_appointed",
            "regulation_yes": row.regulation == "made",
            "regulation_no": row.regulation == "not_made",
            "mou": row.mou,
        }
        if key in ticked:
            return self.tick if ticked[key] else self.empty
        if key == "seq":
            return number if self.random.random() < 0.9 else f"{number}."
        if key == "host":
            return self._name(row.host)
        if key == "partners":
            return self._partners(row.partners)
        if key == "signed_on":
            return self.dates(row.signed_on)
        return getattr(row, key)  # type: ignore[no-any-return]

    def _name(self, short: str) -> str:
        if not self.long_names:
            return short
        for begin, full in (
            ("อบต.", "องค์การบริหารส่วนตำบล"),
            ("ทต.", "เทศบาลตำบล"),
            ("ทม.", "เทศบาลเมือง"),
            ("ทน.", "เทศบาลนคร"),
        ):
            if short.startswith(begin):
                return full + short.removeprefix(begin)
        return short

    def _partners(self, partners: tuple[str, ...]) -> str:
        names = [self._name(name) for name in partners]
        if self.separator == "numbered":
            return "\n".join(f"{i}. {name}" for i, name in enumerate(names, 1))
        if self.separator == " และ ":
            return ", ".join(names[:-1]) + (" และ " if len(names) > 1 else "") + names[-1]
        return self.separator.join(names)


def _thai(text: str) -> str:
    return "".join(chr(ord("๐") + int(c)) if c.isdigit() else c for c in text)


_NOTATIONS = (
    lambda d: f"{d.day} {SHORT[d.month - 1]} {d.year + 543}",
    lambda d: f"{d.day} {LONG[d.month - 1]} {d.year + 543}",
    lambda d: f"{d.day} {LONG[d.month - 1]} พ.ศ. {d.year + 543}",
    lambda d: f"{d.day:02}/{d.month:02}/{d.year + 543}",
    lambda d: f"{d.day} {SHORT[d.month - 1]} {(d.year + 543) % 100:02}",
    lambda d: _thai(f"{d.day} {SHORT[d.month - 1]} {d.year + 543}"),
    lambda d: f"วันที่ {d.day} เดือน {LONG[d.month - 1]} พ.ศ. {d.year + 543}",
    lambda d: d,
)


def values_of(found: dict[str, Any]) -> list[tuple[object, ...]]:
    """The rows of a document's JSON, to be compared with `truth_of`."""
    keys = ("service", "host", "signed_on", "committee", "regulation", "mou", "objective", "problems")
    return [(*(row[key] for key in keys), tuple(row["partners"])) for row in found["rows"]]


def truth_of(form: TrueForm) -> list[tuple[object, ...]]:
    """What a true form's rows are."""
    return [
        (
            row.service, row.host, row.signed_on.isoformat(), row.committee, row.regulation, row.mou, row.objective,
            row.problems, row.partners,
        )
        for row in form.rows
    ]  # fmt: skip
