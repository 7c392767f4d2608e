"""A Maildir: new/ and cur/, never tmp/. Nothing is moved, so other programs see what they saw before."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ingest.mailboxes import Envelope, MailboxLost
from ingest.mailboxes.files import head_of, pieces, received_at
from ingest.mailboxes.stable_uid import stable_uid


class MaildirMailbox:
    """Mails by their unique names: the part before `:2,` stays the same when a reader moves or flags a mail."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.account = "maildir"
        self.folder = str(path.resolve())

    def open(self) -> int:
        if not any((self._path / part).is_dir() for part in ("new", "cur")):
            raise MailboxLost(f"{self._path}: no Maildir (it has neither new nor cur)")
        return 0

    def new(self, known: Collection[int]) -> Iterator[tuple[Envelope, Iterable[bytes]]]:
        listed = sorted(self._envelopes(known), key=lambda one: (one.received_at, one.path))
        for envelope in listed:
            path = self._still_there(Path(envelope.path or ""))
            if path is not None:
                yield envelope, pieces(path)

    def _envelopes(self, known: Collection[int]) -> Iterator[Envelope]:
        for path in self._files():
            uid = stable_uid(_name(path))
            if uid in known:
                continue
            try:
                at = received_at(head_of(path), path.stat().st_mtime)
            except FileNotFoundError:
                # Moved from new/ to cur/ by a reader since it was listed: the next round meets it there.
                continue
            yield Envelope(uid, at, str(path))

    def _files(self) -> Iterator[Path]:
        for part in ("new", "cur"):
            folder = self._path / part
            if folder.is_dir():
                yield from (path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")

    def _still_there(self, path: Path) -> Path | None:
        if path.exists():
            return path
        return next(iter((self._path / "cur").glob(_name(path) + "*")), None)

    def close(self) -> None:
        """Nothing is held open."""


def _name(path: Path) -> str:
    return path.name.partition(":")[0]
