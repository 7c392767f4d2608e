"""Agreements beside the rows that they are copies for: what is asked for, what fits nothing, and what is kept of it."""

from ingest.assembly import Draft
from storage.records import StoredMou
from storage.unit_of_work import UnitOfWork
from storage.words import SubmissionKind
from survey.findings import Finding
from survey.model import Document, Kind
from survey.mou_matching import MouFile, match_mous, missing_mous
from survey.submission import MOU_UNMATCHED

_RECOGNISED = frozenset({"pdf-ocr", "image-ocr"})
_UNREAD = MOU_UNMATCHED.saying(
    "บันทึกข้อตกลงในไฟล์ “{name}” เป็นภาพสแกนที่อ่านได้ไม่ครบ จึงยังไม่ทราบว่าตรงกับรายการใดในแบบสำรวจ เจ้าหน้าที่จะตรวจสอบจากเอกสาร"
)


def mous_of(draft: Draft, documents: tuple[Document, ...]) -> tuple[StoredMou, ...]:
    """The agreements that a submission brings."""
    return tuple(
        StoredMou(d.file, d.sha256, d.mou, recognised=d.source in _RECOGNISED)
        for i in draft.documents
        if (d := documents[i]).kind is Kind.MOU and d.mou
    )


def about_mous(work: UnitOfWork, draft: Draft, documents: tuple[Document, ...]) -> list[Finding]:
    """What is asked for, and what fits nothing: known copies of the province and these beside its rows."""
    stored = work.submissions.mous(draft.province) if draft.province else []
    mine = mous_of(draft, documents)
    files = [_file(one) for one in (*mine, *stored)]
    findings: list[Finding] = []
    rows = draft.cooperations
    if draft.kind is SubmissionKind.SURVEY:
        findings += missing_mous(rows, match_mous(rows, files))
    elif draft.province:
        rows = tuple(
            stored_row.row
            for version in work.submissions.current(draft.province)
            for stored_row in work.submissions.rows(version.id)
        )
    if rows:
        fitting = {match.mou for fits in match_mous(rows, files[: len(mine)]).values() for match in fits}
        findings += [_unmatched(one) for j, one in enumerate(mine) if j not in fitting]
    return findings


def _unmatched(one: StoredMou) -> Finding:
    """Where most of the parties of a scan could not be read, nothing was forgotten in the form."""
    is_unread = one.recognised and sum(lao.code is not None for lao in one.mou.parties) < 2
    return (_UNREAD if is_unread else MOU_UNMATCHED).at(None, name=one.file)


def _file(one: StoredMou) -> MouFile:
    return MouFile(one.file, one.mou, one.recognised)
