"""`make demo` as a stranger runs it, twice."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ingest.demo", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_demonstration_answers_once_and_shows_every_mail_with_its_pictures(tmp_path: Path) -> None:
    first = run(tmp_path)
    answers = sorted((tmp_path / "answers" / "new").iterdir())
    assert "29 new mails (0 known before), 29 in all" in first
    pages = sorted((tmp_path / "pages").glob("*.samruat.html"))
    assert len(pages) == len(answers) == 29
    assert not [page for page in pages if "cid:" in page.read_text(encoding="utf-8")]
    assert any("data:image/png;base64," in page.read_text(encoding="utf-8") for page in pages)
    again = run(tmp_path)
    assert "0 new mails (29 known before), 29 in all" in again
    assert sorted((tmp_path / "answers" / "new").iterdir()) == answers
