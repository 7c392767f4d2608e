"""Reading files with no mailbox and no database: what `samruat check` does."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ingest.reading import read_any
from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileRefused, FileTooComplex, FileTooLarge
from parsers.sandbox import ReadingFailed, Sandbox
from survey.findings import Severity
from survey.model import DEFAULT_SURVEY, Case, Document, Kind
from survey.submission import settle

if TYPE_CHECKING:
    from collections.abc import Callable

BANGKOK = ZoneInfo("Asia/Bangkok")


def check_files(
    files: Sequence[Path],
    received_on: date | None = None,
    *,
    limits: Limits | None = None,
    severities: Mapping[str, Severity] | None = None,
    survey: str = DEFAULT_SURVEY,
) -> Iterator[Sequence[Document]]:
    """The documents of each file, in the order given; each file counts as a message by itself."""
    limits = limits or Limits()
    today = datetime.now(BANGKOK).date()
    with Sandbox(limits, workers=min(2, len(files))) as sandbox:
        pending: list[tuple[Path, Callable[[], Sequence[Document]]]] = []
        waiting = iter(files)
        while True:
            while len(pending) < _AHEAD and (path := next(waiting, None)) is not None:
                pending.append((path, _start(sandbox, path, received_on, Case(today, survey=survey), limits)))
            if not pending:
                return
            path, result = pending.pop(0)
            yield settle(result(), severities or {})


# What only whoever types the command can mend; no sender is told these.
_IS_FOLDER = "“{name}” เป็นโฟลเดอร์ กรุณาระบุไฟล์ในโฟลเดอร์นั้น"
_NOT_FOUND = "ไม่พบไฟล์ “{name}” กรุณาตรวจสอบชื่อและตำแหน่งของไฟล์"
_NOT_OURS = "เปิดไฟล์ “{name}” ไม่ได้ ({reason}) กรุณาตรวจสอบสิทธิ์การอ่านไฟล์"
# Enough to keep two children busy; more would only hold results in memory.
_AHEAD = 6


def _start(
    sandbox: Sandbox, path: Path, received_on: date | None, case: Case, limits: Limits
) -> "Callable[[], Sequence[Document]]":
    name = str(path)
    try:
        if path.is_dir():
            raise FileCorrupt(_IS_FOLDER)
        if path.stat().st_size > max(limits.file_mb, 40) * 1024 * 1024:
            raise FileTooLarge(limit=f"{limits.file_mb} MB")
        path.open("rb").close()
    except FileRefused as refused:
        return _known(_refused(name, None, refused))
    except FileNotFoundError:
        return _known(_refused(name, None, FileCorrupt(_NOT_FOUND)))
    except OSError as error:
        return _known(_refused(name, None, FileCorrupt(_NOT_OURS, reason=error.strerror or str(error))))
    job = sandbox.submit(read_any, str(path), name, received_on, case, limits)

    def result() -> Sequence[Document]:
        try:
            documents: Sequence[Document] = job.result()
        except ReadingFailed:
            return [_refused(name, path, FileTooComplex())]
        return documents

    return result


def _known(document: Document) -> "Callable[[], Sequence[Document]]":
    return lambda: [document]


def _refused(name: str, path: Path | None, refused: FileRefused) -> Document:
    digest = sha256()
    if path is not None:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    finding = refused.finding(Path(name).name)
    return Document(name, digest.hexdigest(), Kind.UNREADABLE, None, (finding,), could_be_form=True)
