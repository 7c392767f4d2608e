"""What the form looks like where we write it ourselves: to be filled in, or filled with what was read."""

from survey.fields import Column

SHEET = "แบบสำรวจ"
TITLE = "แบบสำรวจการจัดทำความร่วมมือในการจัดบริการสาธารณะขององค์กรปกครองส่วนท้องถิ่น"
TICK = "✓"
_WIDTHS = {
    "seq": 8,
    "service": 32,
    "host": 22,
    "partners": 26,
    "signed_on": 16,
    "committee_yes": 11,
    "committee_no": 12,
    "regulation_yes": 9,
    "regulation_no": 11,
    "mou": 9,
    "objective": 34,
    "problems": 30,
}


def width_of(column: Column) -> int:
    """Width of a column in characters, also of one that only a later survey has."""
    return _WIDTHS.get(column.key, 20)
