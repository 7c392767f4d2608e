"""Lines of a list of LAOs: which breaks a narrow cell made, within a type, a name, a district's name, before its number."""

import re
from collections.abc import Callable, Iterator

from survey.lao_words import TYPE, trimmed
from survey.registry import registry


def rejoined(text: str) -> str:
    """The text without the line breaks that are certainly none of its writer's."""
    text = _TYPE_OVER_LINES.sub(lambda found: "".join(filter(None, found.groups())), text)
    text = _NAME_ON_NEXT_LINE.sub(r"\1", text)
    text = _PLACE_ON_NEXT_LINE.sub(_with_its_place, text)
    text = _PROVINCE_ON_NEXT_LINE.sub(
        lambda found: found[1] if found["name"] in registry().provinces else found[0], text
    )
    text = _NUMBER_AT_THE_END.sub(r"\n\1 ", text)
    return _CONNECTED_OVER_LINES.sub(r"\n", text)


_TYPE_OVER_LINES = re.compile(r"(องค์(?:การ|กร))\s*(บริหาร)\s*(ส่วน)\s*(ตำบล|จังหวัด)|(เทศบาล)\s*(ตำบล|เมือง|นคร)")
_NAME_ON_NEXT_LINE = re.compile(
    r"(องค์การบริหารส่วนตำบล|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.?|ท[ตมน]\.)[ ]*\n\s*(?=[ก-ฮเ-ไ][ก-๎])(?!องค์|เทศบาล|อบต)"
)
_PLACE_ON_NEXT_LINE = re.compile(
    r"(?:(?<![ก-๎.])อ\.|อำเภอ)[ ]*(?P<capital>เมือง)?[ ]*\n\s*(?=(?P<name>[ก-ฮเ-ไ][ก-๎]+))(?!องค์|เทศบาล|อบต|ท[ตมน]\.)"
)
"""A district's name below its word; อ.เมือง above ร้อยเอ็ด names no LAO."""
_PROVINCE_ON_NEXT_LINE = re.compile(r"((?<![ก-๎.])จ\.|จังหวัด)[ ]*\n\s*(?=(?P<name>[ก-ฮเ-ไ][ก-๎]+))")
_CONNECTED_OVER_LINES = re.compile(
    r"(?:(?<!\.)(?<!อบต)[ ]+(?:และ|กับ|ร่วมกับ)[ ]*\n|\n[ ]*(?:และ|กับ|ร่วมกับ))[ ]*(?=องค์การบริหาร|เทศบาล|อ\.?บ\.?[ตจ]|ท\.?[ตมน](?![่-์ะ-ู]))"
)
_NUMBER_AT_THE_END = re.compile(r"(?<=[ก-๎,)])[ ]*([(\[]?[\d๐-๙]{1,2}[)\].])[ ]*\n[ ]*(?=[ก-ฮเ-ไ])")
"""A number that a narrow cell left on the line before its name."""


_MOST_PARTS = 5
_BARE_PART = re.compile(r"[ก-๎]+[;,]?")


def whole_names(lines: list[str], is_name: Callable[[str], bool]) -> Iterator[str]:
    """Lines of which those are joined that only together are a name: อบต.เชียงกลาง, พญา, แก้ว in a narrow cell.

    No line but the first may be a name by itself.
    """
    at = 0
    while at < len(lines):
        end = _end_of_name(lines, at, is_name) if len(lines) > at + 2 else at + 1
        yield "".join(line.strip() for line in lines[at:end])
        at = end


def _end_of_name(lines: list[str], at: int, is_name: Callable[[str], bool]) -> int:
    if not TYPE.match(trimmed(lines[at])):
        return at + 1
    whole, end = trimmed(lines[at]), at + 1
    for number in range(at + 1, min(at + _MOST_PARTS, len(lines))):
        part = lines[number].strip()
        if not _BARE_PART.fullmatch(part) or TYPE.match(part) or is_name(part):
            break
        whole += part
        if number > at + 1 and is_name(whole.rstrip(";,")):  # two lines are joined where they are read
            end = number + 1
    return end


def _with_its_place(found: re.Match[str]) -> str:
    """The word of a district without the line break before its name."""
    if found["capital"] and found["name"] not in registry().provinces:
        return found[0]  # อ.เมือง alone is a district, too: the next line has another name
    return found[0].rstrip()
