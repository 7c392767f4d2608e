"""Memoranda of understanding: the text of pages → title, service, parties, day of signing.

Prose is no table: what can't be read surely is left out, and said in a warning.
"""

import re
from dataclasses import dataclass

from parsers.mou_dates import DATE_CODES, find_signing_day
from parsers.mou_parties import PARTY_CODES, find_parties, province_in
from parsers.pdf_text import Page
from parsers.recognised_titles import mended_title
from survey.findings import Code, Finding, Severity
from survey.model import Case, Mou
from survey.names import province_shared
from survey.recognised_names import looks
from survey.thai.text import fold, squeeze

TITLE_UNREADABLE = Code(
    "cell_unreadable",
    Severity.WARNING,
    "ข้อความในหน้า {pages} ของบันทึกข้อตกลงอ่านไม่ได้ครบถ้วน ({why}) เจ้าหน้าที่จะตรวจสอบจากเอกสารโดยตรง",
)
SERVICE_MISSING = Code(
    "service_missing",
    Severity.WARNING,
    "ไม่พบชื่อบริการสาธารณะในชื่อบันทึกข้อตกลง “{title}” โดยปกติจะระบุไว้ เช่น “เรื่อง การกำจัดขยะมูลฝอย”",
    field="service",
)
CODES = (TITLE_UNREADABLE, SERVICE_MISSING, *DATE_CODES, *PARTY_CODES)

