"""A second channel, for when mail is what does not work: a command or a webhook, once a change.

What is open stands in a small file beside the raw mail, so that a restart, or `samruat health --alarm` in another
process, tells nothing twice.
"""

import fcntl
import json
import logging
import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.backup import own_folder
from ingest.config import LOOPBACK, Config
from ingest.operation.health import Trouble

log = logging.getLogger(__name__)

SECONDS = 20


class AlarmNotTaken(Exception):
    """The channel did not take it; the next look tries again."""


class Alarm:
    """Tells what began and what is over; without a channel it only keeps the file."""

    def __init__(self, config: Config) -> None:
        self._command = config.watch.alarm_command
        self._webhook = config.watch.alarm_webhook_file
        self._file = own_folder(config) / "alarm.json"

    def tell(self, troubles: Sequence[Trouble]) -> list[str]:
        """Compare with what is open, and tell each change over every configured channel.

        Returns:
            What was told, a text each. A change that a channel did not take is told again at the next look.
        """
        told = []
        with self._open() as known:
            for trouble in troubles:
                if trouble.key not in known and self._send(_begun(trouble)):
                    known[trouble.key] = datetime.now(UTC).isoformat(timespec="seconds")
                    told.append(_begun(trouble))
            for key in sorted(set(known) - {trouble.key for trouble in troubles}):
                if self._send(_over(key, known[key])):
                    told.append(_over(key, known.pop(key)))
        return told

    def _send(self, text: str) -> bool:
        try:
            if self._command:
                _by_command(self._command, text)
            if self._webhook:
                _by_webhook(self._webhook, text)
        except (OSError, subprocess.SubprocessError, ValueError, AlarmNotTaken) as error:
            log.error("the alarm's channel did not take it: %s", error)
            return False
        return True

    @contextmanager
    def _open(self) -> Iterator[dict[str, str]]:
        """What is open by the file, held by us alone; written back where it changed."""
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                known: dict[str, str] = json.loads(file.read() or "{}")
            except ValueError:
                known = {}  # cut off by a full disk, say: rather an alarm twice than none
            before = dict(known)
            yield known
            if known != before:
                file.seek(0)
                file.truncate()
                json.dump(known, file)


def _by_command(command: Sequence[str], text: str) -> None:
    ended = subprocess.run(  # noqa: S603 - the administrator's own words
        list(command), input=text.encode(), capture_output=True, timeout=SECONDS, check=False
    )
    if ended.returncode:
        raise AlarmNotTaken(f"{command[0]}: exit status {ended.returncode}")


def _by_webhook(file: Path, text: str) -> None:
    from urllib.parse import urlsplit
    from urllib.request import Request, urlopen

    url = file.read_text(encoding="utf-8").strip()
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise AlarmNotTaken("the webhook's address must begin with https://")
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    request = Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - https, see above
    try:
        with urlopen(request, timeout=SECONDS):  # noqa: S310
            pass
    except OSError as error:
        # The address is a secret: whoever has it can speak in our name.
        raise AlarmNotTaken(f"webhook: {type(error).__name__} {getattr(error, 'code', '')}".strip()) from None


def _begun(trouble: Trouble) -> str:
    return f"samruat ({socket.gethostname()}): {trouble.th}\n{trouble.en}\n→ samruat doctor"


def _over(key: str, since: str) -> str:
    return f"samruat ({socket.gethostname()}): กลับเป็นปกติแล้ว / well again: {key} (since {since})"
