"""How a command decides: one transaction, then what it reopened is worked on, and the outcome is told."""

from collections.abc import Callable
from pathlib import Path

import click

from ingest.context import Context
from storage.unit_of_work import UnitOfWork


def decide(config_path: Path, decision: Callable[[Context, UnitOfWork], str]) -> None:
    """Carry out a decision and tell how it ended; a refusal is a line and exit status 1.

    Args:
        decision: Does it without commit; returns a reference, a message's SHA-256, or the line to be told.
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused
    from ingest.rounds import one_round

    with open_context(load(config_path)) as context:
        try:
            with context.database.unit_of_work() as work:
                told = decision(context, work)
                work.commit()
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        one_round(context, [])
        click.echo(outcome(context, told))


def outcome(context: Context, told: str) -> str:
    """How the submissions of a reference or of a message's SHA-256 stand now; other words as they are."""
    with context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(told)
        message = work.messages.get(version.message_sha256 if version else told)
        found = work.submissions.of_message(message.sha256) if message and not version else []
    if message is None:
        return told
    versions = [version] if version else found
    lines = [f"{v.reference}: {v.status} ({message.reason}) {v.province or ''}".rstrip() for v in versions]
    return "\n".join(lines) or f"{message.status} ({message.reason})"
