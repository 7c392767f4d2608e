"""Telephone numbers of Thailand as officers write them."""

import re

from survey.thai.digits import arabic

_EXTENSION = re.compile(r"(?:ต่อ|ภายใน|กด|ext\.?|#)\s*[\d,\s/\-]+", re.IGNORECASE)
_RUN = re.compile(r"\+?\d[\d\s().\-]*\d")
_RANGE = re.compile(r"\s*-\s*\d{1,2}$")
_FIXED = re.compile(r"0[2-7]\d{7}")
_MOBILE = re.compile(r"0[689]\d{8}")
_MINISTRY = re.compile(r"มท\.?\s*\d{4,6}")
_NO_ZERO = re.compile(r"(?<![\d+\-(])(?<!\d )[2-9]\d*(?:[ \-]\d+)*(?![\dXx*])")
_LOST = re.compile(r"[2-7]\d{7}|[689]\d{8}")
_SPREADSHEET = re.compile(r"(\d{8,9})\.0")


def is_phone(text: str) -> bool:
    """Whether at least one complete number stands in the text: nine digits (fixed line) or ten (mobile).

    Thai digits, separators, extensions (ต่อ 12), ranges (-4), +66, several numbers and the ministry's own lines
    (มท. 12345) are right; an LINE id or an e-mail address beside it does no harm.
    """
    text = arabic(text)
    if _MINISTRY.search(text):
        return True
    for part in re.split(r"[,/;\n]|หรือ|และ", _EXTENSION.sub(" ", text)):
        for run in _RUN.findall(part):
            if _is_number(run) or any(_is_number(word) for word in run.split()):
                return True
    return False


def with_leading_zero(text: str) -> str:
    """The text as written, the 0 restored where a spreadsheet took it off: 53112233.0 is 053112233."""
    whole = _SPREADSHEET.fullmatch(text.strip())
    return _NO_ZERO.sub(_restored, whole[1] if whole else text)


def _restored(number: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", number[0])
    return "0" + number[0] if _LOST.fullmatch(digits) else number[0]


def _is_number(run: str) -> bool:
    for written in (run, _RANGE.sub("", run)):
        digits = re.sub(r"[^\d+]", "", written)
        digits = re.sub(r"^\+?660?(?=[2-9])", "0", digits) if len(digits) > 10 else digits
        if _FIXED.fullmatch(digits) or _MOBILE.fullmatch(digits):
            return True
    return False
