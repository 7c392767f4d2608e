import base64
import binascii
import time
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make.mails import make_file, make_mail, make_multipart, make_part, make_text

from ingest.mime.message import Mail, MailLimits, read_mail

XLSX = b"PK\x03\x04" + bytes(range(256)) * 3


def read(raw: bytes) -> Mail:
    return read_mail(raw, MailLimits())


def names(mail: Mail) -> list[str]:
    return [attachment.name for attachment in mail.attachments]


def test_text_and_workbook_of_an_ordinary_mail() -> None:
    mail = read(make_mail(make_multipart(make_text("เรียน ท่าน"), make_file("a.xlsx", XLSX))))
    [workbook] = mail.attachments
    assert (mail.text, workbook.name, workbook.data, mail.notes) == ("เรียน ท่าน", "a.xlsx", XLSX, ())


def test_windows_874_and_undeclared_thai_text_are_read() -> None:
    for charset in ("windows-874", "tis-620", "us-ascii"):
        raw = make_part(f"text/plain; charset={charset}", "แบบสำรวจ".encode("cp874"), encoding="8bit")
        assert read(make_mail(raw)).text == "แบบสำรวจ"


def test_apple_mail_hides_the_workbook_in_alternative_or_inline() -> None:
    inline = make_part(
        "application/vnd.ms-excel", XLSX, headers=[b"Content-Disposition: inline; filename=a.xlsx"]
    )
    related = make_multipart(
        make_text("<p>เรียน</p>", subtype="html"), inline, boundary="b1", subtype="related"
    )
    for inner in (related, inline):
        mail = read(make_mail(make_multipart(make_text("เรียน"), inner, subtype="alternative")))
        assert (names(mail), mail.attachments[0].inline, mail.text) == (["a.xlsx"], False, "เรียน")


def test_mails_inside_mails_are_unfolded_with_their_names() -> None:
    def forwarded(name: str, content: bytes) -> bytes:
        head = f'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n'
        return head.encode() + content

    inner = make_mail(make_multipart(make_text("ข้างใน"), make_file("b.xlsx", XLSX), boundary="b3"))
    middle = make_mail(make_multipart(make_text("กลาง"), forwarded("y.eml", inner), boundary="b2"))
    mail = read(make_mail(make_multipart(make_text("นอก"), forwarded("x.eml", middle))))
    assert names(mail) == ["x.eml/y.eml/b.xlsx"]
    assert mail.text is not None
    assert [word for word in ("นอก", "กลาง", "ข้างใน") if word in mail.text] == ["นอก", "กลาง", "ข้างใน"]


def test_a_mail_with_headers_alone_or_nothing_has_no_text() -> None:
    for raw in (b"", b"\r\n", b"Subject: x", b"Subject: x\r\n\r\n"):
        assert (read(raw).text, read(raw).attachments) == (None, ())


def test_a_wrong_or_missing_boundary_is_guessed_and_a_missing_end_is_no_loss() -> None:
    whole = make_mail(make_multipart(make_text("เรียน"), make_file("a.xlsx", XLSX), close=False))
    for raw in (
        whole,
        whole.replace(b'boundary="b0"', b'boundary="other"'),
        whole.replace(b'; boundary="b0"', b""),
    ):
        mail = read(raw)
        assert (mail.text, names(mail), mail.attachments[0].data) == ("เรียน", ["a.xlsx"], XLSX)


def test_parts_behind_an_end_that_came_too_early_are_read() -> None:
    raw = make_mail(make_multipart(make_text("x"), make_file("a.xlsx", XLSX)))
    early = raw.replace(b"--b0\r\nContent-Type: app", b"--b0--\r\nfooter\r\n--b0\r\nContent-Type: app")
    assert names(read(early)) == ["a.xlsx"]


def test_a_boundary_that_begins_another_ends_nothing() -> None:
    inner = make_multipart(make_text("ใน"), make_file("a.xlsx", XLSX), boundary="b01")
    mail = read(make_mail(make_multipart(inner, make_file("b.xlsx", XLSX), boundary="b0")))
    assert (mail.text, names(mail)) == ("ใน", ["a.xlsx", "b.xlsx"])


