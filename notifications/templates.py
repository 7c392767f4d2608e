"""The templates of every kind, compiled once."""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from notifications import wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


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
        "in_line": wording.in_line,
        "size": wording.size,
        "filled": _filled,
    }
    return made


def _filled(words: Sequence[tuple[str, ...]], pattern: "Markup") -> "Markup":
    """The pattern once for each tuple, its words put where `%s` stands.

    They are escaped all at once: in a table, escaping takes longer than everything else, and its time goes by calls.
    """
    from markupsafe import Markup, escape

    if not words:
        return Markup()
    each = list(chain.from_iterable(words))
    whole = "\0".join(each)
    if whole.count("\0") >= len(each):
        whole = "\0".join([word.replace("\0", " ") for word in each])
    escaped = str(escape(whole)).split("\0")
    return Markup(str(pattern) * len(words) % tuple(escaped))  # noqa: S704 (only what is escaped is put in)
