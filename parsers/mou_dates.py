"""The day on which an agreement was signed: preamble first, then cover, then signatures."""

import re
from collections.abc import Iterator
from datetime import date

from survey.findings import Code, Finding, Severity
from survey.thai import dates
from survey.thai.digits import arabic
from survey.thai.number_words import with_digits

DATE_MISSING = Code(
    "date_missing",
    Severity.WARNING,
    "ไม่พบวันที่ลงนามในบันทึกข้อตกลง หรือเว้นว่างไว้ โดยปกติจะระบุไว้ เช่น “ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561”",
    field="signed_on",
)
DATE_INCOMPLETE = Code(
    "date_incomplete",
    Severity.WARNING,
    "วันที่ลงนามในบันทึกข้อตกลงอ่านได้เพียง “{found}” ยังไม่ครบวัน เดือน และปี พ.ศ. เช่น 5 พฤศจิกายน 2561",
    asked=True,
    field="signed_on",
)
DATE_INVALID = Code(
    "date_invalid",
    Severity.WARNING,
    "วันที่ลงนามในบันทึกข้อตกลง “{found}” ไม่มีอยู่จริง กรุณาตรวจสอบวัน เดือน และปี พ.ศ. เช่น 5 พฤศจิกายน 2561",
    field="signed_on",
)
DATE_AMBIGUOUS = Code(
    "date_ambiguous",
    Severity.WARNING,
    "บันทึกข้อตกลงระบุวันที่ต่างกัน คือ {taken} และ {others} จึงถือตามวันที่ {taken} ไว้ก่อน กรุณายืนยัน",
    field="signed_on",
)
DATE_IN_FUTURE = Code(
    "date_in_future",
    Severity.WARNING,
    "วันที่ลงนามในบันทึกข้อตกลง “{found}” อยู่หลังวันที่ได้รับเอกสาร ({received}) กรุณาตรวจสอบวัน เดือน และปี พ.ศ.",
    field="signed_on",
)
DATE_CODES = (DATE_MISSING, DATE_INCOMPLETE, DATE_INVALID, DATE_AMBIGUOUS, DATE_IN_FUTURE)

_DOTS = re.compile(r"[.…_·]{2,}|…|-{3,}")
_ON_DOTS = re.compile(r"วันที่\s*(?:[.…_·]{2,}|…|-{3,})")
_DATE = re.compile(
    r"(?P<label>วันที่|วัน)?\s*(?P<day>\d{1,2})?\s*(?P<month_word>เดือน)?\s*"
    r"(?P<month>(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(?:คม|ยน|พันธ์)?"
    r"|กุมภาพันธ์|[มกพสตธ]\.?\s?[ีิ]?\.?\s?[คยพ]\.|เม\.?\s?ย\.)?,?\s*"
    r"(?P<era>พ\s?\.?\s*ศ\s?\.?|พุทธศักราช|ปี|ค\.?\s*ศ\.?)?\s*(?P<year>\d{4}|\d{2}(?!\d))?"
)
_NUMERIC = re.compile(r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)")
_NOT_SIGNING = re.compile(
    r"(?:มติ|(?<!ห้อง)(?<!หอ)(?<!ศูนย์)(?<!ที่)ประชุม|คำสั่ง|หนังสือ|ประกาศ|ระเบียบ|พระราชบัญญัติ|พ\.ร\.บ\.|มีผล|สิ้นสุด|เริ่ม)[^\n]{0,40}$"
    r"|(?:(?<!ตก)ลง|ตั้งแต่|ถึง|ภายใน|จน)\s*(?:เมื่อ)?\s*$"
)


def find_signing_day(
    cover: str, preamble: str, closing: str, received_on: date, *, recognised: bool = False
) -> tuple[date | None, list[Finding]]:
    """The day (Gregorian) and what is to be said of it.

    Args:
        received_on: Bangkok day of receipt.
        recognised: From a picture: what stands on dots may be written by hand. A day that is only read there has
            `date_missing` beside it: it takes another reading to be believed. What is incomplete or impossible is
            misread, and not told as the paper's own fault.
    """
    parts = (preamble, cover, closing)
    places = [list(_days(part, received_on, recognised)) for part in parts]
    whole = [[(day, found) for day, found in place if day is not None] for place in places]
    firsts = [place[0] for place in whole if place]
    if not firsts and recognised:
        if not any(_ON_DOTS.search(part) for part in parts):
            return None, []
        written = [day for part in parts for day, _ in _days(part, received_on, False) if day is not None]
        return next(iter(written), None), [DATE_MISSING.at(None)]
    if not firsts:
        return None, [_why_none(places)]
    taken, found = firsts[0]
    findings = []
    shown = dates.thai_date(taken)
    if dates.read(found.removeprefix("วันที่"), received_on).kind is dates.Kind.AMBIGUOUS:
        findings.append(DATE_AMBIGUOUS.saying(_UNSURE).at(None, found=found, taken=shown))
    others = list(dict.fromkeys(dates.thai_date(day) for day, _ in firsts[1:] if day != taken))
    if others:
        findings.append(DATE_AMBIGUOUS.at(None, taken=shown, others=" และ ".join(others)))
    elif not whole[0] and places[0]:
        findings.append(DATE_AMBIGUOUS.saying(_ELSEWHERE).at(None, taken=shown))
    if taken > received_on:
        received = dates.thai_date(received_on)
        findings.append(DATE_IN_FUTURE.at(None, found=found, received=received))
    return taken, findings


_UNSURE = "วันที่ลงนามในบันทึกข้อตกลง “{found}” อ่านได้ไม่แน่ชัด จึงถือเป็น {taken} ไว้ก่อน กรุณายืนยัน"
_ELSEWHERE = "ช่องวันที่ในบันทึกข้อตกลงเว้นว่างไว้ แต่ส่วนอื่นของเอกสารระบุ {taken} จึงถือตามนั้นไว้ก่อน กรุณายืนยัน"


def _days(part: str, received_on: date, recognised: bool) -> Iterator[tuple[date | None, str]]:
    # None: a place for a date that is blank, incomplete or impossible.
    text = _DOTS.sub("|" if recognised else " ", with_digits(arabic(part)))
    for match in _DATE.finditer(text):
        if not _is_place(match) or _NOT_SIGNING.search(text, max(0, match.start() - 60), match.start()):
            continue
        day, month, year = match["day"], match["month"], match["year"]
        found = " ".join(match[0].split())
        if day and month and year:
            yield dates.read(f"{day} {month} {match['era'] or ''} {year}", received_on).value, found
        else:
            yield None, found
    for match in _NUMERIC.finditer(text):
        if not _NOT_SIGNING.search(text, max(0, match.start() - 60), match.start()):
            yield dates.read(match[0], received_on).value, match[0]


def _is_place(match: re.Match[str]) -> bool:
    if match["month"] and match["year"]:
        return True
    return match["label"] == "วันที่" and bool(match["month_word"] or match["month"] or match["era"])


def _why_none(places: list[list[tuple[date | None, str]]]) -> Finding:
    for place in places:
        for _, found in place:
            match = _DATE.search(found)
            if match and match["day"] and match["month"] and match["year"]:
                return DATE_INVALID.at(None, found=found)
            if match and match["month"]:
                return DATE_INCOMPLETE.at(None, found=found)
    return DATE_MISSING.at(None)
