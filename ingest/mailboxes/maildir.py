"""A Maildir: new/ and cur/, never tmp/. Nothing is moved, so other programs see what they saw before."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

from ingest.mailboxes import Envelope, MailboxLost, MailNotGiven
from ingest.mailboxes.files import head_of, pieces, received_at
from ingest.mailboxes.stable_uid import StableUids


class MaildirMailbox:
    """Mails by their unique names: the part before `:2,` stays the same when a reader moves or flags a mail.

    Size and time of the file belong to it, since not every program keeps to unique names.
    """

    daily_bytes: int | None = None

    def __init__(self, path: Path) -> None:
        self._path = path
        self.account = "maildir"
        self.folder = str(path.resolve())

    def open(self) -> int:
        if not any((self._path / part).is_dir() for part in ("new", "cur")):
            raise MailboxLost(f"{self._path}: no Maildir (it has neither new nor cur)")
        return 0

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        uids = StableUids(known)
        found = []
        for path in self._files():
            try:
                stat = path.stat()
                name = f"{_name(path)}\0{stat.st_size}\0{stat.st_mtime_ns}"
                if not uids.knows(name):
                    found.append((received_at(head_of(path), stat.st_mtime), _name(path), str(path), name))
            except FileNotFoundError:
                # Moved by a reader since it was listed: the next round meets it there.
                continue
        for at, _, place, name in sorted(found):
            if not uids.knows(name):  # listed in new/, and after a reader moved it in cur/ again
                yield Envelope(uids.give(name), at, place), self._pieces(Path(place))

    def _files(self) -> Iterator[Path]:
        for part in ("new", "cur"):
            folder = self._path / part
            if folder.is_dir():
                yield from (path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")

    def _pieces(self, path: Path) -> Iterator[bytes]:
        """Its bytes, also where a reader moved or flagged it since; once open, it can't be taken away."""
        for place in chain((path,), self._elsewhere(path)):
            try:
                yield from pieces(place)
            except FileNotFoundError:
                continue
            return
        raise MailNotGiven(f"{path} is no longer there")

    def _elsewhere(self, path: Path) -> Iterator[Path]:
        return (other for other in self._files() if _name(other) == _name(path))

    def close(self) -> None:
        """Nothing is held open."""


def _name(path: Path) -> str:
    return path.name.partition(":")[0]
