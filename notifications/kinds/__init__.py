"""The kinds of mail that we write: a folder each, with the templates of subject, text and HTML.

`views_for` says from what each is rendered; a kind that stands in no table here can't be sent.
"""

from typing import Any

from notifications.answer import Alert, Answer, Digest
from notifications.coordinator_view import alert_view, digest_view
from notifications.kinds import (
    acknowledgement,
    alert,
    already_received,
    decision,
    digest,
    failed,
    invitation,
    login_link,
    needs_correction,
    receipt,
    rejected,
    reminder,
    unreadable,
    withdrawn,
)
from notifications.notice import Notice, notice_view
from notifications.view import HTML, TEXT, views_of

Told = Answer | Alert | Digest | Notice
REPLIES = (acknowledgement, needs_correction, unreadable, receipt, already_received, rejected, withdrawn)
TO_COORDINATOR = (alert, failed, digest, decision, login_link)
TO_PROVINCES = (invitation, reminder)
_ALL = (*REPLIES, *TO_COORDINATOR, *TO_PROVINCES)
NAMES = frozenset(module.__name__.rpartition(".")[2] for module in _ALL)


def views_for(told: Told) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the templates may name in subject and text, and in the HTML."""
    if isinstance(told, Answer):
        return views_of(told)
    if isinstance(told, Alert):
        return alert_view(told, TEXT), alert_view(told, HTML)
    view = notice_view(told) if isinstance(told, Notice) else digest_view(told)
    return view, view
