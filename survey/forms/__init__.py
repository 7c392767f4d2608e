"""One module a survey: next year's form is one new file here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module

from survey.fields import FOLDED, Column, FieldGroup
from survey.findings import Code, Finding
from survey.model import Case, Cooperation, Form

RowRule = Callable[[Cooperation, Case], Iterator[Finding]]
FormRule = Callable[[Form, Case], Iterator[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """A survey as data. Each is equal to itself alone: it serves as a key of caches, and is large.

    Attributes:
        title_words: Words of its title; a sheet that bears them may hold the form though its header is unusual.
        groups: Field groups in the order of the form's columns.
        form_rules: Rules over a whole form; those of one row stand in its groups.
        needed: Fields without whose column a row is nothing: lacking it is an error.
        codes: What reading around the table and the form's rules may say; the groups have their own.
    """

    name: str
    title_words: tuple[str, ...]
    groups: tuple[FieldGroup, ...]
    form_rules: tuple[FormRule, ...]
    needed: frozenset[str]
    codes: tuple[Code, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return _columns(self)

    @property
    def printed(self) -> tuple[Column, ...]:
        """The form's own columns, left to right: without those that only officers fold together."""
        return tuple(column for column in self.columns if column.key not in FOLDED)

    @property
    def extra(self) -> dict[str, str]:
        """Field to title of what this survey asks and `Cooperation` has no place of its own for."""
        return {column.field: column.title for column in self.columns if column.field not in _OWN}

    @property
    def row_rules(self) -> tuple[RowRule, ...]:
        return tuple(rule for group in self.groups for rule in group.rules)


@cache
def _columns(survey: Survey) -> tuple[Column, ...]:
    return tuple(column for group in survey.groups for column in group.columns)


_OWN = frozenset(one.name for one in fields(Cooperation))
_UNKNOWN = "{}: no such form; survey/forms/ holds a module of that name for each survey"
_NAME = re.compile(r"be2[5-9]\d\d")


@cache
def named(name: str) -> Survey:
    """The survey that a configuration names: `be2561` is `BE2561` in `survey/forms/be2561.py`.

    Raises:
        UnknownSurveyError: There is no such module.
    """
    if not _NAME.fullmatch(name):
        raise UnknownSurveyError(_UNKNOWN.format(name))
    try:
        module = import_module(f"survey.forms.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"survey.forms.{name}":
            raise
        raise UnknownSurveyError(_UNKNOWN.format(name)) from error
    survey = getattr(module, name.upper())
    assert isinstance(survey, Survey)
    return survey


class UnknownSurveyError(ValueError):
    """No module under `survey/forms/` bears the name."""
