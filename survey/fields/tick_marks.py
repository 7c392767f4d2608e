"""What one cell of a tick column holds: a mark of any font, a word, or nothing."""

import re
from datetime import date
from enum import Enum, auto

from survey.cells import Cell
from survey.thai.short_texts import cached_when_short
from survey.thai.text import squeeze


class Tick(Enum):
    """What stands in the cell. Whether a cross or a circle is a yes depends on the file."""

    __hash__ = object.__hash__  # an Enum's own is written in Python, and a form asks for a thousand

    NONE = auto()  # blank, dash, empty box, 0, FALSE, "ไม่มี"
    YES = auto()
    CROSS = auto()
    CIRCLE = auto()
    WORDS = auto()  # words that say yes: "แต่งตั้งแล้ว", an order's number, a date
    NOT = auto()  # words that say no: "ไม่ได้แต่งตั้ง", "อยู่ระหว่างดำเนินการ"
    OTHER_WORDS = auto()  # words that are no answer, though there would be none for a no: "ตามเอกสารแนบ"
    MOU = auto()  # words about an MOU: a yes under ทำ MOU, elsewhere words that are no answer
    UNKNOWN = auto()  # a mark that nobody can name
    DOUBT = auto()  # it says itself that it is not sure ("?"), or yes and no at once ("✓✗")


_YES = "✓✔✅☑🗸🗹√∕⁄/\\vνⅴ∨˅yt●◉⬤•*■▪◼⚫‣⩗ⱱ1๑"
_CROSS = "x×✗✘✕✖☒❌╳хχ⨯🗴🗵🗶🗷❎⊠⮽"
_CIRCLE = "○o◯〇◦⭕ο๐⚪"
_EMPTY = "☐□▢◻⬜▫❏❑0nf"
_DASHES = "-–—−‑‐ー_.…,·~"

_BY_LETTER = {
    **dict.fromkeys(_YES, Tick.YES),
    **dict.fromkeys(_CROSS, Tick.CROSS),
    **dict.fromkeys(_CIRCLE, Tick.CIRCLE),
    **dict.fromkeys(_EMPTY + _DASHES, Tick.NONE),
    # The letters behind Wingdings ticks, where the file's reader lost the font.
    **dict.fromkeys("üþ", Tick.YES),
    **dict.fromkeys("ûý", Tick.CROSS),
    "¨": Tick.NONE,
    "ö": Tick.YES,
}


def _glyphs(yes: str, cross: str, empty: str, circle: str = "") -> dict[str, Tick]:
    table = dict.fromkeys(yes, Tick.YES) | dict.fromkeys(cross, Tick.CROSS) | dict.fromkeys(empty, Tick.NONE)
    return table | dict.fromkeys(circle, Tick.CIRCLE)


_BY_FONT = {
    "wingdings": _glyphs("\xfc\xfe\x6e\x6c\x9f", "\xfb\xfd\x78", "\xa8\x6f\x71\x72\x7f", "\xa1\x6d"),
    "wingdings2": _glyphs("\x50\x52\x97\x98", "\x4f\x51\x53\x54", "\xa3\x2a\x30", "\x99"),
    "webdings": _glyphs("\x61\x67\x6e", "\x72", "\x63"),
    "symbol": _glyphs("\xd6\xb7", "\xb4", ""),
    "marlett": _glyphs("\x61\x62\x68", "\x72", ""),
}
# Without a font only those codes that are a tick in one symbol font and none in another.
_PRIVATE = {
    **_glyphs("\xfc\xfe\x50\x52\xd6", "\xfb\xfd\x4f\x53", "\xa8\x6f\x71\xa3"),
    "\x61": Tick.YES,
    "\x62": Tick.YES,
    "\x72": Tick.CROSS,
}
_BRACKETS = re.compile(r"[\[\](){}<>\s\ufe0e\ufe0f\u200d]+")
_EMPTY_BOX = re.compile(r"\s*(?:[☐□▢◻⬜▫❏❑]|\[\s*\]|\(\s*\))\s*[ก-๎A-Za-z]")
_SAYS_YES = re.compile(
    r"(?:(?:ได้|มีการ|มี|ดำเนินการ|ลงนาม|ทำ)?(?:แต่งตั้ง|จัดทำ|ลงนาม|ดำเนินการ)(?:คณะกรรมการ|ระเบียบ|ข้อตกลง|ระเบียบข้อตกลง)?(?:ไว้)?(?:แล้ว|เรียบร้อยแล้ว|เรียบร้อย)?)"
    r"|มี|มีแล้ว|ทำ|ทำแล้ว|มีคณะกรรมการ|มีระเบียบ"
)
_YES_WORDS = frozenset({"ใช่", "ถูก", "yes", "true", "ok", "on"})
_SAYS_MOU = re.compile(
    r"(?:มี|ได้)?(?:การ)?(?:จัด)?(?:ทำ|ลงนาม(?:ใน)?)?(?:บันทึกข้อตกลง|mou)+(?:ความร่วมมือ)?(?:ไว้)?(?:แล้ว|เรียบร้อยแล้ว)?"
)
_DOUBTS = re.compile(r"ไม่แน่|ไม่ชัด|ไม่มั่นใจ|รอข้อมูล|รอตรวจ|รอยืนยัน|ขอตรวจสอบ|สอบถาม")
_SAYS_YES_FIRST = re.compile(r"(?:ตาม|มี|แต่งตั้งตาม|เลขที่)?คำสั่ง|แต่งตั้งเมื่อ|แต่งตั้งแล้ว|จัดทำแล้ว|จัดทำเมื่อ|ลงนามเมื่อ|ลงวันที่")
_NOTHING = re.compile(r"ไม่มี(?:ข้อมูล|การ)?|ไม่|no|off|false|none|na|ไม่ระบุ|ไม่ทราบ|ว่าง|ไม่ใช่")
_SAYS_NOT = re.compile(
    r"ไม่ได้|ไม่ทำ|ไม่จัด|ไม่แต่ง|ไม่มี|มิได้|ยังไม่|ยังมิ|อยู่ระหว่าง|ระหว่างดำเนิน|ระหว่างจัด|^รอ|กำลัง|^จะ|ยกเลิก|เตรียม|คาดว่า"
)
_WORD_LETTER = re.compile("[\u0e01-\u0e2e]|[a-z]{3}")
_NO_LETTERS = re.compile(r"[nf]|^\d+$", re.I)


