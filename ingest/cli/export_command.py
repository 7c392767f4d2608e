"""samruat export: the consolidated data set."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("export")
@config_option
@click.option(
    "--what",
    type=click.Choice(["cooperations", "provinces", "mous"]),
    default="cooperations",
    show_default=True,
)
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv", "xlsx", "parquet"]), required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write."
)
def command(config_path: Path, what: str, format_: str, output: Path) -> None:
    """Write what counts now: a row a cooperation, all 76 provinces, or the MOUs.

    xlsx is the form's own two-row layout with BE dates, one sheet a province and one of all.

    \b
    Example: samruat export --format xlsx -o all.xlsx --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from storage.export import export

    config = load(config_path)
    with (
        open_context(config) as context,
        context.database.unit_of_work(readonly=True) as work,
    ):
        count = export(work, what, format_, output, config.survey.form)
    click.echo(f"{output}: {count} rows", err=True)
