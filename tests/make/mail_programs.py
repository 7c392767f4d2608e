"""Reports of delivery, links and senders in the ways of many programs."""

from collections.abc import Iterator
from dataclasses import replace
from email.header import Header

from make.mail_case import (
    LINK,
    OFFICER,
    Answered,
    MailCase,
    accepted,
    asked,
    ignored,
    sent,
    with_form,
    words,
)
from make.mails import make_mail, make_multipart, make_part, make_text
from make.mails_of_robots import wrong_form_mail


def enc(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=900).encode()


STRANGER = "somying.d@gmail.example"
FIRST = (with_form(),)
COPY = "Message-ID: {id}\nSubject: x\n\nbody\n"
WORDED: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("qmail", "MAILER-DAEMON@mx.nan.example", "failure notice",
     "Hi. This is the qmail-send program at mx.nan.example.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
     "<{to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
     "Return-Path: <survey@dla.example>\n" + COPY, {"return_path": "<>"}),
    ("exim", "Mail Delivery System <Mailer-Daemon@mx.nan.example>", "Mail delivery failed: returning message to sender",
     "This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  {to}\n"
     "    550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\n" + COPY,
     {"auto_submitted": "auto-replied"}),
    ("Domino", "postmaster@nan.example", "DELIVERY FAILURE: User nan (nan@x.example) not listed in Domino Directory",
     "Your message\n\n  Subject: x\n\nwas not delivered to:\n\n  {to}\n\nbecause:\n\n  User nan not listed\n\n" + COPY, {}),
    ("Yahoo", "mailer-daemon@yahoo.com", "Failure Notice",
     "Sorry, we were unable to deliver your message to the following address.\n\n<{to}>:\n554: delivery error: dd\n\n"
     "--- Below this line is a copy of the message.\n\n" + COPY, {"return_path": "<>"}),
    ("a name without an address", "Mail Delivery Subsystem", "Returned mail: see transcript for details",
     "550 5.1.1 user unknown\n\n" + COPY, {}),
    ("the null address in From", "<>", "Undelivered Mail Returned to Sender", "<{to}>: 550 5.1.1 unknown\n\n" + COPY, {}),
    ("from the officer's own address, by the null path", OFFICER, "Undelivered Mail Returned to Sender",
     "<{to}>: 550 5.1.1 user unknown\n\n" + COPY, {"return_path": "<>"}),
)  # fmt: skip
SUBJECTS = (
    "ไม่สามารถจัดส่งได้: แบบสำรวจ", "ส่งไม่ได้: แบบสำรวจ", "การแจ้งสถานะการส่ง (ล้มเหลว)", "จดหมายตีกลับ: แบบสำรวจ",
    "ไม่สามารถส่งมอบ: แบบสำรวจ", "การส่งอีเมลล้มเหลว", "Mail System Error - Returned Mail", "Message undeliverable: survey",
    "Delivery failure (nan@dla-province.example)", "Delivery Notification: Delivery has failed", "Nondeliverable mail",
    "Undelivered: survey", "Mail could not be delivered", "*** Your message was not delivered ***",
)  # fmt: skip
DELAYS = (
    ("Warning: message 1gWxyz-0001 delayed 24 hours",
     "A message that you sent has not yet been delivered.\n\n" + COPY + "Delivery attempts will continue for some time.\n"),
    ("Delayed Mail (still being retried)", COPY + "will be retried"),
)  # fmt: skip


def plain(sender: str, subject: str, text: str, **h: str) -> bytes:
    return make_mail(
        make_text(text), **{"from": sender, "subject": enc(subject), "message-id": "<ndr@mx.example>", **h}
    )


