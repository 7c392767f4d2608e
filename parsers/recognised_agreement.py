"""Which fields of a recognised agreement are certain: those that stand in lines on which two readers agree."""

import re
from collections.abc import Sequence
from datetime import date

from parsers.mou import Parts, annex_pages, split_text
from parsers.mou_parties import find_parties
from parsers.pdf_text import Page
from parsers.usual_texts import is_usual
from survey.fields.recognised_mou import Sure
from survey.model import Mou
from survey.names import province_shared
from survey.thai.dates import find
from survey.thai.text import squeeze


def sure_of(pages: Sequence[Page], mou: Mou, received_on: date) -> Sure:
    """What of the agreement is certain.

    The day must stand in a certain line, the title be printed or of usual words (`parsers.usual_texts`); for the
    parties every line up to the articles must be one, since a party that nobody could read would be missing
    without a word.
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
        parties=len(mou.parties) > 1
        and all(party.code for party in mou.parties)
        and all(line in certain for line in (*lines, *listed))
        and _are_named(mou, parts, "\n".join(listed)),
        day=mou.signed_on is not None
        and any(
            found.reading.value == mou.signed_on
            for line in lines
            if line in certain
            for found in find(line, received_on)
        ),
    )


def _are_named(mou: Mou, parts: Parts, listed: str) -> bool:
    """Whether the parties stand in those lines, not only below signatures."""
    named, _ = find_parties(parts.title_block, parts.preamble, "", listed, "", _province(mou))
    return [party.code for party in named] == [party.code for party in mou.parties]


def _province(mou: Mou) -> str | None:
    return province_shared(party.code for party in mou.parties)


_TITLES = re.compile(r"บันทึกข้อตกลง(?:ความร่วมมือ)?(?:\(MOU\))?|เรื่อง|ความร่วมมือ")


def _is_known(line: str) -> bool:
    rest = _TITLES.sub("", squeeze(line))
    return not rest or is_usual(rest)
