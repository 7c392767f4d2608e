"""A workbook and its signed scan in one message: one form, and what they say differently."""

from dataclasses import replace
from datetime import date

from survey.cells import Cell
from survey.copies import differences, is_copy
from survey.fields.recognised import LOW_CONFIDENCE
from survey.findings import Finding, Severity
from survey.model import Committee, Cooperation, Document, Form, Kind, Lao, ProvinceSource, Regulation

HOST, NEAR, FAR = Lao("อบต.สะลวง", "6500710"), Lao("ทต.แม่แรม", "5500707"), Lao("ทต.ริมเหนือ", "5500703")


def row(number: int, service: str, sheet: str = "Sheet1") -> Cooperation:
    line = number + 6
    fields = (
        "service",
        "host",
        "partners",
        "signed_on",
        "committee",
        "regulation",
        "mou",
        "objective",
        "problems",
    )
    cells = {
        field: Cell(f"{sheet}!{column}{line}") for field, column in zip(fields, "BCDEFHJKL", strict=True)
    }
    return Cooperation(
        f"{sheet}!A{line}", number, service, HOST, (NEAR, FAR), date(2018, 11, number), Committee.APPOINTED,
        Regulation.MADE, True, "เพื่อลดค่าใช้จ่าย", None, cells=cells,
    )  # fmt: skip


WORDS = ("การกำจัดขยะมูลฝอย", "การแพทย์ฉุกเฉิน", "การบำบัดน้ำเสีย")
MISREAD = ("การกาจัดขยะมลฝอย", "การแพทย์ฉกเฉิน", "การบ่าบัดน้าเสีย")


def document(source: str, rows: list[Cooperation], findings: tuple[Finding, ...] = ()) -> Document:
    form = Form("เชียงใหม่", ProvinceSource.FORM, rows=tuple(rows))
    return Document(f"a.{source}", "0" * 64, Kind.SURVEY, source, findings, form)


def book(*rows: Cooperation) -> Document:
    return document("xlsx", list(rows) or [row(n, word) for n, word in enumerate(WORDS, 1)])


def scan(*rows: Cooperation, findings: tuple[Finding, ...] = ()) -> Document:
    return document(
        "pdf-ocr", list(rows) or [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)], findings
    )


def doubt(cell: str, field: str) -> Finding:
    return Finding(LOW_CONFIDENCE.name, Severity.WARNING, cell, "…", field=field)


def test_a_scan_with_misread_words_is_a_copy_without_a_difference() -> None:
    assert is_copy(book(), scan())
    assert differences(book(), scan()) == []


def test_two_workbooks_with_like_services_are_two_forms() -> None:
    first = [row(n, f"การกำจัดขยะมูลฝอย ระยะที่ {n}") for n in (1, 2)]
    second = [row(n, f"การกำจัดขยะมูลฝอย ระยะที่ {n}") for n in (3, 4)]
    assert not is_copy(book(*first), book(*second))


def test_another_day_on_the_scan_is_told_at_the_cell_with_both() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], signed_on=date(2018, 11, 20))
    [found] = differences(book(), scan(*theirs))
    assert (found.code, found.cell) == ("copies_differ", "Sheet1!E8")
    assert found.message == (
        "วันที่ลงนามความร่วมมือใน “a.xlsx” คือ “2 พฤศจิกายน 2561” แต่ใน “a.pdf-ocr” คือ “20 พฤศจิกายน 2561” "
        "จึงบันทึกตาม “a.xlsx” กรุณาตรวจสอบ"
    )


def test_what_the_scan_is_not_sure_of_is_no_difference() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], signed_on=date(2018, 11, 20), committee=None)
    assert differences(book(), scan(*theirs, findings=(doubt("p1!E8", "signed_on"),))) == []


def test_a_row_that_could_hardly_be_read_is_known_by_its_place() -> None:
    theirs = [row(n, word, "p1") for n, word in enumerate(MISREAD, 1)]
    theirs[1] = replace(theirs[1], service=None, host=None, partners=())
    assert differences(book(), scan(*theirs)) == []


def test_a_row_of_the_copy_only_is_told_since_it_is_not_stored() -> None:
    more = [*(row(n, word, "p1") for n, word in enumerate(MISREAD, 1)), row(4, "การดูแลผู้สูงอายุ", "p1")]
    [found] = differences(book(), scan(*more))
    assert (found.code, found.cell) == ("copies_differ", None)
    assert "การดูแลผู้สูงอายุ" in found.message


def test_printed_words_count_without_their_spaces() -> None:
    theirs = [replace(row(n, word), objective="เพื่อ ลดค่าใช้จ่าย") for n, word in enumerate(WORDS, 1)]
    assert differences(book(), document("pdf-text", theirs)) == []
    theirs[0] = replace(theirs[0], objective="เพื่อเพิ่มค่าใช้จ่าย")
    assert [one.cell for one in differences(book(), document("pdf-text", theirs))] == ["Sheet1!K7"]


def test_many_differences_are_counted_after_twenty() -> None:
    mine = [row(n, f"บริการ {n}") for n in range(1, 29)]
    theirs = [replace(one, mou=False) for one in mine]
    found = differences(book(*mine), document("docx", theirs))
    assert len(found) == 21
    assert "อีก 8 แห่ง" in found[-1].message
