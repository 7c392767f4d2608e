"""Where in a mail's text the mails begin that it answers or sends on: what stands there was said before, or by others.

Programs of mail mark it by `>`, by a line between ("-----Original Message-----"), by a line that names the writer
("… wrote:", "… เขียนว่า:"), or by the earlier mail's head ("From: … Sent: … To: …"), in the language of each.
"""

import re
from collections.abc import Sequence

_FIELD = re.compile(
    r"[*_ \xa0]*(?:(?P<who>from|จาก|ผู้ส่ง)|(?P<when>sent|date|ส่งเมื่อ|ส่ง|วันที่ส่ง|วันที่|เวลา)"
    r"|to|cc|subject|reply-to|ถึง|ผู้รับ|สำเนา(?:ถึง)?|เรื่อง|หัวข้อ|ชื่อเรื่อง)[ \xa0]*[:\uff1a]",
    re.I,
)
_NAMED = re.compile(
    r"[-_=*\s]{2,}(?:(?P<on>forwarded|original forwarded|ข้อความ(?:ที่)?(?:ถูก)?ส่งต่อ|ส่งต่อข้อความ)"
    r"|original (?:message|e-?mail|appointment)|reply message|(?:ข้อความ|จดหมาย|อีเมล)(?:ต้นฉบับ|ดั้งเดิม|เดิม))[^-_=]{0,40}[-_=*\s]{2,}$"
    r"|(?P<begin>begin forwarded message|เริ่มข้อความที่ส่งต่อ)\s*:?$",
    re.I,
)
_WRITES = re.compile(
    r"[*_ ]*(?:on |เมื่อ|ในวันที่|วัน).{4,300}(?:wrote|writes|เขียน(?:ว่า|ไว้ว่า)?)\s*:$"
    r"|.{2,120}(?:เขียนเมื่อ\s.{4,60}|\d.{0,60}\bwrote)\s*:$"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d.{0,200}<[^<>\s]+@[^<>\s]+>\s*:$",
    re.I,
)
_BEGINS_TO_WRITE = re.compile(r"[*_ ]*(?:on |เมื่อ|ในวันที่|วัน)", re.I)
_BETWEEN = re.compile(r"_{20,}$|-{3,}")
_SENT_ON = re.compile(r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|ส่งต่อ)\s*:", re.I)
_REPLY = re.compile(r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|ตอบ(?:กลับ)?)\s*(?:\[\d+\])?\s*:", re.I)
# Our own letters, however a program shows them: the title that the page has above, the salutation, the last line.
_OUR_TITLE = re.compile(r"แบบสำรวจความร่วมมือ(?:\s+จังหวัด\S+)?$")
_OUR_SALUTATION = re.compile(r"[>*\s]*เรียน\s+เจ้าหน้าที่ผู้รับผิดชอบแบบสำรวจ")
_OUR_END = re.compile(r"[>*\s]*(?:รหัสอ้างอิง\s+SM-25\d\d-\d|กรมส่งเสริมการปกครองท้องถิ่น\s*$)")
_LONGEST = 400
_MOST_OF_A_HEAD = 12
_FIELDS = 3


def own_words(text: str, subject: str = "") -> str:
    """What the sender says now; of a mail that he sends on, that mail's words as well.

    Args:
        subject: "FW: …" says that he sends one on, "Re: …" that an earlier mail is only quoted.
    """
    lines = text.splitlines()
    for begin, end in reversed(our_letters(lines)):
        del lines[begin:end]
    kept = lines[: quote_begins(lines, subject)]
    return "\n".join(line for line in kept if not _is_quoted(line))


