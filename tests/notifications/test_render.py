"""What a mail says, and that nothing a sender wrote can change what it is."""

import html
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from make.letters import (
    WHO,
    make_alert,
    make_answer,
    make_digest,
    make_finding,
    make_row,
    make_submission,
)

from notifications.answer import (
    Alert,
    Answer,
    Attachment,
    Change,
    Coordinator,
    Digest,
    FileTold,
    Waiting,
)
from notifications.kinds import REPLIES
from notifications.render import render
from notifications.wording import place, runs, size
from storage.outbox import OutgoingMail
from survey.findings import Severity
from survey.model import Status

EVIL = "x\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>\u202e"
KINDS = [module.__name__.rpartition(".")[2] for module in REPLIES]


def _render(kind: str, told: Answer | Alert | Digest) -> tuple[OutgoingMail, EmailMessage, str, str]:
    mail = render(kind, told, key="answer:a", identity=WHO)
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    text, page = (parsed.get_body((kind,)) for kind in ("plain", "html"))
    assert isinstance(text, EmailMessage)
    assert isinstance(page, EmailMessage)
    return mail, parsed, text.get_content(), page.get_content()


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_a_sender_make_no_header_and_no_markup(kind: str) -> None:
    finding = make_finding(message=EVIL)
    told = make_submission(findings=(finding,), rows=(make_row(service=EVIL),), province=EVIL)
    answer = make_answer(
        told, subject_received=EVIL, words=EVIL, message_id=EVIL, references=(EVIL,),
        coordinator=Coordinator(EVIL, EVIL), files=(FileTold(EVIL, EVIL),),
    )  # fmt: skip
    _, parsed, text, page = _render(kind, answer)
    assert parsed["Bcc"] is None
    assert "<script>" not in page
    assert "\nBcc:" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_reply_says_that_it_is_automatic_and_to_what_it_answers(kind: str) -> None:
    told = make_submission(findings=(make_finding(),))
    mail, parsed, text, page = _render(kind, make_answer(told))
    assert parsed["Auto-Submitted"] == "auto-replied"
    assert parsed["In-Reply-To"] == "<abc@sathon.example>"
    assert parsed["References"] == "<first@sathon.example> <abc@sathon.example>"
    assert parsed["Reply-To"] is parsed["Cc"] is None
    assert "SM-2561-0007" in mail.subject
    assert "Tk7Qe2" in text
    assert "Tk7Qe2" in page
    assert mail.content.isascii()


def test_ids_longer_than_a_line_stay_as_they_are() -> None:
    long, other = f"<{'a' * 90}@mail.example>", f"<{'b' * 200}@mail.example>"
    mail, *_ = _render("receipt", make_answer(message_id=long, references=(other,)))
    assert re.search(rf"In-Reply-To:\s+{long}\r\n".encode(), mail.content)
    assert re.search(rf"References:\s+{other}\r\n {long}\r\n".encode(), mail.content)


def test_an_id_that_fits_in_no_line_is_left_out() -> None:
    mail, parsed, *_ = _render("receipt", make_answer(message_id=f"<{'a' * 5000}@mail.example>"))
    assert max(map(len, mail.content.split(b"\r\n"))) < 998
    assert parsed["In-Reply-To"] is None
    assert parsed["References"] == "<first@sathon.example>"


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_character_stops_no_mail(kind: str) -> None:
    told = make_submission(findings=(make_finding(message="a\udc80b"),), rows=(make_row(service="a\udc80b"),))
    _, _, text, page = _render(kind, make_answer(told, words="a\udc80b"))
    assert "\udc80" not in text + page


def test_equal_problems_are_one_line_with_all_their_cells() -> None:
    findings = tuple(make_finding(f"Sheet1!E{row}") for row in (7, 9, 12, 13, 14))
    _, _, text, page = _render("needs_correction", make_answer(make_submission(findings=findings)))
    assert "1. ช่อง E7, E9, E12 ถึง E14: วันที่ลงนาม" in text
    assert "ช่อง E7, E9, E12 ถึง E14" in page


def test_a_page_shows_the_header_of_each_wrong_cells_column_beside_its_address() -> None:
    finding = make_finding("Sheet1!E7")
    _, _, _, page = _render("needs_correction", make_answer(make_submission(findings=(finding,))))
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "ช่อง E7 วันที่ลงนามความร่วมมือ" in shown


def test_beyond_the_limit_every_place_is_still_named() -> None:
    findings = tuple(make_finding(f"Sheet1!E{n}", f"“{n}” อ่านไม่ได้") for n in range(7, 67))
    mail, _, text, _ = _render("needs_correction", make_answer(make_submission(findings=findings)))
    assert "พบ 60 จุด" in mail.subject
    assert "อีก 40 จุด: ช่อง E27 ถึง E66" in text
    assert len(text.splitlines()) < 60


