"""Agreements in words drawn by lot, with what they say, and papers that only mention one."""

from datetime import date
from random import Random

from make.agreements import Agreement

from survey.registry import registry
from survey.thai.months import LONG, SHORT

_TITLES = (
    "บันทึกข้อตกลงความร่วมมือ", "บันทึกข้อตกลง (MOU)", "บันทึกความร่วมมือ", "บันทึกข้อตกลง", "ข้อตกลงความร่วมมือ", "บันทึกความเข้าใจ",
    "บันทึกข้อตกลงร่วมกัน",
)  # fmt: skip
_LEADS = ("เรื่อง {}", "ว่าด้วย{}", "เรื่อง  {}", "เรื่อง : {}", "ด้าน{}")
_SERVICES = (
    "การกำจัดขยะมูลฝอย", "การบริการการแพทย์ฉุกเฉิน", "การป้องกันและบรรเทาสาธารณภัย", "การผลิตน้ำประปา", "การดูแลผู้สูงอายุ",
    "การบำรุงรักษาถนน", "การจัดการน้ำเสีย", "การจัดการศึกษาปฐมวัย",
)  # fmt: skip
_WHOLE = {"อบต.": "องค์การบริหารส่วนตำบล", "ทต.": "เทศบาลตำบล", "ทม.": "เทศบาลเมือง"}
_DAYS = (
    lambda d: f"วันที่ {d.day} {LONG[d.month - 1]} พ.ศ. {d.year + 543}",
    lambda d: f"วันที่ {d.day} เดือน {LONG[d.month - 1]} พ.ศ. {d.year + 543}",
    lambda d: f"วันที่ {d.day} เดือน{LONG[d.month - 1]} พุทธศักราช {d.year + 543}",
    lambda d: f"วันที่ ...{d.day}... เดือน ...{LONG[d.month - 1]}... พ.ศ. ...{d.year + 543}...",
    lambda d: f"วันที่ {d.day} {SHORT[d.month - 1]} {d.year + 543}",
    lambda d: _thai(f"วันที่ {d.day} {LONG[d.month - 1]} {d.year + 543}"),
    lambda d: _thai(f"วันที่ {d.day} เดือน {LONG[d.month - 1]} พ.ศ. {d.year + 543}"),
)
_BLANK = ("วันที่ ........ เดือน .................... พ.ศ. ..........", "วันที่        เดือน              พ.ศ. 25…")


