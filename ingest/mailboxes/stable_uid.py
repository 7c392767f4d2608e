"""A number for a mail that has none: the same name gives the same number, on every machine."""

from hashlib import sha256


def stable_uid(name: str) -> int:
    """63 bits of the name's hash, so that any database holds it; two of a million names share one in 10 million."""
    return int.from_bytes(sha256(name.encode("utf-8", "surrogateescape")).digest()[:8], "big") >> 1
