"""A token server over HTTPS that gives tokens as Microsoft's and Google's do, and tells a mail server whose one is."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from make.dovecot import USER
from make.smtp import certificate

CLIENT, SECRET, TENANT = "11111111-2222-3333-4444-555555555555", "app-secret~1", "dla.example"
ACCOUNT = "robot@project.iam.gserviceaccount.example"


@dataclass
class TokenServer:
    """`given` holds every token that is good, and whose mailbox it opens; `status` makes all answers fail."""

    folder: Path
    port: int = 0
    plain_port: int = 0
    ca_file: Path = Path()
    given: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    status: int = 200
    lasts: int = 3600

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def introspection(self) -> str:
        return f"http://127.0.0.1:{self.plain_port}/introspect"

    def key_file(self) -> Path:
        """A Google service account's key; its signature is proved by the server."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (self.folder / "google-public.pem").write_bytes(public)
        path = self.folder / "google-key.json"
        account = {"type": "service_account", "client_email": ACCOUNT, "private_key": private.decode()}
        path.write_text(
            json.dumps(account | {"private_key_id": "1", "token_uri": f"{self.url}/google/token"})
        )
        return path

    def secret_file(self, secret: str = SECRET) -> Path:
        path = self.folder / "microsoft-secret"
        path.write_text(secret + "\n")
        return path

    def give(self, user: str) -> dict[str, Any]:
        token = secrets.token_urlsafe(24)
        self.given[token] = user
        return {"access_token": token, "token_type": "Bearer", "expires_in": self.lasts}

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path.endswith("/.well-known/openid-configuration"):
            base = f"{self.url}/{TENANT}"
            return 200, {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            }
        if path == "/introspect":
            user = self.given.get(form.get("token", ""))
            return 200, {"active": user is not None, "username": user}
        self.asked += 1
        if self.status != 200:
            return self.status, {"error": "temporarily_unavailable"}
        return self._microsoft(form) if path == f"/{TENANT}/oauth2/v2.0/token" else self._google(form)

    def _microsoft(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        right = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        scope = form.get("scope") == "https://outlook.office365.com/.default"
        if not right or not scope or form.get("grant_type") != "client_credentials":
            return 401, {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid client secret.",
            }
        return 200, self.give(USER)

    def _google(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        from google.auth import jwt

        public = (self.folder / "google-public.pem").read_bytes()
        try:
            claims = jwt.decode(
                form["assertion"], certs=public, audience="https://oauth2.googleapis.com/token"
            )
        except ValueError:
            return 400, {"error": "invalid_grant"}
        if (claims["iss"], claims["scope"]) != (ACCOUNT, "https://mail.google.com/"):
            return 400, {"error": "invalid_scope"}
        if claims["sub"] != USER:
            return 401, {"error": "unauthorized_client", "error_description": "not delegated"}
        return 200, self.give(claims["sub"])


@contextmanager
def token_server(folder: Path) -> Iterator[TokenServer]:
    """Over HTTPS for us, and over plain HTTP for the mail server on this machine."""
    context, ca_file = certificate(folder)
    server = TokenServer(folder, ca_file=ca_file)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self._tell({name: values[0] for name, values in parse_qs(body).items()})

        def _tell(self, form: dict[str, str]) -> None:
            status, told = server.answer(self.path, form)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Silence."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that does not trust us hangs up; that is a test, and no error."""

    secure = Server(("127.0.0.1", 0), Handler)
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    plain = Server(("127.0.0.1", 0), Handler)
    server.port, server.plain_port = secure.server_address[1], plain.server_address[1]
    for each in (secure, plain):
        threading.Thread(target=each.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        for each in (secure, plain):
            each.shutdown()
            each.server_close()
