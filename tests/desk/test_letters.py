"""The mail as it came: shown as words, its files saved and never opened."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from make.desk import Desk, office
from make.desk_pages import open_desk, person

from desk.letters import to_save
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment

Box = tuple[Desk, Flask]
PAGE = "<html><body><script>alert(1)</script><img src=https://evil.example/seen.gif><p>เรียนผู้ประสานงาน</p></body></html>"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def sha256(box: Box) -> str:
    book = workbook("น่าน", rows("น่าน", 1))
    [line] = box[0].receive(
        office("น่าน"),
        Attachment('../../../etc/แบบ"สำรวจ\r\n.xlsx', book),
        subject="ส่งแบบ <b>สำรวจ</b>",
        html=PAGE,
    )
    return str(line["message"])


def test_a_mail_is_shown_as_plain_words_without_scripts_or_pictures_from_afar(box: Box, sha256: str) -> None:
    one = person(box[1])
    assert one.get(f"/mails/{sha256}").status_code == 200
    assert "เรียน" in one.text
    assert "<script" not in one.page
    assert "evil.example" not in one.page
    assert "<b>สำรวจ" not in one.page


def test_a_file_is_saved_as_it_came_under_a_harmless_name(box: Box, sha256: str) -> None:
    answer = person(box[1]).get(f"/mails/{sha256}/files/0")
    assert answer.data.startswith(b"PK")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    name = unquote(said.rpartition("''")[2])
    assert name.endswith(".xlsx")
    assert not set(name) & set('/\\"\r\n')


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\a.xlsx",
        'a"; filename=evil.html',
        "a\r\nSet-Cookie: x=1",
        "",
        "...",
        "แบบ.xlsx",
    ],
)
def test_no_name_of_a_file_gets_out_of_the_header(name: str) -> None:
    headers = to_save(name, b"x").headers
    said = headers["Content-Disposition"]
    plain = said.partition('filename="')[2].partition('"')[0]
    assert plain.isascii()
    assert not set(plain) & set("/\\;\r\n")
    assert not plain.startswith(".")
    assert said.count('"') == 2
    assert set("\r\n/\\") & set(unquote(said.rpartition("''")[2])) <= set("\r\n")
    assert "Set-Cookie" not in headers


def test_the_raw_mail_is_saved_byte_by_byte(box: Box, sha256: str) -> None:
    answer = person(box[1]).get(f"/mails/{sha256}/raw")
    assert answer.data == box[0].context.raw.path(sha256).read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path",
    [
        "/mails/{}/files/7", "/mails/{}/files/-1", "/mails/..%2f..%2fsamruat.db", "/mails/{}x", "/mails/" + "0" * 64,
        "/mails/" + "0" * 64 + "/raw", "/mails/../desk-passwords/raw", "/static/../app.py", "/static/..%2fapp.py",
        "/data/..%2f..%2fetc.csv", "/data/cooperations.exe", "/data/users.csv",
    ],
)  # fmt: skip
def test_tricks_with_paths_lead_nowhere(box: Box, sha256: str, path: str) -> None:
    assert person(box[1]).get(path.format(sha256)).status_code == 404
