"""Bytes to text: what the bytes say counts more than what a label says."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.thai.charset import decode

WORDS = "แบบสำรวจ จังหวัดเชียงใหม่\tอบต.สะลวง\r\n1,๕ พ.ย. ๒๕๖๑"


@pytest.mark.parametrize(
    "name",
    ["windows-874", "x-windows-874", "MS874", "cp-874", "windows874", "dos-874", "x-tis-620", "TIS620-2533"],
)
def test_python_knows_the_names_that_outlook_writes(name: str) -> None:
    assert "อบต.".encode(name) == "อบต.".encode("cp874")
    assert codecs.lookup(name).name == "cp874"


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_without_a_label_is_read(charset: str) -> None:
    assert decode(WORDS.encode(charset)) == WORDS


@pytest.mark.parametrize("charset", ["utf-8", "cp874", "utf-16"])
@pytest.mark.parametrize(
    "label",
    [
        "us-ascii",
        "iso-8859-1",
        "utf-8",
        "tis-620",
        "windows-874",
        "x-nonsense",
        "",
        "gb2312",
        "big5",
        "UTF-8",
        "hex",
    ],
)
def test_a_wrong_label_does_no_harm(charset: str, label: str) -> None:
    assert decode(WORDS.encode(charset), label) == WORDS


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"\xe1\xba\xba", None, "แบบ"),
        ("แบบสำรวจ".encode("cp874"), None, "แบบสำรวจ"),
        ("“ร่าง”…".encode("cp874"), "tis-620", "“ร่าง”…"),
        ("café".encode("latin-1"), "iso-8859-1", "café"),
        ("“é”".encode("cp1252"), "iso-8859-1", "“é”"),
        ("café".encode(), None, "café"),
        ("café".encode(), "iso-8859-1", "café"),
        ("✓ × –".encode(), None, "✓ × –"),
        ("привет".encode("koi8-r"), "koi8-r", "привет"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("อบต.".encode("utf-7"), "utf-7", "อบต."),
        (b"+AOk-", None, "+AOk-"),
        (b"", None, ""),
        (b"plain", "no such charset", "plain"),
        (b"a\x00", None, "a\x00"),
        ("อบต".encode("utf-16-le"), None, "อบต"),
        ("ก".encode("cp874"), None, "ก"),
    ],
)
def test_each_kind_of_bytes(data: bytes, label: str | None, text: str) -> None:
    assert decode(data, label) == text


@pytest.mark.parametrize("charset", ["utf-8", "cp874"])
def test_a_broken_byte_costs_itself_only(charset: str) -> None:
    data = WORDS.encode(charset)
    broken = data[:9] + b"\xff" + data[9:]
    text = decode(broken)
    assert "\ufffd" in text
    assert "เชียงใหม่\tอบต.สะลวง" in text


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=40),
    st.sampled_from([None, "utf-8", "tis-620", "us-ascii", "utf-7", "base64", "idna", "\x00"]),
)
def test_nothing_raises(data: bytes, label: str | None) -> None:
    assert isinstance(decode(data, label), str)
