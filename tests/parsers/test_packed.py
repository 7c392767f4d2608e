"""RAR and 7z: each member is read as if it had come alone; what can't be opened is said."""

import ctypes.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from make.archives import rar4, rar5
from make.workbooks import form_workbook, zipped

from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case, Document, Kind

CASE = Case(date(2018, 12, 10))
FORM = form_workbook()


def seven_zip(files: dict[str, bytes], **how: object) -> bytes:
    from py7zr import SevenZipFile

    out = BytesIO()
    with SevenZipFile(out, "w", **how) as archive:  # type: ignore[arg-type]
        for name, content in files.items():
            archive.writestr(content, name)
    return out.getvalue()


def read(data: bytes, name: str, limits: Limits = Limits()) -> list[Document]:  # noqa: B008 - it is frozen
    return read_file(data, name, CASE, limits)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


NAMES = ("แบบสำรวจ.xlsx", "เอกสาร/ภาพ.png")
FILES = {NAMES[0]: FORM, NAMES[1]: b"\x89PNG\r\n\x1a\n"}


@pytest.mark.parametrize(
    "data",
    [seven_zip(FILES), rar5(FILES), rar4({name.encode("cp874"): content for name, content in FILES.items()})],
    ids=["7z", "rar5", "rar4 in Thai Windows' code page"],
)
def test_each_member_is_read_as_if_it_had_come_alone(data: bytes) -> None:
    picture, form = sorted(read(data, "ส่ง.rar"), key=lambda document: document.file)
    [alone] = read(FORM, "ส่ง.rar/แบบสำรวจ.xlsx")
    assert form == alone
    assert (picture.file, picture.kind) == ("ส่ง.rar/เอกสาร/ภาพ.png", Kind.OTHER)


def test_archives_of_any_kind_nest_to_two() -> None:
    inner = seven_zip({"a.xlsx": FORM})
    [document] = read(rar5({"b.7z": inner}), "c.rar")
    assert (document.file, document.kind) == ("c.rar/b.7z/a.xlsx", Kind.SURVEY)
    [document] = read(zipped({"d.rar": rar5({"b.7z": inner})}), "e.zip")
    assert (document.file, codes(document)) == ("e.zip/d.rar/b.7z", ["file_too_large"])


@pytest.mark.parametrize("headers", [False, True])
def test_a_password_is_asked_for(headers: bool) -> None:
    data = seven_zip({"a.xlsx": FORM}, password="1234", header_encryption=headers)
    assert codes(read(data, "a.7z")[-1]) == ["file_encrypted"]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
@pytest.mark.parametrize(
    "whole", [seven_zip(FILES), rar5(FILES), rar4({b"a.xlsx": FORM})], ids=["7z", "rar5", "rar4"]
)
def test_what_is_cut_off_is_corrupt_and_never_a_smaller_answer(whole: bytes, part: float) -> None:
    documents = read(whole[: int(len(whole) * part)], "a.rar")
    assert any(codes(document) == ["file_corrupt"] for document in documents)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = seven_zip({"a.csv": b"0" * (8 * 1024 * 1024)})
    assert len(data) < 20_000
    [document] = read(data, "a.7z", replace(Limits(), unpacked_mb=5))
    assert codes(document) == ["file_too_large"]
    many = rar5({f"{number}.txt": b"x" for number in range(30)})
    assert codes(read(many, "a.rar", replace(Limits(), members=20))[-1]) == ["file_too_large"]


@pytest.fixture
def without_libarchive(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    loaded = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] == "libarchive"}
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setenv("LIBARCHIVE", str(Path("/nowhere/libarchive.so")))
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "libarchive"]:
        del sys.modules[name]
    sys.modules.update(loaded)


@pytest.mark.usefixtures("without_libarchive")
def test_where_libarchive_is_not_installed_it_is_our_own_fault() -> None:
    [document] = read(rar5(FILES), "ส่ง.rar")
    assert (document.kind, codes(document), document.our_fault) == (
        Kind.UNREADABLE,
        ["file_too_complex"],
        True,
    )
    assert "libarchive" in document.findings[0].message
