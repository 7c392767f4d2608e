"""The form in a document of several tables: cut by a page break, in a layout table, between title and signature."""

from make.forms import CASE
from make.layouts import BELOW, RESCUE, TOP, WASTE, WATER
from make.words import cell, docx, par, row, table

from parsers.form import FormRead, read_forms
from parsers.limits import Limits
from parsers.read import read_file
from parsers.sniff import FileType
from parsers.word_files import read_document

TITLE = par("แบบสำรวจ จังหวัดลำปาง")
REPORTER = par("ผู้รายงาน นางสาวตัวอย่าง สมมติ") + par("ตำแหน่ง นักส่งเสริม") + par("โทรศัพท์ 0 5300 0000")


def header() -> tuple[str, str]:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    spans = {2: 2, 5: 2, 7: 3}
    top = [
        cell(text, f'<w:gridSpan w:val="{spans[at]}"/>' if at in spans else begins)
        for at, text in enumerate(TOP)
        if text
    ]
    below = [cell(text) if text else cell("", goes_on) for text in BELOW]
    return row(*top), row(*below)


def line(number: str, service: str, host: str, partner: str) -> str:
    return row(number, service, host, partner, "5/11/2561", "✓", "", "✓", "", "✓", "ลดต้นทุน", "-")


FIRST = line("1", WASTE, "ทต.บ่อแฮ้ว", "อบต.บ้านค่า")
SECOND = line("2", RESCUE, "อบต.บ้านเป้า", "อบต.บ้านแลง")
THIRD = line("3", WATER, "อบต.บ้านเป้า", "อบต.บ้านค่า")


def read(body: str) -> FormRead:
    read = read_forms(read_document(FileType.DOCX, docx(body), Limits()).grids, "a.docx", CASE)
    assert read is not None
    return read


def cells(found: FormRead) -> list[str]:
    return [cooperation.cell for cooperation in found.form.rows]


def test_a_table_that_a_page_break_cut_off_goes_on_with_the_form_under_its_own_addresses() -> None:
    found = read(TITLE + table(*header(), FIRST) + par("") + table(SECOND, THIRD) + REPORTER)
    assert cells(found) == ["T1!A3", "T2!A1", "T2!A2"]
    assert found.findings == ()
    assert found.form.reporter.name == "นางสาวตัวอย่าง สมมติ"


def test_a_row_that_was_cut_in_two_is_one_row() -> None:
    rest = row("", "", "", "อบต.บ้านแลง", *[""] * 8)
    found = read(TITLE + table(*header(), FIRST) + table(rest, SECOND) + REPORTER)
    assert cells(found) == ["T1!A3", "T2!A2"]
    assert [lao.name for lao in found.form.rows[0].partners] == ["อบต.บ้านค่า", "อบต.บ้านแลง"]


def test_a_header_that_is_repeated_in_each_table_is_read_in_each() -> None:
    found = read(TITLE + table(*header(), FIRST) + par("") + table(*header(), SECOND) + REPORTER)
    assert cells(found) == ["T1!A3", "T2!A3"]
    assert found.findings == ()


def test_title_and_reporter_may_stand_in_tables_of_their_own_or_in_cells_around_the_form() -> None:
    block = table(
        row("ผู้รายงาน", "นางสาวตัวอย่าง สมมติ"), row("ตำแหน่ง", "นักส่งเสริม"), row("โทรศัพท์", "0 5300 0000")
    )
    form = table(*header(), FIRST)
    for body, at in (
        (table(row("จังหวัดลำปาง")) + par("") + form + par("") + block, "T2!A3"),
        (table(row(cell(TITLE + form + REPORTER))), "T2!A3"),
    ):
        found = read(body)
        assert (cells(found), found.form.province, found.findings) == ([at], "ลำปาง", ())
        assert found.form.reporter.name == "นางสาวตัวอย่าง สมมติ"


def test_another_table_behind_the_form_is_not_its_rows() -> None:
    for other in (
        table(row("ที่", "ชื่อ", "ลายเซ็น"), *[row(str(n), "นาย ก", "") for n in range(9)]),
        table(row(*["ก", "ข", "ค", *[""] * 9])),
    ):
        assert cells(read(TITLE + table(*header(), FIRST) + par("") + other + REPORTER)) == ["T1!A3"]


def test_what_is_wrong_beside_the_table_names_no_cell_and_in_a_table_its_own() -> None:
    wrong = par("ผู้รายงาน........") + par("ตำแหน่ง นักส่งเสริม") + par("โทรศัพท์ 0 5")
    found = read(TITLE + table(*header(), FIRST) + wrong)
    assert {(finding.code, finding.cell) for finding in found.findings} == {
        ("reporter_missing", None),
        ("phone_invalid", None),
    }
    below = row(cell("ผู้รายงาน........", '<w:gridSpan w:val="12"/>'))
    found = read(
        TITLE
        + table(*header(), FIRST, row(*[""] * 12), below)
        + par("ตำแหน่ง นักส่งเสริม")
        + par("โทรศัพท์ 0 5300 0000")
    )
    assert [(finding.code, finding.cell) for finding in found.findings] == [("reporter_missing", "T1!A5")]


def test_a_row_that_was_deleted_with_changes_tracked_is_told_and_no_data() -> None:
    deleted = SECOND.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    found = read(TITLE + table(*header(), FIRST, deleted) + REPORTER)
    assert cells(found) == ["T1!A3"]
    assert [(finding.code, finding.cell) for finding in found.findings] == [("struck_ignored", "T1!A4")]


def test_a_tick_that_is_a_picture_is_one_and_is_told() -> None:
    picture = cell("<w:p><w:r><w:drawing><x/></w:drawing></w:r></w:p>")
    marks = ["✓", "", "✓", "", picture, "ลดต้นทุน", "-"]
    found = read(
        TITLE + table(*header(), row("1", WASTE, "ทต.บ่อแฮ้ว", "อบต.บ้านค่า", "5/11/2561", *marks)) + REPORTER
    )
    assert found.form.rows[0].mou is True
    assert [(finding.code, finding.cell) for finding in found.findings] == [("assumed", "T1!J3")]


def test_a_page_whose_table_goes_on_without_a_header_is_one_form_too() -> None:
    def html(*rows: list[str]) -> str:
        lines = "".join(f"<tr>{''.join(f'<td>{text or str()}</td>' for text in one)}</tr>" for one in rows)
        return f"<table>{lines}</table>"

    heads = [text if text and at not in (2, 5, 7) else BELOW[at] for at, text in enumerate(TOP)]
    first = ["1", WASTE, "ทต.บ่อแฮ้ว", "อบต.บ้านค่า", "5/11/2561", "✓", "", "✓", "", "✓", "ลดต้นทุน", "-"]
    second = ["2", RESCUE, "อบต.บ้านเป้า", "อบต.บ้านแลง", "5/11/2561", "✓", "", "✓", "", "✓", "ลดต้นทุน", "-"]
    third = ["3", WATER, *second[2:]]
    page = f"<html><p>จังหวัดลำปาง</p>{html(heads, first)}<p></p>{html(second, third)}</html>"
    [document] = read_file(page.encode(), "a.html", CASE, Limits())
    assert document.form is not None
    assert [row.cell for row in document.form.rows] == ["T1!A2", "T2!A1", "T2!A2"]
