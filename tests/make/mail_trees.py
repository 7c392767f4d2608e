"""The same right form in every tree of parts that programs of mail build, and in trees that they break."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace

from make.mail_case import (
    LETTER,
    SUBJECT,
    XLSX,
    MailCase,
    accepted,
    asked,
    form,
    form_file,
    mixed,
    sent,
    with_form,
)
from make.mails import make_file, make_mail, make_multipart, make_part, make_text

from ingest.demo.forms import html_table, rows

LETTER_HTML = "<p>เรียน ผู้ประสานงาน</p><p>ขอส่งแบบสำรวจ</p>"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def part(*headers: str, data: bytes | None = None, content_type: str = XLSX) -> bytes:
    return make_part(
        content_type, form() if data is None else data, headers=[line.encode() for line in headers]
    )


def logo(disposition: str = "inline", cid: str = "logo@x") -> bytes:
    lines = [f"Content-Disposition: {disposition}; filename=logo.png", f"Content-ID: <{cid}>"]
    return part(*lines, data=PNG, content_type="image/png")


def mangled() -> Iterator[MailCase]:
    """What gateways and second conversions do to a whole mail."""
    whole = with_form()
    head, _, rest = whole.partition(b"\r\n\r\n")
    yield accepted("lines that end with CR alone", whole.replace(b"\r\n", b"\r"))
    stray = whole.replace(b"\r\n", b"\r").replace(b"\rSubject:", b"\r\nSubject:")
    yield accepted("lines that end with CR, and one with CR LF", stray)
    yield accepted("lines that end with CR CR LF", whole.replace(b"\r\n", b"\r\r\n"))
    yield accepted("a Content-Type above the right one", b"Content-Type: text/plain\r\n" + whole)
    wrapped = base64.encodebytes(rest).replace(b"\n", b"\r\n")
    encoded = head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped
    yield accepted("a multipart in base64 as a whole", encoded)


def apple() -> Iterator[MailCase]:
    """Apple Mail, and what is hidden in alternatives (field reports, 14 and 32)."""
    text, html = make_text(LETTER), make_text(LETTER_HTML, subtype="html")
    inside = make_multipart(html, form_file(), boundary="in")
    yield accepted(
        "Apple Mail: alternative › mixed › form", sent(make_multipart(text, inside, subtype="alternative"))
    )
    inline = part("Content-Disposition: inline; filename=form.xlsx")
    yield accepted(
        "Apple Mail: the form inline between two texts",
        sent(make_multipart(text, inline, make_text("ขอบคุณ"))),
    )
    bare = make_part(XLSX, form())
    yield accepted("related › form without an id", sent(make_multipart(html, bare, subtype="related")))
    yield accepted(
        "the form as an alternative of the text", sent(make_multipart(text, bare, subtype="alternative"))
    )
    named = part("Content-ID: <form@x>", content_type=f"{XLSX}; name=form.xlsx")
    yield accepted("related › form with an id", sent(make_multipart(html, named, logo(), subtype="related")))
    double = make_multipart(
        make_part("application/applefile", b"\0\5\x16\7" + b"\0" * 40),
        form_file(),
        subtype="appledouble",
        boundary="ad",
    )
    yield accepted("AppleDouble", sent(make_multipart(text, double)))


def plain_trees() -> Iterator[MailCase]:
    text = make_text(LETTER)
    yield accepted("text and form", with_form())
    yield accepted(
        "the form is the whole mail", sent(part("Content-Disposition: attachment; filename=a.xlsx"))
    )
    yield accepted("the form is the whole mail, without a name", sent(make_part(XLSX, form())))
    yield accepted("an unknown kind of multipart", sent(make_multipart(text, form_file(), subtype="x-odd")))
    yield accepted("multipart/parallel", sent(make_multipart(text, form_file(), subtype="parallel")))
    nested = mixed()
    for depth in range(30):
        nested = make_multipart(nested, boundary=f"d{depth}")
    yield accepted("thirty multiparts inside each other", sent(nested))
    signature = make_file(
        "smime.p7s", b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02", "application/pkcs7-signature"
    )
    yield accepted(
        "signed apart (multipart/signed)",
        sent(make_multipart(mixed(), signature, subtype="signed", boundary="s")),
    )
    pgp = make_file("signature.asc", b"-----BEGIN PGP SIGNATURE-----\n", "application/pgp-signature")
    yield accepted("signed by PGP", sent(make_multipart(mixed(), pgp, subtype="signed", boundary="s")))
    card = make_file("me.vcf", b"BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n", "text/vcard")
    meeting = make_part("text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    yield accepted("a card and a meeting beside it", sent(make_multipart(text, card, meeting, form_file())))
    elsewhere = b'Content-Type: message/external-body; access-type=URL; URL="https://x.example/f"\r\n\r\nContent-Type: text/plain\r\n\r\n'
    yield accepted("a part that is elsewhere beside it", sent(make_multipart(text, elsewhere, form_file())))
    yield accepted("an empty file beside it", sent(make_multipart(text, make_file("empty.xlsx", b"", XLSX), form_file())),
                   codes=("file_corrupt",))  # fmt: skip
    other = form_file("ตรัง.xlsx".encode().decode(), form("ตรัง"))
    yield MailCase("forms of two provinces from one who speaks for one", sent(mixed(form_file(), other)), "held",
                   "province_conflict", "receipt", rows=4, codes=("province_conflict",))  # fmt: skip
    yield accepted("forms of two provinces from the registry office",
                   sent(mixed(form_file(), other), **{"from": "saraban@dla.example"}), to="saraban@dla.example", rows=4)  # fmt: skip
    yield accepted(
        "a form in the HTML alone", sent(make_text(html_table("น่าน", rows("น่าน", 2)), subtype="html"))
    )


def pictures() -> Iterator[MailCase]:
    """Logos of a signature are no submission; a page is one."""
    text = make_text("ขอสอบถามเรื่องแบบสำรวจ")
    html = make_text('<p>ขอสอบถามเรื่องแบบสำรวจ</p><img src="cid:logo@x">', subtype="html")
    yield asked("a logo inline", sent(make_multipart(html, logo(), subtype="related")))
    yield asked(
        "a logo attached, shown by its id", sent(make_multipart(html, logo("attachment"), subtype="related"))
    )
    yield asked("a logo attached and shown nowhere", sent(make_multipart(text, logo("attachment", "other"))))
    yield accepted("a logo beside the form", sent(mixed(logo(), form_file())))


def encodings() -> Iterator[MailCase]:
    """Transfer encodings, and what gateways make of them."""
    text, data = make_text(LETTER), form()
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")

    def raw(body: bytes, encoding: str) -> bytes:
        head = f"Content-Type: {XLSX}\r\nContent-Disposition: attachment; filename=a.xlsx\r\n"
        return sent(
            make_multipart(
                text, head.encode() + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body
            )
        )

    yield accepted(
        "base64 with a footer of a gateway", raw(encoded + b"\r\n-- \r\nScanned by gateway.\r\n", "base64")
    )
    yield accepted("base64 in one line", raw(base64.b64encode(data), "base64"))
    yield accepted("base64 without its padding", raw(encoded.rstrip(b"=\r\n"), "base64"))
    yield accepted("base64 that is not declared", raw(encoded, "7bit"))
    yield accepted("base64 that is declared as quoted-printable", raw(encoded, "quoted-printable"))
    yield accepted("base64 declared in capitals and quotes", raw(encoded, '"BASE64"'))
    yield accepted("base64 with spaces in its lines", raw(encoded.replace(b"\r\n", b" \r\n"), "base64"))
    yield accepted(
        "quoted-printable",
        raw(binascii.b2a_qp(data, istext=False).replace(b"\n", b"\r\n"), "quoted-printable"),
    )
    yield accepted("binary", raw(data, "binary"))
    yield accepted("an unknown encoding is none", raw(data, "x-gzip64"))
    lines = [binascii.b2a_uu(data[i : i + 45]) for i in range(0, len(data), 45)]
    uu = b"begin 644 form.xlsx\n" + b"".join(lines) + b"`\nend\n"
    yield accepted(
        "uuencoded in the text",
        sent(make_part("text/plain; charset=utf-8", LETTER.encode() + uu, encoding="8bit")),
    )
    yield accepted("uuencoded as a part", raw(uu, "x-uuencode"))
    yield accepted(
        "yEnc in the text", sent(make_part("text/plain", b"survey\r\n" + yenc(data), encoding="8bit"))
    )


def yenc(data: bytes, name: str = "form.xlsx") -> bytes:
    """As news programs write a file into a text (yEnc 1.3), lines of 128."""
    body = bytearray()
    column = 0
    for byte in data:
        shifted = (byte + 42) % 256
        if shifted in (0, 10, 13, 61) or (shifted == 46 and column == 0):
            body += bytes([61, (shifted + 64) % 256])
        else:
            body.append(shifted)
        column += 1
        if column == 128:
            body += b"\r\n"
            column = 0
    head = f"=ybegin line=128 size={len(data)} name={name}\r\n"
    tail = f"\r\n=yend size={len(data)} crc32={binascii.crc32(data):08x}\r\n"
    return head.encode() + bytes(body) + tail.encode()


def broken() -> Iterator[MailCase]:
    """Trees whose frame is damaged."""
    whole = with_form()
    yield accepted(
        "the end of the multipart is missing",
        sent(make_multipart(make_text(LETTER), form_file(), close=False)),
    )
    yield accepted("the boundary's name is wrong", whole.replace(b'boundary="b0"', b'boundary="other"'))
    yield accepted("the boundary is not named", whole.replace(b'; boundary="b0"', b""))
    yield accepted("the boundary is empty", whole.replace(b'"b0"', b'""').replace(b"--b0", b"--"))
    yield accepted("the multipart closes too early", whole.replace(b"--b0\r\n", b"--b0--\r\n\r\n--b0\r\n", 2))
    yield accepted("lines end by LF", whole.replace(b"\r\n", b"\n"))
    yield accepted("lines end by CR", whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r"))
    yield accepted("a mark before the headers", b"\xef\xbb\xbf" + whole)
    yield accepted("the type of the form is nonsense", whole.replace(XLSX.encode(), b"text/plain; name*"))
    yield accepted(
        "the type of the form is empty", whole.replace(b"Content-Type: " + XLSX.encode(), b"Content-Type:")
    )
    yield accepted("the type lies (PDF)", whole.replace(XLSX.encode(), b"application/pdf"))
    yield accepted("the type lies (a picture)", whole.replace(XLSX.encode(), b"image/png"))
    yield accepted("a header line broken without a fold", whole.replace(b"; filename", b";\r\nfilename"))
    yield accepted(
        "Content-Type: text/plain; name* at the top", b"Content-Type: text/plain; name*\r\n" + whole
    )
    yield accepted("headers that end in a colon alone", b"X:\r\n: y\r\n" + whole)


def forwarded() -> Iterator[MailCase]:
    """Mails inside mails."""
    text, inner = make_text("ส่งต่อครับ"), make_mail(mixed(), **{"from": "amphoe@x.example", "subject": SUBJECT})
    attached = b"Content-Type: message/rfc822\r\n\r\n" + inner
    yield accepted("forwarded as an attachment", sent(make_multipart(text, attached, boundary="f")))
    yield accepted(
        "forwarded in base64, as Gmail does",
        sent(make_multipart(text, make_part("message/rfc822", inner), boundary="f")),
    )
    yield accepted("an .eml file", sent(make_multipart(text, make_file("a.eml", inner), boundary="f")))
    twice = make_mail(make_multipart(text, attached, boundary="g"), **{"from": "b@x.example"})
    yield accepted(
        "forwarded twice",
        sent(make_multipart(text, b"Content-Type: message/rfc822\r\n\r\n" + twice, boundary="f")),
    )
    digest = make_multipart(b"\r\n" + inner, subtype="digest", boundary="f")
    yield accepted("a digest of mails", sent(digest))
    yield accepted("the mail inside is all there is", sent(attached))
    yield accepted("a forwarded automatic mail brings the form by a person's hand", sent(make_multipart(
        text, b"Content-Type: message/rfc822\r\n\r\nAuto-Submitted: auto-generated\r\n" + inner, boundary="f")))  # fmt: skip
    foreign = make_mail(mixed(), **{"from": "a@x.example", "x-samruat-instance": "survey@dla.example"})
    yield asked("our own letter forwarded without a new form", sent(make_multipart(
        text, b"Content-Type: message/rfc822\r\n\r\n" + foreign, boundary="f")))  # fmt: skip
    partial = b'Content-Type: message/partial; id="a@x"; number=1; total=3\r\n\r\n' + with_form()[:4000]
    yield MailCase("one piece of a mail that was cut (message/partial)", sent(partial), "unreadable",
                   "no_readable_form", "unreadable", codes=("file_unsupported",))  # fmt: skip


def all_of_them() -> Iterator[MailCase]:
    for some in (mangled, apple, plain_trees, pictures, encodings, broken, forwarded):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())
