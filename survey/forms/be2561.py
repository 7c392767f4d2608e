"""The survey of the letter of October 2018 (BE 2561): twelve columns under a two-row header."""

from survey.fields.dates import FORM_RULES, SIGNED_ON
from survey.fields.heading import CODES, RULES
from survey.fields.laos import LAOS
from survey.fields.texts import OBJECTIVE, PROBLEMS, SEQ, SERVICE
from survey.fields.ticks import COMMITTEE, REGULATION
from survey.forms import Survey
from survey.rules import CODES as TABLE_CODES
from survey.rules import duplicate_row, no_rows

BE2561 = Survey(
    name="be2561",
    title_words=("แบบสำรวจ", "ความร่วมมือ"),
    groups=(SEQ, SERVICE, LAOS, SIGNED_ON, COMMITTEE, REGULATION, OBJECTIVE, PROBLEMS),
    form_rules=(*RULES, no_rows, *FORM_RULES, duplicate_row),
    needed=frozenset({"service", "host", "partners"}),
    codes=(*CODES, *TABLE_CODES),
)
