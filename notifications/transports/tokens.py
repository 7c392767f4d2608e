"""Access tokens instead of a password, for IMAP and SMTP: Microsoft 365 by msal, Google Workspace by google-auth.

Both log in as an application of the organisation's own: no person, no refresh token that dies unseen.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

MICROSOFT_SCOPE = "https://outlook.office365.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"


class TokenRefused(Exception):
    """The token server does not take our secret, or does not let us read that mailbox: trying on is of no use."""


class TokenUnreachable(OSError):
    """The token server can't be reached, or can't answer now."""


class TokenSource(Protocol):
    """Asked before every login; keeps a token as long as it is good."""

    def token(self, *, fresh: bool = False) -> str:
        """An access token; `fresh` where the last one was not taken.

        Raises:
            TokenRefused, TokenUnreachable: There is none.
        """
        ...


@dataclass(slots=True)
class MicrosoftTokens:
    """Client credentials (RFC 6749, 4.4) of an app registration with IMAP.AccessAsApp or SMTP.SendAsApp."""

    tenant: str
    client_id: str
    secret_file: Path
    authority: str = "https://login.microsoftonline.com"
    ca_file: Path | None = None
    timeout_seconds: float = 60
    _app: Any = None

    def token(self, *, fresh: bool = False) -> str:
        import requests
        from msal import ConfidentialClientApplication
        from msal.exceptions import MsalError

        try:
            if self._app is None:
                self._app = ConfidentialClientApplication(
                    self.client_id,
                    client_credential=self.secret_file.read_text(encoding="utf-8").strip(),
                    authority=f"{self.authority}/{self.tenant}",
                    # Else an authority that is not Microsoft's own would be asked for at Microsoft's.
                    instance_discovery=self.authority == "https://login.microsoftonline.com",
                    http_client=_http(self.ca_file, self.timeout_seconds),
                )
            if fresh:
                self._app.remove_tokens_for_client()
            told = self._app.acquire_token_for_client([MICROSOFT_SCOPE])
        except (requests.RequestException, MsalError, ValueError) as error:
            # What is no JSON is no answer of a token server, but of something on the way to it. And msal would not ask
            # again for a minute: a new one does.
            self._app = None
            raise TokenUnreachable(f"{self.authority}: {error}") from error
        if "access_token" in told:
            return str(told["access_token"])
        said = f"{told.get('error')}: {told.get('error_description', '')}".splitlines()[0]
        if told.get("error") in {"temporarily_unavailable", "server_error"}:
            raise TokenUnreachable(said)
        raise TokenRefused(said)


@dataclass(slots=True)
class GoogleTokens:
    """A service account that may act for `user` (domain-wide delegation; RFC 7523).

    Attributes:
        key_file: The account's JSON key.
    """

    key_file: Path
    user: str
    ca_file: Path | None = None
    timeout_seconds: float = 60
    _credentials: Any = None

    def token(self, *, fresh: bool = False) -> str:
        from google.auth.exceptions import GoogleAuthError, RefreshError
        from google.auth.transport.requests import Request
        from google.oauth2.service_account import Credentials

        if self._credentials is None:
            try:
                read: Any = Credentials.from_service_account_file
                self._credentials = read(str(self.key_file), scopes=[GOOGLE_SCOPE], subject=self.user)
            except (ValueError, GoogleAuthError) as error:
                raise TokenRefused(f"{self.key_file}: {error}") from error
        if fresh or not self._credentials.valid:
            session = _http(self.ca_file, self.timeout_seconds)
            try:
                self._credentials.refresh(Request(session))
            except RefreshError as error:
                if error.retryable:
                    raise TokenUnreachable(str(error)) from error
                raise TokenRefused(str(error)) from error
            except GoogleAuthError as error:
                raise TokenUnreachable(str(error)) from error
            finally:
                session.close()
        return str(self._credentials.token)


def _http(ca_file: Path | None, seconds: float) -> Any:
    """A session in which every request has a time-out, and the CA file stands before the environment's."""
    import requests

    session: Any = requests.Session()
    verified = {"verify": str(ca_file)} if ca_file else {}
    session.request = partial(session.request, timeout=seconds, **verified)
    return session


def xoauth2(user: str, token: str) -> str:
    """What SASL XOAUTH2 says at once, before it is encoded."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def oauthbearer(user: str, token: str) -> str:
    """What SASL OAUTHBEARER says at once (RFC 7628, 3.1), before it is encoded."""
    name = user.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01auth=Bearer {token}\x01\x01"
