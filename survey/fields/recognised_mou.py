"""An agreement that was recognised from a scan: nothing in it is stored as certain but names that stand alone."""

from collections.abc import Sequence
from dataclasses import replace

from survey.fields.recognised import LOW_CONFIDENCE
from survey.findings import Finding
from survey.model import Lao, Mou
from survey.recognised_names import stands_alone
from survey.registry import registry
from survey.thai.dates import thai_date

_READ = LOW_CONFIDENCE.saying(
    "ชื่อบันทึกข้อตกลง คู่ความร่วมมือ และวันที่ลงนามอ่านจากภาพสแกน อาจคลาดเคลื่อน ({found}) หากไม่ถูกต้อง กรุณาแจ้ง"
)
_NO_DAY, _NO_PARTIES = "อ่านวันที่ลงนามไม่ออก", "อ่านชื่อคู่ความร่วมมือไม่ออก"


def doubted_mou(mou: Mou, findings: Sequence[Finding]) -> tuple[Mou, list[Finding]]:
    """The agreement with codes for sure names only, and one finding in place of all that follows from its reading."""
    parties = tuple(party if _is_sure(party) else Lao(party.name) for party in mou.parties)
    day = f"วันที่ {thai_date(mou.signed_on)}" if mou.signed_on else _NO_DAY
    names = ", ".join(party.name for party in parties) or _NO_PARTIES
    kept = [finding for finding in findings if finding.code == "cell_unreadable"]
    return replace(mou, parties=parties), [*kept, _READ.at(None, found=f"{day}, {names}")]


def _is_sure(party: Lao) -> bool:
    if party.code is None:
        return False
    return stands_alone(party.name, registry().by_code[party.code].province)