def test_what_only_the_coordinator_sees_is_not_told() -> None:
    secret = [make_finding(message=s.value, severity=s) for s in (Severity.HOLD, Severity.SHADOW)]
    _, _, text, page = _render("acknowledgement", make_answer(make_submission(findings=tuple(secret))))
    assert "hold" not in text + page.partition("<body")[2]
    assert "shadow" not in text + page.partition("<body")[2]


def test_a_receipt_holds_no_finding() -> None:
    told = make_submission(Status.HELD, findings=(make_finding(),))
    _, _, text, page = _render("receipt", make_answer(told))
    assert "31 มิ.ย." not in text + page


def test_whoever_sent_no_file_is_asked_for_one_and_never_told_that_nothing_is_to_be_done() -> None:
    told = make_submission(Status.HELD)
    _, _, waits, _ = _render("receipt", make_answer(told))
    _, _, forgotten, page = _render("receipt", make_answer(told, no_file=True))
    assert "ยังไม่ต้องดำเนินการเพิ่มเติม" in waits
    for shown in (forgotten, page):
        assert "กรุณาแนบไฟล์มากับอีเมล" in shown
        assert "ยังไม่ต้องดำเนินการเพิ่มเติม" not in shown


@pytest.mark.parametrize("kind", ["receipt", "acknowledgement", "needs_correction", "unreadable"])
def test_whoever_sent_a_link_is_told_once_that_it_is_not_opened(kind: str) -> None:
    told = make_submission(findings=(make_finding(),))
    _, _, text, page = _render(kind, make_answer(told, link=True, no_file=kind == "receipt"))
    for shown in (text, page):
        assert shown.count("ระบบไม่เปิดลิงก์ในอีเมล") == 1
        assert "แบบสำรวจหรือเอกสาร กรุณาแนบไฟล์" not in shown


def test_a_version_that_changes_nothing_says_so_and_counts_no_noughts() -> None:
    told = make_submission(change=Change(0, 0, 0), replaces="SM-2561-0003")
    _, _, text, page = _render("acknowledgement", make_answer(told))
    for shown in (text, page):
        assert "ไม่มีรายการที่เปลี่ยนแปลง" in shown
        assert "เพิ่ม 0 รายการ" not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same_words(kind: str) -> None:
    told = make_submission(
        mous=2, change=Change(1, 2, 3), replaces="SM-2561-0003", counts_now="ใช้ฉบับนี้",
        findings=(make_finding(), make_finding("Sheet1!F8", "ขอทราบวัน", severity=Severity.WARNING, asked=True)),
    )  # fmt: skip
    _, _, text, page = _render(kind, make_answer(told, late=True, words="ขอชี้แจง"))
    shown = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<body")[2]))
    in_text, in_page = ({word.strip(":;,.") for word in re.split(r"\s+", t)} for t in (text, shown))
    assert {word for word in in_text if not re.fullmatch(r"\d*|-", word)} <= in_page


def test_copies_of_mous_alone_are_not_called_the_whole_survey() -> None:
    mail, *_ = _render("acknowledgement", make_answer(make_submission(rows=(), rows_ok=0, mous=2)))
    assert mail.subject.endswith("ได้รับสำเนาบันทึกข้อตกลง 2 ฉบับ")


@pytest.mark.parametrize("status", [Status.HELD, Status.FAILED])
def test_the_coordinator_is_told_how_to_go_on(status: Status) -> None:
    _, parsed, text, _ = _render("alert", make_alert(status))
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert ("samruat release SM-2561-0009" in text) is (status is Status.HELD)
    assert ("มิใช่ความผิดของผู้ส่ง" in text) is (status is Status.FAILED)


def test_a_digest_that_does_not_add_up_says_so_first() -> None:
    assert "จำนวนไม่ตรงกัน" not in _render("digest", make_digest())[2]
    mail, _, text, _ = _render("digest", make_digest(received=11))
    assert "จำนวนไม่ตรงกัน: ต่างกัน 2 ฉบับ" in text.splitlines()[2]
    assert "จำนวนไม่ตรงกัน" in mail.subject


def test_a_digest_is_written_also_when_nothing_came() -> None:
    empty = make_digest(received=0, statuses={}, in_work=0, sent=(), nil=(), to_correct=(), silent=())
    assert "อีเมลที่ได้รับ 0 ฉบับ" in _render("digest", empty)[2]


