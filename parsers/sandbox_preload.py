"""Loaded once by the server process that forks the children of `parsers.sandbox`, and by nothing else."""

import signal

import parsers.read
import parsers.sandbox_child  # noqa: F401

# A group's SIGTERM must not end the readers before the parent is done with the message at hand.
signal.signal(signal.SIGTERM, signal.SIG_IGN)
