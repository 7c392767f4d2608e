"""A member is found again by the name that its document has."""

import zipfile
from io import BytesIO

import pytest

from parsers.limits import Limits
from parsers.member import member_of, pages_of
from parsers.refused import FileCorrupt


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


OUTER = zipped(forms__a_csv=b"1,2,3\n", inner_zip=zipped(b_csv=b"4,5,6\n"), inner=b"x")


@pytest.mark.parametrize(
    ("rest", "data", "part"),
    [
        ("", OUTER, ""),
        ("/forms/a.csv", b"1,2,3\n", ""),
        ("/inner.zip/b.csv", b"4,5,6\n", ""),
        ("/inner.zip/b.csv#1-2", b"4,5,6\n", "#1-2"),
        ("#3", OUTER, "#3"),
    ],
)
def test_a_member_is_found_by_its_name(rest: str, data: bytes, part: str) -> None:
    assert member_of(OUTER, rest, Limits()) == (data, part)


def test_a_mail_in_an_archive_is_opened_by_whoever_knows_mails() -> None:
    mail = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nDate: Mon, 3 Dec 2018 09:00:00 +0700\r\n\r\ntext\r\n"
    data = zipped(fwd_eml=mail)
    assert member_of(data, "/fwd.eml/c.csv", Limits(), lambda _: [("c.csv", b"7\n")]) == (b"7\n", "")
    with pytest.raises(FileCorrupt):
        member_of(data, "/fwd.eml/c.csv", Limits())


@pytest.mark.parametrize("rest", ["/none.csv", "/forms", "/inner.zip/none", "/forms/a.csv/x", "/../a"])
def test_a_member_that_is_not_there_is_refused(rest: str) -> None:
    with pytest.raises(FileCorrupt):
        member_of(OUTER, rest, Limits())


def test_parts_name_their_pages() -> None:
    assert pages_of("#2-4") == range(2, 5)
    assert pages_of("#3") == range(3, 4)
    assert pages_of("") is None
