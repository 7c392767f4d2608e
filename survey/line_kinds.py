"""What a line of a table is, where it is no row: numbering, hints, totals, notes, nil statements, headings, labels."""

import re
from functools import cache

from survey.cells import Cell
from survey.fields.texts import only_dashes
from survey.lao_words import AMPHOE
from survey.lines import TICKS, Line
from survey.nil import states_nil
from survey.registry import registry
from survey.thai.digits import arabic
from survey.thai.text import has_no_letters, squeeze

END = re.compile(
    r"^\W*(?:(?:ชื่อ(?:\s*[-–]?\s*(?:นาม)?สกุล)?\s*)?ผู้รายงาน|(?:นาย|นาง|น\.\s?ส\.|ว่าที่|ดร\.)[^\n]{2,60}ผู้(?:รายงาน|กรอก|ให้ข้อมูล|จัดทำ|รับรอง|ตรวจ)|ผู้ให้ข้อมูล|ผู้กรอก|ผู้จัดทำ|ผู้รับรอง|สำเนาถูกต้อง|รับรองสำเนา|(?:ขอ)?รับรองว่า|ผู้ตรวจ|ผู้ประสาน|ลงชื่อ|ลงนาม\s*[.…_]|\(?ลงชื่อ|ตำแหน่ง|หมายเลขโทรศัพท์|เบอร์โทร|โทรศัพท์|โทร\.?\s|โทร\.|มือถือ)"
)
_NOTE = re.compile(
    r"^\W*(?:จึงเรียนมา|จึงแจ้งมา|จึงขอ|ทั้งนี้|พร้อมนี้|ข้อสังเกต|ข้อเสนอแนะ|ขอแสดงความนับถือ|(?:นาย(?!ก(?:องค์|เทศ|อบ|ท[ตมน]|เมือง|\s))|นาง|น\.\s?ส\.|ว่าที่|ดร\.)\s?[ก-๎]+\s+[ก-๎]+\W*$|หมายเหตุ|คำชี้แจง|คำอธิบาย|ที่มา|แหล่งข้อมูล|ข้อมูล ณ|วิธีกรอก|\*)"
)
_TOTAL = re.compile(
    r"ยอดยก(?:มา|ไป)|(?:รวม|ยอดรวม|จำนวน)(?:รวม|ทั้งสิ้น|ทั้งหมด|เป็นเงิน|ทั้งจังหวัด|จำนวน|มี|การ(?:จัด)?ทำ|ความร่วมมือ|เรื่อง|รายการ|แห่ง|ข้อ|คู่|บริการ"
    r"|สาธารณะ|โครงการ|กิจกรรม|ฉบับ|บันทึกข้อตกลง|mou|อปท|องค์กรปกครองส่วนท้องถิ่น|ที่|บาท|\d+)*|(?:คิดเป็น)?ร้อยละ|เฉลี่ย|เปอร์เซ็นต์"
)
_TOTAL_OF = re.compile(
    r"(?:ยอด)?รวม(?:ทั้งสิ้น|ทั้งหมด|จำนวน|ใน|ของ|พื้นที่)*(?:อำเภอ|อ\.|จังหวัด|จ\.|เทศบาล|อบต|ท[ตมน]\.).{2,40}"
)
_SAYS_SUM = re.compile(r"ยอดยก|ร้อยละ|เฉลี่ย|เปอร์เซ็นต์|ร[\W_]*ว[\W_]*ม|จ[\W_]*ำ[\W_]*น[\W_]*ว[\W_]*น")
_COUNT = re.compile(r"[\d.,%\s-]*(?:แห่ง|เรื่อง|รายการ|ฉบับ)?")
SMALL = re.compile(r"[(\[]?\s*\d{1,2}\s*[)\].]?")


def has_data(line: Line) -> bool:
    """Service and host both stand there, and neither is a label."""
    texts = [line.text(key) for key in ("service", "host", "partners") if line.text(key)]
    return len(texts) >= 2 and not any(END.match(text) for text in texts)


def is_only_number(line: Line, filled: list[str]) -> bool:
    return filled == ["seq"] and not states_nil(line.text("seq")) and heading_of(line, filled) is None


def is_numbering(line: Line, filled: list[str]) -> bool:
    """The row (1) (2) (3) … under a header."""
    if len(filled) < 3:
        return False
    if not all(SMALL.fullmatch(arabic(line.text(key))) for key in filled):
        return False
    texts = [arabic(line.text(key)) for key in filled]
    numbers = [int(re.sub(r"\D", "", text)) for text in texts]
    return len(set(numbers)) == len(numbers) and max(numbers) <= len(line.cells) + 4


