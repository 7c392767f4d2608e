"""samruat digest: today's state of the survey for the coordinator."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("digest")
@config_option
@click.option("--preview", is_flag=True, help="Print it; nothing is queued or sent.")
def command(config_path: Path, preview: bool) -> None:
    """Send today's digest to the coordinator now; the worker then sends none at its hour. Or look at it.

    \b
    Example: samruat digest --preview --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.daily import digest_mail, queue_digest
    from ingest.sending import send_due

    with open_context(load(config_path)) as context:
        if preview:
            with context.database.unit_of_work(readonly=True) as work:
                click.echo(_text(digest_mail(context, work).content))
            return
        queued = queue_digest(context)
        if context.config.replies.mode == "send":
            send_due(context)
        to = context.config.coordinator.addresses[0]
        click.echo(f"digest for {to}" if queued else "today's digest was written before", err=True)


def _text(content: bytes) -> str:
    from email import message_from_bytes, policy

    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{mail['Subject']}\n\n{body.get_content()}"