def bounces() -> Iterator[MailCase]:
    """In the words of each program; what they return is ours."""
    for name, sender, subject, text, headers in WORDED:
        yield ignored(name, lambda a, t=text, s=sender, u=subject, h=headers: plain(  # type: ignore[misc]
            s, u, t.format(id=a.message_id, to=OFFICER), **h), "bounce", before=FIRST, bounced=True)  # fmt: skip
    for subject in SUBJECTS:
        yield ignored(subject, lambda a, s=subject: plain(  # type: ignore[misc]
            "postmaster@nan.example", s, f"550 5.1.1 user unknown\n\nMessage-ID: {a.message_id}\n"), "bounce",
            before=FIRST, bounced=True)  # fmt: skip
    for subject, text in DELAYS:
        yield ignored(subject, lambda a, s=subject, t=text: plain(  # type: ignore[misc]
            "mailer-daemon@nan.example", s, t.format(id=a.message_id, to=OFFICER)), "bounce", before=FIRST)  # fmt: skip
    yield ignored("Exchange in Thai", _exchange, "bounce", before=FIRST, bounced=True)
    yield ignored("Gmail, with our whole mail", _gmail, "bounce", before=(wrong_form_mail(),), bounced=True)
    told = "ส่งแบบสำรวจไม่ได้ครับ ขึ้นตามนี้\n\n550 5.1.1 user unknown"
    yield asked(
        "a person sends a report on", words(told, subject=enc("Fwd: Undelivered Mail Returned to Sender"))
    )


def _exchange(answered: Answered) -> bytes:
    said = (
        f"Reporting-MTA: dns;ex01.nan.example\r\n\r\nFinal-recipient: RFC822;{OFFICER}\r\nAction: failed\r\n"
        "Status: 5.2.2\r\nDiagnostic-code: smtp;554-5.2.2 mailbox full\r\n"
    )
    told = make_multipart(
        make_text("การส่งถึงผู้รับหรือกลุ่มเหล่านี้ล้มเหลว: กล่องจดหมายเต็ม"), make_text("<p>การส่งล้มเหลว</p>", subtype="html"),
        subtype="alternative", boundary="alt",
    )  # fmt: skip
    back = f"Message-ID: {answered.message_id}\r\nSubject: x\r\n\r\nx".encode()
    return _report(
        told,
        said,
        back,
        "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@nan.example",
        "ไม่สามารถส่งได้: [ได้รับแล้ว]",
    )


def _gmail(answered: Answered) -> bytes:
    said = f"Reporting-MTA: dns; googlemail.com\r\n\r\nFinal-Recipient: rfc822; {OFFICER}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    icon = make_part("image/png", b"\x89PNG\r\n\x1a\n" + bytes(30), headers=[b"Content-ID: <icon.png>"])
    told = make_multipart(make_text("ไม่พบที่อยู่ / Address not found"), icon, subtype="related", boundary="rel")
    sender = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
    return _report(told, said, answered.mails[-1], sender, "Delivery Status Notification (Failure)")


def _report(told: bytes, said: str, back: bytes, sender: str, subject: str) -> bytes:
    status = make_part("message/delivery-status", said.encode(), encoding="7bit")
    content = make_multipart(
        told, status, make_part("message/rfc822", back, encoding="8bit"), subtype="report; report-type=delivery-status",
        boundary="report",
    )  # fmt: skip
    return make_mail(content, **{"from": sender, "subject": enc(subject), "message-id": "<r@mx.example>"})


LINKS = (
    "https://drive.google.com/file/d/1abc/view?usp=drive_web", "https://1drv.ms/x/s!abc", "https://mega.nz/file/abc",
    "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwe.tl%2Ft-abc&data=02",
    "https://www.google.com/url?q=https%3A%2F%2Fdrive.google.com%2Fopen", "https://sendanywhe.re/ABC123",
    "https://send-anywhere.com/web/downloads/AB", "https://www.transfernow.net/dl/abc", "https://fromsmash.com/abc",
    "https://cloud.nan.go.th/index.php/s/AbCdEf", "https://mail.nan.go.th/home/nan/Briefcase/form.xlsx",
    "https://terabox.com/s/1abc", "https://www.icloud.com/iclouddrive/0abc", "https://wetransfer.com/downloads/abc",
    "https://photos.app.goo.gl/abc",
)  # fmt: skip


