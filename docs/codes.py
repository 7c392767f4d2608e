"""Writes docs/codes.md: every problem code with its severity and its Thai sentence. Run: python docs/codes.py"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "codes.md"
sys.path.insert(0, str(ROOT))

from parsers import column_findings, form, refused  # noqa: E402
from survey import rows, submission  # noqa: E402
from survey.fields import recognised  # noqa: E402
from survey.findings import Code, Severity  # noqa: E402
from survey.forms.be2561 import BE2561  # noqa: E402

HEAD = """# Problem codes

Written by `python docs/codes.py` from the code itself; a test fails where this page is stale. What a code means and its
default severity are agreed in the outside contract, section 5; each can be changed in `[rules]` of the configuration.

- **error**: the survey needs correction. **warning**: accepted, and told. **hold**: a person decides first; the sender is
  not told of it as a mistake.
- *asked*: something is missing that the reply asks for; the sender did nothing wrong.
- *submission*: found only over a whole message or a province's earlier ones, never by `samruat check`.

On an MOU every code of a field is a warning, with a sentence of its own; beside a survey that was read, another file's
`file_*` is one too. Of two severities the second holds for service, host and partners.

The sentence is what the sender reads, after the cell's address (“ช่อง E9:”); “…” stands for what was read. Where a code has
several sentences, its usual one stands here.

| code | severity | | sentence |
| --- | --- | --- | --- |
"""


def all_codes() -> tuple[Code, ...]:
    """Every code, in the order in which a file meets them: the file, the form, its columns, the submission."""
    groups = (code for group in BE2561.groups for code in group.codes)
    # Where the column is one of BE2561.needed.
    needed = replace(column_findings.COLUMN_MISSING, severity=Severity.ERROR)
    read = (*form.CODES, needed, *rows.CODES, *recognised.CODES)
    return (*refused.CODES, *read, *BE2561.codes, *groups, *submission.CODES)


def page() -> str:
    return HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    by_name: dict[str, list[Code]] = {}
    for code in all_codes():
        by_name.setdefault(code.name, []).append(code)
    for name, codes in by_name.items():
        severities = sorted({code.severity for code in codes}, key=list(Severity).index, reverse=True)
        first = min(codes, key=lambda code: (code.sentence == "{what}", list(Severity).index(code.severity)))
        marks = [
            word for word, holds in (("asked", first.asked), ("submission", first.per_submission)) if holds
        ]
        sentence = re.sub(r"\{\w+\}", "…", first.sentence).replace("|", "\\|")
        if sentence == "…":
            sentence = "*(each place says what it took, and from what)*"
        yield f"| `{name}` | {', '.join(severities)} | {', '.join(marks)} | {sentence} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
