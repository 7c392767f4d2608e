"""What was taken that the cell does not say. Shared by all groups: each says in Thai what it assumed."""

from survey.findings import Code, Severity

ASSUMED = Code("assumed", Severity.WARNING, "{what}")
"""`what`: a whole Thai sentence, or derive one by `ASSUMED.saying("…")`."""
