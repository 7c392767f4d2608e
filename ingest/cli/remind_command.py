"""samruat remind: whoever still owes something."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Only tell who would be reminded, of what.")
@who_option
@config_option
def command(dry_run: bool, who: str | None, config_path: Path) -> None:
    """Write to the provinces that are silent, have not corrected, or owe the copy of an MOU.

    The mailbox is looked into first, so that nobody is reminded who has answered; nobody twice a day, and never after
    `samruat close`. A province whose mail waits for the coordinator is left alone.

    \b
    Example: samruat remind --dry-run --config samruat.toml
    """
    from ingest.cli.round_output import progress
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused
    from ingest.intake import Busy
    from ingest.remind import due, remind, reminded_today
    from ingest.rounds import one_round, poll
    from ingest.sending import send_due

    with open_context(load(config_path)) as context:
        if dry_run:
            with context.database.unit_of_work(readonly=True) as work:
                for one in due(context, work):
                    again = "  (reminded today)" if reminded_today(context, work, one) else ""
                    click.echo(f"{one.province:20} {one.address}  {one.heading}{again}")
            return
        done = poll(context, progress()) if context.config.mailbox else one_round(context, [], progress())
        if isinstance(done.lost, Busy):
            click.echo("another worker polls the mailbox now", err=True)
        elif done.lost is not None:
            raise click.ClickException(f"mailbox not reached ({done.lost}); nobody was reminded")
        try:
            told = remind(context, progress(), who=who)
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        if context.config.replies.mode == "send":
            send_due(context)
        click.echo(f"{len(told)} reminded")
