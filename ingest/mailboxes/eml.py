"""One mail in a file, or a folder of such files (.eml)."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ingest.mailboxes import Envelope
from ingest.mailboxes.files import head_of, pieces, received_at
from ingest.mailboxes.stable_uid import StableUids


class EmlFiles:
    """Mails by place and bytes: another mail may be saved under the name of an earlier one."""

    daily_bytes: int | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        self.account = "file"
        self.folder = str(path.resolve().parent if path.is_file() else path.resolve())

    def open(self) -> int:
        return 0

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        uids = StableUids(known)
        found = []
        for path in self._files():
            name = _name(path)
            if not uids.knows(name):
                found.append((received_at(head_of(path), path.stat().st_mtime), str(path), name))
        for at, place, name in sorted(found):
            yield Envelope(uids.give(name), at, place), pieces(Path(place))

    def _files(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        return [path for path in self._path.rglob("*") if path.suffix.lower() == ".eml" and path.is_file()]

    def close(self) -> None:
        """Nothing is held open."""


def _name(path: Path) -> str:
    with path.open("rb") as file:
        return f"{path.resolve()}\0{hashlib.file_digest(file, 'sha256').hexdigest()}"
