import pytest

from ingest.mime.headers import read_head
from ingest.screening import Screening, cloud_link, mentions_survey, reference_in, screen

OWN = {"survey@dla.example"}


def screened(
    headers: str = "", *, attachment: bool = False, sender: str = "officer@nan.example"
) -> Screening:
    raw = f"From: {sender}\n{headers}\n\n" if sender else f"{headers}\n\n"
    return screen(
        read_head(raw.encode()),
        own_addresses=OWN,
        instance="survey@dla.example",
        has_attachment=attachment,
        known_addresses={"boss@gmail.com"},
    )


def test_a_persons_mail_is_answered_to_its_sender() -> None:
    found = screened("Subject: ส่งแบบสำรวจ\nReturn-Path: <officer@nan.example>\nAuto-Submitted: no")
    assert found == Screening(may_answer=True, reply_to="officer@nan.example")


MACHINES = [
    "Return-Path: <>",
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: no\nAuto-Submitted: Auto-Generated; x=y",
    "Precedence: JUNK",
    "Precedence: auto_reply",
    "Precedence: bulk",
    "Precedence: list",
    "List-Id: <x.nan.example>",
    "List-Unsubscribe: <mailto:x@nan.example>",
    "List-Post: <mailto:x@nan.example>",
    "X-Autoreply: yes",
    "X-Autorespond: yes",
    "X-Loop: yes",
    "X-FC-Machinegenerated: true",
    "X-Apple-Action: x",
    "X-Auto-Response-Suppress: OOF, AutoReply",
    "X-Auto-Response-Suppress: All",
    "X-Samruat-Instance: another@dla.example",
    "Content-Type: multipart/report; report-type=delivery-status",
    "Content-Type: multipart/report; report-type=disposition-notification",
    "Subject: Automatic reply: แบบสำรวจ",
    "Subject: ตอบกลับอัตโนมัติ: แบบสำรวจ",
    "Subject: Out of Office",
]


@pytest.mark.parametrize("headers", MACHINES)
def test_no_machine_is_answered(headers: str) -> None:
    found = screened(headers)
    assert not found.may_answer
    assert found.why_not


@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@x.example", "postmaster@x.example", "no-reply@x.example", "noreply+1@x.example",
     "do_not_reply@x.example", "bounce-12@x.example", "survey@dla.example", "Survey@DLA.example", "", "nobody"],
)  # fmt: skip
def test_machines_ourselves_and_nobody_have_no_answer(sender: str) -> None:
    assert not screened(sender=sender).may_answer


@pytest.mark.parametrize("sender", ["noreen@x.example", "bouncer.somchai@x.example", "saraban@x.example"])
def test_names_that_begin_like_a_machines_are_people(sender: str) -> None:
    assert screened(sender=sender).may_answer


def test_a_null_path_with_a_file_is_a_machines_mail_and_no_bounce() -> None:
    assert screened("Return-Path: <>").bounce
    found = screened("Return-Path: <>", attachment=True)
    assert (found.bounce, found.automatic, found.may_answer) == (False, True, False)
    assert screened("Content-Type: multipart/report", attachment=True).bounce


def test_an_absence_note_counts_only_without_a_file() -> None:
    assert screened("Subject: ไม่อยู่ที่สำนักงาน").automatic
    assert screened("Subject: ไม่อยู่ที่สำนักงาน", attachment=True).may_answer


def test_our_own_mail_is_known_by_its_instance() -> None:
    assert screened("X-Samruat-Instance: survey@dla.example").own
    assert screen(read_head(b"From: a@b.example\n\n"), ours=True).own


REPLY_TO = [
    ("boss@nan.example", "officer@nan.example", "boss@nan.example"),
    ("Boss <BOSS@NAN.EXAMPLE>", "officer@nan.example", "boss@nan.example"),
    ("victim@other.example", "officer@nan.example", "officer@nan.example"),
    ("boss@gmail.com", "officer@nan.example", "boss@gmail.com"),
    ("victim@gmail.com", "officer@gmail.com", "officer@gmail.com"),
    ("victim@nan.example.evil.example", "officer@nan.example", "officer@nan.example"),
    ("rubbish", "officer@nan.example", "officer@nan.example"),
]


@pytest.mark.parametrize(("asked", "sender", "answered"), REPLY_TO)
def test_reply_to_is_followed_only_inside_the_organisation_or_to_the_known(
    asked: str, sender: str, answered: str
) -> None:
    assert screened(f"Reply-To: {asked}", sender=sender).reply_to == answered


def test_a_reply_to_our_own_address_is_not_followed_by_an_answer() -> None:
    assert not screened("Reply-To: survey@dla.example", sender="a@dla.example").may_answer


REFERENCES = [
    ("ตอบ [อ้างอิง SM-2561-0001] ขอบคุณ", "SM-2561-0001"),
    ("อ้างอิงSM-2561-0001ครับ", "SM-2561-0001"),
    ("sm-๒๕๖๑-๐๐๐๑", "SM-2561-0001"),
    ("SM – 2561 – 0001", "SM-2561-0001"),
    ("SM\u20112561\u20110001", "SM-2561-0001"),
    ("SM-2561-\n0001", "SM-2561-0001"),
    ("SM\u00a02561\u00a00001", "SM-2561-0001"),
    ("SM-\u200b2561-0001", "SM-2561-0001"),
    ("SM-2561-7", "SM-2561-0007"),
    ("SM-2561-12345", "SM-2561-12345"),
    ("SM-2561-0001.xlsx", "SM-2561-0001"),
    ("SM-25610-0001", None),
    ("SM-2561-00010002", None),
    ("SM-1561-0001", None),
    ("ISM-2561-0001", None),
    ("0SM-2561-0001", None),
    ("SM 2561 7", None),
    ("SM-2561", None),
]


@pytest.mark.parametrize(("text", "reference"), REFERENCES)
def test_a_reference_is_found_however_it_was_typed(text: str, reference: str | None) -> None:
    assert reference_in(text) == reference


def test_the_surveys_words_are_known_in_any_encoding_of_them() -> None:
    for text in ("แบบสํารวจ", "MOUของอบต.", "ความร่วมมือ", "sm-2561-0001", "เเบบสำรวจ"):
        assert mentions_survey(text)
    for text in ("ใบเสนอราคา", "mountain", "famous"):
        assert not mentions_survey(text)


def test_a_link_to_a_file_is_told_from_a_signatures_address() -> None:
    for text in (
        "https://drive.google.com/x",
        "https://1drv.ms/x",
        "HTTPS://WE.TL/t",
        "x.sharepoint.com/:x:/r",
    ):
        assert cloud_link(text)
    assert not cloud_link("LINE: https://line.me/ti/p/~somchai")
