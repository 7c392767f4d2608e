"""The picture of the provinces: its numbers are those of its words, and a mail carries it along."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

from notifications.chart import Group, province_chart
from notifications.compose import compose
from survey.registry import registry

NAMES = tuple(registry().provinces)
GROUPS = [
    Group("ส่งแล้ว", "#2da44e", NAMES[:30]),
    Group("ไม่รับ", "#57606a", ()),
    Group("ยังไม่ส่ง", "#afb8c1", NAMES[30:]),
]


def test_the_words_count_every_province_once() -> None:
    words = province_chart(GROUPS).words
    assert words.count("จังหวัด:") == 6
    assert sum(int(part.split()[1]) for part in words.split("; ")) == 76
    assert "ไม่รับ" not in words


def test_the_picture_has_the_colours_of_what_it_shows_and_no_other_state() -> None:
    from PIL import Image

    picture = Image.open(BytesIO(province_chart(GROUPS).content)).convert("RGB")
    shown = {colour for _, colour in picture.getcolors(1 << 24) or ()}
    assert {(0x2D, 0xA4, 0x4E), (0xAF, 0xB8, 0xC1)} <= shown
    assert (0x57, 0x60, 0x6A) in shown  # letters of the sums
    assert picture.width >= 1000
    assert len(province_chart(GROUPS).content) < 60_000


def test_a_name_that_is_no_province_counts_nowhere() -> None:
    assert "1 จังหวัด" not in province_chart([Group("ส่งแล้ว", "#2da44e", ("นคร",))]).words


def test_the_html_finds_its_picture_in_the_mail() -> None:
    headers = [("From", "a@b.example"), ("To", "c@d.example"), ("Subject", "x")]
    page = '<img src="cid:one@samruat" alt="ภาค">'
    mail = message_from_bytes(
        compose(headers, "ข้อความ", page, [("a.xlsx", b"PK")], [("one@samruat", b"\x89PNG")]),
        policy=policy.default,
    )
    assert isinstance(mail, EmailMessage)
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    assert [part["Content-ID"] for part in mail.walk() if part["Content-ID"]] == ["<one@samruat>"]
    assert [name.get_filename() for name in mail.iter_attachments()] == ["a.xlsx"]
