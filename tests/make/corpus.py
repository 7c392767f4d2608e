"""The corpus of mails: every kind of screening and of MIME that we know of, each with what must come of it."""

from collections.abc import Iterator

from make import (
    mail_chains,
    mail_envelopes,
    mail_ours,
    mail_programs,
    mail_quotes,
    mail_senders,
    mail_trees,
    mail_words,
    mails_of_more_robots,
    mails_of_robots,
)
from make.mail_case import MailCase


def all_cases() -> Iterator[MailCase]:
    yield from mails_of_robots.all_of_them()
    yield from mails_of_more_robots.all_of_them()
    yield from mail_trees.all_of_them()
    yield from mail_chains.all_of_them()
    yield from mail_words.all_of_them()
    yield from mail_senders.all_of_them()
    yield from mail_envelopes.all_of_them()
    yield from mail_programs.all_of_them()
    yield from mail_quotes.all_of_them()
    yield from mail_ours.all_of_them()
