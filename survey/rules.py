"""Rules that need several groups of fields or the whole table."""

from collections.abc import Iterator

from survey.cells import split_address
from survey.findings import Code, Finding, Severity
from survey.model import Case, Cooperation, Form, Lao
from survey.registry import name_key
from survey.thai.text import squeeze

NO_ROWS = Code(
    "no_rows",
    Severity.ERROR,
    "ไม่พบรายการความร่วมมือในตาราง กรุณากรอกรายการ หรือหากจังหวัดไม่มีความร่วมมือ กรุณาระบุว่า “ไม่มีการจัดทำความร่วมมือ”",
)
DUPLICATE_ROW = Code(
    "duplicate_row",
    Severity.WARNING,
    "รายการนี้ซ้ำกับ{earlier} (บริการสาธารณะ เจ้าภาพ ผู้ร่วมลงนาม และวันที่ลงนามตรงกัน) ได้บันทึกไว้ทั้งสองรายการ หากซ้ำจริง กรุณาแจ้งให้ตัดออก",
)
CODES = (NO_ROWS, DUPLICATE_ROW)


def no_rows(form: Form, case: Case) -> Iterator[Finding]:
    """Neither a filled row nor the statement that there is none."""
    if not form.rows and not form.nil_report:
        yield NO_ROWS.at(None)


def duplicate_row(form: Form, case: Case) -> Iterator[Finding]:
    """The same service, host, partners (in any order) and date as an earlier row; both are kept.

    Where the date was read in neither, the two cells must say the same.
    """
    first: dict[tuple[str, ...], Cooperation] = {}
    for row in form.rows:
        if not row.service or row.host is None or not row.partners:
            continue
        earlier = first.setdefault(_identity(row), row)
        if earlier is not row:
            yield DUPLICATE_ROW.at(row.cell, earlier=_named(earlier, row))


def _identity(row: Cooperation) -> tuple[str, ...]:
    cell = row.cells.get("signed_on")
    date = row.signed_on.isoformat() if row.signed_on else squeeze(cell.text if cell else "")
    host = _key(row.host) if row.host else ""
    return (squeeze(row.service or ""), host, date, *sorted({_key(lao) for lao in row.partners}))


def _key(lao: Lao) -> str:
    return lao.code or name_key(lao.name)


def _named(earlier: Cooperation, row: Cooperation) -> str:
    """The earlier row as the sender finds it: by its number, else by the row of its sheet."""
    sheet, number, _ = split_address(earlier.cell)
    where = "" if sheet == split_address(row.cell)[0] else f" ใน “{sheet}”"
    if earlier.seq is not None and earlier.seq != row.seq:
        return f"ลำดับที่ {earlier.seq}{where}"
    return f"แถวที่ {number}{where}"
