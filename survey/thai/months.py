"""Names of the months, Thai and English, as officers write and misspell them."""

import re
from functools import lru_cache

SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
LONG = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SPOKEN = {
    "มกรา": 1, "กุมภา": 2, "กุมพา": 2, "มีนา": 3, "มินาคม": 3, "เมษา": 4, "เมษ": 4, "พฤษภา": 5, "มิถุนา": 6,
    "กรกฎา": 7, "กรกฏา": 7, "สิงหา": 8, "กันยา": 9, "ตุลา": 10, "พฤศจิกา": 11, "พฤษจิกา": 11, "ธันวา": 12,
    "sept": 9,
}  # fmt: skip
_KNOWN = {
    **{name.replace(".", ""): number for number, name in enumerate(SHORT, 1)},
    **{name: number for number, name in enumerate(LONG, 1)},
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, 1)},
    **_SPOKEN,
}
_FILLING = re.compile(r"[\s.,'’‘`\-–—/…·_:()]+")
_SHORTEST_GUESSED = 5


def month_number(words: str) -> int | None:
    """The month, 1 to 12, that some words name, whatever dots and spaces are in them; None if none surely.

    Short names are known or not: มิ.ย. and เม.ย., ก.ค. and ก.พ. lie one letter apart. A long name may have
    one letter wrong, where every other month is at least two more away.
    """
    key = _FILLING.sub("", words).lower()
    return _KNOWN.get(key) or (_nearest(key) if len(key) >= _SHORTEST_GUESSED else None)


@lru_cache(maxsize=256)
def _nearest(key: str) -> int | None:
    from rapidfuzz.distance import OSA

    names = LONG if "\u0e01" <= key[0] <= "\u0e5b" else _ENGLISH
    steps = sorted((OSA.distance(key, name), number) for number, name in enumerate(names, 1))
    (best, number), (second, _) = steps[:2]
    return number if best <= 1 and second >= best + 2 else None
