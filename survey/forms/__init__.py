"""One module a survey: next year's form is one new file here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from survey.fields import Column, FieldGroup
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
        return tuple(column for group in self.groups for column in group.columns)

    @property
    def row_rules(self) -> tuple[RowRule, ...]:
        return tuple(rule for group in self.groups for rule in group.rules)
