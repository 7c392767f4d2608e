"""Fixtures for all rooms; they are made in `make/`."""

import os

from hypothesis import settings

pytest_plugins = ["make.databases"]

# `make test` says the same twice of one tree; `make search` looks further each time.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("search", max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
