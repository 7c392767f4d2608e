"""Words around a date, or in its place: eras, weekdays, "not signed yet", months without a day."""

import re

from survey.thai.months import month_number

_BE = r"พ\s*\.?\s*ศ\s*\.?|พุทธศักราช|b\.?\s?e\.?"
_CE = r"ค\s*\.?\s*ศ\s*\.?|คริสต์ศักราช|คริสตศักราช|a\.?\s?d\.?|c\.?\s?e\.?"
_ERA = re.compile(rf"(?:ปี|year)?\s*(?:(?P<be>{_BE})|(?P<ce>{_CE})|(?P<any>ปี))$")
_ERA_AFTER = re.compile(rf"\s*\(?(?:(?P<be>{_BE})|(?P<ce>{_CE}))(?![ก-๎a-z])\)?")
_JOINTS = re.compile(r"[\s/\-.,–—−‑‐\\_…·]*")


def before_year(words: str) -> tuple[str, str | None]:
    """What stands between month and year, without the era's name; the era, `be`, `ce`, `any`, or None."""
    match = _ERA.search(words.rstrip(" .…·_"))
    if match is None:
        return words, None
    return words[: match.start()], match.lastgroup


def era_after(text: str, start: int) -> tuple[int, str | None]:
    """Where an era's name that begins at `start` ends, and which it is ("5 Nov 2018 AD")."""
    match = _ERA_AFTER.match(text, start)
    return (start, None) if match is None else (match.end(), match.lastgroup)


def is_joint(words: str) -> bool:
    """Whether only what joins the numbers of a date stands there: / - . , or white space."""
    return bool(words) and len(words) < 12 and _JOINTS.fullmatch(words) is not None


_NOT_YET = re.compile(
    r"ยังไม่|ยังมิได้|ยังมิ|อยู่ระหว่าง|อยู่ในระหว่าง|ระหว่างดำเนิน|ระหว่างการ|ระหว่างรอ|ระหว่างเสนอ|ระหว่างจัด|อยู่ในขั้นตอน"
    r"|อยู่ในกระบวนการ|^รอ(?!บ)|[\s(]รอ(?!บ)|กำลัง|จะลงนาม|จะจัดทำ|จะดำเนิน|คาดว่า|กำหนดลงนาม|กำหนดการ|เตรียม|ไม่ได้ลงนาม"
    r"|ไม่มีการลงนาม|ไม่ได้ทำ|ไม่ได้จัดทำ|ไม่ได้ดำเนินการ|มิได้|ไม่มีการ|ไม่มีบันทึก|ไม่มี\s*mou|^\(?ร่าง|เสนอสภา|รอเสนอ"
    r"|ดำเนินการอยู่|ไม่แล้วเสร็จ|not\s+(?:yet\s+)?signed|pending|in progress"
)
_GAP = re.compile(r"(?<=[ก-๙])\s+(?=[ก-๙])")
_SIGNED = re.compile(r"ลงนามแล้ว|ลงนามเมื่อ|(?<!ไม่)(?<!มิ)ได้ลงนาม|ลงนามไปแล้ว")
_NOT_TOLD = re.compile(
    r"(?:-|\(|\s)*(?:ไม่(?:ได้)?(?:ระบุ|ทราบ|ปรากฏ|ปรากฎ|แน่ใจ|แน่ชัด)|ไม่มี(?:ข้อมูล|เอกสาร)?|ไม่พบ(?:ข้อมูล|เอกสาร)?|จำไม่ได้|n/?a|none|nil|unknown|ว่าง)"
    r"(?:วันที่|วัน|วันที่ลงนาม|แน่ชัด|แน่นอน|\s)*(?:-|\)|\s)*"
)
_NOTHING = re.compile(r"(?:วันที่|วัน|ที่|เดือน|ปี|พ\.?ศ\.?|0(?![1-9])|[\s.\-–—−‑‐ー…·_/()?*])*")


def says_nothing(text: str) -> bool:
    """Dashes, dots, or the form's dotted line left as it was."""
    return _NOTHING.fullmatch(text) is not None


def says_unsigned(text: str) -> bool:
    """Not signed yet; a narrow column may have cut the words anywhere."""
    whole = _GAP.sub("", text)
    said = _NOT_YET.search(text) or _NOT_YET.search(whole)
    return said is not None and _SIGNED.search(text) is None and _SIGNED.search(whole) is None


def says_unknown(text: str) -> bool:
    """ไม่ระบุ, ไม่ทราบ, ไม่มี: the sender gives no date and no reason."""
    return _NOT_TOLD.fullmatch(text) is not None or _NOT_TOLD.fullmatch(_GAP.sub("", text)) is not None


_WEEKDAYS = (
    r"จันทร์?|จ", r"อังคาร|อ", r"พุธ|พ", r"พฤหัส(?:บดี|ฯ)?|พฤ", r"ศุกร์?|ศ", r"เสาร์?|ส", r"อาทิตย์?|อา"
)  # fmt: skip
_ENGLISH_DAYS = (
    "mon(?:day)?",
    "tue(?:sday)?",
    "wed(?:nesday)?",
    "thu(?:rsday)?",
    "fri(?:day)?",
    "sat(?:urday)?",
    "sun(?:day)?",
)
_WEEKDAY = re.compile(
    "|".join(
        rf"(?P<d{number}>(?<![ก-๎a-z])(?:(?:วัน)?(?:{thai})(?:\.|ที่|\s|$)+|{english}(?![a-z])\.?,?))"
        for number, (thai, english) in enumerate(zip(_WEEKDAYS, _ENGLISH_DAYS, strict=True))
    )
)


