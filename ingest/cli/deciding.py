"""How a command decides: one transaction, then what it reopened is worked on, and the outcome is told."""

from collections.abc import Callable
from pathlib import Path

import click

from ingest.context import Context
from storage.unit_of_work import UnitOfWork


def decide(config_path: Path, decision: Callable[[Context, UnitOfWork], str]) -> None:
    """Carry out a decision and tell how it ended; a refusal is a line and exit status 1.

    Args:
        decision: Does it without commit and returns a reference, or the line to be told.
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
    """A reference with how it stands now; other words as they are."""
    with context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(told)
        message = work.messages.get(version.message_sha256) if version else None
    if version is None or message is None:
        return told
    return f"{version.reference}: {version.status} ({message.reason}) {version.province or ''}".rstrip()
