"""Mails a second over the same Dovecot: parsedmarc on DMARC reports beside `samruat poll` on survey forms, in one run.

    .venv/bin/python bench/parsedmarc.py [COUNT]     (300 by default; prints ratios, since machines differ)

parsedmarc (https://github.com/domainaware/parsedmarc) is the best known program that lives off a mailbox of machine-made
files. It is installed into an environment of its own, from the package index. Both read `COUNT` mails from one folder:
parsedmarc gzipped XML of twelve records each, offline, into JSON files, moving each mail to its archive as it does by
itself, by one process and by two; samruat workbooks of twelve rows, stored durably and answered, with its two readers.
Different work, the same kind of round: what a mail costs, and not which is better.
"""

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # in place of this folder, whose mailbox.py is not the standard library's
sys.path.insert(0, str(ROOT))

from make.dovecot import USER, Dovecot, dovecot  # noqa: E402

from bench.season import CONFIG, Cost, configured, mails, smtp_sink, timed  # noqa: E402

_PASSWORD = "bench"
_AT = datetime(2018, 11, 1, tzinfo=UTC)
_RECORD = """<record><row><source_ip>192.0.2.{n}</source_ip><count>{n}</count><policy_evaluated><disposition>none</disposition>
<dkim>pass</dkim><spf>fail</spf></policy_evaluated></row><identifiers><header_from>dla.example</header_from></identifiers>
<auth_results><dkim><domain>dla.example</domain><selector>s1</selector><result>pass</result></dkim>
<spf><domain>office{n}.example</domain><result>fail</result></spf></auth_results></record>"""
_REPORT = """<?xml version="1.0" encoding="UTF-8"?><feedback><report_metadata><org_name>receiver.example</org_name>
<email>dmarc@receiver.example</email><report_id>{id}</report_id><date_range><begin>{begin}</begin><end>{end}</end></date_range>
</report_metadata><policy_published><domain>dla.example</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp>
<pct>100</pct></policy_published>{records}</feedback>"""
_CONFIG = """[general]
save_aggregate = True
output = {output}
offline = True
n_procs = {processes}
[mailbox]
watch = False
batch_size = 0
[imap]
host = 127.0.0.1
port = {port}
ssl = False
skip_certificate_verification = True
user = {user}
password = {password}
"""


def reports(count: int) -> Iterator[tuple[datetime, bytes]]:
    for number in range(count):
        at = _AT + timedelta(days=number)
        begin = int(at.timestamp())
        records = "".join(_RECORD.format(n=n + 1) for n in range(12))
        text = _REPORT.format(id=f"r{number}", begin=begin, end=begin + 86399, records=records)
        mail = EmailMessage()
        mail["From"], mail["To"] = "dmarc@receiver.example", "survey@dla.example"
        mail["Subject"] = f"Report Domain: dla.example Submitter: receiver.example Report-ID: r{number}"
        mail["Message-ID"], mail["Date"] = f"<r{number}@receiver.example>", at
        mail.set_content("An aggregate report is attached.")
        name = f"receiver.example!dla.example!{begin}!{begin + 86399}.xml.gz"
        mail.add_attachment(gzip.compress(text.encode(), mtime=0), "application", "gzip", filename=name)
        yield at, mail.as_bytes()


def installed(folder: Path) -> Path:
    """The program, in an environment that ends with the run."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "parsedmarc"]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return folder / "bin" / "parsedmarc"


def theirs(program: Path, folder: Path, count: int, processes: int) -> Cost:
    (folder / "dovecot").mkdir(parents=True)
    with dovecot(folder / "dovecot") as server:
        server.fill(list(reports(count)))
        # The test's password is Thai, which its LOGIN can't say.
        (server.folder / "users").write_text(f"{USER}:{{PLAIN}}{_PASSWORD}\n")
        config = folder / "parsedmarc.ini"
        config.write_text(
            _CONFIG.format(
                output=folder / "out", processes=processes, port=server.port, user=USER, password=_PASSWORD
            )
        )
        cost = timed([str(program), "-c", str(config)], folder)
    written = (folder / "out" / "aggregate.json").read_text()
    assert written.count('"report_id"') == count, f"{written.count('report_id')} of {count} reports"
    return cost


def ours(folder: Path, count: int) -> Cost:
    (folder / "dovecot").mkdir(parents=True)
    with dovecot(folder / "dovecot") as server, smtp_sink() as smtp:
        return _polled(server, smtp, folder, count)


def _polled(server: Dovecot, smtp: int, folder: Path, count: int) -> Cost:
    """Over STARTTLS, which parsedmarc uses wherever it is offered."""
    server.fill(mails(count))
    tls = f'tls = "starttls"\nca_file = "{server.ca_file}"'
    config = configured(folder, server, smtp, CONFIG.replace('tls = "none"', tls, 1))
    return timed([sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)], ROOT)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name:
        folder = Path(name)
        print("installing parsedmarc", file=sys.stderr)
        program = installed(folder / "env")
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        costs = {"samruat poll": ours(folder / "ours", count)}
        for processes in (1, 2):
            found = theirs(program, folder / f"theirs{processes}", count, processes)
            costs[f"parsedmarc {version.stdout.strip()}, {processes} process(es)"] = found
    mine = costs["samruat poll"]
    for what, cost in costs.items():
        print(
            f"{what:34} {count / cost.seconds:6.1f} mails a second  {1000 * cost.cpu / count:6.1f} ms of CPU a mail"
            f" ({cost.cpu / mine.cpu:.2f} times ours)  {cost.peak_mb} MB"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
