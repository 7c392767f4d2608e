from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make.compound import make_msg
from make.mail_case import form
from make.mails import make_file, make_mail, make_multipart, make_part, make_signed, make_text, make_tnef

from ingest.mime.message import Mail, MailLimits, read_mail
from ingest.mime.smime import signed_content
from ingest.mime.tnef import unwrapped
from ingest.reading import read_any
from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case

XLSX = b"PK\x03\x04" + bytes(range(256)) * 3


def read(raw: bytes) -> Mail:
    return read_mail(raw, MailLimits())


def test_winmail_dat_gives_its_files_with_their_thai_names() -> None:
    wrapped = make_tnef([("แบบสำรวจ.xls", XLSX), ("b.pdf", b"%PDF-1.4")])
    mail = read(
        make_mail(make_multipart(make_text("x"), make_file("winmail.dat", wrapped, "application/ms-tnef")))
    )
    assert [(a.name, a.data) for a in mail.attachments] == [("แบบสำรวจ.xls", XLSX), ("b.pdf", b"%PDF-1.4")]


def test_a_broken_winmail_dat_stays_a_file() -> None:
    mail = read(make_mail(make_file("winmail.dat", make_tnef([("a.xls", XLSX)])[:40], "application/ms-tnef")))
    assert [a.name for a in mail.attachments] == ["winmail.dat"]


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_signed_mail_is_opened_without_checking_its_signature(in_pieces: bool) -> None:
    inside = make_multipart(make_text("เรียน"), make_file("a.xlsx", XLSX), boundary="b1")
    wrapped = make_signed(inside, in_pieces=in_pieces)
    mail = read(
        make_mail(make_part("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", wrapped))
    )
    assert (mail.text, [a.name for a in mail.attachments], mail.attachments[0].data) == (
        "เรียน",
        ["a.xlsx"],
        XLSX,
    )


def test_an_encrypted_mail_stays_a_file() -> None:
    sealed = make_signed(b"x").replace(
        bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010703")
    )
    mail = read(make_mail(make_part("application/pkcs7-mime; name=smime.p7m", sealed)))
    assert [(a.name, a.data) for a in mail.attachments] == [("smime.p7m", sealed)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_make_an_envelope_fail(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([make_tnef([("a", b"x" * 40)]), make_signed(b"y" * 300, in_pieces=True)])
    )
    at = data.draw(st.integers(0, len(whole)))
    broken = whole[:at] + data.draw(st.binary(max_size=30)) + whole[data.draw(st.integers(at, len(whole))) :]
    assert isinstance(unwrapped(broken), list)
    assert signed_content(broken) is None or isinstance(signed_content(broken), bytes)


def test_a_saved_outlook_mail_is_checked_with_all_that_it_brings(tmp_path: Path) -> None:
    path = tmp_path / "เดิม.msg"
    path.write_bytes(make_msg([("a.xlsx", form()), ("b.txt", b"hello")], subject="แบบสำรวจ จังหวัดน่าน"))
    day = date(2018, 12, 10)
    found = read_any(str(path), path.name, None, Case(day), Limits())
    assert [(one.file, len(one.form.rows) if one.form else 0) for one in found] == [
        ("เดิม.msg/a.xlsx", 2),
        ("เดิม.msg/b.txt", 0),
    ]


@pytest.mark.parametrize("cut", range(600, 9000, 700))
def test_a_damaged_outlook_mail_is_a_file_and_no_fault_of_ours(cut: int) -> None:
    whole = make_msg([("a.xlsx", form())])
    broken = whole[:cut] + bytes(100) + whole[cut + 100 :]
    read = read_mail(make_mail(make_multipart(make_file("a.msg", broken))), MailLimits())
    assert [one.name for one in read.attachments] in (["a.msg"], ["a.msg/a.xlsx"])


def test_an_enciphered_mail_is_asked_for_in_clear_and_not_said_to_have_a_password() -> None:
    data = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0\r\n-----END PGP MESSAGE-----\r\n"
    [document] = read_file(data, "encrypted.asc", Case(date(2018, 12, 3)), Limits())
    [finding] = document.findings
    assert finding.code == "file_encrypted"
    assert "โดยไม่เข้ารหัสลับ" in finding.message
    assert "รหัสผ่าน" not in finding.message
