from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from make.clamd import EICAR, SmallClamd, small_clamd
from make.desk import Desk, desk, office, text_of

from ingest.config import Config, Scan
from ingest.decisions import release
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address
from ingest.doctor import examine
from ingest.virus_scan import Clamd, ScanFailedError
from survey.model import Status

FORM = workbook("น่าน", rows("น่าน", 2))


@pytest.fixture(params=["unix", "tcp"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[SmallClamd, str]]:
    with small_clamd(tmp_path / "clamd.ctl" if request.param == "unix" else None) as both:
        yield both


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "desk").mkdir()
    with desk(tmp_path / "desk") as made:
        yield made


def scanning(at: Desk, where: str, seconds: int = 5) -> None:
    scan = Scan.model_construct(socket=where, timeout_seconds=seconds)
    at.context.config = at.context.config.model_copy(update={"scan": scan})


def test_clamd_hears_every_byte_and_its_answer_is_understood(clamd: tuple[SmallClamd, str]) -> None:
    server, where = clamd
    scanner = Clamd(where, 5)
    large = bytes(range(256)) * 4096
    assert scanner.version().startswith("ClamAV ")
    assert scanner.virus_in(BytesIO(large)) is None
    assert scanner.virus_in(BytesIO(b"")) is None
    assert scanner.virus_in(BytesIO(b"a" * 300_000 + EICAR)) == "Eicar-Test-Signature"
    assert server.scanned == [large, b"", b"a" * 300_000 + EICAR]


def test_what_clamd_cannot_scan_is_never_taken_for_clean(clamd: tuple[SmallClamd, str]) -> None:
    server, where = clamd
    server.largest = 100_000
    with pytest.raises(ScanFailedError, match=r"size limit|clamd at"):
        Clamd(where, 5).virus_in(BytesIO(bytes(3_000_000)))
    server.silent = True
    with pytest.raises(ScanFailedError, match="timed out"):
        Clamd(where, 0.2).virus_in(BytesIO(b"a"))
    with pytest.raises(ScanFailedError, match=r"No such file|refused"):
        Clamd(where.replace("clamd.ctl", "none.ctl") if "/" in where else "127.0.0.1:1", 5).virus_in(
            BytesIO(b"")
        )


def test_a_clean_mail_is_read_as_ever(at: Desk, clamd: tuple[SmallClamd, str]) -> None:
    scanning(at, clamd[1])
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", FORM))
    assert line["status"] == "accepted"
    assert len(clamd[0].scanned) == 1


def test_an_infected_mail_is_held_unopened_and_its_sender_told_nothing_untrue(
    at: Desk, clamd: tuple[SmallClamd, str]
) -> None:
    scanning(at, clamd[1])
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", FORM), headers={"X-Test": EICAR.decode()})
    assert (line["status"], line["reason"], line["reply"]) == ("held", "virus_found", "sent")
    assert [(one["kind"], one["file"]) for one in line["files"]] == [("unreadable", "mail.eml")]
    [receipt] = at.mails(address("น่าน"))
    assert "อยู่ระหว่าง" in text_of(receipt)
    assert "ไวรัส" not in text_of(receipt)
    [alert] = [mail for mail in at.mails() if address("น่าน") not in str(mail["To"])]
    assert "โปรแกรมตรวจไวรัสแจ้งว่าอีเมลฉบับนี้มีไวรัส (Eicar-Test-Signature)" in text_of(alert)


def test_what_the_coordinator_releases_is_opened_though_clamd_still_warns(
    at: Desk, clamd: tuple[SmallClamd, str]
) -> None:
    scanning(at, clamd[1])
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", FORM), headers={"X-Test": EICAR.decode()})
    with at.context.database.unit_of_work() as work:
        release(at.context, work, line["reference"], who="สมหญิง", why="ตรวจแล้ว")
        work.commit()
    at.work()
    assert at.lines(line["message"])[0]["status"] == "accepted"


def test_without_clamd_the_message_is_failed_by_our_fault_and_taken_again(at: Desk, tmp_path: Path) -> None:
    where = tmp_path / "late.ctl"
    scanning(at, str(where))
    [line] = at.receive(office("น่าน"), Attachment("a.xlsx", FORM))
    assert (line["status"], line["reply"]) == ("failed", "none")
    assert "ScanFailedError: clamd at" in line["reason"]
    assert at.mails(address("น่าน")) == []
    assert len(at.mails()) == 1
    with small_clamd(where):
        with at.context.database.unit_of_work() as work:
            work.messages.reopen([line["message"]], at.context.now())
            work.commit()
        at.work()
    assert at.lines(line["message"])[0]["status"] == Status.ACCEPTED
    assert len(at.mails(address("น่าน"))) == 1


def test_a_stranger_s_virus_without_a_word_of_the_survey_is_not_answered(
    at: Desk, clamd: tuple[SmallClamd, str]
) -> None:
    scanning(at, clamd[1])
    [line] = at.receive(
        "a@b.example", Attachment("a.exe", EICAR), subject="invoice", headers={"X-Test": EICAR.decode()}
    )
    assert (line["status"], line["reply"]) == ("ignored", "none")


@pytest.mark.parametrize("wrong", ["clamd.ctl", "localhost", "host:port", ""])
def test_a_socket_is_a_whole_path_or_a_port(wrong: str) -> None:
    with pytest.raises(ValueError, match="scan"):
        Config.model_validate({"scan": {"socket": wrong}})
    assert Scan(socket="/run/clamav/clamd.ctl").socket
    assert Scan(socket="127.0.0.1:3310").socket


def test_the_doctor_asks_clamd_and_says_what_to_do_where_it_is_not_there(at: Desk, tmp_path: Path) -> None:
    def told(where: str) -> tuple[bool, str]:
        scanning(at, where)
        [check] = [one for one in examine(at.context.config) if one.name == "virus scan"]
        return check.well, check.found if check.advice is None else check.advice.en

    with small_clamd(tmp_path / "clamd.ctl") as (_, where):
        assert told(where) == (True, "ClamAV 1.0.0/27000/Mon Dec  3 09:00:00 2018")
    well, advice = told(str(tmp_path / "none.ctl"))
    assert not well
    assert "systemctl start clamav-daemon" in advice
