"""Is everything there that the worker needs? Step by step, each within a time, and what to do where one fails.

`examine` is the door. Nothing is changed; a mail is sent only where that is asked for.
"""

from collections.abc import Iterator

from ingest.config import Config
from ingest.doctor import incoming, machine, outgoing, stores
from ingest.doctor.steps import Check, Step, Verdict, Visit

__all__ = ["Check", "Verdict", "examine"]


def examine(config: Config, *, send_test: bool = False, seconds: float = 30) -> Iterator[Check]:
    """Take each step in its order; one that needs another that failed is not taken.

    Args:
        send_test: Send one mail to the survey's own address, and look for it in the mailbox.
        seconds: How long a step may take; the test mail may take four times as long.
    """
    with Visit(config, seconds) as visit:
        found: dict[str, Verdict] = {}
        for step in _steps(config, send_test=send_test):
            check = visit.take(step, found)
            found[step.name] = check.verdict
            yield check


def _steps(config: Config, *, send_test: bool) -> Iterator[Step]:
    yield from stores.steps(config)
    yield from incoming.steps(config)
    yield from outgoing.steps(config)
    if send_test:
        yield outgoing.TEST_MAIL
    yield from machine.steps(config)
