"""samruat nil: a province has no cooperation, and did not say so by mail."""

from datetime import datetime
from pathlib import Path

import click

from ingest.cli.options import config_option, province_option, who_option


@click.command("nil")
@province_option
@click.option("--channel", type=click.Choice(["fax", "paper", "phone"]), default="phone", show_default=True)
@click.option(
    "--received-on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="Day on which it was told (Gregorian, Bangkok). Default: today.",
)
@click.option("--why", default=None, help="Kept in the log: who told it, say.")
@who_option
@config_option
def command(
    province: str,
    channel: str,
    received_on: datetime | None,
    why: str | None,
    who: str | None,
    config_path: Path,
) -> None:
    """Put in that a province states to have no cooperation. It never replaces rows by itself: then it is held.

    \b
    Example: samruat nil --province แพร่ --why "นางสาวสมมติ แจ้งทางโทรศัพท์" --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import nil
    from ingest.evidence import BANGKOK

    decide(
        config_path,
        lambda context, work: nil(
            context,
            work,
            province,
            channel,
            (received_on or context.now().astimezone(BANGKOK)).date(),
            who=who,
            why=why,
        ),
    )
