"""A line between us and a server, or a database, that fails as lines do: cut, or silent, after so many bytes."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Fault:
    """What is wrong with the line now; `used` counts the connections that met it.

    Attributes:
        after: Bytes from the server that still come; None: all.
        sent: Bytes to the server that still go; None: all.
        silent: It says nothing more in place of being cut.
    """

    after: int | None = None
    sent: int | None = None
    silent: bool = False
    used: int = 0
    mended: threading.Event = field(default_factory=threading.Event)

    def heal(self) -> None:
        """The line is whole again; what was silent is cut."""
        self.after = self.sent = None
        self.silent = False
        self.mended.set()


@contextmanager
def faulty_line(server: int | Path) -> Iterator[tuple[int, Fault]]:
    """A port that leads to a port of this machine or to a Unix socket, and the fault of the line, none at first."""
    fault = Fault()

    def serve(client: socket.socket) -> None:
        behind = _connected(server)
        limits = (fault.after, fault.sent, fault.silent)
        fault.used += limits[:2] != (None, None)
        to = threading.Thread(target=_pump, args=(client, behind, limits[1], limits[2], fault), daemon=True)
        to.start()
        _pump(behind, client, limits[0], limits[2], fault)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, serve), daemon=True).start()
        yield listener.getsockname()[1], fault
        fault.heal()
        listener.shutdown(socket.SHUT_RDWR)


def _connected(server: int | Path) -> socket.socket:
    if isinstance(server, int):
        return socket.create_connection(("127.0.0.1", server))
    line = socket.socket(socket.AF_UNIX)
    line.connect(str(server))
    return line


def _accept(listener: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, most: int | None, silent: bool, fault: Fault) -> None:
    with suppress(OSError):
        while (most is None or most > 0) and (data := source.recv(65536)):
            data = data if most is None else data[:most]
            target.sendall(data)
            most = None if most is None else most - len(data)
        if silent and most == 0:
            fault.mended.wait()
    for line in (source, target):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
