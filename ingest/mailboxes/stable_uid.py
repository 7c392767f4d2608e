"""Numbers for mails that have none: rising in the order in which they were met, as UIDs do (RFC 3501, 2.3.1.1)."""

from collections.abc import Collection
from hashlib import sha256

# A hash says which mail it is, the bits above it when it was met: 63 bits together, so that any database holds them.
_HASH_BITS = 43
_HASH = (1 << _HASH_BITS) - 1
_LAST_RANK = (1 << 20) - 1


class StableUids:
    """The numbers of one folder. Of 10,000 mails two share a hash once in 180,000 such folders.

    Args:
        known: Those that were given before.
    """

    def __init__(self, known: Collection[int]) -> None:
        self._hashes = {uid & _HASH for uid in known}
        self._rank = max((uid >> _HASH_BITS for uid in known), default=-1) + 1

    def knows(self, name: str) -> bool:
        return _hash(name) in self._hashes

    def give(self, name: str) -> int:
        """A number above all that were given, for a mail of this name."""
        hashed = _hash(name)
        self._hashes.add(hashed)
        uid = min(self._rank, _LAST_RANK) << _HASH_BITS | hashed
        self._rank += 1
        return uid


def _hash(name: str) -> int:
    return int.from_bytes(sha256(name.encode("utf-8", "surrogateescape")).digest()[:8], "big") & _HASH
