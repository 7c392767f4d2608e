from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address
from ingest.mime.auth_results import is_authentic
from ingest.mime.headers import read_head
from ingest.reprocess import chosen, rehearse, reprocess
from ingest.rounds import quiet

COORDINATOR = "coordinator@dla.example"
TRUSTED = ("[trust]", '[trust]\nauthserv_id = "mx.dla.example"')
PASS = "mx.dla.example; dmarc=pass (p=none) header.from=dla.example"


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    """A form of ชัยนาท from the office of นครปฐม is held, and the coordinator was told."""
    with desk(tmp_path, replace=[TRUSTED]) as at:
        at.receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
        at.now += timedelta(hours=1)
        yield at


def answer(
    at: Desk, text: str, *, sender: str = COORDINATOR, auth: str | None = PASS, **more: Any
) -> dict[str, Any]:
    alert = at.mails(COORDINATOR)[0]
    headers = {"In-Reply-To": str(alert["Message-ID"])} | ({"Authentication-Results": auth} if auth else {})
    headers |= more.pop("headers", {})
    [line] = at.receive(sender, subject=f"Re: {alert['Subject']}", text=text, headers=headers, **more)
    return line


def standing(at: Desk) -> str:
    with at.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference("SM-2561-0001")
    assert version is not None
    return version.status.value


def confirmation(at: Desk) -> EmailMessage:
    return at.mails(COORDINATOR)[-1]


@pytest.mark.parametrize("text", ["รับ", "รับไว้ครับ\nขอบคุณ", "รับ เพราะ ส่งแทนกัน\n\nสมชาย"])
def test_a_yes_takes_it_in_and_is_confirmed_by_a_mail_of_its_own(at_desk: Desk, text: str) -> None:
    line = answer(at_desk, text)
    assert (line["status"], line["reason"], line["reference"]) == ("ignored", "decision", None)
    assert standing(at_desk) == "accepted"
    assert "รับไว้แล้ว" in str(confirmation(at_desk)["Subject"])
    assert len(at_desk.mails(address("นครปฐม"))) == 2
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [decision] = work.decisions.of("SM-2561-0001")
    assert (decision.what, decision.who) == ("release", COORDINATOR)


def test_a_no_tells_the_sender_why_and_nothing_of_the_signature(at_desk: Desk) -> None:
    answer(at_desk, "ไม่รับ เพราะ เป็นแบบของจังหวัดอื่น\nกรุณาส่งใหม่\n\nสมชาย\n08 0000 0000")
    assert standing(at_desk) == "rejected"
    told = text_of(at_desk.mails(address("นครปฐม"))[-1])
    assert "เป็นแบบของจังหวัดอื่น กรุณาส่งใหม่" in told
    assert "สมชาย" not in told


def test_a_cell_is_corrected_by_mail_and_the_message_still_waits(at_desk: Desk) -> None:
    answer(at_desk, "แก้ไข E6 เป็น 6 พ.ย. 2561")
    assert standing(at_desk) == "held"
    assert "อ่านเป็น “6 พ.ย. 2561”" in text_of(confirmation(at_desk))
    answer(at_desk, "รับ")
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        [version] = work.submissions.current("ชัยนาท")
        assert str(work.submissions.rows(version.id)[0].row.signed_on) == "2018-11-06"


def test_the_token_in_the_quoted_alert_serves_where_the_thread_is_lost(at_desk: Desk) -> None:
    quoted = "\n".join(f"> {line}" for line in text_of(at_desk.mails(COORDINATOR)[0]).splitlines())
    answer(at_desk, f"รับ\n\n{quoted}", headers={"In-Reply-To": ""})
    assert standing(at_desk) == "accepted"


@pytest.mark.parametrize(
    "auth",
    [
        None,
        "mx.dla.example; dmarc=fail header.from=dla.example",
        "mx.dla.example; dmarc=none; spf=pass",
        "mx.evil.example; dmarc=pass header.from=dla.example",
        "mx.dla.example; dkim=pass header.d=evil.example",
    ],
)
def test_a_mail_that_nobody_vouches_for_decides_nothing_and_the_coordinator_is_told(
    at_desk: Desk, auth: str | None
) -> None:
    line = answer(at_desk, "รับ", auth=auth)
    assert (line["status"], line["reason"]) == ("ignored", "decision")
    assert standing(at_desk) == "held"
    assert "ไม่ยืนยันว่าอีเมลฉบับนี้ส่งจากท่าน" in text_of(confirmation(at_desk))