_HINT = re.compile(
    r"[\W_]*(?:(?:โปรด|กรุณา)?ระบุ.{0,24}|(?:ชื่อ|รายชื่อ)?\s*(?:อปท\.?|องค์กรปกครองส่วนท้องถิ่น)|ชื่อ.{0,10}|(?:ทำเครื่องหมาย|ใส่|กา)?\s*[✓√✔/]|"
    r"(?:วัน|ว)\s*[/.]?\s*(?:เดือน|ด)\s*[/.]?\s*(?:ปี|ป)\.?(?:\s*พ\.?ศ\.?)?|dd/mm/yyyy|ที่|เรื่อง|แห่ง|[กขคงจฉชซ])[\W_]*",
    re.I,
)


def is_hint(line: Line, filled: list[str]) -> bool:
    """The row under a header that says what to write: (ระบุ), (วัน/เดือน/ปี), (✓). It never has a date or a name."""
    if not _HINT.fullmatch(line.text(filled[0])):
        return False
    texts = [line.text(key) for key in filled]
    bracketed = sum(1 for text in texts if text[:1] in "([" and text[-1:] in ")]")
    return len(texts) >= 2 and 2 * bracketed > len(texts) and all(_HINT.fullmatch(text) for text in texts)


def is_total(line: Line, filled: list[str]) -> bool:
    """รวม, wherever it stands, and counts beside it; or counts alone, under both columns of a pair."""
    service = line.text("service")
    if service and not _SAYS_SUM.search(service) and not _COUNT.fullmatch(arabic(service)):
        return False
    if not _SAYS_SUM.search(" ".join(line.text(key) for key in filled)):
        counts = "committee_yes" in filled and "committee_no" in filled and set(filled) <= set(TICKS)
        return counts and all(_COUNT.fullmatch(arabic(line.text(key))) for key in filled)
    words = [key for key in filled if not _COUNT.fullmatch(arabic(line.text(key)))]
    if (
        len(words) == 1
        and "signed_on" not in words
        and _TOTAL_OF.fullmatch(line.text(words[0]).replace(" ", ""))
    ):
        return True
    named = any(key in ("seq", "service", "host", "partners", "signed_on") for key in words)
    return named and all(_TOTAL.fullmatch(squeeze(line.text(key))) for key in words)


_PAGE = re.compile(r"\W*(?:หน้า(?:ที่)?\W*[\d๐-๙]+(?:\W*(?:จาก)?\W*[\d๐-๙]+)?|(?:มี)?ต่อ(?:หน้าถัดไป|หน้าหลัง)?)\W*")


def is_junk(line: Line, filled: list[str], first: bool) -> bool:
    """Only dashes, dots and numbers that say nothing; a page's number; or no more than "ไม่มี" beside a number or above
    all rows."""
    if all(_PAGE.fullmatch(line.text(key)) for key in filled):
        return True
    if not has_no_letters(line.text("service")) or any(line.cells[key].error for key in filled):
        return False
    words = [key for key in filled if key != "seq" and squeeze(line.text(key))]
    if not words:
        return heading_of(line, filled) is None
    places = {"signed_on", "objective", "problems"}
    says_none = set(words) <= places and all(_is_nothing(line.text(key)) for key in words)
    return says_none and (first or bool(line.text("seq")))


_EXAMPLE = re.compile(r"\W*(?:ตัวอย่าง(?:การกรอก)?|ตย|example|e\.g)\.?(?:ที่\s*[\d๐-๙]+)?(?:\W|$)", re.I)


def is_example(line: Line, first: bool) -> bool:
    """Called an example where the number stands; or in its service, unless it has its number among other rows."""
    return _EXAMPLE.match(line.text("seq")) is not None or (
        (first or not line.text("seq")) and _EXAMPLE.match(line.text("service")) is not None
    )


_REASONS = ("objective", "problems", "committee_no", "regulation_no")