def our_letters(lines: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where letters of ours stand in a text, in order: what we said is nobody's form, sent on or not."""
    found: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if _OUR_SALUTATION.match(line) and (not found or i >= found[-1][1]):
            ends = (j for j in range(i + 1, len(lines)) if _OUR_END.match(lines[j]))
            if (end := next(ends, None)) is None:
                break
            signed = range(end + 1, min(end + 4, len(lines)))
            end = next((j for j in signed if _OUR_END.match(lines[j])), end)
            found.append((_title_above(lines, i), end + 1))
    return found


def _title_above(lines: Sequence[str], i: int) -> int:
    """In a page our title stands above the salutation, and above that what the letter says in a word or two."""
    above = [j for j in range(max(0, i - 6), i) if lines[j].strip()]
    if above and _OUR_TITLE.match(lines[above[-1]].strip(" >*\t")):
        return above[-2] if len(above) > 1 and "SM-25" in lines[above[-2]] else above[-1]
    return i


def quote_begins(lines: Sequence[str], subject: str = "") -> int:
    """Index of the first line that is quoted; as many as there are lines where none is.

    A mail without words of its own, if its subject does not answer, is a mail that is sent on.
    """
    found = _next_head(lines, 0)
    if found == len(lines) or not sends_on(lines, subject):
        return found
    while True:
        inside = _behind_head(lines, found)
        found = _next_head(lines, inside)
        if found == len(lines) or any(_says(line) for line in lines[inside:found]):
            return found


def sends_on(lines: Sequence[str], subject: str = "") -> bool:
    """Whether the earlier mail in a text is sent on with it, not answered."""
    found = _next_head(lines, 0)
    if found == len(lines):
        return False
    named = _NAMED.match(lines[found].strip())
    if is_sent_on(subject) or (named and (named["on"] or named["begin"])):
        return True
    return not is_reply(subject) and not any(_says(line) for line in lines[:found])


def is_reply(subject: str) -> bool:
    return _REPLY.match(subject) is not None


def is_sent_on(subject: str) -> bool:
    return _SENT_ON.match(subject) is not None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _says(line: str) -> bool:
    return bool(line.strip()) and not _is_quoted(line)


def _next_head(lines: Sequence[str], start: int) -> int:
    """Where the next earlier mail begins."""
    return next((i for i in range(start, len(lines)) if _is_head(lines, i)), len(lines))


def _is_head(lines: Sequence[str], i: int) -> bool:
    line = lines[i].strip()
    if not line or len(line) > _LONGEST or _is_quoted(line):
        return False
    if _NAMED.match(line):
        return True
    if _BETWEEN.match(line):
        return bool(_head_behind(lines, i + 1)[1])
    if field := _FIELD.match(line):
        fields, who, when = _head_behind(lines, i)
        return (field["who"] is not None and "@" in line) or (fields >= _FIELDS and who and when)
    return _names_the_writer(lines, i, line)


def _names_the_writer(lines: Sequence[str], i: int, line: str) -> bool:
    """ "… wrote:", in a line or two, over what is not marked by `>`: where it is, words may stand below it."""
    behind = [one.strip() for one in lines[i + 1 : i + 4] if one.strip()]
    over = 0
    if not _WRITES.match(line):
        if (
            not behind
            or not _BEGINS_TO_WRITE.match(line)
            or not _WRITES.match(f"{line} {behind[0]}"[:_LONGEST])
        ):
            return False
        over = 1
    return not any(_is_quoted(one) for one in behind[over : over + 1])


def _head_behind(lines: Sequence[str], start: int) -> tuple[int, bool, bool]:
    """How many lines of a head follow each other here, whether one says who wrote, whether one says when."""
    fields, who, when = 0, False, False
    for line in lines[start : start + _MOST_OF_A_HEAD]:
        match = _FIELD.match(line.strip())
        if match:
            fields, who, when = fields + 1, who or bool(match["who"]), when or bool(match["when"])
        elif line.strip() and not (fields and _goes_on(line)):
            break
    return fields, who, when


def _goes_on(line: str) -> bool:
    """A list of recipients over several lines."""
    return "@" in line or line.rstrip().endswith((";", ","))


def _behind_head(lines: Sequence[str], i: int) -> int:
    at = i + 1
    while at < len(lines) and at <= i + _MOST_OF_A_HEAD:
        line = lines[at].strip()
        if line and not _FIELD.match(line) and not _goes_on(line):
            break
        at += 1
    return at
