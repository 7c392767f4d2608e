"""The configuration file: one TOML file joins the rooms' settings (contract, section 10)."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ingest.problems import ConfigError
from survey.findings import Severity
from survey.forms import named

BANGKOK = ZoneInfo("Asia/Bangkok")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# What is not used alone is built with the whole configuration only.
_STRICT = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _known_form(name: str) -> str:
    named(name)
    return name


class Survey(BaseModel):
    model_config = _STRICT
    form: Annotated[str, AfterValidator(_known_form)] = "be2561"
    opens_on: date = date(2018, 10, 22)
    deadline: date = date(2018, 12, 14)
    remind_on: tuple[date, ...] = ()


class Coordinator(BaseModel):
    model_config = _STRICT
    name: str = "ผู้ประสานงาน"
    addresses: tuple[str, ...] = Field(min_length=1)
    phone: str = ""
    digest_at: time = time(16, 30)


class Server(BaseModel):
    """What the mailbox's and the outgoing server have in common."""

    model_config = _STRICT
    host: str
    tls: Literal["implicit", "starttls", "none"]
    ca_file: Path | None = None
    timeout_seconds: int = Field(default=60, ge=1)

    @model_validator(mode="after")
    def _plain_text_stays_here(self) -> Self:
        if self.tls == "none" and self.host not in LOOPBACK:
            raise ValueError('tls = "none" is for this machine only; use "implicit" or "starttls"')
        return self


class MicrosoftOauth(BaseModel):
    """An app registration of the organisation's own, by client credentials."""

    model_config = _STRICT
    provider: Literal["microsoft"]
    tenant: str
    client_id: str
    secret_file: Path
    authority: str = Field(default="https://login.microsoftonline.com", pattern=r"^https://[^?#]+[^/?#]$")
    ca_file: Path | None = None


class GoogleOauth(BaseModel):
    """A service account with domain-wide delegation for the mailbox's user."""

    model_config = _STRICT
    provider: Literal["google"]
    key_file: Path
    ca_file: Path | None = None


Oauth = Annotated[MicrosoftOauth | GoogleOauth, Field(discriminator="provider")]


class ImapMailbox(Server):
    backend: Literal["imap"]
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: str
    password_file: Path | None = None
    oauth: Oauth | None = None
    folder: str = "INBOX"
    sent_folder: str | None = None
    junk_folder: str | None = None
    when_done: Literal["nothing", "keyword", "move"] = "nothing"
    done_keyword: str = Field(default="$Samruat", pattern=r"^\$?[A-Za-z0-9_-]+$")
    done_folder: str = "ดำเนินการแล้ว"
    daily_mb: int = Field(default=2000, ge=1)
    poll_seconds: int = Field(default=60, ge=1)

    @model_validator(mode="after")
    def _logs_in_one_way(self) -> Self:
        if (self.password_file is None) == (self.oauth is None):
            raise ValueError("either password_file or a table [mailbox.oauth]")
        return self


class MaildirMailbox(BaseModel):
    model_config = _STRICT
    backend: Literal["maildir"]
    path: Path
    poll_seconds: int = Field(default=60, ge=1)


class SmtpOutgoing(Server):
    backend: Literal["smtp"]
    port: int = 587
    tls: Literal["implicit", "starttls", "none"] = "starttls"
    user: str | None = None
    password_file: Path | None = None
    oauth: Oauth | None = None
    sender: str = Field(alias="from")

    @model_validator(mode="after")
    def _logs_in_one_way(self) -> Self:
        if self.oauth is not None and (self.password_file is not None or self.user is None):
            raise ValueError("with [outgoing.oauth] goes user, and no password_file")
        return self


class MaildirOutgoing(BaseModel):
    model_config = _STRICT
    backend: Literal["maildir"]
    path: Path
    sender: str = Field(alias="from")


class Storage(BaseModel):
    model_config = _STRICT
    database: str = "sqlite:///samruat.db"
    raw: str = "raw"
    endpoint: str | None = None
    region: str | None = None
    credentials_file: Path | None = None
    ca_file: Path | None = None


class Replies(BaseModel):
    model_config = _STRICT
    mode: Literal["send", "preview"] = "send"
    answer_from: datetime | None = None
    per_hour: int = Field(default=3, ge=1)
    per_day: int = Field(default=10, ge=1)
    per_thread: int = Field(default=5, ge=1)
    with_form_times: int = Field(default=8, ge=1)
    total_per_day: int = Field(default=1000, ge=1)


class Trust(BaseModel):
    model_config = _STRICT
    authserv_id: str | None = None
    senders: Path | None = None
    forwarders: tuple[str, ...] = ()


class Watch(BaseModel):
    """How others see that the worker works, and hear where it does not."""

    model_config = _STRICT
    log_json: bool = False
    no_poll_minutes: int = Field(default=30, ge=1)
    metrics_file: Path | None = None
    metrics_port: int | None = Field(default=None, ge=1, le=65_535)
    alarm_command: tuple[str, ...] = ()
    alarm_webhook_file: Path | None = None


