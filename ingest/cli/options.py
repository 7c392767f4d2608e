"""Options that several commands share."""

from pathlib import Path

import click

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("samruat.toml"),
    show_default=True,
    help="The configuration file (see config.example.toml).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output.")
province_option = click.option("--province", required=True, help="For which province it counts.")
channel_option = click.option(
    "--channel", type=click.Choice(["fax", "paper", "phone"]), required=True, help="How it came."
)
received_on_option = click.option(
    "--received-on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Day on which it came (Gregorian, Bangkok).",
)
who_option = click.option(
    "--who", default=None, help="Who decides; kept in the log. Default: your login name."
)
