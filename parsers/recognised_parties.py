"""When the parties of a recognised agreement are certain: each is named in a certain line, and no other one may be lost.

No doubtful line hides one, nobody else signed, and an annexed list has all its numbers.
"""

import re
from collections.abc import Collection, Sequence

from parsers.mou import Parts
from parsers.mou_parties import find_parties
from parsers.mou_signers import signers_of
from parsers.pdf_text import Page
from survey.model import Mou
from survey.names import find_in_prose, province_shared
from survey.recognised_names import looks
from survey.thai.digits import arabic
from survey.thai.text import squeeze

_TYPES = ("องค์การบริหารส่วน", "ส่วนตำบล", "เทศบาล", "เทศมนตรี")
_LIKE = 60
"""Of 100: how much of a type's word a doubtful line must have, letters that look alike taken for the same, to name a party."""
_SHORTEST = 5
"""Letters of a doubtful line below which it names nobody: a piece of an emblem, the end of a word."""
_SHORT_TYPE = re.compile(r"(?<![ก-์])(?:อ\.?\s?บ\.?\s?[ตจ]|ท\.?\s?[ตมน]\.)")
_BARRIER = " โดย "
"""In place of a doubtful line: no name runs over it."""


def sure_parties(
    pages: Sequence[Page], mou: Mou, parts: Parts, lines: Sequence[str], listed: str, certain: Collection[str]
) -> bool:
    """Whether these are the parties, and all of them.

    Args:
        lines: Those that may name a party: cover, preamble and annexed list, whose text is `listed`.
        certain: The lines that are.
    """
    codes = [party.code for party in mou.parties]
    province = province_shared(codes)
    if len(codes) < 2 or None in codes or province is None:
        return False
    named, told = find_parties(parts.title_block, parts.preamble, "", listed, "", province)
    if [party.code for party in named] != codes or told:
        return False
    signers = {match.lao.code for match in find_in_prose(signers_of(parts.closing), province)}
    if not signers <= set(codes) or not _is_whole(listed, len(codes)):
        return False
    doubtful = [line for line in lines if line not in certain]
    if doubtful and any(_SHORT_TYPE.search(line) for line in lines):
        return False  # too short to be missed where it was misread
    whole = "\n".join(
        line if line in certain else _BARRIER for page in pages for line in page.text.split("\n")
    )
    borne_out = {match.lao.code for match in find_in_prose(whole, province)}
    others = _other_readings(pages)
    return borne_out >= set(codes) and not any(
        _hides(text, codes, province) for line in doubtful for text in (line, others.get(line, line))
    )


def _is_whole(listed: str, count: int) -> bool:
    """Whether an annexed list's own numbers say that no line of it was lost."""
    numbers = {int(number[1]) for line in arabic(listed).split("\n") if (number := _NUMBER.match(line))}
    return not listed or set(range(1, count + 1)) == numbers


_NUMBER = re.compile(r"\W*(\d{1,3})(?:\s*[.)]|\s|$)")


def _other_readings(pages: Sequence[Page]) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in pages:
        found |= dict(zip(page.text.split("\n"), (page.other_reading or "").split("\n"), strict=False))
    return found


def _hides(line: str, codes: Collection[str | None], province: str) -> bool:
    """Whether a doubtful line may name a party that is not among these."""
    from rapidfuzz import fuzz

    if len(squeeze(line)) < _SHORTEST:
        return False
    seen = looks(line)
    if all(fuzz.partial_ratio(looks(word), seen) < _LIKE for word in _TYPES):
        return False
    found = {match.lao.code for match in find_in_prose(line, province)}
    return not found or not found <= set(codes) or len(_ANY_TYPE.findall(line)) > len(found)


_ANY_TYPE = re.compile("ส่วน|เทศบาล|เทศมนตรี")
