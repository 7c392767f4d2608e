"""The pages that say how to add a format, a rule, a kind of mail: each done in a copy, as the page says."""

import csv
import json
import mailbox
from email.header import decode_header, make_header
from io import StringIO
from pathlib import Path

import pytest
from make.demo_box import box
from make.pages import Copy

from ingest.demo import forms

PROVINCE = "เชียงใหม่"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def checked(copy: Copy) -> dict[str, object]:
    [line] = (copy.folder / "checked.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def sylk(rows: list[list[str]]) -> str:
    lines = ["ID;PWXL;N;E"]
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            words = text.replace(";", ";;").replace("\n", " ")
            lines += [f'C;Y{r};X{c};K"{words}"'] if text else []
    return "\r\n".join([*lines, "E", ""])


def test_a_format_is_added_as_its_page_says(copy: Copy) -> None:
    as_csv = forms.csv_file(PROVINCE, forms.rows(PROVINCE, 3), "utf-8").decode()
    rows = list(csv.reader(StringIO(as_csv)))
    (copy.folder / "form.slk").write_bytes(sylk(rows).encode("cp874"))
    (copy.folder / "form.csv").write_text(as_csv, encoding="utf-8")
    copy.follow("how-to/add-a-format.md")
    found = checked(copy)
    plain = json.loads(copy.run("samruat check form.csv --json --received-on 2018-12-03").stdout)
    same = ("kind", "source", "province", "reporter", "problems")
    assert {key: found[key] for key in same} == {key: plain[key] for key in same}
    services = [[row["service"] for row in one["rows"]] for one in (found, plain)]
    assert services[0] == services[1]
    assert len(services[0]) == 3


def test_a_rule_is_added_as_its_page_says(copy: Copy) -> None:
    [row] = forms.rows(PROVINCE, 1)
    same = [forms.replace(row, objective=row.service)]
    (copy.folder / "form.csv").write_text(forms.csv_file(PROVINCE, same, "utf-8").decode(), encoding="utf-8")
    copy.follow("how-to/add-a-rule.md")
    problems = checked(copy)["problems"]
    assert isinstance(problems, list)
    assert [problem["code"] for problem in problems] == ["objective_repeats"]
    assert "`objective_repeats`" in (copy.folder / "docs" / "codes.md").read_text(encoding="utf-8")


def test_a_kind_of_mail_is_added_as_its_page_says(copy: Copy) -> None:
    box(copy.folder, ["แบบถูกต้อง"])
    copy.run("samruat poll --config samruat.toml")
    said = copy.follow("how-to/add-a-kind-of-mail.md")
    assert said[-2:] == ["2 thanked\n", "0 thanked\n"]
    assert (copy.folder / "shown" / "thanks.html").exists()
    subjects = [str(mail["Subject"]) for mail in mailbox.Maildir(copy.folder / "answers")]
    assert (
        sum("ขอขอบคุณ" in str(make_header(decode_header(subject))) for subject in subjects)
        == len(subjects) / 2
    )