def test_without_a_configured_server_no_mail_decides(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
        answer(at, "รับ")
        assert standing(at) == "held"
        assert "trust.authserv_id" in text_of(confirmation(at))


def test_a_stranger_in_the_thread_decides_nothing(at_desk: Desk) -> None:
    line = answer(at_desk, "รับ", sender="evil@dla.example")
    assert (line["status"], standing(at_desk)) == ("held", "held")


@pytest.mark.parametrize(
    "text",
    [
        "รับ\nไม่รับ เพราะ เป็นของจังหวัดอื่น",
        "รับ\n\nไม่รับ เพราะ เป็นของจังหวัดอื่น",
        "ไม่รับ เพราะ เป็นของจังหวัดอื่น\nรับ",
        "รับ\n\nแก้ไข E6 เป็น 6 พ.ย. 2561",
        "แก้ไข E6 เป็น 6 พ.ย. 2561\n\nแก้ไข E7 เป็น 7 พ.ย. 2561",
    ],
)
def test_of_two_orders_none_is_done_and_the_coordinator_is_told(at_desk: Desk, text: str) -> None:
    line = answer(at_desk, text)
    assert (line["reason"], standing(at_desk)) == ("decision", "held")
    assert "ไม่เข้าใจคำสั่ง" in text_of(confirmation(at_desk))
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert not work.corrections.of_province("ชัยนาท")


def test_signs_that_nobody_sees_do_not_spoil_an_order(at_desk: Desk) -> None:
    answer(at_desk, "\u200bรับ\u200b\n\nส่งจาก iPhone ของฉัน")
    assert standing(at_desk) == "accepted"


@pytest.mark.parametrize(
    "text",
    [
        "ขณะนี้ผมไม่อยู่ที่สำนักงาน จะกลับมาวันจันทร์ที่ 17 ธันวาคม",
        "This is an automatic reply. I am out of the office until Monday.",
    ],
)
def test_an_absence_note_that_only_its_words_betray_gets_no_mail(at_desk: Desk, text: str) -> None:
    before = len(at_desk.mails(COORDINATOR))
    line = answer(at_desk, text)
    assert (line["status"], line["reason"]) == ("ignored", "automatic")
    assert (standing(at_desk), len(at_desk.mails(COORDINATOR))) == ("held", before)


def test_an_absence_note_is_no_decision_and_gets_no_mail(at_desk: Desk) -> None:
    before = len(at_desk.mails(COORDINATOR))
    line = answer(at_desk, "รับ", headers={"Auto-Submitted": "auto-replied"})
    assert (line["status"], line["reason"]) == ("ignored", "automatic")
    assert (standing(at_desk), len(at_desk.mails(COORDINATOR))) == ("held", before)


@pytest.mark.parametrize("text", ["รับทราบ", "ได้รับแล้ว", "ไม่แน่ใจ", "แก้ไข E6 เป็น 1\nแก้ไข E7 เป็น 2", ""])
def test_what_is_not_understood_is_told_and_changes_nothing(at_desk: Desk, text: str) -> None:
    answer(at_desk, text)
    assert standing(at_desk) == "held"
    assert "ไม่เข้าใจคำสั่ง" in text_of(confirmation(at_desk))


def test_a_no_without_a_reason_and_a_second_decision_are_told(at_desk: Desk) -> None:
    answer(at_desk, "ไม่รับ")
    assert "ต้องมีเหตุผล" in text_of(confirmation(at_desk))
    answer(at_desk, "รับ")
    answer(at_desk, "ไม่รับ เพราะ เปลี่ยนใจ")
    assert "มิได้รอการพิจารณาแล้ว" in text_of(confirmation(at_desk))
    assert standing(at_desk) == "accepted"


def test_a_decision_is_not_carried_out_again_when_all_is_read_again(at_desk: Desk) -> None:
    answer(at_desk, "ไม่รับ")
    answer(at_desk, "รับ")
    mails = len(at_desk.mails())
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        messages = chosen(work, (), everything=True)
    assert rehearse(at_desk.context, messages, quiet) == []
    assert reprocess(at_desk.context, messages, quiet) == []
    assert len(at_desk.mails()) == mails


@pytest.mark.parametrize(
    ("sender", "result", "authentic"),
    [
        ("a@dla.example", "dmarc=pass header.from=dla.example", True),
        ("a@dla.example", "dmarc=pass header.from=evil.example", False),
        ("a@dla.example", "dmarc=pass", False),
        ("a@mail.dla.example", "dkim=pass header.d=dla.example", True),
        ("a@dla.go.th", "dkim=pass header.i=@dla.go.th", True),
        ("a@evil.go.th", "dkim=pass header.d=go.th", False),
        ("a@dla.example", "dkim=fail header.d=dla.example", False),
        ("a@dla.example", 'x="dmarc=pass header.from=dla.example"', False),
        ("a@dla.example", "spf=pass smtp.mailfrom=dla.example", False),
    ],
)
def test_only_an_aligned_pass_proves_a_sender(sender: str, result: str, authentic: bool) -> None:
    raw = f"From: {sender}\r\nAuthentication-Results: mx.dla.example; {result}\r\n\r\n".encode()
    assert is_authentic(read_head(raw), "mx.dla.example") is authentic
