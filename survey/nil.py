"""Statements that there is no cooperation: in a row of the form, or in a mail's text (contract, `nil_report`).

A statement is made of known words only: one that denies, one that names a cooperation, and words that change
nothing. Any other word (เพิ่มเติม, ยกเว้น, ปัญหา, หาก) makes it something else.
"""

import itertools
import re

from survey.thai.text import fold

_DENIES = r"(?:ยัง)?(?:ไม่|มิ)(?:ได้|เคย)?(?:ปรากฏ|พบ)?(?:ว่า)?(?:มี)?"
_THING = r"(?:ข้อมูล)?(?:ความร่วมมือ|บันทึกข้อตกลง|ข้อตกลง|บริการสาธารณะ|m\.?o\.?u\.?)"
_DEED = r"(?:การ|ที่|มี|ได้|จะ)*(?:จัดทำ|ทำ|ดำเนินการ|จัดให้มี|จัดให้|จัด|ลงนาม|ให้บริการ|บริการ|ร่วมมือ|ร่วมกัน|ร่วม)"
_WHO = (
    r"(?:สำนักงานส่งเสริมการปกครองท้องถิ่น|สถจ\.?|ส่วนราชการ|หน่วยงาน|องค์กรปกครองส่วนท้องถิ่น|อปท\.?|"
    r"อบจ\.?|อบต\.?|เทศบาล(?:ตำบล|เมือง|นคร)?|ท้องถิ่น|พื้นที่|เขต)"
)
_WHERE = r"(?:จังหวัด|จ\.|อำเภอ|อ\.)(?:\s?[ก-๎]{2,20}?)?"
_TELLS = (
    r"(?:ขอ)?(?:เรียน|แจ้ง|รายงาน|ยืนยัน|ตอบ)(?:ว่า)?|ปรากฏว่า|พบว่า|(?:ได้)?(?:สำรวจ|ตรวจสอบ)(?:ข้อมูล)?(?:แล้ว)?|ผลการสำรวจ|"
    r"จึงเรียนมาเพื่อ(?:โปรด)?(?:ทราบ|พิจารณา)?|ตามหนังสือ(?:ที่อ้างถึง)?|ตามแบบสำรวจ|ดังกล่าว|ข้างต้น|ที่อ้างถึง|นั้น|จึง"
)
_CHANGES_NOTHING = (
    r"ใน|ของ|ระหว่าง|กับ|และ|หรือ|ด้าน|เรื่อง|โครงการ|กิจกรรม|รายการ|ประชาชน|แต่อย่างใด|อย่างใด|ใด\s?ๆ|ใด|ทุก|แห่ง|ทั้งสิ้น|ทั้งหมด|เลย|แล้ว|ไว้|กัน|"
    r"อื่น|ด้วยกัน|ใกล้เคียง|สังกัด|ที่|ให้|ประจำ|ปี(?:งบประมาณ)?|พ\.ศ\.|ณ|ปัจจุบัน|ขณะนี้|ครับ|ค่ะ|คะ|นะ|ข้อมูล|การ|แบบ|สำรวจ|ผล|รวม"
)
_MARKS = r"[\s\-\u2010-\u2015\u2212ー_.…,:;“”‘’\"'()\[\]*·/=~|0-9๐-๙ฯๆ]"
_WORD = re.compile(
    rf"(?P<denies>{_DENIES})|(?P<thing>{_THING})|{_TELLS}|{_DEED}|{_WHO}|{_WHERE}(?={_MARKS}|$|{_DENIES}|{_TELLS}|มี|ที่|ทุก)|{_CHANGES_NOTHING}|{_MARKS}+",
    re.I,
)
_BARE = re.compile(
    rf"{_MARKS}*(?:nil|none|no data|(?:ยัง)?ไม่มี(?:ข้อมูล|รายการ|เลย|ครับ|ค่ะ|ทั้งสิ้น)*|(?:ยัง)?(?:ไม่|มิ)ได้(?:ดำเนินการ|จัดทำ|ทำ)(?:เลย)?)"
    rf"{_MARKS}*",
    re.I,
)
_MAY_DENY = re.compile(r"ไม่|มิ|\b(?:nil|none|no data)\b", re.I)
_LONGEST = 240


def states_nil(text: str) -> bool:
    """True where a cell of the table says that there is no cooperation at all, and nothing else.

    "ไม่มี", "- ไม่มี -", "ไม่มีการจัดทำความร่วมมือ", "ยังไม่ได้ดำเนินการ"; not "ไม่มีข้อมูลเพิ่มเติม", "ไม่มีปัญหา", "ไม่มี ยกเว้น…".
    """
    if len(text) > _LONGEST or not _MAY_DENY.search(text):
        return False
    words = fold(text)
    return _BARE.fullmatch(words) is not None or _says_so(words)


_ENDS = re.compile(r"\n|(?<=[ก-๎])\.\s|(?=จึงเรียนมา)|(?=ทั้งนี้)")
_SPEAKS_AGAINST = re.compile(r"ยกเว้น|เว้นแต่|นอกจาก|หาก|กรณี|ถ้า|สอบถาม|หรือไม่|หรือเปล่า|ไหม|แต่มี|มีเพียง|เฉพาะ")

_OF_A_PART = re.compile(r"อบต|ทต\.|ทม\.|ทน\.|เทศบาล|องค์การบริหาร|อำเภอ|อ\.|ส่วน|บางแห่ง|รายการ")


def mail_states_nil(text: str) -> bool:
    """True where a sentence of a mail's own text says that the province has no cooperation.

    Stricter than in a cell: a bare "ไม่มี" says nothing there, and no sentence about cooperation may limit or ask.
    """
    lines = [fold(part) for part in _ENDS.split(text[:20_000])]
    if any("ความร่วมมือ" in line and _SPEAKS_AGAINST.search(line) for line in lines):
        return False
    # A sentence may run over two lines, or follow another one after a space.
    pairs = [f"{one} {two}" for one, two in itertools.pairwise(lines)]
    tails = [
        line[at.start() :]
        for line in lines
        for at in re.finditer(r"(?<=\s)\S", line)
        if not _OF_A_PART.search(line, 0, at.start())
    ]
    return any(_MAY_DENY.search(line) and _says_so(line) for line in (*lines, *pairs, *tails))


def _says_so(words: str) -> bool:
    if len(words) > _LONGEST:
        return False
    denies = thing = False
    at = 0
    while at < len(words):
        match = _WORD.match(words, at)
        if match is None or match.end() == at:
            return False
        denies |= match["denies"] is not None
        thing |= denies and match["thing"] is not None
        at = match.end()
    return thing
