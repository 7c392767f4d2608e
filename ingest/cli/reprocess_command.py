"""samruat reprocess: stored raw mail again."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("reprocess")
@config_option
@click.option(
    "--failed", is_flag=True, required=True, help="Take every message that failed by our own fault."
)
def command(config_path: Path, failed: bool) -> None:
    """Take failed messages again, now, from their stored raw mail.

    \b
    Example: samruat reprocess --failed --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.rounds import one_round
    from survey.model import Status

    assert failed
    with open_context(load(config_path)) as context:
        with context.database.unit_of_work() as work:
            waiting = [message.sha256 for message in work.messages.with_status(Status.FAILED)]
            work.messages.reopen(waiting, context.now())
            work.commit()
        one_round(context, [])
        with context.database.unit_of_work(readonly=True) as work:
            still = len(work.messages.with_status(Status.FAILED))
    click.echo(f"{len(waiting)} taken again, {still} still fail")