def _thai(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def worded_agreement(seed: int) -> Agreement:
    """One agreement: title, parties (also in an annex), day, articles and signatures with witnesses."""
    random = Random(seed)
    province = random.choice(sorted(registry().provinces))
    laos = [
        lao
        for lao in registry().laos_of(province)
        if lao.same_short_in_province == 1 and lao.kind in _WHOLE and not lao.aliases
    ]
    parties = random.sample(laos, min(len(laos), random.choice((2, 2, 2, 3, 4, 6, 30))))
    witness = random.choice([lao for lao in laos if lao not in parties] or laos)
    names = [_WHOLE[lao.kind] + lao.bare for lao in parties]
    title, service = random.choice(_TITLES), random.choice(_SERVICES)
    day = date(random.randint(2012, 2018), random.randint(1, 10), random.randint(1, 28))
    is_blank = random.random() < 0.15
    signed = random.choice(_BLANK) if is_blank else random.choice(_DAYS)(day)
    in_annex = len(names) > 6 or random.random() < 0.1
    lead = random.choice(_LEADS).format(service)
    head = [title, lead] if random.random() < 0.8 else [f"{title} {lead}"]
    if random.random() < 0.15:
        head.insert(0, random.choice(("(สำเนา)", "เลขที่ 5/2560", "MEMORANDUM OF UNDERSTANDING")))
    if not in_annex and random.random() < 0.6:
        head += ["ระหว่าง", *_listed(names, random)]
    between = (
        ["ระหว่าง องค์กรปกครองส่วนท้องถิ่นตามบัญชีรายชื่อแนบท้าย"] if in_annex else _between(names, province, random)
    )
    opening = random.choice(
        (
            ["บันทึกข้อตกลงฉบับนี้ทำขึ้น ณ ศาลากลางจังหวัด" + province, f"เมื่อ{signed}"],
            [f"บันทึกข้อตกลงฉบับนี้ จัดทำขึ้นเมื่อ{signed}", f"ณ ที่ว่าการอำเภอ จังหวัด{province}"],
            [f"ทำที่ ศาลาประชาคม จังหวัด{province}", signed, "บันทึกข้อตกลงฉบับนี้ทำขึ้น"],
        )
    )
    articles = [
        "โดยทุกฝ่ายตกลงร่วมมือกัน ดังต่อไปนี้", f"ข้อ 1 วัตถุประสงค์ เพื่อให้{service}มีประสิทธิภาพ",
        "ข้อ 2 ทุกฝ่ายรับผิดชอบค่าใช้จ่ายตามสัดส่วน", "ข้อ 3 ให้มีผลใช้บังคับตั้งแต่วันที่ 1 มกราคม 2562 เป็นต้นไป",
    ]  # fmt: skip
    closing = [
        f"(ลงชื่อ)..............................นายก{name}" for name in names[: 0 if in_annex else 4]
    ] + ["(ลงชื่อ)..............................พยาน", f"ปลัด{_WHOLE[witness.kind]}{witness.bare}"]
    pages = ["\n".join([*head, *opening, *between, *articles, *closing])]
    if in_annex:
        pages.append(
            "\n".join(["บัญชีรายชื่อแนบท้ายบันทึกข้อตกลง", *(f"{n}. {name}" for n, name in enumerate(names, 1))])
        )
    return Agreement(
        "\f".join(pages), title, service, tuple(lao.code for lao in parties), None if is_blank else day
    )


def _listed(names: list[str], random: Random) -> list[str]:
    mark = random.choice(("กับ", "และ"))
    return [names[0], *(f"{mark} {name}" if random.random() < 0.5 else f"{mark}{name}" for name in names[1:])]


def _between(names: list[str], province: str, random: Random) -> list[str]:
    by = random.choice((" โดย นายสมมติ ตัวอย่าง ตำแหน่ง นายก", " จังหวัด" + province, ""))
    lines = [f"ระหว่าง {names[0]}{by + names[0] if 'นายก' in by else by}"]
    lines += [f"{'กับ' if n == 1 else 'และ'} {name}" for n, name in enumerate(names[1:], 1)]
    return lines


_DECOYS = (
    "คำสั่งจังหวัด{p}\nที่ 12/2561\nเรื่อง แต่งตั้งคณะกรรมการตามบันทึกข้อตกลงความร่วมมือ {s}\nตามบันทึกข้อตกลงความร่วมมือ ลงวันที่ 5 มกราคม 2561",
    "รายงานการประชุมคณะกรรมการ{s}\nครั้งที่ 1/2561\nระเบียบวาระที่ 1\nบันทึกข้อตกลงความร่วมมือ ระหว่าง {a} กับ {b}",
    "ที่ มท 0810/ว 123\nเรื่อง ส่งบันทึกข้อตกลงความร่วมมือ {s}\nเรียน อธิบดีกรมส่งเสริมการปกครองท้องถิ่น\nบันทึกข้อตกลงดังกล่าว จึงเรียนมาเพื่อโปรดพิจารณา",
    "บันทึกข้อความ\nส่วนราชการ {a}\nเรื่อง ขอส่งสำเนาบันทึกข้อตกลง {s}\nเรียน นายก{b}",
    "ประกาศ{a}\nเรื่อง การจัดทำบันทึกข้อตกลงความร่วมมือ {s}\nบันทึกข้อตกลงความร่วมมือ ระหว่าง {a} กับ {b}",
    "แผนพัฒนาท้องถิ่นของ{a}\nโครงการ{s}\nจะจัดทำบันทึกข้อตกลงกับ{b} ในปีงบประมาณถัดไป",
    "หนังสือมอบอำนาจ\nเขียนที่ {a}\nวันที่ 5 มกราคม 2561\nมอบอำนาจให้ลงนามในบันทึกข้อตกลงความร่วมมือ {s}",
    "กำหนดการพิธีลงนาม\nบันทึกข้อตกลงความร่วมมือ {s}\nระหว่าง {a} กับ {b}\nวันที่ 5 มกราคม 2561\nเวลา 09.00 น. ลงทะเบียน\nเวลา 09.30 น. พิธีเปิด",
)


def decoy(seed: int) -> str:
    """A paper that mentions an agreement and is none."""
    random = Random(seed)
    province = random.choice(sorted(registry().provinces))
    a, b = random.sample([lao for lao in registry().laos_of(province) if lao.kind in _WHOLE], 2)
    words = {
        "a": _WHOLE[a.kind] + a.bare,
        "b": _WHOLE[b.kind] + b.bare,
        "p": province,
        "s": random.choice(_SERVICES),
    }
    return _DECOYS[seed % len(_DECOYS)].format(**words)
