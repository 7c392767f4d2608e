"""Lines of prose that were recognised: what one model writes for letters that it does not know."""

import re

_MOU = re.compile(r"M\s?[O0Q]\s?[UVL]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[{][^ก-ฮ)\]}]{0,2}[^()\[\]{}]{1,6}[)\]}]?\s*\S{0,2}$")


def with_mou(thai: str, latin: str) -> str:
    """A title's line with "(MOU)", which the Thai models can't read, where the English one reads it at its end.

    Args:
        thai, latin: The same line as the Thai and the English model read it.
    """
    if not _MOU.search(latin[-12:]):
        return thai
    return _IN_BRACKETS.sub("(MOU)", thai, count=1)


_WORDS = (
    "บันทึกข้อตกลง", "ข้อตกลง", "ความร่วมมือ", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด", "เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร",
    "ระหว่าง", "ประกอบด้วย", "ดังต่อไปนี้", "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
    "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม", "ผู้รายงาน", "ตำแหน่ง", "หมายเลขโทรศัพท์", "เทศมนตรีตำบล", "เทศมนตรีเมือง", "เทศมนตรีนคร", "บันทึกข้อตกลงฉบับนี้", "บันทึกความร่วมมือ", "บันทึกความเข้าใจ",
)  # fmt: skip
_LETTERS_A_MISTAKE = 6
_WATER = re.compile("น้?า(?=เสีย|ประปา|ท่วม|บาดาล|ดื่ม|อุปโภค)")
"""Services about water are many, of aunts there are none."""
_AT = re.compile(r"^\W*เ[^ร]\u0e35?ยนท\u0e35?[\u0e48-\u0e4b]?(?=\s|[ก-ฮเ-ไ])")
_SIGNED = re.compile("ลง[ชซขฃ][\u0e34-\u0e37]?[\u0e48-\u0e4e]?อ")
_SAO = re.compile(
    r"(?<!\S)(นาย\s?ก?|ปลัด)?(?!\S*(?:บริหาร|งาน|การ)ส่วน(?:ตำบล|จังหวัด))\S{0,15}รส่วน(ตำบล|จังหวัด)(?=[ก-ฮเ-ไ])"
)
"""A stamp over a post hides its first letters more often than the place's name."""
_POSITION = re.compile("ต[\u0e31\u0e48\u0e49\u0e4d]{1,2}าแหน่?ง")


def with_known_words(line: str) -> str:
    """The line with the words that every agreement is built of, where a reading is a letter or two off."""
    line = _AT.sub("เขียนที่", line)
    line = _WATER.sub("น้ำ", _POSITION.sub("ตำแหน่ง", _SIGNED.sub("ลงชื่อ", line)))
    for word in _WORDS:
        line = word.join(_mended(part, word) for part in line.split(word))
    return _SAO.sub(lambda post: f"{(post[1] or '').replace(' ', '')}องค์การบริหารส่วน{post[2]}", line)


def _mended(line: str, word: str) -> str:
    from rapidfuzz.distance import Levenshtein

    most = len(word) // _LETTERS_A_MISTAKE
    nearest = (most + 1, 0, 0, 0)
    for length in range(len(word) - most, len(word) + most + 1):
        for start in range(len(line) - length + 1):
            part = line[start : start + length]
            if part[0] != word[0] and part[-1] != word[-1]:
                continue
            distance = Levenshtein.distance(part, word, score_cutoff=most)
            nearest = min(nearest, (distance, abs(length - len(word)), start, start + length))
    distance, _, start, end = nearest
    found = line[start:end]
    # ส่วนตำบลวัด… is near ส่วนจังหวัด, and spells another word of these.
    if distance > most or any(known in found and known not in word for known in _WORDS):
        return line
    return line[:start] + word + line[end:]
