"""A backup put back into an empty place, each file compared with its SHA-256 before and after."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ingest.backup import MANIFEST, digest, saved_of
from ingest.config import Config, load
from ingest.settings import object_settings
from storage.backup import BackupUnusableError, DatabaseNotEmptyError, is_empty
from storage.backup import load as load_database
from storage.migrations import HEAD
from storage.raw_backends import open_raw
from storage.raw_mail import RawMail
from storage.unit_of_work import Database

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        made_at: When the backup was made, ISO 8601, UTC.
        config: Files of the configuration that were written.
        held_back: Mails that waited then and may have left since: they leave only if somebody says so.
        lacking: Mails that the backup never had, or had damaged.
        left_out: Password files that are to be written anew.
        by_hand: Files of the configuration that belong elsewhere: where they lie in the backup, and where they belong.
    """

    made_at: str
    rows: dict[str, int]
    mails: int
    config: tuple[Path, ...]
    held_back: int
    lacking: tuple[str, ...]
    left_out: tuple[str, ...]
    by_hand: tuple[tuple[Path, str], ...]


def restore(
    source: Path,
    config_path: Path,
    *,
    nothing_since: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Put a backup where the configuration says; a configuration that is not there comes from the backup as well.

    Args:
        nothing_since: The worker did not run after the backup was made: what waited then may leave now.

    Raises:
        BackupUnusableError: A file is missing or changed, or it is of a later version: nothing was written.
        DatabaseNotEmptyError: The database, or the folder of raw mail, is not empty: nothing was written.
        ConfigError: There is no configuration, here or in the backup, or it is not valid.
    """
    progress("comparing the backup with its list")
    manifest = verified(source)
    saved = saved_of(manifest)
    if saved.version > HEAD:
        raise BackupUnusableError(
            f"made by a later version of samruat ({manifest['samruat']}): install that one"
        )
    laid = list(_lay_config(source, manifest, config_path))
    try:
        config = load(config_path)
        mails = _mails(source) if manifest["raw"] else {}
        _refuse_where_something_is(config, mails)
    except BaseException:
        for path in laid:
            path.unlink()
        raise
    lacking = _put_back_raw(config, mails, set(manifest["not_intact"]), progress)
    progress("database")
    why = f"restored from a backup of {manifest['made_at']}; it may have left since"
    with closing(Database(config.storage.database)) as database:
        held_back = load_database(source, saved, database, held_back=None if nothing_since else why)
        database.upgrade()
        with database.unit_of_work() as work:
            work.free_dead_leases(lambda _: False)
            work.commit()
    return Restored(
        manifest["made_at"], dict(saved.rows), len(mails) - len(lacking & set(mails)), tuple(laid), held_back,
        tuple(sorted(lacking)), tuple(manifest["left_out"]),
        tuple((source / inside, belongs) for inside, belongs in manifest["config"].items() if not _is_inside(belongs)),
    )  # fmt: skip


def verified(source: Path) -> dict[str, Any]:
    """The list of a backup, every file of which was compared.

    Raises:
        BackupUnusableError: It is no backup, or a file is missing, changed, or one too many.
    """
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        listed: dict[str, Any] = manifest["files"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise BackupUnusableError(f"{source}: no {MANIFEST} of a backup in it") from error
    here = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()} - {MANIFEST}
    wrong = sorted(here ^ set(listed)) or sorted(
        name for name, wanted in listed.items() if digest(source / name) != wanted
    )
    if wrong:
        raise BackupUnusableError(f"{len(wrong)} files are not as they were made: {', '.join(wrong[:5])}")
    return manifest


def _lay_config(source: Path, manifest: dict[str, Any], config_path: Path) -> Iterator[Path]:
    """The configuration's files where none are: a configuration that is there is used as it is."""
    if config_path.exists():
        return
    home = config_path.absolute().parent
    for inside, belongs in manifest["config"].items():
        # The first is the configuration itself, whatever its name was.
        path = config_path.absolute() if inside.startswith("config/0-") else home / belongs
        if _is_inside(belongs) and not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(0o600)
            path.write_bytes((source / inside).read_bytes())
            yield path


def _is_inside(belongs: str) -> bool:
    """Whether a file belongs into the configuration's own folder; anywhere else only a person puts one."""
    return not Path(belongs).is_absolute() and ".." not in Path(belongs).parts


def _mails(source: Path) -> dict[str, Path]:
    return {path.parent.name + path.stem: path for path in sorted((source / "raw").glob("??/*.eml"))}


def _refuse_where_something_is(config: Config, mails: dict[str, Path]) -> None:
    with closing(Database(config.storage.database)) as database:
        if not is_empty(database):
            raise DatabaseNotEmptyError(f"{database.engine.url.render_as_string()} is not empty")
    with closing(open_raw(config.storage.raw, object_settings(config))) as raw:
        # What an interrupted restore left may lie there; another mailbox's mail may not.
        strange = set(_mails_in(raw.folder)) - set(mails) if isinstance(raw, RawMail) and mails else ()
        if strange:
            raise DatabaseNotEmptyError(f"{config.storage.raw} holds {len(strange)} mails of something else")


def _mails_in(folder: Path) -> Iterator[str]:
    for path in folder.glob("??/*.eml"):
        yield path.parent.name + path.stem


def _put_back_raw(
    config: Config, mails: dict[str, Path], not_intact: set[str], progress: Callable[[str], None]
) -> set[str]:
    """Store each mail by its own bytes; which ones are lacking."""
    with closing(open_raw(config.storage.raw, object_settings(config))) as raw:
        for number, (sha256, path) in enumerate(mails.items(), 1):
            if number % 1000 == 0:
                progress(f"mail {number} of {len(mails)}")
            if sha256 not in not_intact:
                with path.open("rb") as file:
                    raw.store(iter(partial(file.read, _PIECE), b""))
    return not_intact
