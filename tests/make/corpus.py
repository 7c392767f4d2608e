"""The corpus of mails: every kind of screening and of MIME that we know of, each with what must come of it."""

from collections.abc import Iterator

from make import mail_chains, mail_trees, mails_of_robots
from make.mail_case import MailCase


def all_cases() -> Iterator[MailCase]:
    yield from mails_of_robots.all_of_them()
    yield from mail_trees.all_of_them()
    yield from mail_chains.all_of_them()
