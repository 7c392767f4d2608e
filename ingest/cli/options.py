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
who_option = click.option(
    "--who", default=None, help="Who decides; kept in the log. Default: your login name."
)
