"""Day of signing: header words, reading, sentences, rules. Dates are Gregorian inside, BE in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from survey.cells import Cell
from survey.fields import Column, FieldGroup, Reading, RowCells
from survey.fields.unreadable import CELL_UNREADABLE, is_unreadable, unreadable
from survey.findings import Code, Finding, Severity
from survey.model import Case, Cooperation, Form
from survey.thai.dates import DateReading, Kind, Why, read, read_value, thai_date

_FIELD = "signed_on"
_TITLE = "วันที่ลงนามความร่วมมือ"
_EXPECTED = "กรุณาระบุวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561"

MISSING = Code("date_missing", Severity.ERROR, f"ยังไม่ได้ระบุวันที่ลงนามความร่วมมือ {_EXPECTED}", field=_FIELD)
_NOT_TOLD = f"วันที่ลงนามความร่วมมือระบุว่า “{{found}}” {_EXPECTED}"

INVALID = Code(
    "date_invalid",
    Severity.ERROR,
    f"วันที่ลงนามความร่วมมือ “{{found}}” อ่านเป็นวันที่ไม่ได้ {_EXPECTED}",
    field=_FIELD,
)
_INVALID = {
    Why.NO_SUCH_DAY: "วันที่ลงนามความร่วมมือ “{found}” ไม่มีวันดังกล่าวในปฏิทิน กรุณาตรวจสอบวัน เดือน และปี พ.ศ. "
    "(เรียงวัน/เดือน/ปี เช่น 5/11/2561)",
    Why.NO_SUCH_YEAR: "วันที่ลงนามความร่วมมือ “{found}” ปีไม่ถูกต้อง กรุณาระบุปี พ.ศ. เป็นเลขสี่หลัก เช่น 5 พ.ย. 2561",
}

IN_FUTURE = Code(
    "date_in_future",
    Severity.ERROR,
    "วันที่ลงนาม “{found}” อยู่หลังวันที่ได้รับแบบสำรวจ ({received}) กรุณาตรวจสอบวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561",
    field=_FIELD,
)
UNSIGNED = Code(
    "date_unsigned",
    Severity.WARNING,
    "วันที่ลงนามความร่วมมือระบุว่า “{found}” เมื่อลงนามแล้ว กรุณาแจ้งวัน เดือน และปี พ.ศ. ที่ลงนาม เช่น 5 พ.ย. 2561",
    asked=True,
    field=_FIELD,
)
INCOMPLETE = Code(
    "date_incomplete",
    Severity.WARNING,
    "วันที่ลงนามความร่วมมือ “{found}” ยังไม่ครบ กรุณาระบุทั้งวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561",
    asked=True,
    field=_FIELD,
)
_IF_WRONG = "หากไม่ถูกต้อง กรุณาแจ้งวัน เดือน และปี พ.ศ. ที่ถูกต้อง"
AMBIGUOUS = Code(
    "date_ambiguous",
    Severity.WARNING,
    f"วันที่ลงนามความร่วมมือ “{{found}}” อ่านได้หลายอย่าง ได้บันทึกเป็น {{read}} {_IF_WRONG}",
    field=_FIELD,
)
_REASONS = {
    Why.SERIAL: "เป็นตัวเลขลำดับวันของโปรแกรมตารางคำนวณ",
    Why.RANGE: "เป็นช่วงเวลา ใช้วันแรก",
    Why.SEVERAL: "มีมากกว่าหนึ่งวัน ใช้วันแรก",
    Why.WORDS: "มีข้อความอื่นนอกจากวันที่",
    Why.ERA: "ปีไม่ตรงกับศักราชที่ระบุ",
    Why.OLD: "เป็นปีที่ผ่านมานาน",
    Why.WEEKDAY: "ชื่อวันในสัปดาห์ไม่ตรงกับวันที่",
    Why.SHORT_YEAR: "ปีอาจพิมพ์มาเพียงสองหลัก",
}
_AMBIGUOUS = {
    why: AMBIGUOUS.saying(f"วันที่ลงนามความร่วมมือ “{{found}}” {words} ได้บันทึกเป็น {{read}} {_IF_WRONG}")
    for why, words in _REASONS.items()
}
_LONE_ERA = AMBIGUOUS.saying(
    "วันที่ลงนามความร่วมมือ “{found}” อ่านเป็น ค.ศ. ({read}) แต่แถวอื่นใช้ปี พ.ศ. หากเป็น พ.ศ. คือ {other} "
    f"{_IF_WRONG}"
)


def read_signed_on(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
    """The day of signing; the first one where the row's lines give several (contract, section 5)."""
    column = cells.get(_FIELD)
    if column is None:
        return {_FIELD: None}, []
    filled = [cell for cell in column if not cell.is_blank]
    if not filled:
        return {_FIELD: None}, [MISSING.at(column[0])]
    for cell in filled:
        if is_unreadable(cell):
            return {_FIELD: None}, [unreadable(cell, _TITLE, _FIELD)]
    received_on = reading.case.received_on
    found = [(cell, read_cell(cell, received_on)) for cell in filled]
    if len(found) > 1:
        found = _over_lines(found, received_on)
    cell, first = found[0]
    return {_FIELD: first.value}, list(_told(cell, first))


