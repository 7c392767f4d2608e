"""Every page that a link leads to: whole, small, without anything that runs or comes from afar, and readable to all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from make.desk import Desk, office
from make.desk_pages import open_demo, person
from make.long_forms import long_form
from make.papers import printed
from openpyxl import load_workbook

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment

Box = tuple[Desk, Flask]
VOID = {"meta", "link", "input", "img", "br", "rect", "image"}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    with open_demo(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(box: Box) -> dict[str, str]:
    """Path and text of every page that links lead to from the first one."""
    one, found, waiting = person(box[1]), dict[str, str](), ["/"]
    while waiting:
        path = waiting.pop()
        answer = one.get(path)
        assert answer.status_code == 200, path
        if answer.mimetype != "text/html":
            assert answer.mimetype == "image/jpeg" or answer.headers["Content-Disposition"].startswith(
                "attachment"
            )
            found[path] = ""
            continue
        found[path] = one.page
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', one.page):
            target = unescape(link)
            if target not in found and target not in waiting and not target.startswith("/static/"):
                waiting.append(target)
    return found


def test_links_lead_to_every_kind_of_page(pages: dict[str, str], box: Box) -> None:
    rules = {rule.endpoint for rule in box[1].url_map.iter_rules() if "GET" in (rule.methods or ())}
    adapter = box[1].url_map.bind("localhost")
    met = {str(adapter.match(path.partition("?")[0])[0]) for path in pages}
    assert rules - met == {"static", "login.form", "login.link", "season.file"}


def test_no_page_is_larger_than_300_kilobytes(pages: dict[str, str]) -> None:
    assert {path: len(page.encode()) for path, page in pages.items() if len(page.encode()) > 300_000} == {}


def test_no_page_holds_a_script_an_inline_style_or_anything_from_afar(pages: dict[str, str]) -> None:
    alien = re.compile(
        r"<script|<style|\sstyle=|\son\w+=|javascript:|(?:src|href|action)=\"(?:\w+:)?//|<base|http-equiv"
    )
    assert [path for path, page in pages.items() if alien.search(page)] == []


@dataclass
class Page(HTMLParser):
    """What a screen reader depends on."""

    faults: list[str] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    inputs: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.stack.append(tag)
        if "id" in at:
            if at["id"] in self.ids:
                self.faults.append(f"id twice: {at['id']}")
            self.ids.add(at["id"])
        if tag == "html" and at.get("lang") != "th":
            self.faults.append("no language")
        if tag == "label":
            self.labels.add(at["for"])
        if tag in ("input", "select", "textarea") and at.get("type") != "hidden":
            self.inputs.append(at.get("id", "?"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.handle_data(at.get("alt", ""))
            self.faults += [] if at.get("alt") else ["picture without words"]
        if tag == "iframe" and not at.get("title"):
            self.faults.append("frame without a title")
        if tag == "th" and "scope" not in at:
            self.faults.append("header cell without its direction")
        scrolls = "scroll" in at.get("class", "").split()
        if scrolls and (at.get("tabindex") != "0" or not at.get("aria-label")):
            self.faults.append("a part that scrolls can't be reached by keyboard")
        self.named += at.get("aria-labelledby", "").split()
        if tag in ("a", "button"):
            self.said.append(at.get("aria-label", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"not closed: {tag}")
        if tag in ("a", "button") and not self.said.pop().strip():
            self.faults.append(f"{tag} without words")

    def handle_data(self, data: str) -> None:
        self.said = [words + data for words in self.said]

    def all_faults(self) -> list[str]:
        jumps = [b for a, b in zip([0, *self.headings], self.headings, strict=False) if b > a + 1]
        return [
            *self.faults,
            *(f"no label: {one}" for one in self.inputs if one not in self.labels),
            *(f"no such id: {one}" for one in self.named if one not in self.ids),
            *(f"heading {one} skips a level" for one in jumps),
            *([] if self.headings.count(1) == 1 else ["not one main heading"]),
            *([] if not self.stack else [f"left open: {self.stack}"]),
        ]


def test_every_page_can_be_used_with_a_screen_reader(pages: dict[str, str], box: Box) -> None:
    visitor = person(box[1], None)
    visitor.get("/login")
    faults = {}
    for path, text in {**pages, "/login": visitor.page}.items():
        if text:
            page = Page()
            page.feed(text)
            if found := page.all_faults():
                faults[path] = found
    assert faults == {}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


INKS = {
    "page": ("ink", "soft", "link", "plain"), "card": ("ink", "soft", "link", "good", "bad", "warn", "plain"),
    "quiet": ("ink", "soft", "link"), "goodbg": ("ink", "good", "link"), "badbg": ("ink", "bad", "link"),
    "warnbg": ("ink", "warn", "link", "soft"), "plainbg": ("ink", "plain", "link"), "mark": ("ink",),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    css = (Path(__file__).parents[2] / "desk" / "static" / "desk.css").read_text()
    light, dark = css.split("prefers-color-scheme: dark")[:2]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", light if scheme == "light" else dark))
    low = []
    for ground, inks in INKS.items():
        for ink in inks:
            a, b = sorted((luminance(colours[ground]), luminance(colours[ink])))
            if (b + 0.05) / (a + 0.05) < 4.5:
                low.append((ground, ink))
    assert low == []


def test_the_first_page_filters_by_state_region_and_words(box: Box) -> None:
    one = person(box[1])
    for path, there, gone in (
        ("/?state=needs_correction", "ตาก", "เชียงใหม่"),
        ("/?region=ภาคใต้", "สงขลา", "เชียงใหม่"),
        ("/?q=เชียงใ", "เชียงใหม่", "สงขลา"),
        ("/?q=chiang mai", "เชียงใหม่", "สงขลา"),
        ("/?q=ชม", "เชียงใหม่", "สงขลา"),
    ):
        one.get(path)
        assert f"<b>{there}</b>" in one.page, path
        assert f"<b>{gone}</b>" not in one.page, path
    one.get("/?q=ไม่มีที่ใด")
    assert "ไม่มีจังหวัดที่ตรง" in one.text
    assert one.get("/?q=sm-2561-0003").headers["Location"] == "/submissions/SM-2561-0003"


def test_a_submission_shows_what_is_wrong_before_what_is_right(box: Box) -> None:
    one = person(box[1])
    one.get("/submissions/SM-2561-0003")
    assert one.page.index("31 มิ.ย. 2561") < one.page.index("ค่าที่อ่านได้")
    numbers = re.findall(r"รายการที่ (\d+) <a", one.page)
    assert sorted(numbers[:2]) == ["1", "2"]


def test_the_sheet_is_shown_with_its_addresses_as_it_was_sent(box: Box) -> None:
    one = person(box[1])
    one.get("/submissions/SM-2561-0003/picture")
    assert "31 มิ.ย. 2561" in one.page
    [address] = re.findall(r'<td id="([A-Z]+\d+)">31 มิ.ย. 2561</td>', one.page)
    one.get("/submissions/SM-2561-0003")
    assert f"#{address}" in one.page


def test_each_value_leads_to_its_own_cell(box: Box) -> None:
    one = person(box[1])
    one.get("/submissions/SM-2561-0001")
    [row] = re.findall(r'<article.*?id="row-1">.*?</article>', one.page, re.DOTALL)
    anchors = re.findall(r'<dt>([^<]+)</dt>.*?target="sheet" href="[^"]*#([A-Z]+)\d+"', row)
    assert [column for _, column in anchors] == list("ABCDEFHJKL")


def test_a_printed_form_is_shown_as_its_page_with_a_frame_for_each_cell(box: Box, tmp_path: Path) -> None:
    at, app = box
    layout = long_form(3, seed=11)
    pdf = printed(layout, tmp_path, "reportlab")
    [line] = at.receive(office(layout.province), Attachment("แบบสำรวจ.pdf", pdf, "application", "pdf"))
    one, path = person(app), f"/submissions/{line['reference']}"
    one.get(path)
    [link] = re.findall(r'<dt>วันที่ลงนามความร่วมมือ</dt>.*?target="sheet" href="([^"]*)"', one.page)[:1]
    page, _, anchor = unescape(link).partition("#")
    one.get(page)
    assert f'<rect id="{anchor}" x="' in one.page
    [picture] = set(re.findall(r'<image href="([^"]*)"', one.page))
    answer = one.get(unescape(picture))
    assert answer.mimetype == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8")


def test_the_sheet_that_holds_the_form_is_shown_first_not_the_cover(box: Box) -> None:
    at, app = box
    book = load_workbook(BytesIO(workbook("เพชรบุรี", rows("เพชรบุรี", 2))))
    cover = book.create_sheet("ปก", 0)
    cover["A1"] = "หนังสือนำส่ง"
    out = BytesIO()
    book.save(out)
    [line] = at.receive(
        "somebody@mail.example", Attachment("a.xlsx", out.getvalue()), subject="แบบสำรวจ จังหวัดเพชรบุรี"
    )
    one = person(app)
    one.get(f"/submissions/{line['reference']}")
    [frame] = re.findall(r'<iframe[^>]* src="([^"]*)"', one.page)
    one.get(unescape(frame))
    assert "การกำจัดขยะ" in one.page
    assert "หนังสือนำส่ง" not in one.page
    one.get(f"/submissions/{line['reference']}/picture?sheet=ปก")
    assert "หนังสือนำส่ง" in one.page
