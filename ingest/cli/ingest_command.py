"""samruat ingest: mail files through the whole pipeline."""

from pathlib import Path

import click

from ingest.cli.options import config_option, json_option


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], config_path: Path, as_json: bool) -> None:
    """Put .eml files, mbox files and Maildirs through the whole pipeline, as if the mailbox had delivered them.

    What is known already is not stored or answered again. Exit status: 0, or 1 where a message failed by our own
    fault (it is kept and taken again).

    \b
    Example: samruat ingest old-mail.mbox Maildir/ --config samruat.toml
    """
    from ingest.cli.round_output import progress, show
    from ingest.config import load
    from ingest.context import READERS, open_context
    from ingest.rounds import ingest

    with open_context(load(config_path), readers=READERS) as context:
        ctx.exit(1 if show(context, ingest(context, list(paths), progress()), as_json) else 0)
