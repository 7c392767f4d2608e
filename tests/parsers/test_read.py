"""The door: whatever comes, documents leave."""

import random
import zipfile
from datetime import date
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from make.workbooks import FORM, form_html, form_text, form_workbook, make_workbook, zipped
from msoffcrypto.format.ooxml import OOXMLFile

from parsers.limits import Limits
from parsers.read import read_body, read_file
from survey.jsonl import document_json, dumps
from survey.model import Case, Document, Kind, ProvinceSource

CASE = Case(date(2018, 12, 10))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


def read(data: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> list[Document]:
    documents = read_file(data, name, CASE, limits or Limits())
    assert documents
    for document in documents:
        assert dumps(document_json(document)).encode()
        assert (document.kind is Kind.UNREADABLE) == any(
            f.code.startswith("file_") for f in document.findings
        )
    return documents


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def assert_is_the_form(document: Document, source: str) -> None:
    assert (document.kind, document.source, codes(document)) == (Kind.SURVEY, source, [])
    assert document.form is not None
    assert document.form.province == "ลำปาง"
    assert document.form.reporter.name == "นางสาวตัวอย่าง สมมติ"
    assert [(row.service, row.host and row.host.name, row.signed_on) for row in document.form.rows] == [
        ("การกำจัดขยะมูลฝอย", "ทต.บ่อแฮ้ว", date(2018, 11, 5)),
        ("การแพทย์ฉุกเฉิน", "อบต.บ้านเป้า", date(2017, 9, 12)),
    ]


def test_a_workbook_with_the_form_is_a_survey_with_its_own_digest_and_words() -> None:
    data = form_workbook()
    [document] = read(data, "ลำปาง.xlsx")
    assert_is_the_form(document, "xlsx")
    assert (document.file, document.sha256) == ("ลำปาง.xlsx", sha256(data).hexdigest())
    assert (document.grids, document.could_be_form) == (("Sheet",), True)
    assert "การกำจัดขยะมูลฝอย" in document.words


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le"])
def test_the_form_as_text_is_read_in_every_character_set_whatever_its_name(
    separator: str, charset: str
) -> None:
    [document] = read(form_text(separator).encode(charset), "แบบสำรวจ.xls")
    assert_is_the_form(document, "csv")
    [declared] = read(f"sep={separator}\r\n{form_text(separator)}".encode(charset), "a.txt")
    assert_is_the_form(declared, "csv")


@pytest.mark.parametrize("charset", ["utf-8", "cp874", "utf-16"])
def test_a_page_that_is_called_a_workbook_is_read_as_a_page(charset: str) -> None:
    page = f"<div><meta charset='{charset}'>{form_html()}</div>"
    [document] = read(page.encode(charset), "แบบสำรวจ.xls")
    assert_is_the_form(document, "html")
    assert document.form is not None
    assert document.form.rows[0].cell == "T1!A2"


def test_a_workbook_without_the_form_is_other_and_could_have_been_it() -> None:
    [document] = read(make_workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>ราคากลาง</t></is></c></row>'))
    assert (document.kind, document.source, document.could_be_form) == (Kind.OTHER, "xlsx", True)
    assert document.words == "ราคากลาง"
    [empty] = read(make_workbook())
    assert (empty.kind, empty.source, empty.could_be_form) == (Kind.OTHER, "xlsx", True)


def test_each_member_of_an_archive_is_a_document_under_its_true_name() -> None:
    form = form_workbook()
    inner = zipped({"ใน.csv": form_text(",").encode()})
    data = zipped(
        {
            "โฟลเดอร์/ลำปาง.xlsx": form,
            "ซ้อน.zip": inner,
            "เสีย.xlsx": form_workbook()[:900],
            "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "__MACOSX/._a.xlsx": b"\0\x05\x16\x07rest",
            "~$a.xlsx": b"\x05user",
            "ว่าง.xlsx": b"",
        }
    )
    documents = read(data, "ส่ง.zip")
    assert [(d.file, d.kind.value, codes(d)) for d in documents] == [
        ("ส่ง.zip/โฟลเดอร์/ลำปาง.xlsx", "survey", []),
        ("ส่ง.zip/ซ้อน.zip/ใน.csv", "survey", []),
        ("ส่ง.zip/เสีย.xlsx", "unreadable", ["file_corrupt"]),
        ("ส่ง.zip/Thumbs.db", "other", []),
        ("ส่ง.zip/__MACOSX/._a.xlsx", "other", []),
        ("ส่ง.zip/~$a.xlsx", "other", []),
        ("ส่ง.zip/ว่าง.xlsx", "unreadable", ["file_corrupt"]),
    ]
    assert documents[0].sha256 == sha256(form).hexdigest()
    assert "0 ไบต์" in documents[-1].findings[0].message
    assert not any(d.could_be_form for d in documents if d.kind is Kind.OTHER)


@pytest.mark.parametrize("charset", ["cp874", "utf-8"])
def test_names_of_members_without_the_flag_of_utf8_are_thai_all_the_same(charset: str) -> None:
    raw = "แบบสำรวจ.csv".encode(charset)
    placeholder = "x" * len(raw)
    data = zipped({placeholder: form_text(",").encode()}).replace(placeholder.encode(), raw)
    [document] = read(data, "a.zip")
    assert document.file == "a.zip/แบบสำรวจ.csv"


def test_archives_that_are_empty_locked_nested_or_full_say_so() -> None:
    [empty] = read(zipped({}), "a.zip")
    assert codes(empty) == ["file_corrupt"]
    locked = bytearray(zipped({"a.xlsx": form_workbook()}))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    [member] = read(bytes(locked), "a.zip")
    assert (member.file, codes(member)) == ("a.zip/a.xlsx", ["file_encrypted"])
    nested = zipped({"3.zip": zipped({"2.zip": zipped({"1.csv": form_text(",").encode()})})})
    [deep] = read(nested, "a.zip")
    assert (deep.file, codes(deep)) == ("a.zip/3.zip/2.zip", ["file_too_large"])
    full = zipped({f"{n}.txt": b"x" for n in range(6)})
    assert [codes(d) for d in read(full, "a.zip", Limits(members=5))] == [["file_too_large"]]
    twice = zipped({f"{n}.zip": zipped({f"{m}.txt": b"x" for m in range(3)}) for n in range(3)})
    assert "file_too_large" in [code for d in read(twice, "a.zip", Limits(members=8)) for code in codes(d)]


def test_a_zip_bomb_is_too_large_and_is_not_unpacked() -> None:
    bomb = zipped({"a.csv": b"0" * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert [codes(d) for d in read(bomb, "a.zip")] == [["file_too_large"]]
    assert [codes(d) for d in read(b"x" * 2_000_000, "a.bin", Limits(file_mb=1))] == [["file_too_large"]]


def test_files_attached_to_a_pdf_are_members_of_it() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["แบบสำรวจ.xlsx"] = form_workbook()
    out = BytesIO()
    pdf.save(out)
    cover, form = read(out.getvalue(), "a.pdf")
    assert (cover.file, cover.kind, cover.source) == ("a.pdf", Kind.OTHER, "pdf-text")
    assert form.file == "a.pdf/แบบสำรวจ.xlsx"
    assert_is_the_form(form, "xlsx")


def encrypted(data: bytes, password: str) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def test_a_workbook_with_excels_own_password_is_read_and_one_with_another_is_not() -> None:
    [document] = read(encrypted(form_workbook(), "VelvetSweatshop"))
    assert_is_the_form(document, "xlsx")
    locked = encrypted(form_workbook(), "ลับมาก")
    [document] = read(locked)
    assert codes(document) == ["file_encrypted"]
    assert "ใส่รหัสผ่าน" in document.findings[0].message
    for percent in range(10, 100, 10):
        assert codes(read(locked[: len(locked) * percent // 100])[0])[0] in ("file_encrypted", "file_corrupt")


def zip_of(part: str) -> bytes:
    return zipped({part: "<x/>"})


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (b"From: a@b.example\r\nSubject: x\r\nReceived: y\r\n\r\nz", None, "อีเมล"),
        (b"\x01\x02\x03\x04\xff\xfe\x00" * 50, None, "ไม่รู้จัก"),
    ],
)
def test_a_kind_that_is_not_read_yet_says_what_to_send_instead(
    data: bytes, source: str | None, words: str
) -> None:
    [document] = read(data, "แบบสำรวจ")
    assert (document.kind, document.source, codes(document)) == (
        Kind.UNREADABLE,
        source,
        ["file_unsupported"],
    )
    assert "“แบบสำรวจ”" in document.findings[0].message
    assert words in document.findings[0].message
    assert "กรุณา" in document.findings[0].message


@pytest.mark.parametrize(
    ("data", "could_be"),
    [
        (PNG + (1200).to_bytes(4) + (1700).to_bytes(4) + bytes(20), True),
        (PNG + (120).to_bytes(4) + (60).to_bytes(4) + bytes(20), False),
        (b"BEGIN:VCARD\r\nFN:x\r\n", False),
        ("เรียน ผู้ประสานงาน\r\nขอส่งแบบสำรวจ".encode(), False),
        (b"<html><body><p>letter</p></body></html>", False),
    ],
)
def test_what_is_readable_and_no_table_is_other_without_a_problem(data: bytes, could_be: bool) -> None:
    [document] = read(data, "a")
    assert (document.kind, codes(document), document.could_be_form) == (Kind.OTHER, [], could_be)


def test_a_sentence_names_the_file_and_not_the_folder_it_lies_in() -> None:
    [alone] = read(b"", "/home/officer/ว่าง.xlsx")
    assert alone.file == "/home/officer/ว่าง.xlsx"
    assert alone.findings[0].message.startswith("ไฟล์ “ว่าง.xlsx” ")
    [member] = read(zipped({"ว่าง.xlsx": b""}), "/home/officer/ส่ง.zip")
    assert member.findings[0].message.startswith("ไฟล์ “ส่ง.zip/ว่าง.xlsx” ")


def word(body: str) -> bytes:
    return zipped({"word/document.xml": f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'})


def test_a_covering_letter_in_word_is_other_and_so_is_a_word_file_with_another_table() -> None:
    text = "<w:p><w:r><w:t>ขอส่งแบบสำรวจ</w:t></w:r></w:p><w:p><w:r><w:t>จังหวัดลำปาง</w:t></w:r></w:p>"
    for table in ("", "<w:tbl><w:tr/></w:tbl>", "<w:altChunk/>"):
        [document] = read(word(text + table), "หนังสือนำส่ง.docx")
        assert (document.kind, document.source, codes(document)) == (Kind.OTHER, "docx", [])
        assert (document.could_be_form, document.words) == (True, "ขอส่งแบบสำรวจ จังหวัดลำปาง")
    assert codes(read(word("<w:p>"), "a.docx")[0]) == ["file_corrupt"]


def test_a_statement_of_none_in_a_word_letter_is_a_survey_as_in_a_workbook() -> None:
    text = "<w:p><w:r><w:t>จังหวัดลำปาง ขอรายงานว่าไม่มีการจัดทำความร่วมมือ</w:t></w:r></w:p>"
    [document] = read(word(text), "หนังสือ.docx")
    assert document.form is not None
    assert (document.kind, document.form.nil_report, document.form.province) == (Kind.SURVEY, True, "ลำปาง")


WHOLE = {
    "xlsx": form_workbook(),
    "csv": form_text(";").encode("cp874"),
    "html": form_html().encode(),
    "zip": zipped({"a.xlsx": form_workbook(), "b.csv": form_text(",").encode()}),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_cut_short_anywhere_is_a_document(kind: str) -> None:
    data = WHOLE[kind]
    for percent in range(5, 100, 5):
        for document in read(data[: len(data) * percent // 100], f"a.{kind}"):
            assert kind not in ("xlsx", "zip") or codes(document) == ["file_corrupt"]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_file_with_wrong_bytes_anywhere_is_a_document(kind: str) -> None:
    dice = random.Random(2561)
    for _ in range(150):
        data = bytearray(WHOLE[kind])
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        assert read(bytes(data), f"a.{kind}")


def test_a_workbook_whose_xml_has_wrong_bytes_anywhere_is_a_document() -> None:
    dice = random.Random(2561)
    with zipfile.ZipFile(BytesIO(form_workbook())) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    for _ in range(150):
        name = dice.choice([name for name in parts if name.startswith(("xl/", "_rels"))])
        text = bytearray(parts[name])  # type: ignore[arg-type]
        text[dice.randrange(len(text))] = dice.choice(b'0179AZ"<>/ &x\xe0')
        assert read(zipped(parts | {name: bytes(text)}))


def body(text: str | None = None, html: str | None = None, case: Case = CASE) -> Document | None:
    return read_body(text, html, "0" * 64, "mail.eml/body", case)


def test_the_form_in_a_mails_text_is_a_document_of_the_body() -> None:
    for document in (body(html=form_html()), body(text=form_text("\t")), body("ไม่มีตาราง", form_html())):
        assert document is not None
        assert_is_the_form(document, "body")
        assert (document.file, document.sha256, document.grids) == ("mail.eml/body", "0" * 64, ("T1",))


def test_a_form_that_a_reply_only_quotes_is_not_sent_again() -> None:
    quoted = f"<p>ได้รับแล้ว ขอบคุณครับ</p><div class='gmail_quote'>{form_html()}</div>"
    assert body("ได้รับแล้ว ขอบคุณครับ", quoted) is None


def test_a_mail_that_states_that_there_is_nothing_is_a_nil_report_of_its_province() -> None:
    text = "เรียน ผู้ประสานงาน\nจังหวัดลำปางไม่มีการจัดทำความร่วมมือระหว่างองค์กรปกครองส่วนท้องถิ่น\nจึงเรียนมาเพื่อทราบ"
    document = body(text, case=Case(date(2018, 12, 10), "ลำปาง"))
    assert document is not None
    assert document.form is not None
    assert (document.form.nil_report, document.form.province) == (True, "ลำปาง")
    assert document.form.province_source is ProvinceSource.MAIL
    assert (document.kind, document.source, codes(document)) == (Kind.SURVEY, "body", [])
    by_record = body(text, case=Case(date(2018, 12, 10), None, frozenset(["ลำปาง"])))
    assert by_record is not None
    assert by_record.form is not None
    assert by_record.form.province_source is ProvinceSource.SENDER
    nameless = body("ไม่มีการจัดทำความร่วมมือ")
    assert nameless is not None
    assert codes(nameless) == ["province_missing"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (None, None),
        ("ขอส่งแบบสำรวจตามที่แนบมาพร้อมนี้", "<p>ขอส่งแบบสำรวจ</p>"),
        ("ไม่มีข้อมูลเพิ่มเติม", None),
        (None, "<table>" + "<tr><td>ราคา<td>1<td>2" * 5 + "</table>"),
        (None, "<table>" + "<tr><td>ก<td>ข" * 20_001),
        (str(FORM[0][0]), None),
    ],
)
def test_ordinary_mails_hold_no_document(text: str | None, html: str | None) -> None:
    assert body(text, html) is None
