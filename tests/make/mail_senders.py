"""Who sent it, who is answered, and what is asked for without a form."""

from collections.abc import Iterator
from dataclasses import replace

from make.mail_case import (
    LINK,
    OFFICER,
    MailCase,
    accepted,
    asked,
    form,
    form_file,
    ignored,
    mixed,
    sent,
    with_form,
    words,
)
from make.mails import make_multipart, make_text

STRANGER = "somying@gmail.com"
PASSED = "mx.dla.example; dmarc=pass header.from=dla-province.example"
FAILED = "mx.dla.example; dmarc=fail (p=reject) header.from=dla-province.example"


def reply_to() -> Iterator[MailCase]:
    """An answer goes where it can hurt nobody."""
    boss = "boss@dla-province.example"
    yield accepted("Reply-To of the same domain is followed", with_form(reply_to=boss), to=boss)
    yield accepted("Reply-To of a stranger is not", with_form(reply_to="victim@other.example"))
    yield accepted("Reply-To of another at Gmail is not",
                   with_form(**{"from": STRANGER, "reply-to": "victim@gmail.com"}), to=STRANGER)  # fmt: skip
    yield accepted("Reply-To of many", with_form(reply_to="a@other.example, b@other.example"))
    yield accepted("Reply-To that is none", with_form(reply_to="nobody"))
    yield accepted("Sender never stands in for From", with_form(sender="secretary@other.example"))
    nobody = {"answer": None, "why_not": "no valid sender address"}
    yield accepted(
        "From with two angle addresses",
        with_form(**{"from": f"<{OFFICER}> <victim@other.example>"}),
        **nobody,
    )
    yield accepted("From of two domains", with_form(**{"from": f"{OFFICER}, victim@other.example"}), **nobody)
    yield accepted("From without an address", with_form(**{"from": "สถจ.น่าน".encode()}), **nobody)
    yield accepted(
        "no From at all", with_form().replace(b"from: " + OFFICER.encode() + b"\r\n", b""), **nobody
    )
    yield accepted(
        "two From headers of two domains", b"From: victim@other.example\r\n" + with_form(), **nobody
    )
    yield accepted(
        "an address in the name is only a name", with_form(**{"from": f'"victim@other.example" <{OFFICER}>'})
    )
    yield accepted(
        "two officers of one office", with_form(**{"from": f"{OFFICER}, second@dla-province.example"})
    )
    yield accepted("an address in capitals", with_form(**{"from": OFFICER.upper()}))
    yield accepted(
        "a line break smuggled into From",
        with_form(**{"from": f"=?utf-8?q?x=0D=0ABcc:_v@o.example?= <{OFFICER}>"}),
    )


def authentic() -> Iterator[MailCase]:
    """Only our own server's word counts, and only its topmost one."""
    doubted = {
        "status": "held",
        "reason": "authentication_failed",
        "answer": None,
        "why_not": "authentication_failed",
    }
    yield accepted("dmarc=pass", with_form(authentication_results=PASSED))
    yield accepted("dmarc=fail", with_form(authentication_results=FAILED), **doubted)
    yield MailCase("words with dmarc=fail", words(authentication_results=FAILED), "held", "authentication_failed",
                   why_not="authentication_failed")  # fmt: skip
    yield accepted(
        "dmarc=fail of a policy of none",
        with_form(authentication_results=FAILED.replace("p=reject", "p=none")),
    )
    yield accepted("dmarc=fail of a server that is not ours",
                   with_form(authentication_results=FAILED.replace("mx.dla", "mx.other")))  # fmt: skip
    forged = f"Authentication-Results: {FAILED}\r\n".encode() + with_form(authentication_results=PASSED)
    yield accepted("a pass below our server's fail is forged", forged, **doubted)
    honest = f"Authentication-Results: {PASSED}\r\n".encode() + with_form(authentication_results=FAILED)
    yield accepted("a fail below our server's pass is another's", honest)
    yield accepted("dmarc=fail in quotes is the sender's word",
                   with_form(authentication_results='mx.dla.example; dkim=pass reason="dmarc=fail"'))  # fmt: skip
    yield accepted(
        "spf=fail alone is evidence", with_form(authentication_results="mx.dla.example; spf=fail; dmarc=pass")
    )
    yield accepted("no server's word", with_form())


