"""The mailbox: token, login, what the server can, and the folders."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ingest.config import Config
from ingest.doctor import servers
from ingest.doctor.steps import Advice, Step, Unwell, Visit

LOGIN_ADVICE = Advice(
    "Look at [{0}]: user and password_file (the password alone). Gmail wants an app password, Microsoft 365 takes no"
    " password at all: write a table [{0}.oauth].",
    "ตรวจ user และ password_file (มีรหัสผ่านอย่างเดียว) ที่ [{0}]; Gmail ต้องใช้รหัสผ่านสำหรับแอป (app password)"
    " ส่วน Microsoft 365 ไม่รับรหัสผ่าน ต้องตั้งค่า [{0}.oauth]",
)
_TOKEN = Advice(
    "Look at [mailbox.oauth]: secret or key file, tenant, client_id. A secret that ran out is made anew in the portal.",
    "ตรวจ [mailbox.oauth]: แฟ้ม secret หรือ key, tenant, client_id หาก secret หมดอายุ ให้ออกใหม่ในหน้าผู้ดูแลระบบ",
)
_ABILITIES = Advice("This is no IMAP4rev1 server: look at [mailbox] host and port.", "เครื่องแม่ข่ายนี้ไม่ใช่ IMAP4rev1 โปรดตรวจ host และ port ที่ [mailbox]")  # fmt: skip
_FOLDERS = Advice("Write one of the folders that are there into [mailbox] folder.", "ระบุชื่อโฟลเดอร์ที่มีอยู่ใน [mailbox] folder")  # fmt: skip
_MAILDIR = Advice("Look at [mailbox] path: the folder, and who may read it.", "ตรวจ path ที่ [mailbox] และสิทธิ์อ่านโฟลเดอร์")  # fmt: skip
_USEFUL = ("UIDPLUS", "MOVE", "IDLE", "SPECIAL-USE", "CONDSTORE", "ID")


def steps(config: Config) -> Iterator[Step]:
    if config.mailbox is None:
        yield Step("mailbox", lambda _: "none configured: only `samruat ingest` can be used", _MAILDIR)
        return
    if config.mailbox.backend == "maildir":
        yield Step("mailbox folder", _maildir, _MAILDIR)
        return
    yield from servers.steps("mailbox")
    if config.mailbox.oauth is not None:
        yield Step("mailbox token", _token, _TOKEN, "mailbox TLS")
    login = Advice(LOGIN_ADVICE.en.format("mailbox"), LOGIN_ADVICE.th.format("mailbox"))
    yield Step("mailbox login", _login, login, "mailbox TLS")
    yield Step("mailbox abilities", _abilities, _ABILITIES, "mailbox login")
    yield Step("mailbox folders", _folders, _FOLDERS, "mailbox login")


def _maildir(visit: Visit) -> str:
    from ingest.backends import open_configured

    mailbox = open_configured(visit.config)
    mailbox.open()
    mailbox.close()
    return f"Maildir {mailbox.folder}"


def _settings(visit: Visit) -> Any:
    from ingest.config import ImapMailbox
    from ingest.settings import imap_settings

    assert isinstance(visit.config.mailbox, ImapMailbox)
    settings = imap_settings(visit.config.mailbox)
    return replace(settings, timeout_seconds=min(settings.timeout_seconds, visit.seconds))


def _token(visit: Visit) -> str:
    tokens = _settings(visit).tokens
    return f"got one{expiry(tokens.token(fresh=True))}"


def expiry(token: str) -> str:
    """Until when a token is good, where it says so itself (a JSON Web Token, RFC 7519 §4.1.4)."""
    import base64
    import json

    try:
        body = token.split(".")[1]
        seconds = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["exp"]
        return f", good until {datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, LookupError, TypeError):
        return ""


def _login(visit: Visit) -> str:
    from ingest.mailboxes.imap_line import as_lost_mailbox, connect

    settings = _settings(visit)
    with as_lost_mailbox():
        visit.imap = connect(settings)
    return f"logged in as {settings.user}"


def _abilities(visit: Visit) -> str:
    able = {ability.decode("ascii", "replace").upper() for ability in visit.imap.capabilities()}
    if not able & {"IMAP4REV1", "IMAP4REV2"}:
        raise Unwell(f"only {', '.join(sorted(able))}")
    return f"IMAP4rev1; of what is useful: {', '.join(one for one in _USEFUL if one in able) or 'nothing'}"


def _folders(visit: Visit) -> str:
    settings = _settings(visit)
    listed = visit.imap.list_folders()
    names = [str(name) for _, _, name in listed]
    if settings.folder not in names:
        raise Unwell(f"{settings.folder} is not there; there are: {', '.join(names[:20])}")
    selected = visit.imap.select_folder(settings.folder, readonly=True)
    if b"UIDVALIDITY" not in selected:
        raise Unwell(f"{settings.folder}: the server gives no UIDVALIDITY")
    count = int(selected[b"EXISTS"])
    if count:
        newest = visit.imap.fetch([b"*"], ["INTERNALDATE"])
        dates = [told[b"INTERNALDATE"] for told in newest.values() if told.get(b"INTERNALDATE")]
        if dates:
            # A mail can't be newer than now; an old one says nothing of the clock.
            theirs = dates[0] if dates[0].tzinfo else dates[0].replace(tzinfo=UTC)
            visit.note_clock("the newest mail", max(theirs, datetime.now(UTC)), datetime.now(UTC))
    return f"{settings.folder} with {count} mails, UIDVALIDITY {int(selected[b'UIDVALIDITY'])}{_others(listed, settings)}"


def _others(listed: Any, settings: Any) -> str:
    """Where sent mail and junk lie, by the server's word (RFC 6154)."""
    told = ""
    for flag, word in ((b"\\Sent", "sent"), (b"\\Junk", "junk")):
        found = next((str(name) for flags, _, name in listed if flag in flags), None)
        if word == "sent" and settings.sent_folder:
            found = settings.sent_folder
        told += f", {word}: {found or 'none named by the server'}"
    return told
