"""A cache for questions about a text that a file asks over and over: ticks, names, the words of headers."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 4096
LONGEST = 300


def cached_when_short(ask: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """Answers about short texts are kept; a hostile file's long ones would fill the memory of a child that reads on.

    `ask` is a function of its arguments alone.
    """
    kept = lru_cache(maxsize=MOST)(ask)

    @wraps(ask)
    def answer(text: str, /, *more: P.args, **named: P.kwargs) -> T:
        return kept(text, *more, **named) if len(text) <= LONGEST else ask(text, *more, **named)  # type: ignore[arg-type]

    return answer
