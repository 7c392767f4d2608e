"""What no page of ours sent is refused, and nothing that a sender writes runs in the coordinator's browser."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from make.desk import Desk, office
from make.desk_pages import ORIGIN, Person, forms, open_desk, person

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment

Box = tuple[Desk, Flask]


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def held(box: Box) -> str:
    """The reference of a message that waits: a form of another province than its sender's."""
    [line] = box[0].receive(office("นครปฐม"), Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
    assert line["status"] == "held"
    return str(line["reference"])


def status_of(at: Desk, reference: str) -> str:
    with at.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference(reference)
    assert version is not None
    return version.status.value


def fields_of(one: Person, reference: str) -> dict[str, str]:
    one.get(f"/submissions/{reference}")
    return dict(next(fields for action, fields in forms(one.page) if action.endswith("/release")))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://evil.example:8561"]
)
def test_a_form_from_another_site_is_refused(box: Box, held: str, origin: str) -> None:
    one = person(box[1])
    fields = fields_of(one, held)
    assert one.post(f"/submissions/{held}/release", fields, origin=origin).status_code == 403
    assert status_of(box[0], held) == "held"


def test_a_form_that_the_browser_calls_foreign_is_refused_without_an_origin_too(box: Box, held: str) -> None:
    one = person(box[1])
    fields = fields_of(one, held)
    answer = one.client.post(
        f"/submissions/{held}/release", data=fields, base_url=ORIGIN, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("token", [None, "", "0" * 64, "ก" * 64])
def test_a_form_without_its_token_or_with_a_forged_one_is_refused(
    box: Box, held: str, token: str | None
) -> None:
    one = person(box[1])
    fields = fields_of(one, held)
    fields.pop("token")
    if token is not None:
        fields["token"] = token
    assert one.post(f"/submissions/{held}/release", fields).status_code == 403
    assert status_of(box[0], held) == "held"


def test_the_token_of_another_session_is_refused(box: Box, held: str) -> None:
    one, two = person(box[1]), person(box[1])
    assert two.post(f"/submissions/{held}/release", fields_of(one, held)).status_code == 403
    assert status_of(box[0], held) == "held"


def test_nobody_decides_without_logging_in(box: Box, held: str) -> None:
    visitor = person(box[1], None)
    visitor.get("/login")
    [(_, fields), *_] = forms(visitor.page)
    answer = visitor.post(f"/submissions/{held}/release", {"token": fields["token"], "seen": "0"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/")
    assert status_of(box[0], held) == "held"


def test_a_made_up_cookie_is_nobody(box: Box) -> None:
    visitor = person(box[1], None)
    visitor.client.set_cookie("samruat", "A" * 43, domain="localhost")
    assert visitor.get("/").status_code == 302


def test_another_name_for_this_machine_gets_no_page(box: Box) -> None:
    one = person(box[1])
    for host in ("http://evil.example:8561", "http://localhost", "http://localhost:8562"):
        assert one.client.get("/", base_url=host).status_code == 421


def test_every_answer_forbids_scripts_frames_and_guessing_of_types(box: Box, held: str) -> None:
    one = person(box[1])
    for path in ("/", f"/submissions/{held}", "/login", "/nowhere", "/static/desk.css"):
        headers = one.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        if not path.startswith("/static"):
            assert headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_no_inline_style_and_nothing_from_afar(box: Box, held: str) -> None:
    one = person(box[1])
    for path in ("/", f"/submissions/{held}", "/provinces/50"):
        one.get(path)
        assert not re.search(
            r"<script|\sstyle=|\son\w+=|javascript:|(?:src|href|action)=\"(?:https?:)?//", one.page
        ), path


SCRIPT = "<script>alert(1)</script>"


def test_scripts_in_names_of_services_and_files_are_shown_as_words(box: Box) -> None:
    at, app = box
    evil = [rows("น่าน", 1)[0]]
    evil = [
        type(evil[0])(
            **{**{f: getattr(evil[0], f) for f in evil[0].__dataclass_fields__}, "service": f'ขยะ"{SCRIPT}'}
        )
    ]
    name = f"{SCRIPT}\"'><img src=x onerror=alert(1)>.xlsx"
    [line] = at.receive(
        office("น่าน"),
        Attachment(name, workbook("น่าน", evil)),
        subject=f"ส่งแบบสำรวจ {SCRIPT}",
        text=f"สวัสดี {SCRIPT}",
    )
    one = person(app)
    for path in ("/", f"/submissions/{line['reference']}", "/provinces/55"):
        one.get(path)
        assert "<script" not in one.page, path
        assert "onerror=alert(1)>" not in one.page, path
    one.get(f"/submissions/{line['reference']}")
    assert "alert(1)" in one.text
