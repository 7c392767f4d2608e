"""Statements that there is no cooperation: in a row of the form, or in a mail's text (contract, `nil_report`).

A statement is made of known words only: one that denies, and words about cooperation that change nothing. Any
other word (เพิ่มเติม, ยกเว้น, ปัญหา, หาก) makes it something else.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

from survey.registry import registry
from survey.thai.digits import arabic
from survey.thai.text import repair

_LONGEST = 240
_LONGEST_MAIL = 20_000
_SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~\xa1-\xbf\u2010-\u205e\u3000-\u303f\u0e4f\u0e5a\u0e5bーｰ﹣－]+")
_MAY_DENY = re.compile(r"ไม่?\s*มี|ไม่\s*(?:ได้|เคย|พบ|ปรากฏ)|มิ\s*(?:ได้|เคย)|\b(?:nil|none|no data)\b", re.I)

_DENIES = (
    r"(?:(?<!ที่)|(?<=พื้นที่))(?<!ซึ่ง)(?<!ผู้)(?<!ใช่)(?<!หรือ)"
    r"(?:ยัง)?(?:(?:ไม่?|มิ)(?:ได้|เคย)?มี|ไม่(?:ปรากฏ|พบ)(?:ว่า)?(?:มี)?(?=ข้อมูล|การ|ความ|องค์กร|อปท|$)|"
    r"(?:ไม่|มิ)(?:ได้|เคย)(?=จัดทำ|ทำ|ดำเนินการ|จัดให้มี|ร่วมมือ))"
)
# Longest first: each is taken whole, so that no text is tried in two ways.
_ABOUT = "|".join(
    sorted(
        """
        ความร่วมมือ ร่วมมือ ร่วมกัน ร่วม บันทึกข้อตกลง ข้อตกลง บันทึกความร่วมมือ mou ลงนาม การ จัดทำ จัดให้มี จัดให้ จัด ทำ ดำเนินการ ดำเนินงาน
        ให้บริการ บริการ สาธารณะ ประชาชน แก่ ให้ กัน ระหว่าง กับ และ องค์กรปกครองส่วนท้องถิ่น องค์กร อปท หน่วยงาน ท้องถิ่น อื่น อื่นๆ ด้วยกันเอง ด้วยกัน เอง
        ฯ ใดๆ ใด ๆ แต่อย่างใด อย่างใด ทั้งสิ้น เลย ดังกล่าว เรื่องนี้ เรื่องดังกล่าว ข้างต้น นี้ ข้อมูล รายการ รายงาน ผล โครงการ กิจกรรม
        ตามแบบสำรวจ แบบสำรวจ ตามแบบ ตามหนังสือ ที่อ้างถึง ที่ จะ ขอ ของ ใน พื้นที่ เขต ไว้ ด้วย ต่อกัน แล้ว ในปัจจุบัน ปัจจุบัน ณ ขณะนี้ ครับ ค่ะ คะ นะ
        ขอบคุณ จึงเรียนมาเพื่อโปรดทราบ จึงเรียนมาเพื่อทราบ
        """.split(),
        key=len,
        reverse=True,
    )
)
_YEAR = r"(?:ประจำ)?(?:ปีงบประมาณ|ปี|พศ)+\d{2,4}"
_BEFORE = "|".join(
    sorted(
        """
        หมายเหตุ สถจ สำนักงานส่งเสริมการปกครองท้องถิ่น ทุกแห่ง ทุก แห่ง ทั้งหมด เรียน แจ้ง ยืนยัน ตอบ ว่า ปรากฏว่า ปรากฏ พบว่า ได้ สำรวจ ตรวจสอบ ผลการสำรวจ
        ทั้งนี้ โดย เนื่องจาก เพราะ ดังนั้น จึง นั้น จากการ จาก คือ เป็น ว่าได้ แบบ ที่ผ่านมา ตามที่ กรม ให้ สอบถาม
        """.split(),
        key=len,
        reverse=True,
    )
)
_SPEAKS_AGAINST = re.compile(
    r"ยกเว้น|เว้นแต่|นอกจาก|นอกเหนือ|เพิ่ม|เปลี่ยน|แก้ไข|ปัญหา|อุปสรรค|หาก|กรณี|ถ้า|หรือ|ไหม|มั้ย|แต่(?!อย่างใด|งตั้ง|ละ)|เฉพาะ|บาง|ใช่|จริง|เพียง|อีก|เดิม|"
    r"จังหวัดใด(?!ๆ)|จังหวัดที่|ให้(?:ระบุ|ใส่|กรอก)|\?"
)
_OTHER_MATTER = re.compile(r"คณะกรรมการ|แนบ|สำเนา|ไฟล์|เอกสาร|ค่าใช้จ่าย")
_PART = r"(?:อำเภอ|ตำบล|อบต|อบจ|ทต|ทม|ทน|เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด))(?!ที่|ซึ่ง|และ)[ก-๎]{2,20}?"
_ABBREVIATED = re.compile(r"(?<![ก-๛])(?:(อ)|จว?)\.(?!บ)")


def states_nil(text: str) -> bool:
    """True where a cell of the table says that there is no cooperation at all, and nothing else.

    "ไม่มี", "- ไม่มี -", "ไม่มีการจัดทำความร่วมมือ", "ยังไม่ได้ดำเนินการ"; not "ไม่มีข้อมูลเพิ่มเติม", "ไม่มีปัญหา", "ไม่มี ยกเว้น…".
    That one amphoe or LAO has none ("อบต.… ไม่มี") is a nil line as well.
    """
    if len(text) > _LONGEST or not _may_deny(text):
        return False
    return _states_nil(text)


def _may_deny(text: str) -> bool:
    # Looking for a syllable first costs a tenth of the pattern.
    return ("ไม" in text or "มิ" in text or "n" in text or "N" in text) and _MAY_DENY.search(text) is not None


@lru_cache(maxsize=256)
def _states_nil(text: str) -> bool:
    key = "".join(_pieces(_unabbreviated(text)))
    if _SPEAKS_AGAINST.search(key) or _OTHER_MATTER.search(key):
        return False
    return _patterns().cell.fullmatch(key) is not None


def mail_states_nil(text: str) -> bool:
    """True where a sentence of a mail's own text says that the province has no cooperation.

    Stricter than in a cell: a bare "ไม่มี" says nothing there unless it is reported in so many words ("ขอรายงานว่าไม่มี")
    in a mail about cooperation; one amphoe or LAO is not the province; a sentence that limits, asks or tells
    others what to write is none. What a mail quotes (lines with `>`, and all below "จาก:", "From:") is not its own.
    """
    own = _own_words(text[:_LONGEST_MAIL])
    about_it = "ความร่วมมือ" in own
    if not _may_deny(own):
        return False
    return any(_paragraph_states_nil(paragraph, about_it) for paragraph in _PARAGRAPH.split(own))


_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_QUOTE = re.compile(
    r"^[ \t]*(?:-{3,}.*|_{5,}|(?:จาก|from)[ \t]*:.*|(?:on|เมื่อ|ในวันที่)\b.*(?:wrote|เขียนว่า|เขียน)[ \t]*:?)[ \t]*$",
    re.I | re.M,
)
# That no MOU was made, or that there are no data yet, does not say that there is no cooperation.
_THING = re.compile(r"ร่วมมือ")
_OTHER_THING = re.compile(r"ยัง.*ข้อมูล|.{0,12}มีแบบ|(?!.*ร่วมมือ).*(?:ข้อตกลง|mou)")
_REPORTED = re.compile(r"(?:รายงาน|แจ้ง|เรียน|ยืนยัน|ปรากฏ|พบ)ว่า$|(?:ผลการสำรวจ|ผลสำรวจ|รายงานผล)[ก-๎]{0,60}$")
_CLAUSE_BEGINS = re.compile(r".*(?:นั้น|(?<!ให้รายงาน)(?<!ให้แจ้ง)(?<!ให้ตอบ)ว่า)", re.DOTALL)
_INSTRUCTION = re.compile(r"ให้(?:ระบุ|รายงาน|แจ้ง|ตอบ|กรอก|ใส่)(?:ข้อมูล)?(?:ว่า)?$")
_LIMITED_BEFORE = re.compile(
    r"อำเภอ|อบต|ตำบล|เทศบาล|ทต|ทม|ทน|ส่วนที่|ที่เหลือ|นอกนั้น|ด้าน|สอบถาม|(?:รายการ|แถว|ลำดับ|ข้อ)(?:ที่)?\d|(?:โครงการ|รายการ)นี้|"
    r"(?:^|แห่ง|ที่|\d)มี(?:การ)?(?:จัดทำ|ทำ)?ความร่วมมือ"
)
_ASKS_AFTER = re.compile(
    r"^(?:จำนวน)?\d+(?:แห่ง|อปท|เรื่อง|รายการ)|ให้(?:แจ้ง|รายงาน|ส่ง|ทำ)|ต้อง|อย่างไร|ยังไง|เท่าไร|ได้ไหม|ควร|ส่ง(?:แบบ)?หรือ"
)
_NEAR = 40


def _own_words(text: str) -> str:
    text = repair(text)
    quote = _QUOTE.search(text)
    own = text[: quote.start()] if quote else text
    return "\n".join(line for line in own.split("\n") if not line.lstrip().startswith(">"))


def _paragraph_states_nil(paragraph: str, about_it: bool) -> bool:
    pieces = _pieces(_unabbreviated(paragraph.replace("?", " หรือไม่ ")))
    key = "".join(pieces)
    gaps = [0, *accumulate(len(piece) for piece in pieces)]
    for match in _patterns().denial.finditer(key):
        if _OTHER_THING.match(match[0]) or (
            match.end() != _gap(gaps, match.end()) and not key.startswith("จึงเรียน", match.end())
        ):
            continue
        before = key[max(0, match.start() - _NEAR) : match.start()]
        named = _THING.search(match[0]) is not None
        if not named and not (about_it and _REPORTED.search(before)):
            continue
        glued = key[_gap(gaps, match.start()) : match.start()]
        clause = _CLAUSE_BEGINS.sub("", before)
        after = key[match.end() : match.end() + _NEAR]
        if (
            _patterns().subject.fullmatch(glued)
            and not _INSTRUCTION.search(before)
            and not _SPEAKS_AGAINST.search(clause + match[0] + after)
            and not _LIMITED_BEFORE.search(clause)
            and not _ASKS_AFTER.search(after)
        ):
            return True
    return False


def _gap(gaps: Sequence[int], place: int) -> int:
    """The last place at or before one in the key where something stood between two letters."""
    return gaps[bisect_right(gaps, place) - 1]


def _unabbreviated(text: str) -> str:
    return _ABBREVIATED.sub(lambda match: "อำเภอ" if match[1] else "จังหวัด", text)


def _pieces(text: str) -> Sequence[str]:
    return _SEPARATORS.split(arabic(repair(text)).lower())


class _Patterns:
    """Built when first asked: they know the names of the provinces."""

    def __init__(self) -> None:
        names = sorted(
            {name for province in registry().provinces.values() for name in province.spellings},
            key=len,
            reverse=True,
        )
        province = f"(?:จังหวัด|สถจ)+(?:{'|'.join(re.escape(name.replace(' ', '')) for name in names)})?"
        words = rf"(?>{_YEAR}|{province}|{_ABOUT})"
        before = rf"(?>{_YEAR}|\d{{1,2}}(?!\d)|{province}|{_BEFORE}|{_ABOUT})"
        statement = rf"{_DENIES}(?>(?:{words})*)"
        self.cell = re.compile(
            rf"(?:{before}|{_PART}(?={_DENIES}))*?{statement}(?:ใน{_PART})?(?:{statement})?|nil|none|nodata"
        )
        self.denial = re.compile(statement)
        self.subject = re.compile(rf"(?>(?:{before})*)")


@cache
def _patterns() -> _Patterns:
    return _Patterns()
