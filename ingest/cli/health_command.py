"""samruat health: is the worker doing its work?"""

from pathlib import Path

import click

from ingest.cli.options import config_option, json_option


@click.command("health")
@click.option("--alarm", is_flag=True, help="Tell a change over the configured channel, as the worker does.")
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, alarm: bool, config_path: Path, as_json: bool) -> None:
    """Say whether mail was polled lately, answers leave, and the breaker is closed; nothing is changed.

    For a service manager, a container's health check or a timer: exit status 0 where all is well, 1 where not. How long is
    too long is watch.no_poll_minutes.

    \b
    Example: samruat health --config samruat.toml
    """
    from contextlib import closing
    from datetime import UTC, datetime

    from ingest.config import load
    from ingest.operation.alarm import Alarm
    from ingest.operation.health import look, summary
    from storage.unit_of_work import Database
    from survey.jsonl import dumps

    config = load(config_path)
    with closing(Database(config.storage.database)) as database:
        state, troubles = look(config, database, datetime.now(UTC))
    if alarm:
        Alarm(config).tell(troubles)
    if as_json:
        click.echo(dumps(summary(state, troubles)))
    else:
        for trouble in troubles:
            click.echo(f"WRONG  {trouble.key}: {trouble.en}\n       {trouble.th}")
        if state is not None and not troubles:
            last = state.last_ok_poll
            when = f"{last:%Y-%m-%d %H:%M:%S} UTC" if last else "never"
            click.echo(
                f"well   last good poll {when}, {state.waiting} waiting, {state.today} mails within a day"
            )
    ctx.exit(1 if troubles else 0)
