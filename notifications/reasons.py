"""Why a message stands as it does, in Thai: reasons of a verdict, of silence, of our own faults. Codes go in, words come out."""

import re

# The first that fits says what failed; the technical words follow for the operator, and are never all that is shown.
_FAULTS = (
    (re.compile(r"Errno 28|No space left|disk (?:is )?full|DiskFull", re.I), "เนื้อที่เก็บข้อมูลเต็ม"),
    (
        re.compile(r"ConverterMissing|LibreOffice|soffice|tesseract|libarchive|setpriv|converter", re.I),
        "ขาดโปรแกรมที่ใช้อ่านไฟล์",
    ),
    (re.compile(r"OperationalError|InterfaceError|database|sqlite|psycopg", re.I), "ใช้ฐานข้อมูลไม่ได้"),
    (re.compile(r"\btime\b|Timeout", re.I), "อ่านไม่เสร็จภายในเวลาที่กำหนด"),
    (re.compile(r"\bmemory\b|MemoryError", re.I), "อ่านไม่เสร็จภายในหน่วยความจำที่กำหนด"),
    (re.compile(r"PermissionError|Errno 13", re.I), "ไม่มีสิทธิ์เข้าถึงไฟล์ของระบบ"),
    (re.compile(r"OSError|ConnectionError|Errno", re.I), "อ่านหรือเขียนไฟล์ของระบบไม่ได้"),
)
_FAULT = re.compile(r"(?P<kind>[A-Z]\w*)(?:: (?P<words>.*))?", re.DOTALL)
_OTHER_FAULT = "โปรแกรมขัดข้อง"
_LONGEST_FAULT = 80