def test_places_name_pages_tables_and_sheets_where_needed() -> None:
    assert place(["p2!C5"]) == "หน้า 2 ช่อง C5"
    assert place(["T1!C5"]) == "ตารางที่ 1 ช่อง C5"
    assert place(["อำเภอปัว!C5"], several=True) == "แผ่นงาน “อำเภอปัว” ช่อง C5"


def test_a_digest_names_only_those_groups_of_provinces_that_matter() -> None:
    assert "อ่านไฟล์ไม่ได้" not in _render("digest", make_digest())[2]
    _, _, text, page = _render("digest", make_digest(unreadable=("น่าน",), held=("ตรัง", "ตราด")))
    for told in (text, page):
        assert "อ่านไฟล์ไม่ได้ (1 จังหวัด)" in told
        assert "รอท่านพิจารณา (2 จังหวัด)" in told


def test_numbers_of_rows_are_told_in_runs_and_sizes_as_people_say_them() -> None:
    assert runs([1, 2, 4, 5, 6, 9]) == "1, 2, 4 ถึง 6, 9"
    assert [size(n) for n in (1, 24_000, 1_400_000)] == ["1 กิโลไบต์", "23 กิโลไบต์", "1.3 เมกะไบต์"]


def test_a_workbook_that_goes_with_a_mail_is_named_in_text_and_html_alike() -> None:
    file = Attachment("SM-2561-0007-corrections.xlsm", b"PK")
    _, parsed, text, page = _render(
        "needs_correction", make_answer(make_submission(findings=(make_finding(),)), attachments=(file,))
    )
    assert file.name in text
    assert file.name in page
    [part] = parsed.iter_attachments()
    assert (part.get_filename(), part.get_content()) == (file.name, b"PK")
    assert part.get_content_type() == "application/vnd.ms-excel.sheet.macroenabled.12"


def test_what_waits_is_told_in_groups_with_how_to_answer() -> None:
    waiting = (
        Waiting("SM-2561-0001", "แพร่", "a@mail.example", "version_unclear"),
        Waiting("SM-2561-0002", None, "b@mail.example", "no_form_attached"),
        Waiting("SM-2561-0003", "น่าน", "c@mail.example", "OSError", Status.FAILED),
    )
    _, _, text, page = _render("digest", make_digest(waiting=waiting))
    for told in (text, html.unescape(page)):
        places = [told.index(words) for words in (
            "ต้องให้ท่านตัดสิน (1 เรื่อง)", "SM-2561-0002", "samruat release", "ระบบไม่แน่ใจ", "SM-2561-0001",
            "ระบบทำงานไม่สำเร็จ", "SM-2561-0003", "samruat reprocess --failed",
        )]  # fmt: skip
        assert places == sorted(places)


@pytest.mark.parametrize("kind", ["needs_correction", "unreadable"])
def test_a_mail_that_asks_for_a_correction_says_of_what_or_is_not_written(kind: str) -> None:
    hint = make_finding(severity=Severity.WARNING)
    held = make_finding(code="version_unclear", severity=Severity.HOLD)
    for findings in ((), (hint,), (held,)):
        with pytest.raises(ValueError, match="without a problem"):
            _render(kind, make_answer(make_submission(findings=findings)))


def test_a_thai_address_stands_in_the_header_as_it_is() -> None:
    mail = render("acknowledgement", make_answer(to="สมชาย@nan.example"), key="answer:1", identity=WHO)
    head = mail.content.partition(b"\r\n\r\n")[0].decode()
    assert "\r\nTo: สมชาย@nan.example\r\n" in head
    assert head.replace("สมชาย", "").isascii()


def test_an_acknowledgement_shows_all_that_was_read_of_a_row() -> None:
    row = make_row(objective="เพื่อลดขยะ", problems="ขาดบุคลากร")
    _, _, text, page = _render("acknowledgement", make_answer(make_submission(rows=(row,))))
    for words in ("เพื่อลดขยะ", "ขาดบุคลากร", row.service, *(lao.name for lao in row.partners)):
        assert words in text
        assert words in page


def test_a_word_of_a_row_stays_in_its_place_whatever_it_holds() -> None:
    row = make_row(objective="ลด\0ขยะ <b>50%</b> %s; {}", problems="สอง\n  บรรทัด; ")
    _, _, text, page = _render("acknowledgement", make_answer(make_submission(rows=(row,))))
    assert "; วัตถุประสงค์ ลด ขยะ <b>50%</b> %s; {}; ปัญหา สอง บรรทัด;\n" in text
    assert ">วัตถุประสงค์</td>" in page
    assert ">ลด ขยะ &lt;b&gt;50%&lt;/b&gt; %s; {}</td></tr>" in page
    assert ">ปัญหา</td>" in page
    assert ">สอง\n  บรรทัด; </td></tr>" in page
