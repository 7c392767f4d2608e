"""samruat poll: one round with the configured mailbox."""

from pathlib import Path

import click

from ingest.cli.options import config_option, json_option


@click.command("poll")
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, config_path: Path, as_json: bool) -> None:
    """Take in what is new in the mailbox, work on it, and send the answers, once.

    Safe beside a running `samruat run`: each mail is worked on by one of them. The mailbox is not changed.
    Exit status: 0, or 1 where a message failed by our own fault or the mailbox could not be reached.

    \b
    Example: samruat poll --config samruat.toml --json
    """
    from ingest.cli.round_output import progress, show
    from ingest.config import load
    from ingest.context import READERS, open_context
    from ingest.rounds import poll

    with open_context(load(config_path), readers=READERS) as context:
        ctx.exit(1 if show(context, poll(context, progress()), as_json) else 0)
