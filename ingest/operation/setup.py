"""A first configuration with its folders, password files and service: laid once, nothing is overwritten."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any

from ingest.config import Config, load
from ingest.context import READERS
from ingest.operation import unit
from ingest.problems import ConfigError

_OURS_MB = 1024


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked. Without `send` answers are only shown. `more` are further settings by their path: {"mailbox.port": 1993}."""

    address: str
    imap_host: str
    smtp_host: str
    coordinator: str
    coordinator_address: str
    phone: str = ""
    database: str = "sqlite:///samruat.db"
    send: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Laid:
    """What was written, and what was there and stays as it is."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def lay(
    config_path: Path, answers: Answers, passwords: Mapping[str, str], *, user: str, program: Path
) -> Laid:
    """Write configuration (0600), password files (0600), folders (0700) and systemd units beside each other.

    Args:
        passwords: By section, `mailbox` and `outgoing`; a file is left empty where its password is missing.
        user: Who the service runs as.
        program: The `samruat` that the service starts.

    Raises:
        ConfigError: The configuration is there already, or would not be valid: nothing was written.
    """
    config_path = config_path.absolute()
    if config_path.exists():
        raise ConfigError(f"{config_path} is there already; samruat init changes nothing that is there")
    settings = settings_of(answers)
    folders = _make_folder(config_path.parent)
    config = _write_checked(config_path, to_toml(settings))
    for folder in _folders(config_path, config):
        folders += _make_folder(folder)
    written = [*folders, config_path]
    kept: list[Path] = []
    for section in ("mailbox", "outgoing"):
        if name := settings[section].get("password_file"):
            path = config_path.parent / name
            password = passwords.get(section, "")
            (written if _write(path, f"{password}\n" if password else "") else kept).append(path)
    units = unit.units(
        program=program, config=config_path, user=user, writable=_folders(config_path, config), memory_mb=memory_mb(config)
    )  # fmt: skip
    for name, content in units.items():
        (written if _write(config_path.parent / name, content) else kept).append(config_path.parent / name)
    return Laid(tuple(written), tuple(kept))


def settings_of(answers: Answers) -> dict[str, dict[str, Any]]:
    """The configuration by section and key. A backend of "maildir" in `more` takes the server's keys away."""
    settings: dict[str, dict[str, Any]] = {
        "survey": {"form": "be2561", "opens_on": date(2018, 10, 22), "deadline": date(2018, 12, 14)},
        "coordinator": {
            "name": answers.coordinator, "addresses": [answers.coordinator_address], "phone": answers.phone,
            "digest_at": time(16, 30),
        },
        "mailbox": {
            "backend": "imap", "host": answers.imap_host, "port": 993, "tls": "implicit", "user": answers.address,
            "password_file": "mailbox-password", "folder": "INBOX", "poll_seconds": 60,
        },
        "outgoing": {
            "backend": "smtp", "host": answers.smtp_host, "port": 587, "tls": "starttls", "user": answers.address,
            "password_file": "outgoing-password", "from": f"แบบสำรวจ สถ. <{answers.address}>",
        },
        "storage": {"database": answers.database, "raw": "raw"},
        "replies": {"mode": "send" if answers.send else "preview"},
    }  # fmt: skip
    for section, needed in (("mailbox", ("poll_seconds",)), ("outgoing", ("from",))):
        if answers.more.get(f"{section}.backend") == "maildir":
            settings[section] = {key: settings[section][key] for key in needed}
    for where, value in answers.more.items():
        section, _, key = where.rpartition(".")
        settings.setdefault(section, {})[key] = value
    return settings


def to_toml(settings: Mapping[str, Mapping[str, Any]]) -> str:
    """TOML 1.0 of one level of tables."""
    lines = ["# Written by samruat init. All settings, each explained: config.example.toml", ""]
    for section, keys in settings.items():
        lines += [f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in keys.items()), ""]
    return "\n".join(lines)


def memory_mb(config: Config) -> int:
    """What the whole service may take: its readers at their limit, and itself."""
    return READERS * config.limits.memory_mb + _OURS_MB


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        special = {'"': '\\"', "\\": "\\\\"}
        return (
            '"'
            + "".join(special.get(c) or (c if c.isprintable() else f"\\U{ord(c):08X}") for c in value)
            + '"'
        )
    return str(value)


def _write_checked(path: Path, text: str) -> Config:
    """The configuration, read from where it stands from now on; where it is not valid it is gone again."""
    _write(path, text)
    try:
        return load(path)
    except ConfigError:
        path.unlink()
        raise


def _folders(config_path: Path, config: Config) -> list[Path]:
    """Every folder that the worker writes into, outermost first."""
    found = {config_path.parent}
    if "://" not in config.storage.raw:
        found.add(Path(config.storage.raw))
    if config.storage.database.startswith("sqlite:///"):
        found.add(Path(config.storage.database.removeprefix("sqlite:///")).parent)
    if config.outgoing.backend == "maildir":
        found.add(config.outgoing.path)
    if config.watch.metrics_file:
        found.add(config.watch.metrics_file.parent)
    return sorted(found)


def _make_folder(folder: Path) -> list[Path]:
    """With 0700, and so are the ones above it that were not there; one that is there keeps its mode."""
    if folder.is_dir():
        return []
    made = _make_folder(folder.parent)
    folder.mkdir(mode=0o700)
    return [*made, folder]


def _write(path: Path, content: str) -> bool:
    """A file of mode 0600 and of our own making, or False."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return True