_CHECK_AT_END = re.compile("[✓✔☑√]$")


def tick_of(cell: Cell) -> Tick:
    """What the cell holds; never UNKNOWN for words."""
    if cell.value is True:
        return Tick.YES
    if cell.value is False:
        return Tick.NONE
    if isinstance(cell.value, date):
        return Tick.WORDS
    return _tick(cell.text, cell.font)


@cached_when_short
def _tick(text: str, font: str | None) -> Tick:
    marks = _BRACKETS.sub("", text)
    if not marks or _EMPTY_BOX.match(text):
        return Tick.NONE
    if "?" in marks or "؟" in marks:
        return Tick.DOUBT
    glyphs = _BY_FONT.get(squeeze(font)) if font else None
    found = {_of_letter(letter, glyphs) for letter in marks}
    if len(marks) <= 3 or len(set(marks)) == 1:
        found.discard(Tick.NONE)
        if not found:
            return Tick.NONE
        if glyphs is None and marks.isascii() and len(set(marks)) > 1 and _NO_LETTERS.search(marks):
            return _of_words(squeeze(text))  # "no", "off", "y/n", "10": no mark beside an empty box
        if len(found) == 1 and None not in found:
            return found.pop() or Tick.UNKNOWN
        if None not in found and len(found) > 1 and not marks.isalnum():
            return Tick.DOUBT
    first = _of_letter(marks[0], glyphs)
    if (
        first in (Tick.YES, Tick.CROSS, Tick.CIRCLE)
        and _WORD_LETTER.search(marks[1:])
        and not marks[0].isalnum()
    ):
        return Tick.NOT if _SAYS_NOT.search(marks) else first
    if _CHECK_AT_END.search(marks) and _WORD_LETTER.search(marks[:-1]):
        return Tick.NOT if _SAYS_NOT.search(marks) else Tick.YES
    return _of_words(squeeze(text))


def _of_letter(letter: str, glyphs: dict[str, Tick] | None) -> Tick | None:
    if "\uf000" <= letter <= "\uf0ff":
        return (glyphs or _PRIVATE).get(chr(ord(letter) - 0xF000))
    if glyphs is not None:
        return glyphs.get(letter)
    return _BY_LETTER.get(letter.lower())


def _of_words(key: str) -> Tick:
    if key in _YES_WORDS:
        return Tick.YES
    if _DOUBTS.search(key):
        return Tick.DOUBT
    if _NOTHING.fullmatch(key):
        return Tick.NONE
    if _SAYS_NOT.search(key):
        return Tick.NOT
    if _SAYS_MOU.fullmatch(key):
        return Tick.MOU
    if _SAYS_YES.fullmatch(key) or _SAYS_YES_FIRST.match(key) or _is_date(key):
        return Tick.WORDS
    if _WORD_LETTER.search(key) or key.isdigit():
        return Tick.OTHER_WORDS
    return Tick.UNKNOWN


_DATE = re.compile(r"\d{1,2}[ก-๎]{2,14}(?:25)?\d\d|\d{3,4}25\d\d")


def _is_date(key: str) -> bool:
    return _DATE.fullmatch(key) is not None
