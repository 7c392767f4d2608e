"""A small clamd: speaks VERSION and INSTREAM (clamd(8)) on a real socket, and knows the EICAR test file."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The industry's harmless test file, in two pieces, so that no scanner takes this one for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class SmallClamd:
    """Attributes:
    scanned: Streams as they came.
    silent: Never answer. largest: Bytes of a stream that it takes, as StreamMaxLength.
    """

    def __init__(self) -> None:
        self.scanned: list[bytes] = []
        self.silent = False
        self.largest = 10**9
        self.ended = threading.Event()

    def answer(self, line: socket.socket) -> None:
        file = line.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += file.read(1)
        if self.silent:
            self.ended.wait(30)
            return
        if command == b"zVERSION\0":
            line.sendall(b"ClamAV 1.0.0/27000/Mon Dec  3 09:00:00 2018\0")
            return
        assert command == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", file.read(4))[0]:
            data += file.read(size)
            if len(data) > self.largest:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.scanned.append(data)
        line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@contextmanager
def small_clamd(path: Path | None = None) -> Iterator[tuple[SmallClamd, str]]:
    """It and its address: a Unix socket at `path`, else a port of this machine."""
    clamd = SmallClamd()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            clamd.answer(self.request)

    server: socketserver.BaseServer
    if path is not None:
        server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        address = str(path)
    else:
        tcp = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        server, address = tcp, f"127.0.0.1:{tcp.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield clamd, address
    finally:
        clamd.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
