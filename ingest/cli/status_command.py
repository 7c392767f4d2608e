"""samruat status: what is stored."""

from pathlib import Path

import click

from ingest.cli.options import config_option, json_option


@click.command("status")
@click.argument("reference", required=False)
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, reference: str | None, config_path: Path, as_json: bool) -> None:
    """Show what is stored: every message in the order of receipt, or the one of REFERENCE.

    \b
    Example: samruat status SM-2561-0007 --config samruat.toml
    """
    from ingest.cli.round_output import told
    from ingest.config import load
    from ingest.context import open_context
    from ingest.listing import reference_lines, submission_lines
    from survey.jsonl import dumps

    with (
        open_context(load(config_path)) as context,
        context.database.unit_of_work(readonly=True) as work,
    ):
        everything = [message.sha256 for message in work.messages.received()]
        lines = list(reference_lines(work, reference) if reference else submission_lines(work, everything))
        for line in lines:
            click.echo(dumps(line) if as_json else told(line))
            if reference and not as_json:
                _details(line)
        if reference and not lines:
            click.echo(f"{reference}: not known; samruat status lists all references", err=True)
            ctx.exit(1)


def _details(line: dict[str, object]) -> None:
    click.echo(f"  {line['received_at']}  {line['from']}  {line['reason'] or ''}")
    problems = line["problems"]
    for problem in problems if isinstance(problems, list) else []:
        cell = f"{problem['cell']}: " if problem["cell"] else ""
        click.echo(f"  [{problem['severity']}] {cell}{problem['message']} ({problem['code']})")