def read_cell(cell: Cell, received_on: date) -> DateReading:
    """What one cell says: a true date, a bare number or text."""
    value = cell.value
    if isinstance(value, date):
        return read_value(value, received_on, cell.text)
    if isinstance(value, float) and value.is_integer():
        return read(str(int(value)), received_on)
    if isinstance(value, float) and value > 1000:
        return read(str(int(value)), received_on)  # a serial number with a time of day
    return read(cell.text, received_on)


_Found = tuple[Cell, DateReading]


def _over_lines(found: list[_Found], received_on: date) -> list[_Found]:
    """Readings of a row's lines as one. A date may also be broken over its lines ("5 พ.ย." above "2561")."""
    together = read(" ".join(cell.text for cell, _ in found), received_on)
    if together.kind is Kind.OK and not any(reading.value for _, reading in found):
        return [(found[0][0], together)]
    told = [(cell, reading) for cell, reading in found if reading.kind is not Kind.BLANK] or found[:1]
    cell, first = told[0]
    later = next((reading.value for _, reading in told[1:] if reading.value != first.value), first.value)
    if first.value and later != first.value and first.kind is Kind.OK:
        several = DateReading(Kind.AMBIGUOUS, first.value, Why.SEVERAL, later)
        return [(cell, several)]
    return told


def _told(cell: Cell, reading: DateReading) -> Iterator[Finding]:
    found = cell.text
    match reading.kind:
        case Kind.BLANK:
            dashes = not any(letter.isalnum() for letter in found)
            yield MISSING.at(cell) if dashes else MISSING.saying(_NOT_TOLD).at(cell, found=found)
        case Kind.UNSIGNED:
            yield UNSIGNED.at(cell, found=found)
        case Kind.INCOMPLETE:
            yield INCOMPLETE.at(cell, found=found)
        case Kind.INVALID:
            sentence = _INVALID.get(reading.why) if reading.why else None
            yield (INVALID.saying(sentence) if sentence else INVALID).at(cell, found=found)
        case Kind.AMBIGUOUS:
            code = _AMBIGUOUS.get(reading.why, AMBIGUOUS) if reading.why else AMBIGUOUS
            yield code.at(cell, found=found, read=_named(reading))


def _named(reading: DateReading) -> str:
    taken = thai_date(reading.value) if reading.value else ""
    if reading.other is None:
        return taken
    joined = "อีกวันคือ" if reading.why in (Why.RANGE, Why.SEVERAL) else "อีกความหมายหนึ่งคือ"
    return f"{taken} ({joined} {thai_date(reading.other)})"


def not_in_future(row: Cooperation, case: Case) -> Iterator[Finding]:
    """Nobody signs after the day the message came."""
    if row.signed_on and row.signed_on > case.received_on:
        cell = row.cells.get(_FIELD) or Cell(row.cell)
        found = cell.text or thai_date(row.signed_on)
        yield IN_FUTURE.at(cell, found=found, received=thai_date(case.received_on))


def lone_short_era(form: Form, case: Case) -> Iterator[Finding]:
    """A two-digit CE year among two-digit BE years of one column is not sure: 28/11/02 beside 28/11/59."""
    readings = [
        (cell, read(cell.text, case.received_on))
        for row in form.rows
        if (cell := row.cells.get(_FIELD)) and not isinstance(cell.value, date)
    ]
    short = [(cell, reading) for cell, reading in readings if reading.kind is Kind.OK and reading.short]
    if not any(reading.be for _, reading in short):
        return
    for cell, reading in short:
        if not reading.be and reading.value:
            other = _as_be(reading.value)
            yield _LONE_ERA.at(cell, found=cell.text, read=thai_date(reading.value), other=other)


def _as_be(day: date) -> str:
    """The BE reading of a day whose two-digit year was read as CE, in words: `28 พ.ย. 2502`."""
    written = thai_date(day)
    return f"{written[:-4]}25{day.year % 100:02}"


SIGNED_ON = FieldGroup(
    name=_FIELD,
    columns=(
        Column(
            _FIELD,
            _FIELD,
            _TITLE,
            headers=(
                "วันที่ลงนาม",
                "ว/ด/ป ที่ลงนาม",
                "วัน เดือน ปี ที่ลงนาม",
                "วันเดือนปีที่ลงนามความร่วมมือ",
                "วันที่ลงนามในบันทึกข้อตกลง",
                "วันที่ลงนามบันทึกข้อตกลง",
                "วันที่ลงนาม MOU",
                "วันที่ทำบันทึกข้อตกลง",
                "วันที่ทำความร่วมมือ",
                "วันที่จัดทำความร่วมมือ",
                "วันลงนาม",
                "ลงนามเมื่อ",
                "ลงนามเมื่อวันที่",
                "ว.ด.ป.",
                "วัน/เดือน/ปี",
                "วันที่",
            ),
        ),
    ),
    read=read_signed_on,
    codes=(
        MISSING,
        INVALID,
        IN_FUTURE,
        UNSIGNED,
        INCOMPLETE,
        AMBIGUOUS,
        replace(CELL_UNREADABLE, field=_FIELD),
    ),
    rules=(not_in_future,),
)
FORM_RULES = (lone_short_era,)