def test_a_multipart_without_any_boundary_line_is_text() -> None:
    mail = read(make_mail(b"Content-Type: multipart/mixed; boundary=x\r\n\r\njust words"))
    assert (mail.text, mail.notes) == ("just words", ("multipart without its boundary",))


def attached(body: bytes, encoding: str = "base64") -> bytes:
    head = f"Content-Type: application/octet-stream; name=a.xlsx\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    [attachment] = read(make_mail(head.encode() + body)).attachments
    return attachment.data


LINES = base64.encodebytes(XLSX)


@pytest.mark.parametrize(
    "body",
    [
        LINES,
        LINES.replace(b"\n", b"\r\n\r\n"),
        LINES.replace(b"\n", b""),
        LINES.replace(b"\n", b"!\n \x80"),
        base64.b64encode(XLSX[:3]) + b"\n" + base64.b64encode(XLSX[3:]),
        base64.b64encode(XLSX[:4]) + b"\n" + base64.b64encode(XLSX[4:]),
        base64.b64encode(XLSX[:4]) + base64.b64encode(XLSX[4:]),
        base64.b64encode(XLSX[:4]).rstrip(b"=") + b"==\n" + base64.b64encode(XLSX[4:]).rstrip(b"="),
        LINES.rstrip(b"=\n"),
        LINES + b"\n-- \nThis mail was scanned by a gateway\n",
    ],
    ids=["lines", "blank lines", "one line", "garbage", "pieces", "padded pieces", "padded line", "unpadded end",
         "unpadded", "footer"],
)  # fmt: skip
def test_base64_is_read_with_what_gateways_do_to_it(body: bytes) -> None:
    assert attached(body)[: len(XLSX)] == XLSX


def test_other_encodings_of_a_workbook() -> None:
    quoted = b"".join(b"=%02X" % byte + (b"=\r\n" if i % 20 == 19 else b"") for i, byte in enumerate(XLSX))
    assert attached(quoted, "Quoted-Printable") == XLSX
    assert attached(b"begin 644 x.xlsx\n" + uu(XLSX) + b"`\nend\n", "x-uuencode") == XLSX
    assert attached(XLSX, "binary") == XLSX
    assert attached(XLSX, "nonsense") == XLSX
    assert attached(LINES, "7bit") == XLSX


def uu(data: bytes) -> bytes:
    return b"".join(binascii.b2a_uu(data[i : i + 45]) for i in range(0, len(data), 45))


def test_a_file_uuencoded_in_the_text_is_taken_out() -> None:
    body = "เรียน\nbegin 644 แบบ.xlsx\n".encode("cp874") + uu(XLSX) + b"`\nend\nbegin 1 January\n"
    mail = read(make_mail(b"Content-Type: text/plain\r\n\r\n" + body))
    assert (names(mail), mail.attachments[0].data) == (["แบบ.xlsx"], XLSX)
    assert mail.text == "เรียน\nbegin 1 January\n"


def test_text_parts_that_are_files_are_no_text() -> None:
    table = "ลำดับที่,บริการ".encode("cp874")
    file = make_part("text/csv; charset=windows-874", table)
    plain = make_part("text/plain; name=b.csv", table)
    mail = read(
        make_mail(make_multipart(make_text("x"), file, plain, make_file("c.html", b"<p>", "text/html")))
    )
    assert (names(mail), mail.text) == (["attachment.csv", "b.csv", "c.html"], "x")
    assert mail.attachments[0].data == table


def test_apple_double_gives_the_file_alone() -> None:
    fork = make_file("a.xlsx", b"\x00\x05\x16\x07", "application/applefile")
    pair = make_multipart(fork, make_file("a.xlsx", XLSX), subtype="appledouble", boundary="b1")
    mail = read(make_mail(make_multipart(make_text("x"), pair)))
    assert [(a.name, a.data) for a in mail.attachments] == [("a.xlsx", XLSX)]


