"""samruat release: a decision on a held message."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("release")
@click.argument("reference")
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(reference: str, why: str | None, who: str | None, config_path: Path) -> None:
    """Take in the held message of REFERENCE: it is read again, stored, and its sender answered.

    \b
    Example: samruat release SM-2561-0007 --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused, decide_release

    with open_context(load(config_path)) as context:
        try:
            click.echo(decide_release(context, reference, who=who, why=why))
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
