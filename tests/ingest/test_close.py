import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from make.desk import Desk, desk, office
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from ingest.close import close
from ingest.decisions import DecisionRefused
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import BANGKOK, Attachment
from ingest.rounds import quiet

AFTER = datetime(2018, 12, 15, 9, 0, tzinfo=BANGKOK)


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Desk]:
    """น่าน sent three cooperations, one of a service with a hostile name; แพร่ has none; the deadline is over."""
    with desk(tmp_path) as at:
        body = rows("น่าน", 3)
        body[0] = replace(body[0], service="<script>alert(1)</script>")
        form = Attachment("a.xlsx", workbook("น่าน", body))
        at.receive(office("น่าน"), form, subject="=HYPERLINK(1)")
        at.receive(office("แพร่"), text="จังหวัดแพร่ไม่มีการจัดทำความร่วมมือ")
        at.now = AFTER
        yield at


def test_the_end_leaves_everything_in_one_folder(over: Desk, tmp_path: Path) -> None:
    out = tmp_path / "end"
    names = close(over.context, out, quiet, who="somchai", why=None, pdf=False)
    assert {"cooperations.xlsx", "provinces.xlsx", "report.html", "never-sent.csv", "raw-mail.tar"} <= set(
        names
    )
    assert load_workbook(out / "cooperations.xlsx").sheetnames[0] == "ทุกจังหวัด"
    never = (out / "never-sent.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(never) == 1 + 74
    assert not any(line.startswith(("น่าน,", "แพร่,")) for line in never)
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=out, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def test_the_archive_holds_every_mail_as_it_came(over: Desk, tmp_path: Path) -> None:
    close(over.context, tmp_path / "end", quiet, who=None, why=None, pdf=False)
    with tarfile.open(tmp_path / "end" / "raw-mail.tar") as archive:
        contents = [archive.extractfile(member) for member in archive.getmembers()]
        hashes = {sha256(content.read()).hexdigest() for content in contents if content}
    with over.context.database.unit_of_work(readonly=True) as work:
        assert hashes == {message.sha256 for message in work.messages.received()}
    listed = (tmp_path / "end" / "raw-mail.csv").read_text(encoding="utf-8-sig")
    assert listed.count(",yes,") == 2
    assert ",'=HYPERLINK(1)," in listed


def test_the_report_shows_figures_and_no_script_of_a_sender(over: Desk, tmp_path: Path) -> None:
    close(over.context, tmp_path / "end", quiet, who=None, why=None)
    page = (tmp_path / "end" / "report.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "ภาคเหนือ" in page
    assert 'ความร่วมมือทั้งหมด (รายการ)</td><td class="n">3<' in page
    pdf = PdfDocument(tmp_path / "end" / "report.pdf")
    assert pdf[0].get_textpage().get_text_range().startswith("รายงานผลการสำรวจความร่วมมือ")
    pdf.close()


def test_it_ends_once(over: Desk, tmp_path: Path) -> None:
    close(over.context, tmp_path / "end", quiet, who="somchai", why=None, pdf=False)
    with pytest.raises(DecisionRefused, match="closed by somchai"):
        close(over.context, tmp_path / "again", quiet, who=None, why=None, pdf=False)
    assert not (tmp_path / "again").exists()
    assert [path.name for path in tmp_path.glob(".*unfinished*")] == []


def test_it_does_not_end_before_its_deadline_nor_over_something(over: Desk, tmp_path: Path) -> None:
    over.now = datetime(2018, 12, 14, 23, 59, tzinfo=BANGKOK)
    with pytest.raises(DecisionRefused, match="not over"):
        close(over.context, tmp_path / "end", quiet, who=None, why=None, pdf=False)
    with pytest.raises(DecisionRefused, match="exists already"):
        close(over.context, tmp_path, quiet, who=None, why=None, pdf=False)


def test_mail_after_the_end_is_taken_and_marked_late(over: Desk, tmp_path: Path) -> None:
    close(over.context, tmp_path / "end", quiet, who=None, why=None, pdf=False)
    [line] = over.receive(office("ตรัง"), Attachment("b.xlsx", workbook("ตรัง", rows("ตรัง", 2))))
    assert (line["status"], line["late"], line["reply"]) == ("accepted", True, "sent")