def records() -> Iterator[MailCase]:
    """Addresses of record, strangers, forwarders."""
    yield accepted("a private address sends a first form", with_form(**{"from": STRANGER}), to=STRANGER)
    yield MailCase("a stranger's form against an accepted one",
                   sent(mixed(form_file(data=form("น่าน", 3))), **{"from": STRANGER, "message-id": "<s@g.example>"}),
                   "held", "version_unclear", "receipt", to=STRANGER, rows=3, codes=("version_unclear",),
                   before=(with_form(),))  # fmt: skip
    yield MailCase("an office's form for another province", sent(mixed(form_file(data=form("ตรัง")))), "held",
                   "province_conflict", "receipt", rows=2, codes=("province_conflict",))  # fmt: skip
    yield accepted(
        "the registry office hands in", with_form(**{"from": "saraban@dla.example"}), to="saraban@dla.example"
    )
    yield ignored("a stranger's advertisement", words("lucky winner", **{"from": "a@shop.example", "subject": "prize"}),
                  "no_submission")  # fmt: skip
    noise = make_multipart(make_text("invoice"), form_file("invoice.xlsx", _other_book()))
    yield ignored("a stranger's workbook of something else", sent(noise, **{"from": "a@shop.example", "subject": "invoice"}),
                  "no_submission")  # fmt: skip
    yield MailCase("an office's workbook of something else", sent(noise), "unreadable", "no_readable_form", "unreadable",
                   codes=("form_not_found",))  # fmt: skip


def _other_book() -> bytes:
    from io import BytesIO

    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    book.active.append(["invoice", "amount"])  # type: ignore[union-attr]
    book.active.append(["paper", 12])  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


QUOTED_LINK = '<a href="https://1drv.ms/x/s!abc">form.xlsx</a>'
QUOTING_PAGES = {
    "Gmail": '<p>ขอสอบถามเรื่องแบบสำรวจ</p><div class="gmail_quote"><div>On Sat, 1 Dec 2018 at 10:00 a &lt;a@b.example&gt; wrote:<br></div>'
    f'<blockquote class="gmail_quote"><div>ดาวน์โหลด {QUOTED_LINK}</div></blockquote></div>',
    "Outlook": "<p>ขอสอบถามเรื่องแบบสำรวจ</p><div><p><b>From:</b> a<br><b>Sent:</b> Saturday, December 1, 2018 10:00<br><b>To:</b> b"
    f"<br><b>Subject:</b> form</p></div><p>ดาวน์โหลด {QUOTED_LINK}</p>",
    "Apple": '<div>ขอสอบถามเรื่องแบบสำรวจ</div><br><blockquote type="cite"><div>On Dec 1, 2018, a wrote:</div>'
    f"<div>ดาวน์โหลด {QUOTED_LINK}</div></blockquote>",
}


def without_form() -> Iterator[MailCase]:
    """Questions, forgotten attachments, links into clouds."""
    yield asked("a question", words("ขอสอบถามว่าต้องแนบคำสั่งหรือไม่"))
    yield asked("the attachment was forgotten", words())
    yield asked("nothing but a signature", words("สมหญิง\nโทร 0 5400 0000"))
    yield asked("an empty mail of an office", words(""))
    for link in ("https://drive.google.com/file/d/abc", "https://1drv.ms/x/s!abc", "https://we.tl/t-abc",
                 "https://nan-my.sharepoint.com/:x:/g/abc", "https://www.dropbox.com/s/abc/form.xlsx"):  # fmt: skip
        yield asked(f"a stranger's link: {link[8:24]}", words(f"ดาวน์โหลดที่ {link}", **{"from": STRANGER, "subject": "file"}),
                    to=STRANGER, reason=LINK)  # fmt: skip
    yield asked("an office's link", words("ส่งแบบสำรวจตามลิงก์ https://box.one.th/app/share/abc"), reason=LINK)
    yield accepted("a link to agreements beside the form",
                   sent(mixed(make_text("สำเนา MOU: https://drive.google.com/drive/folders/abc"), form_file())))  # fmt: skip
    quoted = "ขอสอบถามเรื่องแบบสำรวจ\n\nOn 1 Dec 2018 a wrote:\n> https://1drv.ms/x/s!abc\n"
    yield asked("a link in what is quoted", words(quoted))
    for how, page in QUOTING_PAGES.items():
        yield asked(f"a link in what a page quotes: {how}", sent(make_text(page, subtype="html")))
    own = '<p>ไฟล์อยู่<a href="https://1drv.ms/x/s!own">ที่นี่</a>ครับ</p>' + QUOTING_PAGES["Gmail"]
    yield asked("a link above what a page quotes", sent(make_text(own, subtype="html")), reason=LINK)
    yield asked(
        "a stranger asks about the survey", words("ขอถามเรื่องแบบสำรวจ", **{"from": STRANGER}), to=STRANGER
    )
    yield accepted("nothing to report, in words", words("จังหวัดน่านไม่มีการจัดทำความร่วมมือ"), rows=0)
    yield accepted(
        "nothing to report, without the province's name, by an office", words("ไม่มีการจัดทำความร่วมมือ"), rows=0
    )


def all_of_them() -> Iterator[MailCase]:
    for some in (reply_to, authentic, records, without_form):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())
