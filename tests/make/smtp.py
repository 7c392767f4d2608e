"""A real SMTP server on loopback that fails on demand."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from notifications.transports.smtp import SmtpSettings

FAULTS = (
    "rcpt 451",
    "rcpt 550",
    "data 452",
    "data 554",
    "cut at rcpt",
    "cut in data",
    "cut at the dot",
    "cut before answer",
)


class Faults:
    """Takes mails in; `faults` are used up one a mail, "" is none.

    `filing`, where set, is given what was taken before the answer goes out, as providers file sent mail.
    """

    def __init__(self) -> None:
        self.filing: Callable[[bytes], None] | None = None
        self.taken: list[bytes] = []
        self.faults: list[str] = []
        self.envelopes: list[tuple[str | None, str]] = []
        self.sessions = 0

    def fault(self, step: str) -> str:
        return self.faults[0] if self.faults and step in self.faults[0] else ""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if fault := self.fault("rcpt"):
            self.faults.pop(0)
            if "cut" in fault:
                _cut(server)
            return f"{fault.split()[1]} said the server" if "cut" not in fault else "421 bye"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.faults.pop(0) if self.faults else ""
        if fault.startswith("data"):
            return f"{fault.split()[1]} said the server"
        if fault == "cut at the dot":
            _cut(server)
            return "421 gone"
        self.taken.append(bytes(envelope.content or b""))
        if self.filing is not None:
            self.filing(self.taken[-1])
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos[0]))
        if fault == "cut before answer":
            _cut(server)
        if fault == "silent before answer":
            await asyncio.sleep(2)
        return "250 taken"


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        faults: Faults = self.event_handler
        if faults.fault("cut in data"):
            faults.faults.pop(0)
            await self.push("354 go on")
            _cut(self)
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        self.handler.sessions += 1
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_server(*, faults: Faults | None = None, **options: Any) -> Iterator[tuple[Faults, SmtpSettings]]:
    """The server's memory, and the settings to reach it."""
    faults = faults or Faults()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = _Controller(faults, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield faults, SmtpSettings("127.0.0.1", port, "none", timeout_seconds=5)
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context for this machine, and the CA file by which to trust it."""
    made, key = folder / "server.pem", folder / "server.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", made, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-addext", "keyUsage=critical,digitalSignature,keyCertSign"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context, made


def accepts(user: str, password: str) -> Any:
    """An authenticator that knows one user."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check


def _cut(server: SMTP) -> None:
    assert server.transport is not None
    server.transport.abort()
