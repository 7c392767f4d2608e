"""What both mail servers are asked, before anybody logs in: name, line, TLS."""

import socket
import ssl
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from ingest.config import ImapMailbox, SmtpOutgoing
from ingest.doctor.steps import Advice, Lacking, Step, Unwell, Visit

_DAYS_LEFT = 14
_NAME = Advice(
    "Look at [{0}] host: is the name spelt right? Does this machine have a name server (/etc/resolv.conf)?",
    "ตรวจชื่อเครื่องแม่ข่ายที่ [{0}] host และตรวจว่าเครื่องนี้ใช้ DNS ได้",
)
_LINE = Advice(
    "Look at [{0}]: host, port. A firewall may close the way: nc -vz HOST PORT",
    "ตรวจ host และ port ที่ [{0}] หรือไฟร์วอลล์อาจปิดทางอยู่ ลอง: nc -vz HOST PORT",
)
_TLS = Advice(
    "Look at [{0}]: port and tls go together (993 or 465 implicit; 143 or 587 starttls).",
    "ตรวจ port และ tls ที่ [{0}] ให้ตรงกัน (993 หรือ 465 ใช้ implicit; 143 หรือ 587 ใช้ starttls)",
)
_OTHER_NAME = Advice(
    "The certificate is another server's: write the name that stands in it into [{0}] host.",
    "ใบรับรองเป็นของเครื่องแม่ข่ายชื่ออื่น โปรดใส่ชื่อตามใบรับรองที่ [{0}] host",
)
_OUT_OF_DATE = Advice(
    "The server's certificate must be renewed, by whoever runs it; check this machine's date as well (date).",
    "ใบรับรองของเครื่องแม่ข่ายต้องต่ออายุ โปรดแจ้งผู้ดูแล และตรวจวันที่ของเครื่องนี้ด้วย (date)",
)
_NOT_TRUSTED = Advice(
    "The server's authority is not known here: write its certificate into a file, and that into [{0}] ca_file.",
    "เครื่องนี้ไม่รู้จักผู้ออกใบรับรอง โปรดบันทึกใบรับรองของผู้ออกเป็นแฟ้ม แล้วระบุที่ [{0}] ca_file",
)
# Codes of OpenSSL's X509_V_ERR_…
_HOSTNAME_MISMATCH, _IP_MISMATCH, _EXPIRED, _NOT_YET_VALID = 62, 64, 10, 9


def steps(section: str) -> Iterator[Step]:
    """The first three steps of `mailbox` or `outgoing`; the last one's name is what a login needs."""
    yield Step(f"{section} name", partial(_name, section), _for(_NAME, section))
    yield Step(f"{section} line", partial(_line, section), _for(_LINE, section), f"{section} name")
    yield Step(f"{section} TLS", partial(_tls, section), _for(_TLS, section), f"{section} line")


def _server(section: str, visit: Visit) -> ImapMailbox | SmtpOutgoing:
    found: ImapMailbox | SmtpOutgoing = getattr(visit.config, section)
    return found


def _for(advice: Advice, section: str) -> Advice:
    return Advice(advice.en.format(section), advice.th.format(section))


def _name(section: str, visit: Visit) -> str:
    server = _server(section, visit)
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    return f"{server.host} is {', '.join(dict.fromkeys(str(address[4][0]) for address in found))}"


def _line(section: str, visit: Visit) -> str:
    server = _server(section, visit)
    with socket.create_connection((server.host, server.port), visit.seconds) as line:
        return f"connected to {line.getpeername()[0]} port {server.port}"


def _tls(section: str, visit: Visit) -> str:
    server = _server(section, visit)
    if server.tls == "none":
        return "none: this machine only"
    context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    try:
        version, certificate = _greeted(section, server, context, visit.seconds)
    except ssl.SSLCertVerificationError as error:
        raise Unwell(
            f"{server.host}: {error.verify_message}", _for(_advice(error.verify_code), section)
        ) from error
    days = int((ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) // 86_400)
    found = f"{version}, certificate of {server.host} is trusted, {days} days left"
    if days < _DAYS_LEFT:
        raise Lacking(found, _for(_OUT_OF_DATE, section))
    return found


def _advice(code: int) -> Advice:
    if code in (_HOSTNAME_MISMATCH, _IP_MISMATCH):
        return _OTHER_NAME
    return _OUT_OF_DATE if code in (_EXPIRED, _NOT_YET_VALID) else _NOT_TRUSTED


def _greeted(
    section: str, server: ImapMailbox | SmtpOutgoing, context: ssl.SSLContext, seconds: float
) -> tuple[str, Any]:
    if server.tls == "implicit":
        with (
            socket.create_connection((server.host, server.port), seconds) as line,
            context.wrap_socket(line, server_hostname=server.host) as secure,
        ):
            return str(secure.version()), secure.getpeercert()
    if section == "mailbox":
        import imaplib

        imap = imaplib.IMAP4(server.host, server.port, seconds)
        try:
            imap.starttls(context)
            return str(imap.sock.version()), imap.sock.getpeercert()  # type: ignore[attr-defined]
        finally:
            imap.shutdown()
    import smtplib

    with smtplib.SMTP(server.host, server.port, timeout=seconds) as smtp:
        smtp.starttls(context=context)
        secure_line: Any = smtp.sock
        return str(secure_line.version()), secure_line.getpeercert()
