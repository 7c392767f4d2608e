"""Committee, regulation, MOU: pairs of tick columns, and how this file's officer ticks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from survey.cells import Cell
from survey.fields import FieldGroup, Reading, RowCells, first_filled, joined
from survey.fields.assumed import ASSUMED
from survey.fields.tick_columns import COMMITTEE_COLUMNS, REGULATION_COLUMNS
from survey.fields.tick_marks import Tick, tick_of
from survey.fields.tick_words import COMMITTEE_OPTIONS, REGULATION_OPTIONS, Options
from survey.fields.unreadable import CELL_UNREADABLE, error_of, is_unreadable, unreadable
from survey.findings import Code, Finding, Severity
from survey.model import Committee, Regulation
from survey.thai.text import squeeze

COMMITTEE_MISSING = Code(
    "committee_missing",
    Severity.WARNING,
    "ยังไม่ได้ระบุว่าแต่งตั้งคณะกรรมการบริหารกิจการที่จัดทำความร่วมมือหรือไม่ กรุณาทำเครื่องหมาย ✓ ในช่อง “แต่งตั้ง” หรือ “ไม่ได้แต่งตั้ง”",
    asked=True,
    field="committee",
)
COMMITTEE_CONTRADICTION = Code(
    "committee_contradiction",
    Severity.ERROR,
    "ทำเครื่องหมาย “{found}” ทั้งช่อง “แต่งตั้ง” และ “ไม่ได้แต่งตั้ง” กรุณาทำเครื่องหมาย ✓ เพียงช่องเดียว",
    field="committee",
)
REGULATION_MISSING = Code(
    "regulation_missing",
    Severity.WARNING,
    "ยังไม่ได้ระบุระเบียบข้อตกลง กรุณาทำเครื่องหมาย ✓ ในช่อง “จัดทำ” “ไม่ได้จัดทำ” หรือ “ทำ MOU”",
    asked=True,
    field="regulation",
)
REGULATION_CONTRADICTION = Code(
    "regulation_contradiction",
    Severity.ERROR,
    "ทำเครื่องหมาย “{found}” ทั้งช่อง “จัดทำ” และ “ไม่ได้จัดทำ” กรุณาทำเครื่องหมาย ✓ เพียงช่องเดียว",
    field="regulation",
)
_UNDECIDED = "เครื่องหมาย “{found}” ในช่อง “{title}” แปลความหมายไม่ได้ กรุณาทำเครื่องหมาย ✓ ในช่องที่ตรงกับข้อเท็จจริง"
_TAKEN = "ช่อง “{title}” ระบุว่า “{found}” จึงถือว่า{meaning} หากไม่ถูกต้อง กรุณาแจ้ง"


@dataclass(frozen=True, slots=True)
class Marks:
    """How one file ticks; learnt from it, thrown away with it.

    Attributes:
        cross_is_yes: The file has no ✓ and the like, so that its ✗ are the ticks.
        circle_is_yes: The same for ○.
        cross_stands_for_no: Some pair of the file holds a ✓ and a ✗.
        seen: What the file's tick columns hold.
        own: A sign or short word by which this file ticks, and no other does; "" where there is none.
        lone_cross: Of all its marks one alone is a ✗, which may be a slip.
    """

    cross_is_yes: bool = True
    circle_is_yes: bool = True
    cross_stands_for_no: bool = False
    seen: frozenset[Tick] = frozenset()
    own: str = ""
    lone_cross: bool = False

    @property
    def are_two(self) -> bool:
        """Crosses beside circles, and no ✓: one of them may be the yes, nobody can say which."""
        return self.cross_is_yes and {Tick.CROSS, Tick.CIRCLE} <= self.seen

    def is_yes(self, tick: Tick) -> bool:
        if tick is Tick.CROSS:
            return self.cross_is_yes
        if tick is Tick.CIRCLE:
            return self.circle_is_yes
        return tick in (Tick.YES, Tick.WORDS)


_PAIRS = (("committee_yes", "committee_no"), ("regulation_yes", "regulation_no"))
_KEYS = ("committee_yes", "committee_no", "committee", "regulation_yes", "regulation_no", "regulation", "mou")
_DOUBTFUL = frozenset({Tick.OTHER_WORDS, Tick.MOU, Tick.UNKNOWN})
_MARKED = frozenset({Tick.YES, Tick.CROSS, Tick.CIRCLE, Tick.WORDS}) | _DOUBTFUL


def learn(columns: Mapping[str, Sequence[Cell]]) -> Marks:
    """What this file's marks mean.

    Args:
        columns: Column key to its cells over all rows of the file, each column in the same order of rows.
    """
    ticks = {key: [tick_of(cell) for cell in columns[key]] for key in _KEYS if key in columns}
    seen = frozenset(tick for column in ticks.values() for tick in column)
    beside = any(
        {first, second} == {Tick.YES, Tick.CROSS}
        for yes, no in _PAIRS
        for first, second in zip(ticks.get(yes, ()), ticks.get(no, ()), strict=False)
    )
    crosses = sum(tick is Tick.CROSS for column in ticks.values() for tick in column)
    own = _own_sign(columns, ticks, seen)
    return Marks(Tick.YES not in seen, Tick.YES not in seen, beside, seen, own, lone_cross=crosses == 1)


def _own_sign(
    columns: Mapping[str, Sequence[Cell]], ticks: Mapping[str, list[Tick]], seen: frozenset[Tick]
) -> str:
    """The one sign that nobody else uses, where it answers each pair of the file that is answered, and always alone."""
    if not seen <= {Tick.NONE, Tick.UNKNOWN, Tick.OTHER_WORDS}:
        return ""
    signs = {
        cell.text.strip()
        for key, column in ticks.items()
        for cell, tick in zip(columns[key], column, strict=True)
        if tick is not Tick.NONE
    }
    pairs = [(yes, no) for yes, no in _PAIRS if yes in ticks and no in ticks]
    answers = [
        (first is Tick.NONE) + (second is Tick.NONE)
        for yes, no in pairs
        for first, second in zip(ticks[yes], ticks[no], strict=False)
    ]
    sign = signs.pop() if len(signs) == 1 else ""
    if len(sign) > _LONGEST_SIGN or any(letter.isdigit() for letter in sign):
        return ""
    return sign if 0 not in answers and answers.count(1) >= _OFTEN else ""


_LONGEST_SIGN, _OFTEN = 5, 3


def _understood(cells: RowCells, reading: Reading) -> RowCells:
    """The cells with the file's own sign as ✓."""
    own = _marks(reading).own
    if not own:
        return cells
    return {
        key: [replace(cell, text="✓") if cell.text.strip() == own else cell for cell in column]
        if key in _KEYS
        else column
        for key, column in cells.items()
    }