def test_flowed_lines_are_joined() -> None:
    def flowed(text: str, parameters: str = "") -> str | None:
        head = f"Content-Type: text/plain; charset=utf-8; format=flowed{parameters}\r\n\r\n"
        return read(make_mail(head.encode() + text.encode())).text

    assert flowed("หนึ่ง \r\nสอง\r\n สาม\r\n> ก \r\n> ข\r\n-- \r\nชื่อ") == "หนึ่ง สอง\nสาม\n> ก ข\n-- \nชื่อ"
    assert flowed("ความร่วม \r\nมือ", "; delsp=yes") == "ความร่วมมือ"


def test_a_mail_of_html_alone_gives_its_words() -> None:
    page = (
        '<html><head><meta charset="windows-874"><style>p{}</style></head><body><p>เรียน&nbsp;ท่าน</p><!-- <p>ก -->'
        '<table><tr><td>ลำดับ</td><td>1 &lt; 2</td></tr></table><blockquote type="cite">เดิม<br>ยาว</blockquote>ท้าย'
    )
    mail = read(make_mail(make_part("text/html", page.encode("cp874"))))
    assert mail.text is not None
    assert [line for line in mail.text.split("\n") if line] == [
        "เรียน ท่าน",
        "ลำดับ\t1 < 2",
        "> เดิม",
        "> ยาว",
        "ท้าย",
    ]
    assert mail.html == page


@pytest.mark.parametrize(
    "page",
    [
        "<!--[if gte mso 9]><xml><o:x>no</o:x></xml><![endif]--><p>yes</p>",
        "<!--[if !mso]><!--><p>yes</p><!--<![endif]-->",
        "<HEAD><TITLE>no</TITLE><STYLE>p{a<b}</STYLE></HEAD><BODY>yes",
        "<head><title>no</title><body>yes",
        "<style>p{}<p>yes",
        "<!-- yes",
        "<script>if (a<b) '</div>'</script >yes",
        "yes<img alt=x><br/>",
    ],
)
def test_what_html_does_not_show_is_left_out_and_nothing_else(page: str) -> None:
    words = (read(make_mail(make_text(page, subtype="html"))).text or "").split()
    assert "yes" in words
    assert "no" not in words


def test_the_text_is_known_by_the_bytes_of_its_part() -> None:
    plain, page = "เรียน\r\n".encode("cp874"), "<p>เรียน".encode("cp874")
    parts = (make_part("text/plain; charset=tis-620", plain), make_part("text/html; charset=tis-620", page))
    mail = read(make_mail(make_multipart(*parts, subtype="alternative")))
    assert (mail.text_sha256, mail.html_sha256) == (sha256(plain).hexdigest(), sha256(page).hexdigest())


def test_html_stands_in_for_a_plain_part_that_lost_its_letters() -> None:
    lost = make_part("text/plain", b"????? ???", encoding="7bit")
    mail = read(make_mail(make_multipart(lost, make_text("<p>ไม่มี", subtype="html"), subtype="alternative")))
    assert mail.text == "ไม่มี"


def test_a_mail_attached_as_a_file_is_unfolded_in_any_encoding() -> None:
    inner = make_mail(
        make_multipart(make_text("ใน"), make_file("b.xlsx", XLSX), boundary="b1"), subject="เดิม"
    )
    for part in (
        make_file("fwd.eml", inner),
        make_part("message/rfc822; name=fwd.eml", inner),
        make_part("message/rfc822; name=fwd.eml", inner, encoding="8bit"),
        b"Content-Type: message/rfc822; name=fwd.eml\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inner,
    ):
        mail = read(make_mail(make_multipart(make_text("นอก"), part)))
        assert (names(mail), mail.text) == (["fwd.eml/b.xlsx"], "นอก\n\nเดิม\n\nใน")


def test_a_mail_of_ours_inside_a_mail_is_nobodys_form() -> None:
    ours = make_mail(
        make_multipart(make_text("ใน"), make_file("b.xlsx", XLSX), boundary="b1"), x_samruat_instance="x"
    )
    mail = read(
        make_mail(make_multipart(make_text("นอก"), make_part("message/rfc822", ours, encoding="8bit")))
    )
    assert (names(mail), mail.text) == ([], "นอก")


