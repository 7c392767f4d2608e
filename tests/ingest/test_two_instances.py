"""Two of us facing each other, as it happens where one office runs us and another forwards to it: it ends by itself."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from make.desk import Desk, desk
from make.mail_case import words

OURS, OTHER = "survey@dla.example", "survey@other.example"
STRIPS = {
    "nothing": (),
    "what says that we are a robot": ("auto-submitted", "x-auto-response-suppress", "precedence"),
    "all that is ours": (
        "auto-submitted", "x-auto-response-suppress", "precedence", "x-samruat-instance", "message-id", "in-reply-to",
        "references",
    ),
}  # fmt: skip


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    with ExitStack() as stack:
        ours = stack.enter_context(desk(tmp_path / "ours"))
        other = stack.enter_context(desk(tmp_path / "other", replace=[(OURS, OTHER)]))
        yield ours, other


def passed_on(raw: bytes, stripped: tuple[str, ...], number: int) -> bytes:
    """As a relay delivers it: some of our headers are gone, and its own Message-ID may be there."""
    head, _, body = raw.partition(b"\r\n\r\n")
    for name in stripped:
        head = re.sub(rb"(?im)^" + name.encode() + rb":.*(?:\r\n[ \t].*)*\r\n?", b"", head + b"\r\n").rstrip(
            b"\r\n"
        )
    if "message-id" in stripped:
        head += b"\r\nMessage-ID: <relay-%d@relay.example>" % number
    return head + b"\r\n\r\n" + body


def replies(at: Desk) -> list[bytes]:
    """What it wrote to a sender, newest last."""
    folder = at.folder / "answers" / "new"
    paths = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []
    return [raw for path in paths if b"auto-replied" in (raw := path.read_bytes())]


@pytest.mark.parametrize(
    ("stripped", "most"), [("nothing", 1), ("what says that we are a robot", 1), ("all that is ours", 6)]
)
def test_two_of_us_stop_writing_to_each_other(stripped: str, most: int, both: tuple[Desk, Desk]) -> None:
    at, other = both
    raw, written = words("ขอสอบถามเรื่องแบบสำรวจ", **{"from": OTHER, "to": OURS}), 0
    for number in range(20):
        before = len(replies(at))
        at.receive("", raw=raw, at=at.now + timedelta(minutes=1))
        if len(replies(at)) == before:
            break
        written += 1
        raw = passed_on(replies(at)[-1], STRIPS[stripped], number)
        at, other = other, at
    assert 1 <= written <= most
