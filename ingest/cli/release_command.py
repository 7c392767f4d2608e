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
    from ingest.cli.deciding import decide
    from ingest.decisions import release

    decide(config_path, lambda context, work: release(context, work, reference, who=who, why=why))
