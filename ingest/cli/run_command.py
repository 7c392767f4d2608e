"""samruat run: the worker."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("run")
@config_option
def command(config_path: Path) -> None:
    """Work for ever: poll the mailbox, answer, and send the coordinator's daily digest.

    What happens is logged on standard error, without names, numbers or addresses. SIGTERM or Ctrl-C ends it after
    the message in hand; killed at any moment, the next start goes on where it was. Under systemd (Type=notify) the
    service manager is told that it works, and lives.

    \b
    Example: samruat run --config samruat.toml
    """
    import logging
    import signal

    from ingest.config import load
    from ingest.context import READERS, open_context
    from ingest.operation.notify import ServiceManager
    from ingest.worker import Worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with open_context(load(config_path), readers=READERS) as context:
        worker = Worker(context, manager=ServiceManager())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
