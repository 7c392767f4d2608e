"""Mails left in a Maildir. A mail of a known Message-ID is not written twice."""

import hashlib
import os
from pathlib import Path

from notifications.transports import TryLater


class MaildirTransport:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, sender: str, recipient: str, message_id: str, content: bytes) -> str:
        name = hashlib.sha256(message_id.encode()).hexdigest()[:40] + ".samruat"
        try:
            for part in ("tmp", "new", "cur"):
                self._make(part)
            target = self._folder / "new" / name
            if target.exists() or any((self._folder / "cur").glob(name + "*")):
                return "written before"
            draft = self._folder / "tmp" / f"{name}.{os.getpid()}"
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            raise TryLater(str(error)) from error
        return "written"

    def try_out(self) -> str:
        self._make("new")
        if not os.access(self._folder / "new", os.W_OK):
            raise PermissionError(f"{self._folder} can't be written")
        return f"Maildir {self._folder}"

    def _make(self, part: str) -> None:
        """A folder that is not there yet is for us alone: answers hold names."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / part).mkdir(mode=0o700, exist_ok=True)

    def close(self) -> None:
        """Nothing is held open."""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
