"""Serving the desk with waitress: on this machine only, unless a proxy stands before it."""

import logging
from pathlib import Path

from flask import Flask
from waitress import create_server

from desk.app import make_app
from desk.passwords import set_password
from desk.state import EXTENSION
from ingest.config import LOOPBACK, load
from ingest.context import READERS, Context, open_context
from ingest.problems import ConfigError
from survey.registry import registry

_LOG = logging.getLogger("desk")
_THREADS = 4


def serve(config_path: Path, *, behind_proxy: bool = False) -> None:
    """Serve until the process is told to stop.

    Raises:
        ConfigError: Passwords would cross a network in the clear, or the proxy's address is not configured.
    """
    config = load(config_path)
    desk = config.desk
    if behind_proxy and desk.url is None:
        raise ConfigError(
            f'{config_path}: desk.url: is needed with --behind-proxy, e.g. "https://survey.dla.example"'
        )
    if not behind_proxy and desk.host not in LOOPBACK:
        raise ConfigError(f"{config_path}: desk.host: {desk.host} is open to others; use --behind-proxy")
    with open_context(config, readers=READERS) as context:
        app = make_app(context, behind_proxy=behind_proxy)
        server = create_server(
            app,
            host=desk.host,
            port=desk.port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
            clear_untrusted_proxy_headers=False,
        )
        _warm(app, context)
        _LOG.info("the desk is at %s", app.extensions[EXTENSION].base)
        try:
            server.run()
        finally:
            server.close()
            app.extensions[EXTENSION].work.close()


def add_password(config_path: Path, name: str, password: str) -> Path:
    """Store a password; the file.

    Raises:
        ConfigError: No file is configured, or it can't be written.
        ValueError: As `set_password`.
    """
    path = load(config_path).desk.password_file
    if path is None:
        raise ConfigError(f'{config_path}: desk.password_file: is not set, e.g. "desk-passwords"')
    set_password(path, name, password)
    return path


def _warm(app: Flask, context: Context) -> None:
    """What the first page would wait for: the templates, the provinces, a child that reads."""
    context.sandbox.submit(len, b"")
    registry()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
