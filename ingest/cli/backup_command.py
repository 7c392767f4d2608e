"""samruat backup: everything that can't be had again, into a folder."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@config_option
@click.pass_context
def command(ctx: click.Context, target: Path, config_path: Path) -> None:
    """Write database, raw mail and configuration into the new folder TARGET, as of one moment, while the worker runs.

    Each file stands in TARGET/manifest.json with its SHA-256. Passwords are left out. The folder is for the owner alone
    (0700): it holds all names and telephone numbers. Until it is whole it is named TARGET.part.
    Exit status: 0, or 1 where it could not be made, or a mail on disk is missing or damaged (the rest is kept).

    \b
    Example: samruat backup /backup/samruat-2018-12-03 --config samruat.toml
    """
    from ingest.backup import back_up
    from ingest.cli.round_output import progress
    from ingest.config import load
    from storage.backup import BackupUnusableError

    try:
        made = back_up(load(config_path), target, config_path=config_path, progress=progress())
    except (OSError, BackupUnusableError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{made.folder}: {sum(made.rows.values())} rows of {len(made.rows)} tables, {made.mails} mails"
    )
    for path in made.left_out:
        click.echo(f"left out, a secret: {path}")
    for sha256 in made.not_intact:
        click.echo(f"missing or damaged on disk: mail {sha256}", err=True)
    ctx.exit(1 if made.not_intact else 0)
