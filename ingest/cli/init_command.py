"""samruat init: a first configuration, folders, password files and a service."""

import getpass
import os
import shutil
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ingest.cli.options import config_option

_QUESTIONS = (
    ("address", "ที่อยู่อีเมลของแบบสำรวจ / address of the survey's mailbox"),
    ("imap_host", "เครื่องแม่ข่ายรับอีเมล (IMAP) / incoming mail server"),
    ("smtp_host", "เครื่องแม่ข่ายส่งอีเมล (SMTP) / outgoing mail server"),
    ("coordinator", "ชื่อผู้ประสานงาน / coordinator's name"),
    ("coordinator_address", "อีเมลผู้ประสานงาน (รับสรุปรายวัน) / coordinator's address, gets the digest"),
    ("phone", "โทรศัพท์ผู้ประสานงาน / coordinator's telephone"),
)


@click.command("init")
@click.option("--address", help="Address of the survey's mailbox; the login name as well.")
@click.option("--imap-host", help="Incoming mail server.")
@click.option("--smtp-host", help="Outgoing mail server.  [default: that of --imap-host, imap. made smtp.]")
@click.option("--coordinator", help="The coordinator's name, as it stands in the answers.")
@click.option("--coordinator-address", help="Who gets the digest.")
@click.option("--phone", help="The coordinator's telephone number.")
@click.option("--database", default="sqlite:///samruat.db", show_default=True)
@click.option("--send", is_flag=True, help="Send answers from the start. Without it they are only shown.")
@click.option("--set", "more", multiple=True, metavar="SECTION.KEY=VALUE", help="Any further setting.")
@click.option("--password-from", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="File with the password.")  # fmt: skip
@click.option(
    "--service-user", help="Who the service runs as.  [default: you, or samruat where you are root]"
)
@click.option("--yes", is_flag=True, help="Ask nothing: what is not given takes its default.")
@config_option
def command(
    database: str,
    send: bool,
    more: tuple[str, ...],
    password_from: Path | None,
    service_user: str | None,
    yes: bool,
    config_path: Path,
    **given: str | None,
) -> None:
    """Ask a few questions and write the configuration, password files, folders and systemd units.

    All of it lies beside the configuration, for the owner alone (0600, 0700). Nothing that is there is overwritten.
    Passwords are asked for without being shown and stand in files of their own; none is taken from the command line.

    \b
    Example: samruat init --config /srv/samruat/samruat.toml
    """
    from ingest.operation.setup import Answers, lay

    asks = not yes
    if asks and not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask at: give the options and --yes")
    if config_path.exists():
        raise click.ClickException(f"{config_path} is there already; nothing was changed")
    words = _answered(given, asks)
    passwords = _passwords(password_from, words, asks)
    user = service_user or ("samruat" if os.geteuid() == 0 else getpass.getuser())
    answers = Answers(
        **words, database=database, send=send or (asks and _wants_sending()), more=_settings(more)
    )
    laid = lay(config_path, answers, passwords, user=user, program=_program())
    for path in laid.written:
        click.echo(f"written  {path}")
    for path in laid.kept:
        click.echo(f"kept     {path} (was there)")
    empty = [path for path in laid.written if path.is_file() and path.stat().st_size == 0]
    _say_next(config_path.absolute(), user, empty)


def _answered(given: Mapping[str, str | None], asks: bool) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, question in _QUESTIONS:
        default = _default(name, words)
        value = given[name] if given[name] is not None else default
        if asks and given[name] is None:
            value = click.prompt(question, default=default, show_default=bool(default))
        if not value and name != "phone":
            raise click.UsageError(f"--{name.replace('_', '-')} is needed")
        words[name] = (value or "").strip()
    return words


def _default(name: str, words: Mapping[str, str]) -> str | None:
    domain = words.get("address", "").rpartition("@")[2]
    imap = words.get("imap_host", "")
    return {
        "imap_host": f"imap.{domain}" if domain else None,
        "smtp_host": f"smtp.{imap[5:]}" if imap.startswith("imap.") else imap or None,
        "coordinator": "ผู้ประสานงาน",
        "phone": "",
    }.get(name)


def _passwords(source: Path | None, words: Mapping[str, str], asks: bool) -> dict[str, str]:
    if source is not None:
        same = source.read_text(encoding="utf-8").rstrip("\r\n")
    elif asks:
        same = click.prompt(f"รหัสผ่านของ {words['address']} / password", default="", hide_input=True, show_default=False)  # fmt: skip
    else:
        same = ""
    return {"mailbox": same, "outgoing": same} if same else {}


def _wants_sending() -> bool:
    return click.confirm("ส่งหนังสือตอบจริงทันที / send answers from the start (else they are only shown)?")


def _settings(more: tuple[str, ...]) -> dict[str, Any]:
    """`mailbox.port=1993` as TOML has it; what is no TOML value is text."""
    settings: dict[str, Any] = {}
    for line in more:
        where, mark, value = line.partition("=")
        if not mark or where.count(".") != 1:
            raise click.BadParameter(f"{line}: SECTION.KEY=VALUE is wanted", param_hint="--set")
        try:
            settings[where] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            settings[where] = value
    return settings


def _program() -> Path:
    beside = Path(sys.executable).absolute().with_name("samruat")
    return beside if beside.exists() else Path(shutil.which("samruat") or beside)


def _say_next(config: Path, user: str, empty: list[Path]) -> None:
    units = config.parent / "samruat*.{service,timer}"
    steps = []
    if empty:
        names = ", ".join(map(str, empty))
        steps.append(f"ใส่รหัสผ่านอย่างเดียวในแฟ้ม / write the password alone into {names}")
    steps.append(f"samruat doctor --config {config}    ตรวจว่าเชื่อมต่อได้ทุกส่วน / is everything reachable?")
    steps.append(f"samruat poll --config {config}      รับและตอบหนึ่งรอบ / one round")
    if os.geteuid() == 0:
        steps.append(f"useradd --system --home-dir {config.parent} {user}; chown -R {user}: {config.parent}")
    steps.append(f"sudo install -m 644 {units} /etc/systemd/system/")
    steps.append("sudo systemctl enable --now samruat.service samruat-health.timer")
    steps.append(
        f"samruat desk --set-password NAME --config {config}; sudo systemctl enable --now samruat-desk"
        "    หน้าเว็บผู้ประสานงาน / the coordinator's page"
    )
    click.echo("\nขั้นต่อไป / next:")
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}")
