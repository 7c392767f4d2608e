"""The line to an IMAP server: verified, with time-outs, logged in; and what goes wrong on it, told in one way."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.mailboxes import LoginRefused, MailboxLost
from notifications.transports.tokens import TokenRefused, TokenSource, oauthbearer, xoauth2


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where and how. `tls` none is for loopback only; `tokens` stand for the password where there is none."""

    host: str
    user: str
    password_file: Path | None = None
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    ca_file: Path | None = None
    folder: str = "INBOX"
    sent_folder: str | None = None
    junk_folder: str | None = None
    timeout_seconds: float = 60
    tokens: TokenSource | None = None

    @property
    def account(self) -> str:
        """Names the mailbox in the database (see `Mailbox`)."""
        return f"{self.user}@{self.host}:{self.port}"


def connect(settings: ImapSettings) -> Any:
    """An IMAPClient that is logged in; the password goes over a verified line only.

    Raises:
        LoginRefused, MailboxLost, OSError, IMAPClientError: See `as_lost_mailbox`, which makes two of them.
    """
    from imapclient import IMAPClient
    from imapclient.exceptions import LoginError

    context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    implicit = settings.tls == "implicit"
    client = IMAPClient(
        settings.host, settings.port, ssl=implicit, ssl_context=context if implicit else None,
        timeout=settings.timeout_seconds,
    )  # fmt: skip
    # Or every mail is formatted for a log that nobody reads, which costs more than fetching it.
    client._imap.debug = 0
    try:
        if settings.tls == "starttls":
            client.starttls(context)
        try:
            if settings.tokens is not None:
                _log_in_by_token(client, settings.user, settings.tokens)
            else:
                _log_in(client, settings)
        except LoginError as error:
            raise _refused(error) from error
        client.normalise_times = False
        if client.has_capability("ID"):
            # Some servers slow or refuse clients that don't say who they are.
            with contextlib.suppress(client.Error):
                client.id_({"name": "samruat"})
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise
    return client


def _log_in(client: Any, settings: ImapSettings) -> None:
    if settings.password_file is None:
        raise LoginRefused("neither a password file nor OAuth is configured")
    password = settings.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    # LOGIN takes ASCII alone (RFC 3501, 6.2.3); a Thai password goes by PLAIN, which is UTF-8.
    plain = client.has_capability("AUTH=PLAIN")
    (client.plain_login if plain else client.login)(settings.user, password)


def _log_in_by_token(client: Any, user: str, tokens: TokenSource) -> None:
    """By XOAUTH2 or OAUTHBEARER (RFC 7628); a token that was kept and is refused is fetched anew, once."""
    from imapclient.exceptions import IMAPClientAbortError, LoginError

    by_bearer = client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2")
    say = oauthbearer if by_bearer else xoauth2

    def log_in(token: str) -> None:
        # What the server says after a refusal is answered with nothing: then it says NO.
        answers = iter([say(user, token)])
        client.sasl_login("OAUTHBEARER" if by_bearer else "XOAUTH2", lambda _: next(answers, ""))

    try:
        token = tokens.token()
        try:
            log_in(token)
        except LoginError as error:
            fresh = tokens.token(fresh=True)
            if fresh == token or isinstance(error.__context__, IMAPClientAbortError):
                raise
            log_in(fresh)
    except TokenRefused as error:
        raise LoginRefused(f"token: {error}") from error


def _refused(error: Exception) -> Exception:
    """A line that broke, or a server that can't tell now (RFC 5530), is no wrong password."""
    from imapclient.exceptions import IMAPClientAbortError

    told = str(error)
    if isinstance(error.__context__, IMAPClientAbortError) or "[UNAVAILABLE]" in told or "[INUSE]" in told:
        return MailboxLost(f"login: {told}")
    return LoginRefused(told)


# What the library raises on an answer that is no IMAP, or announces more than there is memory.
_BROKEN_ANSWER = (
    EOFError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, MemoryError,
    RecursionError,
)  # fmt: skip


@contextlib.contextmanager
def as_lost_mailbox() -> Iterator[None]:
    """Whatever goes wrong on the line is told in one way: MailboxLost, or LoginRefused as it is."""
    from imapclient.exceptions import IMAPClientError

    try:
        yield
    except (MailboxLost, LoginRefused):
        raise
    except ssl.SSLCertVerificationError as error:
        raise MailboxLost(f"the server's certificate is not trusted: {error.verify_message}") from error
    except (OSError, IMAPClientError, *_BROKEN_ANSWER) as error:
        raise MailboxLost(f"{type(error).__name__}: {error}") from error
