"""Mails that come again, mails that hold older ones, and answers to ours."""

from collections.abc import Iterator
from dataclasses import replace

from make.mail_case import (
    MailCase,
    accepted,
    asked,
    form,
    form_file,
    form_of,
    mixed,
    sent,
    with_form,
    words,
)
from make.mails import make_mail, make_multipart, make_part, make_text

from ingest.demo.forms import rows

RECEIVED = b"Received: from %s.example by mx.dla.example; Mon, 10 Dec 2018 0%d:00:00 +0700\r\n"


def changed(count: int = 2) -> bytes:
    """The right form with another objective in its first row."""
    body = rows("น่าน", count)
    return form_of([replace(body[0], objective="เพื่อการทดสอบ"), *body[1:]])


def inside(mail: bytes) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" + mail


def older(data: bytes, date: str = "Mon, 3 Dec 2018 09:00:00 +0700", **headers: str) -> bytes:
    return make_mail(
        mixed(form_file(data=data)), **{"from": "a@x.example", "subject": "old", "date": date, **headers}
    )


def holding(*parts: bytes) -> bytes:
    return sent(make_multipart(make_text("ส่งต่อครับ"), *parts, boundary="chain"))


def chains() -> Iterator[MailCase]:
    both = {"rows": 4, "codes": ("copies_differ",)}
    yield accepted(
        "the form and in a mail inside its older version",
        holding(form_file(data=changed()), inside(older(form()))),
        **both,
    )
    yield accepted(
        "the older version stands first", holding(inside(older(form())), form_file(data=changed())), **both
    )
    yield accepted("the same form in both", holding(form_file(), inside(older(form()))), rows=4)
    monday, friday = older(form()), older(changed(), "Fri, 7 Dec 2018 09:00:00 +0700", subject="new")
    yield accepted(
        "two mails beside each other, the newer by its date", holding(inside(friday), inside(monday)), **both
    )
    deep = make_mail(
        make_multipart(make_text("fw"), form_file(data=changed()), inside(monday), boundary="deep"),
        **{"from": "b@x.example", "subject": "fw", "date": "Tue, 4 Dec 2018 09:00:00 +0700"},
    )
    yield accepted(
        "three generations",
        holding(form_file(data=changed(3)), inside(deep)),
        rows=7,
        codes=("copies_differ",),
    )
    wrong = form_of([replace(rows("น่าน", 2)[0], signed_on="31 มิ.ย. 2561"), rows("น่าน", 2)[1]])
    yield accepted(
        "an error in the older version is nobody's any more",
        holding(form_file(), inside(older(wrong))),
        **both,
    )
    parts = [
        inside(older(form("น่าน", 2, 2 * i), subject=f"ส่วนที่ {i}", message_id=f"<{i}@a.example>"))
        for i in range(3)
    ]
    yield accepted("three districts' mails with files of one name are parts", holding(*parts), rows=6)


def again() -> Iterator[MailCase]:
    first = RECEIVED % (b"a", 1) + with_form()
    same = {"answer": "already_received", "before": (first,)}
    yield accepted("the same mail with other Received lines", RECEIVED % (b"b", 2) + with_form(),
                   before=(first,), answer=None, why_not="same_mail")  # fmt: skip
    yield accepted(
        "the same file under another Message-ID", with_form(**{"message-id": "<2@x.example>"}), **same
    )
    yield accepted("the same file without a Message-ID", with_form(**{"message-id": ""}), **same)
    other = sent(mixed(form_file(data=form("น่าน", 3))), **{"message-id": "<1@nan.example>"})
    yield accepted("another form under the same Message-ID is another mail", other, before=(first,), rows=3)
    yield accepted("two forms without any Message-ID", sent(mixed(form_file(data=form("น่าน", 3))), **{"message-id": ""}),
                   before=(with_form(**{"message-id": ""}),), rows=3)  # fmt: skip


def replies() -> Iterator[MailCase]:
    body = rows("น่าน", 2)
    wrong = form_of([replace(body[0], signed_on="31 มิ.ย. 2561"), body[1]])
    first = (sent(mixed(form_file(data=wrong)), **{"message-id": "<0@nan.example>"}),)
    mended = mixed(form_file())

    def answering(**headers: str) -> bytes:
        return sent(mended, **{"message-id": "<r@nan.example>", **headers})

    yield accepted(
        "the mended form, by In-Reply-To", lambda a: answering(in_reply_to=a.message_id), before=first
    )
    yield accepted("the mended form, by References alone",
                   lambda a: answering(references=f"<x@y.example> {a.message_id}"), before=first)  # fmt: skip
    yield accepted("the mended form, by the reference in the subject",
                   lambda a: answering(subject=f"Re: {a.reference}"), before=first)  # fmt: skip
    yield accepted("the mended form, by the reference in the text",
                   lambda a: sent(make_multipart(make_text(f"ตามที่แจ้ง {a.reference}"), form_file()),
                                  **{"message-id": "<r@nan.example>"}), before=first)  # fmt: skip
    quoted = make_multipart(make_text("แก้ไขแล้วครับ"), form_file())
    yield accepted("a private address mends it by our token in what it quotes",
                   lambda a: make_mail(quoted.replace("แก้ไขแล้วครับ".encode(), f"> {a.token}".encode()),
                                       **{"from": "somying@gmail.example", "message-id": "<r@g.example>"}),
                   before=first, to="somying@gmail.example")  # fmt: skip
    yield asked("thanks for our answer", lambda a: words("ขอบคุณครับ", in_reply_to=a.message_id, message_id="<t@x.example>"),
                before=(with_form(),))  # fmt: skip
    yield asked("our answer sent back in what is quoted, without a form",
                lambda a: words(f"ขอสอบถามครับ\n> {a.reference}\n> {a.token}", message_id="<q@x.example>"),
                before=(with_form(),))  # fmt: skip
    yield MailCase("a robot answers our answer", lambda a: words("ไม่อยู่", in_reply_to=a.message_id,
                   message_id="<v@x.example>", auto_submitted="auto-replied"), "ignored", "automatic", why_not="automatic",
                   before=(with_form(),))  # fmt: skip
    returned = make_part("message/rfc822", b"")
    yield accepted("an empty mail inside beside the form", sent(mixed(returned, form_file())))


def all_of_them() -> Iterator[MailCase]:
    for some in (chains, again, replies):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())
