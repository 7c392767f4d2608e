"""Lines below and above a row: what they are, by all that is stored and told."""

import pytest
from make.forms import RESCUE, WASTE, make_form, make_read, told, values

LACKS = "date_missing@E committee_missing@F regulation_missing@H objective_missing@K"


@pytest.mark.parametrize(
    "line",
    [
        "(1) | (2) | (3) | | | | | | | | |",
        "(ที่) | (ระบุชื่อ) | (อปท.) | (อปท.) | (วัน/เดือน/ปี) | (✓) | (✓) | | | | |",
        "รวม | | | | | 3 | 1 | | | | |",
        " | | | | | 3 | 1 | | | | 5 |",
        " | รวมอำเภอแม่ริม | | | | | | | | | |",
        " | รวม อำเภอ แม่ริม | | | | | | | | | |",
        " | อบต.ดอนแก้ว | | | | | | | | | |",
        " | อบต.ดอนแก้ว | ไม่มี | ไม่มี | | | | | | | |",
        " | อำเภอแม่ริม | | | | | | | | | ไม่มีความร่วมมือ |",
        " | อำเภอเมือง | | | | | | | | | ไม่มีความร่วมมือ |",
        "อบต.ดอนแก้ว | | | | | | | | | | |",
        " | | อบต.ดอนแก้ว | ไม่มี | | | | | | | |",
        " | | ไม่มี | ไม่มี | | | | | | | |",
        " | ไม่มีความร่วมมือ | | | | | ✓ | | ✓ | | ไม่มีงบ | ไม่มีงบ",
        "2 | | | | ไม่มี | | | | | | ไม่มี |",
        "2 | - | - | - | - | | | | | | |",
        " | หน้า 2 จาก 3 | | | | | | | | | |",
        " | (ต่อหน้าถัดไป) | | | | | | | | | |",
        "หมายเหตุ | | | | | | | | | | |",
    ],
)
def test_a_line_that_is_no_row_changes_nothing_above_or_below_it(line: str) -> None:
    alone = [row[1:] for row in values(make_read(make_form(WASTE)))]
    for lines, at in (((WASTE, line), "A4"), ((line, WASTE), "A5")):
        read = make_read(make_form(*lines))
        assert [row[1:] for row in values(read)] == alone
        assert (values(read)[0][0], told(read)) == (f"Sheet1!{at}", [])


@pytest.mark.parametrize(
    ("line", "below", "above"),
    [
        ("ตัวอย่าง | การกำจัดขยะ | อบต.สะลวง | ทต.แม่แรม | 5 พ.ย. 2561 | ✓ | | ✓ | | | ลดขยะ | ไม่มี", "A", "A"),
        (" | ตัวอย่าง การกำจัดขยะ | อบต.สะลวง | ทต.แม่แรม | 5 พ.ย. 2561 | ✓ | | ✓ | | | ลดขยะ | ไม่มี", "A", "A"),
        (" | ด้านสิ่งแวดล้อม | | | | | | | | | |", "B", "B"),
        ("2 | อบต.ดอนแก้ว | | | | | | | | | |", "B", "B"),
        ("2 | อำเภอแม่ริม | | | | | | | | | |", "B", "B"),
        (" | ความร่วมมือทั่วไป | | | | | | | | | |", "B", "B"),
    ],
)
def test_a_line_that_is_taken_for_no_row_is_told_there(line: str, below: str, above: str) -> None:
    for lines, cell in (
        ((WASTE, line), f"{below}5"),
        ((line, WASTE), f"{above}4"),
        ((WASTE, line, RESCUE), f"{below}5"),
    ):
        read = make_read(make_form(*lines))
        assert len(values(read)) == len(lines) - 1
        assert told(read) == [("assumed", f"Sheet1!{cell}")]


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ("(1) | (1) | (3) | | | | | | | | |", f"service_missing@B host_missing@C partners_missing@D {LACKS}"),
        ("2 | ขยะ | อบต.สะลวง | (ระบุ) | | | | | | | |", f"partner_unknown@D {LACKS}"),
        ("2 | ตัวอย่างที่ดีของการกำจัดขยะ | อบต.สะลวง | ทต.แม่แรม | 5 พ.ย. 2561 | ✓ | | ✓ | | | ลดขยะ | ไม่มี", ""),
        (" | หมายเหตุ ขยะ | อบต.สะลวง | ทต.แม่แรม | | | | | | | |", LACKS),
        (" | | อบต.ดอนแก้ว | ทต.ริมเหนือ | | | | | | | |", f"service_missing@B {LACKS}"),
        (" | | อบต.สะลวง | ทต.ริมเหนือ | 6 พ.ย. 2561 | | | | | | |", f"service_missing@B {LACKS[15:]}"),
        (
            " | | อบต.สะลวง | | 6 พ.ย. 2561 | | | | | | |",
            f"service_missing@B partners_missing@D {LACKS[15:]}",
        ),
        (
            " | | | | 6 พ.ย. 2561 | ✓ | | | | | |",
            "service_missing@B host_missing@C partners_missing@D regulation_missing@H objective_missing@K",
        ),
        (" | น้ำ | อบต.ดอนแก้ว | ทต.ริมเหนือ | | | | | | | |", LACKS),
        (" | น้ำ | | | 6 พ.ย. 2561 | | | | | | |", f"host_missing@C partners_missing@D {LACKS[15:]}"),
    ],
)
def test_a_line_that_is_a_row_is_one_above_and_below_another_and_lacks_what_it_lacks(
    line: str, lacks: str
) -> None:
    for lines, row in (((WASTE, line), 5), ((line, WASTE), 4), ((WASTE, line, RESCUE), 5)):
        read = make_read(make_form(*lines))
        assert [one[0] for one in values(read)] == [f"Sheet1!A{4 + n}" for n in range(len(lines))]
        assert told(read) == [
            (code, f"Sheet1!{at}{row}") for code, at in (one.split("@") for one in lacks.split())
        ]


@pytest.mark.parametrize(
    ("line", "partners", "codes"),
    [
        (" | | | | 6 พ.ย. 2561 | | | | | | |", 1, ["date_ambiguous@E4"]),
        (" | | | อบต.ดอนแก้ว | 6 พ.ย. 2561 | | | | | | |", 2, ["date_ambiguous@E4"]),
        (" | น้ำ | | ทต.ริมเหนือ | | | | | | | |", 2, ["assumed@B5"]),
        (" | การกำจัดขยะ | | อบต.ดอนแก้ว | | | | | | | |", 2, []),
    ],
)
def test_a_line_that_goes_on_adds_to_the_row_above_and_says_so_where_it_could_be_another(
    line: str, partners: int, codes: list[str]
) -> None:
    for lines in ((WASTE, line), (WASTE, line, RESCUE)):
        read = make_read(make_form(*lines))
        assert len(read.form.rows) == len(lines) - 1
        assert len(read.form.rows[0].partners) == partners
        assert [f"{code}@{(at or '').removeprefix('Sheet1!')}" for code, at in told(read)] == codes
