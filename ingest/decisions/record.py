"""What all decisions have in common: what they are about, who decided before, and the log."""

import getpass

from ingest.context import Context
from storage.decisions import Decision
from storage.messages import Message
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.registry import registry
from survey.thai.text import repair

HEAD_BYTES = 256 * 1024


class DecisionRefused(Exception):
    """The decision can't be taken; the text says why, and `thai` says so to the coordinator."""

    def __init__(self, why: str, thai: str = "") -> None:
        super().__init__(why)
        self.thai = thai or f"ดำเนินการไม่ได้: {why}"


def locked(work: UnitOfWork, reference: str) -> tuple[Version, Message]:
    """A submission and its message, with nobody else deciding on them before our commit.

    Raises:
        DecisionRefused: There is no such reference.
    """
    wanted = reference.strip().upper()
    version = work.submissions.by_reference(wanted)
    if version is not None:
        work.messages.lock(version.message_sha256)
        # Whoever held the lock before us may have changed it.
        version = work.submissions.by_reference(wanted)
    message = work.messages.get(version.message_sha256) if version else None
    if version is None or message is None:
        raise DecisionRefused(
            f"{reference}: not known; samruat status lists all references", f"ไม่พบรหัสอ้างอิง {reference}"
        )
    return version, message


def province_of(name: str) -> str:
    """The province as the registry writes it.

    Raises:
        DecisionRefused: It is none of the 76.
    """
    wanted = repair(name).strip().removeprefix("จังหวัด").strip()
    if wanted not in registry().provinces:
        raise DecisionRefused(f"{name}: is none of the 76 provinces", f"“{name}” ไม่ใช่จังหวัดใดใน 76 จังหวัด")
    return wanted


def log(context: Context, work: UnitOfWork, about: str, what: str, who: str | None, why: str | None) -> None:
    """Write a decision down; `who` is the login name where nobody is named."""
    work.decisions.add(Decision(about, what, who or _login_name(), context.now(), why))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unknown"
