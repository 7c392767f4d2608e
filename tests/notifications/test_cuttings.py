"""A reply to a scanned form shows the pictures of the cells that could not be read surely."""

from email import message_from_bytes, policy

import pytest
from make.letters import make_answer, make_finding, make_submission

from notifications.answer import FileTold
from notifications.render import Identity, render
from survey.model import Document, Kind, Status

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
IDENTITY = Identity("แบบสำรวจ สถ. <survey@dla.example>", "i-1")


def scanned(cells: int) -> FileTold:
    pictures = tuple((f"p1!E{row}", PNG) for row in range(1, cells + 1))
    return FileTold(
        "สแกน.pdf", "แบบสำรวจ", Document("สแกน.pdf", "0" * 64, Kind.SURVEY, "pdf-ocr", pictures=pictures)
    )


@pytest.mark.parametrize(
    ("kind", "status"),
    [("acknowledgement", Status.ACCEPTED), ("needs_correction", Status.NEEDS_CORRECTION)],
)
def test_pictures_stand_in_the_html_with_their_places(kind: str, status: Status) -> None:
    told = make_submission(status, findings=(make_finding(),))
    mail = render(kind, make_answer(told, files=(scanned(30),)), key="k", identity=IDENTITY)
    parsed = message_from_bytes(mail.content, policy=policy.default)
    pictures = [part for part in parsed.walk() if part.get_content_type() == "image/png"]
    assert len(pictures) == 20
    assert pictures[0].get_content() == PNG
    page = parsed.get_body(("html",))
    assert page is not None
    html = page.get_content()
    for part in pictures:
        assert f'src="cid:{part["Content-ID"].strip("<>")}"' in html
    assert "หน้า 1 ช่อง E1" in html


def test_an_answer_without_scans_has_no_picture() -> None:
    mail = render("acknowledgement", make_answer(), key="k", identity=IDENTITY)
    assert b"image/png" not in mail.content
    assert "ภาพของช่อง" not in mail.content.decode("ascii")
