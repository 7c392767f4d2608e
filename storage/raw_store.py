"""Where raw mail lies: a folder (`raw_mail`) or an S3-compatible store (`raw_objects`), behind one small interface."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol


class RawStoreUnavailableError(OSError):
    """The place for raw mail can't be used or reached; the text says why."""


@dataclass(frozen=True, slots=True)
class StoredRaw:
    """A kept mail: hex SHA-256 and size in bytes of what came, and a file of this machine that holds it."""

    sha256: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class StagedRaw:
    """A mail that was written and is not kept yet: a power loss may take it.

    Attributes:
        incoming: Where it lies until then.
        descriptor: Of that file, held open where it is still to be synced.
    """

    sha256: str
    size: int
    incoming: Path
    descriptor: int | None = None


class RawStore(Protocol):
    """Mails by the SHA-256 of their bytes; never changed, and removed by command only."""

    def stage(self, chunks: Iterable[bytes]) -> StagedRaw:
        """Write a mail that `keep` is to keep; only then it may be opened.

        Raises:
            OSError: It could not be written; nothing is left behind. And whatever `chunks` raises.
        """
        ...

    def keep(self, staged: Sequence[StagedRaw]) -> list[StoredRaw]:
        """Keep mails that were staged, in their order: when this returns, each survives a power loss.

        Many at once, since a disk syncs a dozen files in the time of one, and a distant store takes them side by side.

        Raises:
            OSError: One could not be kept; of the others each is kept, or left as if it had never come.
        """
        ...

    def store(self, chunks: Iterable[bytes]) -> StoredRaw:
        """Keep a mail: when this returns, it survives a power loss. The same mail again changes nothing.

        Raises:
            OSError: It could not be kept; nothing is left behind. And whatever `chunks` raises.
        """
        ...

    def path(self, sha256: str) -> Path:
        """A file of this machine that holds the mail, only to be read; in a folder: where it would lie.

        Raises:
            ValueError: If `sha256` is no SHA-256 in lower-case hex.
            FileNotFoundError: If a distant store does not have it.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The mail's bytes to read from.

        Raises:
            FileNotFoundError: If it is not here.
        """
        ...

    def head(self, sha256: str, max_bytes: int) -> bytes:
        """The first bytes of a mail, at most `max_bytes`.

        Raises:
            FileNotFoundError: If it is not here.
        """
        ...

    def size(self, sha256: str) -> int:
        """Bytes of a mail.

        Raises:
            FileNotFoundError: If it is not here.
        """
        ...

    def has(self, sha256: str) -> bool: ...

    def is_intact(self, sha256: str) -> bool:
        """Whether the mail is here and its bytes are still those that came."""
        ...

    def remove(self, sha256: str) -> bool:
        """Delete a mail for good; False where it was not here.

        Raises:
            OSError: It is still here.
        """
        ...

    def try_out(self) -> str:
        """Whether mail could be kept now; what was found, for `samruat doctor`.

        Raises:
            OSError: It could not.
        """
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ObjectSettings:
    """How to reach an S3-compatible store; what is None is found as the AWS tools do: environment, profile, role.

    Attributes:
        endpoint: `https://host` of a store that is not Amazon's.
        credentials_file: In the form of `~/.aws/credentials`, its profile `default`.
    """

    endpoint: str | None = None
    region: str | None = None
    credentials_file: Path | None = None
    ca_file: Path | None = None
    timeout_seconds: float = 60
