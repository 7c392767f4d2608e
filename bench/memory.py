"""The worker's memory over ten thousand mails in one run of one process: resident MB after each thousand.

    .venv/bin/python bench/memory.py [COUNT]     (10,000 by default: some five minutes on two free cores)

Ordinary forms from a Maildir, ten parts a province, each corrected over and over; answers go into another Maildir. The
children that read are ended after 200 files each by design: theirs is shown beside the worker's.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench.growth import CONFIG  # noqa: E402
from bench.season import write_senders  # noqa: E402
from ingest.demo import forms  # noqa: E402
from ingest.demo.mails import BANGKOK, Attachment, DemoMail  # noqa: E402
from survey.registry import registry  # noqa: E402

_PARTS = 10
_GROUP, _TIME = "กลุ่มที่ 0", "ครั้งที่ 0"


def fill(folder: Path, count: int) -> None:
    """Mails that differ: each workbook is its province's with words changed, which costs a tenth of making it."""
    for part in ("cur", "new", "tmp"):
        (folder / "in" / part).mkdir(parents=True)
    provinces = sorted(registry().provinces)
    books = [_book(name) for name in provinces]
    at = datetime(2018, 11, 1, 8, 0, tzinfo=BANGKOK)
    for number in range(count):
        office, part = number % len(books), number // len(books) % _PARTS + 1
        province = provinces[office]
        words = {_GROUP: f"กลุ่มที่ {part}", _TIME: f"ครั้งที่ {number}"}
        book = Attachment(f"แบบสำรวจ ส่วนที่ {part}.xlsx", _changed(books[office], words))
        sender = f"office{office}@province.example"
        subject = f"แบบสำรวจ จังหวัด{province} ส่วนที่ {part}"
        at += timedelta(minutes=1)
        path = folder / "in" / "new" / f"{int(at.timestamp())}.{number}.office"
        path.write_bytes(DemoMail("", sender, subject, attachments=(book,)).raw(number, at))
        os.utime(path, (at.timestamp(),) * 2)
    write_senders(folder)


def _book(province: str) -> bytes:
    rows = [
        forms.replace(row, service=f"{row.service} {_GROUP} {i}", objective=f"ลดค่าใช้จ่าย {_TIME}")
        for i, row in enumerate(forms.rows(province, 6) * 2)
    ]
    return forms.workbook(province, rows)


def _changed(book: bytes, words: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in words.items():
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-memory-") as name:
        folder = Path(name)
        print(f"making {count:,} mails", file=sys.stderr)
        fill(folder, count)
        config = folder / "samruat.toml"
        config.write_text(CONFIG.format(database=folder / "samruat.db"), encoding="utf-8")
        command = [sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)]
        log = (folder / "log").open("w")
        worker = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        found = list(_watched(worker, folder / "samruat.db", max(count // 10, 1)))
        assert worker.wait() == 0, (folder / "log").read_text()[-2000:]
    assert found[-1][0] == count, found
    after_start, last = found[1][1], found[-1][1]
    print(f"from the second tenth to the end the worker grew by {last / after_start - 1:+.1%}")


def _watched(worker: "subprocess.Popen[bytes]", database: Path, step: int) -> Iterator[tuple[int, float]]:
    """Mails that are done and the worker's MB, each `step` mails and once more at its end."""
    shown, begun, largest = 0, time.monotonic(), 0.0
    done, mine = 0, 0.0
    while worker.poll() is None:
        with suppress(OSError, IndexError, sqlite3.Error):
            now, mine = _done(database), _resident(worker.pid)
            largest = max([largest, *map(_resident, _below(worker.pid))])
            done = now
        if done >= shown + step:
            shown = done - done % step
            print(
                f"{done:7,} mails  worker {mine:6.1f} MB  largest reader {largest:6.1f} MB"
                f"  {time.monotonic() - begun:6.0f} s",
                flush=True,
            )
            largest = 0.0
            yield done, mine
        time.sleep(0.5)
    yield _done(database), mine


def _done(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        count: int = connection.execute("SELECT count(*) FROM messages WHERE status IS NOT NULL").fetchone()[
            0
        ]
        return count


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def _below(pid: int) -> list[int]:
    """All processes that come from this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
