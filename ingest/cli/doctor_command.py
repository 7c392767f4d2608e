"""samruat doctor: is everything reachable?"""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("doctor")
@config_option
@click.pass_context
def command(ctx: click.Context, config_path: Path) -> None:
    """Check configuration, database, disk, mailbox, mail server and the reading of files, step by step.

    No mail is read or sent. Exit status: 0 where all is well, 1 where something is not; the line says what to do.

    \b
    Example: samruat doctor --config samruat.toml
    """
    from ingest.config import load
    from ingest.doctor import examine

    config = load(config_path)
    click.echo(f"well   configuration  {config_path}")
    unwell = 0
    for check in examine(config):
        click.echo(f"{'well ' if check.well else 'WRONG'}  {check.name:13}  {check.found}")
        if not check.well:
            unwell += 1
            click.echo(f"       {'':13}  → {check.advice}")
    ctx.exit(1 if unwell else 0)
