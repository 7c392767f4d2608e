"""samruat desk: the coordinator's page."""

from pathlib import Path

import click

from ingest.cli.options import config_option


@click.command("desk")
@click.option(
    "--behind-proxy", is_flag=True, help="A proxy with TLS stands before it; desk.url is its address."
)
@click.option("--set-password", metavar="NAME", help="Ask for a password for NAME, store it, and end.")
@config_option
def command(behind_proxy: bool, set_password: str | None, config_path: Path) -> None:
    """Serve the coordinator's page on this machine: what came, what waits, and every decision.

    Log in with a password, or with a one-time link that is mailed to one of coordinator.addresses. Ctrl-C or SIGTERM
    ends it; `samruat run` may run beside it.

    \b
    Example: samruat desk --config samruat.toml
    """
    import importlib
    import signal
    import sys

    from ingest.config import load
    from ingest.operation.logs import configure

    # The desk stands above this room, which must not import it.
    desk = importlib.import_module("desk.serve")
    if set_password is not None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            click.echo(f"{desk.add_password(config_path, set_password, password)}: {set_password} may log in")
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        return
    configure(as_json=load(config_path).watch.log_json)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    desk.serve(config_path, behind_proxy=behind_proxy)
