"""A real Dovecot on loopback, of its own folder and ports, with a certificate that only its own CA vouches for."""

import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

USER, PASSWORD = "survey@dla.example", "สำรวจ-2561-secret"
_PLACES = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot", "/opt/homebrew/sbin/dovecot")


class DovecotMissing(Exception):
    """The text is the line that installs it."""


@dataclass(frozen=True)
class Dovecot:
    folder: Path
    port: int
    tls_port: int

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    def append(self, raw: bytes, received_at: datetime | None = None, folder: str = "INBOX") -> None:
        """Deliver a mail; its INTERNALDATE is `received_at`."""
        with self.client() as client:
            date = imaplib.Time2Internaldate(received_at.timestamp()) if received_at else ""
            status, told = client.append(_utf7(folder), "", date, raw)
            assert status == "OK", told

    def fill(self, mails: list[tuple[datetime, bytes]], folder: str = "INBOX") -> None:
        with self.client() as client:
            for received_at, raw in mails:
                date = imaplib.Time2Internaldate(received_at.timestamp())
                assert client.append(_utf7(folder), "", date, raw)[0] == "OK"

    def create(self, folder: str) -> None:
        """Make a folder, anew where it was there: with the same UIDs, and another UIDVALIDITY."""
        with self.client() as client:
            client.delete(_utf7(folder))
            assert client.create(_utf7(folder))[0] == "OK"

    def empty(self) -> None:
        """All mail and folders gone: what comes next has UIDs from 1 on."""
        for path in (self.folder / "mail").iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        try:
            yield client
        finally:
            client.logout()


@contextmanager
def dovecot(folder: Path, introspection: str | None = None) -> Iterator[Dovecot]:
    """Start it in a folder, and stop it. Where `introspection` is given, it takes tokens that this URL vouches for."""
    program = next((place for place in _PLACES if Path(place).exists()), shutil.which("dovecot"))
    if program is None:
        raise DovecotMissing("Dovecot is needed: apt-get install dovecot-imapd, or run `make system`")
    server = Dovecot(folder, _free_port(), _free_port())
    _certificates(folder)
    server.password_file.write_text(PASSWORD + "\n", encoding="utf-8")
    config = folder / "dovecot.conf"
    config.write_text(
        _config(server) + (_by_token(folder, introspection) if introspection else ""), encoding="utf-8"
    )
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    for name in ("mail", "run", "state"):
        (folder / name).mkdir()
    if os.getuid() == 0:
        _open_to_others(folder)
    process = subprocess.Popen(
        [program, "-F", "-c", str(config)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(server.port, process)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()


def _config(server: Dovecot) -> str:
    folder = server.folder
    root = os.getuid() == 0
    user = "nobody" if root else _user_name()
    group = _group_name(user)
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {server.port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
"""


def _by_token(folder: Path, introspection: str) -> str:
    (folder / "oauth2.conf").write_text(
        f"introspection_mode = post\nintrospection_url = {introspection}\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    return f"""
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""


def _certificates(folder: Path) -> None:
    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "server.pem", "-days", "2", "-extfile", "names")  # fmt: skip


def _open_to_others(folder: Path) -> None:
    """The unprivileged user must reach its mail below the test's private folder."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    for path in (folder / "mail", folder / "state"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    for parent in (folder, *folder.parents):
        if str(parent) == "/tmp":
            break
        parent.chmod(parent.stat().st_mode | 0o011)


def _user_name() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def _group_name(user: str) -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(process.stdout.read().decode() if process.stdout else "Dovecot ended")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                if line.recv(4).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("Dovecot did not answer")


def trusted(server: Dovecot) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(server.ca_file))


def _utf7(folder: str) -> str:
    from imapclient.imap_utf7 import encode

    encoded = encode(folder)
    return '"' + (encoded.decode("ascii") if isinstance(encoded, bytes) else encoded) + '"'
