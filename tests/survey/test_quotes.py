"""Where a mail ends and what it quotes or sends on begins."""

import time

import pytest

from survey.quotes import own_words, quote_begins, sends_on

HEAD = "From: somchai\nSent: Monday\nTo: survey\nSubject: x\n"
BETWEEN = (
    "-----Original Message-----\n",
    "-------- ข้อความดั้งเดิม --------\n",
    "On Mon, 10 Dec 2018, nan@x.example wrote:\n",
    "เมื่อ 10 ธ.ค. 2561 สถจ.น่าน\n<nan@x.example> เขียนว่า:\n",
    HEAD,
    HEAD.replace("To: survey", "To: a@x.example;\n b@x.example;\n c@x.example"),
    "Date: Mon\nSubject: x\nFrom: somchai\nTo: s\n",
)
ORDINARY = (
    "เรียน ผู้ประสานงาน\nเรื่อง: แบบสำรวจ\nส่งแบบสำรวจมาพร้อมนี้",
    "ถึง: ผู้ประสานงาน\nจาก: สถจ.น่าน\nเรื่อง: แบบสำรวจ\n\nรายละเอียด",
    "รายการ\n-----------\n1. ขยะ\n-----------\n2. น้ำประปา",
    "ลงชื่อ\n____________________________\nสมชาย ใจดี",
    "วันที่ 5 ท่านแจ้งให้ส่งแบบสำรวจ จึงขอส่ง:",
    "--\nสมชาย\nโทร: 0 5400 0000",
)


@pytest.mark.parametrize("between", BETWEEN)
def test_what_follows_an_earlier_mails_head_is_not_the_senders(between: str) -> None:
    assert own_words(f"ขอบคุณครับ\n\n{between}\nไม่มีความร่วมมือ").strip() == "ขอบคุณครับ"


@pytest.mark.parametrize("between", BETWEEN)
def test_a_mail_without_words_of_its_own_is_sent_on_unless_it_answers(between: str) -> None:
    text = f"{between}\nไม่มีความร่วมมือ"
    assert "ไม่มีความร่วมมือ" in own_words(text)
    assert own_words(text, "Re: แบบสำรวจ") == ""


@pytest.mark.parametrize("between", BETWEEN)
def test_of_what_is_sent_on_the_newest_counts(between: str) -> None:
    text = f"ส่งต่อครับ\n{between}\nฉบับใหม่\n{between}\nฉบับเก่า"
    own = own_words(text, "FW: แบบสำรวจ")
    assert "ส่งต่อครับ" in own
    assert "ฉบับใหม่" in own
    assert "ฉบับเก่า" not in own


@pytest.mark.parametrize("text", ORDINARY)
def test_what_people_write_in_letters_is_no_head(text: str) -> None:
    assert own_words(text, "Re: x") == text
    assert not sends_on(text.splitlines())


def test_words_below_marked_lines_are_the_senders() -> None:
    text = "On Mon, 10 Dec 2018, nan@x.example wrote:\n> ขอแก้ E6\n\nE6: 5 พ.ย. 2561"
    assert own_words(text, "Re: x").endswith("E6: 5 พ.ย. 2561")
    assert "ขอแก้" not in own_words(text, "Re: x")


def test_a_text_of_megabytes_takes_no_time() -> None:
    for line in ("on " + "x" * 390, "from: a", "-" * 300, "เมื่อ" * 80, "a" * 500, "วัน 1 wrote"):
        lines = [line] * 5_000
        began = time.process_time()
        assert quote_begins(lines) <= len(lines)
        assert time.process_time() - began < 1
