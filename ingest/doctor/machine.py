"""This machine: the readers in their child process, the programs that some files need, the clock."""

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

from ingest.config import BANGKOK, Config
from ingest.doctor.steps import Advice, Lacking, Step, Unwell, Visit

_READING = Advice(
    "Reinstall samruat; if memory is short, lower limits.memory_mb.",
    "ติดตั้ง samruat ใหม่ หากหน่วยความจำไม่พอ ให้ลด limits.memory_mb",
)
_LAUNCHER = Advice(
    "Scans, photographs, .doc and .rtf wait as failed until: apt-get install util-linux",
    "ภาพสแกน ภาพถ่าย และแฟ้ม .doc และ .rtf จะรออยู่จนกว่าจะติดตั้ง: apt-get install util-linux",
)
_OCR = Advice(
    "Scans and photographs wait as failed until: apt-get install tesseract-ocr tesseract-ocr-tha tesseract-ocr-script-thai",
    "ภาพสแกนและภาพถ่ายจะรออยู่จนกว่าจะติดตั้ง: apt-get install tesseract-ocr tesseract-ocr-tha tesseract-ocr-script-thai",
)
_OFFICE = Advice(
    ".doc and .rtf wait as failed until: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
    "แฟ้ม .doc และ .rtf จะรออยู่จนกว่าจะติดตั้ง: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
)
_ARCHIVES = Advice(
    ".rar and .7z wait as failed until: apt-get install libarchive13",
    "แฟ้ม .rar และ .7z จะรออยู่จนกว่าจะติดตั้ง: apt-get install libarchive13",
)
_SCAN = Advice(
    "Every mail waits as failed until clamd answers: systemctl start clamav-daemon, or correct scan.socket; StreamMaxLength in"
    " clamd.conf belongs above limits.message_mb.",
    "อีเมลทุกฉบับจะรออยู่จนกว่า clamd จะตอบ: systemctl start clamav-daemon หรือแก้ scan.socket และให้ StreamMaxLength ใน clamd.conf"
    " มากกว่า limits.message_mb",
)
_FONTS = Advice(
    "LibreOffice breaks Thai lines better with Thai fonts: apt-get install fontconfig fonts-thai-tlwg",
    "LibreOffice จัดวางข้อความไทยได้ดีกว่าเมื่อมีแบบอักษรไทย: apt-get install fontconfig fonts-thai-tlwg",
)
_CLOCK = Advice(
    "The day of receipt and our answers' dates hang on it: timedatectl set-ntp true",
    "วันที่ได้รับและวันที่ในหนังสือตอบขึ้นกับนาฬิกานี้ ให้ใช้คำสั่ง: timedatectl set-ntp true",
)
_LANGUAGES = ("tha", "eng", "Thai")
_SECONDS_APART = 120
_NOT_KEPT = 5  # TIME_ERROR of adjtimex(2)


def steps(config: Config) -> Iterator[Step]:
    yield Step("reading", _reading, _READING)
    yield Step("setpriv", _launcher, _LAUNCHER)
    yield Step("OCR", _ocr, _OCR)
    yield Step("LibreOffice", _office, _OFFICE)
    yield Step("archives", _archives, _ARCHIVES)
    if config.scan.socket is not None:
        yield Step("virus scan", _scan, _SCAN)
    yield Step("fonts", _fonts, _FONTS)
    yield Step("clock", _clock, _CLOCK)


def _reading(visit: Visit) -> str:
    from ingest.settings import limits_of
    from parsers.sandbox import Sandbox
    from survey.registry import registry

    with Sandbox(limits_of(visit.config)) as sandbox:
        provinces = sandbox.call(_count_provinces)
    return (
        f"child process with limits works; registry of {provinces} provinces, {len(registry().by_code)} LAOs"
    )


def _count_provinces() -> int:
    from survey.registry import registry

    return len(registry().provinces)


def _launcher(visit: Visit) -> str:
    from parsers.confined import LauncherMissing, launcher

    try:
        program = launcher()
    except LauncherMissing as missing:
        raise Lacking(
            "no setpriv that ends what it starts (--pdeathsig): Tesseract and LibreOffice can't be started"
        ) from missing
    return _told(visit, [program, "--version"]).strip()


def _ocr(visit: Visit) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Lacking("Tesseract is not installed")
    languages = _told(visit, [program, "--list-langs"]).split()
    missing = [language for language in _LANGUAGES if language not in languages]
    if missing:
        raise Lacking(f"Tesseract lacks {', '.join(missing)}")
    return f"{_told(visit, [program, '--version']).splitlines()[0]} with {', '.join(_LANGUAGES)}"


def _office(visit: Visit) -> str:
    from parsers.office import missing

    if lacking := missing():
        raise Lacking(f"not installed: {', '.join(lacking)}")
    return "with Writer and Calc"


def _archives(_: Visit) -> str:
    try:
        import libarchive
    except Exception as error:
        raise Lacking("libarchive can't be loaded") from error
    return f"libarchive {libarchive.ffi.version_number()}"


def _scan(visit: Visit) -> str:
    from ingest.virus_scan import Clamd

    scan = visit.config.scan
    return Clamd(scan.socket or "", scan.timeout_seconds).version()


def _fonts(visit: Visit) -> str:
    program = shutil.which("fc-list")
    fonts = _told(visit, [program, ":lang=th", "family"]).splitlines() if program else []
    if not fonts:
        raise Lacking("no font with Thai letters")
    return f"{len(set(fonts))} with Thai letters"


def _clock(visit: Visit) -> str:
    """Against whoever told the time meanwhile: the database, the mailbox's newest mail, the test mail."""
    now = datetime.now(UTC)
    for whose, theirs, ours in visit.clocks:
        apart = (theirs - ours).total_seconds()
        if abs(apart) > _SECONDS_APART:
            word = "behind" if apart > 0 else "ahead of"
            raise Unwell(f"{abs(apart):.0f} s {word} {whose}")
    compared = ", ".join(whose for whose, _, _ in visit.clocks) or "nobody: try --send-test"
    found = f"{now.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S} in Bangkok; compared with {compared}"
    if ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)) == _NOT_KEPT:
        raise Lacking(f"{found}; no time server keeps it right")
    return found


def _told(visit: Visit, command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=visit.seconds, check=True)  # noqa: S603
    return done.stdout
