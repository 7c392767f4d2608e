"""The coordinator's commands as a shell runs them: words in, words and exit status out."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from make.desk import desk, office

from ingest.cli import cli
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment, address

Box = tuple[Path, CliRunner]


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """SM-2561-0001 of น่าน is accepted, SM-2561-0002 (a form of ชัยนาท from another office) is held."""
    with desk(tmp_path) as at:
        at.receive(office("น่าน"), Attachment("a.xlsx", workbook("น่าน", rows("น่าน", 3))))
        at.receive(office("นครปฐม"), Attachment("b.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2))))
    return tmp_path, CliRunner()


def run(box: Box, *words: str) -> Result:
    folder, runner = box
    return runner.invoke(cli, [*words, "--config", str(folder / "samruat.toml")])


def test_release_tells_how_the_submission_stands_now(box: Box) -> None:
    done = run(box, "release", "sm-2561-0002", "--who", "somchai")
    assert (done.exit_code, done.stdout) == (0, "SM-2561-0002: accepted (survey) ชัยนาท\n")
    again = run(box, "reject", "SM-2561-0002", "--why", "เหตุผล")
    assert again.exit_code == 1
    assert "somchai decided to release it" in again.stderr


def test_withdraw_assign_and_waive_tell_what_they_did(box: Box) -> None:
    assert run(box, "withdraw", "SM-2561-0001", "--why", "ผิดไฟล์").stdout.startswith("SM-2561-0001: rejected")
    assert run(box, "assign", "a@gmail.example", "น่าน").stdout == "a@gmail.example speaks for น่าน\n"
    assert "until 2018-12-14" in run(box, "waive", "น่าน", "date_missing", "--until", "2018-12-14").stdout
    assert run(box, "waive", "น่าน", "date_missing", "--until", "soon").exit_code == 2


def test_correct_tells_the_value_that_was_read(box: Box) -> None:
    done = run(box, "correct", "SM-2561-0001", "E6", "6 พ.ย. 2561")
    assert done.stdout == "SM-2561-0001: accepted (survey) น่าน: signed_on = 2018-11-06\n"
    assert run(box, "correct", "SM-2561-0001", "E6", "99").exit_code == 1


def test_submit_and_nil_tell_the_new_reference(box: Box) -> None:
    fax = box[0] / "fax.xlsx"
    fax.write_bytes(workbook("ตรัง", rows("ตรัง", 2)))
    words = ("submit", str(fax), "--province", "ตรัง", "--channel", "fax", "--received-on", "2018-12-03")
    assert run(box, *words).stdout == "SM-2561-0003: accepted (survey) ตรัง\n"
    assert "put in before: SM-2561-0003" in run(box, *words).stderr
    nil = run(box, "nil", "--province", "แพร่", "--received-on", "2018-12-03")
    assert nil.stdout == "SM-2561-0004: accepted (survey) แพร่\n"


def test_outbox_lists_what_left_and_refuses_to_cancel_it(box: Box) -> None:
    listed = run(box, "outbox").stdout.splitlines()
    assert len(listed) == 3
    assert any("alert" in line and "coordinator@dla.example" in line for line in listed)
    assert run(box, "outbox", "--waiting").stdout == ""
    assert run(box, "outbox", "--cancel", "1").exit_code == 1


def test_reprocess_wants_to_know_what_and_tells_what_would_change(box: Box) -> None:
    assert run(box, "reprocess").exit_code == 2
    assert run(box, "reprocess", "SM-2561-0099").exit_code == 2
    config = box[0] / "samruat.toml"
    config.write_text(config.read_text() + '[rules]\nreporter_missing = "error"\nduplicate_row = "off"\n')
    dry = run(box, "reprocess", "--all", "--dry-run")
    assert (dry.exit_code, dry.stdout) == (0, "")
    assert "2 messages read again, 0 submissions would change" in dry.stderr


def test_invite_and_remind_show_first_whom_they_would_write_to(box: Box) -> None:
    offices = box[0] / "offices.csv"
    with offices.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("address", "province"), ("office@phrae.example", "แพร่")])
    assert "office@phrae.example" in run(box, "invite", "--list", str(offices), "--dry-run").stdout
    assert run(box, "invite", "--list", str(offices)).stdout == "1 invited, 0 had been before\n"
    dry = run(box, "remind", "--dry-run").stdout
    assert "office@phrae.example" in dry
    assert address("น่าน") not in dry
    assert run(box, "remind").stdout.endswith(" reminded\n")
    assert run(box, "remind").stdout == "0 reminded\n"


def test_close_writes_its_folder_once(box: Box) -> None:
    out = str(box[0] / "end")
    assert "SHA256SUMS" in run(box, "close", "-o", out, "--no-pdf").stdout
    assert run(box, "close", "-o", out + "2", "--no-pdf").exit_code == 1
    assert "closed by" in run(box, "remind").stderr
