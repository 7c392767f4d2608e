"""What an answer tells besides its problems: what counts now, which rows are kept, which files came."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.demo.forms import Row, rows, workbook
from ingest.demo.mails import Attachment, address

NAN = address("น่าน")


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def book(body: Sequence[Row], name: str = "แบบสำรวจ.xlsx", **more: bool) -> Attachment:
    return Attachment(name, workbook("น่าน", body, **more))  # type: ignore[arg-type]


def wrong(count: int) -> list[Row]:
    first, *others = rows("น่าน", count)
    return [replace(first, signed_on="31 มิ.ย. 2561"), *others]


def answered(at: Desk, sender: str, *files: Attachment) -> str:
    at.receive(sender, *files)
    return text_of(at.mails()[-1])


def test_an_accepted_form_is_told_to_be_what_counts(at_desk: Desk) -> None:
    told = answered(at_desk, office("น่าน"), book(rows("น่าน", 3)))
    assert "ข้อมูลของจังหวัดน่านที่ใช้อยู่ขณะนี้: 3 รายการ ตามฉบับ SM-2561-0001\n" in told


def test_a_form_with_errors_tells_what_it_keeps_and_what_waits(at_desk: Desk) -> None:
    told = answered(at_desk, office("น่าน"), book(wrong(4)))
    assert "4 รายการ (ในจำนวนนี้รอการแก้ไข 1 รายการ) ตามฉบับ SM-2561-0001\n" in told
    assert "รายการที่บันทึกได้แล้วและไม่ต้องแก้ไข: รายการที่ 2 ถึง 4\n" in told


def test_a_wrong_form_after_a_right_one_is_told_that_the_right_one_still_counts(at_desk: Desk) -> None:
    answered(at_desk, office("น่าน"), book(rows("น่าน", 4)))
    told = answered(at_desk, office("น่าน"), book(wrong(3)))
    assert "4 รายการ ตามฉบับ SM-2561-0001 จนกว่าจะได้รับฉบับที่แก้ไขแล้ว" in told


def test_a_stranger_is_not_told_what_counts_for_a_province(at_desk: Desk) -> None:
    answered(at_desk, office("น่าน"), book(rows("น่าน", 4)))
    told = answered(at_desk, "somchai@mail.example", book(wrong(3)))
    assert "SM-2561-0002" in told
    assert "SM-2561-0001" not in told


def test_a_nil_report_is_told_as_what_counts(at_desk: Desk) -> None:
    told = answered(at_desk, office("น่าน"), book([], nil=True))
    assert "ขณะนี้บันทึกว่าจังหวัดน่านไม่มีการจัดทำความร่วมมือ ตามฉบับ SM-2561-0001" in told


def test_files_are_told_with_their_sizes(at_desk: Desk) -> None:
    file = book(rows("น่าน", 3))
    told = answered(at_desk, office("น่าน"), file)
    assert f"- แบบสำรวจ.xlsx ({round(len(file.data) / 1024)} กิโลไบต์): แบบสำรวจ 3 รายการ" in told
