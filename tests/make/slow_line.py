"""A line on which an answer takes its time, as on the way to a provider."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue


@contextmanager
def slow_line(port: int, seconds: float) -> Iterator[int]:
    """A way to `port` on which there and back takes `seconds`; as many bytes at a time as the line to it takes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client = listener.accept()[0]
                    server = socket.create_connection(("127.0.0.1", port))
                    for source, target in ((client, server), (server, client)):
                        target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                        _delayed(source, target, seconds / 2)

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _delayed(source: socket.socket, target: socket.socket, seconds: float) -> None:
    underway: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def read() -> None:
        data = b"x"
        while data:
            try:
                data = source.recv(1 << 18)
            except OSError:
                data = b""
            underway.put((time.monotonic() + seconds, data))

    def write() -> None:
        with suppress(OSError):
            while True:
                due, data = underway.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(data)

    threading.Thread(target=read, daemon=True).start()
    threading.Thread(target=write, daemon=True).start()
