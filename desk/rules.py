"""The rules that can be waived, in the words of the form."""

RULES = {
    "no_rows": "ตารางไม่มีรายการ",
    "column_missing": "ตารางขาดคอลัมน์",
    "province_conflict": "จังหวัดในแบบไม่ตรงกับผู้ส่ง",
    "reporter_missing": "ไม่ระบุผู้รายงาน ตำแหน่ง หรือโทรศัพท์",
    "phone_invalid": "หมายเลขโทรศัพท์ไม่ถูกต้อง",
    "service_missing": "ไม่ระบุชื่อบริการสาธารณะ",
    "host_missing": "ไม่ระบุเจ้าภาพ",
    "partners_missing": "ไม่ระบุที่ร่วมลงนาม",
    "host_unknown": "ไม่พบเจ้าภาพในทะเบียน",
    "partner_unknown": "ไม่พบที่ร่วมลงนามในทะเบียน",
    "lao_ambiguous": "ชื่อ อปท. ซ้ำกันหลายแห่ง",
    "lao_other_province": "อปท. ของจังหวัดอื่น",
    "host_is_partner": "เจ้าภาพอยู่ในที่ร่วมลงนาม",
    "date_missing": "ไม่ระบุวันที่ลงนาม",
    "date_invalid": "ไม่มีวันที่ดังกล่าว",
    "date_in_future": "วันที่ลงนามอยู่หลังวันที่ได้รับ",
    "date_unsigned": "ยังไม่ได้ลงนาม",
    "date_incomplete": "วันที่ลงนามไม่ครบ",
    "date_ambiguous": "วันที่ลงนามอ่านได้หลายแบบ",
    "committee_missing": "ไม่ระบุคณะกรรมการ",
    "committee_contradiction": "ทำเครื่องหมายคณะกรรมการทั้งสองช่อง",
    "regulation_missing": "ไม่ระบุระเบียบข้อตกลง",
    "regulation_contradiction": "ทำเครื่องหมายระเบียบทั้งสองช่อง",
    "objective_missing": "ไม่ระบุวัตถุประสงค์",
    "cell_unreadable": "อ่านช่องไม่ได้",
    "duplicate_row": "รายการซ้ำ",
    "assumed": "ค่าที่ระบบสันนิษฐาน",
    "hidden_sheet_ignored": "ไม่อ่านแผ่นงานที่ซ่อน",
    "struck_ignored": "ไม่อ่านข้อความที่ขีดฆ่า",
    "column_ignored": "ไม่อ่านคอลัมน์อื่น",
    "ocr_low_confidence": "อ่านจากภาพสแกนไม่แน่ชัด",
    "mou_missing": "ยังไม่ได้รับสำเนา MOU",
    "mou_unmatched": "MOU ไม่ตรงกับรายการใด",
    "copies_differ": "ไฟล์สองฉบับไม่ตรงกัน",
    "rows_vanished": "รายการน้อยกว่าฉบับก่อน",
}


def rule_words(code: str) -> str:
    """A rule in Thai; one of a later survey by its name."""
    return RULES.get(code, code)