def test_only_pictures_are_inline() -> None:
    logo = make_part("image/png; name=logo.png", b"\x89PNG", headers=[b"Content-ID: <logo@x>"])
    shown = make_part(
        "image/gif",
        b"GIF8",
        headers=[b"Content-ID: <s@x>", b"Content-Disposition: attachment; filename=s.gif"],
    )
    page = make_text('<img src="cid:s@x">', subtype="html")
    phone = make_part("image/jpeg", b"\xff\xd8", headers=[b"Content-Disposition: attachment; filename=a.jpg"])
    mail = read(make_mail(make_multipart(page, logo, shown, phone)))
    assert [(a.name, a.inline, a.content_id) for a in mail.attachments] == [
        ("logo.png", True, "logo@x"),
        ("s.gif", True, "s@x"),
        ("a.jpg", False, None),
    ]


def test_headers_broken_without_a_fold_or_a_blank_line_lose_nothing() -> None:
    part = b"--b\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n"
    head = b"Subject: one\r\n=?utf-8?Q?two?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    raw = head + part + "เรียน\r\n\r\nท่าน\r\n".encode() + b"--b\r\nno header\r\n\r\nat all\r\n--b--"
    assert read(raw).text == "เรียน\n\nท่าน\n\nno header\n\nat all"


def test_a_mark_or_blank_lines_before_the_headers_hide_nothing() -> None:
    for before in (b"\xef\xbb\xbf", b"\r\n\r\n", b"From x@y Mon Nov  5 09:00:00 2018\n"):
        mail = read(before + make_mail(make_file("a.xlsx", XLSX)))
        assert (names(mail), mail.head.from_address) == (["a.xlsx"], "officer@nan.example")


HEAD = b"From: a@b.example\r\n"
HOSTILE = {
    "1,000 deep": HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1000)),
    "one boundary": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 100_000,
    "100,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 50_000,
    "10 MB header": b"Subject: " + b"x" * 10_000_000 + b"\r\n\r\nbody",
    "20,000 words": b"From: " + b"=?utf-8?B?4LmB4Lia4Lia?= " * 20_000 + b"\r\n\r\nbody",
    "dashes": HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"-" * 4_000_000,
    "padding": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QQ==" * 1_000_000,
    "tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a" * 1_000_000 + b"<!--<style><div><blockquote type=cite>" * 30_000,
    "flowed": HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * 500_000,
    "parameters": HEAD + b"Content-Type: text/plain" + b';a*0*="\\"' * 20_000 + b"\r\n\r\nx",
}  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_mail_costs_little(raw: bytes) -> None:
    started = time.process_time()
    mail = read(raw)
    assert time.process_time() - started < 5
    assert len(mail.attachments) <= MailLimits().parts
    assert len(mail.text or "") <= MailLimits().text_kib * 1024 + 100


def test_a_file_behind_a_thousand_levels_is_kept_as_it_is_and_noted() -> None:
    mail = read(HOSTILE["1,000 deep"])
    assert (len(mail.attachments), mail.notes) == (1, ("multiparts too deep",))


WHOLE = make_mail(
    make_multipart(
        make_multipart(
            make_text("เรียน"), make_text("<p>เรียน", subtype="html"), subtype="alternative", boundary="b1"
        ),
        make_file("แบบ.xlsx", XLSX),
        make_part("message/rfc822", make_mail(make_file("b.pdf", b"%PDF")), encoding="8bit"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_make_a_mail_fail(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 100)))
    noise = data.draw(
        st.one_of(st.binary(max_size=40), st.sampled_from([b"\r\n\r\n", b"--b0", b"--b0--", b"\r", b'"']))
    )
    mail = read(WHOLE[:start] + noise + WHOLE[end:])
    assert all(a.name and sha256(a.data).hexdigest() == a.sha256 for a in mail.attachments)
    assert len({a.name for a in mail.attachments}) == len(mail.attachments)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail(data: bytes) -> None:
    mail = read(data)
    assert sum(len(a.data) for a in mail.attachments) <= len(data)
