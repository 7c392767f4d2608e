"""The Thai words of each mail, as a letter that both its parts are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from notifications.answer import Alert, Answer, Digest, SubmissionTold
from survey.findings import Finding, Severity

_BANGKOK = ZoneInfo("Asia/Bangkok")
_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
_MOST = 25


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject, salutation, and sections of a heading ("" for none) and lines; `small`: for the help desk."""

    subject: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    small: str


def thai_date(day: date) -> str:
    """5 พ.ย. 2561: BE; a time is taken as its Bangkok day."""
    if isinstance(day, datetime):
        day = day.astimezone(_BANGKOK).date()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year + 543}"


def findings_lines(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """A line for each sentence, its cells joined; above a limit the rest is counted."""
    cells: dict[str, list[str]] = {}
    for finding in findings:
        cells.setdefault(finding.message, []).append(finding.cell or "")
    lines = []
    for message, at in cells.items():
        where = ", ".join(cell for cell in at if cell)
        lines.append(f"ช่อง {where}: {message}" if where else message)
    if len(lines) > _MOST:
        lines[_MOST:] = [f"และอีก {len(lines) - _MOST} รายการ"]
    return tuple(lines)


def answer_letter(kind: str, answer: Answer) -> Letter:
    """The letter to a sender."""
    reference = ", ".join(s.reference for s in answer.submissions)
    province = ", ".join(s.province for s in answer.submissions if s.province)
    place = f" จังหวัด{province}" if province else ""
    word, opening = _OPENINGS[kind]
    sections: list[tuple[str, tuple[str, ...]]] = [
        ("", (f"ตามที่ท่านส่งจดหมายเมื่อ {thai_date(answer.received_at)} นั้น {opening}",))
    ]
    told = kind not in ("receipt", "rejected")
    if kind == "rejected":
        sections.append(("คำชี้แจงของผู้ประสานงาน", (answer.words,)))
    if kind == "already_received":
        sections.append(("", tuple(f"ได้รับแล้วตาม {s.repeats or s.reference}" for s in answer.submissions)))
    elif told:
        for submission in answer.submissions:
            sections += _submission(submission)
        sections.append(("ไฟล์ที่ได้รับ", tuple(f"{f.name}: {f.told}" for f in answer.files)))
    if answer.late and told:
        sections.append(("", ("ขอบคุณที่จัดส่ง แม้พ้นกำหนดแล้ว ได้บันทึกไว้ว่าส่งหลังกำหนด",)))
    if kind in ("needs_correction", "unreadable"):
        sections.append(
            ("การดำเนินการ", (f"กรุณาตอบกลับจดหมายนี้พร้อมแนบไฟล์ที่แก้ไขแล้ว ภายใน {thai_date(answer.deadline)}",))
        )
    who = answer.coordinator
    sections.append(("", (f"สอบถามได้ที่ {who.name} โทรศัพท์ {who.phone}", "จึงเรียนมาเพื่อโปรดทราบ")))
    codes = {f.code for s in answer.submissions for f in _shown(s)} if told else set()
    tokens = [s.token for s in answer.submissions if s.token]
    small = " ".join(["รหัสอ้างอิง", reference, *tokens, *sorted(codes)])
    return Letter(f"[{word} {reference}] แบบสำรวจความร่วมมือ{place}", tuple(sections), small)


def alert_letter(alert: Alert) -> Letter:
    """The letter that tells the coordinator what is held or failed."""
    ref = alert.reference or "-"
    held = alert.status.value == "held"
    facts = (f"ผู้ส่ง {alert.sender}", f"จังหวัด {alert.province or 'ไม่ทราบ'}", f"เหตุผล {alert.reason}")
    do = (
        (f"samruat release {ref}", f'samruat reject {ref} --why "…"')
        if held
        else ("ระบบขัดข้อง มิใช่ความผิดของผู้ส่ง ระบบจะลองใหม่",)
    )
    sections = (
        ("", facts),
        ("สิ่งที่พบ", findings_lines(alert.findings)),
        ("ฉบับที่ขัดกัน", alert.versions),
        ("การดำเนินการ", do),
    )
    return Letter(f"[{'รอพิจารณา' if held else 'ระบบขัดข้อง'} {ref}] {alert.subject_received}", sections, ref)


def digest_letter(digest: Digest) -> Letter:
    """The coordinator's letter of the day."""
    rest = digest.received - sum(digest.statuses.values()) - digest.in_work
    first = (f"จำนวนไม่ตรงกัน ต่างอยู่ {rest} ฉบับ",) if rest else ()
    counts: tuple[str, ...] = (f"ได้รับ {digest.received} ฉบับ", f"กำลังดำเนินการ {digest.in_work} ฉบับ")
    counts += tuple(f"{status.value} {n}" for status, n in digest.statuses.items())
    sections = (
        ("", first + counts),
        ("ส่งแล้ว", digest.sent),
        ("ไม่มีความร่วมมือ", digest.nil),
        ("ต้องแก้ไข", digest.to_correct),
        ("ยังไม่ส่ง", digest.silent),
        ("จดหมายออก", tuple(f"{name} {n}" for name, n in digest.outbox)),
        (
            "รอพิจารณา",
            tuple(f"{w.reference} {w.province or '-'} {w.sender}: {w.reason}" for w in digest.waiting),
        ),
        ("ไม่ได้ตอบ", tuple(f"{why} {n}" for why, n in digest.unanswered)),
        ("ส่งครั้งแรกจากที่อยู่ใหม่", tuple(f"{a} {p}" for a, p in digest.unknown_senders)),
    )
    return Letter(f"สรุปแบบสำรวจความร่วมมือ {thai_date(digest.at)}", sections, "")


def _shown(submission: SubmissionTold) -> tuple[Finding, ...]:
    return tuple(f for f in submission.findings if f.severity in (Severity.ERROR, Severity.WARNING))


def _submission(s: SubmissionTold) -> list[tuple[str, tuple[str, ...]]]:
    shown = _shown(s)
    rows = "รายงานว่าไม่มีความร่วมมือ" if s.nil else f"อ่านได้ {len(s.rows)} รายการ ถูกต้อง {s.rows_ok} รายการ"
    return [
        (f"{s.reference} {s.province or ''}".strip(), tuple(x for x in (rows, s.counts_now) if x)),
        ("ขอให้แก้ไข", findings_lines(tuple(f for f in shown if f.severity is Severity.ERROR))),
        ("ขอข้อมูลเพิ่มเติม", findings_lines(tuple(f for f in shown if f.asked))),
        (
            "ข้อสังเกต",
            findings_lines(tuple(f for f in shown if f.severity is Severity.WARNING and not f.asked)),
        ),
    ]


_OPENINGS = {
    "acknowledgement": ("ได้รับแล้ว", "ได้รับเรียบร้อยแล้ว ขอขอบคุณ"),
    "needs_correction": ("ต้องแก้ไข", "พบข้อมูลที่ขอให้แก้ไขดังนี้"),
    "unreadable": ("อ่านไม่ได้", "ไม่สามารถอ่านแบบสำรวจได้"),
    "receipt": ("ได้รับแล้ว", "ได้รับแล้ว อยู่ระหว่างตรวจสอบ"),
    "already_received": ("ได้รับแล้ว", "ได้รับข้อมูลเดียวกันนี้ไว้ก่อนแล้ว"),
    "rejected": ("ไม่รับ", "ผู้ประสานงานพิจารณาแล้วไม่อาจรับได้"),
}
LETTERS: dict[str, Callable[[Any], Letter]] = {"alert": alert_letter, "digest": digest_letter}
