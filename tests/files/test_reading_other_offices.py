"""Habits of other offices than those of `test_reading_cases.py`: each changes what it says, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from make.other_forms import FLOOD, OTHER_ROWS, RESCUE, TICKED, WASTE, differences, other_form
from make.typed_forms import HEAD, Values, check_json, line, told, typed_form

Told = set[tuple[str, str | None]]

FIRST_PARTNER: Values = (*WASTE[:3], "อบต.พะตง", *WASTE[4:])


@pytest.mark.parametrize(
    ("rows", "merges", "read", "codes"),
    [
        ((FIRST_PARTNER, line(D="อบต.ทุ่งใหญ่", E="12 มี.ค. 2560"), RESCUE, FLOOD), [], {}, set()),
        ((FIRST_PARTNER, line(D="อบต.ทุ่งใหญ่", E="15 มี.ค. 2560"), RESCUE, FLOOD), [], {}, {("date_ambiguous", "E4")}),
        ((*OTHER_ROWS, line(B="รวมความร่วมมือทั้งสิ้น จำนวน 3 เรื่อง")), [], {}, set()),
        ((*OTHER_ROWS, line(A="รวมทั้งหมด 3 รายการ", F=2, G=1)), [], {}, set()),
        ((line(B="ด้านสิ่งแวดล้อม"), WASTE, line(B="ด้านสาธารณสุข"), RESCUE, FLOOD), [], {}, {("assumed", "B4"), ("assumed", "B6")}),
        ((line(B="บริการที่ทำร่วมกันในพื้นที่"), *OTHER_ROWS), [], {}, {("assumed", "B4")}),
        ((line(A="ก. ด้านสิ่งแวดล้อม"), *OTHER_ROWS), ["A4:L4"], {}, set()),
        ((line(A=1, B="อำเภอหาดใหญ่"), WASTE, RESCUE, line(A=2, B="อ.เมืองสงขลา"), FLOOD), [], {}, {("assumed", "B4"), ("assumed", "B7")}),
        ((*OTHER_ROWS, line(A=4, B="อำเภอนาทวี", C="ไม่มี"), line(A=5, B="อำเภอเทพา", C="ไม่มีการจัดทำความร่วมมือ")), [], {}, set()),
        ((*OTHER_ROWS, line(A=4, B="-", C="อบต.ท่าข้าม", D="ไม่มี", E="-"), line(A=5, B="ทต.คูเต่า", C="ไม่มี")), [], {}, set()),
        (((None, "(ตัวอย่าง) " + WASTE[1], *WASTE[2:]), *OTHER_ROWS), [], {}, {("assumed", "A4")}),
        ((WASTE, line(L="หน้า 1/2"), RESCUE, line(B="(ต่อ)"), FLOOD), [], {}, set()),
        ((FIRST_PARTNER, line(D="นายกองค์การบริหารส่วนตำบล ทุ่งใหญ่"), RESCUE, FLOOD), [], {}, set()),
        ((WASTE, line(B="ยอดยกมา", F=1, H=1), RESCUE, FLOOD), [], {}, set()),
        ((*OTHER_ROWS, line(B="ทั้งนี้ ได้แนบสำเนา MOU มาพร้อมนี้แล้ว")), [], {}, set()),
        (((*WASTE[:2], None, "ทต.พะตง (เจ้าภาพ)\nอบต.พะตง\nอบต.ทุ่งใหญ่", *WASTE[4:]), RESCUE, FLOOD), [], {}, {("assumed", "C4")}),
        ((WASTE, (2, "ตัวอย่าง การแพทย์", *RESCUE[2:]), FLOOD), [], {"2.service": "ตัวอย่าง การแพทย์"}, set()),
        ((("ตัวอย่างที่ 1", *WASTE[1:]), *OTHER_ROWS), [], {}, {("assumed", "A4")}),
        ((("ข้อ 1", *WASTE[1:]), ("ลำดับที่ 2", *RESCUE[1:]), ("No. 3", *FLOOD[1:])), [], {}, set()),
    ],
)  # fmt: skip
def test_lines_that_are_no_rows_and_rows_of_several_lines(
    rows: Sequence[Values], merges: Sequence[str], read: Mapping[str, Any], codes: Told
) -> None:
    assert differences(other_form(rows=rows, merges=merges)) == (read, codes)


def test_a_heading_in_the_number_column_tells_the_amphoe_of_the_rows_below() -> None:
    """Two LAOs of one name in น่าน."""
    row = (1, "การกำจัดขยะ", "อบต.ตาลชุม", "ทต.เวียงสา", *WASTE[4:])
    read = check_json(typed_form(rows=[line(A="อำเภอเวียงสา"), row], title="จังหวัดน่าน"))
    assert (read["rows"][0]["host"], read["rows"][0]["host_code"] is not None, read["problems"]) == (
        "อบต.ตาลชุม",
        True,
        [],
    )


@pytest.mark.parametrize(
    "typed",
    ["2 แห่ง ได้แก่ อบต.พะตง อบต.ทุ่งใหญ่", "อ.หาดใหญ่ : อบต.พะตง อบต.ทุ่งใหญ่", "อำเภอหาดใหญ่ อบต.พะตง อบต.ทุ่งใหญ่", "สนง.อบต.พะตง, อบต.ทุ่งใหญ่",
     "นายกอบต.พะตง นายกอบต.ทุ่งใหญ่", "ในเขตอำเภอหาดใหญ่ อบต.พะตง และ อบต.ทุ่งใหญ่", "อบต. พะตง โดยนายก อบต.พะตง\nอบต.ทุ่งใหญ่"],
)  # fmt: skip
def test_lists_with_counts_districts_and_offices_name_the_same_laos(typed: str) -> None:
    assert differences(other_form({"D4": typed})) == ({}, set())


def test_a_count_behind_words_that_name_nobody_stays_with_them() -> None:
    read = check_json(other_form({"D4": "อปท.ทุกแห่งในเขตอำเภอหาดใหญ่ จำนวน 13 แห่ง"}))
    assert read["rows"][0]["partners"] == ["อปท.ทุกแห่งในเขตอำเภอหาดใหญ่ จำนวน 13 แห่ง"]
    assert told(read) == {("partner_unknown", "D4")}


def test_a_type_that_is_counted_holds_for_the_names_behind_it() -> None:
    assert differences(other_form({"D4": "อบต. 2 แห่ง คือ พะตง และ ทุ่งใหญ่"})) == ({}, {("assumed", "D4")})


@pytest.mark.parametrize("place", ["จ.น่าน", "จังหวัดน่าน", "อ.ทุ่งช้าง จ.น่าน", "(จ.น่าน)", "อำเภอทุ่งช้าง จังหวัดน่าน"])
@pytest.mark.parametrize("type_word", ["อบต.และ", "อบต. และ", "องค์การบริหารส่วนตำบลและ"])
def test_the_lao_whose_name_is_and_stays_whole_before_its_place(type_word: str, place: str) -> None:
    read = check_json(other_form({"D5": f"อบต.ท่าข้าม, {type_word} {place}"}))
    assert read["rows"][1]["partners"] == ["อบต.ท่าข้าม", "อบต.และ"]
    assert read["rows"][1]["partner_codes"] == ["6901113", "6550805"]
    assert told(read) == {("lao_other_province", "D5")}


def headed(**words: str) -> bytes:
    """The form with other words in its header, by the first cell of each; "" takes the cell away."""
    head = {at: words.get(at.partition(":")[0], text) for at, text in HEAD.items()}
    return other_form(head={at: text for at, text in head.items() if text})


@pytest.mark.parametrize(
    "words",
    [{"C3": "ชื่อ อปท. เจ้าภาพ", "D3": "ชื่อ อปท. ที่ร่วม"}, {"C3": "ท้องถิ่นแม่ข่าย", "D3": "ท้องถิ่นลูกข่าย"}, {"D3": "ภาคีเครือข่าย"},
     {"F3": "ใช่", "G3": "ไม่ใช่"}, {"J3": "เอ็มโอยู"}, {"A2": ""}, {"A2": "#"},
     {"B2": "ภารกิจ/บริการสาธารณะ", "E2": "ว.ด.ป.ที่ลงนาม", "K2": "เป้าหมาย/วัตถุประสงค์", "L2": "ข้อขัดข้อง/ปัญหา"}],
)  # fmt: skip
def test_headers_in_other_words_head_the_same_columns(words: Mapping[str, str]) -> None:
    assert differences(headed(**words)) == ({}, set())


@pytest.mark.parametrize(
    ("words", "codes"),
    [({"C3": "อปท.ต้นเรื่อง", "D3": "อปท.ปลายทาง"}, {("assumed", "C3"), ("assumed", "D3")}), ({"D3": "รายนามสมาชิกเครือข่าย"}, {("assumed", "D3")}),
     ({"F3": "เห็นชอบ", "G3": "ไม่เห็นชอบ"}, {("assumed", "F3"), ("assumed", "G3")}), ({"D3": ""}, {("assumed", "C2")}),
     ({"G3": ""}, {("assumed", "F2")}), ({"I3": ""}, {("assumed", "H2")}), ({"J3": ""}, {("assumed", "H2")})],
)  # fmt: skip
def test_sub_headers_that_nobody_knows_are_told_by_their_place_under_the_group(
    words: Mapping[str, str], codes: Told
) -> None:
    assert differences(headed(**words)) == ({}, codes)


@pytest.mark.parametrize("mark", ["+", "P", "♦", "★", "^", "๑", "ถูก", "กา", "ฝ", "|", "|/|", "f/"])
def test_a_sign_of_the_office_s_own_is_its_tick(mark: str) -> None:
    assert differences(other_form(dict.fromkeys(TICKED, mark))) == ({}, set())


def test_a_cross_that_stands_alone_among_ticks_is_a_no_and_is_told() -> None:
    assert differences(other_form({"J5": "x"})) == ({}, {("assumed", "J5")})
    assert differences(other_form({"J5": "x", "J6": "x"})) == ({}, set())


def test_f_beside_t_is_no_tick() -> None:
    cells = {f"{column}{row}": "F" for column in "FGHIJ" for row in (4, 5, 6)} | dict.fromkeys(TICKED, "T")
    assert differences(other_form(cells)) == ({}, set())


def test_a_sign_that_contradicts_itself_or_stands_beside_another_is_not_learnt() -> None:
    cells = dict.fromkeys(TICKED, "+")
    read, codes = differences(other_form({**cells, "G4": "+"}))
    assert (read["1.committee"], ("committee_contradiction", "F4") in codes) == (None, True)
    assert ("assumed", "H4") in differences(other_form({**cells, "F6": "✓"}))[1]


NAME, POSITION, PHONE = "นางสาวตัวอย่าง สมมติ", "นักส่งเสริมการปกครองท้องถิ่น", "053-112-233"


@pytest.mark.parametrize(
    "below",
    [(f"ชื่อผู้รายงาน {NAME}", f"ตำแหน่งผู้รายงาน {POSITION}", f"หมายเลขโทรศัพท์ผู้รายงาน {PHONE}"),
     (f"{NAME} ผู้รายงาน", f"ตำแหน่ง {POSITION}", f"โทรศัพท์/โทรสาร {PHONE}"), (f"({NAME})", "ผู้รายงาน", f"ตำแหน่ง {POSITION}", f"โทร. {PHONE}"),
     ("ลงชื่อ....................", f"({NAME})", POSITION, "ผู้รายงาน", f"โทร. {PHONE}"), (f"ผู้รายงาน {NAME}", POSITION, PHONE),
     ("จึงเรียนมาเพื่อโปรดทราบ", f"ผู้รายงาน {NAME}", f"ตำแหน่ง {POSITION}", f"หมายเลขโทรศัพท์ {PHONE}")],
)  # fmt: skip
def test_the_reporter_in_other_blocks_is_read_and_no_part_of_a_row(below: Sequence[str]) -> None:
    assert differences(other_form(below=below)) == ({}, set())


def test_a_sentence_below_the_table_is_no_part_of_the_last_row_and_is_told() -> None:
    below = ("ข้อมูลนี้ได้จากการประชุม", f"ผู้รายงาน {NAME}", f"ตำแหน่ง {POSITION}", f"โทร. {PHONE}")
    assert differences(other_form(below=below)) == ({}, {("assumed", "B8")})


@pytest.mark.parametrize("title", ["จ.สข.", "จังหวัด สข", "Songkhla", "(สงขลา)", "Songkhla Province"])
def test_the_province_abbreviated_bracketed_or_in_latin_letters(title: str) -> None:
    assert differences(other_form(title=title)) == ({}, set())


@pytest.mark.parametrize("name", ["Sheet1", "อ.เวียงสา"])
def test_a_column_or_a_sheet_of_the_amphoe_tells_laos_of_one_name_apart(name: str) -> None:
    """Two LAOs of one name in น่าน, of which one lies in เวียงสา."""
    row = (1, "การกำจัดขยะ", "อบต.ตาลชุม", "ทต.เวียงสา", *WASTE[4:])
    cells = {"M2": "อำเภอ", "M4": "เวียงสา"} if name == "Sheet1" else {}
    data = typed_form(
        cells, rows=[row], title="จังหวัดน่าน", edit=lambda _, sheet: setattr(sheet, "title", name)
    )
    read = check_json(data)
    assert read["rows"][0]["host_code"] == "6550705"
    assert {code for code, _ in told(read)} <= {"column_ignored"}


@pytest.mark.parametrize("slipped", ["✓", "1", 2, "***", "?"])
def test_a_mark_or_a_number_is_no_name_of_a_service(slipped: object) -> None:
    assert differences(other_form({"B5": slipped})) == ({"2.service": None}, {("service_missing", "B5")})
