"""Which cell "ข้อ 2: 5 พ.ย. 2561" means: the second of our list, or the form's row 2, where only one of them can take it.

A value that is no day can't answer a question for a day, and so on: what a cell asks for decides, never a guess.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from storage.records import StoredRow
from survey.cells import Cell, split_address
from survey.fields.tick_marks import Tick, tick_of
from survey.findings import Finding, Severity
from survey.names import match
from survey.thai.dates import Kind, read

Place = tuple[str, str]
"""File and cell."""

_BY_NUMBER = re.compile(
    r"^\W*(?:(?P<ours>ข้อ)|(?P<row>ลำดับ|รายการ))(?:ที่)?\s*(?P<number>[0-9]{1,3})(?![0-9/])\s*[.)]?"
    r"\s*(?:(?:ขอ)?แก้(?:ไข)?เป็น|(?:วันที่(?:ลงนาม)?|เจ้าภาพ|(?:ผู้|ที่)?ร่วมลงนาม)?\s*(?:ที่)?ถูกต้อง(?:คือ|เป็น)|คือ|เป็น|ระบุ(?:เป็น|ว่า)?|[:=：\-–—→>\s])*\s*(?P<value>\S.*?)\s*(?:ครับ|ค่ะ|คะ)?[.]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """What we asked about one cell.

    Attributes:
        numbers: Its numbers in our lists (errors and questions are counted apart).
        seq: Number of the form's row that it stands in.
    """

    place: Place
    field: str | None
    numbers: frozenset[int]
    seq: int | None


@dataclass(frozen=True, slots=True)
class NumberedQuestions:
    """The questions of one list of errors, and who was asked."""

    questions: tuple[_Question, ...] = ()
    province: str | None = None
    received_on: date = field(default=date.max)

    def read_line(self, line: str) -> tuple[Place | None, tuple[int, int]] | None:
        """Place that a numbered line answers (None: not surely one) and where its value stands; None: no such line.

        Args:
            line: With ASCII digits.
        """
        found = _BY_NUMBER.match(line)
        if found is None:
            return None
        number, value = int(found["number"]), found["value"].strip(" “”\"'")
        places = {
            question.place
            for question in self.questions
            if (question.seq == number or (found["ours"] and number in question.numbers))
            and self._may_answer(question.field, value)
        }
        return (places.pop() if len(places) == 1 else None), found.span("value")

    def _may_answer(self, name: str | None, value: str) -> bool:
        accepts = _ACCEPTS.get(name or "")
        return accepts is not None and accepts(value, self)


def _is_day(value: str, asked: NumberedQuestions) -> bool:
    return read(value, asked.received_on).kind is Kind.OK


def _is_lao(value: str, asked: NumberedQuestions) -> bool:
    return all(match(part, asked.province).certain for part in re.split(r"[,\n]", value))


def _is_answer(value: str, asked: NumberedQuestions) -> bool:
    return tick_of(Cell("", value)) in (Tick.WORDS, Tick.NOT)


def _is_text(value: str, asked: NumberedQuestions) -> bool:
    others = (_is_day, _is_lao, _is_answer)
    return re.search("[ก-ฮ]{2}", value) is not None and not any(one(value, asked) for one in others)


_ACCEPTS: dict[str, Callable[[str, NumberedQuestions], bool]] = {
    "signed_on": _is_day,
    "host": _is_lao,
    "partners": _is_lao,
    "committee": _is_answer,
    "regulation": _is_answer,
    "service": _is_text,
    "objective": _is_text,
}


def numbered_questions(
    findings: Sequence[tuple[str | None, Finding]],
    rows: Sequence[StoredRow],
    province: str | None,
    received_on: date,
) -> NumberedQuestions:
    """The questions that a version's findings were told as, numbered as in the list that its sender got."""
    numbers: dict[Place, set[int]] = {}
    asked: dict[Place, str | None] = {}
    for listed in (_listed(findings, errors=True), _listed(findings, errors=False)):
        for number, group in enumerate(listed, 1):
            for file, finding in group:
                if file is None or finding.cell is None:
                    continue
                asked[file, finding.cell] = finding.field
                if len(group) == 1:  # one sentence for several cells: its number says not which
                    numbers.setdefault((file, finding.cell), set()).add(number)
    return NumberedQuestions(
        tuple(
            _Question(place, name, frozenset(numbers.get(place, ())), _seq_of(place[1], rows))
            for place, name in asked.items()
        ),
        province,
        received_on,
    )


_Group = list[tuple[str | None, Finding]]


def _listed(findings: Sequence[tuple[str | None, Finding]], *, errors: bool) -> Iterator[_Group]:
    """Findings of one list, those with equal sentences as one, in its order."""
    by_message: dict[str, _Group] = {}
    for file, finding in findings:
        wrong = finding.severity is Severity.ERROR
        if wrong if errors else finding.asked and not wrong:
            by_message.setdefault(finding.message, []).append((file, finding))
    yield from by_message.values()


def _seq_of(cell: str, rows: Sequence[StoredRow]) -> int | None:
    """Number of the row whose lines hold a cell: the last that begins at or above it; None where numbers repeat."""
    sheet, line, _ = split_address(cell)
    told = [stored.row.seq for stored in rows]
    best: StoredRow | None = None
    for stored in rows:
        other, begins, _ = split_address(stored.row.cell)
        if other == sheet and begins <= line:
            best = stored
    return best.row.seq if best is not None and told.count(best.row.seq) == 1 else None
