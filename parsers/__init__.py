"""Bytes to documents: survey forms, MOUs, and what is neither.

Knows files and `survey`; never a mail, a database or the configuration. Door: `parsers.read.read_file`,
always called through `parsers.sandbox`.
"""