@dataclass(slots=True)
class _Group:
    """One pair of columns as the sentences name it."""

    field: str
    yes_words: str
    no_words: str
    contradiction: Code
    options: Options


_COMMITTEE = _Group("committee", "แต่งตั้ง", "ไม่ได้แต่งตั้ง", COMMITTEE_CONTRADICTION, COMMITTEE_OPTIONS)
_REGULATION = _Group("regulation", "จัดทำ", "ไม่ได้จัดทำ", REGULATION_CONTRADICTION, REGULATION_OPTIONS)


def read_committee(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
    """`appointed`, `not_appointed`, or None with a finding (none where the table lacks the columns)."""
    cells = _understood(cells, reading)
    answer, findings = _answer(cells, reading, _COMMITTEE)
    values = {True: Committee.APPOINTED, False: Committee.NOT_APPOINTED}
    if answer is None and not findings and _complete(cells, "committee"):
        findings.append(COMMITTEE_MISSING.at(_first_cell(cells, "committee")))
    return {"committee": None if answer is None else values[answer]}, findings


def read_regulation(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
    """`made`, `not_made` or None, and whether an MOU was made; only ทำ MOU ticked is no fault."""
    cells = _understood(cells, reading)
    answer, findings = _answer(cells, reading, _REGULATION)
    mou, more = _mou(cells, reading)
    findings += more
    values = {True: Regulation.MADE, False: Regulation.NOT_MADE}
    if answer is None and not mou and not findings and _complete(cells, "regulation"):
        findings.append(REGULATION_MISSING.at(_first_cell(cells, "regulation")))
    return {"regulation": None if answer is None else values[answer], "mou": mou}, findings


def _complete(cells: RowCells, field: str) -> bool:
    """Whether the table has all that answers: a lacking column is told once, not in each row."""
    return field in cells or (f"{field}_yes" in cells and f"{field}_no" in cells)


def _first_cell(cells: RowCells, field: str) -> Cell:
    return (cells.get(f"{field}_yes") or cells[field])[0]


_Answer = tuple[bool | None, list[Finding]]


def _answer(cells: RowCells, reading: Reading, group: _Group) -> _Answer:
    yes, no = cells.get(f"{group.field}_yes"), cells.get(f"{group.field}_no")
    folded = cells.get(group.field)
    if yes is None and no is None:
        return _folded(folded, reading, group) if folded else (None, [])
    for column, title in ((yes, group.yes_words), (no, group.no_words)):
        for cell in column or ():
            if _is_lost(cell):
                return None, [unreadable(cell, f"ช่อง “{title}”", group.field)]
    first, second = _strongest(yes or ()), _strongest(no or ())
    for tick, column, title in ((first, yes, group.yes_words), (second, no, group.no_words)):
        if tick is Tick.DOUBT and column:
            return None, [_undecided(_marked(column), title, group.field)]
    if (spanning := _spans(yes or (), reading)) is not None:
        return _spanning(spanning, first, group)
    if (spanning := _spans(no or (), reading)) is not None and second is not Tick.NOT:
        return None, [_undecided(spanning, group.no_words, group.field)]
    if first in _MARKED and second in _MARKED:
        return _both(yes or (), no or (), first, second, group)
    if first is Tick.NONE and second is Tick.NONE:
        # Without a column for the no, "ไม่มี" under the yes is the answer.
        key = squeeze(joined(yes or ())) if no is None else ""
        return (False, []) if key.startswith("ไม่มี") or key in _NO_WORDS else (None, [])
    return _one(yes or (), no or (), first, second, _marks(reading), group)


def _spans(column: Sequence[Cell], reading: Reading) -> Cell | None:
    """The cell with a mark that is merged over the column and others beside it."""
    if not reading.spanning:
        return None
    return next(
        (cell for cell in column if cell.at in reading.spanning and tick_of(cell) is not Tick.NONE), None
    )


def _both(yes: Sequence[Cell], no: Sequence[Cell], first: Tick, second: Tick, group: _Group) -> _Answer:
    """Both columns are marked: ✓ beside ✗ is the ✓, the same twice says nothing."""
    certain = (Tick.YES, Tick.WORDS)
    if (first in certain) != (second in certain):
        weaker, at = (second, no) if first in certain else (first, yes)
        if weaker in (Tick.CROSS, Tick.CIRCLE):
            return first in certain, []
        if weaker is Tick.UNKNOWN:
            return None, [
                _undecided(_marked(at), group.no_words if at is no else group.yes_words, group.field)
            ]
    found = joined([*yes[:1], *no[:1]]) or _marked(yes).text
    if first is second or {first, second} <= {*certain, Tick.OTHER_WORDS, Tick.MOU}:
        return None, [
            group.contradiction.at(_marked(yes), found=_marked(yes).text if first is second else found)
        ]
    return None, [_undecided(_marked(yes), group.yes_words, group.field)]


def _one(
    yes: Sequence[Cell], no: Sequence[Cell], first: Tick, second: Tick, marks: Marks, group: _Group
) -> _Answer:
    """One column is marked, or words say what a mark would."""
    if second is Tick.NOT or (first is Tick.NOT and second is Tick.NONE):
        at = no if second is Tick.NOT else yes
        if first in _MARKED:
            found = joined([_marked(yes), _marked(no)]).replace("\n", " ")
            return None, [group.contradiction.at(_marked(yes), found=found)]
        return False, [] if at is no else [_taken(_marked(at), group.yes_words, group.no_words, group.field)]
    if first is Tick.NOT:
        return False, []  # "ไม่ได้แต่งตั้ง" written under แต่งตั้ง, and ticked where it belongs
    tick, at, title, meaning = (
        (first, yes, group.yes_words, True) if first in _MARKED else (second, no, group.no_words, False)
    )
    cell = _marked(at)
    if tick is Tick.CROSS and marks.cross_stands_for_no:
        return None, [_undecided(cell, title, group.field)]
    if tick is Tick.WORDS and not meaning:
        return None, [_undecided(cell, title, group.field)]  # "แต่งตั้งแล้ว" under ไม่ได้แต่งตั้ง
    doubtful = tick in _DOUBTFUL or (
        meaning and tick is not Tick.WORDS and tick is not Tick.YES and not marks.is_yes(tick)
    )
    return meaning, [_taken(cell, title, title, group.field)] if doubtful else []


def _spanning(cell: Cell, tick: Tick, group: _Group) -> _Answer:
    """A cell merged over the pair: words may say which, a mark can't."""
    if tick in (Tick.WORDS, Tick.NOT):
        answer = tick is Tick.WORDS
        words = group.yes_words if answer else group.no_words
        return answer, [_taken(cell, f"{group.yes_words}/{group.no_words}", words, group.field)]
    return None, [group.contradiction.at(cell, found=cell.text)]


def _folded(column: Sequence[Cell], reading: Reading, group: _Group) -> _Answer:
    """Both answers in one column: words, or a mark that means yes or no."""
    for cell in column:
        if _is_lost(cell):
            return None, [unreadable(cell, f"ช่อง “{group.yes_words}”", group.field)]
    cell, text = first_filled(column), joined(column)
    if not squeeze(text) and _strongest(column) is Tick.NONE:
        return None, []
    chosen = group.options.chosen(text)
    if chosen is None:
        return None, [_undecided(cell, group.yes_words, group.field)]
    if chosen.answer is not None or not chosen.rest:
        return chosen.answer, []
    tick = _strongest(column) if chosen.rest == text else tick_of(Cell(cell.at, chosen.rest))
    key = squeeze(chosen.rest)
    if key.startswith("ไม่มี") or key in _NO_WORDS or any(one.value is False for one in column):
        return False, []
    if tick in (Tick.WORDS, Tick.NOT):
        return tick is Tick.WORDS, []
    if tick in (Tick.YES, Tick.CROSS, Tick.CIRCLE):
        if tick is not Tick.YES and _marks(reading).are_two:
            return None, [_undecided(cell, group.yes_words, group.field)]
        answer = _marks(reading).is_yes(tick)
        words = group.yes_words if answer else group.no_words
        return answer, [_taken(cell, group.yes_words, words, group.field)]
    return (None, []) if tick is Tick.NONE else (None, [_undecided(cell, group.yes_words, group.field)])


_NO_WORDS = frozenset({"ไม่", "ไม่ใช่", "no", "n", "false", "0"})


def _mou(cells: RowCells, reading: Reading) -> tuple[bool | None, list[Finding]]:
    column = cells.get("mou")
    if column is None:
        chosen = REGULATION_OPTIONS.chosen(joined(cells.get("regulation", ())))
        return (chosen.mou if chosen else None), []
    for cell in column:
        if _is_lost(cell):
            return None, [unreadable(cell, "ช่อง “ทำ MOU”", "mou")]
    tick, cell = _strongest(column), _marked(column)
    beside = (*cells.get("regulation_yes", ()), *cells.get("regulation_no", ()))
    if tick is Tick.NONE and _spans(beside, reading) is not None:
        return None, []  # the mark that may lie over this column is told already
    if tick in (Tick.NONE, Tick.NOT):
        return False, []
    if tick is Tick.OTHER_WORDS:
        return True, [_taken(cell, "ทำ MOU", "ทำ MOU", "mou")]
    marks = _marks(reading)
    if tick in (Tick.UNKNOWN, Tick.DOUBT) or (marks.are_two and tick in (Tick.CROSS, Tick.CIRCLE)):
        return None, [_undecided(cell, "ทำ MOU", "mou")]
    if tick is Tick.CROSS and marks.lone_cross and not marks.cross_is_yes:
        return False, [_taken(cell, "ทำ MOU", "ไม่ได้ทำ MOU", "mou")]
    return tick is Tick.MOU or marks.is_yes(tick), []


def _strongest(column: Sequence[Cell]) -> Tick:
    """Of a row's lines the one that says most."""
    if len(column) == 1:
        return tick_of(column[0])
    order = (
        Tick.YES,
        Tick.WORDS,
        Tick.DOUBT,
        Tick.CROSS,
        Tick.CIRCLE,
        Tick.MOU,
        Tick.OTHER_WORDS,
        Tick.UNKNOWN,
        Tick.NOT,
    )
    ticks = {tick_of(cell) for cell in column}
    return next((tick for tick in order if tick in ticks), Tick.NONE)


def _marked(column: Sequence[Cell]) -> Cell:
    return next((cell for cell in column if tick_of(cell) is not Tick.NONE), column[0])


def _is_lost(cell: Cell) -> bool:
    return error_of(cell) is not None or (is_unreadable(cell) and tick_of(cell) is Tick.UNKNOWN)


def _marks(reading: Reading) -> Marks:
    return reading.marks if isinstance(reading.marks, Marks) else Marks()


def _undecided(cell: Cell, title: str, field: str) -> Finding:
    return replace(CELL_UNREADABLE, field=field).saying(_UNDECIDED).at(cell, title=title, found=cell.text)


def _taken(cell: Cell, title: str, meaning: str, field: str) -> Finding:
    return (
        replace(ASSUMED, field=field).saying(_TAKEN).at(cell, title=title, found=cell.text, meaning=meaning)
    )


COMMITTEE = FieldGroup(
    name="committee",
    columns=COMMITTEE_COLUMNS,
    read=read_committee,
    codes=(COMMITTEE_MISSING, COMMITTEE_CONTRADICTION, CELL_UNREADABLE, ASSUMED),
)
REGULATION = FieldGroup(
    name="regulation",
    columns=REGULATION_COLUMNS,
    read=read_regulation,
    codes=(REGULATION_MISSING, REGULATION_CONTRADICTION, CELL_UNREADABLE, ASSUMED),
)
