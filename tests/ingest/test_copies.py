"""The same file or mail again, while the first waits for the coordinator or after it was decided on."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from make.desk import NOON, Desk, desk, office, text_of

from ingest.decisions import DecisionRefused, reject, release, withdraw
from ingest.demo.forms import rows, ticking_mou, workbook
from ingest.demo.mails import Attachment, address
from ingest.demo.mou import mou_pdf
from ingest.reprocess import chosen, reprocess

PROVINCE = "เชียงใหม่"
STRANGER = "somying@gmail.example"
RELAYED = b"Received: from relay.example by mx.dla.example; x\r\n"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


@cache  # a workbook bears the second in which it was made
def book(count: int, start: int = 0) -> Attachment:
    return Attachment("แบบสำรวจ.xlsx", workbook(PROVINCE, rows(PROVINCE, count, start)))


def decide(at: Desk, decision: Callable[..., str], reference: str) -> None:
    with at.context.database.unit_of_work() as work:
        decision(at.context, work, reference, who="ก", why="เหตุผล")
        work.commit()
    at.work()


def counting(at: Desk) -> list[str]:
    with at.context.database.unit_of_work(readonly=True) as work:
        return [version.reference for version in work.submissions.current(PROVINCE)]


def stands(at: Desk, line: dict[str, object]) -> tuple[object, object, object]:
    [now] = at.lines(str(line["message"]))
    return now["status"], now["reason"], now["reference"]


@pytest.fixture
def unclear(at_desk: Desk) -> tuple[Desk, dict[str, object], dict[str, object], dict[str, object]]:
    """What counts; then a form that nobody can place, the same mail by another way, and the same file again."""
    at_desk.receive(office(PROVINCE), book(4))
    [first] = at_desk.receive(office(PROVINCE), book(5, 10))
    raw = max((at_desk.folder / "mailbox" / "new").iterdir()).read_bytes()
    [same_mail] = at_desk.receive("", raw=RELAYED + raw)
    [same_file] = at_desk.receive(office(PROVINCE), book(5, 10), subject="ส่งอีกครั้ง")
    return at_desk, first, same_mail, same_file


Unclear = tuple[Desk, dict[str, object], dict[str, object], dict[str, object]]


def test_what_waits_waits_again_under_its_reference_and_the_coordinator_is_asked_once(
    unclear: Unclear,
) -> None:
    at, *lines = unclear
    assert [stands(at, line) for line in lines] == [("held", "version_unclear", "SM-2561-0002")] * 3
    assert len(at.mails("coordinator@")) == 1
    receipts = at.mails(address(PROVINCE))[1:]
    assert ["SM-2561-0002" in str(mail["Subject"]) for mail in receipts] == [True, True]
    assert all("อยู่ระหว่างตรวจสอบ" in text_of(mail) for mail in receipts)
    with pytest.raises(DecisionRefused, match="only repeats SM-2561-0002"):
        decide(at, release, "SM-2561-0003")


def test_one_release_is_for_all_of_them(unclear: Unclear) -> None:
    at, *lines = unclear
    decide(at, release, "SM-2561-0002")
    assert [stands(at, line) for line in lines] == [("accepted", "survey", "SM-2561-0002")] * 3
    assert counting(at) == ["SM-2561-0002"]
    assert len(at.mails("coordinator@")) == 1


def test_one_no_is_for_all_of_them_and_stays(unclear: Unclear) -> None:
    at, *lines = unclear
    decide(at, reject, "SM-2561-0002")
    for _ in range(2):
        assert [stands(at, line) for line in lines] == [("rejected", "decision", "SM-2561-0002")] * 3
        assert counting(at) == ["SM-2561-0001"]
        with at.context.database.unit_of_work(readonly=True) as work:
            again = chosen(work, (), everything=True)
        reprocess(at.context, again, lambda told: None)


def test_a_copy_of_a_rejected_mail_is_rejected_and_told_to_nobody(at_desk: Desk) -> None:
    at_desk.receive(office(PROVINCE), book(4))
    at_desk.receive(office(PROVINCE), book(5, 10))
    raw = max((at_desk.folder / "mailbox" / "new").iterdir()).read_bytes()
    decide(at_desk, reject, "SM-2561-0002")
    told = len(at_desk.mails())
    [copy] = at_desk.receive("", raw=RELAYED + raw)
    assert (copy["status"], copy["reason"], copy["why_no_reply"]) == ("rejected", "decision", "same_mail")
    assert len(at_desk.mails()) == told


def test_what_was_withdrawn_does_not_come_back_by_its_copy(at_desk: Desk) -> None:
    at_desk.receive(office(PROVINCE), book(4))
    [copy] = at_desk.receive(office(PROVINCE), book(4), subject="ส่งอีกครั้ง")
    decide(at_desk, withdraw, "SM-2561-0001")
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        again = chosen(work, (), everything=True)
    reprocess(at_desk.context, again, lambda told: None)
    assert counting(at_desk) == []
    assert stands(at_desk, copy) == ("rejected", "decision", "SM-2561-0001")
    [anew] = at_desk.receive(office(PROVINCE), book(4), subject="ขอส่งใหม่")
    assert anew["status"] == "accepted"
    assert counting(at_desk) == ["SM-2561-0003"]


def test_a_stranger_s_form_that_waits_does_not_swallow_the_office_s_own(at_desk: Desk) -> None:
    at_desk.receive(office(PROVINCE), book(4))
    [stranger] = at_desk.receive(STRANGER, book(6))
    [own] = at_desk.receive(office(PROVINCE), book(6), subject="ส่งจากอีเมลสำนักงาน")
    assert stands(at_desk, stranger)[0] == "held"
    assert stands(at_desk, own) == ("accepted", "survey", "SM-2561-0003")
    assert counting(at_desk) == ["SM-2561-0003"]


def test_a_form_that_the_coordinator_took_in_is_not_held_when_it_comes_again(at_desk: Desk) -> None:
    elsewhere = Attachment("แบบสำรวจ.xlsx", workbook("น่าน", rows("น่าน", 2)))
    [first] = at_desk.receive(office(PROVINCE), elsewhere)
    assert first["reason"] == "province_conflict"
    decide(at_desk, release, "SM-2561-0001")
    [again] = at_desk.receive(office(PROVINCE), elsewhere, subject="ส่งอีกครั้ง")
    assert stands(at_desk, again) == ("accepted", "survey", "SM-2561-0001")
    assert len(at_desk.mails("coordinator@")) == 1


def test_an_agreement_counts_once_though_its_first_mail_comes_to_hand_last(at_desk: Desk) -> None:
    copy = Attachment("MOU.pdf", mou_pdf(PROVINCE, ticking_mou(rows(PROVINCE, 1)[0])), "application", "pdf")
    [later] = at_desk.receive(office(PROVINCE), copy, at=NOON + timedelta(hours=9))
    [first] = at_desk.receive(office(PROVINCE), copy, subject="สำเนา MOU", at=NOON + timedelta(hours=3))
    assert first["reference"] != later["reference"]
    assert stands(at_desk, later)[2] == first["reference"]
    assert stands(at_desk, first)[0] == "accepted"
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert len(work.submissions.mous(PROVINCE)) == 1
