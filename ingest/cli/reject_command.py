"""samruat reject: a decision on a held message."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("reject")
@click.argument("reference")
@click.option("--why", required=True, help="Told to the sender.")
@who_option
@config_option
def command(reference: str, why: str, who: str | None, config_path: Path) -> None:
    """Do not take in the held message of REFERENCE; its sender is told why.

    \b
    Example: samruat reject SM-2561-0007 --why "เหตุผล" --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import reject

    decide(config_path, lambda context, work: reject(context, work, reference, who=who, why=why))
