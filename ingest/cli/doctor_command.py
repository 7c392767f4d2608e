"""samruat doctor: is everything reachable?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.options import config_option, json_option

if TYPE_CHECKING:
    from ingest.doctor import Check

_WORDS = {"well": "well ", "lacking": "LACKS", "wrong": "WRONG", "skipped": "  -  "}


@click.command("doctor")
@click.option(
    "--send-test", is_flag=True, help="Send one mail to the survey's own address and find it again."
)
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30, show_default=True, help="How long a step may take.")  # fmt: skip
@config_option
@json_option
@click.pass_context
def command(ctx: click.Context, send_test: bool, seconds: float, config_path: Path, as_json: bool) -> None:
    """Check configuration, database, disk, mail servers, programs and clock, step by step.

    Nothing is changed, no mail is read; one is sent with --send-test only, and the worker will take it for its own.
    Exit status: 0 where the main job can be done (LACKS: some files wait), 1 where something is WRONG; below it stands
    what to do.

    \b
    Example: samruat doctor --send-test --config samruat.toml
    """
    from ingest.config import load
    from ingest.doctor import Verdict, examine
    from survey.jsonl import dumps

    config = load(config_path)
    if not as_json:
        click.echo(f"well   {'configuration':17}  {config_path}")
    wrong = False
    for check in examine(config, send_test=send_test, seconds=seconds):
        wrong |= check.verdict is Verdict.WRONG
        click.echo(dumps(_object(check)) if as_json else _told(check))
    ctx.exit(1 if wrong else 0)


def _told(check: "Check") -> str:
    line = f"{_WORDS[check.verdict]}  {check.name:17}  {check.found}"
    if check.advice is not None:
        line += f"\n{'':7}{'':17}  → {check.advice.en}\n{'':7}{'':17}  → {check.advice.th}"
    return line


def _object(check: "Check") -> dict[str, object]:
    advice = {"en": check.advice.en, "th": check.advice.th} if check.advice else None
    return {
        "step": check.name, "verdict": str(check.verdict), "found": check.found, "advice": advice,
        "seconds": round(check.seconds, 2),
    }  # fmt: skip
