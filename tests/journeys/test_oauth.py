"""OAuth 2 in place of a password: a real token server over HTTPS, and a Dovecot and an SMTP server that take tokens."""

import base64
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from make.day import CONFIG
from make.dovecot import USER, Dovecot, dovecot
from make.smtp import certificate, smtp_server
from make.token_server import CLIENT, TENANT, TokenServer, token_server

from ingest.config import load
from ingest.context import open_context
from ingest.mailboxes import LoginRefused, MailboxLost
from ingest.mailboxes.imap import ImapMailbox, ImapSettings
from ingest.rounds import poll
from notifications.transports import Unreachable
from notifications.transports.smtp import SmtpSettings, SmtpTransport
from notifications.transports.tokens import GoogleTokens, MicrosoftTokens, TokenSource

AT = datetime(2018, 12, 3, 3, 0, tzinfo=UTC)
RAW = b"From: a@nan.example\r\nMessage-ID: <1@nan.example>\r\nSubject: hello\r\n\r\nx\r\n"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[TokenServer, Dovecot]]:
    with tempfile.TemporaryDirectory(prefix="samruat-oauth-") as name:
        (Path(name) / "imap").mkdir()
        (Path(name) / "tokens").mkdir()
        with (
            token_server(Path(name) / "tokens") as tokens,
            dovecot(Path(name) / "imap", tokens.introspection) as imap,
        ):
            yield tokens, imap


@pytest.fixture
def tokens(servers: tuple[TokenServer, Dovecot]) -> TokenServer:
    servers[0].given.clear()
    servers[0].status, servers[0].asked, servers[0].lasts = 200, 0, 3600
    return servers[0]


@pytest.fixture
def imap(servers: tuple[TokenServer, Dovecot]) -> Dovecot:
    servers[1].empty()
    servers[1].append(RAW, AT)
    return servers[1]


def microsoft(server: TokenServer, secret: str | None = None) -> MicrosoftTokens:
    path = server.secret_file(secret) if secret else server.secret_file()
    return MicrosoftTokens(TENANT, CLIENT, path, server.url, server.ca_file, timeout_seconds=5)


def google(server: TokenServer, user: str = USER) -> GoogleTokens:
    return GoogleTokens(server.key_file(), user, server.ca_file, timeout_seconds=5)


def box(server: Dovecot, source: TokenSource) -> ImapMailbox:
    settings = ImapSettings(
        "localhost", USER, port=server.tls_port, ca_file=server.ca_file, timeout_seconds=10, tokens=source
    )
    return ImapMailbox(settings)


def uids(mailbox: ImapMailbox) -> list[int]:
    mailbox.open()
    try:
        return [envelope.uid for envelope, _ in mailbox.new(set())]
    finally:
        mailbox.close()


@pytest.mark.parametrize("provider", [microsoft, google])
def test_mail_is_fetched_with_a_token_that_is_kept_for_the_next_login(
    tokens: TokenServer, imap: Dovecot, provider: "type[TokenSource]"
) -> None:
    source = provider(tokens)  # type: ignore[call-arg]
    assert (uids(box(imap, source)), uids(box(imap, source))) == ([1], [1])
    assert tokens.asked == 1


@pytest.mark.parametrize("provider", [microsoft, google])
def test_a_token_that_was_revoked_is_fetched_anew_once(
    tokens: TokenServer, imap: Dovecot, provider: "type[TokenSource]"
) -> None:
    source = provider(tokens)  # type: ignore[call-arg]
    assert uids(box(imap, source)) == [1]
    tokens.given.clear()
    assert uids(box(imap, source)) == [1]
    assert tokens.asked == 2


def test_a_wrong_secret_or_a_missing_delegation_is_a_refused_login(
    tokens: TokenServer, imap: Dovecot
) -> None:
    with pytest.raises(LoginRefused, match="AADSTS7000215"):
        box(imap, microsoft(tokens, "guess")).open()
    with pytest.raises(LoginRefused, match="not delegated"):
        box(imap, google(tokens, "director@dla.example")).open()
    tokens.key_file().write_text("{}")
    with pytest.raises(LoginRefused, match="google-key"):
        box(imap, GoogleTokens(tokens.folder / "google-key.json", USER, tokens.ca_file)).open()