REASONS = {
    # Statuses
    "survey": "แบบสำรวจไม่มีข้อผิดพลาด",
    "survey_with_errors": "แบบสำรวจมีข้อที่ต้องแก้ไข",
    "mou": "สำเนาบันทึกข้อตกลง",
    "no_readable_form": "มีไฟล์แนบ แต่อ่านเป็นแบบสำรวจไม่ได้",
    "no_submission": "ไม่เกี่ยวกับแบบสำรวจ",
    "own_mail": "อีเมลของระบบเอง",
    "before_opening": "ได้รับก่อนเปิดการสำรวจ",
    "decision": "คำตอบของผู้ประสานงาน",
    "authentication_failed": "ตรวจสอบผู้ส่งไม่ผ่าน (DMARC) อาจมีผู้แอบอ้าง จึงยังไม่ได้แจ้งผู้ส่ง",
    "automatic_mail": "อีเมลอัตโนมัติที่มีแบบสำรวจหรือบันทึกข้อตกลง",
    "mou_province_unknown": "ไม่ทราบว่าเป็นบันทึกข้อตกลงของจังหวัดใด",
    "link_in_place_of_file": "ส่งลิงก์มาแทนการแนบไฟล์ ซึ่งระบบไม่เปิด",
    "no_form_attached": "ไม่มีแบบสำรวจแนบมา อาจเป็นคำถามหรือลืมแนบไฟล์",
    "province_conflict": "จังหวัดในแบบสำรวจไม่ตรงกับจังหวัดของผู้ส่ง",
    "version_unclear": "ไม่แน่ชัดว่าใช้แทนหรือเพิ่มเติมจากฉบับเดิม",
    "correction_contradicted": "ฉบับใหม่ไม่ตรงกับค่าที่ผู้ประสานงานแก้ไขไว้",
    "virus_found": "โปรแกรมตรวจไวรัสแจ้งว่าพบไวรัส จึงยังไม่ได้เปิดอ่าน",
    "file_too_complex": "ระบบอ่านไฟล์ไม่เสร็จภายในเวลาหรือหน่วยความจำที่กำหนด",
    "unknown_sender": "ที่อยู่ผู้ส่งยังไม่เป็นที่รู้จัก และจะใช้แทนฉบับที่รับแล้ว",
    "per_hour": "ตอบที่อยู่นี้ครบจำนวนต่อชั่วโมงแล้ว",
    "per_day": "ตอบที่อยู่นี้ครบจำนวนต่อวันแล้ว",
    "said_today": "แจ้งเรื่องเดียวกันไปแล้วภายในหนึ่งวัน",
    "per_thread": "ตอบในเรื่องนี้ครบจำนวนแล้ว",
    "total_per_day": "ส่งอีเมลครบจำนวนต่อวันแล้ว",
    "same_mail": "เป็นอีเมลฉบับเดิมที่ตอบแล้ว",
    "before_answer_from": "ได้รับก่อนวันที่เริ่มตอบ",
    "no_address": "ไม่มีที่อยู่สำหรับตอบ",
    "may_not_answer": "ไม่อยู่ในเกณฑ์ที่ตอบได้",
    "auto_reply": "ข้อความตอบกลับอัตโนมัติ",
    "handed_in": "ผู้ประสานงานบันทึกแทนจังหวัด จึงไม่ตอบทางอีเมล",
    "list_mail": "อีเมลจากรายชื่อกลุ่ม",
    "bounce": "อีเมลตีกลับ",
    "own mail": "อีเมลของระบบเอง",
    "list mail": "อีเมลจากรายชื่อกลุ่ม",
    "no valid sender address": "ไม่มีที่อยู่ผู้ส่งที่ใช้ตอบได้",
    "a reply was asked to be suppressed": "ผู้ส่งขอไม่ให้ตอบกลับอัตโนมัติ",
    "auto-submitted": "อีเมลอัตโนมัติ",
    "report": "รายงานผลการส่งอีเมล",
    "null return path": "อีเมลอัตโนมัติ (ไม่มีที่อยู่ตีกลับ)",
    "precedence": "อีเมลอัตโนมัติ",
    "header of a robot": "อีเมลอัตโนมัติ",
    "another instance of ours": "อีเมลจากระบบเดียวกันที่ติดตั้งไว้อีกแห่ง",
    "machine address": "ที่อยู่ของระบบอัตโนมัติ",
    "out of office": "ข้อความแจ้งไม่อยู่ในสำนักงาน",
    "receipt": "ใบตอบรับการอ่านหรือการนัดหมาย",
    "challenge": "ข้อความขอให้ยืนยันตัวผู้ส่ง",
    # Problems that a configuration may make hold a message
    "file_encrypted": "ไฟล์ใส่รหัสผ่าน",
    "file_corrupt": "ไฟล์เสียหาย",
    "file_too_large": "ไฟล์ใหญ่เกินกำหนด",
    "file_unsupported": "ไฟล์ชนิดที่ไม่ได้อ่าน",
    "form_not_found": "ไม่พบตารางแบบสำรวจในไฟล์",
    "no_rows": "ตารางไม่มีรายการ",
    "column_missing": "ตารางขาดคอลัมน์",
    "column_ignored": "ตารางมีคอลัมน์อื่น",
    "province_missing": "ไม่ได้ระบุจังหวัด",
    "province_unknown": "ชื่อจังหวัดไม่ถูกต้อง",
    "reporter_missing": "ไม่ได้ระบุผู้รายงาน",
    "phone_invalid": "หมายเลขโทรศัพท์ไม่ถูกต้อง",
    "service_missing": "ไม่ได้ระบุชื่อบริการสาธารณะ",
    "host_missing": "ไม่ได้ระบุเจ้าภาพ",
    "partners_missing": "ไม่ได้ระบุผู้ร่วมลงนาม",
    "host_unknown": "ไม่พบเจ้าภาพในทะเบียน",
    "partner_unknown": "ไม่พบผู้ร่วมลงนามในทะเบียน",
    "lao_ambiguous": "ชื่อองค์กรปกครองส่วนท้องถิ่นตรงกันหลายแห่ง",
    "lao_other_province": "องค์กรปกครองส่วนท้องถิ่นของจังหวัดอื่น",
    "host_is_partner": "เจ้าภาพซ้ำกับผู้ร่วมลงนาม",
    "date_missing": "ไม่ได้ระบุวันที่ลงนาม",
    "date_invalid": "วันที่ลงนามไม่ถูกต้อง",
    "date_in_future": "วันที่ลงนามอยู่หลังวันที่ได้รับ",
    "date_unsigned": "ยังไม่ได้ลงนาม",
    "date_incomplete": "วันที่ลงนามไม่ครบ",
    "date_ambiguous": "วันที่ลงนามอ่านได้หลายอย่าง",
    "committee_missing": "ไม่ได้ระบุการแต่งตั้งคณะกรรมการ",
    "regulation_missing": "ไม่ได้ระบุระเบียบข้อตกลง",
    "objective_missing": "ไม่ได้ระบุวัตถุประสงค์",
    "committee_contradiction": "เครื่องหมายเรื่องคณะกรรมการขัดกัน",
    "regulation_contradiction": "เครื่องหมายเรื่องระเบียบข้อตกลงขัดกัน",
    "cell_unreadable": "อ่านข้อความในช่องไม่ออก",
    "duplicate_row": "รายการซ้ำ",
    "assumed": "มีข้อที่ระบบสันนิษฐาน",
    "hidden_sheet_ignored": "มีแผ่นงานที่ซ่อนไว้",
    "struck_ignored": "มีข้อความที่ขีดฆ่า",
    "ocr_low_confidence": "อ่านจากภาพและไม่แน่ใจ",
    "mou_missing": "ยังไม่ได้รับสำเนาบันทึกข้อตกลง",
    "mou_unmatched": "บันทึกข้อตกลงไม่ตรงกับรายการใด",
    "copies_differ": "แบบสำรวจฉบับเดียวกันมีข้อมูลไม่ตรงกัน",
    "rows_vanished": "ฉบับใหม่มีรายการน้อยกว่าฉบับเดิม",
}


def reason(code: str) -> str:
    """A reason in Thai. An exception ("OSError: …") is told as what failed, its technical words in brackets."""
    if (known := REASONS.get(code)) is not None:
        return known
    fault = _FAULT.fullmatch(code)
    if fault is None or not code.partition(":")[0].isidentifier():
        return f"เหตุอื่น ({code[:_LONGEST_FAULT]})" if code else ""
    words = next((told for pattern, told in _FAULTS if pattern.search(code)), _OTHER_FAULT)
    technical = " ".join(code.split())
    shown = technical if len(technical) <= _LONGEST_FAULT else technical[: _LONGEST_FAULT - 1] + "…"
    return f"{words} ({shown})"
