"""Fixtures for all rooms; they are made in `make/`."""

pytest_plugins = ["make.databases"]
