"""Lines of prose that were recognised: what one model writes for letters that it does not know."""

import re

_MOU = re.compile(r"M\s?[O0Q]\s?[UVL]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[{][^ก-ฮ)\]}]{0,2}[^()\[\]{}]{1,6}[)\]}]?\s*\S{0,2}$")


def with_mou(thai: str, latin: str) -> str:
    """A title's line with "(MOU)", which the Thai models can't read, where the English one reads it at its end.

    Args:
        thai, latin: The same line as the Thai and the English model read it.
    """
    if not _MOU.search(latin[-12:]):
        return thai
    return _IN_BRACKETS.sub("(MOU)", thai, count=1)
