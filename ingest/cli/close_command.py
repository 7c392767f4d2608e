"""samruat close: the end of the survey."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("close")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder to make; nothing may be there.",
)
@click.option("--no-pdf", is_flag=True, help="Write the report as HTML only.")
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(output: Path, no_pdf: bool, why: str | None, who: str | None, config_path: Path) -> None:
    """End the survey, once, after its deadline: final workbook, report (HTML, PDF), who never sent, all raw mail.

    SHA256SUMS names the hash of every file. Mail that comes afterwards is still taken, marked late, and told so; nobody
    is invited or reminded any more.

    \b
    Example: samruat close -o survey-2561 --config samruat.toml
    """
    from ingest.cli.round_output import progress
    from ingest.close import close
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused

    with open_context(load(config_path)) as context:
        try:
            names = close(context, output, progress(), who=who, why=why, pdf=not no_pdf)
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        click.echo(f"{output}: {', '.join(names)}")
        if not no_pdf and "report.pdf" not in names:
            click.echo("no report.pdf: LibreOffice is not installed; report.html says the same", err=True)
