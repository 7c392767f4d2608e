"""True forms (`make.habits`) made wilder: lines between the rows, fields over several columns, other words; truth unchanged."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from make.habits import TICKS, TrueForm
from make.layouts import Sheet, Value

from survey.registry import name_key, registry
from survey.thai.months import LONG, SHORT

Cells = dict[tuple[int, int], Value]
_TICK_KEYS = tuple(TICKS)
_OTHER_TICKS = ("(✓)", "[x]", "( / )", "✅", "Yes", "T", "ถูก", "✓✓", "๑", "●", "✓ ", "[/]")
_HEADERS = {
    "service": ("ชื่อกิจกรรม/บริการสาธารณะ", "รายการบริการสาธารณะ", "ภารกิจ/บริการสาธารณะ"),
    "host": ("ชื่อ อปท. เจ้าภาพ", "ท้องถิ่นเจ้าภาพ", "หน่วยงานเจ้าภาพ", "อปท. (เจ้าภาพ)"),
    "partners": ("ชื่อ อปท. ที่ร่วมลงนาม", "อปท.ที่เข้าร่วม", "หน่วยงานที่ร่วมลงนาม", "คู่ความร่วมมือ"),
    "signed_on": ("วัน เดือน ปี ที่ลงนาม", "ว.ด.ป.ที่ลงนาม", "วันที่ทำบันทึกข้อตกลง", "ลงนามเมื่อ"),
    "objective": ("วัตถุประสงค์ของความร่วมมือ", "เป้าหมาย/วัตถุประสงค์"),
    "problems": ("ปัญหาและอุปสรรค", "ข้อขัดข้อง/ปัญหา"),
}
_PROVINCES = (
    "จ.{0}",
    "จังหวัด : {0}",
    "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด{0}",
    "แบบสำรวจความร่วมมือ จังหวัด{0} ปี 2561",
    "({0})",
    "จว.{0}",
)
_REPORTERS = (
    ("ชื่อผู้รายงาน นายตัวอย่าง สมมติ", "ตำแหน่งผู้รายงาน ท้องถิ่นจังหวัด", "เบอร์โทรศัพท์ติดต่อ 053-112-233"),
    ("ลงชื่อ.....................ผู้รายงาน", "(นายตัวอย่าง สมมติ)", "ตำแหน่ง ท้องถิ่นจังหวัด", "โทร. 053-112-233"),
    ("นายตัวอย่าง สมมติ ผู้รายงาน", "ตำแหน่ง ท้องถิ่นจังหวัด", "โทรศัพท์ 053-112-233"),
    ("ขอรับรองว่าข้อมูลถูกต้อง", "ผู้รายงาน: นายตัวอย่าง สมมติ", "ตำแหน่ง: ท้องถิ่นจังหวัด", "โทรศัพท์: 053-112-233"),
)  # fmt: skip
_ENDS = (
    "หมายเหตุ : ข้อมูล ณ วันที่ 30 พฤศจิกายน 2561",
    "รวมทั้งสิ้น {0} ความร่วมมือ",
    "รวมความร่วมมือทั้งสิ้น จำนวน {0} เรื่อง",
    "* อยู่ระหว่างทบทวน",
)


@dataclass(frozen=True)
class WildForm:
    """A form, and whether its days or its partners stand in more than one cell each."""

    form: TrueForm
    days_split: bool = False
    partners_cut: bool = False


def wilder(random: Random, form: TrueForm, *, in_word: bool = False) -> WildForm:
    """The same truth with more habits, each drawn by lot.

    Args:
        in_word: Only habits that `WordTypist` can type: it ends its table at the last row.
    """
    office = _Office(random, form)
    for habit, share in ((office.ticks, 0.3), (office.days, 0.4), (office.names, 0.4), (office.headers, 0.4), (office.province, 0.5),
                         (office.headings, 0.3), (office.blanks, 0.2)):  # fmt: skip
        if random.random() < share:
            habit()
    if not in_word:
        for habit, share in ((office.a_line_a_partner, 0.25), (office.ends, 0.5), (office.reporter, 0.5), (office.split_days, 0.15),
                             (office.split_partners, 0.15)):  # fmt: skip
            if random.random() < share:
                habit()
    return WildForm(office.form(), office.is_split, office.is_cut)


def planted_in(
    random: Random, wild: WildForm, *, in_word: bool = False
) -> tuple[TrueForm, str, tuple[int, int]]:
    """The form with one error of many kinds, its code, and the cell where it must be told."""
    form = wild.form
    index = random.randrange(len(form.rows))
    kinds = [*_CELL_ERRORS, ("committee_contradiction", "committee", ""), ("regulation_contradiction", "regulation", ""),
             ("committee_missing", "committee", None), ("regulation_missing", "regulation", None), ("host_is_partner", "partners", ""),
             ("lao_other_province", "host", ""), ("lao_other_province", "partners", "")]  # fmt: skip
    if not in_word:
        kinds += [("phone_invalid", "", "โทรศัพท์ 053-112"), ("province_unknown", "", "จังหวัดเมืองทอง")]
    if len(form.rows) > 1:
        kinds.append(("duplicate_row", "row", ""))
    kinds = [kind for kind in kinds if not (wild.days_split and kind[1] in ("signed_on", "row"))]
    kinds = [kind for kind in kinds if not (wild.partners_cut and kind[1] in ("partners", "row"))]
    code, key, value = random.choice(kinds)
    cells = dict(form.sheet.cells)
    place = _plant(random, form, cells, index, code, key, value)
    return replace(form, sheet=replace(form.sheet, cells=cells)), code, place


_CELL_ERRORS: tuple[tuple[str, str, str | None], ...] = (
    ("date_invalid", "signed_on", "30 ก.พ. 2560"),
    ("date_invalid", "signed_on", "17/15/2559"),
    ("date_in_future", "signed_on", "2 มกราคม 2572"),
    ("date_missing", "signed_on", None),
    ("date_unsigned", "signed_on", "อยู่ระหว่างเสนอสภา"),
    ("date_incomplete", "signed_on", "ปีงบประมาณ 2560"),
    ("date_ambiguous", "signed_on", "1 ต.ค. 2559 - 30 ก.ย. 2562"),
    ("service_missing", "service", "-"),
    ("host_missing", "host", "......"),
    ("partners_missing", "partners", None),
    ("host_unknown", "host", "ทต.ไม่มีในทะเบียนเลยสักแห่ง"),
    ("partner_unknown", "partners", "มูลนิธิตัวอย่างสมมติ"),
    ("objective_missing", "objective", None),
    ("cell_unreadable", "service", "□□□□"),
    ("cell_unreadable", "objective", "(cid:12)(cid:7)"),
)


def _plant(
    random: Random, form: TrueForm, cells: Cells, index: int, code: str, key: str, value: str | None
) -> tuple[int, int]:
    """Change the cells; the place where it must be told."""
    if key in ("committee", "regulation"):
        return _plant_ticks(form, cells, index, key, contradiction=value is not None)
    if code == "duplicate_row":
        for one in ("service", "host", "partners", "signed_on"):
            cells[form.places[1, one]] = cells[form.places[0, one]]
        row = form.places[1, "service"][0]
        return row, min(column for _, column in form.places.values())
    if not key:
        last = max(row for row, _ in form.places.values())
        first = min(row for row, _ in form.places.values())
        place = next(
            (row, column)
            for (row, column), text in sorted(cells.items())
            if (
                row > last and "โทร" in str(text)
                if code == "phone_invalid"
                else row < first and form.province in str(text)
            )
        )
        cells[place] = value
        return place
    place = form.places[index, key]
    if code == "lao_other_province":
        value = _stranger(random, form.province)
    elif code == "host_is_partner":
        value = f"{cells[place]}\n{form.rows[index].host}"
    cells.pop(place, None)
    if value is not None:
        cells[place] = value
    return place


def _plant_ticks(
    form: TrueForm, cells: Cells, index: int, key: str, *, contradiction: bool
) -> tuple[int, int]:
    yes, no = form.places[index, f"{key}_yes"], form.places[index, f"{key}_no"]
    marks = [cells[place] for place in (yes, no) if cells.get(place) not in (None, "-")]
    for place in (
        yes,
        no,
        *([form.places[index, "mou"]] if key == "regulation" and not contradiction else ()),
    ):
        cells.pop(place, None)
        if contradiction:
            cells[place] = marks[0]
    return yes


def _stranger(random: Random, province: str) -> str:
    """An LAO whose name nobody has in the province, and nobody else in the country."""
    own = {lao.bare for lao in registry().laos_of(province)}
    while True:
        lao = random.choice(list(registry().by_code.values()))
        alone = (
            len([one for one in registry().nationwide.get(name_key(lao.bare), ()) if one.kind == lao.kind])
            == 1
        )
        if (
            lao.province != province
            and lao.kind in ("อบต.", "ทต.")
            and alone
            and len(lao.bare) > 7
            and lao.bare not in own
        ):
            return lao.short


class _Office:
    def __init__(self, random: Random, form: TrueForm) -> None:
        self.random, self.true = random, form
        self.cells: Cells = dict(form.sheet.cells)
        self.merges = list(form.sheet.merges)
        self.places = dict(form.places)
        self.is_cut = self.is_split = False

    def form(self) -> TrueForm:
        sheet = Sheet(self.true.sheet.name, self.cells, tuple(self.merges))
        return replace(self.true, sheet=sheet, places=self.places)

    @property
    def first(self) -> int:
        return min(row for row, _ in self.places.values())

    @property
    def last(self) -> int:
        return max(row for row, _ in self.places.values())

    @property
    def left(self) -> int:
        return min(column for _, column in self.places.values())

    def _columns(self, key: str) -> list[tuple[int, int, int]]:
        """Index of the row, and place, of each of its cells in a column."""
        return [(index, *place) for (index, one), place in self.places.items() if one == key]

    def _insert_rows(self, at: int, count: int = 1) -> None:
        """Blank rows before row `at`."""
        down: Callable[[int], int] = lambda row: row + count if row >= at else row  # noqa: E731
        self.cells = {(down(row), column): value for (row, column), value in self.cells.items()}
        self.places = {key: (down(row), column) for key, (row, column) in self.places.items()}
        self.merges = [(down(top), left, down(bottom), right) for top, left, bottom, right in self.merges]

    def _insert_columns(self, at: int, count: int) -> None:
        right_of: Callable[[int], int] = lambda column: column + count if column >= at else column  # noqa: E731
        self.cells = {(row, right_of(column)): value for (row, column), value in self.cells.items()}
        self.places = {key: (row, right_of(column)) for key, (row, column) in self.places.items()}
        self.merges = [
            (top, right_of(left), bottom, right_of(right)) for top, left, bottom, right in self.merges
        ]

    def ticks(self) -> None:
        tick = self.random.choice(_OTHER_TICKS)
        for (_, key), place in self.places.items():
            if key in _TICK_KEYS and self.cells.get(place) not in (None, "-"):
                self.cells[place] = tick

    def days(self) -> None:
        typed = self.random.choice(_DAYS)
        for index, row, column in self._columns("signed_on"):
            self.cells[row, column] = typed(self.true.rows[index].signed_on)

    def names(self) -> None:
        typed = self.random.choice(_NAMES)
        amphoes = {lao.short: lao.amphoe for lao in registry().laos_of(self.true.province)}
        for index, row, column in self._columns("host"):
            name = self.true.rows[index].host
            self.cells[row, column] = typed(name, amphoes.get(name, ""))
        separator = self.random.choice(("\n", ", ", "\n- ", " กับ ", "; ", "\n• "))
        for index, row, column in self._columns("partners"):
            names = [typed(name, amphoes.get(name, "")) for name in self.true.rows[index].partners]
            self.cells[row, column] = separator.join(names)

    def headers(self) -> None:
        for key, words in _HEADERS.items():
            for _, _, column in self._columns(key)[:1]:
                rows = [row for row in range(1, self.first) if isinstance(self.cells.get((row, column)), str)]
                rows = [
                    row for row in rows if len(str(self.cells[row, column])) > 3 and row > self._title_end()
                ]
                if len(rows) == 1:
                    self.cells[rows[0], column] = self.random.choice(words)

    def _title_end(self) -> int:
        wide = [row for row in range(1, self.first) if sum(at == row for at, _ in self.cells) > 3]
        return min(wide) - 1

    def province(self) -> None:
        name = self.true.province
        for place in [(row, column) for row, column in self.cells if row <= self._title_end()]:
            if name in str(self.cells[place]):
                self.cells[place] = self.random.choice(_PROVINCES).format(name)

    def headings(self) -> None:
        """An amphoe's name above some rows, merged or not."""
        amphoes = sorted({lao.amphoe for lao in registry().laos_of(self.true.province) if lao.amphoe})
        rows = sorted({row for row, _ in self.places.values()})
        for row in sorted(self.random.sample(rows, min(2, len(rows))), reverse=True):
            self._insert_rows(row)
            self.cells[row, self.left] = f"อำเภอ{self.random.choice(amphoes)}"
            if self.random.random() < 0.5:
                right = max(column for _, column in self.places.values())
                self.merges.append((row, self.left, row, right))

    def blanks(self) -> None:
        self._insert_rows(self.random.choice(sorted({row for row, _ in self.places.values()})))

    def a_line_a_partner(self) -> None:
        """Each partner on a line of its own, the rest of the line blank."""
        for index, _, _ in sorted(self._columns("partners"), reverse=True):
            row, column = self.places[index, "partners"]
            names = self.true.rows[index].partners
            if len(names) > 1:
                self._insert_rows(row + 1, len(names) - 1)
                for line, name in enumerate(names):
                    self.cells[row + line, column] = name
        self.is_cut = True

    def _after_rows(self) -> int:
        used = {row for row, column in self.cells if column >= self.left}
        row = self.last + 1
        while row in used:
            row += 1
        return row

    def ends(self) -> None:
        """Numbers without rows, a total, a remark."""
        row = self._after_rows()
        seq = self._columns("seq")
        lines: list[tuple[int, Value]] = []
        count = len(self.true.rows)
        if seq and self.random.random() < 0.5:
            lines += [(seq[0][2], count + n + 1) for n in range(3)]
        text = self.random.choice(_ENDS).format(count)
        lines.append((self.left + self.random.choice((0, 1)), text))
        self._insert_rows(row, len(lines))
        for at, (column, value) in enumerate(lines, row):
            self.cells[at, column] = value

    def reporter(self) -> None:
        """The block below the table in another shape."""
        places = [
            place for place, value in self.cells.items() if place[0] > self.last and _is_reporter(value)
        ]
        if len(places) != 3:
            return
        row, column = min(places)
        for place in places:
            del self.cells[place]
        for at, text in enumerate(self.random.choice(_REPORTERS), row):
            self.cells[at, column] = text

    def split_days(self) -> None:
        """Day, month and year in columns of their own below one header cell."""
        self.is_split = True
        column = self._columns("signed_on")[0][2]
        self._insert_columns(column + 1, 2)
        self._widen_header(column, 3)
        for index, row, at in self._columns("signed_on"):
            day = self.true.rows[index].signed_on
            parts = (day.day, self.random.choice((SHORT, LONG))[day.month - 1], day.year + 543)
            for offset, part in enumerate(parts):
                self.cells[row, at + offset] = part

    def split_partners(self) -> None:
        """A column for each of up to four partners below one header cell."""
        if self.is_cut:
            return
        most = max(len(row.partners) for row in self.true.rows)
        if most < 2:
            return
        self.is_cut = True
        column = self._columns("partners")[0][2]
        self._insert_columns(column + 1, most - 1)
        self._widen_header(column, most)
        for index, row, at in self._columns("partners"):
            self.cells.pop((row, at), None)
            for offset, name in enumerate(self.true.rows[index].partners):
                self.cells[row, at + offset] = name

    def _widen_header(self, column: int, width: int) -> None:
        """Merge the header cell of a column over those that were put beside it, mostly."""
        rows = [row for row in range(self._title_end() + 1, self.first) if (row, column) in self.cells]
        rows = [row for row in rows if not str(self.cells[row, column]).startswith(("(", "อำเภอ"))]
        if not rows or self.random.random() < 0.2:
            return
        own = [merge for merge in self.merges if merge[1] == merge[3] == column and merge[0] in rows]
        top, bottom = (own[0][0], own[0][2]) if own else (rows[-1], rows[-1])
        self.merges = [merge for merge in self.merges if merge not in own]
        self.merges.append((top, column, bottom, column + width - 1))


