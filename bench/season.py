"""What the benches of mails share: a season's ordinary mails, the configuration, a mail server that swallows, and costs."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from make.dovecot import USER, Dovecot

from ingest.demo import forms
from ingest.demo.mails import BANGKOK, Attachment, DemoMail
from ingest.demo.mou import mou_pdf
from survey.registry import registry

CONFIG = """
[coordinator]
addresses = ["coordinator@dla.example"]
[mailbox]
backend = "imap"
host = "127.0.0.1"
port = {imap}
tls = "none"
user = "{user}"
password_file = "{password}"
[outgoing]
backend = "smtp"
host = "127.0.0.1"
port = {smtp}
tls = "none"
from = "survey@dla.example"
[trust]
senders = "senders.csv"
[replies]
per_hour = 1000
per_day = 1000
total_per_day = 10000
"""


def mails(count: int) -> list[tuple[datetime, bytes]]:
    """Parts of the provinces' forms, twelve rows each; every tenth with an MOU, every fifth with an error."""
    provinces = sorted(registry().provinces)
    at = datetime(2018, 11, 12, 8, 0, tzinfo=BANGKOK)  # behind every day in the forms
    made = []
    for number in range(count):
        province = provinces[number % len(provinces)]
        rows = [
            forms.replace(row, service=f"{row.service} ระยะที่ {number}.{i}")
            for i, row in enumerate(forms.rows(province, 6) * 2)
        ]
        if number % 5 == 0:
            rows[0] = forms.replace(rows[0], signed_on="")
        files = [
            Attachment(f"แบบสำรวจ_{number}.xlsx", forms.workbook(province, rows, heading=f"ส่วนที่ {number}"))
        ]
        if number % 10 == 0:
            files.append(
                Attachment("MOU.pdf", mou_pdf(province, forms.ticking_mou(rows[1])), "application", "pdf")
            )
        sender = f"office{number % len(provinces)}@province.example"
        mail = DemoMail("", sender, f"แบบสำรวจ จังหวัด{province} ส่วนที่ {number}", attachments=tuple(files))
        at += timedelta(minutes=30)
        made.append((at, mail.raw(number, at)))
    return made


@dataclass
class Cost:
    """Seconds by the clock, seconds of CPU of all its processes, and the largest memory of the first one in MB."""

    seconds: float
    cpu: float
    peak_mb: int


def timed(command: list[str], folder: Path) -> Cost:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True)
    peak = 0
    cpu: dict[int, float] = {}
    while process.poll() is None:
        for pid, seconds in cpu_of_session(process.pid):
            cpu[pid] = max(cpu.get(pid, 0.0), seconds)
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(status.split("VmHWM:")[1].split()[0]) // 1024)
        except (OSError, IndexError):
            break
        time.sleep(0.1)
    assert process.wait() == 0, command
    return Cost(time.perf_counter() - started, sum(cpu.values()), peak)


def cpu_of_session(session: int) -> Iterator[tuple[int, float]]:
    ticks = os.sysconf("SC_CLK_TCK")
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            yield int(path.parent.name), (int(fields[11]) + int(fields[12])) / ticks


@contextmanager
def smtp_sink() -> Iterator[int]:
    """A real SMTP server that takes everything and keeps nothing; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = ["-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    sink = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *handler], stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        sink.terminate()
        sink.wait()


def write_senders(folder: Path) -> None:
    """The list of the offices that `mails` come from."""
    offices = [f"office{i}@province.example,{name}" for i, name in enumerate(sorted(registry().provinces))]
    (folder / "senders.csv").write_text("\n".join(["address,province", *offices]) + "\n", encoding="utf-8")


def configured(folder: Path, server: Dovecot, smtp: int, text: str = CONFIG) -> Path:
    """The configuration of a worker on that mailbox, in a folder of its own."""
    write_senders(folder)
    path = folder / "samruat.toml"
    path.write_text(
        text.format(imap=server.port, smtp=smtp, user=USER, password=server.password_file), encoding="utf-8"
    )
    return path
