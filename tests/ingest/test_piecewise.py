"""A file that ends its child costs itself alone: the rest of the mail is read."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from make.desk import Desk, desk, office

from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    # A small child: what an ordinary form needs, and no more.
    with desk(tmp_path, "[limits]\nseconds = 3\nmemory_mb = 700\nmessage_mb = 2\n") as made:
        yield made


def slow_workbook() -> bytes:
    """A workbook whose sheet takes longer than the child may, and is no lie: a million filled cells."""
    data = workbook("ตรัง", rows("ตรัง", 1))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                row = b"<row>" + b"<c><v>1</v></c>" * 90 + b"</row>"
                part = part.replace(b"</sheetData>", row * 19_000 + b"</sheetData>")
            new.writestr(name, part)
    return out.getvalue()


def test_the_file_that_took_too_long_is_held_and_the_form_beside_it_is_read(at_desk: Desk) -> None:
    good = Attachment("good.xlsx", workbook("น่าน", rows("น่าน", 2)))
    [line] = at_desk.receive(office("น่าน"), Attachment("slow.xlsx", slow_workbook()), good)
    files = {file["file"]: file for file in line["files"]}
    assert [p["code"] for p in files["slow.xlsx"]["problems"]] == ["file_too_complex"]
    assert len(files["good.xlsx"]["rows"]) == 2
    assert (line["status"], line["reason"]) == ("held", "file_too_complex")


def test_a_mail_over_the_limit_is_kept_not_read_and_answered(at_desk: Desk) -> None:
    [line] = at_desk.receive(office("น่าน"), Attachment("photo.bin", b"\0" * 3_000_000, "image", "jpeg"))
    assert (line["status"], line["reply"]) == ("unreadable", "sent")
    assert [p["code"] for p in line["files"][0]["problems"]] == ["file_too_large"]
    assert at_desk.context.raw.is_intact(str(line["message"]))
