"""The marked copy that goes with a list of errors, and its way back, through the whole worker."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from make.desk import Desk, desk, office, text_of
from make.workbooks import strict, zipped

from ingest import marking
from ingest.demo.forms import Row, rows, workbook
from ingest.demo.mails import Attachment, address
from notifications.marked.styles import Mark
from survey.marking import SHEET

NAN = address("น่าน")


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        yield made


def wrong(count: int = 3) -> list[Row]:
    first, *others = rows("น่าน", count)
    return [replace(first, signed_on="31 มิ.ย. 2561"), *others]


def book(body: Sequence[Row]) -> bytes:
    return workbook("น่าน", body)


def files(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def opened(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(data))


def sent(at: Desk, name: str, content: bytes) -> dict[str, bytes]:
    at.receive(office("น่าน"), Attachment(name, content))
    return files(at.mails(NAN)[-1])


def test_a_list_of_errors_brings_the_senders_own_workbook_marked(at_desk: Desk) -> None:
    [(name, content)] = sent(at_desk, "แบบสำรวจ.xlsx", book(wrong())).items()
    assert name == "SM-2561-0001-corrections.xlsx"
    made = opened(content)
    assert made.sheetnames == [SHEET, "แบบสำรวจ"]
    assert "31 มิ.ย. 2561" in made["แบบสำรวจ"]["E6"].comment.text
    assert made["แบบสำรวจ"]["E6"].fill.fgColor.rgb == Mark.WRONG
    assert name in text_of(at_desk.mails(NAN)[-1])


def test_a_right_form_comes_back_to_nobody(at_desk: Desk) -> None:
    assert sent(at_desk, "แบบสำรวจ.xlsx", book(rows("น่าน", 3))) == {}


def test_the_mended_copy_replaces_what_it_mends(at_desk: Desk) -> None:
    [content] = sent(at_desk, "แบบสำรวจ.xlsx", book(wrong())).values()
    [answer] = at_desk.mails(NAN)
    made = opened(content)
    made["แบบสำรวจ"]["E6"].value = "30 มิ.ย. 2561"
    made.save(mended := BytesIO())
    [line] = at_desk.receive(
        office("น่าน"),
        Attachment("SM-2561-0001-corrections.xlsx", mended.getvalue()),
        headers={"In-Reply-To": str(answer["Message-ID"])},
    )
    assert (line["status"], line["files"][0]["problems"]) == ("accepted", [])
    assert len(line["files"][0]["rows"]) == 3
    with at_desk.context.database.unit_of_work(readonly=True) as work:
        assert [v.reference for v in work.submissions.current("น่าน")] == [line["reference"]]


def test_a_workbook_in_an_archive_comes_back_too(at_desk: Desk) -> None:
    archive = zipped({"โฟลเดอร์/แบบ.xlsx": book(wrong())})
    [content] = sent(at_desk, "แบบสำรวจ.zip", archive).values()
    assert opened(content).sheetnames == [SHEET, "แบบสำรวจ"]


def test_what_cannot_be_edited_surely_comes_back_as_a_clean_form(at_desk: Desk) -> None:
    [content] = sent(at_desk, "แบบสำรวจ.xlsx", strict(book(wrong()))).values()
    made = opened(content)
    assert made.sheetnames == [SHEET, "แบบสำรวจ"]
    assert made["แบบสำรวจ"]["E6"].value == "31 มิ.ย. 2561"
    assert made["แบบสำรวจ"]["E6"].comment is not None
    assert "แบบสำรวจที่กรอกข้อมูลตามที่อ่านได้" in text_of(at_desk.mails(NAN)[-1])


def test_an_answer_leaves_also_where_marking_fails(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_SECONDS", 0)
    assert sent(at_desk, "แบบสำรวจ.xlsx", book(wrong())) == {}
    assert "กรุณาแก้ไขในไฟล์เดิม" in text_of(at_desk.mails(NAN)[-1])


def test_copies_over_the_limit_of_a_mail_stay_here(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_MOST_BYTES", 1_000)
    assert sent(at_desk, "แบบสำรวจ.xlsx", book(wrong())) == {}
