"""samruat assign: for which province an address speaks."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("assign")
@click.argument("address")
@click.argument("province")
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(address: str, province: str, why: str | None, who: str | None, config_path: Path) -> None:
    """From now on ADDRESS speaks for PROVINCE.

    What it sent before stays as it stands: `samruat release` takes in what is held.

    \b
    Example: samruat assign somying@gmail.example น่าน --why "โทรศัพท์ยืนยันแล้ว" --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import assign

    decide(config_path, lambda context, work: assign(context, work, address, province, who=who, why=why))
