"""Thai words of the pages that the mails don't have, and the filters and functions that templates may name."""

from datetime import datetime
from typing import Any

from flask import Flask, g
from markupsafe import Markup

from desk.rules import rule_words
from desk.state import the_desk
from notifications import wording
from storage.words import ProvinceState
from survey.findings import Severity

PROVINCE_STATES = {
    ProvinceState.ACCEPTED: ("✓", "รับแล้ว"),
    ProvinceState.NIL: ("○", "แจ้งว่าไม่มี"),
    ProvinceState.NEEDS_CORRECTION: ("!", "ต้องแก้ไข"),
    ProvinceState.HELD: ("?", "รอพิจารณา"),
    ProvinceState.UNREADABLE: ("✕", "อ่านไม่ได้"),
    ProvinceState.REJECTED: ("–", "ไม่รับ"),
    ProvinceState.SILENT: ("·", "ยังไม่ส่ง"),
}
SEVERITIES = {
    Severity.ERROR: "ต้องแก้ไข",
    Severity.HOLD: "รอพิจารณา",
    Severity.WARNING: "ควรดู",
    Severity.SHADOW: "แจ้งผู้ประสานงานเท่านั้น",
}
DECISIONS = {
    "release": "รับไว้",
    "reject": "ไม่รับ",
    "withdraw": "ถอนออก",
    "correct": "แก้ไขค่า",
    "assign": "กำหนดที่อยู่ผู้ส่ง",
    "waive": "ยกเว้นเกณฑ์",
    "submit": "บันทึกแทนจังหวัด",
    "nil": "บันทึกว่าไม่มี",
    "cancel": "ยกเลิกอีเมล",
    "invite": "ส่งหนังสือเชิญ",
    "remind": "ส่งหนังสือเตือน",
    "close": "ปิดการสำรวจ",
}
MAIL_KINDS = {
    "acknowledgement": "แจ้งว่าได้รับ",
    "needs_correction": "ขอให้แก้ไข",
    "unreadable": "แจ้งว่าอ่านไม่ได้",
    "receipt": "แจ้งว่าอยู่ระหว่างตรวจสอบ",
    "already_received": "แจ้งว่าได้รับแล้ว",
    "rejected": "แจ้งว่าไม่รับ",
    "withdrawn": "แจ้งว่าถอนออก",
    "alert": "แจ้งผู้ประสานงาน",
    "digest": "สรุปรายวัน",
    "decision": "ยืนยันการพิจารณา",
    "invitation": "หนังสือเชิญ",
    "reminder": "หนังสือเตือน",
    "login_link": "ลิงก์เข้าสู่ระบบ",
}


FILE_KINDS = {"survey": "แบบสำรวจ", "mou": "บันทึกข้อตกลง", "other": "ไฟล์อื่น", "unreadable": "อ่านไม่ได้"}
PAGES = (
    ("provinces.glance", "จังหวัด"),
    ("waiting.queue", "รอพิจารณา"),
    ("waiting.outbox", "อีเมลขาออก"),
    ("waiting.sample", "สุ่มตรวจ"),
    ("waiting.log", "บันทึกการพิจารณา"),
    ("data.downloads", "ข้อมูลรวม"),
    ("season.overview", "การสำรวจ"),
)


def when(at: datetime | None) -> str:
    """3 ธันวาคม 2561 12.05 น.: BE, in Bangkok."""
    return f"{wording.thai_date(at)} {wording.thai_time(at)}" if at else "-"


def clipped(words: str, most: int) -> str:
    """At most so many letters; what is left out shows as …"""
    return words if len(words) <= most else words[: most - 1] + "…"


def register(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.filters |= {
        "when": when,
        "day": wording.thai_date,
        "reason": wording.reason,
        "state": wording.state,
        "size": wording.size,
        "one_line": wording.one_line,
        "clipped": clipped,
        "rule": rule_words,
        "file_kind": lambda kind: FILE_KINDS.get(kind, kind),
        "iso_day": lambda at: at.astimezone(wording.BANGKOK).date().isoformat(),
        "severity": lambda severity: SEVERITIES.get(severity, str(severity)),
        "decision": lambda what: DECISIONS.get(what, what),
        "mail_kind": lambda kind: MAIL_KINDS.get(kind, kind),
        "province_state": lambda state: PROVINCE_STATES[state][1],
        "province_mark": lambda state: PROVINCE_STATES[state][0],
    }
    app.context_processor(_on_every_page)


def _on_every_page() -> dict[str, Any]:
    desk = the_desk()
    session = desk.sessions.get(g.get("sid"))
    notes = session.notes[:] if session else []
    if session:
        session.notes.clear()
    return {"who": g.get("who"), "notes": notes, "menu": PAGES, "hidden": hidden}


def hidden() -> Markup:
    """The field that each form bears, so that only our own pages can send it."""
    token = the_desk().sessions.token(g.sid) if g.get("sid") else ""
    return Markup('<input type="hidden" name="token" value="{}">').format(token)
