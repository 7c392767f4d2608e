"""Who signed an agreement for a party: of the posts below its signatures those of heads, not of witnesses."""

import re
from collections.abc import Iterator

_SIGNING = re.compile(r"\(?\s*ลงชื่อ|^\s*ลงนาม")
_WITNESS = re.compile(r"[พปผ]ยาน")
_POST = re.compile(r"องค์การ\s*บริหาร\s*ส่วน|เทศบาล|เทศมนตรี|(?<![ก-์])(?:อ\.?บ\.?[ตจ]\.?|ท\.?[ตมน]\.)|เมืองพัทยา")
_HEAD = re.compile(r"นาย\s*ก\s*$")
_DEPUTY = re.compile(r"รอง\s*นาย\s*ก\s*$")
_OFFICER = re.compile(
    r"(?:[ปบ][ลสถ][ัิ-ฺ็-๎]*[ดคต]|หัวหน้า(?:สำนัก)?|ผู้อำนวยการ(?:กอง\S*)?|เลขานุการ|ประธาน(?:สภา)?|สมาชิก(?:สภา)?|นิติกร|สภา)\s*$"
)
_ACTING = re.compile(r"ปฏิบัติ(?:หน้าที่|ราชการ)|รักษาราชการ|(?:ทำ|กระทำ)การแทน|รักษาการ|ผู้รับมอบอำนาจ")


def signers_of(closing: str) -> str:
    """The closing without the names of offices for which somebody was only a witness.

    Signatures stand below each other or in columns, so that a party and a witness may share a line: there the post
    tells them apart.
    """
    return "\n".join(
        "".join(part for part in _parts(line) if _is_signer(part, witnesses))
        for line, witnesses in _with_witnesses(closing)
    )


def _with_witnesses(closing: str) -> Iterator[tuple[str, list[bool]]]:
    """Each line, and of the signatures above it whether they are a witness's."""
    witnesses: list[bool] = []
    is_acting = False
    for line in closing.split("\n"):
        marks = _SIGNING.split(line)[1:]
        if marks:
            witnesses = [_WITNESS.search(mark) is not None for mark in marks]
            is_acting = False
        elif len(witnesses) == 1 and _WITNESS.search(line):
            witnesses = [True]  # the word stands below its signature
        is_acting = is_acting or _ACTING.search(line) is not None
        yield line, [] if is_acting and not any(witnesses) else witnesses


def _parts(line: str) -> Iterator[str]:
    """The line cut before what is said of each office: its head's or officer's post with it."""
    start = 0
    for post in _POST.finditer(line):
        before = line[start : post.start()]
        led = re.search(
            r"(?:รอง\s*)?(?:นาย\s*ก|[ปบ][ลสถ][ัิ-ฺ็-๎]*[ดคต]|ผู้อำนวยการ\S*|หัวหน้า\S*|เลขานุการ|ประธาน\S*|สมาชิก\S*|สภา)\s*$",
            before,
        )
        at = start + led.start() if led else post.start()
        if at > start:
            yield line[start:at]
            start = at
    yield line[start:]


def _is_signer(part: str, witnesses: list[bool]) -> bool:
    post = _POST.search(part)
    if post is None or not witnesses:
        return True
    before = part[: post.start()]
    if all(witnesses):
        return False
    if _HEAD.search(before):
        return not _DEPUTY.search(before) or not any(witnesses)
    return not any(witnesses) and not _OFFICER.search(before)
