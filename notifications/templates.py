"""The templates of every kind, compiled once."""

from functools import cache
from typing import TYPE_CHECKING

from notifications import wording

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> "Environment":
    """Jinja2 with escaping in HTML and no silence about a missing name."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader("notifications", ""),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True, default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "thai_date": wording.thai_date,
        "thai_time": wording.thai_time,
        "one_line": wording.one_line,
        "reason": wording.reason,
        "state": wording.state,
        "row_words": wording.row_words,
        "size": wording.size,
    }
    return made