_TITLE = re.compile(
    r"(?:\(สำเนา\)|สำเนา(?:คู่ฉบับ)?\s*|แบบ\s*)?\s*"
    r"(?:บันทึก\s*(?:ข้อ\s*ตกลง|ความ\s*(?:ร่วมมือ|เข้าใจ|ตกลง)|การตกลง)"
    r"|ข้อ\s*ตกลง\s*(?:ความ\s*)?(?:ร่วมมือ|ร่วมกัน)"
    r"|memorandum\s+of\s+(?:understanding|agreement)"
    r"|\(?mou\)?(?=\W*$|\W*(?:ความ|ระหว่าง|เรื่อง|การ|ด้าน|เพื่อ|ฉบับ|โครงการ|ว่าด้วย|[\d๐-๙])))",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\W*(?:\(\s*)?(?:ฉบับ\s*)?(?:"
    r"ร่าง(?:\s*\)|\s*$|\s*(?:บันทึก|ข้อ\s*ตกลง|mou|ครั้งที่|ฉบับ|ที่\s*[\d๐-๙]))"
    r"|ร[\u0e48-\u0e4b]?[าำ][งว]\s*\)?\s*$|\(\s*ร[\u0e48-\u0e4b]?[าำ][งว]\s*\))",
    re.IGNORECASE,
)
"""Nothing has been agreed yet: no copy of an agreement."""
_DRAFT_BEHIND = re.compile(r"\(\s*(?:ฉบับ\s*)?ร[\u0e48-\u0e4b]?าง\s*\)")
_OTHER_PAPER = re.compile(
    r"(?:ที่\s+[ก-ฮ]{2}\s*[\d๐-๙]|ที่\s+มท|เรื่อง\b|เรียน\s|สิ่งที่ส่งมาด้วย|อ้างถึง|บันทึกข้อความ|ส่วนราชการ|คำสั่ง|ประกาศ"
    r"|รายงาน(?:การ|ผล|สรุป)|ระเบียบวาระ|หนังสือ|กำหนดการ|พิธี|คำกล่าว|สรุป(?:ผล|การ|ย่อ)|ข่าว|ภาพ(?:ถ่าย|กิจกรรม)"
    r"|แผน(?:พัฒนา|งาน|การ|ปฏิบัติ)|รายชื่อผู้เข้า|ใบลงทะเบียน|ด่วนที่สุด|ด่วนมาก|แบบสำรวจ|สัญญา|ข้อบัญญัติ|เทศบัญญัติ)"
)
_HEADINGS = (
    "ประกาศ", "คำสั่ง", "รายงานการประชุม", "บันทึกข้อความ", "เรื่อง", "เรียน", "กำหนดการ", "ระเบียบวาระ", "สิ่งที่ส่งมาด้วย",
)  # fmt: skip
_LETTERS_A_MISTAKE = 5


def _may_head_another(line: str) -> bool:
    """Whether a recognised line begins nearly as another paper's heading does: letters look alike, marks are lost."""
    from rapidfuzz.distance import Levenshtein

    seen = looks(line.lstrip(" .,'\"“”‘’-"))
    return any(
        Levenshtein.distance(seen[: len(head) + more], head) <= len(head) // _LETTERS_A_MISTAKE
        for head in map(looks, _HEADINGS)
        for more in (-1, 0, 1)
    )


_NO_WORDS = re.compile(r"[\W\d_]*")
_TOP_LINES = 12
"""Lines of a page among which its title must stand: below a garuda, names of offices and a number."""


def is_mou(pages: list[Page]) -> bool:
    """Whether the first page is titled as an agreement, rather than mentioning one."""
    return bool(pages) and kind_of(pages[0]) == "mou"


def kind_of(page: Page, after: str | None = None) -> str | None:
    """What a page's top says it begins: `mou`, `other` (letter, order, minutes), `form`; None: it goes on.

    Args:
        after: What the paper before it is: a page that goes on with an agreement may begin within a sentence, and its
            lines with words that head other papers (หนังสือ, ระเบียบ).
    """
    if is_form_page(page):
        return "form"
    lines = _lines(page)[:_TOP_LINES]
    for number, line in enumerate(lines):
        if _TITLE.match(line):
            # A running text may wrap onto a line that begins with these words: a title is followed by a
            # preamble, or stands at the very top.
            if any(_DRAFT_BEHIND.search(one) for one in lines[number : number + 3]):
                return "other"
            if number < 4 or _is_preamble("\n".join(lines)):
                return "mou" if _reads_as_title(lines[number:]) else None
            return None
        if _is_numbered_title(lines[number:]):
            continue
        if _OTHER_PAPER.match(line) or _DRAFT.match(line) or (page.recognised and _may_head_another(line)):
            if after == "mou" and _goes_on(lines, number):
                return None
            return "other"
    return None


_LETTER = re.compile(r"ที่\s+[ก-ฮ]{2}\s*[\d๐-๙]|เรียน\s|สิ่งที่ส่งมาด้วย|อ้างถึง|บันทึกข้อความ|ส่วนราชการ|ระเบียบวาระ")
_ARTICLE = re.compile(r"\W*ข้อ\s*(\d+)")
_GOES_ON = re.compile(r"\W*ข้อ\s*[\d๐-๙]|\W*[\d๐-๙]+\s*[.)]|.*ลงชื่อ|(?:บัญชี|ราย)\s*(?:รายชื่อ|ชื่อ)")


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether the page goes on with an agreement, though a line of it begins as another paper's heading does."""
    if any(_LETTER.match(line) for line in lines):
        return False
    article = next((found for line in lines if (found := _ARTICLE.match(line))), None)
    if article and int(article[1]) > 1:
        return True
    before = [line for line in lines[:number] if len(_CONSONANT.findall(line)) >= _FEWEST_CONSONANTS]
    return (
        len(before) > _HEADING_LINES
        or any(_GOES_ON.match(line) for line in before)
        or len(lines[number]) > _LONGEST_HEADING
    )


_HEADING_LINES = 3
"""Lines of a page below which no other paper's heading stands; pieces of a recognised emblem are none."""
_CONSONANT, _FEWEST_CONSONANTS = re.compile("[ก-ฮ]"), 4
_LONGEST_HEADING = 60
"""Letters of a line that is a sentence's."""


_NUMBER_LINE = re.compile(r"ที่\s+[ก-ฮ]{2}\s*[\d๐-๙][\d๐-๙./\sวก-ฮ]*$")


def _is_numbered_title(lines: list[str]) -> bool:
    """A register's number over the title itself; over a letter it stands above เรื่อง and เรียน."""
    if len(lines) < 2 or not _NUMBER_LINE.match(lines[0]) or not _TITLE.match(lines[1]):
        return False
    return _reads_as_title(lines[1:]) and not any(line.startswith("เรียน") for line in lines)


def is_form_page(page: Page) -> bool:
    """Whether the page holds the survey form's table: its header words."""
    if page.holds_form:
        return True
    text = squeeze(page.text[:6000])
    words = ("ลำดับ", "ชื่อบริการสาธารณะ", "เจ้าภาพ", "ร่วมลงนาม", "คณะกรรมการ", "วัตถุประสงค์")
    return sum(word in text for word in words) >= 5


def split(pages: list[Page]) -> list[list[Page]]:
    """Pages of each paper in a file: a new one begins where a page's top holds a title.

    A cover and the page behind it, which repeats the title, are one paper.
    """
    parts: list[list[Page]] = []
    for page in pages:
        kind = kind_of(page, kind_of(parts[-1][0]) if parts else None)
        if not parts or (kind is not None and not _continues(parts[-1], page, kind)):
            parts.append([page])
        else:
            parts[-1].append(page)
    return parts


def annex_pages(pages: list[Page]) -> list[int]:
    """Numbers of the pages with an annexed list of parties: from its heading to the end."""
    first = next(
        (n for n, page in enumerate(pages) if n and _ANNEX.search("\n".join(_lines(page)[:4]))), None
    )
    return [] if first is None else [page.number for page in pages[first:]]


_ANNEX = re.compile(r"(?:บัญชี|ราย)\s*(?:รายชื่อ|ชื่อ|แนบท้าย)|แนบท้ายบันทึก|ผนวก")


def read_mou(
    pages: list[Page], province: str | None, case: Case, annex: str = ""
) -> tuple[Mou, list[Finding]]:
    """Title, service, parties and day of one agreement.

    Args:
        annex: Text of the annexed list of parties, a party a line; "" where there is none.
        pages: Of this agreement alone.
        province: Whose registry counts where the text names none; None: where all parties lead to one.
    """
    text = "\n".join(page.text for page in pages if page.ok)
    parts = split_text(text)
    recognised = any(page.recognised for page in pages)
    parties, findings = find_parties(
        parts.title_block, parts.preamble, parts.closing, annex, text, province, recognised=recognised
    )
    signed_on, day_findings = find_signing_day(
        parts.cover, parts.preamble, parts.closing, case.received_on, recognised=recognised
    )
    title = fold(parts.title) or None
    title_block = parts.title_block
    if recognised:
        where = province_in(text) or province_shared(party.code for party in parties) or province
        title, title_block = (
            title and fold(mended_title(parts.title, where)),
            mended_title(title_block, where),
        )
    service = service_of(title_block, parts.preamble)
    if service is None and title is not None:
        findings.append(SERVICE_MISSING.at(None, title=title))
    findings = [*_unread(pages), *day_findings, *findings]
    return Mou(title, service, tuple(parties), signed_on, len(pages)), findings


@dataclass(frozen=True, slots=True)
class Parts:
    """An agreement's text by what it is for.

    Attributes:
        cover: Everything before the preamble.
        title: The title's lines, without the parties.
        title_block: The title's lines with those of the parties below it.
        preamble: From "ทำขึ้น" to the first article.
        closing: The signatures.
    """

    cover: str
    title: str
    title_block: str
    preamble: str
    closing: str


_PREAMBLE = re.compile(
    r"^.{0,60}?(?:ฉบับนี้|ความร่วมมือนี้|ข้อตกลงนี้|เขียนที่|ทำ\s*ที่|ทำ\s*ขึ้น|จัดทำขึ้น|ทำ\s*ณ|ลงนาม\s*ณ)|^\s*(?:วันที่|เมื่อวันที่)",
    re.MULTILINE,
)
_FIRST_ARTICLE = re.compile(r"^\s*(?:ข้อ\s*(?:ที่\s*)?[1๑]\b|(?:หมวด|ส่วน)\s*(?:ที่\s*)?[1๑]\b)", re.MULTILINE)
_AGREED = re.compile(r"ดังต่อไปนี้|ดังนี้|ดังมีรายละเอียด|โดยมีข้อตกลง")
_SIGNATURE = re.compile(r"\(?\s*ลงชื่อ|^\s*ลงนาม\s*[.…(]", re.MULTILINE)
_BETWEEN = re.compile(r"^\s*ระหว่าง")
_RUNNING = re.compile(r"^\s*บันทึก.{0,20}?(?:จัดทำ|ทำขึ้น)|เมื่อวันที่|^\s*ข้อ\s*[\d๐-๙]")
"""A line that is no title's, whose first words may be misread."""
_LONGEST_PREAMBLE = 4000


def split_text(text: str) -> Parts:
    """Cuts an agreement's text into the parts from which its fields are read."""
    start = next((m.start() for m in re.finditer(r"^.*$", text, re.M) if _TITLE.match(m[0].strip())), 0)
    body = text[start:]
    begin = _PREAMBLE.search(body)
    first = _FIRST_ARTICLE.search(body)
    if begin and first and first.start() < begin.start():
        begin = None  # its first words were misread: these stand further down
    # The title itself may be repeated by the preamble's first words: "บันทึกข้อตกลงฉบับนี้ ทำขึ้น…"
    head_end = begin.start() if begin else min(_end_of_head(body), first.start() if first else len(body))
    article = _FIRST_ARTICLE.search(body, head_end)
    agreed = _AGREED.search(body, head_end)
    ends = [m.start() for m in (article, None if article else agreed) if m]
    signature = _SIGNATURE.search(body, head_end)
    if signature:
        ends.append(signature.start())
    end = min([*ends, head_end + _LONGEST_PREAMBLE, len(body)])
    head = body[:head_end]
    return Parts(
        text[:start] + head,
        _title_lines(head),
        head,
        body[head_end:end],
        body[signature.start() :] if signature else "",
    )


def service_of(title_block: str, preamble: str) -> str | None:
    """What the agreement is about: "เรื่อง …" of its title, else what follows the words for agreement."""
    head = fold(title_block)
    for pattern in _SERVICES:
        if (match := pattern.search(head)) and (service := _clean_service(match[1])):
            return service
    match = _PURPOSE.search(fold(preamble))
    return _clean_service(match[1]) if match else None


_SERVICES = (
    re.compile(r"เรื่อง\s*[:：]?\s*(.+)"),
    re.compile(r"(?:ว่าด้วย|เกี่ยวกับ|ในด้าน|ด้าน)\s*(.+)"),
    re.compile(r"(?:^|[\s)]|ความร่วมมือ|ข้อตกลง|ความเข้าใจ)((?:ใน|เพื่อ)?การ(?!ตกลง|ลงนาม|จัดทำบันทึก).+)"),
    re.compile(
        r"(?:ความร่วมมือ|ข้อตกลง|ความเข้าใจ)\s*(?:\(\s*MOU\s*\))?\s*(?!ระหว่าง)([ก-ฮเแโใไ].{3,})", re.IGNORECASE
    ),
)
_PURPOSE = re.compile(r"(?:ในการ|เพื่อร่วมกัน|เรื่อง\s*)((?:การ|จัด|ให้|ดำเนิน).{4,80}?)(?=\s|$)")
_SERVICE_END = re.compile(
    r"\s+(?:องค์การบริหารส่วน|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|ท[ตมน]\.)[ก-ฮเแโใไ].*"
    r"|\s+ระหว่าง.*|ระหว่าง(?=\s|$|องค์การ|องค์กร|เทศบาล|อบต|อบจ|ท[ตมน]\.|จังหวัด|อำเภอ).*|\s*(?:\bกับ\s|ฉบับที่|เลขที่|ประจำปี|วันที่|ณ\s).*|\s*\(?MOU\)?\s*$",
    re.IGNORECASE,
)

_SERVICE_START = re.compile(r"^(?:ความ\s*ร่วมมือ)?\s*(?:ใน|เพื่อ|ด้าน)?\s*(?=การ)")


def _clean_service(text: str) -> str | None:
    text = _SERVICE_END.sub("", text, count=1).strip(' .…-–:"“”')
    text = _SERVICE_START.sub("", text)
    return text if len(text) > 3 else None


def _title_lines(head: str) -> str:
    lines: list[str] = []
    for line in head.split("\n"):
        if lines and (_BETWEEN.match(line) or _RUNNING.search(line)):
            break
        if line.strip():
            lines.append(line)
    return "\n".join(lines)


def _end_of_head(body: str) -> int:
    lines = body.split("\n")[:6]
    return min(sum(len(line) + 1 for line in lines), len(body))


def _lines(page: Page) -> list[str]:
    return [line for line in page.text.split("\n") if not _NO_WORDS.fullmatch(line)]


def _is_preamble(text: str) -> bool:
    return _PREAMBLE.search(text) is not None or "ระหว่าง" in text


def _reads_as_title(lines: list[str]) -> bool:
    # "บันทึกข้อตกลงดังกล่าวข้างต้น จึงเรียนมาเพื่อโปรดพิจารณา" is a letter's line, not a title.
    first = lines[0]
    # So is the last clause, at the top of the next page: "บันทึกข้อตกลงนี้ทำขึ้นเป็นสองฉบับ มีข้อความถูกต้องตรงกัน".
    return not re.search(
        r"ดังกล่าว|ข้างต้น|มีผลใช้บังคับแล้ว|ตามที่|จึงเรียน|ทำขึ้นเป็น|ถูกต้องตรงกัน|นี้\s*(?:ให้|มีผล|มีกำหนด|มีอายุ)|จำนวน\s*[\d๐-๙]+\s*(?:ฉบับ|ชุด)",
        first,
    )


def _continues(part: list[Page], page: Page, kind: str) -> bool:
    if kind != kind_of(part[0]):
        return False
    if kind == "form":
        return True
    if kind != "mou":
        return False
    if not _is_preamble("\n".join(earlier.text for earlier in part)):
        return True  # the cover's title, again above the text
    top = "\n".join(_lines(page)[:_TOP_LINES])
    return not _is_preamble(top) or not _PREAMBLE.search(page.text)


def _unread(pages: list[Page]) -> list[Finding]:
    reasons = (
        ("ตัวอักษรในไฟล์เสียหาย", [page.number for page in pages if page.has_text and not page.ok]),
        ("เป็นภาพสแกน", [page.number for page in pages if page.is_picture]),
        ("มีช่องกรอกข้อมูลที่อ่านไม่ได้", [page.number for page in pages if page.unread_fields]),
    )
    return [
        TITLE_UNREADABLE.at(None, pages=", ".join(map(str, numbers)), why=why)
        for why, numbers in reasons
        if numbers
    ]
