"""A pair of tick columns folded into one: which of the options that the cell names is chosen."""

import re
from dataclasses import dataclass

from survey.cells import Cell
from survey.fields.tick_marks import Tick, tick_of

_MOU = r"(?:m\.?o\.?u\.?|บันทึกข้อตกลง)"
_NOT_YET = r"(?:ยัง)?(?:ไม่|มิ)(?:ได้|มี)?(?:การ)?|(?:อยู่)?ระหว่าง(?:การ)?(?:ดำเนินการ)?|กำลัง|เตรียม|จะ"
_MARK = r"[☑☒☐✓✔□■√✗✘▢⬜]\ufe0f?|^\s*[/xX✕×]|[\[(][^\])ก-๎]{0,3}[\])]"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the cell chooses.

    Attributes:
        answer: Of the pair: True yes, False no, None where neither is chosen.
        mou: Whether ทำ MOU is chosen; None where the cell does not name it.
        rest: What stands there besides ทำ MOU, for reading as words; "" where the options said all.
    """

    answer: bool | None = None
    mou: bool | None = None
    rest: str = ""


class Options:
    """The words by which one folded column answers.

    Args:
        yes, no: The titles of the pair's columns: "จัดทำ", "ไม่ได้จัดทำ".
        deed: What both have in common: "จัดทำ".
        mou: The column may name ทำ MOU too.
    """

    def __init__(self, deed: str, *, mou: bool = False) -> None:
        self._mou = mou
        own = rf"(?:จัด)?(?:ทำ)?\s*{_MOU}(?:\s*\(?{_MOU}\)?)?" if mou else r"(?!)"
        self._option = re.compile(
            rf"(?P<mark>{_MARK})?\s*(?:(?P<no_mou>(?:{_NOT_YET})\s*{own})|(?P<mou>{own})|"
            rf"(?P<no>(?:ยัง)?(?:ไม่|มิ)(?:ได้)?{deed})|(?P<yes>{deed}))",
            re.IGNORECASE,
        )

    def chosen(self, text: str) -> Chosen | None:
        """What the cell chooses; None where it names several options that exclude each other, or none surely."""
        found = list(self._option.finditer(text))
        marked = [option for option in found if option["mark"]]
        if marked and (len(found) > 1 or found[0].lastgroup in _OF_MOU):
            return self._by_marks(found, marked)
        kinds = {option.lastgroup for option in found}
        if {"yes", "no"} <= kinds or {"mou", "no_mou"} <= kinds:
            return None
        rest = self._option.sub(lambda option: "" if option["mou"] or option["no_mou"] else option[0], text)
        mou = "mou" in kinds if kinds & {"mou", "no_mou"} else None
        return Chosen(None, mou, _JOINING.sub("", rest.strip()) if mou is not None else text)

    def _by_marks(self, found: list[re.Match[str]], marked: list[re.Match[str]]) -> Chosen | None:
        """`☑ จัดทำ ☐ ไม่ได้จัดทำ`: every option has its box, or only the first is marked. `☐ ทำ MOU` alone is not ticked."""
        if len(marked) != len(found) and marked != found[:1]:
            return None
        ticks = {option: tick_of(Cell("", option["mark"].strip())) for option in marked}
        if Tick.UNKNOWN in ticks.values():
            return None
        if len(found) == 1 and found[0]["mark"].strip() in _CROSSES:
            return None
        ticked = {option.lastgroup for option, tick in ticks.items() if tick is not Tick.NONE}
        if {"yes", "no"} <= ticked or (not ticked and len(marked) != len(found)):
            return None
        answer = "yes" in ticked if ticked & {"yes", "no"} else None
        named = any(option.lastgroup in _OF_MOU for option in found)
        return Chosen(answer, "mou" in ticked if named else None)


_OF_MOU = frozenset({"mou", "no_mou"})
_CROSSES = frozenset("xX✕×✗✘")
"""Without a box around it, before an option that stands alone, a cross may choose it or strike it out."""
_JOINING = re.compile(r"^(?:และ|แต่|,|/|\s)+|(?:และ|แต่|,|/|\s)+$")

COMMITTEE_OPTIONS = Options("แต่งตั้ง")
REGULATION_OPTIONS = Options("จัดทำ", mou=True)
