"""samruat invite: each province gets its own form."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("invite")
@click.option(
    "--list",
    "list_path",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV: a header line, then address,province.",
)
@click.option("--dry-run", is_flag=True, help="Only tell who would be invited.")
@who_option
@config_option
def command(list_path: Path, dry_run: bool, who: str | None, config_path: Path) -> None:
    """Mail each address of the list its province's form, with drop-downs and the rows that it sent before.

    Nobody is invited twice, however often it is run. From then on the address speaks for its province.

    \b
    Example: samruat invite --list offices.csv --dry-run --config samruat.toml
    """
    from ingest.cli.round_output import progress
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused
    from ingest.invite import invite, invited
    from ingest.sending import send_due

    with open_context(load(config_path)) as context:
        try:
            people = invited(context, list_path)
            if dry_run:
                for one in people:
                    click.echo(f"{one.province:20} {one.address}{'' if one.is_new else '  (invited before)'}")
                return
            count = invite(context, people, progress(), who=who)
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        if context.config.replies.mode == "send":
            send_due(context)
        click.echo(f"{count} invited, {len(people) - count} had been before")
