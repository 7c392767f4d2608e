"""What no good server does: a line that is cut after so many bytes, and a server whose answers lie."""

import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@contextmanager
def cut_line(port: int, *cuts: int | None) -> Iterator[int]:
    """A way to `port` whose nth connection is cut after `cuts[n]` bytes from the server; the last one counts on."""
    connections = 0

    def serve(client: socket.socket) -> None:
        nonlocal connections
        cut = cuts[min(connections, len(cuts) - 1)]
        connections += 1
        server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=_pump, args=(client, server, None), daemon=True).start()
        _pump(server, client, cut)

    with _listening(serve) as (own, _):
        yield own


def _pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
    with suppress(OSError):
        while (most is None or most > 0) and (data := source.recv(65536)):
            data = data if most is None else data[:most]
            target.sendall(data)
            most = None if most is None else most - len(data)
    for line in (source, target):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


@dataclass
class LyingImap:
    """A server with mails by UID; `lies` answer in place of the truth, None by closing the line.

    Attributes:
        sizes: RFC822.SIZE where it is not the truth.
        lies: By UID, given what is asked ("BODY.PEEK[]"): the whole untagged answer.
        uidvalidities: Of one selection after the other; the last one counts on.
    """

    mails: Mapping[int, bytes]
    sizes: Mapping[int, int] = field(default_factory=dict)
    lies: Mapping[int, Callable[[str], bytes | None]] = field(default_factory=dict)
    uidvalidities: tuple[int, ...] = (1,)
    login: bytes = b"OK"
    logins: int = 0
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def running(self) -> Iterator["LyingImap"]:
        with _listening(self._serve) as (self.port, _):
            yield self

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, suppress(OSError):
            client.sendall(b"* OK ready\r\n")
            for line in lines:
                tag, _, command = line.decode().strip().partition(" ")
                answer = self._answer(command)
                if answer is None:
                    client.shutdown(socket.SHUT_RDWR)
                    return
                done = b"OK done" if answer[:3] != b"NO " else answer
                client.sendall(
                    (answer if answer[:3] != b"NO " else b"") + tag.encode() + b" " + done + b"\r\n"
                )

    def _answer(self, command: str) -> bytes | None:
        word = command.upper()
        if word.startswith("CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if word.startswith("LOGIN"):
            self.logins += 1
            return b"" if self.login == b"OK" else self.login or None
        if word.startswith("EXAMINE"):
            now = self.uidvalidities[0]
            self.uidvalidities = self.uidvalidities[1:] or self.uidvalidities
            return b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] ok\r\n" % (len(self.mails), now)
        if word.startswith("UID SEARCH"):
            return b"* SEARCH %s\r\n" % b" ".join(b"%d" % uid for uid in self.mails)
        if word.startswith("UID FETCH"):
            return self._fetched(command)
        return b""

    def _fetched(self, command: str) -> bytes | None:
        _, _, uids, items = command.split(" ", 3)
        self.asked.append(f"{uids} {items.strip('()')}")
        made = b""
        for uid in (int(uid) for uid in uids.split(",")):
            lie = self.lies.get(uid)
            answer = lie(items.strip("()")) if lie else self.truth(uid, items)
            if answer is None:
                return None
            made += answer
        return made

    def truth(self, uid: int, items: str) -> bytes:
        raw = self.mails[uid]
        number = list(self.mails).index(uid) + 1
        if "RFC822.SIZE" in items:
            size = self.sizes.get(uid, len(raw))
            date = b'INTERNALDATE " 4-Dec-2018 03:30:00 +0700"'
            return b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (number, uid, size, date)
        section = b"HEADER" if "HEADER" in items else b""
        data = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if section else raw
        part = re.search(r"<(\d+)\.(\d+)>", items)
        at = int(part[1]) if part else 0
        data = data[at : at + int(part[2])] if part else data
        name = b"BODY[%s]" % section + (b"<%d>" % at if part else b"")
        return b"* %d FETCH (UID %d %s {%d}\r\n%s)\r\n" % (number, uid, name, len(data), data)


@contextmanager
def _listening(serve: Callable[[socket.socket], None]) -> Iterator[tuple[int, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], listener
        listener.shutdown(socket.SHUT_RDWR)
