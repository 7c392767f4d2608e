"""What the coordinator writes of their own accord: what invitations, reminders and the end have in common."""

from datetime import datetime

from ingest.answers import identity_of
from ingest.context import Context
from ingest.evidence import BANGKOK
from notifications.answer import Attachment, Coordinator
from notifications.notice import Notice
from notifications.render import render
from storage.decisions import Decision
from storage.unit_of_work import UnitOfWork

SURVEY = "survey"


def closed(work: UnitOfWork) -> Decision | None:
    """The decision that ended the survey, or None while it runs."""
    return next((one for one in work.decisions.of(SURVEY) if one.what == "close"), None)


def notice_to(
    context: Context,
    to: str,
    province: str,
    *,
    heading: str = "",
    lines: tuple[str, ...] = (),
    reference: str | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Notice:
    config = context.config
    return Notice(
        to=to,
        coordinator=Coordinator(config.coordinator.name, config.coordinator.phone),
        deadline=config.survey.deadline,
        heading=heading,
        lines=lines,
        province=province,
        reference=reference,
        attachments=attachments,
        is_over=context.now().astimezone(BANGKOK).date() > config.survey.deadline,
    )


def queue(context: Context, work: UnitOfWork, kind: str, key: str, notice: Notice, now: datetime) -> bool:
    """Queue a mail of a kind once; False where that key was queued before."""
    mail = render(kind, notice, key=key, identity=identity_of(context), now=now)
    return work.outbox.queue(mail, now, preview=context.config.replies.mode == "preview")
