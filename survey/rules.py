"""Rules over a whole form that belong to no single field."""

from collections.abc import Iterator

from survey.findings import Code, Finding, Severity
from survey.model import Case, Cooperation, Form
from survey.thai.text import squeeze

NO_ROWS = Code(
    "no_rows",
    Severity.ERROR,
    "ไม่พบรายการความร่วมมือในตาราง กรุณากรอกรายการ หรือหากจังหวัดไม่มีความร่วมมือ กรุณาระบุว่า “ไม่มีการจัดทำความร่วมมือ”",
)
DUPLICATE_ROW = Code(
    "duplicate_row",
    Severity.WARNING,
    "รายการนี้ซ้ำกับรายการ{earlier} (บริการ เจ้าภาพ ผู้ร่วมลงนาม และวันที่ลงนามตรงกัน) ได้บันทึกไว้ทั้งสองรายการ หากซ้ำจริง กรุณาแจ้งให้ตัดออก",
)
CODES = (NO_ROWS, DUPLICATE_ROW)


def no_rows(form: Form, case: Case) -> Iterator[Finding]:
    """The table holds nothing, and does not say that there is nothing."""
    if not form.rows and not form.nil_report:
        yield NO_ROWS.at(None)


def duplicate_row(form: Form, case: Case) -> Iterator[Finding]:
    """The same service, host, partners and date as an earlier row; both are kept."""
    seen: dict[object, Cooperation] = {}
    for row in form.rows:
        key = _key(row)
        if key is None:
            continue
        earlier = seen.setdefault(key, row)
        if earlier is not row:
            yield DUPLICATE_ROW.at(row.cell, earlier=_named(earlier))


def _key(row: Cooperation) -> object:
    """What makes two rows one; None where too little is known to say so."""
    if row.service is None or row.host is None or row.signed_on is None:
        return None
    partners = frozenset(lao.code or squeeze(lao.name) for lao in row.partners)
    return squeeze(row.service), row.host.code or squeeze(row.host.name), partners, row.signed_on


def _named(row: Cooperation) -> str:
    return f"ในช่อง {row.cell.rpartition('!')[2]}" if row.seq is None else f"ลำดับที่ {row.seq}"
