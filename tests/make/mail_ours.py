"""Our own letters in people's mails, as programs leave them that mark no quotation: what we said is nobody's form."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import Header
from email.message import EmailMessage

from make.mail_case import OFFICER, Answered, MailCase, asked, form, form_file, mixed, sent, with_form, words
from make.mails import make_file, make_multipart, make_text
from make.mails_of_robots import wrong_form_mail

STRANGER = "somying@gmail.example"
BEFORE = {
    "errors": wrong_form_mail(),
    "rows": with_form(),
    "many rows": sent(mixed(form_file(data=form("น่าน", 8)))),
    "nothing to report": words("จังหวัดน่านไม่มีการจัดทำความร่วมมือ"),
}


def letters() -> Iterator[MailCase]:
    for name, before in BEFORE.items():
        for kind in ("html", "plain"):
            yield asked(
                f"{name}, {kind}, under thanks",
                _Quoting("ขอบคุณครับ\n\n", kind, "Re: x", OFFICER),
                before=(before,),
            )
            yield asked(
                f"{name}, {kind}, under nothing", _Quoting("", kind, "Re: x", OFFICER), before=(before,)
            )
            yield asked(
                f"{name}, {kind}, sent on", _Quoting("ขอสอบถาม\n", kind, "FW: x", OFFICER), before=(before,)
            )
            yield asked(f"{name}, {kind}, sent on by a stranger", _Quoting("", kind, "Fwd: x", STRANGER),
                        before=(before,), to=STRANGER)  # fmt: skip
        yield asked(f"{name}, as a mail within", _holding, before=(before,))
    yield MailCase("our marked workbook sent back as it is", _sent_back, "needs_correction", "survey_with_errors",
                   "needs_correction", rows=2, codes=("date_invalid",), before=(BEFORE["errors"],))  # fmt: skip


class _Quoting:
    def __init__(self, own: str, kind: str, subject: str, sender: str) -> None:
        self.own, self.kind, self.subject, self.sender = own, kind, subject, sender

    def __call__(self, answered: Answered) -> bytes:
        body = _parsed(answered).get_body((self.kind,))
        assert body is not None
        text = make_text(self.own + body.get_content(), subtype=self.kind)
        subject = Header(self.subject, "utf-8").encode()
        return sent(text, **{"from": self.sender, "subject": subject, "message-id": "<q@nan.example>"})


def _parsed(answered: Answered) -> EmailMessage:
    return message_from_bytes(answered.mails[-1], policy=policy.default)


def _holding(answered: Answered) -> bytes:
    within = b"Content-Type: message/rfc822\r\n\r\n" + answered.mails[-1]
    return sent(make_multipart(make_text("ขอสอบถามครับ"), within, boundary="q"), message_id="<q@nan.example>")


def _sent_back(answered: Answered) -> bytes:
    files = [
        make_file(one.get_filename() or "", one.get_content()) for one in _parsed(answered).iter_attachments()
    ]
    return sent(mixed(*files), message_id="<q@nan.example>", in_reply_to=answered.message_id)


def all_of_them() -> Iterator[MailCase]:
    yield from (replace(case, name=f"our letters: {case.name}") for case in letters())
