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
