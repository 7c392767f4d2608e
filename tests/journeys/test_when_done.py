"""Where it is configured, mails whose answer has left are marked or moved: last, and nothing else is changed."""

from pathlib import Path

import pytest
from make.day import configured
from make.dovecot import Dovecot
from make.smtp import smtp_server

from ingest.config import load
from ingest.context import open_context
from ingest.demo.mails import all_mails
from ingest.mailboxes.imap_done import move_done
from ingest.mailboxes.imap_line import ImapSettings
from ingest.rounds import poll
from notifications.transports.smtp import SmtpSettings
from survey.model import Status

COUNT = 5
DONE = ("accepted", "needs_correction", "unreadable", "rejected")


def flags(imap: Dovecot, folder: str = "INBOX") -> dict[int, set[str]]:
    """UID to flags of what is in a folder."""
    from make.dovecot import _utf7

    with imap.client() as client:
        if client.select(_utf7(folder), readonly=True)[0] != "OK":
            return {}
        _, lines = client.uid("FETCH", "1:*", "(UID FLAGS)")
    told = [line.decode() for line in lines if isinstance(line, bytes)]
    return {
        int(line.split("UID ")[1].split()[0].strip(")")): set(line.split("FLAGS (")[1].split(")")[0].split())
        for line in told
    }


def fill(imap: Dovecot) -> None:
    """Five forms, then a question that is held; another client marks the second one as deleted."""
    timed = [*all_mails()[:COUNT], *(one for one in all_mails() if one[1].about.startswith("คำถาม"))]
    imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed, 1)])
    with imap.client() as other:
        other.select("INBOX")
        other.store("2", "+FLAGS", "\\Deleted")


def run(imap: Dovecot, folder: Path, smtp: SmtpSettings, when_done: str, rounds: int = 1) -> list[Status]:
    path = configured(folder, imap, smtp, f"sqlite:///{folder / 'samruat.db'}")
    path.write_text(path.read_text().replace("[mailbox]\n", f'[mailbox]\nwhen_done = "{when_done}"\n'))
    with open_context(load(path)) as context:
        for _ in range(rounds):
            assert poll(context).lost is None
        with context.database.unit_of_work(readonly=True) as work:
            return [message.status for message in work.messages.received() if message.status]


def test_nothing_is_changed_unless_it_is_configured(imap: Dovecot, tmp_path: Path) -> None:
    fill(imap)
    before = flags(imap)
    with smtp_server() as (_, settings):
        run(imap, tmp_path, settings, "nothing")
    assert flags(imap) == before


def test_a_keyword_marks_what_is_answered_and_touches_no_other_flag(imap: Dovecot, tmp_path: Path) -> None:
    fill(imap)
    with smtp_server() as (_, settings):
        assert run(imap, tmp_path, settings, "keyword", rounds=2)[-1] == "held"
    found = {uid: of_it - {"\\Recent"} for uid, of_it in flags(imap).items()}
    assert found == {1: {"$Samruat"}, 2: {"$Samruat", "\\Deleted"}} | {
        n: {"$Samruat"} for n in range(3, COUNT + 1)
    } | {COUNT + 1: set()}


def test_what_is_answered_is_moved_and_never_before_its_answer_left(imap: Dovecot, tmp_path: Path) -> None:
    fill(imap)
    with smtp_server() as (server, settings):
        server.faults = ["rcpt 451"] * COUNT * 3
        run(imap, tmp_path, settings, "move")
        kept = set(flags(imap))
        assert len(kept) > 1
        server.faults = []
    with smtp_server() as (server, settings):
        path = tmp_path / "samruat.toml"
        text = configured(tmp_path, imap, settings, f"sqlite:///{tmp_path / 'samruat.db'}").read_text()
        path.write_text(text.replace("[mailbox]\n", '[mailbox]\nwhen_done = "move"\n'))
        from datetime import timedelta

        from ingest.context import utc_now

        with open_context(load(path)) as context:
            context.now = lambda: utc_now() + timedelta(hours=1)
            assert poll(context).lost is None
            assert poll(context).met == []
    assert set(flags(imap)) == {COUNT + 1}
    assert len(flags(imap, "ดำเนินการแล้ว")) == COUNT


@pytest.mark.parametrize("without", [(), ("MOVE",)])
def test_another_clients_deleted_mail_outlives_a_move(
    imap: Dovecot, without: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from imapclient import IMAPClient

    has = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, name: name not in without and has(self, name)
    )
    fill(imap)
    from make.dovecot import USER

    settings = ImapSettings("localhost", USER, imap.password_file, imap.tls_port, ca_file=imap.ca_file)
    assert move_done(settings, lambda _, uids: {1, 3} & set(uids), "Done") == 2
    assert set(flags(imap)) == {2, 4, 5, 6}
    assert "\\Deleted" in flags(imap)[2]
    assert len(flags(imap, "Done")) == 2
    assert not any("\\Deleted" in of_it for of_it in flags(imap, "Done").values())
