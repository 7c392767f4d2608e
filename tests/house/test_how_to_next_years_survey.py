"""docs/how-to/next-years-survey.md, done: the form that the page adds is read, judged, answered and exported."""

import csv
import json
import mailbox
from email.message import EmailMessage, Message
from io import BytesIO
from pathlib import Path

import pytest
from make.pages import Copy
from openpyxl import Workbook, load_workbook

from survey.registry import registry

PROVINCE = "ลำปาง"
HOST, FIRST, SECOND = (lao.short for lao in registry().laos_of(PROVINCE)[:3])
GROUPS = {3: "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", 6: "คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", 8: "ระเบียบข้อตกลง"}
TITLES = (
    "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ",
    "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "วันที่ลงนามความร่วมมือ", "แต่งตั้ง", "ไม่ได้แต่งตั้ง", "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU",
    "วัตถุประสงค์ความร่วมมือ", "งบประมาณ (บาท)", "ปัญหา อุปสรรค และข้อเสนอแนะในการดำเนินงาน",
)  # fmt: skip


def form(second_budget: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "แบบสำรวจการจัดทำความร่วมมือ", f"จังหวัด{PROVINCE}"
    for column, title in enumerate(TITLES, 1):
        sheet.cell(4 if column in (1, 2, 5, 11, 12, 13) else 5, column, title)
    for column, group in GROUPS.items():
        sheet.cell(4, column, group)
    for merged in ("C4:D4", "F4:G4", "H4:J4", *(f"{letter}4:{letter}5" for letter in "ABEKLM")):
        sheet.merge_cells(merged)
    row = [HOST, f"{FIRST}\n{SECOND}", "5 พ.ย. 2562", "✓", "", "✓", "", "", "เพื่อลดขยะในพื้นที่"]
    for number, (service, budget) in enumerate(
        (("การกำจัดขยะมูลฝอย", "๑๕๐,๐๐๐ บาท"), ("การแพทย์ฉุกเฉิน", second_budget)), 1
    ):
        for column, value in enumerate((number, service, *row, budget, "ไม่มี"), 1):
            sheet.cell(5 + number, column, value or None)
    for line, words in enumerate(("ผู้รายงาน สมหญิง ใจดี", "ตำแหน่ง นักวิชาการ", "หมายเลขโทรศัพท์ 0 5400 0000"), 10):
        sheet.cell(line, 8, words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def mail(day: int, content: bytes) -> bytes:
    made = EmailMessage()
    made["Received"] = f"from mx.example by mx.dla.example; Mon, {day} Dec 2019 10:00:00 +0700"
    made["From"], made["To"] = "lampang@dla-province.example", "survey@dla.example"
    made["Subject"], made["Message-ID"] = "แบบสำรวจความร่วมมือ", f"<{day}@dla-province.example>"
    made.set_content("ขอส่งแบบสำรวจ")
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename="form.xlsx")
    return bytes(made)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = Copy(tmp_path_factory.mktemp("copy"))
    (copy.folder / "form-2562.xlsx").write_bytes(form("มาก"))
    (copy.folder / "first.eml").write_bytes(mail(2, form("มาก")))
    (copy.folder / "corrected.eml").write_bytes(mail(3, form("80,000")))
    copy.follow("how-to/next-years-survey.md")
    return copy.folder


def replies(folder: Path) -> tuple[Message, Message]:
    """The list of errors and the acknowledgement."""
    first, second = mailbox.Maildir(folder / "outgoing")
    return (first, second) if first["In-Reply-To"].startswith("<2@") else (second, first)


def bodies(reply: Message) -> list[str]:
    parts = (part.get_payload(decode=True) for part in reply.walk() if part.get_content_maintype() == "text")
    return [part.decode() for part in parts if isinstance(part, bytes)]


def test_the_new_form_is_read_with_its_new_column_and_its_reworded_one(done: Path) -> None:
    [document] = [json.loads(line) for line in (done / "checked.jsonl").read_text().splitlines()]
    assert [row["budget"] for row in document["rows"]] == [150_000, None]
    assert {row["problems"] for row in document["rows"]} == {"ไม่มี"}


def test_the_new_column_is_judged_by_its_own_rule_and_nothing_else_is_said(done: Path) -> None:
    [document] = [json.loads(line) for line in (done / "checked.jsonl").read_text().splitlines()]
    [problem] = document["problems"]
    assert (problem["code"], problem["severity"], problem["cell"]) == ("budget_invalid", "error", "Sheet!L7")


def test_the_replies_ask_for_the_correction_and_then_show_the_new_column(done: Path) -> None:
    lines = [json.loads(line) for line in (done / "ingested.jsonl").read_text().splitlines()]
    assert [(line["status"], line["reference"]) for line in lines] == [
        ("needs_correction", "SM-2562-0001"),
        ("accepted", "SM-2562-0002"),
    ]
    errors, thanks = replies(done)
    assert ["งบประมาณ “มาก” ไม่ใช่จำนวนเงิน" in body for body in bodies(errors)] == [True, True]
    assert ["งบประมาณ (บาท)" in body and "80000" in body for body in bodies(thanks)] == [True, True]


def test_the_copy_that_goes_back_is_marked_in_the_new_column(done: Path) -> None:
    [marked] = [part for part in replies(done)[0].walk() if part.get_filename()]
    content = marked.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert load_workbook(BytesIO(content))["Sheet"]["L7"].comment is not None


def test_every_export_has_the_new_column_in_its_place(done: Path) -> None:
    rows = [json.loads(line) for line in (done / "all.jsonl").read_text().splitlines()]
    assert [row["budget"] for row in rows] == [150_000, 80_000]
    with (done / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["budget"] for row in csv.DictReader(file)] == ["150000", "80000"]
    sheet = load_workbook(done / "all.xlsx")[PROVINCE]
    header = [(cell.value, below.value) for cell, below in zip(sheet[3], sheet[4], strict=True)]
    assert header[11:13] == [(TITLES[11], None), (TITLES[12], None)]
    assert [sheet.cell(row, 12).value for row in (5, 6)] == [150_000, 80_000]
