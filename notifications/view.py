"""An `Answer` as its templates read it. Every kind of reply is rendered from the same views."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from notifications.answer import Answer, SubmissionTold
from notifications.wording import (
    Problems,
    file_of_finding,
    joined,
    one_line,
    place,
    row_words,
    runs,
    shown_to_sender,
)
from storage.words import RowState
from survey.findings import Severity


@dataclass(frozen=True)
class Told:
    """A submission with what is wrong, what is asked for, and what should be known, apart.

    Attributes:
        kept: Which of its rows are stored as they are: "1, 3 ถึง 9"; "" where all are, or none, or it is not known.
    """

    told: SubmissionTold
    errors: Problems
    asked: Problems
    notes: Problems
    kept: str = ""

    @cached_property
    def rows(self) -> tuple[tuple[int, str, tuple[tuple[str, str], ...]], ...]:
        """Its first rows, as many as any part shows: number, service, and what was understood in words."""
        # Cached: text and HTML show the same rows, and most kinds none.
        return tuple(
            (number, one_line(row.service or "ไม่ได้ระบุชื่อบริการ"), row_words(row))
            for number, row in enumerate(self.told.rows[: HTML.rows], 1)
        )


@dataclass(frozen=True, slots=True)
class Most:
    """How much one part of a mail shows: problems one by one, and rows as understood."""

    problems: int
    rows: int


TEXT = Most(problems=20, rows=30)
HTML = Most(problems=150, rows=100)


def views_of(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the templates of a reply may name in the text, and in the HTML."""
    files = file_of_finding(answer)
    in_text = [_told(one, TEXT.problems, files) for one in answer.submissions]
    in_html = in_text
    if any(part.rest for one in in_text for part in (one.errors, one.asked, one.notes)):
        in_html = [_told(one, HTML.problems, files) for one in answer.submissions]
    provinces = list(dict.fromkeys(one_line(s.province) for s in answer.submissions if s.province))
    view = {
        "answer": answer,
        # What came before has its number already; a second one would only be asked about.
        "reference": ", ".join(dict.fromkeys(s.repeats or s.reference for s in answer.submissions)),
        "provinces": provinces,
        "place": "".join(f" จังหวัด{name}" for name in provinces[:2]),
        "errors": sum(s.errors.count for s in in_text),
        "asked": sum(s.asked.count for s in in_text),
        "nil": bool(in_text) and all(s.told.nil for s in in_text),
        "mous": sum(s.told.mous for s in in_text),
        "codes": sorted({f.code for s in answer.submissions for f in shown_to_sender(s)}),
        "tokens": [s.token for s in answer.submissions if s.token],
    }
    return (
        {**view, "submissions": in_text, "most_rows": TEXT.rows},
        {**view, "submissions": in_html, "most_rows": HTML.rows, **_pictures(answer, in_html)},
    )


def _pictures(answer: Answer, submissions: list[Told]) -> dict[str, Any]:
    """Cuttings that stand with a problem, by cell, and those that are left for a place of their own.

    Where several files have some, a cell alone does not say whose picture it is: then all are left.
    """
    found = cuttings_of(answer)
    if sum(bool(file.document and file.document.pictures) for file in answer.files) != 1:
        return {"beside": {}, "cuttings": found}
    told = [one for s in submissions for part in (s.errors, s.asked, s.notes) for one in part.told]
    cells = {cell for problem in told for cell in problem.cells}
    return {
        "beside": {one.cell: one for one in found if one.cell in cells},
        "cuttings": [one for one in found if one.cell not in cells],
    }


@dataclass(frozen=True, slots=True)
class Cutting:
    """The picture of a cell that was not surely read: its Content-ID, the cell's address, the same in words, PNG."""

    content_id: str
    cell: str
    place: str
    content: bytes


MOST_CUTTINGS = 20


def cuttings_of(answer: Answer) -> list[Cutting]:
    """What the HTML part of a reply shows of scanned forms: at most 20 pictures."""
    pictures = [
        (cell, content) for file in answer.files if file.document for cell, content in file.document.pictures
    ]
    return [
        Cutting(f"cell{number}@samruat", cell, place([cell]).strip(), content)
        for number, (cell, content) in enumerate(pictures[:MOST_CUTTINGS], 1)
    ]


def _told(submission: SubmissionTold, most: int, files: dict[int, str]) -> Told:
    shown = shown_to_sender(submission)
    errors = [f for f in shown if f.severity is Severity.ERROR]
    asked = [f for f in shown if f.severity is Severity.WARNING and f.asked]
    notes = [f for f in shown if f.severity is Severity.WARNING and not f.asked]
    left = max(most - len(errors), most // 4)
    return Told(
        submission,
        joined(errors, most, files),
        joined(asked, left, files),
        joined(notes, max(left - len(asked), most // 4), files),
        _kept(submission),
    )


def _kept(submission: SubmissionTold) -> str:
    states = submission.row_states
    if len(states) != len(submission.rows) or RowState.ERROR not in states:
        return ""
    told = [row.seq for row in submission.rows]
    counted = None in told or len(set(told)) < len(told)
    numbers = [i for i, _ in enumerate(told, 1)] if counted else [n for n in told if n is not None]
    return runs([n for n, state in zip(numbers, states, strict=True) if state is not RowState.ERROR])
