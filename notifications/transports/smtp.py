"""Mails handed to an SMTP server (RFC 5321), step by step, so that the phase of a failure is known."""

import contextlib
import select
import smtplib
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from notifications.transports import NoAnswer, Refused, TryLater, Unreachable
from notifications.transports.tokens import TokenRefused, TokenSource, oauthbearer, xoauth2

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    host: str
    port: int = 587
    tls: Literal["implicit", "starttls", "none"] = "starttls"
    ca_file: Path | None = None
    user: str | None = None
    password_file: Path | None = None
    timeout_seconds: float = 60
    tokens: TokenSource | None = None

    def __post_init__(self) -> None:
        if self.tls == "none" and self.host not in _LOOPBACK:
            raise ValueError(f"tls none is for this machine only, not for {self.host}")


class SmtpTransport:
    """One connection for several mails, opened when needed."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, message_id: str, content: bytes) -> str:
        try:
            server = self._began(sender, recipient)
            _expect(server.rcpt(recipient))
            _expect(server.docmd("DATA"), 354)
        except (OSError, smtplib.SMTPException) as error:
            # Nothing was handed over; a wrong password is ours to mend, not the mail's fault.
            self._drop()
            raise TryLater(str(error)) from error
        except ValueError as error:
            # An address that can't stand in an SMTP command: with a line break, say.
            self._reset()
            raise Refused(str(error)) from error
        except (TryLater, Refused):
            self._reset()
            raise
        try:
            # It is whole at the dot alone (RFC 5321, 4.1.1.4): a server that is gone before has not taken it.
            server.send(smtplib._quote_periods(_with_last_line_end(content)))  # type: ignore[attr-defined]
            _still_there(server)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise TryLater(str(error)) from error
        try:
            server.send(b".\r\n")
            answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise NoAnswer(str(error)) from error
        try:
            return _expect(answer)
        except (TryLater, Refused):
            self._reset()
            raise

    def try_out(self) -> str:
        settings = self._settings
        try:
            self._connected()
        finally:
            self.close()
        return f"{settings.host}:{settings.port}, TLS {settings.tls}, {'logged in' if settings.user else 'no login'}"

    def close(self) -> None:
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._drop()

    def _began(self, sender: str, recipient: str) -> smtplib.SMTP:
        """A server that has taken MAIL. A line that was kept may be closed by now: then once more, on a new one."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                code, words = self._server.mail(sender, _options(self._server, sender, recipient))
                if code != 421:
                    _expect((code, words))
                    return self._server
            self._drop()
        server = self._reached()
        _expect(server.mail(sender, _options(server, sender, recipient)))
        return server

    def _reached(self) -> smtplib.SMTP:
        try:
            return self._connected()
        except (OSError, smtplib.SMTPException, TokenRefused) as error:
            self._drop()
            raise Unreachable(str(error)) from error

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        ca_file = str(settings.ca_file) if settings.ca_file else None
        context = ssl.create_default_context(cafile=ca_file) if settings.tls != "none" else None
        if settings.tls == "implicit":
            self._server = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_seconds, context=context
            )
        else:
            self._server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_seconds)
        if self._server.sock is not None:
            # Or the dot, sent by itself, would wait for what came before to be acknowledged.
            self._server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.tls == "starttls":
            self._server.starttls(context=context)
        self._server.ehlo_or_helo_if_needed()
        if settings.user and settings.tokens:
            _log_in_by_token(self._server, settings.user, settings.tokens)
        elif settings.user and settings.password_file:
            password = settings.password_file.read_text(encoding="utf-8").rstrip("\r\n")
            self._server.login(settings.user, password)
        return self._server

    def _reset(self) -> None:
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


def _still_there(server: smtplib.SMTP) -> None:
    """Look, without waiting, whether the server has closed the line.

    Raises:
        OSError: It has.
    """
    line = server.sock
    if line is None or (
        select.select([line], [], [], 0)[0] and not socket.socket.recv(line, 1, socket.MSG_PEEK)
    ):
        raise ConnectionResetError("the server closed the line in the middle of the mail")


def _options(server: smtplib.SMTP, sender: str, recipient: str) -> list[str]:
    """What goes with MAIL: SMTPUTF8 (RFC 6531) where an address needs it.

    Raises:
        Refused: It does, and the server can't.
    """
    if (sender + recipient).isascii():
        return []
    if not server.has_extn("smtputf8"):
        raise Refused("the server takes no address in letters other than ASCII (SMTPUTF8)")
    server.command_encoding = "utf-8"
    return ["SMTPUTF8"]


def _log_in_by_token(server: smtplib.SMTP, user: str, tokens: TokenSource) -> None:
    """By XOAUTH2 or OAUTHBEARER (RFC 7628); a token that was kept and is refused is fetched anew, once."""
    offered = server.esmtp_features.get("auth", "").upper().split()
    by_bearer = "OAUTHBEARER" in offered and "XOAUTH2" not in offered
    say = oauthbearer if by_bearer else xoauth2

    def log_in(token: str) -> None:
        # What the server says after a refusal is answered with nothing: then it says 535.
        server.auth(
            "OAUTHBEARER" if by_bearer else "XOAUTH2",
            lambda challenge=None: say(user, token) if not challenge else "",
        )

    token = tokens.token()
    try:
        log_in(token)
    except smtplib.SMTPAuthenticationError:
        fresh = tokens.token(fresh=True)
        if fresh == token:
            raise
        log_in(fresh)


def _expect(answer: tuple[int, bytes], wanted: int | None = None) -> str:
    code, words = answer
    said = f"{code} {words.decode('utf-8', 'replace')}"
    if code == wanted or (wanted is None and 200 <= code < 300):
        return said
    # 421 and anything that is no refusal for good may be tried again.
    raise Refused(said) if 500 <= code < 600 else TryLater(said)


def _with_last_line_end(content: bytes) -> bytes:
    return content if content.endswith(b"\r\n") else content + b"\r\n"
