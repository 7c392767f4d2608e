"""The mailbox, the order of things, the coordinator's decisions, the configuration and the command line.

The only room that reads configuration. Door: `ingest.cli.main`.
"""
