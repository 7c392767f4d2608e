from datetime import timedelta
from pathlib import Path

from make.desk import office
from make.desk_pages import open_desk, person

from ingest.config import Retention
from ingest.decisions import forgotten
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment


def test_every_page_is_there_after_a_submission_was_deleted_and_says_nothing_of_it(tmp_path: Path) -> None:
    with open_desk(tmp_path) as (at, app):
        [line] = at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 2))))
        at.context.config = at.context.config.model_copy(update={"retention": Retention(days=1)})
        now = at.now + timedelta(days=400)
        at.context.now = lambda: now
        with at.context.database.unit_of_work(readonly=True) as work:
            found = forgotten.expired(at.context, work)
        assert forgotten.forget(at.context, found, who="สมหญิง", why="พ้นกำหนด") == 1
        one = person(app)
        for path in (
            "/",
            "/queue",
            f"/submissions/{line['reference']}",
            "/outbox",
            "/outbox/1",
            "/sample",
            "/decisions",
            "/data",
        ):
            assert one.get(path).status_code == 200, path
            assert rows("น่าน", 1)[0].service not in one.page
        for path in ("picture", "correct?field=signed_on&cell=แบบสำรวจ!E7"):
            assert one.get(f"/submissions/{line['reference']}/{path}").status_code in (200, 302, 404, 409), (
                path
            )
