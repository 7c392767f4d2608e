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
                (self._folder / part).mkdir(parents=True, exist_ok=True)
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
        (self._folder / "new").mkdir(parents=True, exist_ok=True)
        if not os.access(self._folder / "new", os.W_OK):
            raise PermissionError(f"{self._folder} can't be written")
        return f"Maildir {self._folder}"

    def close(self) -> None:
        """Nothing is held open."""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
