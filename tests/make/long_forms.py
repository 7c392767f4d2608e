"""Long filled forms of invented cooperations, with what they say: for page breaks and for counting errors."""

from random import Random

from make.free_texts import FreeTexts
from make.layouts import BELOW, REPORTER, TOP, Layout, Sheet, Value

from survey.registry import registry

_SERVICES = (
    "การกำจัดขยะมูลฝอยและสิ่งปฏิกูล", "การป้องกันและบรรเทาสาธารณภัย", "การแพทย์ฉุกเฉิน", "การผลิตน้ำประปา", "การจัดการศึกษาปฐมวัย",
    "การดูแลผู้สูงอายุที่มีภาวะพึ่งพิง", "การบำบัดน้ำเสีย", "การส่งเสริมการท่องเที่ยวเชิงอนุรักษ์", "การซ่อมบำรุงถนนและสะพาน",
)  # fmt: skip
_OBJECTIVES = (
    "เพื่อลดค่าใช้จ่ายในการดำเนินงาน", "เพื่อให้ประชาชนได้รับบริการที่ทั่วถึงและมีคุณภาพ", "ช่วยเหลือผู้ประสบภัยได้ทันท่วงที",
    "ใช้เครื่องจักรกลร่วมกันอย่างคุ้มค่า", "รักษาสิ่งแวดล้อมของชุมชน",
)  # fmt: skip
_PROBLEMS = ("ไม่มี", "งบประมาณไม่เพียงพอ", "บุคลากรมีน้อย", "-", None, "ระยะทางระหว่างพื้นที่ไกลกัน")
_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
MERGES = ((3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 3, 4), (3, 5, 4, 5), (3, 6, 3, 7), (3, 8, 3, 10), (3, 11, 4, 11), (3, 12, 4, 12))  # fmt: skip


def long_form(
    rows: int,
    seed: int = 1,
    province: str = "ลำปาง",
    thai_digits: bool = False,
    free: FreeTexts | None = None,
) -> Layout:
    """A form of some rows in the letter's layout; `expected` has no cell addresses (None).

    Args:
        free: Gives the texts, in place of a few usual ones.
    """
    random = Random(seed)
    laos = [lao for lao in registry().laos_of(province) if lao.same_short_in_province == 1]
    cells: dict[tuple[int, int], Value] = {(1, 1): "แบบสำรวจข้อมูลความร่วมมือ", (2, 1): f"จังหวัด{province}"}
    for row, header in ((3, TOP), (4, BELOW)):
        cells |= {(row, column): text for column, text in enumerate(header, 1) if text}
    expected: list[tuple[object, ...]] = []
    for number in range(1, rows + 1):
        host, *partners = random.sample(laos, random.randint(2, 4))
        year, month, day = random.randint(2555, 2561), random.randint(1, 10), random.randint(1, 28)
        written = random.choice((f"{day}/{month}/{year}", f"{day} {_MONTHS[month - 1]} {year}"))
        if thai_digits:
            written = written.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
        committee, regulation, mou = random.random() < 0.6, random.random() < 0.6, random.random() < 0.5
        service, objective = random.choice(_SERVICES), random.choice(_OBJECTIVES)
        problems = random.choice(_PROBLEMS)
        if free is not None:
            service, objective = free.service(), free.objective()
            problems = random.choice((free.remark(), free.remark(), free.remark(), "-", None))
        names = "\n".join(lao.short for lao in partners)
        values = (
            number, service, host.short, names, written, "✓" if committee else None, None if committee else "✓",
            "✓" if regulation else None, None if regulation else "✓", "✓" if mou else None, objective, problems,
        )  # fmt: skip
        cells |= {(number + 4, column): value for column, value in enumerate(values, 1) if value is not None}
        expected.append(
            (
                None, service, host.short, tuple(lao.short for lao in partners), f"{year - 543}-{month:02}-{day:02}",
                "appointed" if committee else "not_appointed", "made" if regulation else "not_made", mou,
                objective, None if problems == "-" else problems,
            )
        )  # fmt: skip
    cells |= {(rows + 6 + n, 2): line for n, line in enumerate(REPORTER)}
    return Layout("long", province, (Sheet("Sheet1", cells, MERGES),), tuple(expected))
