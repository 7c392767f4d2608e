"""samruat outbox: what went out, and what will."""

from pathlib import Path

import click

from ingest.cli.options import config_option, json_option, who_option


@click.command("outbox")
@click.option("--cancel", "cancelled", type=int, metavar="ID", help="Keep this mail from leaving.")
@click.option("--why", default=None, help="With --cancel: kept in the log.")
@click.option("--waiting", is_flag=True, help="Only what has not left yet.")
@who_option
@config_option
@json_option
def command(
    cancelled: int | None, why: str | None, waiting: bool, who: str | None, config_path: Path, as_json: bool
) -> None:
    """List every mail of ours in the order of writing: id, state, when, kind, to whom, subject.

    Exit status: 0, or 1 where the mail to be cancelled is not waiting any more.

    \b
    Example: samruat outbox --cancel 12 --config samruat.toml
    """
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused, cancel
    from ingest.listing import outbox_lines
    from survey.jsonl import dumps

    with open_context(load(config_path)) as context:
        if cancelled is not None:
            with context.database.unit_of_work() as work:
                try:
                    click.echo(cancel(context, work, cancelled, who=who, why=why))
                except DecisionRefused as refused:
                    raise click.ClickException(str(refused)) from refused
                work.commit()
            return
        with context.database.unit_of_work(readonly=True) as work:
            for line in outbox_lines(work, only_waiting=waiting):
                click.echo(dumps(line) if as_json else _told(line))


def _told(line: dict[str, object]) -> str:
    bounced = f"  bounced: {line['bounced']}" if line["bounced"] else ""
    return (
        f"{line['id']:5} {line['state']:9} {str(line['sent_at'] or line['queued_at'])[:16]} {line['kind']:17} "
        f"{line['to']}  {line['subject']}{bounced}"
    )
