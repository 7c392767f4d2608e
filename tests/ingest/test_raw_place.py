"""The whole worker with raw mail in an S3-compatible store."""

import tempfile
from pathlib import Path

import pytest
from make.desk import Desk, desk, office
from make.object_store import BUCKET, ObjectStore, object_store

from ingest.backends import open_configured
from ingest.context import open_context
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, DemoMail
from ingest.intake import take_in
from ingest.pipeline import work_through


def at_store(store: ObjectStore) -> list[tuple[str, str]]:
    """The change of the configuration."""
    settings = f'raw = "s3://{BUCKET}/2561"\nendpoint = "{store.endpoint}"\nregion = "us-east-1"\n'
    return [('raw = "raw"\n', f'{settings}credentials_file = "{store.credentials_file}"\n')]


def form(at: Desk) -> list[dict[str, object]]:
    return at.receive(office("น่าน"), Attachment("แบบสำรวจ.xlsx", workbook("น่าน", rows("น่าน", 3))))


def test_mails_are_kept_in_the_store_read_and_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with object_store(tmp_path) as store, desk(tmp_path, replace=at_store(store)) as office_desk:
        [line] = form(office_desk)
        assert line["status"] == "accepted"
        assert store.names() == [f"2561/{str(line['message'])[:2]}/{str(line['message'])[2:]}.eml"]
    assert [path for path in tmp_path.rglob("*.eml") if "samruat-raw-" in str(path)] == []


def test_a_store_that_is_down_loses_no_mail_and_the_next_round_takes_it(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    with object_store(folder) as store:
        settings = at_store(store)
    with desk(tmp_path, replace=settings) as office_desk:
        mail = DemoMail("", office("น่าน"), "แบบสำรวจ", attachments=())
        (tmp_path / "mailbox" / "new" / "1544400000.a.mx").write_bytes(mail.raw(1, office_desk.now))
        assert "samruat" in str(office_desk.round().lost)
        with office_desk.context.database.unit_of_work(readonly=True) as work:
            assert work.messages.numbers().received == 0
    with object_store(folder) as store, desk(tmp_path, replace=at_store(store)) as office_desk:
        assert len(office_desk.round().met) == 1


def test_what_one_worker_took_in_another_one_reads(tmp_path: Path) -> None:
    with object_store(tmp_path) as store, desk(tmp_path, replace=at_store(store)) as one:
        form = Attachment("แบบสำรวจ.xlsx", workbook("น่าน", rows("น่าน", 3)))
        mail = DemoMail("", office("น่าน"), "แบบสำรวจ", attachments=(form,))
        (tmp_path / "mailbox" / "new" / "1544400000.a.mx").write_bytes(mail.raw(1, one.now))
        [sha256] = take_in(one.context, open_configured(one.context.config))
        one.context.raw.close()
        with open_context(one.context.config) as other:
            other.now = lambda: one.now
            assert list(work_through(other)) == [sha256]
        [line] = one.lines(sha256)
        assert line["status"] == "accepted"