def links() -> Iterator[MailCase]:
    """A link behind a word of the page, which no text shows."""
    for link in LINKS:
        shown = make_text(f'<p>ดาวน์โหลด <a style="x" href="{link}">คลิกที่นี่</a></p>', subtype="html")
        yield asked(link, sent(shown, **{"from": STRANGER, "subject": "file"}), to=STRANGER, reason=LINK)
    chip = make_text('<a href="https://drive.google.com/file/d/1/view">form.xlsx</a>', subtype="html")
    both = make_multipart(make_text("form.xlsx"), chip, subtype="alternative")
    yield asked(
        "beside a text that lost it",
        sent(both, **{"from": STRANGER, "subject": "file"}),
        to=STRANGER,
        reason=LINK,
    )
    shop = make_text('<a href="https://shop.example/d">คลิก</a> https://line.me/ti/p/~abc', subtype="html")
    yield ignored(
        "a shop's", make_mail(shop, **{"from": "x@shop.example", "subject": "sale"}), "no_submission"
    )


FROM = {
    "alone": OFFICER,
    "mailto": f"mailto:{OFFICER}",
    "mailto in brackets": f"สถจ.น่าน [mailto:{OFFICER}]",
    "a comment behind": f"{OFFICER} (=?utf-8?B?4Liq4LiW4LiI?=)",
    "a comma in quotes": f'"Jaidee, Somchai" <{OFFICER}>',
    "a comma without quotes": f"Jaidee, Somchai <{OFFICER}>",
    "an at sign in the name": f"nan@office <{OFFICER}>",
    "a quote that never ends": f'"สถจ.น่าน <{OFFICER}>',
    "a semicolon behind": f"สถจ.น่าน <{OFFICER}>;",
    "an angle that never ends": f"สถจ.น่าน <{OFFICER}",
    "two folded words": f"=?UTF-8?B?4Liq4LiW4LiI?=\r\n =?UTF-8?B?LuC4meC5iOC4suC4mQ==?=\r\n <{OFFICER}>",
    "a charset that nobody knows": f"=?x-unknown?B?4Liq4LiW4LiI?= <{OFFICER}>",
    "spaces in the angles": f'"" <  {OFFICER}  >',
    "parentheses in quotes": f'"สมชาย (ปลัด)" <{OFFICER}>',
    "a parenthesis that never ends": f"สมชาย (ปลัด <{OFFICER}>",
    "a colon in the name": f"งาน: สารบรรณ <{OFFICER}>",
    "a semicolon in the name": f"สถจ;น่าน <{OFFICER}>",
}


def senders() -> Iterator[MailCase]:
    """From as programs and people break it: who is certain is answered."""
    for name, value in FROM.items():
        yield accepted(name, with_form(**{"from": value.encode()}))
    whole = enc(f"สถจ.น่าน <{OFFICER}>")
    yield accepted(
        "all in encoded words, as in the envelope",
        with_form(**{"from": whole, "return-path": f"<{OFFICER}>"}),
    )
    nobody = {"answer": None, "why_not": "no valid sender address"}
    yield accepted("all in encoded words, no envelope", with_form(**{"from": whole}), **nobody)
    yield accepted("all in encoded words, another envelope", with_form(**{"from": whole, "return-path": "<x@o.example>"}),
                   **nobody)  # fmt: skip
    two = {"from": f"สถจ <{OFFICER} x@other.example".encode()}
    yield accepted("two addresses in an angle that never ends", with_form(**two), **nobody)


def all_of_them() -> Iterator[MailCase]:
    for some in (bounces, links, senders):
        yield from (replace(case, name=f"programs, {some.__name__}: {case.name}") for case in some())
