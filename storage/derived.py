"""Cooperations, MOUs and findings as rows of their tables, and back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from storage import tables as t
from storage.records import StoredMou, StoredRow, StoredSubmission
from storage.words import RowState
from survey.cells import Places
from survey.findings import Finding
from survey.model import NO_CELLS, Cooperation, Extra, Lao, Mou

_C = t.Cooperations
ROW_COLUMNS = (
    _C.row_state,
    _C.cell,
    _C.seq,
    _C.service,
    _C.host,
    _C.host_code,
    _C.partners,
    _C.partner_codes,
    _C.signed_on,
    _C.committee,
    _C.regulation,
    _C.mou,
    _C.objective,
    _C.problems,
    _C.extra,
    _C.places,
)
ROWS_OF = (
    select(_C.submission_id, *ROW_COLUMNS)
    .where(_C.submission_id.in_(bindparam("ids", expanding=True)))
    .order_by(_C.submission_id, _C.ordinal)
)
_M, _F = t.Mous, t.Files
MOU_COLUMNS = (
    _M.id,
    _M.file,
    _M.sha256,
    _M.title,
    _M.service,
    _M.parties,
    _M.party_codes,
    _M.signed_on,
    _M.pages,
    select(_F.source)
    .where(_F.message_sha256 == _M.message_sha256, _F.name == _M.file)
    .limit(1)
    .scalar_subquery(),
)
_LARGEST_SEQ = 2**63 - 1


def row_values(submission_id: int, ordinal: int, stored: StoredRow) -> dict[str, Any]:
    row = stored.row
    return {
        "submission_id": submission_id,
        "ordinal": ordinal,
        "cell": row.cell,
        # A number that no column holds is no running number; the document keeps it as it was read.
        "seq": None if row.seq is None or abs(row.seq) > _LARGEST_SEQ else row.seq,
        "service": row.service,
        "host": row.host.name if row.host else None,
        "host_code": row.host.code if row.host else None,
        "partners": [lao.name for lao in row.partners],
        "partner_codes": [lao.code for lao in row.partners],
        "signed_on": row.signed_on,
        "committee": row.committee,
        "regulation": row.regulation,
        "mou": row.mou,
        "objective": row.objective,
        "problems": row.problems,
        "extra": [[one.field, one.title, one.value] for one in row.extra] or None,
        "places": dict(Places.of(row.cell, row.cells).places) or None,
        "row_state": stored.state,
    }


def stored_row(row: Sequence[Any]) -> StoredRow:
    """From `ROW_COLUMNS`. Of the cells that it was read from only the addresses are stored."""
    state, cell, seq, service, host, host_code, partners, partner_codes, *rest = row
    signed_on, committee, regulation, mou, objective, problems, extra, places = rest
    return StoredRow(
        Cooperation(
            cell,
            seq=seq,
            service=service,
            host=None if host is None else Lao(host, host_code),
            partners=_laos(partners, partner_codes),
            signed_on=signed_on,
            committee=committee,
            regulation=regulation,
            mou=mou,
            objective=objective,
            problems=problems,
            extra=tuple(_extra(*one) for one in extra or ()),
            cells=Places(cell.rpartition("!")[0], places) if places else NO_CELLS,
        ),
        state,
    )


def _extra(field: str, title: str, value: Any) -> Extra:
    return Extra(field, title, tuple(value) if isinstance(value, list) else value)


def mou_values(submission_id: int, ordinal: int, stored: StoredMou, of: StoredSubmission) -> dict[str, Any]:
    mou = stored.mou
    return {
        "message_sha256": of.message_sha256,
        "submission_id": submission_id,
        "ordinal": ordinal,
        "province": of.province,
        "file": stored.file,
        "sha256": stored.sha256,
        "title": mou.title,
        "service": mou.service,
        "parties": [lao.name for lao in mou.parties],
        "party_codes": [lao.code for lao in mou.parties],
        "signed_on": mou.signed_on,
        "pages": mou.pages,
    }


def stored_mou(row: Sequence[Any]) -> StoredMou:
    """From `MOU_COLUMNS` and the reference of its submission."""
    mou_id, file, sha256, title, service, parties, codes, signed_on, pages, source, reference = row
    mou = Mou(title, service, _laos(parties, codes), signed_on, pages)
    is_recognised = source is not None and source.endswith("-ocr")
    return StoredMou(file, sha256, mou, is_recognised, mou_id, reference)


def problem_values(
    sha256: str, submission_id: int | None, file: str | None, start: int, findings: Sequence[Finding]
) -> list[dict[str, Any]]:
    return [
        {
            "message_sha256": sha256,
            "submission_id": submission_id,
            "ordinal": ordinal,
            "file": file,
            "code": finding.code,
            "severity": finding.severity,
            "cell": finding.cell,
            "message": finding.message,
            "asked": finding.asked,
            "field": finding.field,
        }
        for ordinal, finding in enumerate(findings, start)
    ]


def submission_values(submission: StoredSubmission) -> dict[str, Any]:
    reporter, rows = submission.reporter, submission.rows
    return {
        "reference": submission.reference,
        "message_sha256": submission.message_sha256,
        "ordinal": submission.ordinal,
        "province": submission.province,
        "kind": submission.kind,
        "status": submission.status,
        "part": submission.part,
        "late": submission.late,
        "received_at": submission.received_at,
        "uid": submission.uid,
        "sender": submission.sender,
        "reporter_name": reporter.name,
        "reporter_position": reporter.position,
        "reporter_phone": reporter.phone,
        "heading": submission.heading,
        "answers": submission.answers,
        "repeats": submission.repeats,
        "rows": len(rows),
        "rows_asked": sum(row.state is RowState.ASKED for row in rows),
        "rows_error": sum(row.state is RowState.ERROR for row in rows),
    }


def _laos(names: Sequence[str], codes: Sequence[str | None]) -> tuple[Lao, ...]:
    return tuple(Lao(name, code) for name, code in zip(names, codes, strict=True))
