"""A reply whose words give the values asked for (contract, section 6)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from make.desk import Desk, desk, office, text_of

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Desk, dict[str, str]]]:
    """A form with two errors, E6 and C7, and the headers of an answer to our list."""
    with desk(tmp_path) as at:
        good = rows("น่าน", 3)
        wrong = [replace(good[0], signed_on="31 มิ.ย. 2561"), replace(good[1], host=""), good[2]]
        [line] = at.receive(office("น่าน"), Attachment("แบบ.xlsx", workbook("น่าน", wrong)))
        assert line["status"] == "needs_correction"
        [answer] = at.mails(address("น่าน"))
        yield at, {"In-Reply-To": str(answer["Message-ID"]), "References": str(answer["Message-ID"])}


def test_values_by_cell_complete_the_form(asked: tuple[Desk, dict[str, str]]) -> None:
    at, thread = asked
    host = rows("น่าน", 2)[1].host
    text = f"เรียน ผู้ประสานงาน\n\nขอแก้ไขดังนี้\nช่อง E6: 30 มิ.ย. 2561\nC๗ เป็น {host} ครับ\n\nขอแสดงความนับถือ"
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=text, headers=thread)
    assert (line["status"], line["province"]) == ("accepted", "น่าน")
    found = line["files"][0]
    assert (found["file"], found["source"]) == ("body", "body")
    assert [(row["cell"], row["signed_on"], row["host"]) for row in found["rows"]][:2] == [
        ("แบบสำรวจ!A6", "2018-06-30", rows("น่าน", 1)[0].host),
        ("แบบสำรวจ!A7", found["rows"][1]["signed_on"], host),
    ]
    told = text_of(at.mails(address("น่าน"))[-1])
    assert "- ข้อความในอีเมล: แบบสำรวจ" in told
    assert "body" not in told
    with at.context.database.unit_of_work(readonly=True) as work:
        assert [v.reference for v in work.submissions.current("น่าน")] == [line["reference"]]


def test_what_is_still_missing_is_asked_again_and_a_second_reply_completes_it(
    asked: tuple[Desk, dict[str, str]],
) -> None:
    at, thread = asked
    [first] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text="E6 = 30 มิ.ย. 2561", headers=thread)
    assert first["status"] == "needs_correction"
    assert [p["cell"] for p in first["files"][0]["problems"]] == ["แบบสำรวจ!C7"]
    again = str(at.mails(address("น่าน"))[-1]["Message-ID"])
    text = f"ช่อง C7 คือ {rows('น่าน', 2)[1].host}"
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=text, headers={"In-Reply-To": again})
    assert line["status"] == "accepted"
    assert line["files"][0]["rows"][0]["signed_on"] == "2018-06-30"


@pytest.mark.parametrize(
    "text",
    [
        "ขอเวลาตรวจสอบก่อนครับ",
        "ช่อง E6 ยังไม่ทราบค่ะ",
        "ช่อง E6: ไม่แน่ใจ ขอตรวจสอบก่อน",
        "E6: อยู่ระหว่างตรวจสอบ",
        "E6: 30 มิ.ย. 2561\nE99: 1 ม.ค. 2561",
        "E6: 30 มิ.ย. 2561\nE6: 29 มิ.ย. 2561",
        "ช่อง E6: วันที่ลงนามความร่วมมือ “31 มิ.ย. 2561” ไม่มีวันดังกล่าวในปฏิทิน กรุณาตรวจสอบ",
    ],
)
def test_what_is_not_surely_understood_is_held(asked: tuple[Desk, dict[str, str]], text: str) -> None:
    at, thread = asked
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=text, headers=thread)
    assert (line["status"], line["reason"]) == ("held", "no_form_attached")


def test_words_that_answer_nothing_of_ours_give_no_values(asked: tuple[Desk, dict[str, str]]) -> None:
    at, _ = asked
    [line] = at.receive(office("น่าน"), subject="แบบสำรวจ", text="E6: 30 มิ.ย. 2561")
    assert line["status"] == "held"


@pytest.mark.parametrize(
    "first", ["ข้อ 1: 30 มิ.ย. 2561", "ข้อที่ ๑ เป็น 30 มิ.ย. 2561", "ลำดับที่ 1 วันที่ถูกต้องคือ 30 มิ.ย. 2561"]
)
def test_values_by_number_complete_the_form(asked: tuple[Desk, dict[str, str]], first: str) -> None:
    at, thread = asked
    host = rows("น่าน", 2)[1].host
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=f"{first}\nข้อ 2. {host}", headers=thread)
    assert line["status"] == "accepted"
    day, named = line["files"][0]["rows"][0]["signed_on"], line["files"][0]["rows"][1]["host"]
    assert (day, named) == ("2018-06-30", host)


@pytest.fixture
def two_days(tmp_path: Path) -> Iterator[tuple[Desk, dict[str, str]]]:
    """A form whose rows 2 and 3 have impossible days: they are 1 and 2 of our list."""
    with desk(tmp_path) as at:
        good = rows("น่าน", 3)
        days = ("31 มิ.ย. 2561", "31 เม.ย. 2561")
        wrong = [good[0], *(replace(row, signed_on=day) for row, day in zip(good[1:], days, strict=True))]
        at.receive(office("น่าน"), Attachment("แบบ.xlsx", workbook("น่าน", wrong)))
        [answer] = at.mails(address("น่าน"))
        yield at, {"In-Reply-To": str(answer["Message-ID"])}


def test_a_number_that_may_be_our_lists_or_the_forms_is_left_to_a_person(
    two_days: tuple[Desk, dict[str, str]],
) -> None:
    at, thread = two_days
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text="ข้อ 2: 5 พ.ย. 2561", headers=thread)
    assert line["status"] == "held"


def test_a_number_of_the_forms_row_is_none_of_our_list(two_days: tuple[Desk, dict[str, str]]) -> None:
    at, thread = two_days
    text = "ลำดับที่ 2: 5 พ.ย. 2561\nข้อ 3: 6 พ.ย. 2561"
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=text, headers=thread)
    assert (line["status"], [row["signed_on"] for row in line["files"][0]["rows"]][1:]) == (
        "accepted", ["2018-11-05", "2018-11-06"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["ข้อ 1: อบต.แม่แรม", "ข้อ 1: ขอเวลาตรวจสอบ", "ข้อ 9: 5 พ.ย. 2561", "ข้อ 1: 31 มิ.ย. 2561"]
)
def test_a_value_that_does_not_answer_what_was_asked_is_held(
    asked: tuple[Desk, dict[str, str]], text: str
) -> None:
    at, thread = asked
    [line] = at.receive(office("น่าน"), subject="Re: ต้องแก้ไข", text=text, headers=thread)
    assert line["status"] == "held"
