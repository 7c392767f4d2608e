"""Element names without namespaces, remembered: taking a name apart costs more than all else that is done with it."""

from typing import Any


class _LocalNames(dict[Any, str]):
    """Tags to names; what is no element (a comment) has no name."""

    def __missing__(self, tag: Any) -> str:
        self[tag] = name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


NAMES = _LocalNames()
"""Bounded by the file's size: a child process reads some hundreds of files."""
