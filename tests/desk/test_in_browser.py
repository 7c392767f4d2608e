"""A person at the desk with a real browser: by keyboard, on a phone, in the dark, with axe looking on."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from make.browser import Browser, browser
from make.desk import Desk
from make.desk_pages import PASSWORD, serve_demo, settle

PAGES = {
    "provinces": "/",
    "queue": "/queue",
    "province": "/provinces/50",
    "submission": "/submissions/SM-2561-0003",
    "held": "/submissions/SM-2561-0021",
    "correct": "/submissions/SM-2561-0003/correct?cell=E7&field=signed_on",
    "differences": "/submissions/SM-2561-0014/differences/SM-2561-0003",
    "sheet": "/submissions/SM-2561-0003/picture",
    "page": "/submissions/SM-2561-0006/picture?file=1",
    "outbox": "/outbox",
    "outgoing": "/outbox/1",
    "sample": "/sample",
    "decisions": "/decisions",
    "data": "/data",
    "season": "/season",
}
IN_THE_DARK = ("provinces", "province", "submission", "held", "sheet", "season")
Site = tuple[Desk, Any, str]
"""The desk, its application, and the origin under which the browser reaches it."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serve_demo(tmp_path_factory.mktemp("desk")) as served:
        yield served


@pytest.fixture(scope="module")
def view(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        opened.look(1280)
        yield opened


def log_in(view: Browser, site: Site) -> None:
    view.cookie("samruat", site[1].extensions["samruat_desk"].sessions.begin("สมหญิง"), site[2])


def test_from_login_to_release_by_keyboard_alone(view: Browser, site: Site) -> None:
    at, app, origin = site
    view.open(f"{origin}/queue")
    view.tab_to("e.id == 'name'")
    view.type("สมหญิง")
    view.press("Tab")
    view.type(PASSWORD)
    view.press("Enter")
    view.arrive("/queue")
    view.tab_to("e.textContent == 'SM-2561-0021'")
    view.press("Enter")
    view.arrive("/submissions/SM-2561-0021")
    view.tab_to("e.id == 'release-why'")
    view.type("โทรศัพท์ยืนยันแล้ว")
    view.press("Tab")
    assert view.run("document.activeElement.textContent") == "รับไว้"
    view.press("Enter")
    view.wait_for("document.querySelector('[role=status]')?.textContent.includes('รับไว้แล้ว')")
    settle(app)
    with at.context.database.unit_of_work(readonly=True) as work:
        version = work.submissions.by_reference("SM-2561-0021")
        [decision] = work.decisions.of("SM-2561-0021")
    assert version is not None
    assert version.status == "accepted"
    assert (decision.who, decision.why) == ("สมหญิง", "โทรศัพท์ยืนยันแล้ว")


def test_a_value_leads_to_its_place_in_the_sheet(view: Browser, site: Site) -> None:
    log_in(view, site)
    view.open(f"{site[2]}/submissions/SM-2561-0003")
    view.tab_to("e.target == 'sheet' && e.hash")
    wanted = view.run("document.activeElement.hash.slice(1)")
    view.press("Enter")
    target = "document.querySelector('iframe').contentDocument.querySelector('td:target')"
    view.wait_for(f"{target}?.id == {wanted!r}")
    assert view.run(f"getComputedStyle({target}).outlineStyle") == "solid"


def test_a_value_is_corrected_by_keyboard(view: Browser, site: Site) -> None:
    log_in(view, site)
    view.open(f"{site[2]}/submissions/SM-2561-0008")
    view.tab_to("e.textContent.startsWith('แก้ไข ช่อง')")
    view.press("Enter")
    view.arrive("/submissions/SM-2561-0008/correct")
    view.wait_for("document.activeElement.id == 'text'")
    view.type("5 พ.ย. 2561")
    view.tab_to("e.textContent == 'บันทึก'")
    view.press("Enter")
    view.wait_for("document.querySelector('[role=status]')?.textContent.includes('แก้ไขช่อง')")
    view.wait_for("document.body.textContent.includes('5 พฤศจิกายน 2561')")
    with site[0].context.database.unit_of_work(readonly=True) as work:
        assert [decision.what for decision in work.decisions.of("SM-2561-0008")] == ["correct"]


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_axe_finds_nothing_and_no_page_is_too_wide(view: Browser, site: Site, width: int, dark: bool) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    log_in(view, site)
    view.look(width, dark=dark)
    with site[0].context.database.unit_of_work(readonly=True) as work:
        letter = f"/mails/{work.messages.received()[0].sha256}"
    found: dict[str, object] = {}
    pages = {**PAGES, "letter": letter, "unknown": "/submissions/SM-1"}
    for name in IN_THE_DARK if dark else pages:
        path = pages[name]
        view.open(site[2] + path)
        if over := view.run("document.documentElement.scrollWidth - innerWidth") > 0:
            found[f"{name} is too wide"] = over
        assert view.run("document.querySelectorAll('main').length") == 1
        assert view.run("location.pathname") != "/login"
        view.run(axe)
        told = view.run(
            "axe.run({resultTypes: ['violations']}).then(r => r.violations.map("
            "v => [v.id, v.impact, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' ')]))"
        )
        if told:
            found[name] = told
    view.look(1280)
    assert found == {}


def test_the_login_page_passes_axe_too(view: Browser, site: Site) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    site[1].extensions["samruat_desk"].sessions.end("")
    view.cookie("samruat", "x", site[2])
    view.open(f"{site[2]}/login")
    view.run(axe)
    assert view.run("axe.run().then(r => r.violations.map(v => v.id))") == []
    assert view.run("document.title").startswith("เข้าสู่ระบบ")


def test_the_browser_refuses_a_script_that_somebody_put_into_the_page(view: Browser, site: Site) -> None:
    log_in(view, site)
    view.open(f"{site[2]}/")
    view.run(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.evil = 1'}))"
    )
    assert view.run("window.evil") is None


def test_a_form_on_another_site_changes_nothing(view: Browser, site: Site, tmp_path: Path) -> None:
    log_in(view, site)
    page = tmp_path / "evil.html"
    page.write_text(
        f'<form method="post" action="{site[2]}/submissions/SM-2561-0023/release"><input name="seen" value="0">'
        "<button autofocus>x</button></form>"
    )
    view.open(page.as_uri())
    view.run("document.forms[0].submit()")
    view.wait_for("location.protocol == 'http:' && document.readyState == 'complete'")
    with site[0].context.database.unit_of_work(readonly=True) as work:
        assert work.decisions.of("SM-2561-0023") == []
    view.open(f"{site[2]}/submissions/SM-2561-0023")
    assert "รอการพิจารณา" in view.run("document.body.textContent")
