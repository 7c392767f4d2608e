"""The gallery shows every kind of mail, and a browser finds nothing in them that is too wide or comes from afar."""

import re
import subprocess
from html import escape, unescape
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from notifications.kinds import NAMES

SCRIPT = Path(__file__).parents[2] / "docs" / "gallery.py"
WIDTHS = (360, 1000)
MEASURE = """<script>addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument.documentElement;
    const line = document.createElement("p");
    line.textContent = [frame.name, page.scrollWidth <= frame.clientWidth, page.scrollHeight > 300].join(" ");
    document.body.append(line);
  }
})</script>"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spec = spec_from_file_location("gallery", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("gallery")
    module.write(folder)
    return folder


def test_every_kind_of_mail_is_shown(gallery: Path) -> None:
    assert {path.stem for path in gallery.glob("*.txt")} == NAMES


def test_no_mail_fetches_anything_and_each_is_small(gallery: Path) -> None:
    for path in gallery.glob("*.html"):
        page = path.read_text()
        assert not re.search(r"""(src|href)=["']?https?:|url\(|@import""", page)
        assert len(page) < 200_000


def test_every_mail_fits_into_a_phone_and_a_window(gallery: Path) -> None:
    frames = [
        f'<iframe name="{name}-{width}" width="{width}" height="600" style="border:0" '
        f'srcdoc="{escape((gallery / f"{name}.html").read_text())}"></iframe>'
        for name in sorted(NAMES)
        for width in WIDTHS
    ]
    page = gallery / "measure.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{MEASURE}{''.join(frames)}")
    shown = subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            f"--user-data-dir={gallery / 'profile'}", "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    told = re.findall(r"<p>(\S+) (\w+) (\w+)</p>", unescape(shown.rpartition("</iframe>")[2]))
    assert {line[0] for line in told} == {f"{name}-{width}" for name in NAMES for width in WIDTHS}
    assert [line for line in told if line[1:] != ("true", "true")] == []
