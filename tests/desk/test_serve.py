"""`samruat desk` as a program: on this machine only, or behind a proxy; passwords; a clean end."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from make.demo_box import box
from make.desk_pages import PASSWORD, open_desk

from desk import passwords
from desk.serve import serve
from ingest.cli import cli
from ingest.demo.__main__ import CONFIG
from ingest.problems import ConfigError


def configured(folder: Path, lines: str) -> Path:
    return box(folder, (), config=f"{CONFIG}[desk]\n{lines}\n")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    return number


def test_it_serves_on_this_machine_and_ends_when_it_is_told_to(tmp_path: Path, port: int) -> None:
    path = configured(tmp_path, f"port = {port}")
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "desk", "--config", path], cwd=Path(__file__).parents[2]
    )
    try:
        page = b""
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    page = answer.read()
                    assert answer.headers.get("Server") is None
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        assert "หน้าผู้ประสานงาน".encode() in page
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("lines", "behind_proxy", "told"),
    [
        ('host = "0.0.0.0"', False, "desk.host"),
        ('host = "survey.dla.example"', False, "--behind-proxy"),
        ("", True, "desk.url"),
    ],
)
def test_it_is_not_open_to_others_without_a_proxy_with_tls(
    tmp_path: Path, lines: str, behind_proxy: bool, told: str
) -> None:
    with pytest.raises(ConfigError, match=told):
        serve(configured(tmp_path, lines), behind_proxy=behind_proxy)


@pytest.mark.parametrize(
    "url", ["http://survey.dla.example", "https://a.example/desk", "https://u@a.example"]
)
def test_the_address_behind_a_proxy_is_a_plain_https_origin(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match=r"desk\.url"):
        serve(configured(tmp_path, f'url = "{url}"'), behind_proxy=True)


def test_behind_a_proxy_cookies_are_secure_and_only_its_address_counts(tmp_path: Path) -> None:
    config = '[desk]\nurl = "https://survey.dla.example"\n'
    with open_desk(tmp_path, behind_proxy=True, config=config) as (_, app):
        client = app.test_client()
        forwarded = {
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "survey.dla.example",
            "X-Forwarded-For": "203.0.113.9",
        }
        answer = client.get("/login", headers=forwarded)
        assert answer.status_code == 200
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-samruat=")
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= {
            part.strip() for part in cookie.split(";")
        }
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        for other in (
            {},
            forwarded | {"X-Forwarded-Proto": "http"},
            forwarded | {"X-Forwarded-Host": "evil.example"},
        ):
            assert client.get("/login", headers=other).status_code == 421


def test_forwarded_headers_mean_nothing_without_a_proxy(tmp_path: Path) -> None:
    with open_desk(tmp_path) as (_, app):
        answer = app.test_client().get(
            "/login", base_url="http://localhost:8561", headers={"X-Forwarded-Host": "evil.example"}
        )
        assert answer.status_code == 200


def test_a_password_is_set_by_command(tmp_path: Path) -> None:
    path = configured(tmp_path, 'password_file = "desk-passwords"')
    arguments = ["desk", "--set-password", "สมหญิง", "--config", str(path)]
    told = CliRunner().invoke(cli, arguments, input=f"{PASSWORD}\n{PASSWORD}\n")
    assert told.exit_code == 0, told.output
    assert passwords.verify(tmp_path / "desk-passwords", "สมหญิง", PASSWORD)
    short = CliRunner().invoke(cli, arguments, input="สั้น\nสั้น\n")
    assert short.exit_code == 1
    assert "12 to 256" in short.output
