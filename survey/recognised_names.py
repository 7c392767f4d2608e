"""Names of LAOs that were recognised from a picture against the closed list of a province's registry.

A reading is taken for a name of the list where it is the same or one letter off, and every other name is at
least `MARGIN` letters further: measured on rendered forms, a nearer rival is where wrong names come from.
"""

from functools import lru_cache
from math import inf

from survey.registry import RegisteredLao, registry
from survey.thai.text import squeeze

FARTHEST = 1
MARGIN = 2
_SHORTEST_CORRECTED = 9
"""Letters of a name, its type counted, below which nothing is corrected: one letter is too much of it."""
_IN_FULL = {
    "อบต.": "องค์การบริหารส่วนตำบล", "ทต.": "เทศบาลตำบล", "ทม.": "เทศบาลเมือง", "ทน.": "เทศบาลนคร",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
}  # fmt: skip


@lru_cache(maxsize=4096)
def snapped(read: str, province: str) -> str | None:
    """The registry's short form that a reading certainly is, or None."""
    from rapidfuzz.distance import Levenshtein

    key = squeeze(read)
    distances: dict[str, int] = {}
    for short, forms in _forms(province):
        distances[short] = min(Levenshtein.distance(key, form) for form in forms)
    if len(distances) < 2:
        return None
    (best, distance), (_, next_distance) = sorted(distances.items(), key=lambda item: item[1])[:2]
    most = FARTHEST if len(key) >= _SHORTEST_CORRECTED else 0
    return best if distance <= most and next_distance - distance >= MARGIN else None


def is_spelled(read: str, province: str) -> bool:
    """Whether the registry has the name letter for letter, in short or in full, and once."""
    key = squeeze(read)
    return sum(key in forms for _, forms in _forms(province)) == 1


def stands_alone(name: str, province: str) -> bool:
    """Whether a short form of the registry is like no other name of the province."""
    return snapped(name, province) == name


@lru_cache(maxsize=4096)
def snapped_start(read: str, province: str) -> str | None:
    """As `snapped`, where more words may follow the name: the first ones of a title, or remains of a line's end."""
    from rapidfuzz.distance import Levenshtein

    key = squeeze(read)
    if len(key) < _SHORTEST_CORRECTED:
        return None
    distances = sorted(
        (
            min(
                Levenshtein.distance(key[: len(form) + more], form, score_cutoff=FARTHEST + MARGIN)
                for form in forms
                for more in (-1, 0, 1)
            ),
            -len(short),
            short,
        )
        for short, forms in _forms(province)
    )
    if len(distances) < 2:
        return None
    (distance, _, best), *others = distances
    # A name that begins as this one does is the same reading, less of it.
    after = min(other for other, _, name in others if not best.startswith(name))
    return best if distance <= FARTHEST and after - distance >= MARGIN else None


_LOOKALIKE = str.maketrans(
    {
        other: letters[0]
        for letters in ("บป", "ซชข", "กภถฎฏ", "ผฝพฟ", "ดคตศ", "อฮ", "ณฌญ", "ลส", "นม", "ทห", "รธ", "จฉ")
        for other in letters
    }
    | dict.fromkeys("ัิีึืุู็่้๊๋์ํ")
)
"""Letters that print badly scanned looks alike in, and marks, which are lost or changed first."""
LIKELY_MARGIN = 1.0
"""Letters by which every other name is further off than the likely one."""


def looks(text: str) -> str:
    """The text without white space and marks, of letters that look alike one for all."""
    return squeeze(text).translate(_LOOKALIKE)


def likely(read: str, province: str) -> str | None:
    """The short form that a reading, type and name, most likely is, or None.

    Letters that look alike, and marks, count half. Off by so many is a name of up to three letters 0.5, of six 1, of
    more 1.5, and every other name of the province `LIKELY_MARGIN` more.
    """
    (distance, best), (after, _) = _nearest(squeeze(read), province)
    letters = len(best.partition(".")[2])
    most = 0.5 if letters <= 3 else 1.0 if letters <= 6 else 1.5
    return best if distance <= most and after - distance >= LIKELY_MARGIN else None


def nearest(read: str, province: str) -> tuple[float, str]:
    """How far off the name is that is next to a reading, and its short form; infinitely where two are."""
    (distance, best), (after, _) = _nearest(squeeze(read), province)
    return (distance, best) if after > distance else (inf, "")


@lru_cache(maxsize=4096)
def _nearest(key: str, province: str) -> tuple[tuple[float, str], tuple[float, str]]:
    alike = key.translate(_LOOKALIKE)
    found = sorted(
        (min(_distance(key, alike, form) for form in forms), short) for short, forms in _forms(province)
    )
    first, second = (*found, (inf, ""), (inf, ""))[:2]
    return first, second


def _distance(key: str, alike: str, form: str) -> float:
    """Half of it by the letters themselves, half by what they look like."""
    from rapidfuzz.distance import Levenshtein

    return (Levenshtein.distance(key, form) + Levenshtein.distance(alike, form.translate(_LOOKALIKE))) / 2


@lru_cache(maxsize=8)
def _forms(province: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Short form and all its spellings, squeezed; a name that several LAOs bear comes several times."""
    return tuple(
        (lao.short, (squeeze(lao.short), squeeze(whole_name(lao)))) for lao in registry().laos_of(province)
    )


def whole_name(lao: RegisteredLao) -> str:
    """Type in full and name."""
    return _IN_FULL.get(lao.kind if lao.kind.endswith(".") else lao.kind + ".", lao.kind) + lao.bare
