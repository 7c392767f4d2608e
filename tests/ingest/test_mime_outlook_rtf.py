"""Outlook's RTF: unpacked as its makers show it, and the words or the HTML within."""

import random

import pytest

from ingest.mime.outlook_rtf import decompressed, text_of_rtf

# [MS-OXRTFCP] 3.1.1 and 3.1.2
SIMPLE = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
OVERLAPPING = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"


@pytest.mark.parametrize(
    ("packed", "rtf"),
    [
        (SIMPLE, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"),
        (OVERLAPPING, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"),
    ],
)
def test_the_makers_examples_are_unpacked(packed: str, rtf: bytes) -> None:
    assert decompressed(bytes.fromhex(packed)) == rtf


def test_damaged_bytes_give_less_and_never_raise() -> None:
    chance, whole = random.Random(1), bytes.fromhex(SIMPLE)
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(len(whole) + 1)])
        for _ in range(3):
            if len(data) > 16:
                data[chance.randrange(16, len(data))] = chance.randrange(256)
        assert len(decompressed(bytes(data))) <= 0x2B
        text_of_rtf(bytes(data))
    assert decompressed(b"") == b""


def test_html_is_taken_out_of_its_wrapping_as_it_was() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg874\fromhtml1 {\fonttbl{\f0\fswiss\fcharset222 Angsana New;}}\f0 {\*\htmltag64 <p>}"
        rb"\htmlrtf {\htmlrtf0 \'ca\'e8\'a7 \u3585?&amp; \{x\}{\*\htmltag72 </p>}\htmlrtf \par}\htmlrtf0 {\*\mhtmltag1 no}}"
    )
    assert text_of_rtf(rtf) == ("<p>ส่ง ก&amp; {x}</p>", True)


def test_thai_letters_count_by_their_font_where_the_page_is_latin() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252\fromtext {\fonttbl{\f0\fswiss\fcharset222 Tahoma;}}\f0 \'ca\'e8\'a7\par x\tab y}"
    assert text_of_rtf(rtf) == ("ส่ง\r\nx\ty", False)