@pytest.mark.parametrize("provider", [microsoft, google])
def test_a_token_server_that_is_down_is_no_wrong_secret(
    tokens: TokenServer, imap: Dovecot, provider: "type[TokenSource]"
) -> None:
    source = provider(tokens)  # type: ignore[call-arg]
    tokens.status = 503
    with pytest.raises(MailboxLost):
        box(imap, source).open()
    tokens.status = 200
    assert uids(box(imap, source)) == [1]


@pytest.mark.parametrize("provider", [microsoft, google])
def test_a_token_server_whose_certificate_nobody_vouches_for_gets_no_secret(
    tokens: TokenServer, imap: Dovecot, provider: "type[TokenSource]"
) -> None:
    source = provider(tokens)  # type: ignore[call-arg]
    source.ca_file = None  # type: ignore[attr-defined]
    with pytest.raises(MailboxLost, match=r"(?i)certificate"):
        box(imap, source).open()
    assert tokens.asked == 0


def test_a_token_that_the_mail_server_never_takes_ends_in_a_refused_login(
    tokens: TokenServer, imap: Dovecot
) -> None:
    class Stale:
        def token(self, *, fresh: bool = False) -> str:
            return f"stale{fresh}"

    with pytest.raises(LoginRefused):
        box(imap, Stale()).open()


def test_answers_leave_with_a_token(tokens: TokenServer, tmp_path: Path) -> None:
    def by_token(
        server: object, session: object, envelope: object, mechanism: str, data: object
    ) -> AuthResult:
        return AuthResult(success=False, handled=False)

    async def auth_xoauth2(server: object, arguments: list[str]) -> AuthResult:
        said = base64.b64decode(arguments[1]).decode()
        user, token = said.split("\x01")[0][5:], said.split("Bearer ")[1].rstrip("\x01")
        if tokens.given.get(token) == user:
            return AuthResult(success=True)
        await server.challenge_auth('{"status":"401"}')  # type: ignore[attr-defined]
        return AuthResult(success=False, handled=False)

    context, ca_file = certificate(tmp_path)
    options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    with smtp_server(**options, authenticator=by_token) as (server, plain):
        server.auth_XOAUTH2 = auth_xoauth2  # type: ignore[attr-defined]
        settings = SmtpSettings(
            "localhost", plain.port, "starttls", ca_file, USER, timeout_seconds=5, tokens=microsoft(tokens)
        )
        transport = SmtpTransport(settings)
        assert transport.send(USER, "a@nan.example", "<1@x>", RAW).startswith("250")
        transport.close()
        tokens.given.clear()
        assert transport.send(USER, "a@nan.example", "<2@x>", RAW).startswith("250")
        transport.close()
        assert (len(server.taken), tokens.asked) == (2, 2)
        with pytest.raises(Unreachable, match="AADSTS"):
            SmtpTransport(
                SmtpSettings(
                    "localhost", plain.port, "starttls", ca_file, USER, tokens=microsoft(tokens, "guess")
                )
            ).send(USER, "a@nan.example", "<3@x>", RAW)


def test_a_configuration_with_oauth_polls(tokens: TokenServer, imap: Dovecot, tmp_path: Path) -> None:
    tokens.secret_file()
    (tmp_path / "senders.csv").write_text("address,province\n")
    text = CONFIG.format(
        imap_port=imap.tls_port, imap_ca=imap.ca_file, user=USER, password="unused", smtp_port=1, smtp_tls="none",
        database=f"sqlite:///{tmp_path / 'samruat.db'}",
    )  # fmt: skip
    oauth = (
        f'[mailbox.oauth]\nprovider = "microsoft"\ntenant = "{TENANT}"\nclient_id = "{CLIENT}"\n'
        f'secret_file = "{tokens.folder}/microsoft-secret"\nauthority = "{tokens.url}"\nca_file = "{tokens.ca_file}"\n'
    )
    path = tmp_path / "samruat.toml"
    path.write_text(text.replace('password_file = "unused"\n', "") + oauth, encoding="utf-8")
    config = load(path)
    with open_context(config) as context:
        done = poll(context)
        assert (len(done.met), done.lost) == (1, None)
