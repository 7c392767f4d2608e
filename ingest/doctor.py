"""Is everything reachable that the worker needs? Each check in order, with the next step where it is not."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.config import Config, GoogleOauth, ImapMailbox, MicrosoftOauth, SmtpOutgoing

FREE_MB_WANTED = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found; `advice` is the next step where it is not well."""

    name: str
    well: bool
    found: str
    advice: str = ""


def examine(config: Config) -> Iterator[Check]:
    """Look at everything once; nothing is changed, no mail is read or sent."""
    for name, look, advice in _CHECKS:
        try:
            yield Check(name, True, look(config))
        except Exception as error:  # noqa: BLE001 - whatever is wrong is what the operator wants to read
            yield Check(name, False, f"{type(error).__name__}: {error}".splitlines()[0], advice)


def _secrets(config: Config) -> str:
    sections = (config.mailbox, config.outgoing)
    named: list[Path | None] = []
    for section in sections:
        if isinstance(section, ImapMailbox | SmtpOutgoing):
            named += [section.password_file, _oauth_secret(section.oauth)]
    files = list(dict.fromkeys(path for path in named if path is not None))
    for path in files:
        if path.stat().st_mode & 0o077:
            raise PermissionError(f"{path} can be read by others")
        if not path.read_text(encoding="utf-8").strip():
            raise ValueError(f"{path} is empty")
    return f"{len(files)} password files, readable by the owner only" if files else "none needed"


def _oauth_secret(oauth: MicrosoftOauth | GoogleOauth | None) -> Path | None:
    if oauth is None:
        return None
    return oauth.secret_file if isinstance(oauth, MicrosoftOauth) else oauth.key_file


def _database(config: Config) -> str:
    from storage.unit_of_work import Database

    database = Database(config.storage.database)
    try:
        database.upgrade()
        with database.unit_of_work(readonly=True) as work:
            numbers = work.messages.numbers()
        return f"{database.engine.dialect.name}, {numbers.received} messages, {numbers.in_work} waiting"
    finally:
        database.close()


def _raw(config: Config) -> str:
    from ingest.settings import object_settings
    from storage.raw_backends import open_raw

    if "://" in config.storage.raw:
        return open_raw(config.storage.raw, object_settings(config)).try_out()
    folder = Path(config.storage.raw)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} can't be written")
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < FREE_MB_WANTED:
        raise OSError(f"only {free} MB free at {folder}")
    return f"{folder}, {free} MB free"


def _mailbox(config: Config) -> str:
    from ingest.backends import open_configured

    if config.mailbox is None:
        return "none configured: only `samruat ingest` can be used"
    mailbox = open_configured(config)
    try:
        uidvalidity = mailbox.open()
    finally:
        mailbox.close()
    secure = f", TLS {config.mailbox.tls}" if isinstance(config.mailbox, ImapMailbox) else ""
    return f"{mailbox.folder} opened, UIDVALIDITY {uidvalidity}{secure}"


def _outgoing(config: Config) -> str:
    from ingest.settings import transport_of

    return transport_of(config).try_out()


def _reading(config: Config) -> str:
    from ingest.settings import limits_of
    from parsers.sandbox import Sandbox
    from survey.registry import registry

    with Sandbox(limits_of(config)) as sandbox:
        provinces = sandbox.call(_count_provinces)
    return (
        f"child process with limits works; registry of {provinces} provinces, {len(registry().by_code)} LAOs"
    )


def _count_provinces() -> int:
    from survey.registry import registry

    return len(registry().provinces)


def _senders(config: Config) -> str:
    from ingest.settings import listed_senders
    from survey.registry import registry

    if config.trust.senders is None:
        return "no list: every first submission is shown in the digest"
    listed = listed_senders(config.trust.senders)
    unknown = sorted({province for _, province in listed} - set(registry().provinces))
    if unknown:
        raise ValueError(f"no such province: {', '.join(unknown)}")
    return f"{len(listed)} addresses of {len({province for _, province in listed})} provinces"


_CHECKS: tuple[tuple[str, Callable[[Config], str], str], ...] = (
    ("passwords", _secrets, "Write the password alone into the file, then: chmod 600 FILE"),
    ("database", _database, "Look at storage.database; for PostgreSQL, try the same URL with psql."),
    ("raw mail", _raw, "Make room, or set storage.raw to a folder on a larger disk."),
    ("mailbox", _mailbox, "Look at [mailbox]: host, port, tls, ca_file, user and the password file."),
    ("outgoing", _outgoing, "Look at [outgoing]: host, port, tls, ca_file, user and the password file."),
    ("reading", _reading, "Reinstall samruat; if memory is short, lower limits.memory_mb."),
    ("senders", _senders, "Mend the lines in trust.senders: address,province (as in provinces.csv)."),
)
