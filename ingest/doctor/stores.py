"""What we keep: secrets, database, raw mail, and the room for it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ingest.config import Config
from ingest.doctor.steps import Advice, Step, Unwell, Visit

FREE_MB_WANTED = 2000
_SECRETS = Advice("Write the password alone into the file, then: chmod 600 FILE", "เขียนรหัสผ่านอย่างเดียวลงในแฟ้ม แล้วใช้คำสั่ง: chmod 600 FILE")  # fmt: skip
_DATABASE = Advice(
    "Look at storage.database; for PostgreSQL, try the same URL with psql.",
    "ตรวจ storage.database; หากเป็น PostgreSQL ให้ลองเชื่อมต่อด้วย psql",
)
_LATER = Advice("Install the version of samruat that was here before, or a later one.", "ติดตั้ง samruat รุ่นที่เคยใช้ หรือรุ่นใหม่กว่า")  # fmt: skip
_RAW = Advice("Make room, or set storage.raw to a folder on a larger disk.", "เพิ่มพื้นที่ว่าง หรือตั้ง storage.raw ไปยังดิสก์ที่ใหญ่กว่า")  # fmt: skip
_SENDERS = Advice(
    "Mend the lines in trust.senders: address,province (as in provinces.csv).",
    "แก้ไขแฟ้ม trust.senders ให้แต่ละบรรทัดเป็น ที่อยู่อีเมล,จังหวัด",
)


def steps(config: Config) -> Iterator[Step]:
    yield Step("passwords", _secrets, _SECRETS)
    yield Step("database", _database, _DATABASE)
    yield Step("raw mail", _raw, _RAW)
    yield Step("senders", _senders, _SENDERS)


def _secrets(visit: Visit) -> str:
    from ingest.backup import files_named

    files = files_named(visit.config, secret=True)
    for path in files:
        if path.stat().st_mode & 0o077:
            raise PermissionError(f"{path} can be read by others")
        if not path.read_text(encoding="utf-8").strip():
            raise ValueError(f"{path} is empty")
    return f"{len(files)} password files, readable by the owner only" if files else "none needed"


def _database(visit: Visit) -> str:
    from storage.migrations import HEAD
    from storage.unit_of_work import Database

    url = visit.config.storage.database
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        free = _free_mb(Path(url.removeprefix("sqlite:///")).parent)
        return f"not there yet: made at the first start; {free} MB free"
    with closing(Database(url)) as database:
        version = database.version()
        if version is None:
            return f"{database.engine.dialect.name}, no tables yet: made at the first start"
        if version > HEAD:
            raise Unwell(f"at step {version}, this version of samruat knows {HEAD} only", _LATER)
        if version < HEAD:
            return f"at step {version}; saved, then brought to {HEAD}, at the next start"
        with database.unit_of_work(readonly=True) as work:
            numbers = work.messages.numbers()
            if database.engine.dialect.name == "postgresql":
                theirs = work.now()
                visit.note_clock("the database", theirs, datetime.now(UTC))
    room = ""
    if url.startswith("sqlite:///"):
        room = f", {_free_mb(Path(url.removeprefix('sqlite:///')).parent)} MB free"
    failed = sum(count for status, count in numbers.by_status.items() if status == "failed")
    return (
        f"{database.engine.dialect.name} at step {version}: {numbers.received} messages, {numbers.in_work} waiting,"
        f" {failed} failed{room}"
    )


def _raw(visit: Visit) -> str:
    from ingest.settings import object_settings
    from storage.raw_backends import open_raw

    with closing(open_raw(visit.config.storage.raw, object_settings(visit.config))) as raw:
        found = raw.try_out()
    if "://" not in visit.config.storage.raw:
        _free_mb(Path(visit.config.storage.raw))
    return found


def _free_mb(folder: Path) -> int:
    """Raises where the folder can't be written, or where there is too little room."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(there, os.W_OK):
        raise PermissionError(f"{there} can't be written")
    free = shutil.disk_usage(there).free // 1_000_000
    if free < FREE_MB_WANTED:
        raise Unwell(f"only {free} MB free at {folder}", _RAW)
    return free


def _senders(visit: Visit) -> str:
    from ingest.settings import listed_senders
    from survey.registry import registry

    if visit.config.trust.senders is None:
        return "no list: every first submission is shown in the digest"
    listed = listed_senders(visit.config.trust.senders)
    unknown = sorted({province for _, province in listed} - set(registry().provinces))
    if unknown:
        raise ValueError(f"no such province: {', '.join(unknown)}")
    return f"{len(listed)} addresses of {len({province for _, province in listed})} provinces"
