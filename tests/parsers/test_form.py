"""A file's sheets make one form, with its province, its reporter, and all that is wrong, each told once."""

import pytest
from make.forms import HEADER, REPORTER, RESCUE, WASTE, make_form, make_grid, make_read, told, values

from survey.model import ProvinceSource

GUIDE = make_grid("คำชี้แจง", "1. กรอกชื่อบริการสาธารณะ", "2. เจ้าภาพ คือ อปท. หลัก", name="คำชี้แจง")


def test_sheets_of_districts_make_one_form_and_a_guide_is_passed_over() -> None:
    read = make_read(GUIDE, make_form(WASTE, name="แม่ริม"), make_form(RESCUE, name="หางดง"))
    assert [row[0] for row in values(read)] == ["แม่ริม!A4", "หางดง!A4"]
    assert (read.form.province, read.form.province_source) == ("เชียงใหม่", ProvinceSource.FORM)
    assert told(read) == []


def test_a_hidden_sheet_is_left_out_and_told_where_a_visible_one_holds_the_form() -> None:
    read = make_read(make_form(WASTE), make_form(RESCUE, name="ปีก่อน", hidden=True))
    assert [row[0] for row in values(read)] == ["Sheet1!A4"]
    assert told(read) == [("hidden_sheet_ignored", None)]


def test_a_hidden_sheet_is_read_whole_where_no_visible_one_holds_the_form() -> None:
    read = make_read(GUIDE, make_form(WASTE, name="ข้อมูล", hidden=True))
    assert [row[0] for row in values(read)] == ["ข้อมูล!A4"]
    assert (read.form.province, read.form.reporter.name) == ("เชียงใหม่", "นางสาวตัวอย่าง สมมติ")
    assert told(read) == []


def test_the_file_names_the_province_where_the_form_does_not() -> None:
    grid = make_grid(HEADER, WASTE, REPORTER)
    read = make_read(grid, name="แบบสำรวจ_เชียงใหม่.xlsx")
    assert (read.form.province, read.form.province_source) == ("เชียงใหม่", ProvinceSource.FILE)


@pytest.mark.parametrize(
    "line",
    [
        "ไม่มี | < | < | < | < | < | < | < | < | < | < | <",
        "- | ไม่มี | - | - | - | - | - | - | - | - | - | -",
        "1 | ไม่มีการจัดทำความร่วมมือ | | | | | | | | | |",
        "1 | ไม่มี | ไม่มี | ไม่มี | ไม่มี | | ✓ | | ✓ | | ไม่มี | ไม่มี",
        " | ยังไม่มีการดำเนินการ | | | | | | | | | | อยู่ระหว่างศึกษา",
    ],
)
def test_a_nil_line_is_a_whole_answer(line: str) -> None:
    read = make_read(make_form(line))
    assert read.form.nil_report
    assert told(read) == []


@pytest.mark.parametrize("lines", [(), ("1 | | | | | | | | | | |",), (" | | | | | | | | | | | ไม่มี",)])
def test_an_empty_table_is_told_once(lines: tuple[str, ...]) -> None:
    read = make_read(make_form(*lines))
    assert told(read) == [("no_rows", None)]
    assert not read.form.nil_report


def test_an_example_row_is_no_cooperation() -> None:
    example = "ตัวอย่าง | การกำจัดขยะ | อบต. ก | อบต. ข | 1 ม.ค. 2561 | ✓ | | ✓ | | ✓ | ลด | ไม่มี"
    read = make_read(make_form(example, WASTE))
    assert [row[0] for row in values(read)] == ["Sheet1!A5"]
    assert told(read) == [("assumed", "Sheet1!A4")]


COVER = make_grid("แบบสำรวจข้อมูลความร่วมมือ", "สถจ.เชียงใหม่", REPORTER, name="ปก")


def test_a_cover_sheet_names_the_province_and_the_reporter_where_the_form_does_not() -> None:
    read = make_read(COVER, make_grid(HEADER, WASTE))
    assert (read.form.province, read.form.province_source) == ("เชียงใหม่", ProvinceSource.FORM)
    assert read.form.reporter.name == "นางสาวตัวอย่าง สมมติ"
    assert told(read) == []


@pytest.mark.parametrize(
    "words", ["ตัวอย่าง จังหวัดเชียงใหม่", "กรอกชื่อจังหวัด เช่น จังหวัดเชียงใหม่", "รายชื่อจังหวัด | จังหวัดเชียงใหม่"]
)
def test_an_example_on_another_sheet_names_no_province(words: str) -> None:
    read = make_read(make_grid(words, name="แผ่น2"), make_grid(HEADER, WASTE, REPORTER))
    assert read.form.province is None
    assert ("province_missing", None) in told(read)
