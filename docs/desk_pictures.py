"""Takes a picture of every page of the desk, over the demonstration's mailbox. Run: python docs/desk_pictures.py [FOLDER]

Needs Chromium and what the tests need. All names in the pictures are invented.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from make.browser import Browser, browser  # noqa: E402
from make.desk import Desk, office  # noqa: E402
from make.desk_pages import serve_demo  # noqa: E402
from make.long_forms import long_form  # noqa: E402
from make.papers import printed  # noqa: E402
from make.scans import as_pages, rendered, scanned  # noqa: E402

from ingest.demo.mails import Attachment  # noqa: E402

PAGES = {
    "provinces": "/",
    "queue": "/queue",
    "province": "/provinces/55",
    "submission": "/submissions/SM-2561-0003",
    "held": "/submissions/SM-2561-0021",
    "correct": "/submissions/SM-2561-0003/correct?field=signed_on&cell=แบบสำรวจ!E7",
    "differences": "/submissions/SM-2561-0017/differences/SM-2561-0001",
    "sheet": "/submissions/SM-2561-0003/picture",
    "page": "/submissions/SM-2561-0006/picture?file=1",
    "outbox": "/outbox",
    "outgoing": "/outbox/3",
    "sample": "/sample",
    "decisions": "/decisions",
    "data": "/data",
    "season": "/season",
    "told": "/submissions/SM-2561-9999",
}
ON_A_PHONE = ("provinces", "submission", "queue", "province")
IN_THE_DARK = ("provinces", "submission")


def take(folder: Path) -> None:
    """One picture a page in a window, and some on a phone and in the dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, serve_demo(Path(scratch) / "desk") as (at, app, origin):
        with at.context.database.unit_of_work(readonly=True) as work:
            letter = f"/mails/{work.messages.received()[6].sha256}"
        with browser(Path(scratch)) as view:
            shoot(view, origin, {"login": "/login", "login-link": "/login/link/x"}, folder)
            view.cookie("samruat", app.extensions["samruat_desk"].sessions.begin("สมหญิง"), origin)
            shoot(view, origin, {**PAGES, "letter": letter}, folder)
            shoot(view, origin, {f"{one}-phone": PAGES[one] for one in ON_A_PHONE}, folder, width=360)
            shoot_places(view, origin, at, folder)
            shoot(view, origin, {f"{one}-dark": PAGES[one] for one in IN_THE_DARK}, folder, dark=True)


def shoot_places(view: Browser, origin: str, at: Desk, folder: Path) -> None:
    """A value's place in a printed page, and in a scan of it."""
    layout = long_form(4, seed=11)
    pdf = printed(layout, folder, "reportlab")
    (folder / f"{layout.name}.pdf").unlink()
    scan = as_pages([scanned(page, degrees=1.2, blur=0.5) for page in rendered(pdf)])
    view.look(1400, 860)
    for name, file, data in (("printed", "แบบสำรวจ.pdf", pdf), ("scanned", "แบบสำรวจ สแกน.pdf", scan)):
        [line] = at.receive(office(layout.province), Attachment(file, data, "application", "pdf"))
        view.open(f"{origin}/submissions/{line['reference']}")
        view.tab_to("e.target == 'sheet' && /^#E/.test(e.hash)")
        view.press("Enter")
        frame = "document.querySelector('iframe').contentDocument"
        view.wait_for(
            f"Boolean({frame}.querySelector('rect:target')) && {frame}.readyState == 'complete'", 60
        )
        view.picture(folder / f"desk-{name}.png", most=None)


def shoot(
    view: Browser, origin: str, pages: dict[str, str], folder: Path, *, width: int = 1280, dark: bool = False
) -> None:
    view.look(width, dark=dark)
    for name, path in pages.items():
        view.open(origin + path)
        view.wait_for("[...document.images].every(i => i.complete)")
        view.picture(folder / f"desk-{name}.png")


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
