"""The mail as it came: a file a mail, by the SHA-256 of its bytes, on disk before anything reads it.

`RawMail(folder)` keeps `ab/cdef….eml` with modes 0700 and 0600. Files are never changed, and removed by command only.
"""

import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from storage.raw_store import StagedRaw, StoredRaw

RESERVE_BYTES = 64 * 2**20
_CHECK_EVERY = 8 * 2**20
_LEFTOVER_SECONDS = 86_400
_INCOMING = ".incoming-"
_SHA256 = re.compile("[0-9a-f]{64}")
# The journal writes down at once what waits for it: a dozen syncs side by side take the time of one or two.
_SYNCS = 8

T = TypeVar("T")


class DiskFullError(OSError):
    """So little room is left that nothing more is taken in; `errno` is ENOSPC."""

    def __init__(self, folder: Path) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


class RawMail:
    """Raw mails in a folder, which is made when the first one is stored.

    Args:
        place: The folder.
        reserve_bytes: Room that must be left on the disk, or nothing is taken in.
    """

    def __init__(self, place: str | Path, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self.folder = Path(place)
        self._reserve_bytes = reserve_bytes
        self._prepared = False

    def store(self, chunks: Iterable[bytes]) -> StoredRaw:
        """Keep a mail: when this returns, it survives a power loss. The same mail again changes nothing.

        Raises:
            DiskFullError: If the disk is nearly full; nothing is left behind.
            OSError: As the disk says; and whatever `chunks` raises.
        """
        return self.keep([self.stage(chunks)])[0]

    def stage(self, chunks: Iterable[bytes]) -> StagedRaw:
        """See `RawStore.stage`.

        Raises:
            DiskFullError: If the disk is nearly full.
        """
        self._prepare()
        incoming = self.folder / f"{_INCOMING}{os.getpid()}-{secrets.token_hex(8)}"
        descriptor = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            return StagedRaw(*self._write(descriptor, chunks), incoming, descriptor)
        except BaseException:
            os.close(descriptor)
            incoming.unlink(missing_ok=True)
            raise

    def keep(self, staged: Sequence[StagedRaw]) -> list[StoredRaw]:
        """See `RawStore.keep`: synced before it bears its name, and its name synced before this returns."""
        try:
            _side_by_side(os.fsync, [one.descriptor for one in staged if one.descriptor is not None])
            paths = {one.sha256: self.path(one.sha256) for one in staged}
            folders = {path.parent for path in paths.values()}
            self._make_subfolders(folders)
            for one in staged:
                one.incoming.replace(paths[one.sha256])
            _side_by_side(_sync_folder, folders)
        finally:
            for one in staged:
                if one.descriptor is not None:
                    os.close(one.descriptor)
                with suppress(OSError):
                    one.incoming.unlink(missing_ok=True)
        return [StoredRaw(one.sha256, one.size, paths[one.sha256]) for one in staged]

    def path(self, sha256: str) -> Path:
        """Where a mail lies, or would.

        Raises:
            ValueError: If `sha256` is no SHA-256 in lower-case hex.
        """
        sha256_or_fail(sha256)
        return self.folder / sha256[:2] / f"{sha256[2:]}.eml"

    def open(self, sha256: str) -> BinaryIO:
        """The mail's bytes to read from.

        Raises:
            FileNotFoundError: If it is not here.
        """
        return self.path(sha256).open("rb")

    def head(self, sha256: str, max_bytes: int) -> bytes:
        """The first bytes of a mail, at most `max_bytes`.

        Raises:
            FileNotFoundError: If it is not here.
        """
        with self.open(sha256) as mail:
            return mail.read(max_bytes)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def is_intact(self, sha256: str) -> bool:
        """Whether the mail is here and its bytes are still those that came."""
        try:
            with self.path(sha256).open("rb") as mail:
                return hashlib.file_digest(mail, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def remove(self, sha256: str) -> bool:
        """See `RawStore.remove`; when this returns, a power loss does not bring it back."""
        path = self.path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
        return True

    def size(self, sha256: str) -> int:
        return self.path(sha256).stat().st_size

    def try_out(self) -> str:
        """See `RawStore.try_out`; the folder is made where it is not there yet."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(self.folder, os.W_OK):
            raise PermissionError(f"{self.folder} can't be written")
        disk = os.statvfs(self.folder)
        return f"{self.folder}, {disk.f_bavail * disk.f_frsize // 1_000_000} MB free"

    def close(self) -> None:
        """Nothing is held open."""

    def _write(self, descriptor: int, chunks: Iterable[bytes]) -> tuple[str, int]:
        digest, size, next_check = hashlib.sha256(), 0, 0
        for chunk in chunks:
            if size >= next_check:
                self._refuse_when_full()
                next_check = size + _CHECK_EVERY
            digest.update(chunk)
            size += len(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        return digest.hexdigest(), size

    def _refuse_when_full(self) -> None:
        disk = os.statvfs(self.folder)
        if disk.f_bavail * disk.f_frsize < self._reserve_bytes:
            raise DiskFullError(self.folder)

    def _make_subfolders(self, folders: Collection[Path]) -> None:
        missing = [folder for folder in folders if not folder.is_dir()]
        for folder in missing:
            folder.mkdir(mode=0o700, exist_ok=True)
        if missing:
            _sync_folder(self.folder)

    def _prepare(self) -> None:
        if self._prepared:
            return
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(self.folder.parent)
        # A writer on another machine can't be asked whether it lives; but it would have written by now.
        too_old = time.time() - _LEFTOVER_SECONDS
        for leftover in self.folder.glob(f"{_INCOMING}*"):
            try:
                if leftover.stat().st_mtime < too_old:
                    leftover.unlink()
            except FileNotFoundError:
                continue  # another worker was quicker
        self._prepared = True


def sha256_or_fail(name: str) -> str:
    """The name itself.

    Raises:
        ValueError: If it is no SHA-256 in lower-case hex.
    """
    if _SHA256.fullmatch(name) is None:
        raise ValueError(name)
    return name


def _side_by_side(sync: Callable[[T], None], things: Collection[T]) -> None:
    if len(things) == 1:
        sync(*things)
        return
    with ThreadPoolExecutor(_SYNCS, thread_name_prefix="sync") as threads:
        for done in [threads.submit(sync, thing) for thing in things]:
            done.result()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
