"""samruat waive: a rule does not count for a province until a day."""

from datetime import datetime
from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("waive")
@click.argument("province")
@click.argument("code")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day of receipt (Gregorian, Bangkok) on which the rule is off.",
)
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(
    province: str, code: str, until: datetime, why: str | None, who: str | None, config_path: Path
) -> None:
    """The rule CODE (docs/codes.md) does not count for PROVINCE in mail received until that day.

    What is stored already is not changed: `samruat reprocess` reads it again.

    \b
    Example: samruat waive น่าน objective_missing --until 2018-12-14 --why "อุทกภัย" --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import waive

    decide(
        config_path,
        lambda context, work: waive(context, work, province, code, until.date(), who=who, why=why),
    )
