"""LibreOffice, headless: old formats saved as newer ones. Its answer is a stranger's file like any other.

Each run has a profile of its own that is thrown away, no network (the sandbox child has left it), and limits of
time, memory and size; one runs at a time on a machine, since each takes a whole processor. Macros never run:
headless LibreOffice asks nobody and a fresh profile trusts nothing. To be called in a child of `parsers.sandbox`.
"""

import fcntl
import os
import resource
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parsers.confined import Most, confined
from parsers.limits import Limits
from parsers.refused import ConverterMissing, FileCorrupt, FileTooComplex, FileTooLarge

__all__ = ["OfficeMissing", "convert", "missing"]

_MIB = 1024 * 1024
_USER = os.getuid()  # a sandbox child, that has left the network, no longer sees who it is
_STARTS_AGAIN = 81  # a new profile has been made; oosplash would start it again


class OfficeMissing(ConverterMissing):
    """LibreOffice is not installed on this machine, or not the part of it that reads such files."""

    def __init__(self, tool: str = "LibreOffice") -> None:
        super().__init__(tool)


def convert(data: bytes, suffix: str, to: str, limits: Limits) -> bytes:
    """A file as LibreOffice saves it in another format.

    Args:
        suffix: Of the format that `data` is in, without a dot: `doc`. LibreOffice believes content first.
        to: Suffix of the format wanted, with a filter where one suffix has several: `xml:MS Excel 2003 XML`.

    Raises:
        FileCorrupt: LibreOffice can't open it.
        FileTooComplex: It went over `limits.office_seconds` or the memory, or crashed.
        FileTooLarge: The answer is larger than `limits.unpacked_mb`.
        OfficeMissing: There is no `soffice` on the path, or it lacks Writer or Calc, whichever opens `suffix`.
    """
    program = _program()
    _check_module(program, "Writer" if suffix in _OF_WRITER else "Calc")
    with _writing(limits), _own_folder() as folder:
        source, target = folder / f"source.{suffix}", folder / "out" / f"source.{to.partition(':')[0]}"
        source.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
            "--convert-to", to, "--outdir", str(target.parent), str(source),
        ]  # fmt: skip
        _run(command, folder, limits)
        if not target.is_file():
            raise FileCorrupt
        if target.stat().st_size > limits.unpacked_mb * _MIB:
            raise FileTooLarge(limit=f"{limits.unpacked_mb:,} เมกะไบต์เมื่อคลายไฟล์แล้ว")
        return target.read_bytes()


def missing() -> list[str]:
    """What of LibreOffice is not installed here; nothing is started."""
    try:
        program = _program()
    except OfficeMissing:
        return ["LibreOffice"]
    lacking = []
    for module in ("Writer", "Calc"):
        try:
            _check_module(program, module)
        except OfficeMissing:
            lacking.append(f"LibreOffice {module}")
    return lacking


def _program() -> Path:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    program = Path(found).resolve().with_name("soffice.bin") if found else None
    if program is None or not program.is_file():
        raise OfficeMissing
    return program


_OF_WRITER = frozenset(["doc", "docx", "odt", "rtf", "html"])


def _check_module(program: Path, module: str) -> None:
    """Without it LibreOffice would say that the file can't be opened, and we that it is broken."""
    registry = program.parent.parent / "share" / "registry"
    if registry.is_dir() and not (registry / f"{module.lower()}.xcd").is_file():
        raise OfficeMissing(f"LibreOffice {module}")


def _run(command: list[str], folder: Path, limits: Limits) -> None:
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    most = Most(
        cpu_seconds=limits.office_seconds,
        memory=limits.memory_mb * _MIB,
        file=limits.unpacked_mb * _MIB,
    )
    for _ in range(2):
        try:
            ended = subprocess.run(  # noqa: S603 - our own words; the file's name is ours too
                confined(command, most),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.office_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise FileTooComplex from error
        if ended.returncode != _STARTS_AGAIN:
            break
    if ended.returncode != 0:
        raise FileTooComplex


@contextmanager
def _writing(limits: Limits) -> Iterator[None]:
    """A sandbox child may write no file, but for this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _own_folder() -> Iterator[Path]:
    """An empty folder that nobody else uses until the end; what a killed run left in it goes first.

    Raises:
        OSError: Somebody else's folder stands at its place.
    """
    folder = Path(tempfile.gettempdir(), f"samruat-office-{_USER}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} belongs to somebody else")
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _empty(folder)
        yield folder
    finally:
        _empty(folder)
        os.close(handle)


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
