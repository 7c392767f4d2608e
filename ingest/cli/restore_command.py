"""samruat restore: a backup, back into an empty place."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--nothing-since",
    is_flag=True,
    help="The worker did not run after the backup: what waited then may leave.",
)
@config_option
def command(source: Path, nothing_since: bool, config_path: Path) -> None:
    """Put the backup SOURCE where the configuration says, if database and raw mail are empty there.

    Every file is compared with its SHA-256 first. Without a configuration the backup's own is written. Mails that waited
    when the backup was made may have left since, so they are held back and shown as failed, unless --nothing-since.
    Exit status: 0, or 1 where nothing was written.

    \b
    Example: samruat restore /backup/samruat-2018-12-03 --config samruat.toml
    """
    from ingest.cli.round_output import progress
    from ingest.restore import restore
    from storage.backup import BackupUnusableError, DatabaseNotEmptyError

    try:
        done = restore(source, config_path, nothing_since=nothing_since, progress=progress())
    except (BackupUnusableError, DatabaseNotEmptyError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{sum(done.rows.values())} rows of {len(done.rows)} tables, {done.mails} mails, as of {done.made_at}"
    )
    for path in done.config:
        click.echo(f"written  {path}")
    for kept, belongs in done.by_hand:
        click.echo(f"to be put back by hand: {kept} as {belongs}")
    for secret in done.left_out:
        click.echo(f"to be written anew, a secret: {secret}")
    for sha256 in done.lacking:
        click.echo(f"the backup lacks mail {sha256}", err=True)
    if not nothing_since:
        click.echo(f"{done.held_back} mails that waited then are held back: samruat outbox --waiting")
        click.echo(
            "Mail that came since the backup is taken in again at the next poll. If it was answered already, set\n"
            "replies.answer_from to the moment at which the worker stopped, before samruat runs again."
        )
