"""A whole season at the desk with a real browser: invited, submitted, corrected, held, faxed, reminded, closed."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from make.browser import Browser, browser
from make.desk import Desk, office
from make.desk_pages import CONFIG, free_port, open_desk, person, served, settle

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import BANGKOK, SENDERS, Attachment, address
from storage.words import OutboxState

TRUSTED = ("[trust]", '[trust]\nauthserv_id = "mx.dla.example"')
PASS = "mx.dla.example; dmarc=pass (p=none) header.from=dla.example"
FAIL = "mx.dla.example; dmarc=fail (p=reject) header.from=dla-province.example"
PROVINCES = ("น่าน", "แพร่", "ลำพูน", "ตาก", "เลย")


def listed(folder: Path) -> Path:
    path = folder / "offices.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["address", "province"])
        lines.writerows([address(province), province] for province in PROVINCES)
    return path


def wrong_day(province: str) -> Attachment:
    body = [replace(rows(province, 1)[0], signed_on="31 มิ.ย. 2561"), *rows(province, 2, 1)]
    return Attachment("a.xlsx", workbook(province, body))


class Season:
    """One coordinator with a browser."""

    def __init__(self, at: Desk, app: Flask, view: Browser, origin: str) -> None:
        self.at, self.app, self.view, self.origin = at, app, view, origin

    def open(self, path: str) -> None:
        self.view.open(self.origin + path)

    def press(self, word: str) -> None:
        """Reach a button by keyboard and press it."""
        self.view.tab_to(f"e.tagName == 'BUTTON' && e.textContent.trim() == {word!r}")
        self.view.run("window.leaving = true")  # gone with the page that the form leads away from
        self.view.press("Enter")

    def reads(self, words: str) -> None:
        self.view.wait_for(
            f"!window.leaving && document.readyState == 'complete' && document.body.textContent.includes({words!r})"
        )

    def status(self, reference: str) -> str:
        with self.at.context.database.unit_of_work(readonly=True) as work:
            version = work.submissions.by_reference(reference)
        assert version is not None
        return version.status.value

    def sent(self, kind: str) -> int:
        settle(self.app)
        with self.at.context.database.unit_of_work(readonly=True) as work:
            return len(work.outbox.of_kind(kind, OutboxState.SENT))


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    port = free_port()
    config = f'{CONFIG}port = {port}\nclose_to = "the-end"\n'
    with (
        open_desk(tmp_path, config=config, replace=[TRUSTED]) as (at, app),
        served(app, port) as origin,
        browser(tmp_path / "browser") as view,
    ):
        view.look(1280)
        view.cookie("samruat", app.extensions["samruat_desk"].sessions.begin("สมหญิง"), origin)
        yield Season(at, app, view, origin)


def test_a_season_from_invitation_to_end(season: Season, tmp_path: Path) -> None:
    at, view = season.at, season.view
    season.open("/season")
    view.choose_file("#list", listed(tmp_path))
    season.press("ดูรายชื่อก่อน")
    season.reads("ในรายชื่อ 5 ราย ยังไม่เคยได้รับ 5 ราย")
    assert season.sent("invitation") == 0
    view.choose_file("#list", listed(tmp_path))
    season.press("ส่งหนังสือเชิญ")
    season.reads("กำลังจัดทำและส่งหนังสือเชิญ 5 ฉบับ")
    assert season.sent("invitation") == 5

    [good] = at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 3))))
    [by_desk] = at.receive(office("แพร่"), wrong_day("แพร่"))
    [by_mail] = at.receive(office("ลำพูน"), wrong_day("ลำพูน"))
    [false] = at.receive(
        office("น่าน"),
        Attachment("b.xlsx", workbook("น่าน", rows("น่าน", 1, 4))),
        headers={"Authentication-Results": FAIL},
    )
    assert [line["status"] for line in (good, by_desk, by_mail, false)] == [
        "accepted", "needs_correction", "needs_correction", "held",
    ]  # fmt: skip

    season.open(f"/submissions/{by_desk['reference']}")
    view.tab_to("e.textContent.startsWith('แก้ไข ช่อง')")
    view.press("Enter")
    view.arrive(f"/submissions/{by_desk['reference']}/correct")
    view.tab_to("e.id == 'text'", 40) if not view.run("document.activeElement.id == 'text'") else None
    view.type("30 มิ.ย. 2561")
    season.press("บันทึก")
    season.reads("30 มิถุนายน 2561")
    assert season.status(by_desk["reference"]) == "accepted"

    at.now += timedelta(hours=1)
    again = Attachment("a.xlsx", workbook("ลำพูน", rows("ลำพูน", 3)))
    [mended] = at.receive(office("ลำพูน"), again, subject=f"Re: แก้ไข {by_mail['reference']}")
    assert mended["status"] == "accepted"

    season.open("/queue")
    view.tab_to(f"e.textContent == {false['reference']!r}")
    view.press("Enter")
    view.arrive(f"/submissions/{false['reference']}")
    view.tab_to("e.id == 'reject-why'")
    view.type("ไม่ได้ส่งจากจังหวัด")
    season.press("ไม่รับ")
    season.reads("ไม่รับเรื่องนี้แล้ว")
    assert season.status(false["reference"]) == "rejected"

    fax = tmp_path / "โทรสาร.xlsx"
    fax.write_bytes(workbook("ตาก", rows("ตาก", 2)))
    season.open("/provinces/63")
    view.choose_file("#file", fax)
    season.press("บันทึกไฟล์")
    season.reads("บันทึกไฟล์แล้ว")
    season.reads("รับแล้ว")

    season.open("/season")
    season.reads(address("เลย"))
    assert "น่าน" not in view.run("document.querySelector('#remind').parentElement.textContent")
    silent = view.run("document.querySelectorAll('section[aria-labelledby=remind] li').length")
    for _ in range(2):  # nobody twice a day
        season.press("ส่งหนังสือเตือน")
        season.reads("จัดทำหนังสือเตือน")
    assert season.sent("reminder") == silent == len(SENDERS) - 4

    at.now = datetime(2018, 12, 15, 9, 0, tzinfo=BANGKOK)
    view.cookie("samruat", season.app.extensions["samruat_desk"].sessions.begin("สมหญิง"), season.origin)
    season.open("/season")
    view.tab_to("e.id == 'sure'")
    view.press("Space")
    season.press("ปิดการสำรวจ")
    season.reads("ปิดการสำรวจแล้วโดย สมหญิง")
    season.reads("cooperations.xlsx")
    assert (tmp_path / "the-end" / "never-sent.csv").read_text(encoding="utf-8-sig").count("\n") == 1 + 72
    one = person(season.app)
    one.client.set_cookie(
        "samruat", season.app.extensions["samruat_desk"].sessions.begin("สมหญิง"), domain="localhost"
    )
    answer = one.client.get("/season/files/cooperations.xlsx", base_url=season.origin)
    assert answer.data.startswith(b"PK")
    answer.close()
    for trick in ("..%2fsamruat.db", "nothing.xlsx", ".."):
        assert one.client.get(f"/season/files/{trick}", base_url=season.origin).status_code == 404
