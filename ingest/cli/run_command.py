"""samruat run: the worker."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("run")
@click.option("--log-json", is_flag=True, help="Log a JSON object a line (also watch.log_json).")
@config_option
def command(log_json: bool, config_path: Path) -> None:
    """Work for ever: poll the mailbox, answer, and send the coordinator's daily digest.

    What happens is logged on standard error, without names, numbers or addresses. SIGTERM or Ctrl-C ends it after
    the message in hand; killed at any moment, the next start goes on where it was. Under systemd (Type=notify) the
    service manager is told that it works, and lives.

    \b
    Example: samruat run --config samruat.toml
    """
    import signal

    from ingest.config import load
    from ingest.context import READERS, open_context
    from ingest.operation.logs import configure
    from ingest.operation.notify import ServiceManager
    from ingest.worker import Worker

    config = load(config_path)
    configure(as_json=log_json or config.watch.log_json)
    with open_context(config, readers=READERS) as context:
        worker = Worker(context, manager=ServiceManager())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
