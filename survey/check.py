"""What is wrong with a form once it is read: the rules of its rows, and those of the whole."""

from survey.findings import Finding
from survey.forms import Survey, named
from survey.model import Case, Form


def check(form: Form, case: Case, spec: Survey | None = None) -> tuple[Finding, ...]:
    """Findings of all rules in one pass; what a cell itself says was found when it was read."""
    spec = spec or named(case.survey)
    rules = spec.row_rules
    of_rows = [finding for row in form.rows for rule in rules for finding in rule(row, case)]
    of_form = [finding for form_rule in spec.form_rules for finding in form_rule(form, case)]
    return (*of_form, *of_rows)
