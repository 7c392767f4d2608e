"""Letters, headers and names: charsets by the fixed order, encoded words, broken headers, names of files."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from email.header import Header
from urllib.parse import quote

from make.mail_case import LETTER, OFFICER, XLSX, MailCase, accepted, asked, form, sent, with_form
from make.mails import make_file, make_multipart, make_part, make_text

from ingest.demo.forms import html_table, rows

NIL = "เรียน ผู้ประสานงาน\n\nจังหวัดน่านไม่มีการจัดทำความร่วมมือ\n"
NAME = "แบบสำรวจ น่าน.xlsx"


def nil(name: str, raw: bytes) -> MailCase:
    return accepted(name, raw, rows=0)


def text_part(declared: str, data: bytes, encoding: str = "8bit") -> bytes:
    body = base64.encodebytes(data) if encoding == "base64" else data
    return f"Content-Type: {declared}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def charsets() -> Iterator[MailCase]:
    """A nil statement is understood where its letters are, and only there."""
    thai, unicode = NIL.encode("cp874"), NIL.encode()
    for charset in ("windows-874", "x-windows-874", "TIS-620", "iso-8859-11", "cp874", "ms874", "CP-874"):
        yield nil(f"declared {charset}", sent(text_part(f"text/plain; charset={charset}", thai)))
    yield nil("UTF-8", sent(text_part("text/plain; charset=utf-8", unicode)))
    yield nil("UTF-8 in base64", sent(text_part("text/plain; charset=utf-8", unicode, "base64")))
    yield nil("UTF-8 in quotes and capitals", sent(text_part('text/plain; CharSet="UTF-8"', unicode)))
    yield nil("UTF-16", sent(text_part("text/plain; charset=utf-16", NIL.encode("utf-16"), "base64")))
    yield nil("UTF-7", sent(text_part("text/plain; charset=utf-7", NIL.encode("utf-7"), "7bit")))
    yield nil("nothing declared, bytes of Windows-874", sent(text_part("text/plain", thai)))
    yield nil("nothing declared, bytes of UTF-8", sent(text_part("text/plain", unicode)))
    yield nil("no Content-Type at all", sent(b"\r\n" + thai))
    yield nil(
        "US-ASCII declared, bytes of Windows-874", sent(text_part("text/plain; charset=us-ascii", thai))
    )
    yield nil("UTF-8 declared, bytes of Windows-874", sent(text_part("text/plain; charset=utf-8", thai)))
    yield nil("a charset that nobody knows", sent(text_part("text/plain; charset=x-thai-special", thai)))
    yield nil("unknown-8bit", sent(text_part("text/plain; charset=unknown-8bit", unicode)))
    flowed = NIL.replace("การจัด", "การ \nจัด").encode()
    yield nil("format=flowed", sent(text_part("text/plain; charset=utf-8; format=flowed; delsp=yes", flowed)))
    page = f'<html><head><meta charset="windows-874"></head><body><p>{NIL}</p></body></html>'
    yield nil("HTML alone, by its meta", sent(text_part("text/html", page.encode("cp874"))))
    lost = make_multipart(text_part("text/plain; charset=us-ascii", b"???? ??????????\r\n\r\n????????????????????"),
                          text_part("text/html; charset=utf-8", f"<p>{NIL}</p>".encode()), subtype="alternative")  # fmt: skip
    yield nil("the plain part lost its letters, the HTML has them", sent(lost))
    quoted = f"<p>ส่งแบบครับ</p><blockquote type=cite><p>{NIL}</p></blockquote>"
    yield asked("a nil statement in a quotation is nobody's", sent(make_text(quoted, subtype="html")))
    table = html_table("น่าน", rows("น่าน", 2)).replace("✓", "/").encode("cp874")
    yield accepted("a table in HTML of Windows-874", sent(text_part("text/html; charset=windows-874", table)))


def headers() -> Iterator[MailCase]:
    """Headers as broken as they come: the mail is read, and its sender answered."""
    thai = "ส่งแบบสำรวจ จังหวัดน่าน"
    yield accepted("a subject of raw Windows-874", with_form(subject=thai.encode("cp874")))
    yield accepted("a subject of raw UTF-8", with_form(subject=thai.encode()))
    yield accepted("a subject in encoded words of windows-874",
                   with_form(subject=b"=?windows-874?B?" + base64.b64encode(thai.encode("cp874")) + b"?="))  # fmt: skip
    cut = thai.encode()
    pieces = b" ".join(
        b"=?utf-8?B?" + base64.b64encode(cut[i : i + 10]) + b"?=" for i in range(0, len(cut), 10)
    )
    yield accepted("letters cut between two encoded words", with_form(subject=pieces))
    yield accepted(
        "an encoded word in quotes", with_form(**{"from": f'"=?utf-8?B?{_b64("สถจ.น่าน")}?=" <{OFFICER}>'})
    )
    yield accepted("an encoded word cut off", with_form(subject=b"=?utf-8?B?4Liq4LmI"))
    yield accepted("a name of raw Windows-874 before the address",
                   with_form(**{"from": "สถจ.น่าน ".encode("cp874") + f"<{OFFICER}>".encode()}))  # fmt: skip
    yield accepted("To: a lone quote", with_form(to='"'))
    yield accepted("To: a comment and a colon", with_form(to="(c):"))
    yield accepted("a Message-ID of Microsoft in brackets", with_form(message_id="<[abc]@x.example>"))
    yield accepted("no Message-ID", with_form(message_id=""))
    yield accepted("a Message-ID without angles", with_form(message_id="abc@x.example"))
    yield accepted("a Date of the Buddhist era", with_form(date="Mon, 10 Dec 2561 10:00:00 +0700"))
    yield accepted("a Date that is none", with_form(date="วันจันทร์"))
    yield accepted("two hundred Received lines", b"Received: from a by b\r\n" * 200 + with_form())
    yield accepted(
        "five thousand encoded words in a header",
        b"X-Words: " + b"=?utf-8?q?a?= " * 5_000 + b"\r\n" + with_form(),
    )
    yield accepted("an mbox line before the headers", b"From a@b Mon Dec 10 10:00:00 2018\r\n" + with_form())
    yield accepted("a NUL in a header", b"X-Odd: a\0b\r\n" + with_form())
    yield accepted("a header without a name", b": nothing\r\n" + with_form())
    yield accepted("an empty subject", with_form(subject=""))


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def names() -> Iterator[MailCase]:
    """The form is found whatever its name, or none."""
    data = form()

    def named(disposition: str | bytes, kind: str = XLSX) -> bytes:
        line = disposition.encode() if isinstance(disposition, str) else disposition
        part = make_part(kind, data, headers=[b"Content-Disposition: " + line])
        return sent(make_multipart(make_text(LETTER), part))

    yield accepted("RFC 2231 in UTF-8", named(f"attachment; filename*=UTF-8''{quote(NAME)}"))
    yield accepted(
        "RFC 2231 in windows-874", named(f"attachment; filename*=windows-874''{quote(NAME.encode('cp874'))}")
    )
    encoded = quote(NAME)
    yield accepted("RFC 2231 in pieces",
                   named(f"attachment; filename*0*=UTF-8''{encoded[:30]}; filename*1*={encoded[30:]}"))  # fmt: skip
    word = Header(NAME, "utf-8", maxlinelen=500).encode()
    yield accepted("RFC 2047 in quotes", named(f'attachment; filename="{word}"'))
    yield accepted("RFC 2047 without quotes", named(f"attachment; filename={word}"))
    yield accepted("raw Windows-874", named(b'attachment; filename="' + NAME.encode("cp874") + b'"'))
    yield accepted("raw UTF-8", named(b'attachment; filename="' + NAME.encode() + b'"'))
    yield accepted("a path of Windows", named(r'attachment; filename="C:\งาน\form.xlsx"'))
    yield accepted("a path that climbs", named('attachment; filename="../../etc/form.xlsx"'))
    yield accepted("no ending", named("attachment; filename=form"))
    yield accepted("the ending of a PDF", named("attachment; filename=form.pdf"))
    yield accepted("a name of 5,000 letters", named(f"attachment; filename={'ก' * 5_000}.xlsx".encode()))
    yield accepted("an empty name", named('attachment; filename=""'))
    yield accepted("name* without a value", named("attachment; filename*", f"{XLSX}; name*"))
    yield accepted("letters that turn the direction", named("attachment; filename=\u202eform.xlsx".encode()))
    twice = make_multipart(
        make_text(LETTER), make_file("a.xlsx", data, XLSX), make_file("a.xlsx", form("น่าน", 2, 2), XLSX)
    )
    yield accepted("two files of one name", sent(twice), rows=4)


def all_of_them() -> Iterator[MailCase]:
    for some in (charsets, headers, names):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())
