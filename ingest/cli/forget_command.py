"""samruat forget: delete mail and what was read from it."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("forget")
@click.argument("references", nargs=-1)
@click.option("--expired", is_flag=True, help="All that came longer than retention.days ago.")
@click.option("--delete", is_flag=True, help="Really delete. Without it only what would be deleted is told.")
@click.option("--why", required=True, help="Kept in the log.")
@who_option
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    references: tuple[str, ...],
    expired: bool,
    delete: bool,
    why: str,
    who: str | None,
    config_path: Path,
) -> None:
    """Delete the raw mail of REFERENCES and all that was read from it, or of all that is older than the retention.

    What must not come twice stays: the mail's SHA-256 and place, its reference, province and status, and a line in the
    log. What counts for a province is kept until it is withdrawn, or its time is over. The mailbox and backups are not
    touched. Exit status: 0, or 1 where something that was named is kept.

    \b
    Example: samruat forget --expired --why "พ้นกำหนดเก็บรักษา" --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused, forgotten

    if expired == bool(references):
        raise click.UsageError("Name references, or --expired.")
    with open_context(load(config_path)) as context:
        try:
            with context.database.unit_of_work(readonly=True) as work:
                chosen = (
                    forgotten.expired(context, work) if expired else forgotten.of_references(work, references)
                )
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        for one in chosen:
            name = " ".join(one.references) or one.message.sha256[:16]
            told = f"is kept: {one.kept}" if one.kept else "deleted" if delete else "would be deleted"
            click.echo(f"{name} ({one.message.received_at:%Y-%m-%d}): {told}")
        count = sum(1 for one in chosen if not one.kept)
        if not delete:
            click.echo(f"{count} messages would be deleted; nothing was. With --delete it is done.")
        else:
            count = forgotten.forget(context, chosen, who=who, why=why)
            mails = forgotten.forget_own_mails(context, forgotten.expires_before(context)) if expired else 0
            click.echo(f"{count} messages deleted, {mails} mails of our own emptied")
    ctx.exit(1 if references and count < len(chosen) else 0)
