"""Several workers on one mailbox and one database: each mail is worked on and answered once."""

import subprocess
import sys
from pathlib import Path

from make.day import configured, mails_of
from make.dovecot import Dovecot
from make.smtp import smtp_server

from ingest.demo.mails import all_mails

ROOT = Path(__file__).parents[2]


def test_three_polls_at_once_answer_each_mail_once(imap: Dovecot, database_url: str, tmp_path: Path) -> None:
    timed = all_mails()
    imap.fill([(at, mail.raw(number, at)) for number, (at, mail) in enumerate(timed, 1)])
    with smtp_server() as (server, settings):
        config = configured(tmp_path, imap, settings, database_url)
        command = [sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)]
        polls = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        told = [poll.communicate(timeout=120)[1] for poll in polls]
        assert [poll.returncode for poll in polls] == [0, 0, 0], told
        last = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert last.returncode == 0
        sent = mails_of(server)
    assert len({mail["Message-ID"] for mail in sent}) == len(sent)
    assert sum(mail["Auto-Submitted"] == "auto-replied" for mail in sent) == 25