class DeskSettings(BaseModel):
    """The coordinator's page. Without a proxy it is for this machine only: passwords cross no network in the clear."""

    model_config = _STRICT
    host: str = "127.0.0.1"
    port: int = Field(default=8561, ge=1, le=65535)
    url: str | None = Field(default=None, pattern=r"^https://[^/\s?#@]+$")
    password_file: Path | None = None
    session_hours: float = Field(default=8, gt=0, le=72)
    link_minutes: int = Field(default=15, ge=1, le=120)
    sample: int = Field(default=20, ge=1, le=200)
    close_to: Path | None = None


class Scan(BaseModel):
    """A virus scan before a mail is opened: clamd's Unix socket, or `host:port`; none where it is left out."""

    model_config = _STRICT
    socket: str | None = Field(default=None, pattern=r"^(/.*|[^/]+:\d+)$")
    timeout_seconds: int = Field(default=60, ge=1)


class Retention(BaseModel):
    """How long mail and what was read from it are kept; nothing is deleted but by `samruat forget`."""

    model_config = _STRICT
    days: int | None = Field(default=None, ge=1)


class LimitSettings(BaseModel):
    """Limits of one message and one file; what is left out keeps the built-in value."""

    model_config = _STRICT
    message_mb: int = Field(default=40, gt=0)
    file_mb: int = Field(default=25, gt=0)
    members: int = Field(default=200, gt=0)
    unpacked_mb: int = Field(default=300, gt=0)
    pages: int = Field(default=60, gt=0)
    rows: int = Field(default=20_000, gt=0)
    seconds: int = Field(default=120, gt=0)
    memory_mb: int = Field(default=1500, gt=0)


class Config(BaseModel):
    """Everything that `samruat` can be told; paths are absolute after `load`."""

    model_config = _STRICT
    survey: Survey = Survey()
    coordinator: Coordinator
    mailbox: Annotated[ImapMailbox | MaildirMailbox, Field(discriminator="backend")] | None = None
    outgoing: Annotated[SmtpOutgoing | MaildirOutgoing, Field(discriminator="backend")]
    storage: Storage = Storage()
    replies: Replies = Replies()
    trust: Trust = Trust()
    watch: Watch = Watch()
    desk: DeskSettings = DeskSettings()
    retention: Retention = Retention()
    scan: Scan = Scan()
    limits: LimitSettings = LimitSettings()
    rules: Mapping[str, Severity] = {}

    @model_validator(mode="after")
    def _rules_are_possible(self) -> "Config":
        for code, severity in self.rules.items():
            file_code = code.startswith("file_") or code == "form_not_found"
            if file_code and severity in (Severity.SHADOW, Severity.OFF):
                raise ValueError(f"rules.{code}: a file's code can't be {severity}")
        return self


_PATHS = (
    ("mailbox", "ca_file"),
    ("mailbox", "password_file"),
    ("mailbox", "path"),
    ("outgoing", "ca_file"),
    ("outgoing", "password_file"),
    ("outgoing", "path"),
    ("storage", "credentials_file"),
    ("storage", "ca_file"),
    ("trust", "senders"),
    ("watch", "metrics_file"),
    ("watch", "alarm_webhook_file"),
    ("desk", "password_file"),
    ("desk", "close_to"),
)


def load(path: Path) -> Config:
    """Read and check a configuration; relative paths are taken from the file's own folder.

    Raises:
        ConfigError: The file is missing, is no TOML, or a key is unknown or wrong; the text names the key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}. Copy config.example.toml and adapt it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    _resolve_paths(data, path.resolve().parent)
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError(_told(path, error)) from error


def _resolve_paths(data: dict[str, Any], folder: Path) -> None:
    for table in ("mailbox", "outgoing"):
        section = data.get(table)
        oauth = section.get("oauth") if isinstance(section, dict) else None
        for key in ("secret_file", "key_file", "ca_file"):
            if isinstance(oauth, dict) and isinstance(oauth.get(key), str):
                oauth[key] = str(folder / oauth[key])
    for table, key in _PATHS:
        section = data.get(table)
        if isinstance(section, dict) and isinstance(section.get(key), str):
            section[key] = str(folder / section[key])
    storage = data.setdefault("storage", {})
    if isinstance(storage, dict):
        raw = storage.get("raw", "raw")
        storage["raw"] = raw if "://" in str(raw) else str(folder / str(raw))
        database = str(storage.get("database", "sqlite:///samruat.db"))
        if database.startswith("sqlite:///"):
            storage["database"] = "sqlite:///" + str(folder / database.removeprefix("sqlite:///"))


_TAGS = ("imap", "smtp", "maildir", "microsoft", "google")


def _told(path: Path, error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"] if part not in _TAGS)
        text = "unknown setting" if problem["type"] == "extra_forbidden" else problem["msg"]
        lines.append(f"{path}: {where or 'configuration'}: {text}")
    return "\n".join(lines)
