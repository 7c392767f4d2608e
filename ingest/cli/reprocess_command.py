"""samruat reprocess: stored raw mail again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.options import config_option, json_option

if TYPE_CHECKING:
    from ingest.reprocess import Difference, Result


@click.command("reprocess")
@click.argument("references", nargs=-1)
@click.option("--failed", is_flag=True, help="Take every message that failed by our own fault.")
@click.option("--all", "everything", is_flag=True, help="Take every message.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change; nothing is changed or sent.")
@json_option
@config_option
@click.pass_context
def command(
    ctx: click.Context,
    references: tuple[str, ...],
    failed: bool,
    everything: bool,
    dry_run: bool,
    as_json: bool,
    config_path: Path,
) -> None:
    """Read stored messages again: those of REFERENCES, the failed ones, or all.

    Tells each submission that changed. Only a sender whose status changed is told; decisions and corrections stay.
    Before a rule counts, try it: with a configuration that has it, --all --dry-run lists the provinces that would
    change. Exit status: 0, or 1 where a message failed by our own fault, 2 for wrong usage.

    \b
    Example: samruat reprocess --all --dry-run --config with-new-rule.toml
    """
    if not (references or failed or everything):
        raise click.UsageError("name references, or give --failed or --all")
    from ingest.cli.round_output import progress
    from ingest.config import load
    from ingest.context import open_context
    from ingest.reprocess import chosen, rehearse, reprocess
    from survey.jsonl import dumps
    from survey.model import Status

    with open_context(load(config_path)) as context:
        with context.database.unit_of_work(readonly=True) as work:
            try:
                messages = chosen(work, references, failed=failed, everything=everything)
            except LookupError as error:
                raise click.UsageError(f"{error}: not known; samruat status lists all references") from error
        found = (rehearse if dry_run else reprocess)(context, messages, progress())
        for one in found:
            click.echo(dumps(_line(one)) if as_json else _told(one))
        with context.database.unit_of_work(readonly=True) as work:
            still = len(work.messages.with_status(Status.FAILED))
    _summary(len(messages), found, still, dry_run)
    ctx.exit(1 if still and not dry_run else 0)


def _summary(count: int, found: "list[Difference]", still: int, dry_run: bool) -> None:
    provinces = sorted({one.province or "?" for one in found if one.status_changes})
    would = "would change" if dry_run else "changed"
    click.echo(f"{count} messages read again, {len(found)} submissions {would}, {still} fail", err=True)
    if provinces:
        click.echo(f"status {would}: {', '.join(provinces)}", err=True)


def _line(one: "Difference") -> dict[str, object]:
    return {
        "reference": one.reference,
        "province": one.province,
        "before": _shown(one.before),
        "after": _shown(one.after),
        "new_problems": _problems(one.before, one.after),
        "gone_problems": _problems(one.after, one.before),
    }


def _shown(result: "Result | None") -> dict[str, object] | None:
    if result is None:
        return None
    return {"status": result.status.value, "part": result.part, "rows": len(result.rows)}


def _problems(old: "Result | None", new: "Result | None") -> list[dict[str, str]]:
    more = (new.problems if new else frozenset()) - (old.problems if old else frozenset())
    return [dict(zip(("file", "code", "cell", "severity"), one, strict=True)) for one in sorted(more)]


def _told(one: "Difference") -> str:
    line = _line(one)
    before, after = (side.status.value if side else "nothing" for side in (one.before, one.after))
    status = f"{before} → {after}" if before != after else before
    rows = [len(side.rows) if side else 0 for side in (one.before, one.after)]
    what = [f"{rows[0]} → {rows[1]} rows"] if rows[0] != rows[1] else []
    if one.before and one.after and not what and one.before.rows != one.after.rows:
        what.append("values differ")
    for sign, key in (("+", "new_problems"), ("-", "gone_problems")):
        problems = line[key]
        for problem in problems if isinstance(problems, list) else []:
            what.append(f"{sign}{problem['code']} {problem['cell']}".rstrip())
    return f"{one.reference:14} {status:30} {one.province or '-':16} {', '.join(what)}".rstrip()
