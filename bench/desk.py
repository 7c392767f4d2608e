"""How long each page of the desk takes, with 76 provinces, 1,000 versions and 15,000 rows, over HTTP.

Run: .venv/bin/python bench/desk.py [FOLDER]    FOLDER is filled once and used again.
"""

import http.client
import os
import statistics
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.stored import add_submission, make_outgoing, make_stored_row  # noqa: E402
from waitress import create_server  # noqa: E402

from desk.app import make_app  # noqa: E402
from ingest.config import load  # noqa: E402
from ingest.context import READERS, Context, open_context  # noqa: E402
from ingest.demo import forms  # noqa: E402
from ingest.demo.__main__ import CONFIG  # noqa: E402
from ingest.demo.mails import BANGKOK, DemoMail, book  # noqa: E402
from ingest.rounds import poll  # noqa: E402
from storage.words import RowState  # noqa: E402
from survey.cells import Cell  # noqa: E402
from survey.findings import Finding, Severity  # noqa: E402
from survey.model import FIELDS, Status  # noqa: E402
from survey.registry import registry  # noqa: E402

VERSIONS, ROWS, ROUNDS = 1000, 15, 12
START = datetime(2018, 12, 3, 9, tzinfo=BANGKOK)
WORDS = "เพื่อให้ประชาชนในพื้นที่ได้รับบริการสาธารณะที่ทั่วถึง มีคุณภาพ และประหยัดงบประมาณของท้องถิ่น " * 3


def fill(folder: Path) -> None:
    """76 real workbooks through the whole pipeline; the other versions straight into the database."""
    for part in ("tmp", "new", "cur"):
        (folder / "mailbox" / part).mkdir(parents=True, exist_ok=True)
    lines = ["address,province"]
    for number, province in enumerate(registry().provinces, 1):
        lines.append(f"office{number}@dla-province.example,{province}")
        workbook = forms.workbook(province, forms.rows(province, ROWS if province == "เชียงใหม่" else 4))
        mail = DemoMail(
            "",
            f"office{number}@dla-province.example",
            f"แบบสำรวจ จังหวัด{province}",
            attachments=(book(province, workbook),),
        )
        path = folder / "mailbox" / "new" / f"{number}.bench.mx"
        at = START + timedelta(minutes=number)
        path.write_bytes(mail.raw(number, at))
        os.utime(path, (at.timestamp(), at.timestamp()))
    (folder / "senders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "samruat.toml").write_text(CONFIG + "[desk]\n", encoding="utf-8")
    with open_context(load(folder / "samruat.toml")) as context:
        context.now = lambda: START + timedelta(days=1)
        poll(context)
        store(context)


def store(context: Context) -> None:
    """Versions of all provinces in turn: each sixth with errors, each fifteenth held."""
    names = list(registry().provinces)
    doubt = Finding(
        "date_invalid",
        Severity.ERROR,
        "Sheet1!E9",
        "วันที่ลงนามความร่วมมือ “31 มิ.ย. 2561” ไม่มีในปฏิทิน",
        False,
        "signed_on",
    )
    with context.database.unit_of_work() as work:
        for number in range(1, VERSIONS - len(names) + 1):
            status = (
                Status.HELD
                if number % 15 == 0
                else Status.NEEDS_CORRECTION
                if number % 6 == 0
                else Status.ACCEPTED
            )
            rows = [
                make_stored_row(
                    one,
                    RowState.ERROR if number % 6 == 0 and one == 3 else RowState.OK,
                    objective=WORDS,
                    cells={
                        field: Cell(f"Sheet1!{'ABCDEFHJKL'[at]}{6 + one}") for at, field in enumerate(FIELDS)
                    },
                )
                for one in range(1, ROWS + 1)
            ]
            at = START + timedelta(hours=1, minutes=number)
            findings = (doubt,) * (number % 6 == 0) * 3
            add_submission(
                work, number, names[number % 76], rows=rows, status=status, at=at, findings=findings
            )
            work.outbox.queue(make_outgoing(f"bench {number}", content=b"x" * 60_000), at, preview=True)
        work.commit()


def measure(context: Context) -> None:
    app = make_app(context)
    port = context.config.desk.port
    cookie = f"samruat={app.extensions['samruat_desk'].sessions.begin('bench')}"
    server = create_server(app, host="127.0.0.1", port=port, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    with context.database.unit_of_work(readonly=True) as work:
        real = next(v for v in work.submissions.versions("เชียงใหม่") if context.raw.has(v.message_sha256))
        newest = work.submissions.versions("เชียงใหม่")[-1].reference
        older = work.submissions.versions("เชียงใหม่")[-2].reference
    pages = {
        "provinces": "/", "filtered": "/?state=held", "province": "/provinces/50", "submission": f"/submissions/{newest}",
        "real submission": f"/submissions/{real.reference}", "its sheet": f"/submissions/{real.reference}/picture",
        "its mail": f"/mails/{real.message_sha256}", "differences": f"/submissions/{newest}/differences/{older}",
        "queue": "/queue", "outbox": "/outbox", "sample": "/sample", "decisions": "/decisions", "data": "/data", "season": "/season",
        "xlsx (download)": "/data/cooperations.xlsx",
    }  # fmt: skip
    print(f"{'page':18} {'first':>8} {'median':>8} {'slowest':>8} ms {'size':>8} kB")
    for name, path in pages.items():
        times, size = [], 0
        for _ in range(1 if "download" in name else ROUNDS):
            connection = http.client.HTTPConnection("localhost", port)
            started = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            size = len(answer.read())
            times.append(1000 * (time.perf_counter() - started))
            connection.close()
            assert answer.status == 200, (path, answer.status)
        later = times[1:] or times
        print(
            f"{name:18} {times[0]:8.1f} {statistics.median(later):8.1f} {max(later):8.1f}    {size / 1000:8.1f}"
        )


def main(folder: Path) -> None:
    if not (folder / "samruat.toml").exists():
        fill(folder)
    with open_context(load(folder / "samruat.toml"), readers=READERS) as context:
        measure(context)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as scratch:
            main(Path(scratch))
