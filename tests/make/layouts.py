"""Five layouts in which officers fill the form, as plain cells, with what each of them says.

A layout is written by several programs (`make.writers`); whatever program wrote it, the same must be read.
"""

from dataclasses import dataclass
from datetime import date

Value = str | int | date | bool | None


@dataclass(frozen=True)
class Sheet:
    """Cells by (row, column) from 1; merges as (top, left, bottom, right)."""

    name: str
    cells: dict[tuple[int, int], Value]
    merges: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Layout:
    """Expected rows hold the contract's fields in brief: cell, service, host, partners, signed_on, committee,
    regulation, mou."""

    name: str
    province: str
    sheets: tuple[Sheet, ...]
    expected: tuple[tuple[object, ...], ...]
    codes: tuple[tuple[str, str | None], ...] = ()
    nil: bool = False
    reporter: str | None = "นางสาวตัวอย่าง สมมติ"


TOP = (
    "ลำดับที่", "ชื่อบริการสาธารณะ ที่ทำความร่วมมือกัน ให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", None,
    "วันที่ลงนามความร่วมมือ", "คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", None, "ระเบียบข้อตกลง", None, None,
    "วัตถุประสงค์ความร่วมมือ", "ปัญหา/อุปสรรคความร่วมมือ",
)  # fmt: skip
BELOW = (
    None, None, "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", None, "แต่งตั้ง", "ไม่ได้แต่งตั้ง",
    "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU", None, None,
)  # fmt: skip
WASTE, RESCUE, WATER = "การกำจัดขยะมูลฝอย", "การแพทย์ฉุกเฉิน", "การผลิตน้ำประปา"
REPORTER = ("ผู้รายงาน นางสาวตัวอย่าง สมมติ", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น", "หมายเลขโทรศัพท์ 0 5300 0000")


def _put(cells: dict[tuple[int, int], Value], row: int, column: int, values: tuple[Value, ...]) -> None:
    for i, value in enumerate(values):
        if value is not None:
            cells[row, column + i] = value


def _reporter(cells: dict[tuple[int, int], Value], row: int, column: int = 2) -> None:
    for i, line in enumerate(REPORTER):
        cells[row + i, column] = line


def letter() -> Layout:
    """The letter's own layout: a merged header of two rows, true dates, partners a line each."""
    cells: dict[tuple[int, int], Value] = {(1, 1): "แบบสำรวจข้อมูลความร่วมมือ", (2, 1): "จังหวัดลำปาง"}
    _put(cells, 4, 1, TOP)
    _put(cells, 5, 1, BELOW)
    _put(cells, 6, 1, (1, WASTE, "ทต.บ่อแฮ้ว", "อบต.บ้านเอื้อม\nอบต.บ้านแลง", date(2018, 11, 5), "✓", None, "✓", None, "✓", "ลดต้นทุน", "-"))  # fmt: skip
    _put(cells, 7, 1, (2, RESCUE, "อบต.บ้านเป้า", "อบต.บ้านค่า", date(2017, 9, 12), None, "✓", None, "✓", None, "ช่วยชีวิต", "ไม่มี"))  # fmt: skip
    _reporter(cells, 9)
    merges = ((4, 1, 5, 1), (4, 2, 5, 2), (4, 3, 4, 4), (4, 5, 5, 5), (4, 6, 4, 7), (4, 8, 4, 10), (4, 11, 5, 11), (4, 12, 5, 12))  # fmt: skip
    expected = (
        ("A6", WASTE, "ทต.บ่อแฮ้ว", ("อบต.บ้านเอื้อม", "อบต.บ้านแลง"), "2018-11-05", "appointed", "made", True),
        ("A7", RESCUE, "อบต.บ้านเป้า", ("อบต.บ้านค่า",), "2017-09-12", "not_appointed", "not_made", False),
    )
    return Layout("letter", "ลำปาง", (Sheet("Sheet1", cells, merges),), expected)


def shifted() -> Layout:
    """Begins at C4, nothing merged, a numbering row, Thai digits, ticks as /, text dates; one impossible day."""
    cells: dict[tuple[int, int], Value] = {(2, 3): "แบบสำรวจ จังหวัดลำปาง"}
    _put(cells, 4, 3, TOP)
    _put(cells, 5, 3, BELOW)
    _put(cells, 6, 3, tuple(f"({n})" for n in range(1, 13)))
    _put(cells, 7, 3, ("๑", WASTE, "ทต.บ่อแฮ้ว", "อบต.บ้านเอื้อม, อบต.บ้านแลง", "๕ พ.ย. ๒๕๖๑", "/", None, "/", None, None, "ลดต้นทุน", "-"))  # fmt: skip
    _put(cells, 8, 3, ("๒", RESCUE, "อบต.บ้านเป้า", "อบต.บ้านค่า", "31/6/2561", None, "/", None, "/", "/", "ช่วยชีวิต", None))  # fmt: skip
    _reporter(cells, 10, 4)
    expected = (
        ("C7", WASTE, "ทต.บ่อแฮ้ว", ("อบต.บ้านเอื้อม", "อบต.บ้านแลง"), "2018-11-05", "appointed", "made", False),
        ("C8", RESCUE, "อบต.บ้านเป้า", ("อบต.บ้านค่า",), None, "not_appointed", "not_made", True),
    )
    return Layout("shifted", "ลำปาง", (Sheet("แบบสำรวจ", cells),), expected, (("date_invalid", "G8"),))


def flat() -> Layout:
    """One header row in the officer's own words, columns in another order, no column of problems."""
    header = (
        "ที่", "วันที่ลงนาม", "ชื่อบริการสาธารณะ", "อปท. เจ้าภาพ", "อปท. ที่ร่วมลงนาม", "คณะกรรมการ แต่งตั้ง", "คณะกรรมการ ไม่ได้แต่งตั้ง",
        "ระเบียบข้อตกลง จัดทำ", "ระเบียบข้อตกลง ไม่ได้จัดทำ", "ทำ MOU", "วัตถุประสงค์",
    )  # fmt: skip
    cells: dict[tuple[int, int], Value] = {(1, 1): "จังหวัด", (1, 2): "ลำปาง"}
    _put(cells, 3, 1, header)
    _put(cells, 4, 1, (1, "12 ก.ย. 60", WATER, "เทศบาลตำบลบ่อแฮ้ว", "องค์การบริหารส่วนตำบลบ้านค่า", "x", None, "x", None, "x", "น้ำสะอาด"))  # fmt: skip
    _put(cells, 5, 1, (2, None, RESCUE, "อบต.บ้านเป้า", "อบต.บ้านแลง", "x", None, None, "x", None, "ช่วยชีวิต"))
    _reporter(cells, 7)
    expected = (
        ("A4", WATER, "ทต.บ่อแฮ้ว", ("อบต.บ้านค่า",), "2017-09-12", "appointed", "made", True),
        ("A5", RESCUE, "อบต.บ้านเป้า", ("อบต.บ้านแลง",), None, "appointed", "not_made", False),
    )
    codes = (("column_missing", None), ("date_missing", "B5"))
    return Layout("flat", "ลำปาง", (Sheet("Data", cells),), expected, codes)


def districts() -> Layout:
    """A sheet a district, and a guide before them."""
    guide = Sheet("คำชี้แจง", {(1, 1): "คำชี้แจงการกรอกแบบสำรวจ", (2, 1): "1. กรอกชื่อบริการสาธารณะให้ครบถ้วน"})
    sheets = [guide]
    for name, host, partner, service in (
        ("อ.เมือง", "ทต.บ่อแฮ้ว", "อบต.บ้านค่า", WASTE),
        ("อ.เมือง (2)", "อบต.บ้านเป้า", "อบต.บ้านแลง", WATER),
    ):
        cells: dict[tuple[int, int], Value] = {(1, 1): "จังหวัดลำปาง"}
        _put(cells, 2, 1, TOP)
        _put(cells, 3, 1, BELOW)
        _put(
            cells,
            4,
            1,
            (1, service, host, partner, "1 ต.ค. 2559", True, False, "✓", None, None, "ประหยัด", "ไม่มี"),
        )
        _reporter(cells, 6)
        sheets.append(Sheet(name, cells, ((2, 3, 2, 4), (2, 6, 2, 7), (2, 8, 2, 10))))
    expected = (
        ("A4", WASTE, "ทต.บ่อแฮ้ว", ("อบต.บ้านค่า",), "2016-10-01", "appointed", "made", False),
        ("A4", WATER, "อบต.บ้านเป้า", ("อบต.บ้านแลง",), "2016-10-01", "appointed", "made", False),
    )
    return Layout("districts", "ลำปาง", tuple(sheets), expected)


def nil() -> Layout:
    """The form with nothing in it but the statement that there is nothing."""
    cells: dict[tuple[int, int], Value] = {(1, 1): "จังหวัดลำปาง"}
    _put(cells, 3, 1, TOP)
    _put(cells, 4, 1, BELOW)
    cells[5, 1] = "- ไม่มีการจัดทำความร่วมมือ -"
    _reporter(cells, 7)
    return Layout("nil", "ลำปาง", (Sheet("Sheet1", cells, ((5, 1, 5, 12),)),), (), nil=True)


LAYOUTS = (letter(), shifted(), flat(), districts(), nil())
