"""From what is known of a message to its status: pure, and the only place that decides (contract, section 6)."""

from dataclasses import dataclass

from survey.model import Status

WORST_FIRST = (
    Status.FAILED,
    Status.REJECTED,
    Status.HELD,
    Status.UNREADABLE,
    Status.NEEDS_CORRECTION,
    Status.ACCEPTED,
    Status.IGNORED,
)

NO_FORM_ATTACHED, LINK_IN_PLACE_OF_FILE = "no_form_attached", "link_in_place_of_file"

OF_THE_MAIL = frozenset({"virus_found", "authentication_failed", "automatic_mail"})
"""Reasons to hold that lie in the mail itself, whatever its files say."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the status of one message (or one of its submissions) depends on.

    Attributes:
        ours: Our own mail came back; `automatic`: bounce, auto-reply or list mail, with the reason in words.
        hold: Codes of findings that hold, and other reasons why a person must look.
        brings_form_files: A file that could be the form, or an archive: not a logo or an inline signature.
        of_interest: A known address, the survey's words, or a cloud link.
        link: A cloud link: perhaps the file stands there.
    """

    ours: bool = False
    automatic: str | None = None
    before_opening: bool = False
    authentication_failed: bool = False
    survey: bool = False
    survey_error: bool = False
    mou: bool = False
    mou_province_known: bool = True
    hold: tuple[str, ...] = ()
    brings_form_files: bool = False
    of_interest: bool = False
    link: bool = False
    known_sender: bool = False
    released: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    status: Status
    reason: str


def verdict(facts: Facts) -> Verdict:
    """The first row of the contract's table that fits."""
    data = facts.survey or facts.mou
    if (ignored := _ignored(facts, data)) is not None:
        return Verdict(Status.IGNORED, ignored)
    if not facts.released and (held := _held(facts, data)) is not None:
        return Verdict(Status.HELD, held)
    if facts.survey:
        status = Status.NEEDS_CORRECTION if facts.survey_error else Status.ACCEPTED
        return Verdict(status, "survey_with_errors" if facts.survey_error else "survey")
    if facts.mou:
        return Verdict(Status.ACCEPTED, "mou")
    if facts.brings_form_files:
        return Verdict(Status.UNREADABLE, "no_readable_form")
    return Verdict(Status.HELD, LINK_IN_PLACE_OF_FILE if facts.link else NO_FORM_ATTACHED)


def _ignored(facts: Facts, data: bool) -> str | None:
    if facts.ours:
        return "own_mail"
    if facts.before_opening:
        return "before_opening"
    if facts.automatic and not data:
        return facts.automatic
    if not data and not facts.of_interest and not facts.known_sender:
        return "no_submission"
    return None


def _held(facts: Facts, data: bool) -> str | None:
    if facts.hold:
        return facts.hold[0]
    if facts.authentication_failed:
        return "authentication_failed"
    if facts.automatic and data:
        return "automatic_mail"
    if facts.mou and not facts.survey and not facts.mou_province_known:
        return "mou_province_unknown"
    return None


def worst(statuses: list[Status]) -> Status:
    """The worse status of a message with several submissions."""
    return min(statuses, key=WORST_FIRST.index)
