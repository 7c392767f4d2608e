"""samruat submit: what came by fax, on paper or by telephone."""

from datetime import datetime
from pathlib import Path

import click

from ingest.cli.options import (
    channel_option,
    config_option,
    province_option,
    received_on_option,
    who_option,
)


@click.command("submit")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@province_option
@channel_option
@received_on_option
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(
    file: Path,
    province: str,
    channel: str,
    received_on: datetime,
    why: str | None,
    who: str | None,
    config_path: Path,
) -> None:
    """Put in FILE for a province: it is stored, read and judged as if it had been mailed, and nobody is answered.

    Putting in the same again changes nothing.

    \b
    Example: samruat submit fax.pdf --province น่าน --channel fax --received-on 2018-12-03 --config samruat.toml
    """
    from ingest.cli.deciding import decide
    from ingest.decisions import submit

    data, day = file.read_bytes(), received_on.date()
    decide(
        config_path,
        lambda context, work: submit(
            context, work, file.name, data, province, channel, day, who=who, why=why
        ),
    )
