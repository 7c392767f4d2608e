"""The command line: `samruat` = `ingest.cli:main`. A command's module is loaded when it is used."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from ingest.problems import ConfigError

# More than a command loads. What modules make while they load stays, and each look for cycles goes over it again.
_LOADED = 200_000

COMMANDS = {
    "assign": "Decide that an address speaks for a province.",
    "backup": "Write database, raw mail and configuration into a folder, while the worker runs.",
    "check": "Read files as the worker would, with no mailbox and no database.",
    "close": "End the survey: final workbook, report, who never sent, and all raw mail.",
    "correct": "Read a cell of a submission as if the sender had typed another value.",
    "desk": "Serve the coordinator's page: what came, what waits, and every decision.",
    "digest": "Write today's digest for the coordinator, or preview it.",
    "doctor": "Check mailbox, mail server, database, programs and clock, step by step, with what to do.",
    "export": "Write the consolidated data set: jsonl, csv, xlsx or parquet.",
    "health": "Say whether the worker does its work; the exit status is for a service manager.",
    "forget": "Delete mail and what was read from it, by reference or after the retention.",
    "init": "Ask a few questions and write configuration, folders and a systemd service.",
    "ingest": "Put mail files, mbox files or Maildirs through the whole pipeline.",
    "invite": "Mail each province its own form, once.",
    "nil": "Put in that a province has no cooperation, told by telephone, say.",
    "outbox": "List what went out and what will, or cancel a mail before it goes.",
    "poll": "Take in and answer what is new in the mailbox, once.",
    "reject": "Decide that a held message is not taken in.",
    "release": "Decide that a held message is taken in.",
    "remind": "Write to the provinces that still owe something, once a day.",
    "reprocess": "Read stored messages again, or see what would change.",
    "restore": "Put a backup back into an empty place, every file compared.",
    "run": "Work for ever: poll, answer, and send the daily digest.",
    "status": "Show what is stored: all submissions, or one by its reference.",
    "submit": "Put in a province's file that came by fax, on paper or by telephone.",
    "waive": "Decide that a rule does not count for a province until a day.",
    "withdraw": "Decide that a submission counts no more.",
}


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that --help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ingest.cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samruat")
def cli() -> None:
    """samruat reads the survey forms that provinces send by mail, stores them, and answers each sender.

    \b
    First steps:
      samruat check form.xlsx              what would be read, and what is wrong with it
      samruat init                          a configuration, folders and a service, by a few questions
      samruat doctor --config samruat.toml  is everything reachable?
      samruat poll --config samruat.toml    one round: take in, store, answer
      samruat run --config samruat.toml     the same for ever, with the daily digest

    config.example.toml explains every setting. Each command explains itself: samruat COMMAND --help.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `samruat`; a wrong configuration is told in a line, with exit status 2."""
    gc.set_threshold(_LOADED)
    # pydantic would look for some in all that is installed, and there are none of ours.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=True)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
