"""Which fields of a recognised agreement are certain: those that stand in lines on which two readers agree."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from parsers.mou import annex_pages, split_text
from parsers.pdf_text import Page
from parsers.recognised_parties import sure_parties
from parsers.usual_texts import is_usual
from survey.fields.recognised_mou import Sure
from survey.model import Mou
from survey.registry import registry
from survey.thai.dates import find
from survey.thai.text import squeeze


def sure_of(pages: Sequence[Page], mou: Mou, received_on: date) -> Sure:
    """What of the agreement is certain.

    The day must stand in a certain line, the title be printed or of usual words (`parsers.usual_texts`), an amphoe
    and a province; of the parties see `parsers.recognised_parties`.
    """
    parts = split_text("\n".join(page.text for page in pages if page.ok))
    printed = {line for page in pages if not page.recognised for line in page.text.split("\n")}
    certain = printed.union(*(page.sure for page in pages))
    titles = [line for line in parts.title.split("\n") if line.strip()]
    lines = [line for line in f"{parts.cover}\n{parts.preamble}".split("\n") if squeeze(line)]
    annex = set(annex_pages(list(pages)))
    listed = [
        line for page in pages if page.number in annex for line in page.text.split("\n") if squeeze(line)
    ]
    return Sure(
        title=bool(titles)
        and all(line in printed or (line in certain and _is_known(line)) for line in titles),
        parties=sure_parties(pages, mou, parts, (*lines, *listed), "\n".join(listed), certain),
        day=mou.signed_on is not None
        and any(
            found.reading.value == mou.signed_on
            for line in lines
            if line in certain
            for found in find(line, received_on)
        ),
    )


_TITLES = re.compile(
    r"บันทึก(?:ข้อตกลง|ความเข้าใจ|การตกลง)?|\(MOU\)|เรื่อง|ว่าด้วย|ความร่วมมือ(?:ใน|ด้าน)?|(?:ใน)?(?:เขต|ของกลุ่ม)?(?:พื้นที่)?(?=อำเภอ)"
)


def _is_known(line: str) -> bool:
    rest = _without_places(_TITLES.sub("", squeeze(line)))
    return not rest or is_usual(rest)


def _without_places(text: str) -> str:
    """The text without an amphoe and a province that the registry has."""
    for province in registry().provinces:
        if text.endswith(f"จังหวัด{province}"):
            text = text.removesuffix(f"จังหวัด{province}")
            break
    before, _, amphoe = text.rpartition("อำเภอ")
    return before if amphoe in _amphoes() else text


@cache
def _amphoes() -> frozenset[str]:
    return frozenset(lao.amphoe for lao in registry().by_code.values() if lao.amphoe)
