"""What concerns all files of one message together: which findings stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from survey.findings import Code, Finding, Severity, with_severities
from survey.model import Document, Kind
from survey.rules import NO_ROWS

FORM_NOT_FOUND = Code(
    "form_not_found",
    Severity.ERROR,
    "เปิดไฟล์ “{name}” ได้ แต่ไม่พบตารางแบบสำรวจ (ตารางที่มีหัวคอลัมน์ เช่น “ชื่อบริการสาธารณะ…”, “องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ”) "
    "กรุณาตรวจสอบว่าแนบไฟล์ถูกต้อง แล้วส่งแบบสำรวจมาอีกครั้ง",
)
MOU_MISSING = Code(
    "mou_missing",
    Severity.WARNING,
    "แถวนี้ทำเครื่องหมายว่า “ทำ MOU” แต่ยังไม่ได้รับสำเนาบันทึกข้อตกลง “{service}” กรุณาส่งสำเนาเพิ่มเติมโดยตอบกลับอีเมลฉบับนี้",
    asked=True,
    field="mou",
    per_submission=True,
)
MOU_UNMATCHED = Code(
    "mou_unmatched",
    Severity.WARNING,
    "บันทึกข้อตกลงในไฟล์ “{name}” ไม่ตรงกับรายการใดในแบบสำรวจของจังหวัด กรุณาตรวจสอบว่าได้รายงานความร่วมมือนี้แล้ว",
    per_submission=True,
)
COPIES_DIFFER = Code(
    "copies_differ",
    Severity.WARNING,
    "ได้รับแบบสำรวจชุดเดียวกันสองไฟล์ คือ “{name}” และ “{other}” แต่ข้อมูลไม่ตรงกัน จึงใช้ข้อมูลจาก “{name}” กรุณาตรวจสอบ",
    per_submission=True,
)
ROWS_VANISHED = Code(
    "rows_vanished",
    Severity.WARNING,
    "แบบสำรวจฉบับนี้มีรายการน้อยกว่าฉบับเดิม ({reference}) อยู่ {removed} รายการ กรุณาตรวจสอบว่าตั้งใจนำรายการออก",
    per_submission=True,
)
VERSION_UNCLEAR = Code(
    "version_unclear",
    Severity.HOLD,
    "จังหวัดนี้มีแบบสำรวจที่ใช้อยู่แล้ว ({reference}) และไม่แน่ชัดว่าฉบับนี้ใช้แทนหรือเพิ่มเติม จึงต้องให้ผู้ประสานงานตัดสิน",
    per_submission=True,
)
CODES = (FORM_NOT_FOUND, MOU_MISSING, MOU_UNMATCHED, COPIES_DIFFER, ROWS_VANISHED, VERSION_UNCLEAR)


def settle(
    documents: Sequence[Document],
    severities: Mapping[str, Severity] | None = None,
    waived: Collection[tuple[str, str]] = (),
) -> tuple[Document, ...]:
    """The documents of one message with the findings that stand once all of them are known.

    Adds `form_not_found`, takes `no_rows` off an empty form beside the statement that there is none, weighs what stands beside a survey or on an MOU, applies configured severities
    (contract, section 4).

    Args:
        waived: Province and code of each rule that does not count for a province. Files that name none are of the
            only province that the surveys beside them are of.
    """
    provinces = {d.form.province for d in documents if d.form and d.form.province}
    [only] = provinces if len(provinces) == 1 else [None]
    kinds = {document.kind for document in documents}
    holds_something = bool(kinds & {Kind.SURVEY, Kind.MOU})
    nil = {d.form.province for d in documents if d.form and d.form.nil_report and d.superseded_by is None}
    settled = []
    for document in documents:
        findings = document.findings
        if document.kind is Kind.OTHER and document.could_be_form and not holds_something:
            findings = (*findings, FORM_NOT_FOUND.at(None, name=document.file))
        if document.form and document.form.province in nil:
            findings = tuple(finding for finding in findings if finding.code != NO_ROWS.name)
        beside_survey = Kind.SURVEY in kinds and document.kind is not Kind.SURVEY
        mild = beside_survey or document.kind is Kind.MOU
        province = (document.form.province if document.form else None) or only
        weights = without_waived(severities or {}, waived, province)
        settled.append(replace(document, findings=weighed(findings, weights, mild=mild)))
    return tuple(settled)


def without_waived(
    severities: Mapping[str, Severity], waived: Collection[tuple[str, str]], province: str | None
) -> Mapping[str, Severity]:
    """The severities that count for a province: its waived rules are off."""
    off = {code: Severity.OFF for name, code in waived if name == province}
    return {**severities, **off} if off else severities


def weighed(
    findings: Sequence[Finding], severities: Mapping[str, Severity], *, mild: bool = False
) -> tuple[Finding, ...]:
    """Findings with configured severities, each told once; `mild` turns errors into warnings."""
    kept: dict[tuple[str, str | None, str], Finding] = {}
    for finding in findings:
        weighted = with_severities(finding, severities)
        if weighted is None:
            continue
        if mild and weighted.severity is Severity.ERROR:
            weighted = replace(weighted, severity=Severity.WARNING)
        kept.setdefault((weighted.code, weighted.cell, weighted.message), weighted)
    return tuple(kept.values())
