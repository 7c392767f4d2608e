"""Thai digits."""

import re

_ARABIC = {ord("๐") + digit: ord("0") + digit for digit in range(10)}
_THAI = {ord("0") + digit: ord("๐") + digit for digit in range(10)}
_ANY = re.compile("[๐-๙]")


def arabic(text: str) -> str:
    """Thai digits ๐-๙ as 0-9; nothing else is changed."""
    return text if _ANY.search(text) is None else text.translate(_ARABIC)


def thai(text: str) -> str:
    """Digits 0-9 as ๐-๙; nothing else is changed."""
    return text.translate(_THAI)
