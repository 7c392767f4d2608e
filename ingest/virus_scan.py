"""Asks clamd whether a stored mail holds a virus, before anything of it is opened (clamd(8), INSTREAM).

Off where no socket is configured. That clamd can't be asked is our own fault and not the sender's: the message is failed,
told to the coordinator, and taken again. What is found is held: a scanner may be wrong, so a person decides.
"""

import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from ingest.context import Context
from ingest.reading import MessageRead
from parsers.refused import FileInfected
from storage.messages import Message
from survey.model import Document, Kind

_PIECE = 256 * 1024
_LONGEST_ANSWER = 4096


class ScanFailedError(Exception):
    """clamd was not there, did not answer in time, or could not scan; the text says which."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """A scanner.

    Attributes:
        address: Path of a Unix socket, or `host:port`.
        timeout_seconds: For a whole scan.
    """

    address: str
    timeout_seconds: float = 60

    def version(self) -> str:
        """What it says of itself and its signatures.

        Raises:
            ScanFailedError: It can't be asked.
        """
        return self._ask(b"zVERSION\0", ())

    def virus_in(self, mail: BinaryIO) -> str | None:
        """Name of what it finds in a stream, None where it finds nothing.

        Raises:
            ScanFailedError: As it says; never where it found something.
        """
        pieces = (struct.pack("!L", len(piece)) + piece for piece in iter(lambda: mail.read(_PIECE), b""))
        answer = self._ask(b"zINSTREAM\0", pieces)
        if answer == "stream: OK":
            return None
        name = answer.removeprefix("stream: ").removesuffix(" FOUND")
        if answer == f"stream: {name} FOUND" and name:
            return name
        raise ScanFailedError(f"clamd: {answer or 'no answer'}")

    def _ask(self, command: bytes, pieces: Iterable[bytes]) -> str:
        until = time.monotonic() + self.timeout_seconds
        try:
            with self._connected() as line:
                self._send(line, command, until)
                try:
                    for piece in pieces:
                        self._send(line, piece, until)
                    if command != b"zVERSION\0":
                        self._send(line, struct.pack("!L", 0), until)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # it has heard enough (StreamMaxLength), and may have said so
                return self._heard(line, until)
        except (OSError, ValueError) as error:
            raise ScanFailedError(f"clamd at {self.address}: {error or type(error).__name__}") from error

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        host, colon, port = self.address.rpartition(":")
        if colon and "/" not in self.address:
            with socket.create_connection((host.strip("[]"), int(port)), self.timeout_seconds) as line:
                yield line
            return
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(self.timeout_seconds)
            line.connect(self.address)
            yield line

    def _send(self, line: socket.socket, data: bytes, until: float) -> None:
        line.settimeout(_left(until))
        line.sendall(data)

    def _heard(self, line: socket.socket, until: float) -> str:
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            line.settimeout(_left(until))
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
        return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def infected(context: Context, message: Message) -> MessageRead | None:
    """What is said of a mail in which clamd finds a virus; None where it may be opened.

    Raises:
        ScanFailedError: It could not be asked.
    """
    scan = context.config.scan
    if scan.socket is None:
        return None
    with context.raw.open(message.sha256) as mail:
        virus = Clamd(scan.socket, scan.timeout_seconds).virus_in(mail)
    if virus is None or _was_released(context, message):
        return None
    finding = FileInfected(virus=_plain(virus)).finding("mail.eml")
    refused = Document("mail.eml", message.sha256, Kind.UNREADABLE, None, (finding,), could_be_form=True)
    return MessageRead((refused,), (), "", "", virus=_plain(virus))


def _was_released(context: Context, message: Message) -> bool:
    """The coordinator took it in all the same."""
    if message.status is None:
        return False
    with context.database.unit_of_work(readonly=True) as work:
        decisions = [
            work.decisions.standing(one.reference) for one in work.submissions.of_message(message.sha256)
        ]
    return any(one is not None and one.what == "release" for one in decisions)


def _plain(name: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in name)[:80]
