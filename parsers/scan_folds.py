"""Lines of a scan that nobody drew: a fold or a shadow's edge runs on where the table has ended, and parts no rows."""

from collections.abc import Sequence
from statistics import median

from parsers.ruling import Rule

_LONG = 0.3
"""Share of the longest line that a line must reach to say where the table ends."""
_BEYOND = 0.02
"""Share of the longest line by which a fold goes beyond the table at least; rules end where they meet another."""
_FEWEST = 3
_NEAR = 0.01
"""Share of the longest line within which pieces of a leaning fold stand."""


def without_folds(rules: Sequence[Rule], crossing: Sequence[Rule], tolerance: float) -> list[Rule]:
    """The lines of one direction without folds.

    A fold has an end beyond the table's sides that meets no crossing line; with it go its pieces inside the table, which
    begin and end at none. One that begins or ends with the table's own rules is a rule.

    Args:
        rules: Pieces at one place already merged.
        tolerance: How far a line may miss another and still meet it.
    """
    longest = max((end - start for _, start, end in rules), default=0.0)
    long = [rule for rule in rules if rule[2] - rule[1] >= longest * _LONG]
    if len(long) < _FEWEST:
        return list(rules)
    first, last = median(rule[1] for rule in long), median(rule[2] for rule in long)
    beyond = longest * _BEYOND
    kept: list[Rule] = []
    folds: list[Rule] = []
    for rule in rules:
        place, start, end = rule
        left = start < first - beyond and not _meets(rule, start, crossing, tolerance)
        right = end > last + beyond and not _meets(rule, end, crossing, tolerance)
        if left == right:
            (folds if left else kept).append(rule)
        elif abs(start - first) <= 3 * tolerance or abs(end - last) <= 3 * tolerance:
            kept.append((place, max(start, first), min(end, last)))  # a rule on which the fold runs on
        else:
            folds.append(rule)
    return [rule for rule in kept if not _is_piece(rule, folds, crossing, longest, tolerance)]


def _is_piece(
    rule: Rule, folds: Sequence[Rule], crossing: Sequence[Rule], longest: float, tolerance: float
) -> bool:
    near = any(abs(rule[0] - fold[0]) <= longest * _NEAR for fold in folds)
    return near and not any(_meets(rule, end, crossing, tolerance) for end in rule[1:])


def _meets(rule: Rule, end: float, crossing: Sequence[Rule], tolerance: float) -> bool:
    near = 3 * tolerance
    return any(
        abs(place - end) <= near and start - near <= rule[0] <= stop + near for place, start, stop in crossing
    )
