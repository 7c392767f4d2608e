import unicodedata
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make.mails import make_file, make_mail, make_multipart, make_part

from ingest.mime.message import MailLimits, read_mail
from ingest.mime.names import safe_name
from ingest.mime.parameters import structured

THAI = "แบบสำรวจ จังหวัดน่าน.xlsx"


def word(text: str, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


def percent(text: str, charset: str = "utf-8") -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode(charset))


def name_of(*headers: str | bytes, content_type: str = "application/octet-stream") -> str:
    lines = [line.encode() if isinstance(line, str) else line for line in headers]
    mail = read_mail(make_mail(make_part(content_type, b"x", headers=lines)), MailLimits())
    [attachment] = mail.attachments
    return attachment.name


DISPOSITION = "Content-Disposition: attachment; "
HALF = len(percent(THAI)) // 6 * 3
THAI_NAMES: list[str | bytes] = [
    f'{DISPOSITION}filename="{word(THAI)}"',
    f"{DISPOSITION}filename={word(THAI)}",
    f'{DISPOSITION}filename="{word(THAI, "windows-874")}"',
    f'{DISPOSITION}filename="{word(THAI[:9])}\r\n {word(THAI[9:])}"',
    f"{DISPOSITION}filename*=utf-8''{percent(THAI)}",
    f"{DISPOSITION}filename*=TIS-620''{percent(THAI, 'cp874')}",
    f"{DISPOSITION}filename*=us-ascii''{percent(THAI, 'cp874')}",
    f"{DISPOSITION}filename*=''{percent(THAI)}",
    f"{DISPOSITION}filename*0*=utf-8''{percent(THAI)[:HALF]};\r\n filename*1*={percent(THAI)[HALF:]}",
    f"{DISPOSITION}filename*0*=utf-8''{percent(THAI)[: HALF + 2]}; filename*1*={percent(THAI)[HALF + 2 :]}",
    f"{DISPOSITION}filename*1*={percent(THAI)[HALF:]};\r\n\tfilename*0*=utf-8''{percent(THAI)[:HALF]}",
    f'{DISPOSITION}filename*0="{word(THAI)[:20]}"; filename*1="{word(THAI)[20:]}"',
    f"{DISPOSITION}filename=\"???.xlsx\"; filename*=utf-8''{percent(THAI)}",
    f'{DISPOSITION}filename="{percent(THAI)}"',
    f'{DISPOSITION}filename="{THAI}"',
    f"{DISPOSITION}filename={THAI}; size=3",
    f'{DISPOSITION}filename="{THAI}"'.encode("cp874"),
    f'{DISPOSITION}filename="{THAI}'.encode("cp874"),
    f'{DISPOSITION}FileName = "{THAI}" ; x',
]


@pytest.mark.parametrize("line", THAI_NAMES, ids=[f"name{i}" for i in range(len(THAI_NAMES))])
def test_a_thai_name_is_read_in_every_spelling(line: str | bytes) -> None:
    assert name_of(line) == unicodedata.normalize("NFC", THAI)


def test_the_name_of_the_type_stands_in_for_one_that_was_lost() -> None:
    kind = f'application/octet-stream; name="{word(THAI)}"'
    assert name_of(f'{DISPOSITION}filename="????.xlsx"', content_type=kind) == THAI
    assert name_of("Content-Disposition: attachment", content_type=kind) == THAI


NAMES = [
    ("a/b.xlsx", "a_b.xlsx"),
    ("แบบ 5/11/61.xlsx", "แบบ 5_11_61.xlsx"),
    ("../../etc/passwd", "passwd"),
    ("/home/x/a.xlsx", "a.xlsx"),
    ("C:\\Users\\x\\a.xlsx", "a.xlsx"),
    ("\\\\server\\share\\a.xlsx", "a.xlsx"),
    ("a\0.xlsx", "a.xlsx"),
    ("a\r\n b.xlsx", "a b.xlsx"),
    ("invoice\u202excod.exe", "invoicexcod.exe"),
    ("a\u200bb.xlsx", "ab.xlsx"),
    ("...", "attachment.xlsx"),
    ("", "attachment.xlsx"),
    ("ก" * 400 + ".xlsx", "ก" * 175 + ".xlsx"),
    (".xlsx", "xlsx"),
]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(("given_name", "name"), NAMES, ids=[f"safe{i}" for i in range(len(NAMES))])
def test_a_name_bears_no_path_and_nothing_unseen(given_name: str, name: str) -> None:
    assert safe_name(given_name, WORKBOOK) == name


def test_equal_names_are_numbered_and_the_given_ones_kept() -> None:
    raw = make_mail(
        make_multipart(*(make_file(n, n.encode()) for n in ("a.xlsx", "A.xlsx", "a (2).xlsx", "a.xlsx")))
    )
    mail = read_mail(raw, MailLimits())
    assert [a.name for a in mail.attachments] == ["a.xlsx", "A (2).xlsx", "a (2) (2).xlsx", "a (3).xlsx"]
    assert [a.given_name for a in mail.attachments] == ["a.xlsx", "A.xlsx", "a (2).xlsx", "a.xlsx"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_name_becomes_safe(given_name: str) -> None:
    name = safe_name(given_name, "application/pdf")
    assert name
    assert len(name) <= 180
    assert not set(name) & set('/\\:*?"<>|\0\r\n\u202e')
    assert not name.startswith(".")
    assert safe_name(name, "application/pdf") == name


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*b"ab;=\"'*\\% 01\t?", 0xE0, 0xA1]), max_size=80))
def test_any_parameters_are_read(data: list[int]) -> None:
    found = structured(b"text/plain" + bytes(data))
    assert all(isinstance(value, str) for value in found.parameters.values())
