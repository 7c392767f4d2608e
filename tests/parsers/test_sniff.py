"""A file is what its bytes say, whatever its name says."""

import random
from io import BytesIO

import pytest
from make.workbooks import form_html, form_text, form_workbook, zipped
from msoffcrypto.format.ooxml import OOXMLFile

from parsers.sniff import FileType, is_left_behind, sniff


def typed(content_type: str) -> bytes:
    return zipped(
        {"[Content_Types].xml": f'<Types><Override ContentType="application/{content_type}"/></Types>'}
    )


def of_mimetype(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}"})


def compound_file(*streams: str) -> bytes:
    """[MS-CFB] with the names of some streams in its directory, and nothing in them."""
    entries = ["Root Entry", *streams]
    directory = b""
    for number, name in enumerate(entries):
        raw = name.encode("utf-16-le")
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        child = 1 if number == 0 and streams else 0xFFFFFFFF
        directory += raw.ljust(64, b"\0") + (len(raw) + 2).to_bytes(2, "little")
        directory += bytes([5 if number == 0 else 2, 1]) + b"\xff" * 4
        directory += right.to_bytes(4, "little") + child.to_bytes(4, "little") + bytes(36)
        directory += (0xFFFFFFFE).to_bytes(4, "little") + bytes(8)
    sectors = -(-len(directory) // 512)
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    fat = b"".join(entry.to_bytes(4, "little") for entry in table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + bytes(10)
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    header += (0xFFFFFFFE).to_bytes(4, "little") + bytes(4) + (0xFFFFFFFE).to_bytes(4, "little") + bytes(4)
    header += (0).to_bytes(4, "little") + b"\xff" * 432
    return header + fat + directory.ljust(sectors * 512, b"\0")


def encrypted_workbook() -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(form_workbook())).encrypt("ลับ", out)
    return out.getvalue()


JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(9)
PKCS7 = b"\x30\x82\x01\x00\x06\x09"


@pytest.mark.parametrize(
    ("data", "kind", "source"),
    [
        (form_workbook(), "xlsx", "xlsx"),
        (typed("vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"), "xlsx", "xlsx"),
        (typed("vnd.ms-excel.sheet.macroEnabled.main+xml"), "xlsx", "xlsx"),
        (typed("vnd.ms-excel.sheet.binary.macroEnabled.main"), "xlsb", "xlsb"),
        (typed("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "docx", "docx"),
        (typed("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "slides", None),
        (of_mimetype("spreadsheet"), "ods", "ods"),
        (of_mimetype("text"), "odt", "odt"),
        (zipped({"Index/Document.iwa": "x"}), "apple", None),
        (zipped({"a.txt": "x"}), "zip", None),
        (zipped({}), "zip", None),
        (compound_file("Workbook"), "xls", "xls"),
        (compound_file("Book", "\x05SummaryInformation"), "xls", "xls"),
        (compound_file("WordDocument"), "doc", "doc"),
        (compound_file("EncryptedPackage", "EncryptionInfo"), "encrypted", None),
        (compound_file("\x06DataSpaces", "DRMEncryptedDataSpace", "EncryptedPackage"), "restricted", None),
        (compound_file("__properties_version1.0"), "mail", None),
        (compound_file("Contents"), "unknown", None),
        (compound_file("Workbook")[:700], "broken", None),
        (encrypted_workbook(), "encrypted", None),
        (b"%PDF-1.7\n", "pdf", "pdf-text"),
        (b"\r\n\r\n%PDF-1.4\n", "pdf", "pdf-text"),
        (b"{\\rtf1\\ansi}", "rtf", "rtf"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls", "xls"),
        (form_text(",").encode(), "csv", "csv"),
        (form_text(";").encode("cp874"), "csv", "csv"),
        (form_text("\t").encode("utf-16"), "csv", "csv"),
        (form_text("\t").encode("utf-16-le"), "csv", "csv"),
        (b"sep=;\r\na;b", "csv", "csv"),
        ("เรียน ผู้ประสานงาน\nขอส่งแบบสำรวจ".encode("cp874"), "text", None),
        (form_html().encode(), "html", "html"),
        (f"<!DOCTYPE html>\n<HTML>{form_html()}".encode("utf-16"), "html", "html"),
        (b"<div><table>", "html", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml", "xml"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
         "flat-opc", "docx"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\nx", "mhtml", "html"),
        (b"Received: x\nFrom: a@b.example\nSubject: y\n\nz", "mail", None),
        (b"From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n<p>", "mail", None),
        (b"BEGIN:VCALENDAR\n", "passing", None),
        (b"-----BEGIN PGP SIGNATURE-----\n", "passing", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "passing", None),
        (b"Rar!\x1a\x07\x00", "rar", None),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z", None),
        (PKCS7 + bytes.fromhex("2a864886f70d010703") + bytes(40), "encrypted", None),
        (PKCS7 + bytes.fromhex("2a864886f70d010702") + bytes(40), "passing", None),
        (b"\0\0\0\x18ftypheic", "picture", None),
        (b"\0\0\0\x18ftypmp42", "passing", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture", None),
        (b"RIFF\0\0\0\0WAVEfmt ", "passing", None),
        (b"BM" + bytes(60), "picture", None),
        ("BM เป็นข้อความ ไม่ใช่ภาพ".encode(), "text", None),
        (b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0", "passing", None),
        (b"", "empty", None),
        (bytes(5000), "broken", None),
        (form_workbook()[:2000], "broken", None),
        (b"\x01\x02\x03\x04\x05\x06\x07\xff" * 50, "unknown", None),
    ],
)  # fmt: skip
def test_content_decides_what_a_file_is(data: bytes, kind: str, source: str | None) -> None:
    assert (sniff(data).type.value, sniff(data).source) == (kind, source)


@pytest.mark.parametrize(
    ("data", "page_like"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + (1240).to_bytes(4) + (1754).to_bytes(4), True),
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + (200).to_bytes(4) + (200).to_bytes(4), False),
        (b"GIF89a" + (1).to_bytes(2, "little") * 2, False),
        (JPEG_HEAD + b"\xff\xc0\x00\x11\x08" + (2730).to_bytes(2) + (1536).to_bytes(2) + bytes(9), True),
        (JPEG_HEAD + b"\xff\xc2\x00\x11\x08" + (90).to_bytes(2) + (300).to_bytes(2) + bytes(9), False),
        (b"\xff\xd8\xff", True),
        (b"II*\0" + bytes(20), True),
    ],
)
def test_a_picture_may_be_a_page_unless_it_is_small(data: bytes, page_like: bool) -> None:
    assert (sniff(data).type, sniff(data).page_like) == (FileType.PICTURE, page_like)


@pytest.mark.parametrize(
    "name", ["~$แบบ.xlsx", "a/b/Thumbs.db", "._a.xlsx", ".DS_Store", "desktop.ini", "x.lnk"]
)
def test_what_systems_leave_behind_is_known_by_its_name_unless_it_is_a_real_file(name: str) -> None:
    assert is_left_behind(name, FileType.UNKNOWN)
    assert is_left_behind(name, FileType.EMPTY)
    assert not is_left_behind(name, FileType.XLSX)
    assert not is_left_behind("แบบ.xlsx", FileType.EMPTY)


def test_any_bytes_at_all_are_something() -> None:
    dice = random.Random(2561)
    whole = [
        form_workbook(),
        encrypted_workbook(),
        compound_file("Workbook", "a", "b", "c", "d"),
        form_html().encode(),
    ]
    for _ in range(300):
        data = bytearray(dice.choice(whole))
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        assert sniff(bytes(data)).type in FileType
        assert sniff(dice.randbytes(dice.randrange(40))).type in FileType