def without_weekday(words: str) -> tuple[str, int | None]:
    """The words without a weekday's name, and its number (Monday is 0)."""
    match = _WEEKDAY.search(words)
    if match is None or match.lastgroup is None:
        return words, None
    return words[: match.start()] + " " + words[match.end() :], int(match.lastgroup[1:])


_HARMLESS = re.compile(
    r"\(?ครั้งที่\s*\d{1,2}(?:\s*/\s*\d{2,4})?\)?|ฉบับที่\s*\d{1,2}|(?<![\d/.])\(?\d{1,2}[.)]\s"
    r"|วันที่ลงนามความร่วมมือ|วันที่ลงนาม|ที่ลงนาม|ลงนามความร่วมมือ|ลงนามในบันทึกข้อตกลง|ลงนามบันทึกข้อตกลง|ลงนาม|บันทึกข้อตกลง|ความร่วมมือ"
    r"|ทำขึ้น|จัดทำ|ทำ|ลงวันที่|เมื่อวันที่|เมื่อ|วัน ?ที่|วัน|แล้ว|ได้|ลว|ณ|ลง|ว/ด/ป|เวลา|mou|signed|date|dated|on"
)
_TIME = re.compile(
    r"(?:เวลา|t)?\s*\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*น\.?)?|\.\d{2}\s*น\.?)\s*(?:am|pm|z|\+07:?00)?"
)
_LITTLE = re.compile(r"[\s.,;:()\[\]“”\"'‘’`*•\-–—−/น]*")
_RANGE = re.compile(r"ถึง|จนถึง|ตั้งแต่|^\s*[-–—−~]+\s*$")
_OTHER_EVENT = re.compile(r"(?:สิ้นสุด|ครบกำหนด|หมดอายุ|ยกเลิก|ถึง(?:วันที่)?)\s*$")


def unknown_words(words: str) -> str:
    """What remains of the words around a date when those are gone that mean nothing more."""
    rest = _HARMLESS.sub(" ", _TIME.sub(" ", words))
    return "" if _LITTLE.fullmatch(rest) else rest.strip()


def is_range(between: str) -> bool:
    return _RANGE.search(between) is not None


def is_of_another_event(before: str) -> bool:
    """The date that follows is that of an end or a cancellation, not of signing."""
    return _OTHER_EVENT.search(before) is not None


_YEAR = r"(?:\d{4}|\d{2,3}[\s.…_x?]*)"
_YEARS = rf"(?:ปี\s*)?(?:{_BE}|{_CE})?\s*{_YEAR}(?:\s*(?:-|–|ถึง|/|และ|,)\s*(?:{_BE})?\s*{_YEAR})?"
_YEAR_ONLY = re.compile(
    rf"(?:ประมาณ|ราว|ช่วง|ต้น|กลาง|ปลาย|ภายใน|ใน|ตั้งแต่|เมื่อ|ลงนาม|ทำ|\s)*"
    rf"(?:(?:ปี|ประจำปี|ป\.)?\s*งบ(?:ประมาณ|ฯ)?\s*(?:ปี)?|ปี\s*งปม\.?|งปม\.?|fy)?\s*{_YEARS}\s*(?:เป็นต้นมา)?"
)
_QUARTER = re.compile(rf"(?:ไตรมาส|q)\s*(?:ที่)?\s*[1-4].*{_YEAR}.*", re.DOTALL)
_MONTH_YEAR = re.compile(rf"(?P<month>[^\d]+?)(?P<year>{_YEAR})(?:\s*(?:-|–|ถึง)(?P<more>[^\d]+){_YEAR})?")
_NUMBERS = re.compile(rf"(?P<month>\d{{1,2}})\s*[/\-.]\s*(?P<year>{_YEAR})")
_DAY_MONTH = re.compile(r"\d{1,2}(?P<month>[^\d]+)")
_LEADING = re.compile(
    r"^(?:วันที่|วัน|ที่|เดือน|ประมาณ|ราว|ช่วง|ต้น|กลาง|ปลาย|ภายใน|ใน|เมื่อ|ตั้งแต่|ลงนาม|ทำ|[\s.\-–—…·_/])+"
)
_ERA_END = re.compile(rf"(?:ปี)?\s*(?:{_BE}|{_CE}|ปี|งบประมาณ)?\s*$")


def is_incomplete(text: str) -> bool:
    """A month and year, a year, a fiscal year, a quarter, a day and month: part of a date, nothing else."""
    if _YEAR_ONLY.fullmatch(_LEADING.sub("", text)) or _QUARTER.fullmatch(text):
        return True
    if (match := _NUMBERS.fullmatch(text)) is not None:
        return 1 <= int(match["month"]) <= 12 or (
            match["year"].isdigit() and len(match["year"]) == 2 and 1 <= int(match["year"]) <= 12
        )
    match = _MONTH_YEAR.fullmatch(text) or _DAY_MONTH.fullmatch(_LEADING.sub("", text))
    return match is not None and _is_month(match["month"])


def _is_month(words: str) -> bool:
    return month_number(_ERA_END.sub("", _LEADING.sub("", words))) is not None
