"""Loaded once by the server process that forks the children of `parsers.sandbox`, and by nothing else."""

import gc
import signal

# What is loaded from here on stays, and each look for cycles would go over it again; a child has a threshold of its own.
gc.set_threshold(200_000)

import parsers.read  # noqa: E402
import parsers.sandbox_child  # noqa: E402, F401

# A group's SIGTERM must not end the readers before the parent is done with the message at hand.
signal.signal(signal.SIGTERM, signal.SIG_IGN)
