"""A reply to a scanned form shows the pictures of the cells that could not be read surely."""

from email import message_from_bytes, policy

import pytest
from make.letters import make_answer, make_finding, make_submission

from notifications.answer import FileTold
from notifications.render import Identity, render
from storage.outbox import OutgoingMail
from survey.findings import Severity
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


def test_a_picture_stands_with_what_is_said_of_its_cell() -> None:
    finding = make_finding(code="ocr_low_confidence", cell="p1!E2", severity=Severity.WARNING, asked=False)
    told = make_submission(Status.ACCEPTED, findings=(finding,))
    html = html_of(
        render("acknowledgement", make_answer(told, files=(scanned(3),)), key="k", identity=IDENTITY)
    )
    said = html.index(finding.message)
    assert html.index('src="cid:cell2@samruat"') < html.index("ภาพของช่อง") < html.index("cid:cell1@samruat")
    assert html.index('src="cid:cell2@samruat"') > said
    assert html.count("cid:cell2@samruat") == 1


def test_with_two_scans_no_picture_stands_where_it_could_be_the_other_s() -> None:
    told = make_submission(Status.ACCEPTED, findings=(make_finding(cell="p1!E2", severity=Severity.WARNING),))
    answer = make_answer(told, files=(scanned(3), scanned(3)))
    html = html_of(render("acknowledgement", answer, key="k", identity=IDENTITY))
    assert html.index("ภาพของช่อง") < html.index("cid:cell2@samruat")
    assert html.count("cid:cell") == 6


def html_of(mail: OutgoingMail) -> str:
    page = message_from_bytes(mail.content, policy=policy.default).get_body(("html",))
    assert page is not None
    words: str = page.get_content()
    return words
