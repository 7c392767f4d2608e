"""One mail in a file, or a folder of such files (.eml)."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ingest.mailboxes import Envelope
from ingest.mailboxes.files import head_of, pieces, received_at
from ingest.mailboxes.stable_uid import stable_uid


class EmlFiles:
    """Mails by the path of their file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.account = "file"
        self.folder = str(path.resolve())

    def open(self) -> int:
        return 0

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        found = []
        for path in self._files():
            uid = stable_uid(str(path.resolve()))
            if uid not in known:
                found.append(Envelope(uid, received_at(head_of(path), path.stat().st_mtime), str(path)))
        for envelope in sorted(found, key=lambda one: (one.received_at, one.path)):
            yield envelope, pieces(Path(envelope.path or ""))

    def _files(self) -> list[Path]:
        if self._path.is_file():
            return [self._path]
        return [path for path in self._path.rglob("*") if path.suffix.lower() == ".eml" and path.is_file()]

    def close(self) -> None:
        """Nothing is held open."""
