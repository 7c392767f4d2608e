"""A row as its form shows it: the value in each of the form's own columns, whatever it is written into."""

from collections.abc import Callable
from datetime import date

from survey.fields import Column
from survey.model import Committee, Cooperation, Regulation, Value

Shown = Value | date

_OF: dict[str, Callable[[Cooperation], Shown]] = {
    "seq": lambda row: row.seq,
    "service": lambda row: row.service,
    "host": lambda row: row.host.name if row.host else None,
    "partners": lambda row: tuple(lao.name for lao in row.partners),
    "signed_on": lambda row: row.signed_on,
    "committee_yes": lambda row: row.committee is Committee.APPOINTED,
    "committee_no": lambda row: row.committee is Committee.NOT_APPOINTED,
    "regulation_yes": lambda row: row.regulation is Regulation.MADE,
    "regulation_no": lambda row: row.regulation is Regulation.NOT_MADE,
    "mou": lambda row: row.mou is True,
    "objective": lambda row: row.objective,
    "problems": lambda row: row.problems,
}


def shown(row: Cooperation, column: Column) -> Shown:
    """The value that stands in a column: True and False for a tick and none, a tuple for several LAOs, a Gregorian day."""
    if column.key in _OF:
        return _OF[column.key](row)
    return next((one.value for one in row.extra if one.field == column.field), None)
