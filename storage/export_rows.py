"""The data sets that `samruat export` writes, as columns and rows, whatever the format (contract, section 8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from storage.mou_matches import MatchedRow, matched_rows
from storage.records import StoredRow, Version
from storage.unit_of_work import UnitOfWork
from survey.forms import Survey
from survey.forms.be2561 import BE2561

BANGKOK = ZoneInfo("Asia/Bangkok")


class Type(Enum):
    """What the values of a column are; any may be None."""

    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON Lines, CSV and Parquet, and its Thai header in workbooks."""

    name: str
    title: str
    type: Type = Type.TEXT


@dataclass(frozen=True, slots=True)
class Block:
    """What counts of one province, as a sheet of the form shows it."""

    province: str
    nil: bool
    versions: tuple[Version, ...]
    rows: tuple[tuple[Version, StoredRow], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A data set of a survey. `blocks` are its rows again, by province, where they are cooperations."""

    columns: tuple[Column, ...]
    rows: Sequence[dict[str, Any]]
    blocks: tuple[Block, ...] = ()
    spec: Survey = BE2561


class ExportIncompleteError(Exception):
    """Fewer rows came out of the database than it counts: nothing was written."""


_OF_SUBMISSION = (
    Column("province", "จังหวัด"),
    Column("reference", "เลขอ้างอิง"),
    Column("received_at", "ได้รับเมื่อ", Type.INSTANT),
    Column("sender", "ผู้ส่ง"),
    Column("status", "สถานะแบบสำรวจ"),
)
_COOPERATION = (
    *_OF_SUBMISSION,
    Column("row_state", "สถานะรายการ"),
    Column("late", "ส่งหลังกำหนด", Type.TRUTH),
    Column("cell", "ตำแหน่งในไฟล์"),
    Column("seq", "ลำดับที่", Type.NUMBER),
    Column("service", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน"),
    Column("host", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ"),
    Column("host_code", "รหัสเจ้าภาพ"),
    Column("partners", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", Type.TEXTS),
    Column("partner_codes", "รหัสที่ร่วมลงนาม", Type.TEXTS),
    Column("signed_on", "วันที่ลงนามความร่วมมือ", Type.DAY),
    Column("committee", "คณะกรรมการบริหารกิจการ"),
    Column("regulation", "ระเบียบข้อตกลง"),
    Column("mou", "ทำ MOU", Type.TRUTH),
    Column("objective", "วัตถุประสงค์ความร่วมมือ"),
    Column("problems", "ปัญหา/อุปสรรคความร่วมมือ"),
)
_PROVINCE = (
    Column("province", "จังหวัด"),
    Column("state", "สถานะ"),
    Column("nil", "รายงานว่าไม่มี", Type.TRUTH),
    Column("late", "ส่งหลังกำหนด", Type.TRUTH),
    Column("references", "เลขอ้างอิง", Type.TEXTS),
    Column("received_at", "ได้รับเมื่อ", Type.INSTANT),
    Column("sender", "ผู้ส่ง"),
    Column("parts", "จำนวนส่วน", Type.NUMBER),
    Column("rows", "จำนวนรายการ", Type.NUMBER),
    Column("rows_ok", "รายการที่ครบถ้วน", Type.NUMBER),
    Column("rows_asked", "รายการที่ขอข้อมูลเพิ่ม", Type.NUMBER),
    Column("rows_error", "รายการที่ต้องแก้ไข", Type.NUMBER),
    Column("mous", "สำเนาบันทึกข้อตกลง", Type.NUMBER),
    Column("waiting", "รอผู้ประสานงาน", Type.TEXTS),
    Column("reporter_name", "ผู้รายงาน"),
    Column("reporter_position", "ตำแหน่ง"),
    Column("reporter_phone", "หมายเลขโทรศัพท์"),
)
_MOU = (
    *_OF_SUBMISSION,
    Column("file", "ไฟล์"),
    Column("sha256", "SHA-256"),
    Column("title", "ชื่อบันทึกข้อตกลง"),
    Column("service", "ชื่อบริการสาธารณะ"),
    Column("parties", "คู่สัญญา", Type.TEXTS),
    Column("party_codes", "รหัสคู่สัญญา", Type.TEXTS),
    Column("signed_on", "วันที่ลงนาม", Type.DAY),
    Column("pages", "จำนวนหน้า", Type.NUMBER),
    Column("matched", "ตรงกับรายการ", Type.TEXTS),
    Column("matched_by", "ตรงกันด้วย", Type.TEXTS),
)


def cooperations(work: UnitOfWork, spec: Survey) -> Table:
    """A row a cooperation of each province's current parts, by province, part and the form's order.

    Raises:
        ExportIncompleteError: If a row that is counted is not there.
    """
    standings = work.submissions.standings()
    current = [version for standing in standings for version in standing.current]
    found = work.submissions.rows_of([version.id for version in current])
    blocks = []
    for standing in standings:
        rows = tuple((version, row) for version in standing.current for row in found[version.id])
        if len(rows) != standing.rows:
            raise ExportIncompleteError(f"{standing.province}: {len(rows)} of {standing.rows} rows")
        if standing.current:
            blocks.append(Block(standing.province, standing.nil, standing.current, rows))
    flat = [_cooperation(version, stored, spec) for block in blocks for version, stored in block.rows]
    return Table((*_COOPERATION, *_extra(spec, flat)), flat, tuple(blocks), spec)


def provinces(work: UnitOfWork, spec: Survey) -> Table:
    """All 76 provinces in the order of their codes."""
    rows = [
        {
            "province": standing.province,
            "state": standing.state.value,
            "nil": standing.nil,
            "late": standing.late,
            "references": [version.reference for version in standing.current],
            "received_at": _bangkok(standing.received_at),
            "sender": standing.sender,
            "parts": len(standing.current),
            "rows": standing.rows,
            "rows_ok": standing.rows - standing.rows_asked - standing.rows_error,
            "rows_asked": standing.rows_asked,
            "rows_error": standing.rows_error,
            "mous": standing.mous,
            "waiting": [version.reference for version in standing.waiting],
            "reporter_name": standing.reporter.name,
            "reporter_position": standing.reporter.position,
            "reporter_phone": standing.reporter.phone,
        }
        for standing in work.submissions.standings()
    ]
    return Table(_PROVINCE, rows, spec=spec)


def mous(work: UnitOfWork, spec: Survey) -> Table:
    """Every MOU that was not rejected, in the order of receipt; `matched` is `reference:row`, rows from 1."""
    submissions = {version.reference: version for version in work.submissions.all()}
    matched: dict[str, dict[int, list[MatchedRow]]] = {"": {}}
    rows = []
    for stored in work.submissions.all_mous():
        mou = stored.mou
        row = _of_submission(submissions[stored.reference])
        row |= {"file": stored.file, "sha256": stored.sha256, "title": mou.title, "service": mou.service}
        row |= {
            "parties": [lao.name for lao in mou.parties],
            "party_codes": [lao.code for lao in mou.parties],
        }
        row |= {"signed_on": mou.signed_on, "pages": mou.pages}
        province = submissions[stored.reference].province or ""
        if province not in matched:
            matched[province] = matched_rows(work, province)
        fitting = matched[province].get(stored.id, [])
        row["matched"] = [f"{one.reference}:{one.index + 1}" for one in fitting]
        row["matched_by"] = [one.reason for one in fitting]
        rows.append(row)
    return Table(_MOU, rows, spec=spec)


def _cooperation(version: Version, stored: StoredRow, spec: Survey) -> dict[str, Any]:
    row = stored.row
    extra = {one.field: list(one.value) if isinstance(one.value, tuple) else one.value for one in row.extra}
    return _of_submission(version) | {
        "row_state": stored.state.value,
        "late": version.late,
        "cell": row.cell,
        "seq": row.seq,
        "service": row.service,
        "host": row.host.name if row.host else None,
        "host_code": row.host.code if row.host else None,
        "partners": [lao.name for lao in row.partners],
        "partner_codes": [lao.code for lao in row.partners],
        "signed_on": row.signed_on,
        "committee": row.committee.value if row.committee else None,
        "regulation": row.regulation.value if row.regulation else None,
        "mou": row.mou,
        "objective": row.objective,
        "problems": row.problems,
        **{field: extra.get(field) for field in spec.extra},
    }


def _extra(spec: Survey, rows: Sequence[dict[str, Any]]) -> Iterator[Column]:
    """Columns of what only a later survey asks for; of one type where all values are."""
    for field, title in spec.extra.items():
        kinds = {type(row[field]) for row in rows} - {type(None)}
        type_ = _TYPES.get(kinds.pop(), Type.TEXT) if len(kinds) == 1 else Type.TEXT
        if type_ is Type.TEXT:
            for row in rows:
                row[field] = None if row[field] is None else str(row[field])
        yield Column(field, title, type_)


_TYPES = {list: Type.TEXTS, int: Type.NUMBER, bool: Type.TRUTH}


def _of_submission(version: Version) -> dict[str, Any]:
    return {
        "province": version.province,
        "reference": version.reference,
        "received_at": _bangkok(version.received_at),
        "sender": version.sender,
        "status": version.status.value,
    }


def _bangkok(at: datetime | None) -> datetime | None:
    return at.astimezone(BANGKOK) if at else None
