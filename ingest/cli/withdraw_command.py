"""samruat withdraw: a submission that was taken in counts no more."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("withdraw")
@click.argument("reference")
@click.option("--why", required=True, help="Told to the sender.")
@who_option
@config_option
def command(reference: str, why: str, who: str | None, config_path: Path) -> None:
    """Take the submission of REFERENCE out of what counts; the version that it replaced counts again.

    Nothing is deleted. Whoever was answered is told why.

    \b
    Example: samruat withdraw SM-2561-0007 --why "เหตุผล" --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import withdraw

    decide(config_path, lambda context, work: withdraw(context, work, reference, who=who, why=why))
