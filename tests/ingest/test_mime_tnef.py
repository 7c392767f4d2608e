"""winmail.dat as Outlook itself writes it: names and mails within stand in MAPI's properties ([MS-OXTNEF] 2.1.3.4)."""

import struct

import pytest
from make.mails import make_tnef

from ingest.mime.tnef import holds_no_file, unwrapped

LONG, SHORT, CONTENT, SIZE, METHODS = 0x3707, 0x3704, 0x3701, 0x0E20, 0x370B
STRING, UNICODE, OBJECT, NUMBER = 0x1E, 0x1F, 0x0D, 0x03


def attribute(level: int, key: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, key, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def padded(value: bytes) -> bytes:
    return value + b"\0" * (-len(value) % 4)


def sized(kind: int, key: int, value: bytes, name: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, key) + name + struct.pack("<II", 1, len(value)) + padded(value)


def number(key: int, value: int) -> bytes:
    return struct.pack("<HHI", NUMBER, key, value)


def winmail(*properties: bytes, data: bytes = b"", title: str = "", count: int | None = None) -> bytes:
    """One file with these properties; `count` of them is what it claims."""
    made = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00069007, struct.pack("<II", 874, 0))
    made += attribute(2, 0x00069002, b"\0" * 14)
    if data:
        made += attribute(2, 0x0006800F, data)
    if title:
        made += attribute(2, 0x00018010, title.encode("cp874") + b"\0")
    told = struct.pack("<I", len(properties) if count is None else count)
    return made + attribute(2, 0x00069005, told + b"".join(properties))


THAI = "แบบสำรวจ.xlsx"
NAMED_BY_NUMBER = bytes(16) + struct.pack("<II", 0, 7)
NAMED_BY_WORDS = bytes(16) + struct.pack("<II", 1, 6) + padded("ชื่อ".encode("utf-16-le")[:6])


@pytest.mark.parametrize(
    "properties",
    [
        [sized(UNICODE, LONG, (THAI + "\0").encode("utf-16-le"))],
        [sized(STRING, LONG, THAI.encode("cp874") + b"\0")],
        [number(SIZE, 9), sized(STRING, SHORT, b"A~1.XLS\0"), sized(UNICODE, LONG, THAI.encode("utf-16-le"))],
        [sized(UNICODE, 0x8001, b"x\0", NAMED_BY_NUMBER), sized(UNICODE, LONG, THAI.encode("utf-16-le"))],
        [sized(UNICODE, 0x8001, b"x\0", NAMED_BY_WORDS), sized(UNICODE, LONG, THAI.encode("utf-16-le"))],
        [struct.pack("<HHI", NUMBER | 0x1000, METHODS, 2) + bytes(8), sized(UNICODE, LONG, THAI.encode("utf-16-le"))],
        [sized(UNICODE, LONG, THAI.encode("utf-16-le")), sized(UNICODE, LONG, "b".encode("utf-16-le"))],
    ],
    ids=["unicode", "code page", "before others", "named by number", "named by words", "several numbers", "twice"],
)  # fmt: skip
def test_the_long_name_in_the_properties_goes_before_the_short_title(properties: list[bytes]) -> None:
    assert unwrapped(winmail(*properties, data=b"PK", title="A~1.XLS")) == [(THAI, b"PK")]


def test_a_mail_that_was_attached_in_outlook_is_opened_with_all_its_files() -> None:
    inner = make_tnef([(THAI, b"PK"), ("ภาพ.png", b"\x89PNG")])
    assert unwrapped(winmail(sized(OBJECT, CONTENT, bytes(16) + inner))) == [
        (THAI, b"PK"),
        ("ภาพ.png", b"\x89PNG"),
    ]


def test_mails_within_mails_without_end_are_opened_to_a_depth() -> None:
    data = make_tnef([("a.xlsx", b"PK")])
    for _ in range(6):
        data = winmail(sized(OBJECT, CONTENT, bytes(16) + data))
    [(name, content)] = unwrapped(data)
    assert (name, content[:4]) == ("", b"\x78\x9f\x3e\x22")


@pytest.mark.parametrize(
    "properties",
    [
        [struct.pack("<HH", 0x99, LONG)],  # a type that there is none of
        [sized(UNICODE, LONG, b"x")[:-6]],
        [struct.pack("<HH", UNICODE, 0x8001)],
    ],
)
def test_properties_that_are_broken_leave_the_file_its_title(properties: list[bytes]) -> None:
    assert unwrapped(winmail(*properties, data=b"PK", title="A~1.XLS")) == [("A~1.XLS", b"PK")]
    assert unwrapped(winmail(*properties, data=b"PK", title="A~1.XLS", count=900)) == [("A~1.XLS", b"PK")]


def test_what_outlook_adds_to_mail_in_rich_text_alone_holds_no_file() -> None:
    assert holds_no_file(make_tnef([]))
    assert not holds_no_file(make_tnef([("a.xlsx", b"PK")]))
    assert not holds_no_file(make_tnef([])[:-1])
    assert not holds_no_file(b"\x78\x9f\x3e\x22\x01\x00")
