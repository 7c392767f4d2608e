import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make.mails import make_mail, make_multipart, make_part, make_text

from ingest.mime.bounce import Bounce, read_bounce

OURS = "<0123abcd@dla.example>"
STATUS = b"""Reporting-MTA: dns; mx.x.example

Final-Recipient: rfc822; officer@nan.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <officer@nan.example>:
 user unknown
"""


def make_report(status: bytes = STATUS, returned: bytes | None = None) -> bytes:
    copy = returned or b"Content-Type: message/rfc822\r\n\r\nMessage-ID: " + OURS.encode() + b"\r\n\r\nbody"
    parts = (
        make_text("could not be delivered"),
        make_part("message/delivery-status", status, encoding="7bit"),
        copy,
    )
    return make_mail(
        make_multipart(*parts, subtype="report; report-type=delivery-status"), From="MAILER-DAEMON@x.example"
    )


def test_a_standard_report_names_mail_recipient_and_status() -> None:
    assert read_bounce(make_report()) == Bounce(
        OURS, ("officer@nan.example",), "5.1.1", True, "550 5.1.1 <officer@nan.example>: user unknown"
    )


def test_a_report_with_only_the_headers_returned_names_the_mail() -> None:
    headers = b"Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: " + OURS.encode() + b"\r\n"
    found = read_bounce(make_report(returned=headers))
    assert found is not None
    assert found.message_id == OURS


def test_a_delay_is_no_failure() -> None:
    found = read_bounce(make_report(STATUS.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1")))
    assert found is not None
    assert (found.failed, found.status) == (False, "4.4.1")


FREE_FORMS = [
    # Exim
    (
        "X-Failed-Recipients: officer@nan.example\nFrom: Mailer-Daemon@x.example\nSubject: Mail delivery failed\n\n"
        "A message that you sent could not be delivered\n\n  officer@nan.example\n    550 5.1.1 unknown user\n\n"
        f"------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: {OURS}\nTo: a@b.example\n",
        "5.1.1",
    ),
    # qmail
    (
        "Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: failure notice\n\nHi. This is the qmail-send program\n\n"
        "<officer@nan.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\n",
        "5.1.1",
    ),
    # a Thai webmail
    (
        f"From: postmaster@x.example\nSubject: =?utf-8?B?4Liq4LmI4LiH4LmE4Lih4LmI4Liq4Liz4LmA4Lij4LmH4LiI?=\n\n"
        f"officer@nan.example (mailbox full)\n\n> Message-ID: {OURS}\n",
        None,
    ),
]


@pytest.mark.parametrize(("raw", "status"), FREE_FORMS, ids=["exim", "qmail", "thai"])
def test_other_forms_name_mail_and_recipient_too(raw: str, status: str | None) -> None:
    found = read_bounce(raw.encode())
    assert found is not None
    assert (found.message_id, found.recipients, found.status, found.failed) == (
        OURS,
        ("officer@nan.example",),
        status,
        True,
    )


def test_a_persons_mail_is_no_bounce() -> None:
    assert read_bounce(make_mail(make_text("550 5.1.1"), subject="Undelivered Mail")) is None


def test_an_absence_note_with_a_null_path_tells_of_no_failure() -> None:
    raw = b"Return-Path: <>\r\n" + make_mail(make_text("\u0e25\u0e32\u0e1e\u0e31\u0e01"), in_reply_to=OURS)
    assert read_bounce(raw) is None


def test_a_hostile_report_costs_little() -> None:
    for unit in (
        b"-",
        b" ",
        b"<",
        b"a@",
        b"a" * 60 + b"@",
        b"5.1.",
        b"\n \n",
        b"message-id:<",
        b"> ",
        b"\n--b\n",
    ):
        raw = b"X-Failed-Recipients: a@b.example\nContent-Type: multipart/report; boundary=b\n\n"
        started = time.process_time()
        assert read_bounce(raw + b"--b\n\n" + unit * (1_000_000 // len(unit))) is not None
        assert time.process_time() - started < 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_bytes_make_a_report_fail(noise: bytes, at: int) -> None:
    raw = make_report()
    found = read_bounce(b"Return-Path: <>\n" + raw[:at] + noise + raw[at:])
    assert found is None or isinstance(found.recipients, tuple)
