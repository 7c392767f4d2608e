"""A backup in a folder: database, raw mail and configuration as of one moment, with a SHA-256 of each file.

The database comes first: every mail that it knows is on disk before the database knows it, and is never changed, so
what is copied afterwards belongs to it. Passwords are left out, and named.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ingest.config import Config
from ingest.settings import object_settings
from storage.backup import Saved, messages_of, save
from storage.raw_backends import open_raw
from storage.unit_of_work import Database

MANIFEST = "manifest.json"
_PIECE = 1 << 20
_SECRET = re.compile("password|credential|secret|token|key|webhook")


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds, and which mails it should hold and could not: missing or changed on disk."""

    folder: Path
    rows: dict[str, int]
    mails: int
    not_intact: tuple[str, ...]
    left_out: tuple[str, ...]


def back_up(
    config: Config,
    target: Path,
    *,
    config_path: Path | None = None,
    with_raw: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Made:
    """Write a backup into a folder that is not there yet; until it is whole and synced it is named `….part`.

    Args:
        config_path: The configuration's own file, to be kept as well.
        with_raw: False before an upgrade, which changes the database alone.

    Raises:
        FileExistsError: `target` is there.
        BackupUnusableError: There is nothing to back up.
        OSError: As the disk says; `….part` is left to be looked at.
    """
    from importlib.metadata import version

    target = target.absolute()
    if target.exists():
        raise FileExistsError(f"{target} is there already; each backup is a folder of its own")
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    with closing(Database(config.storage.database)) as database:
        progress("database")
        saved = save(database, part)
        wanted = messages_of(database, part) if with_raw else []
        if wanted and not database.upgrade_is_due():
            with database.unit_of_work(readonly=True) as work:
                deleted = work.forgotten.all()
            wanted = [sha256 for sha256 in wanted if sha256 not in deleted]
    not_intact = list(_copy_raw(config, wanted, part / "raw", progress))
    kept = _copy_config(config, config_path, part / "config") if config_path else {}
    left_out = [str(path) for path in files_named(config, secret=True)]
    manifest = {
        "samruat": version("samruat"),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": asdict(saved),
        "raw": with_raw,
        "config": kept,
        "left_out": left_out,
        "not_intact": not_intact,
        "files": {str(path.relative_to(part)): digest(path) for path in _files(part)},
    }
    _write(part / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    os.sync()
    part.rename(target)
    mails = len(wanted) - len(not_intact)
    return Made(target, dict(saved.rows), mails, tuple(not_intact), tuple(left_out))


def back_up_before_upgrade(config: Config) -> Path:
    """The database as it is now goes into a folder of its own; which one.

    It lies in `own_folder`, and is never removed by us.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    place = own_folder(config) / "before-upgrade" / f"{stamp}-{os.getpid()}"
    return back_up(config, place, with_raw=False).folder


def own_folder(config: Config) -> Path:
    """A folder that the service may write into: that of raw mail, or of SQLite's file, or the working one."""
    if "://" not in config.storage.raw:
        return Path(config.storage.raw)
    database = config.storage.database
    return (
        Path(database.removeprefix("sqlite:///")).parent if database.startswith("sqlite:///") else Path.cwd()
    )


def digest(path: Path) -> dict[str, Any]:
    """SHA-256 and size in bytes of a file."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": path.stat().st_size}


def saved_of(manifest: dict[str, Any]) -> Saved:
    return Saved(**manifest["database"])


def _copy_raw(
    config: Config, wanted: list[str], folder: Path, progress: Callable[[str], None]
) -> Iterator[str]:
    """Copy each mail; yields those that are not what came."""
    with closing(open_raw(config.storage.raw, object_settings(config))) as raw:
        for number, sha256 in enumerate(wanted, 1):
            if number % 1000 == 0:
                progress(f"mail {number} of {len(wanted)}")
            path = folder / sha256[:2] / f"{sha256[2:]}.eml"
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _copy_mail(raw.open, sha256, path):
                yield sha256


def _copy_mail(opened: Callable[[str], Any], sha256: str, path: Path) -> bool:
    """What is damaged on disk is kept as it is, but told."""
    found = hashlib.sha256()
    try:
        with opened(sha256) as mail, _created(path) as copy:
            while piece := mail.read(_PIECE):
                found.update(piece)
                copy.write(piece)
    except FileNotFoundError:
        return False
    return found.hexdigest() == sha256


def _copy_config(config: Config, config_path: Path, folder: Path) -> dict[str, str]:
    """The configuration and the files that it names; where each belongs, as seen from the configuration's folder."""
    home = config_path.absolute().parent
    kept: dict[str, str] = {}
    folder.mkdir(mode=0o700)
    for path in (config_path.absolute(), *files_named(config, secret=False)):
        if path.is_file():
            inside = f"config/{len(kept)}-{path.name}"
            _write(folder.parent / inside, path.read_text(encoding="utf-8"))
            kept[inside] = str(path.relative_to(home) if path.is_relative_to(home) else path)
    return kept


def files_named(section: BaseModel, *, secret: bool) -> list[Path]:
    """Files that the configuration names, those with secrets or the others; folders of mail are none of them."""
    found: dict[Path, None] = {}
    for key in type(section).model_fields:
        value = getattr(section, key)
        if isinstance(value, BaseModel):
            found |= dict.fromkeys(files_named(value, secret=secret))
        elif (
            isinstance(value, Path)
            and key not in ("path", "metrics_file")
            and bool(_SECRET.search(key)) is secret
        ):
            found[value] = None
    return list(found)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _created(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(path: Path, text: str) -> None:
    with _created(path) as file:
        file.write(text.encode())
