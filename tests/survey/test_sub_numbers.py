"""Lines numbered 1.1 and 1.2: each is what it holds, and nothing of it is lost."""

from make.forms import RESCUE, WASTE, make_form, make_read, told, values

TITLE = "1 | การกำจัดขยะ | | | | | | | | | |"
FIRST = "1.1 | การคัดแยกขยะ | อบต.สะลวง | ทต.แม่แรม | 5 พ.ย. 2561 | ✓ | | ✓ | | ✓ | ลดขยะ | ไม่มี"
SECOND = "1.2 | | อบต.ดอนแก้ว | ทต.ริมเหนือ | 6 พ.ย. 2561 | ✓ | | ✓ | | ✓ | ลดขยะ | ไม่มี"


def services(*rows: str) -> list[tuple[object, ...]]:
    return [row[:3] for row in values(make_read(make_form(*rows)))]


def test_a_number_with_a_service_alone_is_a_title_over_its_sub_numbers() -> None:
    assert services(TITLE, FIRST, SECOND, RESCUE) == [
        ("Sheet1!A5", None, "การคัดแยกขยะ"), ("Sheet1!A6", None, "การกำจัดขยะ"), ("Sheet1!A7", 2, "การแพทย์ฉุกเฉิน"),
    ]  # fmt: skip
    assert told(make_read(make_form(TITLE, FIRST, SECOND, RESCUE))) == [
        ("assumed", "Sheet1!B4"), ("assumed", "Sheet1!B6"),
    ]  # fmt: skip


def test_a_title_and_a_service_taken_from_it_are_told_with_its_words() -> None:
    assert [one.message for one in make_read(make_form(TITLE, FIRST, SECOND, RESCUE)).findings] == [
        "ข้อความ “การกำจัดขยะ” ไม่มีข้อมูลอื่นและมีรายการย่อย จึงถือเป็นหัวข้อ ไม่นับเป็นรายการ หากไม่ถูกต้อง กรุณาแจ้ง",
        "ช่องนี้ว่าง จึงใช้ชื่อบริการของข้อ 1 คือ “การกำจัดขยะ” หากไม่ถูกต้อง กรุณาแจ้ง",
    ]


def test_a_row_with_sub_numbers_is_a_row_itself() -> None:
    thai = SECOND.replace("1.2", "๑.๒")
    assert services(WASTE, FIRST, thai) == [
        ("Sheet1!A4", 1, "การกำจัดขยะ"), ("Sheet1!A5", None, "การคัดแยกขยะ"), ("Sheet1!A6", None, "การกำจัดขยะ"),
    ]  # fmt: skip
    assert told(make_read(make_form(WASTE, FIRST, thai))) == [("assumed", "Sheet1!B6")]


def test_sub_numbers_beside_partners_alone_count_the_partners_of_the_row_above() -> None:
    partners = ("1.1 | | | อบต.ดอนแก้ว | | | | | | | |", "1.2 | | | ทต.ริมเหนือ | | | | | | | |")
    read = make_read(make_form(WASTE, *partners, RESCUE))
    assert [row[1] for row in values(read)] == [1, 2]
    assert [lao.name for lao in read.form.rows[0].partners] == ["ทต.แม่แรม", "อบต.ดอนแก้ว", "ทต.ริมเหนือ"]
    assert told(read) == []


def test_a_number_and_a_service_alone_without_sub_numbers_is_a_row_that_lacks_the_rest() -> None:
    assert [code for code, _ in told(make_read(make_form(TITLE, RESCUE)))][:2] == [
        "host_missing",
        "partners_missing",
    ]
