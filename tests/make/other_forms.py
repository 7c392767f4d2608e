"""Another office's form, and in what a reading of it differs from that of the form without fault."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from make.typed_forms import CASE, Values, check_json, told, typed_form

WASTE: Values = (
    1, "การจัดการขยะมูลฝอย", "ทต.พะตง", "อบต.พะตง\nอบต.ทุ่งใหญ่", "12 มี.ค. 2560", "✓", None, "✓", None, "✓", "ลดต้นทุน", "ไม่มี",
)  # fmt: skip
RESCUE: Values = (
    2, "บริการการแพทย์ฉุกเฉิน (EMS)", "อบต.ฉลุง", "อบต.ท่าข้าม", "3 ม.ค. 2559", None, "✓", None, "✓", None, "ช่วยเหลือผู้ป่วย",
    "ขาดบุคลากร",
)  # fmt: skip
FLOOD: Values = (
    3, "การป้องกันและบรรเทาสาธารณภัย", "ทม.คลองแห", "ทต.คูเต่า", "20/6/2561", "✓", None, "✓", None, None, "บรรเทาภัย", "-",
)  # fmt: skip
OTHER_ROWS = (WASTE, RESCUE, FLOOD)
TICKED = ("F4", "H4", "J4", "G5", "I5", "F6", "H6")


def other_form(cells: Mapping[str, Any] | None = None, merges: Sequence[str] = (), **typed: Any) -> bytes:
    """The form of สงขลา; see `typed_form`."""
    return typed_form(cells, merges, **{"rows": OTHER_ROWS, "title": "จังหวัดสงขลา", **typed})


@cache
def _faultless() -> dict[str, Any]:
    return check_json(other_form())


def differences(data: bytes, name: str = "a.xlsx") -> tuple[dict[str, Any], set[tuple[str, str | None]]]:
    """What is read otherwise than in the form without fault, and all that is told.

    `2.host` is a field of the second row that was read; `rows` their number; cells of rows are not compared.
    """
    read, plain = check_json(data, name, CASE), _faultless()
    found = {key: read[key] for key in ("province", "reporter", "nil_report") if read[key] != plain[key]}
    if len(read["rows"]) != len(plain["rows"]):
        found["rows"] = len(read["rows"])
    for number, (row, true) in enumerate(zip(read["rows"], plain["rows"], strict=False), 1):
        found |= {f"{number}.{key}": row[key] for key in true if key != "cell" and row[key] != true[key]}
    return found, told(read)
