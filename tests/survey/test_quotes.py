"""Where a mail ends and what it quotes or sends on begins."""

import time

import pytest

from survey.quotes import is_reply, is_sent_on, own_words, quote_begins, sends_on

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


SALUTATION = "เรียน เจ้าหน้าที่ผู้รับผิดชอบแบบสำรวจ"
TITLE = "แบบสำรวจความร่วมมือ จังหวัดน่าน"
SIGNED = "กรมส่งเสริมการปกครองท้องถิ่น"
REFERENCE = "รหัสอ้างอิง SM-2561-0007"
LETTER = f"{SALUTATION}\nกรุณาแก้ E9\n{REFERENCE}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"แก้แล้ว\n{LETTER}\nต่อ", "แก้แล้ว\nต่อ"),
        (f"แก้แล้ว\n> *{SALUTATION}\nกรุณาแก้\n> {REFERENCE}\nต่อ", "แก้แล้ว\nต่อ"),
        (f"แก้แล้ว\n{SALUTATION}\n{REFERENCE}\nต่อ", "แก้แล้ว\nต่อ"),
        (f"ก\n{LETTER}\n\n\n{SIGNED} \nต่อ", "ก\nต่อ"),
        (f"ก\n{LETTER}\n\n\n\n{SIGNED}", f"ก\n\n\n\n{SIGNED}"),
        (f"ก\n{SALUTATION}\nกรุณาแก้ E9\n{SIGNED}\n{REFERENCE}\nต่อ", "ก\nต่อ"),
        (f"ก\n{LETTER}\nข\n{LETTER}\nค", "ก\nข\nค"),
        (f"ก\n{LETTER}\nข\n{SALUTATION}\nไม่จบ", f"ก\nข\n{SALUTATION}\nไม่จบ"),
        (f"ก\n{SALUTATION}\nไม่จบ", f"ก\n{SALUTATION}\nไม่จบ"),
        (f"{TITLE}\n{LETTER}\nต่อ", "ต่อ"),
        (f"ก\n{TITLE}\n\n{LETTER}\nต่อ", "ก\nต่อ"),
        (f"ก\n> *{TITLE}\t\n{LETTER}", "ก"),
        (f"ก\nรอแก้ไข SM-2561-0007\n\n{TITLE}\n{LETTER}", "ก"),
        (f"ก\nรอแก้ไข SM-2561-0007\n{LETTER}", "ก\nรอแก้ไข SM-2561-0007"),
        (f"ก\n{TITLE}\nข\n{LETTER}", f"ก\n{TITLE}\nข"),
        (f"ก\n{TITLE}\n\n\n\n\n\n{LETTER}", "ก"),
        (f"ก\nแบบสำรวจความร่วมมือที่แก้แล้ว\n{LETTER}", "ก\nแบบสำรวจความร่วมมือที่แก้แล้ว"),
    ],
)
def test_our_own_letters_are_nobodys_words(text: str, kept: str) -> None:
    assert own_words(text) == kept


@pytest.mark.parametrize(
    ("subject", "reply", "sent_on"),
    [
        ("Re: x", True, False),
        (" [ext] ตอบกลับ : x", True, False),
        ("RE[2]: x", True, False),
        ("AW: x", True, False),
        ("FW: Re: x", False, True),
        ("[ext] Fwd: x", False, True),
        ("ส่งต่อ: x", False, True),
        ("x Re: y FW: z", False, False),
        ("Report", False, False),
    ],
)
def test_a_subject_tells_an_answer_from_what_is_sent_on(subject: str, reply: bool, sent_on: bool) -> None:
    assert (is_reply(subject), is_sent_on(subject)) == (reply, sent_on)


@pytest.mark.parametrize(
    ("text", "subject", "on"),
    [
        (f"ขอส่งต่อ\n{HEAD}\nx", "", False),
        (f"ขอส่งต่อ\n{HEAD}\nx", "Fwd: x", True),
        (f"{HEAD}\nx", "", True),
        (f"{HEAD}\nx", "Re: x", False),
        (f"> ก\n\n{HEAD}\nx", "", True),
        ("ก\n---------- Forwarded message ---------\nx", "", True),
        ("ก\n---------- Forwarded message ---------\nx", "Re: x", True),
        ("ก\nBegin forwarded message:\nx", "Re: x", True),
        ("ก\n-----Original Message-----\nx", "", False),
        ("ก\nข", "Fwd: x", False),
    ],
)
def test_an_earlier_mail_is_sent_on_by_subject_by_its_head_or_for_want_of_other_words(
    text: str, subject: str, on: bool
) -> None:
    assert sends_on(text.splitlines(), subject) is on


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("ก\nFrom: a@x.example\nข", 1),
        ("ก\nFrom: a\nข", 3),
        ("ก\nFrom: a\nSent: b\nข", 4),
        ("ก\nFrom: a\nSent: b\nTo: c\nข", 1),
        ("ก\nFrom: a\n\nSent: b\n\nTo: c\nข", 1),
        ("ก\nFrom: a\nTo: c;\nd,\ne@x.example\nSent: b\nข", 1),
        ("ก\nFrom: a\nTo: c\nข\nSent: b", 5),
        ("ก\nTo: a\nSubject: c\nSent: b\nข", 5),
        ("ก\nFrom: a\nSubject: c\nTo: b\nข", 5),
        ("ก\n" + "_" * 20 + "\nFrom: a\nDate: b\nTo: c\nข", 1),
        ("ก\n---\nDate: b\nข", 4),
        ("ก\n---\nSent: b\nFrom: a\nข", 1),
        ("ก\nOn Monday\na@x.example wrote:\nข", 1),
        ("ก\nOn Monday\nnobody\na@x.example wrote:\nข", 5),
        ("ก\nOn Monday a@x.example wrote:\n> ข", 3),
        ("ก\nOn Monday\na@x.example wrote:\n> ข", 4),
        ("ก\nOn Monday\na@x.example wrote:\n\nข\n> ค", 1),
    ],
)
def test_a_head_is_known_by_who_wrote_when_and_one_line_more(text: str, begins: int) -> None:
    assert quote_begins(text.splitlines(), "Re: x") == begins
