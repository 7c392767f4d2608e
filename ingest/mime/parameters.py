"""Structured header values: `text/plain; charset=…; name=…` with names in RFC 2231, RFC 2047 or raw bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote_to_bytes

from ingest.mime.headers import decode_words
from survey.thai.charset import decode

_PARAMETER = re.compile(rb';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*?)")
_ESCAPED = re.compile(rb'\\(["\\])')
_URL_QUOTED_THAI = re.compile(r"%E0%B[89]%[89AB][0-9A-F]", re.I)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Structured:
    """Attributes:
    value: What stands before the first `;`, lower case.
    parameters: Lower-case name to decoded value.
    """

    value: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def structured(raw: bytes) -> Structured:
    """Parse a Content-Type or Content-Disposition; never raises. Sources: RFC 2045 §5.1, RFC 2231 §3 and §4."""
    value = raw.partition(b";")[0].strip(b" \t\"'").lower()
    sections: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(raw)):
        section = _SECTION.fullmatch(match[1].decode("ascii", "replace").lower())
        if count >= _MOST or section is None:
            break
        name, index, star = section.groups()
        # `name*=` and `name=` may stand side by side: the one that names its charset is kept as section -1.
        place = int(index) if index else (-1 if star else 0)
        sections.setdefault(name, {}).setdefault(place, (bool(star), _unquoted(match[2])))
    return Structured(value.decode("ascii", "replace"), {n: _joined(s) for n, s in sections.items()})


def _unquoted(raw: bytes) -> bytes:
    raw = raw.strip()
    if not raw.startswith(b'"'):
        return raw.strip(b"'") if raw.startswith(b"'") else raw
    return _ESCAPED.sub(rb"\1", raw[1:-1] if len(raw) > 1 and raw.endswith(b'"') else raw[1:])


def _joined(sections: dict[int, tuple[bool, bytes]]) -> str:
    if -1 in sections:
        sections = {-1: sections[-1]}
    if not any(encoded for encoded, _ in sections.values()):
        text = decode_words(b"".join(sections[i][1] for i in sorted(sections)))
        if text.isascii() and _URL_QUOTED_THAI.search(text):
            return decode(unquote_to_bytes(text), "utf-8")
        return text
    charset, parts = "", [sections[index] for index in sorted(sections)]
    encoded, raw = parts[0]
    if encoded and raw.count(b"'") >= 2:
        name, _, raw = raw.split(b"'", 2)
        charset, parts[0] = name.decode("ascii", "replace"), (True, raw)
    # Joined first: some programs cut the value within an octet, `%E` and `0%B8`.
    runs = ((escaped, b"".join(part for _, part in run)) for escaped, run in groupby(parts, itemgetter(0)))
    joined = b"".join(unquote_to_bytes(run) if escaped else run for escaped, run in runs)
    return decode_words(joined) if b"=?" in joined else decode(joined, charset)