def _is_reporter(value: Value) -> bool:
    return isinstance(value, str) and value.startswith(("ผู้รายงาน", "ตำแหน่ง", "หมายเลขโทรศัพท์"))


_DAYS: tuple[Callable[[date], Value], ...] = (
    lambda d: f"{d.day}-{d.month}-{d.year + 543}",
    lambda d: f"{d.day}.{d.month}.{(d.year + 543) % 100:02}",
    lambda d: f"ลงวันที่ {d.day} {LONG[d.month - 1]} {d.year + 543}",
    lambda d: f"{d.day} {SHORT[d.month - 1].replace('.', '')} {d.year + 543}",
    lambda d: f"{d.day}{SHORT[d.month - 1]}{(d.year + 543) % 100:02}",
    lambda d: f"{d.year + 543}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.day:02} / {d.month:02} / {d.year + 543}",
    lambda d: f"{d.day}\u00a0{LONG[d.month - 1]}\u00a0พ.ศ.\u00a0{d.year + 543}",
    lambda d: f"{d.day} {SHORT[d.month - 1]}\n{d.year + 543}",
    lambda d: f"{d.day}/{SHORT[d.month - 1]}/{d.year + 543}",
    lambda d: f"เมื่อวันที่ {d.day} เดือน {LONG[d.month - 1]} ปี {d.year + 543}",
)
_FULL = {
    "อบต.": "องค์การบริหารส่วนตำบล",
    "ทต.": "เทศบาลตำบล",
    "ทม.": "เทศบาลเมือง",
    "ทน.": "เทศบาลนคร",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
}


def _in_full(name: str, between: str) -> str:
    for short, full in _FULL.items():
        if name.startswith(short):
            return f"{full}{between}{name.removeprefix(short)}"
    return name


_NAMES: tuple[Callable[[str, str], str], ...] = (
    lambda name, amphoe: name.replace(".", ". ", 1),
    lambda name, amphoe: name.replace(".", " ", 1),
    lambda name, amphoe: _in_full(name, " "),
    lambda name, amphoe: f"{name} อ.{amphoe}" if amphoe else name,
    lambda name, amphoe: f"{name} (อำเภอ{amphoe})" if amphoe else name,
    lambda name, amphoe: name.replace("แ", "เเ"),
    lambda name, amphoe: name.replace("อบต.", "อ.บ.ต."),
)
