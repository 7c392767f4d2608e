"""Address headers (RFC 5322 §3.4), read from the raw bytes: what stands in quotes, comments or encoded words
is a name and never an address, so that nobody signs with another's."""

import re
import unicodedata
from dataclasses import dataclass

from survey.thai.charset import decode

LONGEST = 4_096
_HALF_FRAMED = re.compile(rb"(?:<|\[mailto:|\A)\s*([^\s<>\[\]]+)\s*\]?\s*\Z", re.I)
# One alternative takes each byte, and none can be tried twice at a place: the time is linear.
_TOKEN = re.compile(
    rb'"(?P<quoted>(?>(?:[^"\\]|\\.)*))"'
    rb"|(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*+\?=)"
    rb"|(?P<comment>\((?>(?:[^()\\]|\\.|\((?>(?:[^()\\]|\\.)*)\))*)\))"
    rb"|<(?P<angle>[^<>]*+)>"
    rb"|(?P<mark>[,;:])"
    rb'|(?P<plain>[^"=(<,;:]++|.)',
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_AROUND = re.compile(r"\s*([.@])\s*")
_COMMENT = re.compile(r"\([^()]*\)")
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f<>\"(),;:\\\[\]@]{1,64}")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?|[\w-]*[\u0e00-\u0e7f][\w\u0e00-\u0e7f-]{0,61}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Attributes:
    name: Display name in raw bytes, encoded words left as they are.
    address: As `normal_address` gives it; None where what stands there is none, or says two things.
    """

    name: bytes
    address: str | None


def normal_address(text: str) -> str | None:
    """The address in lower case, its domain in ASCII (RFC 5891); None where it is none.

    Two spellings of one address are equal afterwards: compare only what went through here.
    """
    text = unicodedata.normalize("NFC", _AROUND.sub(r"\1", _COMMENT.sub("", text)).strip().strip("'")).lower()
    local, at, domain = text.rpartition("@")
    if local.startswith('"') and local.endswith('"'):
        local = local[1:-1]
    if not at or not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith("."):
        return None
    domain = domain.removesuffix(".")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if len(domain) > 253 or not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        return None
    return f"{local}@{domain}"


def mailboxes(raw: bytes) -> list[Mailbox]:
    """The mailboxes of an address header, groups opened; at most 4 KiB are looked at."""
    found: list[Mailbox] = []
    name: list[bytes] = []
    plain: list[bytes] = []
    comments: list[bytes] = []
    angles: list[bytes] = []

    def close() -> None:
        if angles:
            addresses = {_address(angle) for angle in angles}
            found.append(Mailbox(b"".join(name).strip(), addresses.pop() if len(addresses) == 1 else None))
        elif b"@" in (bare := b"".join(plain)):
            found.append(Mailbox(b" ".join(comments).strip(), _bare(bare)))
        for parts in (name, plain, comments, angles):
            parts.clear()

    for token in _TOKEN.finditer(raw[:LONGEST]):
        kind, content = token.lastgroup, token[0]
        if kind == "angle":
            angles.append(token["angle"])
        elif kind == "comment":
            comments.append(_ESCAPED.sub(rb"\1", content[1:-1]))
        elif kind == "mark" and content == b":":
            if b"@" in b"".join(plain):  # a group's name is no address: what stands here says two things
                found.append(Mailbox(b"", None))
            name.clear()
            plain.clear()
        elif kind == "mark":
            close()
        else:
            name.append(_ESCAPED.sub(rb"\1", token["quoted"]) if kind == "quoted" else content)
            plain.append(content)
    close()
    return found


def _bare(raw: bytes) -> str | None:
    """An address without its angles, or in what is left of them: one that was cut off, `[mailto:…]`."""
    framed = _HALF_FRAMED.search(raw) if raw.count(b"@") == 1 else None
    return _address(framed[1] if framed else raw)


def _address(raw: bytes) -> str | None:
    """The address of an angle, or of a bare word; a route before it (RFC 5322 §4.4) is passed over."""
    if b"=?" in raw:
        return None
    return normal_address(decode(raw).rpartition(":")[2])
