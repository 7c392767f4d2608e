"""A mailbox of ordinary submissions over a real Dovecot: `samruat poll` against the script of a day, in one run.

Run: .venv/bin/python bench/mailbox.py [COUNT]   (500 by default; prints ratios, since machines differ)
"""

import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.dovecot import PASSWORD, USER, Dovecot, dovecot  # noqa: E402

from ingest.demo import forms  # noqa: E402
from ingest.demo.mails import BANGKOK, Attachment, DemoMail  # noqa: E402
from ingest.demo.mou import mou_pdf  # noqa: E402
from survey.registry import registry  # noqa: E402

PROFILE: list[str] = []
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
    at = datetime(2018, 11, 1, 8, 0, tzinfo=BANGKOK)
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


def timed(command: list[str], folder: Path) -> tuple[float, int]:
    """Seconds, and the largest memory of the process itself in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = max(peak, int(status.split("VmHWM:")[1].split()[0]) // 1024)
        except (OSError, IndexError):
            break
        time.sleep(0.05)
    assert process.wait() == 0, command
    return time.perf_counter() - started, peak


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name:
        folder = Path(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            smtp = free.getsockname()[1]
        sink = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "aiosmtpd",
                "-n",
                "-c",
                "aiosmtpd.handlers.Sink",
                "-l",
                f"127.0.0.1:{smtp}",
            ],
            stderr=subprocess.DEVNULL,
        )
        (folder / "dovecot").mkdir()
        try:
            with dovecot(folder / "dovecot") as server:
                compare(server, smtp, folder, count)
        finally:
            sink.terminate()
            sink.wait()


def compare(server: Dovecot, smtp: int, folder: Path, count: int) -> None:
    print(f"filling the mailbox with {count} mails", file=sys.stderr)
    server.fill(mails(count))
    offices = [f"office{i}@province.example,{name}" for i, name in enumerate(sorted(registry().provinces))]
    (folder / "senders.csv").write_text("\n".join(["address,province", *offices]) + "\n", encoding="utf-8")
    config = folder / "samruat.toml"
    config.write_text(
        CONFIG.format(imap=server.port, smtp=smtp, user=USER, password=server.password_file), encoding="utf-8"
    )
    script = [sys.executable, str(ROOT / "bench" / "baseline_script.py"), str(server.port), str(smtp)]
    theirs, their_peak = timed([*script, str(folder / "script.db"), USER, PASSWORD], folder)
    ours, our_peak = timed(
        [sys.executable, *PROFILE, "-m", "ingest.cli", "poll", "--config", str(config)], ROOT
    )
    again, _ = timed([sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)], ROOT)
    print(f"script of a day: {theirs:6.1f} s  {1000 * theirs / count:6.1f} ms a mail  {their_peak} MB")
    print(
        f"samruat poll:    {ours:6.1f} s  {1000 * ours / count:6.1f} ms a mail  {our_peak} MB (the worker itself)"
    )
    print(f"nothing new:     {again:6.1f} s")
    print(f"samruat is {theirs / ours:.2f} times as fast as the script")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
