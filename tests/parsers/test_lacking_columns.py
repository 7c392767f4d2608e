"""Columns that a table lacks are told once, in the words of the letter's header, and never a row at a time."""

from datetime import date

import pytest
from make.forms import HEADER, WASTE, make_form, make_read

from parsers.form import read_forms
from parsers.grid import Grid
from survey.model import Case

GROUPS = [
    "ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "", "วันที่ลงนามความร่วมมือ",
    "คณะกรรมการบริหารกิจการที่จัดทำความร่วมมือ", "", "ระเบียบข้อตกลง", "", "", "วัตถุประสงค์ความร่วมมือ", "ปัญหา/อุปสรรคความร่วมมือ",
]  # fmt: skip
COLUMNS = [
    "", "", "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม", "", "แต่งตั้ง", "ไม่ได้แต่งตั้ง", "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU", "", "",
]  # fmt: skip
ROW = ["1", "การกำจัดขยะ", "อบต.สะลวง", "ทต.แม่แรม", "5 พ.ย. 2561", "✓", "", "✓", "", "✓", "ลดขยะ", "ไม่มี"]
BELOW = ["ผู้รายงาน นายสมชาย ใจดี", "ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่น", "หมายเลขโทรศัพท์ 053-112-233"]


def told(*lacking: int) -> list[tuple[str, str | None, str, str]]:
    """Code, cell, severity, and the column that the sentence names, where these columns are left out."""
    lines = [[text for at, text in enumerate(line) if at not in lacking] for line in (GROUPS, COLUMNS, ROW)]
    for at in {2, 5, 7} & set(lacking):  # the group's word stays over what is left of it
        lines[0][at] = lines[0][at] or GROUPS[at]
    grid = Grid.from_text("T1", [["จังหวัดเชียงใหม่"], *lines, *([text] for text in BELOW)])
    read = read_forms([grid], "a.csv", Case(date(2018, 12, 1)))
    assert read is not None
    return [(f.code, f.cell, f.severity.value, f.message.split("“")[1].split("”")[0]) for f in read.findings]


@pytest.mark.parametrize("at", range(1, 12))
def test_a_lacking_column_is_told_once_by_its_title(at: int) -> None:
    severity = "error" if at in (1, 2, 3) else "warning"
    assert told(at) == [("column_missing", None, severity, COLUMNS[at] or GROUPS[at])]


def test_a_lacking_number_says_nothing() -> None:
    assert told() == []
    assert told(0) == []


def test_a_lacking_pair_is_named_by_its_group() -> None:
    assert told(5, 6) == [("column_missing", None, "warning", GROUPS[5])]
    assert told(7, 8) == [("column_missing", None, "warning", GROUPS[7])]


def test_a_header_that_is_nearly_the_lacking_one_is_named() -> None:
    header = HEADER.replace("วัตถุประสงค์<br>ความ<br>ร่วมมือ", "ความมุ่งประสงค์ร่วมมือ")
    read = make_read(make_form(WASTE, header=header))
    [message] = [finding.message for finding in read.findings if finding.code == "column_missing"]
    assert "ความมุ่งประสงค์ร่วมมือ" in message
    assert "วัตถุประสงค์ความร่วมมือ" in message
