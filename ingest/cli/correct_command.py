"""samruat correct: a cell is read with another text."""

from pathlib import Path

import click

from ingest.cli.options import config_option, who_option


@click.command("correct")
@click.argument("reference")
@click.argument("cell")
@click.argument("value")
@click.option("--file", default=None, help="Which file, where several of the message hold a survey.")
@click.option("--why", default=None, help="Kept in the log.")
@who_option
@config_option
def command(
    reference: str,
    cell: str,
    value: str,
    file: str | None,
    why: str | None,
    who: str | None,
    config_path: Path,
) -> None:
    """Read CELL of the submission of REFERENCE as if the sender had typed VALUE ("" empties it).

    The field's own reader reads it: a date as in the form, / for a tick. It survives reprocess; a newer file that says
    otherwise is held. The sender is told where the status changes.

    \b
    Example: samruat correct SM-2561-0007 E9 "5 พ.ย. 2561" --why "โทรศัพท์ยืนยัน" --config samruat.toml
    """
    from ingest.cli.deciding import outcome
    from ingest.config import load
    from ingest.context import open_context
    from ingest.decisions import DecisionRefused, correct, prepare
    from ingest.rounds import one_round

    with open_context(load(config_path)) as context:
        try:
            prepared = prepare(context, reference, cell, value, file=file)
            with context.database.unit_of_work() as work:
                told = correct(context, work, prepared, who=who, why=why)
                work.commit()
        except DecisionRefused as refused:
            raise click.ClickException(str(refused)) from refused
        one_round(context, [])
        click.echo(f"{outcome(context, told)}: {prepared.told}")
