"""A configuration for real servers, and what they were given."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from make.dovecot import USER, Dovecot
from make.smtp import Faults

from ingest.demo.mails import SENDERS, address
from notifications.transports.smtp import SmtpSettings

CONFIG = """
[coordinator]
name = "ผู้ประสานงาน"
addresses = ["coordinator@dla.example"]
phone = "0 2000 0000"
digest_at = 00:00:00
[mailbox]
backend = "imap"
host = "localhost"
port = {imap_port}
ca_file = "{imap_ca}"
user = "{user}"
password_file = "{password}"
poll_seconds = 1
[outgoing]
backend = "smtp"
host = "localhost"
port = {smtp_port}
tls = "{smtp_tls}"
from = "แบบสำรวจ สถ. <survey@dla.example>"
[storage]
database = "{database}"
[trust]
senders = "senders.csv"
forwarders = ["saraban@dla.example"]
"""


def configured(folder: Path, imap: Dovecot, smtp: SmtpSettings, database: str) -> Path:
    lines = ["address,province", *(f"{address(province)},{province}" for province in SENDERS)]
    (folder / "senders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "samruat.toml"
    text = CONFIG.format(
        imap_port=imap.tls_port,
        imap_ca=imap.ca_file,
        user=USER,
        password=imap.password_file,
        smtp_port=smtp.port,
        smtp_tls=smtp.tls,
        database=database,
    )
    path.write_text(text, encoding="utf-8")
    return path


def mails_of(server: Faults) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for raw in server.taken]
