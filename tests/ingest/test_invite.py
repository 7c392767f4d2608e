from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from make.desk import NOON, Desk, desk, office, text_of
from openpyxl import load_workbook

from ingest.decisions import DecisionRefused
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment
from ingest.invite import invite, invited
from ingest.rounds import quiet
from notifications.prefilled import LIST_SHEET, prefilled_form
from parsers.limits import Limits
from parsers.read import read_file
from survey.model import Case, Cooperation

WHO = "office@nan.example"


def listed(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "offices.csv"
    path.write_text("\n".join(["address,province", *lines]), encoding="utf-8-sig")
    return path


def read(data: bytes) -> tuple[tuple[Cooperation, ...], list[str]]:
    [document] = read_file(data, "form.xlsx", Case(NOON.date()), Limits())
    assert document.form is not None
    return document.form.rows, [f.code for f in document.findings]


def invite_all(at: Desk, path: Path) -> int:
    count = invite(at.context, invited(at.context, path), quiet, who="somchai")
    at.work()
    return count


def test_an_invitation_brings_the_province_s_form_and_what_is_wanted(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        assert invite_all(at, listed(tmp_path, f"{WHO},จังหวัดน่าน")) == 1
        [mail] = at.mails(WHO)
        assert "จังหวัดน่าน" in str(mail["Subject"])
        assert "14 ธันวาคม 2561" in text_of(mail)
        assert mail["Auto-Submitted"] == "auto-generated"
        [form] = list(mail.iter_attachments())
        book = load_workbook(BytesIO(form.get_content()))
        assert book["แบบสำรวจ"]["A2"].value == "จังหวัดน่าน"
        assert book[LIST_SHEET].sheet_state == "hidden"
        rules = book["แบบสำรวจ"].data_validations.dataValidation
        assert {rule.type for rule in rules} == {"list", "custom"}


def test_nobody_is_invited_twice_and_a_dry_run_invites_nobody(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        path = listed(tmp_path, f"{WHO},น่าน", f"{WHO},น่าน", "office@phrae.example,แพร่")
        assert [one.is_new for one in invited(at.context, path)] == [True, True]
        assert at.mails() == []
        assert (invite_all(at, path), invite_all(at, path)) == (2, 0)
        assert len(at.mails()) == 2


def test_a_list_with_a_wrong_line_invites_nobody(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        for line in ("office@x.example,กรุงเทพมหานคร", "not-an-address,แพร่"):
            with pytest.raises(DecisionRefused):
                invite_all(at, listed(tmp_path, f"{WHO},น่าน", line))
        assert at.mails() == []


def test_whoever_was_invited_speaks_for_the_province(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        invite_all(at, listed(tmp_path, f"{WHO},น่าน"))
        with at.context.database.unit_of_work(readonly=True) as work:
            assert work.senders.provinces_of(WHO) == {"น่าน"}


def test_rows_that_were_accepted_stand_in_the_form_and_read_back_the_same(tmp_path: Path) -> None:
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 3))))
        invite_all(at, listed(tmp_path, f"{WHO},น่าน"))
        [mail] = at.mails(WHO)
        assert "3 รายการ" in text_of(mail)
        [form] = mail.iter_attachments()
        found, problems = read(form.get_content())
        with at.context.database.unit_of_work(readonly=True) as work:
            [version] = work.submissions.current("น่าน")
            stored = [one.row for one in work.submissions.rows(version.id)]
        assert [(r.service, r.host, r.partners, r.signed_on, r.committee) for r in found] == [
            (r.service, r.host, r.partners, r.signed_on, r.committee) for r in stored
        ]
        assert problems == ["reporter_missing"]


def test_an_empty_form_has_no_row_and_says_no_nil(tmp_path: Path) -> None:
    found, problems = read(prefilled_form("น่าน", (), date(2018, 12, 14)))
    assert found == ()
    assert "no_rows" in problems


def test_a_service_that_looks_like_a_formula_stays_text() -> None:
    row = Cooperation("T1!A1", service='=HYPERLINK("http://evil.example")')
    book = load_workbook(BytesIO(prefilled_form("น่าน", (row,), date(2018, 12, 14))))
    assert book["แบบสำรวจ"]["B6"].data_type == "s"
