"""The configuration handed on: each room's settings from the one file."""

import csv
from pathlib import Path
from threading import Lock

from ingest.config import Config, GoogleOauth, ImapMailbox, MicrosoftOauth
from ingest.mailboxes.imap_line import ImapSettings
from ingest.mime.addresses import normal_address
from ingest.problems import ConfigError
from notifications.transports import Transport
from notifications.transports.tokens import TokenSource
from parsers.limits import Limits
from storage.raw_store import ObjectSettings


def limits_of(config: Config) -> Limits:
    """The limits of one file and one message."""
    return Limits(**config.limits.model_dump(exclude={"message_mb"}))


def handing_in(config: Config) -> frozenset[str]:
    """Addresses whose mail is a hand-in for whatever province its form names: the forwarders and the coordinator."""
    addresses = (*config.trust.forwarders, *config.coordinator.addresses)
    return frozenset(filter(None, map(normal_address, addresses)))


def object_settings(config: Config) -> ObjectSettings:
    """How to reach the store of raw mail, where it is no folder."""
    storage = config.storage
    return ObjectSettings(storage.endpoint, storage.region, storage.credentials_file, storage.ca_file)


def transport_of(config: Config) -> Transport:
    """The way out for our mail. Nothing is connected before the first mail leaves."""
    outgoing = config.outgoing
    if outgoing.backend == "maildir":
        from notifications.transports.maildir import MaildirTransport

        return MaildirTransport(outgoing.path)
    from notifications.transports.smtp import SmtpSettings, SmtpTransport

    settings = outgoing.model_dump(exclude={"backend", "sender", "oauth"})
    return SmtpTransport(SmtpSettings(**settings, tokens=token_source(outgoing.oauth, outgoing.user or "")))


def imap_settings(config: ImapMailbox) -> ImapSettings:
    """How to reach the mailbox. Nothing is connected yet."""
    settings = config.model_dump(
        exclude={"backend", "poll_seconds", "daily_mb", "when_done", "done_keyword", "done_folder", "oauth"}
    )
    return ImapSettings(**settings, tokens=token_source(config.oauth, config.user))


def token_source(oauth: MicrosoftOauth | GoogleOauth | None, user: str) -> TokenSource | None:
    """Where access tokens for `user` come from; the same one for the same settings, since it keeps its token."""
    if oauth is None:
        return None
    with _SOURCES_LOCK:
        if (oauth, user) not in _SOURCES:
            _SOURCES[oauth, user] = _new_source(oauth, user)
        return _SOURCES[oauth, user]


def _new_source(oauth: MicrosoftOauth | GoogleOauth, user: str) -> TokenSource:
    from notifications.transports.tokens import GoogleTokens, MicrosoftTokens

    settings = oauth.model_dump(exclude={"provider"})
    if isinstance(oauth, MicrosoftOauth):
        return MicrosoftTokens(**settings)
    return GoogleTokens(**settings, user=user)


_SOURCES: dict[tuple[MicrosoftOauth | GoogleOauth, str], TokenSource] = {}
_SOURCES_LOCK = Lock()


def listed_senders(path: Path) -> list[tuple[str, str]]:
    """Address (lower case) and province of each line of `trust.senders`; the header line is address,province.

    Raises:
        ConfigError: The file is missing or has no such columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
    except OSError as error:
        raise ConfigError(f"trust.senders: {path}: {error.strerror}") from error
    try:
        return [
            (normal_address(line["address"]) or line["address"].strip().lower(), line["province"].strip())
            for line in lines
        ]
    except (KeyError, AttributeError) as error:
        raise ConfigError(f"trust.senders: {path}: the header line must be address,province") from error