def is_nil(line: Line, filled: list[str]) -> bool:
    """Its words say that there is nothing; a name of an LAO beside them says only who has nothing, and what stands
    under the objective or the problems only why."""
    service = line.text("service")
    if service and not only_dashes(service) and not states_nil(service):
        return names_who(service) and _has_none(line, filled, "service")
    if names_who(line.text("host")) and _has_none(line, filled, "host"):
        return True
    words = [key for key in filled if not only_dashes(line.text(key)) or line.cells[key].error]
    named = line.text("service") if "service" in words else (line.text("seq") if words == ["seq"] else "")
    if not named:
        partners = [key for key in ("host", "partners", "objective") if key in words]
        rest = [key for key in words if key not in (*partners, "seq")]
        return bool(partners) and not rest and all(_is_nothing(line.text(key)) for key in partners) and any(
            states_nil(line.text(key)) for key in partners
        )  # fmt: skip
    if not states_nil(named):
        return False
    says_who = "host" in words and not _is_nothing(line.text("host"))
    others = [key for key in words if key not in ("seq", "host", *(() if says_who else _REASONS))]
    return all(_is_nothing(line.text(key)) for key in others)


def _has_none(line: Line, filled: list[str], who: str) -> bool:
    """Beside the name of who has none stands no more than that there is none."""
    rest = [key for key in filled if key not in ("seq", who) and not only_dashes(line.text(key))]
    says = ("host", "partners", "signed_on", "objective")
    return all(_is_nothing(line.text(key)) for key in rest) and any(
        states_nil(line.text(key)) for key in rest if key in says
    )


def _is_nothing(text: str) -> bool:
    return only_dashes(text) or states_nil(text)


def note_of(line: Line, filled: list[str]) -> Cell | None:
    if len(filled) > 2:
        return None
    first = line.cells[filled[0]]
    return first if _NOTE.match(first.text) else None


_AMPHOE_ALONE = re.compile(
    r"[\d๐-๙.)\s]*(?:พื้นที่|เขต)?\s*(?:อำเภอ|อ\.)\s*([ก-๎]+)(?:\s*\(?(?:จำนวน|รวม)?\s*[\d๐-๙]+\s*(?:แห่ง|รายการ|เรื่อง|อปท\.?)\)?)?\s*"
)
_SECTION = re.compile(r"\W*(?:[\d๐-๙]{1,2}|[ก-ฮ])?[.)\s]*(?:ด้าน|หมวด|ส่วนที่|กลุ่มงาน|กลุ่มภารกิจ)\s*[ก-๎\d]")


def is_section(text: str) -> bool:
    """How a heading over several services begins: ด้านสิ่งแวดล้อม."""
    return _SECTION.match(text) is not None


def names_who(text: str) -> bool:
    """The name of one LAO or of one amphoe, and nothing else."""
    amphoe = _AMPHOE_ALONE.fullmatch(text)
    return is_lao_alone(text) or (amphoe is not None and _is_amphoe(amphoe[1]))


def _is_amphoe(name: str) -> bool:
    return name == "เมือง" or name in _amphoes()


@cache
def _amphoes() -> frozenset[str]:
    return frozenset(lao.amphoe for lao in registry().by_code.values())


_AMPHOE = re.compile(
    rf"^\W*[\d๐-๙.)\s]*(?:พื้นที่|ที่ทำการปกครอง|สำนักงาน(?:ส่งเสริมการปกครอง)?ท้องถิ่น)?\s*{AMPHOE}\s*[ก-๎]"
)


def heading_of(line: Line, filled: list[str]) -> str | None:
    """A text of its own line over the rows below it: a district, a field of services."""
    filled = [key for key in filled if key != "seq"] or filled
    if len(filled) != 1 or (line.text("seq") and filled != ["seq"] and not line.wide):
        return None
    text = line.text(filled[0])
    is_lao = filled[0] in ("seq", "service") and is_lao_alone(text)
    # Under partners a district is one of them that is no LAO.
    is_amphoe = filled[0] != "partners" and _AMPHOE.match(text)
    return text if line.wide or is_lao or is_amphoe else None


_LAO_ALONE = re.compile(
    r"[\d๐-๙.)\s]*(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบ[ตจ]\.?|อ\.บ\.[ตจ]\.?|เทศบาล(?:ตำบล|เมือง|นคร)|ท[ตมน]\.)\s*[ก-๎]+"
    r"(?:\s*\(?(?:อำเภอ|อ\.)\s*[ก-๎]+\)?)?(?:\s*(?:จังหวัด|จ\.)\s*[ก-๎]+)?\s*"
)
_DOES = re.compile("ร่วม|จัดการ|กำจัด|บริการ|โครงการ|บันทึก|รับ|สนับสนุน|ดำเนิน|และ|กับ|การ(?!บริหารส่วน)")


def is_lao_alone(text: str) -> bool:
    """A text that is the name of one LAO and says nothing of a service."""
    return _LAO_ALONE.fullmatch(text) is not None and not _DOES.search(text)
