from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.decisions import DecisionRefused
from ingest.decisions.record import log
from ingest.demo.forms import Row, rows, ticking_mou, workbook
from ingest.demo.mails import BANGKOK, Attachment, address
from ingest.demo.mou import mou_pdf
from ingest.remind import Due, drop_outdated, due, remind
from ingest.rounds import quiet
from ingest.worker import Worker
from storage.words import OutboxState


def book(province: str, body: Sequence[Row]) -> Attachment:
    return Attachment("a.xlsx", workbook(province, body))


def wrong(province: str) -> Attachment:
    body = rows(province, 2)
    return book(province, [replace(body[0], signed_on="31 มิ.ย. 2561"), body[1]])


def owed(at: Desk, province: str) -> list[Due]:
    with at.context.database.unit_of_work(readonly=True) as work:
        return [one for one in due(at.context, work) if one.province == province]


def test_the_silent_are_reminded_at_every_address_of_their_record(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [one] = owed(at, "น่าน")
        assert (one.address, one.heading, one.reference) == (address("น่าน"), "ยังไม่ได้รับแบบสำรวจ", None)
        told = remind(at.context, quiet, who="somchai")
        at.work()
        [mail] = at.mails(address("น่าน"))
        assert "ภายในวันที่ 14 ธันวาคม 2561" in text_of(mail)
        assert len(told) == len(at.mails())


def test_nobody_is_reminded_twice_a_day(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        assert remind(at.context, quiet, who=None)
        at.now += timedelta(hours=3)
        assert remind(at.context, quiet, who=None) == []
        at.now += timedelta(days=1)
        assert remind(at.context, quiet, who=None)


def test_who_has_answered_rightly_is_left_alone_and_who_is_held_too(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)))
        at.receive(office("แพร่"), text="จังหวัดแพร่ไม่มีการจัดทำความร่วมมือ")
        at.receive(office("ตรัง"), text="ขอสอบถามว่าต้องแนบสำเนาคำสั่งหรือไม่")
        assert [owed(at, province) for province in ("น่าน", "แพร่", "ตรัง")] == [[], [], []]


def test_who_has_not_corrected_is_reminded_under_the_reference(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        [line] = at.receive("somying@gmail.example", wrong("น่าน"))
        [one] = owed(at, "น่าน")
        assert (one.address, one.reference) == ("somying@gmail.example", line["reference"])
        assert "1 รายการที่ขอให้แก้ไข" in one.lines[0]
        remind(at.context, quiet, who=None)
        at.work()
        reminder = at.mails("somying@gmail.example")[-1]
        thread = {"In-Reply-To": str(reminder["Message-ID"])}
        [better] = at.receive("somying@gmail.example", book("น่าน", rows("น่าน", 2)), headers=thread)
        assert better["status"] == "accepted"
        assert owed(at, "น่าน") == []


def test_a_copy_of_an_mou_is_asked_for_until_it_came(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        body = [ticking_mou(rows("ลำปาง", 1)[0]), *rows("ลำปาง", 2, 1)]
        at.receive(office("ลำปาง"), book("ลำปาง", body))
        [one] = owed(at, "ลำปาง")
        assert one.lines == [f"ยังไม่ได้รับสำเนาบันทึกข้อตกลง “{body[0].service}”"]
        at.receive(office("ลำปาง"), Attachment("mou.pdf", mou_pdf("ลำปาง", body[0]), "application", "pdf"))
        assert owed(at, "ลำปาง") == []


def test_a_reminder_that_has_not_left_is_dropped_when_the_answer_comes(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        remind(at.context, quiet, who=None)
        at.receive(office("น่าน"), book("น่าน", rows("น่าน", 2)))
        subjects = [str(mail["Subject"]) for mail in at.mails(address("น่าน"))]
        assert len(subjects) == 1
        assert "ขอติดตาม" not in subjects[0]
        with at.context.database.unit_of_work(readonly=True) as work:
            assert len(work.outbox.of_kind("reminder", OutboxState.CANCELLED)) == 1
        assert at.mails(address("ตรัง"))
        assert drop_outdated(at.context) == 0


def test_the_worker_reminds_on_its_days_at_the_digest_s_hour_and_once(tmp_path: Path) -> None:
    days = ('form = "be2561"', 'form = "be2561"\nremind_on = [2018-12-11]')
    with desk(tmp_path, replace=[days]) as at:
        worker = Worker(at.context)
        counts = []
        for day, hour in ((10, 17), (11, 16), (11, 17), (11, 18), (12, 17)):
            at.now = datetime(2018, 12, day, hour, 0, tzinfo=BANGKOK)
            worker.digest()
            counts.append(len(at.mails(address("น่าน"))))
        assert counts == [0, 0, 1, 1, 1]


def test_after_the_end_nobody_is_reminded(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        with at.context.database.unit_of_work() as work:
            log(at.context, work, "survey", "close", "somchai", None)
            work.commit()
        with pytest.raises(DecisionRefused, match="closed by somchai"):
            remind(at.context, quiet, who=None)
