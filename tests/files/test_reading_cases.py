"""What offices type, case by case: the form differs from one without fault in one thing, and so does what is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from make.typed_forms import (
    BELOW,
    EMPTY,
    HEAD,
    RESCUE,
    ROWS,
    TICK_CELLS,
    TICKED,
    WASTE,
    WATER,
    Told,
    check_json,
    line,
    told,
    typed_form,
)
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

PLAIN = check_json(typed_form())


@dataclass(frozen=True)
class Reading:
    """One habit: how the form is typed, and in what its JSON differs from that of the form without fault.

    Attributes:
        read: Field of a row, `(seq, field)`, to its value.
        gone: Numbers of rows that are none here.
    """

    name: str
    typed: Mapping[str, Any]
    read: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    told: Told = field(default_factory=set)
    gone: frozenset[int] = frozenset()


def cell(name: str, at: str, value: Any, *told: str, **read: Any) -> Reading:
    """One cell of the second row (row 5) holds something else."""
    return Reading(
        name, {"cells": {at: value}}, {(2, key): v for key, v in read.items()}, {(code, at) for code in told}
    )


def rows(
    name: str, *lines: Sequence[Any], merges: Sequence[str] = (), told: Told = frozenset(), **read: Any
) -> Reading:  # type: ignore[assignment]
    """Other lines; `r1_partners=…` names what is read otherwise."""
    fields = {(int(key[1]), key[3:]): value for key, value in read.items()}
    return Reading(name, {"rows": lines, "merges": merges}, fields, set(told))


def header(name: str, told: Told = frozenset(), **cells: str | None) -> Reading:  # type: ignore[assignment]
    """Other words in the header, by the first cell of each: `C3="หน่วยงานหลัก"`; None takes the cell away."""
    head = {at: cells.get(at.partition(":")[0], text) for at, text in HEAD.items()}
    return Reading(name, {"head": {at: text for at, text in head.items() if text}}, told=set(told))


def every_tick(mark: str, *others: str) -> Mapping[str, Any]:
    """The form ticked with one mark; with another in all other cells of the tick columns, if there is one."""
    blanks = dict.fromkeys(TICK_CELLS, others[0]) if others else {}
    return {"cells": {**blanks, **dict.fromkeys(TICKED, mark)}}


TABLES = (
    rows("33 a row of numbers below the header", tuple(f"({n})" for n in range(1, 13)), *ROWS),
    rows("33 numbers in Thai digits", (*"๑๒๓๔๕๖๗๘๙", "๑๐", "๑๑", "๑๒"), *ROWS),
    rows("33 hints below the header", line(C="(ชื่อ)", D="(ชื่อ)", E="(ว/ด/ป)", F="(✓)", G="(✓)"), *ROWS),
    header("34 no group above the sub-headers", C2=None, F2=None, H2=None),
    header("34 words broken and hyphenated", F2="คณะ\nกรรม\u00adการบริหาร\nกิจการ", F3="แต่ง\nตั้ง", K2="วัตถุ\nประสงค์"),
    header("35 other words", C3="หน่วยงานหลัก", D3="หน่วยงานร่วม", E2="ว/ด/ป ที่ลงนาม", F2="คณะกรรมการ", F3="มี", G3="ไม่มี",
           J3="บันทึกข้อตกลง", L2="ปัญหาอุปสรรค"),
    header("35 not appointed in fewer words", G3="ไม่แต่งตั้ง", I3="ไม่จัดทำ", J3="จัดทำ MOU"),
    Reading("36 a column that the form does not have", {"cells": {"M2": "หมายเหตุ", "M4": "ต่ออายุแล้ว"}},
            told={("column_ignored", "M2")}),
    Reading("36 such a column without a word in it", {"cells": {"M2": "หมายเหตุ"}}),
    *(
        Reading(f"39 numbers as {first}", {"cells": {"A4": first, "A5": second, "A6": third}})
        for first, second, third in (("1.", "2.", "3."), ("(1)", "(2)", "(3)"), ("๑", "๒", "๓"), (1.0, 2.0, 3.0))
    ),
)  # fmt: skip

ROW_HABITS = (
    rows("42 merged down", WASTE, line(D="ทต.ริมเหนือ"), RESCUE, WATER, merges=("A4:A5", "B4:B5", "C4:C5", "E4:E5"),
         r1_partners=["ทต.แม่แรม", "ทต.ริมเหนือ"], r1_partner_codes=["5500707", "5500703"]),
    rows("42 blanks below the first line", WASTE, line(D="ทต.ริมเหนือ", K="และประหยัด"), RESCUE, WATER,
         r1_partners=["ทต.แม่แรม", "ทต.ริมเหนือ"], r1_partner_codes=["5500707", "5500703"], r1_objective="ลดขยะ และประหยัด"),
    rows("42 words of a service without a number", WASTE, line(B="มูลฝอยติดเชื้อ"), RESCUE, WATER, told={("assumed", "B5")},
         r1_service="การกำจัดขยะ มูลฝอยติดเชื้อ"),
    rows("43 the host again beside each partner", WASTE, line(C="อบต.สะลวง", D="ทต.ริมเหนือ"), RESCUE, WATER,
         r1_partners=["ทต.แม่แรม", "ทต.ริมเหนือ"], r1_partner_codes=["5500707", "5500703"]),
    rows("44 empty numbered rows, lone dots", *ROWS, line(A=4), line(A=5, B=" "), line(A=6, B="."), line(D="-")),
    rows("44 a row of dashes", *ROWS, (4, *["-"] * 11)),
    rows("45 districts", line(A="อำเภอแม่ริม"), WASTE, RESCUE, line(B="อ.สันทราย"), WATER),
    rows("45 an LAO above its rows", line(B="เทศบาลตำบลแม่แรม"), WASTE, RESCUE, WATER),
    rows("45 an LAO above its rows, merged", line(A="ทต.แม่แรม อำเภอแม่ริม"), *ROWS, merges=("A4:L4",)),
    rows("45 an LAO with a number and nothing else", line(A=1, B="เทศบาลตำบลแม่แรม"), *ROWS, told={("assumed", "B4")}),
    rows("46 a total", *ROWS, line(B="รวม", C=3, D=3, F=1, G=2, H=2, I=1, J=1)),
    rows("46 a total in words", *ROWS, line(A="รวมทั้งสิ้น", B="3 รายการ")),
    rows("46 a total of a district", WASTE, line(B="รวม อำเภอแม่ริม", C=1), RESCUE, WATER),
    rows("46 shares in per cent", *ROWS, line(B="คิดเป็นร้อยละ", F="33.33", G="66.67%")),
    rows("48 certified as a true copy below the rows", *ROWS, line(B="สำเนาถูกต้อง"), line(B="(นายทดสอบ ลองดู)")),
    rows("46 counts alone", *ROWS, line(F=1, G=2, H=2, I=1, J=1)),
    *(
        rows(f"47 {text}", *ROWS, EMPTY, line(B=text))
        for text in ("หมายเหตุ : ข้อมูล ณ วันที่ 30 พ.ย. 2561", "* อยู่ระหว่างต่ออายุ", "คำชี้แจง ให้กรอกทุกช่อง", "ที่มา : สถจ.เชียงใหม่")
    ),
    rows("51 nil lines of single LAOs", line(A=1, B="ไม่มี", C="ทต.ริมใต้"), *ROWS, line(A=5, B="ไม่มีการทำความร่วมมือ", C="ทต.แม่ริม")),
    *(
        cell(f"53 ditto {mark}", "C5", mark, "assumed", host="อบต.สะลวง", host_code="6500710")
        for mark in ('"', "″", "”", "''", "〃", '-"-', ",,", "„", "ฯ", "เช่นเดียวกัน", "เหมือนข้อ 1", "ดังกล่าวข้างต้น", "〃 〃")
    ),
    rows("54 the same row again", *ROWS, (4, *WASTE[1:]), told={("duplicate_row", "A7")}),
)  # fmt: skip

BLANKS = (
    *(cell(f"52 {mark!r} in the problems", "L5", mark, problems=None) for mark in ("-", "–", "—", "‑", "ー", "_", "…", ".", "--")),
    *(
        cell(f"52 {mark!r} as day", "E5", mark, "date_missing", signed_on=None)
        for mark in ("-", "—", "ー", "…", ".", "/", 0, "N/A", "ไม่ระบุ", "ไม่ทราบ", "ไม่มี")
    ),
    *(
        cell(f"52 {mark!r} as host", "C5", mark, "host_missing", host=None, host_code=None)
        for mark in ("-", "…", "/", 0, "N/A", "ไม่ระบุ", "ไม่มี")
    ),
    cell("52 ไม่มี in the problems is an answer", "L5", "ไม่มี", problems="ไม่มี"),
)  # fmt: skip

MARKS = "✓ ✔ ☑ ✅ √ / ∕ ⁄ \\ v V ν x X × ✗ ✘ ☒ ⊠ * ● • ○ ◉ O o ๐ 1 Y T TRUE ใช่ ✓✓ (/) [x] 🗸".split()
TICKS = (
    *(Reading(f"58 all ticks are {mark}", every_tick(mark)) for mark in MARKS),
    *(
        Reading(f"58 {yes} beside {no}", every_tick(yes, no))
        for yes, no in (("✓", "✗"), ("✓", "-"), ("☑", "☐"), ("●", "○"), ("Y", "N"), ("1", "0"), ("✓", "ไม่มี"), ("✓", "x"))
    ),
    Reading("65 both of a pair", {"cells": {"F5": "✓"}}, {(2, "committee"): None}, {("committee_contradiction", "F5")}),
    Reading("65 ✗ beside the ✓", {"cells": {"F5": "✗"}}),
    Reading("66 merged over the pair", {"cells": {"F5": "✓", "G5": None}, "merges": ["F5:G5"]}, {(2, "committee"): None},
            {("committee_contradiction", "F5")}),
    *(
        Reading(f"67 {words}", {"cells": {"F4": words}})
        for words in ("คำสั่งที่ 12/2561", "แต่งตั้งแล้ว", "5 พ.ย. 2561", "มีคำสั่งแต่งตั้ง")
    ),
    *(Reading(f"67 {words}", {"cells": {"F4": words}}, told={("assumed", "F4")}) for words in ("3 คน", "ตามเอกสารแนบ")),
    *(cell(f"68 {words}", "F5", words) for words in ("ไม่มี", "ไม่ได้ทำ", "-")),
    *(cell(f"69 {mark!r}", "G5", mark) for mark in ("✓✓", " ✓ ", "✓\n", "✓\n✓")),
)  # fmt: skip

PLACES = (
    *(
        Reading(f"40 {title!r}", {"title": title})
        for title in ("จังหวัด.....เชียงใหม่.....", "จ.เชียงใหม่", "จว.เชียงใหม่", "สถจ.เชียงใหม่", "เชียงใหม่",
                      "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดเชียงใหม่", "แบบสำรวจ จังหวัด เชียงใหม่", "จังหวัดเชียง\nใหม่")
    ),
    Reading("40 label and name in cells of their own", {"title": None, "cells": {"C1": "จังหวัด", "D1": "เชียงใหม่"}}),
    Reading("48 signed", {"below": ("(ลงชื่อ).........................ผู้รายงาน", "(นางสาวตัวอย่าง สมมติ)", BELOW[1], "โทร. 053-112-233")}),
    Reading("48 name, position and number below the label, without labels of their own",
            {"below": (), "cells": {"H8": "ผู้รายงาน", "H9": "นางสาวตัวอย่าง สมมติ", "H10": "นักส่งเสริมการปกครองท้องถิ่น", "H11": "053-112-233"}}),
    Reading("48 dots left in", {"below": tuple(text.replace(" ", ".....", 1) + "....." for text in BELOW)}),
    Reading("48 with the one who certifies", {"below": (*BELOW, "ผู้รับรอง นายทดสอบ ลองดู", "ตำแหน่ง ท้องถิ่นจังหวัด")}),
)  # fmt: skip


@pytest.mark.parametrize("case", [*TABLES, *ROW_HABITS, *BLANKS, *TICKS, *PLACES], ids=lambda case: case.name)
def test_a_habit_changes_only_what_it_says(case: Reading) -> None:
    read = check_json(typed_form(**case.typed))
    assert told(read) == case.told
    assert [read[key] for key in ("kind", "province", "nil_report")] == ["survey", "เชียงใหม่", False]
    assert read["reporter"] == PLAIN["reporter"]
    expected = {row["seq"]: {**row} for row in PLAIN["rows"] if row["seq"] not in case.gone}
    for (seq, key), value in case.read.items():
        expected[seq][key] = value
    found = {row["seq"]: {**row} for row in read["rows"]}
    for row in (*expected.values(), *found.values()):
        del row["cell"]
    assert [row for seq, row in found.items() if seq in expected] == list(expected.values())
    assert len(read["rows"]) == len(expected) + sum(1 for code, _ in case.told if code == "duplicate_row")


@pytest.mark.parametrize(
    ("title", "province"),
    [("จังหวัดอยุธยา", "พระนครศรีอยุธยา"), ("จังหวัดโคราช", "นครราชสีมา"), ("แปดริ้ว", "ฉะเชิงเทรา"),
     ("จ.นครศรีฯ", "นครศรีธรรมราช"), ("จ.ประจวบฯ", "ประจวบคีรีขันธ์"), ("อุบลฯ", "อุบลราชธานี"), ("จังหวัดบุรีรัมภ์", "บุรีรัมย์")],
)  # fmt: skip
def test_41_a_province_is_known_by_its_other_names(title: str, province: str) -> None:
    read = check_json(typed_form(title=title))
    assert read["province"] == province
    assert not {code for code, _ in told(read)} & {"province_unknown", "province_missing"}


@pytest.mark.parametrize("title", ["จังหวัดกรุงเทพฯ", "กรุงเทพมหานคร", "จังหวัดเมืองทอง"])
def test_41_bangkok_and_what_is_no_province_are_told_at_their_cell(title: str) -> None:
    read = check_json(typed_form(title=title))
    assert read["province"] is None
    assert ("province_unknown", "A1") in told(read)


@pytest.mark.parametrize(
    "words", ["ไม่มี", "ไม่มีข้อมูล", "ไม่มีการจัดทำความร่วมมือ", "ยังไม่ได้ดำเนินการ", "-ไม่มี-", "NIL", "***ไม่มี***"]
)
@pytest.mark.parametrize("column", ["A", "B"])
def test_50_a_nil_statement_is_a_complete_answer(words: str, column: str) -> None:
    read = check_json(typed_form(rows=[line(**{column: words})]))
    assert (read["nil_report"], read["rows"], read["problems"]) == (True, [], [])


def test_14_the_empty_form_has_no_rows() -> None:
    read = check_json(typed_form(rows=[line(A=1), line(A=2)]))
    assert (read["nil_report"], read["rows"], told(read)) == (False, [], {("no_rows", None)})


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("๐๕๓-๑๑๒๒๓๓", "๐๕๓-๑๑๒๒๓๓"), ("0-5311-2233 ต่อ 12", "0-5311-2233 ต่อ 12"), ("053112233-4", "053112233-4"),
     ("มท. 12345", "มท. 12345"), (53112233, "053112233"), (53112233.0, "053112233"), (812345678, "0812345678")],
)  # fmt: skip
def test_49_a_telephone_number_stays_as_written_with_its_leading_zero(typed: object, phone: str) -> None:
    read = check_json(typed_form({"C10": typed}, below=(*BELOW[:2], "หมายเลขโทรศัพท์")))
    assert (read["reporter"]["phone"], read["problems"]) == (phone, [])


def copy_of_form(book: Workbook, sheet: Worksheet, name: str, place: int) -> Worksheet:
    other = book.create_sheet(name, place)
    for row in sheet.iter_rows():
        for found in row:
            if found.value is not None:
                other[found.coordinate] = found.value
    return other


@pytest.mark.parametrize("name", ["ตัวอย่าง", "ตัวอย่างการกรอก", "คำชี้แจง"])
def test_27_the_rows_of_an_example_are_none_and_it_is_said(name: str) -> None:
    read = check_json(typed_form(edit=lambda book, sheet: copy_of_form(book, sheet, name, 0)))
    assert (read["rows"], told(read)) == (PLAIN["rows"], {("assumed", None)})
    assert name in read["problems"][0]["message"]


def test_27_a_form_filled_on_the_sheet_of_examples_is_read() -> None:
    read = check_json(typed_form(edit=lambda _, sheet: setattr(sheet, "title", "ตัวอย่าง")))
    assert [row["seq"] for row in read["rows"]] == [1, 2, 3]


def test_28_sheets_of_districts_are_one_form() -> None:
    def districts(book: Workbook, sheet: Worksheet) -> None:
        copy_of_form(book, sheet, "อ.สันทราย", 1)["B4"] = "การศึกษา"
        book["อ.สันทราย"].delete_rows(5, 2)
        sheet.title = "อ.แม่ริม"

    read = check_json(typed_form(edit=districts))
    assert [(row["cell"], row["service"]) for row in read["rows"]][-1] == ("อ.สันทราย!A4", "การศึกษา")
    assert (len(read["rows"]), read["problems"]) == (4, [])


def test_40_a_column_names_the_province() -> None:
    cells = {"M2": "จังหวัด", **{f"M{row}": "เชียงใหม่" for row in (4, 5, 6)}}
    read = check_json(typed_form(cells, title="แบบสำรวจ"))
    assert (read["province"], told(read)) == ("เชียงใหม่", {("column_ignored", "M2")})


@pytest.mark.parametrize(("name", "sheet"), [("แบบสำรวจ_จ.เชียงใหม่.xlsx", "Sheet1"), ("a.xlsx", "เชียงใหม่")])
def test_40_the_file_or_the_sheet_names_the_province(name: str, sheet: str) -> None:
    read = check_json(typed_form(title="แบบสำรวจ", edit=lambda _, page: setattr(page, "title", sheet)), name)
    assert (read["province"], read["problems"]) == ("เชียงใหม่", [])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("การดูแลผู\uf70bสูงอายุ", "การดูแลผู้สูงอายุ"), ("การกํ\u0e32จัด", "การกำจัด"), ("น้\u0e4d\u0e32เสีย", "น้ำเสีย"), ("เเม่น้ำ", "แม่น้ำ"),
     ("ก่ิงไม้", "กิ่งไม้"), ("ศาลๅ", "ศาลา"), ("การ\u00a0กำจัด", "การ กำจัด"), ("การ\u200bกำจัด", "การกำจัด"), ("การ_x000D_กำจัด", "การ กำจัด"),
     ("¡ÒÃ¡Ó¨Ñ´¢ÂÐ", "การกำจัดขยะ"), ("๑ โครงการ", "๑ โครงการ"), ("+กำจัดขยะ", "+กำจัดขยะ"), ("ด าเนินการก าจัดขยะ", "ดำเนินการกำจัดขยะ"),
     ("ดูแลลุ่มน ้า", "ดูแลลุ่มน้ำ")],
)  # fmt: skip
def test_99_to_107_words_are_stored_as_they_were_meant(typed: str, stored: str) -> None:
    read = check_json(typed_form({"B5": typed}))
    assert (read["rows"][1]["service"], read["problems"]) == (stored, [])


@pytest.mark.parametrize("typed", ["สำนั กงาน", "ก ารศึกษา"])
def test_101_a_word_that_may_be_broken_stays_and_is_asked(typed: str) -> None:
    read = check_json(typed_form({"B5": typed}))
    assert (read["rows"][1]["service"], told(read)) == (typed, {("assumed", "B5")})


@pytest.mark.parametrize("typed", ["(cid:5)(cid:12)", "การ\ufffdกำจัด", "□□□", "เธเธฒเธฃเธเธณเธเธฑเธ"])
def test_103_lost_letters_are_no_words(typed: str) -> None:
    read = check_json(typed_form({"B5": typed}))
    assert (read["rows"][1]["service"], told(read)) == (None, {("cell_unreadable", "B5")})
