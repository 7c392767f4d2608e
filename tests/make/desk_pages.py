"""A browser of one person at the desk: cookies, forms filled in as its pages show them."""

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from make.demo_box import box
from make.desk import Desk, desk
from werkzeug.serving import make_server
from werkzeug.test import Client, TestResponse

from desk.app import make_app
from desk.passwords import set_password
from desk.state import EXTENSION
from ingest.config import load
from ingest.context import open_context
from ingest.demo.__main__ import CONFIG as DEMO
from ingest.demo.__main__ import PLAYS_AT

ORIGIN = "http://localhost:8561"
PASSWORD = "ความลับที่ยาวพอสมควร"
CONFIG = '[desk]\npassword_file = "desk-passwords"\n'


@dataclass
class Person:
    """One browser; `get` and `send` keep its cookie."""

    app: Flask
    client: Client
    page: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        answer = self.client.get(path, base_url=ORIGIN, **more)
        self.page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else self.page
        answer.close()
        return answer

    def post(self, path: str, fields: dict[str, Any], *, origin: str | None = ORIGIN) -> TestResponse:
        headers = {"Origin": origin} if origin else {}
        answer = self.client.post(path, data=fields, base_url=ORIGIN, headers=headers)
        if answer.status_code != 302:
            self.page = answer.get_data(as_text=True)
        return answer

    def send(self, action: str, **fields: Any) -> TestResponse:
        """Fill in the form of the page in view that goes to `action`, and send it."""
        [form] = [form for form in forms(self.page) if form[0] == action]
        return self.post(action, form[1] | fields)

    def log_in(self, name: str = "สมหญิง", password: str = PASSWORD) -> TestResponse:
        self.get("/login")
        return self.send("/login", name=name, password=password)

    @property
    def text(self) -> str:
        """What a reader sees of the page, in a line."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())


def forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """Action and filled-in fields of each form that is posted."""
    found = []
    for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        if 'method="post"' in head:
            [action] = re.findall(r'action="([^"]*)"', head)
            inputs = re.findall(r"<input[^>]*>", body)
            values = {
                name[1]: unescape(value[1] if (value := re.search(r'value="([^"]*)"', one)) else "")
                for one in inputs
                if (name := re.search(r'name="([^"]*)"', one)) and 'type="file"' not in one
            }
            found.append((unescape(action), values))
    return found


@contextmanager
def open_desk(
    folder: Path, *, behind_proxy: bool = False, config: str = CONFIG, replace: Sequence[tuple[str, str]] = ()
) -> Iterator[tuple[Desk, Flask]]:
    """The coordinator's mailbox and the application over it; สมหญิง and สมชาย have passwords."""
    (folder / "desk-passwords").write_text(_passwords(), encoding="utf-8")
    with desk(folder, extra=config, replace=replace) as at:
        app = make_app(at.context, behind_proxy=behind_proxy)
        app.testing = True
        yield at, app
        app.extensions[EXTENSION].work.close()


@contextmanager
def open_demo(folder: Path, port: int = 8561) -> Iterator[tuple[Desk, Flask]]:
    """The desk over the demonstration's mailbox, worked through: a page of every kind has something to show."""
    box(folder, config=f"{DEMO}{CONFIG}port = {port}\n")
    (folder / "desk-passwords").write_text(_passwords(), encoding="utf-8")
    with open_context(load(folder / "samruat.toml")) as context:
        made = Desk(folder, context, now=PLAYS_AT)
        context.now = lambda: made.now
        made.round()
        app = make_app(context)
        app.testing = True
        yield made, app
        app.extensions[EXTENSION].work.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def serve_demo(folder: Path) -> Iterator[tuple[Desk, Flask, str]]:
    """`open_demo` at an address of its own, for a real browser."""
    port = free_port()
    with open_demo(folder, port) as (at, app), served(app, port) as origin:
        yield at, app, origin


@contextmanager
def served(app: Flask, port: int) -> Iterator[str]:
    """The application at a port of this machine; its origin."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@cache
def _passwords() -> str:
    """Hashing takes its time on purpose: once for all tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "passwords"
        for name in ("สมหญิง", "สมชาย"):
            set_password(path, name, PASSWORD)
        return path.read_text(encoding="utf-8")


def person(app: Flask, name: str | None = "สมหญิง") -> Person:
    """A browser in which somebody is logged in already, or (None) nobody."""
    one = Person(app, app.test_client())
    if name is not None:
        sid = app.extensions[EXTENSION].sessions.begin(name)
        one.client.set_cookie("samruat", sid, domain="localhost")
    return one


def settle(app: Flask) -> None:
    """Wait until what the desk does behind its pages is done."""
    work = app.extensions[EXTENSION].work
    work._reading.submit(lambda: None).result()
    work._sending.submit(lambda: None).result()
