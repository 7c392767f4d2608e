"""Agreements as offices word and lay them out on paper, and papers that only mention one: blocks of a page, and what they say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from make.free_texts import FreeTexts

from survey.registry import RegisteredLao, registry
from survey.thai.months import LONG

CENTRE, LEFT, RIGHT, BODY = "center", "left", "right", "justify"
EMBLEM, BREAK, COLUMNS, TABLE = "emblem", "break", "columns", "table"
BY_HAND = "⟦⟧"
"""Around what is written by hand."""


@dataclass(frozen=True)
class Block:
    """A paragraph, or what its `kind` says; of columns and tables `rows` are the cells, lines of a cell parted by `\\n`."""

    text: str = ""
    kind: str = BODY
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """An agreement's blocks, and the title, service, codes of parties and day (None: blank) that it says.

    Attributes:
        place: Where its parties stand: `preamble`, `title`, `signatures`, `list`, `table`.
        writes_day: How the day is written: `arabic`, `thai`, `words`, `dotted`, `hand`, `blank`.
    """

    blocks: tuple[Block, ...]
    title: str
    service: str
    codes: tuple[str, ...]
    day: date | None
    place: str
    writes_day: str


_WHOLE = {
    "อบต.": "องค์การบริหารส่วนตำบล", "ทต.": "เทศบาลตำบล", "ทม.": "เทศบาลเมือง", "ทน.": "เทศบาลนคร", "อบจ.": "องค์การบริหารส่วนจังหวัด",
}  # fmt: skip
_HEAD = {
    "อบต.": "นายกองค์การบริหารส่วนตำบล", "ทต.": "นายกเทศมนตรีตำบล", "ทม.": "นายกเทศมนตรีเมือง", "ทน.": "นายกเทศมนตรีนคร",
    "อบจ.": "นายกองค์การบริหารส่วนจังหวัด",
}  # fmt: skip
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_SERVICES = (
    "การบริหารจัดการขยะมูลฝอยและสิ่งปฏิกูล", "การป้องกันและบรรเทาสาธารณภัย", "การให้บริการการแพทย์ฉุกเฉิน", "การผลิตและบริการน้ำประปา",
    "การดูแลผู้สูงอายุที่มีภาวะพึ่งพิง", "การก่อสร้างและบำรุงรักษาถนน", "การจัดการน้ำเสียชุมชน", "การควบคุมไฟป่าและหมอกควัน", "การส่งเสริมการท่องเที่ยวเชิงนิเวศ",
    "การจัดการศึกษาปฐมวัย", "การจัดการขยะมูลฝอยรวมของกลุ่มพื้นที่",
)  # fmt: skip
_WORDLESS = (
    "รถรับส่งผู้ป่วยระหว่างตำบล", "น้ำประปาสะอาดเพื่อชุมชน", "ศูนย์กำจัดขยะมูลฝอยรวม", "โครงการธนาคารน้ำใต้ดิน", "กองทุนเครื่องจักรกลร่วม",
    "หน่วยกู้ชีพกู้ภัยลุ่มน้ำ",
)  # fmt: skip
_PLACES = (
    "ศาลากลางจังหวัด{p}",
    "หอประชุมที่ว่าการอำเภอ{a}",
    "ห้องประชุมสำนักงาน{n}",
    "โรงแรมริมน้ำ จังหวัด{p}",
    "สำนักงาน{n}",
)
_ARTICLES = (
    "ทุกฝ่ายตกลงร่วมมือกันจัดบริการสาธารณะให้แก่ประชาชนในเขตพื้นที่อย่างทั่วถึงและเป็นธรรม โดยใช้บุคลากร เครื่องมือ และเครื่องจักรกลร่วมกันตามความจำเป็น",
    "ค่าใช้จ่ายในการดำเนินการตามบันทึกข้อตกลงนี้ ให้แต่ละฝ่ายรับผิดชอบตามสัดส่วนของจำนวนประชากร หรือตามปริมาณงานที่เกิดขึ้นจริงในแต่ละปีงบประมาณ",
    "ให้มีคณะกรรมการบริหารความร่วมมือคณะหนึ่ง ประกอบด้วยผู้บริหารท้องถิ่นของทุกฝ่าย หรือผู้แทนที่ได้รับมอบหมาย มีหน้าที่กำกับดูแลและติดตามผลการดำเนินงาน",
    "บันทึกข้อตกลงนี้มีผลใช้บังคับตั้งแต่วันที่ 1 ตุลาคม 2561 ถึงวันที่ 30 กันยายน 2564 เว้นแต่ทุกฝ่ายจะตกลงกันเป็นอย่างอื่น",
    "หากฝ่ายใดประสงค์จะบอกเลิกข้อตกลง ให้แจ้งเป็นหนังสือแก่ฝ่ายอื่นทราบล่วงหน้าไม่น้อยกว่าหกสิบวัน",
    "การแก้ไขเพิ่มเติมบันทึกข้อตกลงนี้ ให้กระทำได้โดยความเห็นชอบร่วมกันของทุกฝ่าย และให้ถือเป็นส่วนหนึ่งของบันทึกข้อตกลงนี้",
    "ให้ใช้สถานที่ของ{w} เป็นศูนย์ประสานงาน และให้เจ้าหน้าที่ของทุกฝ่ายประสานการปฏิบัติงานร่วมกันอย่างใกล้ชิด",
    "การดำเนินการให้เป็นไปตามพระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537 พระราชบัญญัติเทศบาล พ.ศ. 2496 และที่แก้ไขเพิ่มเติม",
    "ทุกฝ่ายจะร่วมกันประชาสัมพันธ์ให้ประชาชนรับทราบ และเปิดโอกาสให้ประชาชนมีส่วนร่วมในการตรวจสอบการดำเนินงาน",
)  # fmt: skip
_UNITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


def in_words(number: int) -> str:
    """A number below 100 as Thai speaks it."""
    tens, units = divmod(number, 10)
    before = ("", "สิบ", "ยี่สิบ", *(f"{_UNITS[n]}สิบ" for n in range(3, 10)))[tens]
    return before + ("เอ็ด" if units == 1 and tens else _UNITS[units])


_DAYS: dict[str, Callable[[date], str]] = {
    "arabic": lambda d: f"วันที่ {d.day} เดือน {LONG[d.month - 1]} พ.ศ. {d.year + 543}",
    "short": lambda d: f"วันที่ {d.day} {LONG[d.month - 1]} {d.year + 543}",
    "thai": lambda d: f"วันที่ {d.day} {LONG[d.month - 1]} พ.ศ. {d.year + 543}".translate(_THAI),
    "words": lambda d: (
        f"วันที่{in_words(d.day)} เดือน{LONG[d.month - 1]} พุทธศักราชสองพันห้าร้อย{in_words((d.year + 543) % 100)}"
    ),
    "dotted": lambda d: (
        f"วันที่ ....{d.day}.... เดือน ......{LONG[d.month - 1]}...... พ.ศ. ....{d.year + 543}...."
    ),
    "hand": lambda d: (
        f"วันที่ ....⟦{d.day}⟧.... เดือน ......⟦{LONG[d.month - 1]}⟧...... พ.ศ. ....⟦{d.year + 543}⟧...."
    ),
    "blank": lambda d: f"วันที่ ............ เดือน ........................ พ.ศ. {random_year(d)}",
}
_OFTEN = ("arabic", "arabic", "short", "thai", "thai", "words", "dotted", "hand", "blank")


def random_year(day: date) -> str:
    """A blank year, or only its hundreds."""
    return "25......" if day.day % 2 else "...................."


@dataclass(frozen=True)
class Deal:
    """Who agrees on what, and when."""

    province: str
    parties: tuple[RegisteredLao, ...]
    witness: RegisteredLao
    service: str
    wordless: bool
    day: date

    @property
    def names(self) -> list[str]:
        return [whole(lao) for lao in self.parties]


def whole(lao: RegisteredLao) -> str:
    """Type in full and name."""
    return _WHOLE[lao.kind] + lao.bare


def deal(random: Random) -> Deal:
    """One by lot; large municipalities and the PAO are as likely as others in a deal that has them."""
    while True:
        province = random.choice(sorted(registry().provinces))
        laos = [
            lao for lao in registry().laos_of(province) if lao.same_short_in_province == 1 and not lao.aliases
        ]
        laos = [lao for lao in laos if lao.kind in _WHOLE]
        few = [lao for lao in laos if lao.kind in ("ทม.", "ทน.", "อบจ.")]
        count = random.choice((2, 2, 3, 3, 4, 5, 6, 8, 12))
        if len(laos) > count + 2:
            break
    chosen = random.sample(laos, count + 1)
    if few and random.random() < 0.4 and (large := random.choice(few)) not in chosen:
        chosen[0] = large
    wordless = random.random() < 0.2
    service = random.choice(_WORDLESS if wordless else _SERVICES)
    if random.random() < 0.2:
        service, wordless = FreeTexts(random.randrange(10**6)).service(), False
    day = date(random.randint(2011, 2018), random.randint(1, 10), random.randint(1, 28))
    return Deal(province, tuple(chosen[:-1]), chosen[-1], service, wordless, day)


def titled(one: Deal, random: Random) -> tuple[list[str], bool]:
    """The title's lines, and whether names of parties follow below "ระหว่าง"."""
    lead = random.choice(("เรื่อง ", "ว่าด้วย", "เรื่อง  ")) if one.wordless or random.random() < 0.6 else ""
    first = random.choice(
        (
            "บันทึกข้อตกลงความร่วมมือ",
            "บันทึกข้อตกลง",
            "บันทึกข้อตกลง (MOU)",
            "บันทึกข้อตกลงความร่วมมือ (MOU)",
            "บันทึกความร่วมมือ",
            "บันทึกความเข้าใจ",
        )
    )
    amphoe = next((lao.amphoe for lao in one.parties if lao.amphoe), one.parties[0].bare)
    area = random.choice(
        (f"ในเขตพื้นที่อำเภอ{amphoe} จังหวัด{one.province}", f"ของกลุ่มพื้นที่อำเภอ{amphoe}", f"จังหวัด{one.province}")
    )
    shape = random.randrange(5)
    if shape == 0:
        return [
            f"{first}ใน{one.service}" if one.service.startswith("การ") else f"{first} {one.service}"
        ], True
    if shape == 1:
        return [first, f"{lead}{one.service}", area], random.random() < 0.5
    if shape == 2:
        return [first, f"{lead}{one.service} {area}"], random.random() < 0.5
    return [first, f"{lead}{one.service}"], random.random() < 0.7


def paper_agreement(seed: int, place: str | None = None, writes_day: str | None = None) -> Paper:
    """One agreement by lot; where the parties stand and how the day is written may be asked for."""
    random = Random(seed)
    one = deal(random)
    place = place or random.choice(("preamble", "preamble", "title", "signatures", "list", "table"))
    writes_day = writes_day or random.choice(_OFTEN)
    title, may_name = titled(one, random)
    blocks = [Block(kind=EMBLEM)] if random.random() < 0.4 else []
    if random.random() < 0.15:
        blocks.append(
            Block(random.choice(("(สำเนา)", f"เลขที่ {random.randint(1, 40)}/2561", "สำเนาคู่ฉบับ")), RIGHT)
        )
    blocks += [Block(line, CENTRE, bold=True) for line in title]
    if place == "title" or (place == "preamble" and may_name):
        blocks += _below_title(one.names, random)
    blocks += _opening(one, place, _DAYS[writes_day](one.day), random)
    blocks += _articles(one, random)
    blocks += _signatures(one, place, random)
    if place in ("list", "table"):
        blocks += _annex(one, place, random)
    codes = tuple(lao.code for lao in one.parties)
    told = None if writes_day == "blank" else one.day
    return Paper(tuple(blocks), " ".join(title), one.service, codes, told, place, writes_day)


def _below_title(names: Sequence[str], random: Random) -> list[Block]:
    if len(names) == 2 and random.random() < 0.4:
        return [Block(f"ระหว่าง {names[0]} กับ {names[1]}", CENTRE, bold=True)]
    joint = random.choice(("กับ", "และ"))
    if random.random() < 0.5:
        lines = ["ระหว่าง", names[0], *(line for name in names[1:] for line in (joint, name))]
    else:
        lines = ["ระหว่าง", names[0], *(f"{joint} {name}" for name in names[1:])]
    if len(names) > 4:
        lines = ["ระหว่าง", *(" ".join(names[at : at + 2]) for at in range(0, len(names), 2))]
    return [Block(line, CENTRE, bold=True) for line in lines]


def _person(random: Random) -> str:
    return FreeTexts(random.randrange(10**6)).person()


def _opening(one: Deal, place: str, day: str, random: Random) -> list[Block]:
    amphoe = next((lao.amphoe for lao in one.parties if lao.amphoe), "เมือง")
    where = random.choice(_PLACES).format(p=one.province, a=amphoe, n=one.names[0])
    if random.random() < 0.35:
        blocks = [Block(f"{random.choice(('ทำที่ ', 'เขียนที่ '))}{where}", RIGHT), Block(day, RIGHT)]
        begin = "บันทึกข้อตกลงฉบับนี้ทำขึ้นระหว่าง "
    else:
        blocks = []
        begin = f"บันทึกข้อตกลงฉบับนี้{random.choice(('ทำขึ้น', 'จัดทำขึ้น'))} ณ {where} เมื่อ{day} ระหว่าง "
    if place in ("list", "table"):
        who = random.choice(
            (
                "องค์กรปกครองส่วนท้องถิ่นตามบัญชีรายชื่อแนบท้าย",
                f"องค์กรปกครองส่วนท้องถิ่น จำนวน {len(one.names)} แห่ง ตามรายชื่อแนบท้ายบันทึกข้อตกลงนี้",
            )
        )
        blocks.append(Block(begin + who))
    elif place in ("signatures", "title"):
        blocks.append(Block(begin + "องค์กรปกครองส่วนท้องถิ่นผู้ร่วมลงนามท้ายบันทึกข้อตกลงนี้"))
    else:
        blocks += _between(one, begin, random)
    blocks.append(
        Block(random.choice(("ทุกฝ่ายตกลงทำบันทึกข้อตกลงร่วมกัน โดยมีรายละเอียดดังต่อไปนี้", "จึงตกลงร่วมมือกันดังต่อไปนี้")))
    )
    return blocks


def _between(one: Deal, begin: str, random: Random) -> list[Block]:
    shape = random.randrange(3)
    if shape == 0:  # one running paragraph
        said = [
            f"{name} โดย {_person(random)} ตำแหน่ง {_HEAD[lao.kind]}{lao.bare} ซึ่งต่อไปในบันทึกนี้เรียกว่า “ฝ่ายที่{in_words(n)}”"
            for n, (name, lao) in enumerate(zip(one.names, one.parties, strict=True), 1)
        ]
        return [Block(begin + " กับ ".join([said[0], " และ ".join(said[1:])]) + " ฝ่ายหนึ่ง")]
    if shape == 1:  # numbered
        thai = random.random() < 0.5
        lines = [f"{n}. {name} โดย {_person(random)}" for n, name in enumerate(one.names, 1)]
        return [
            Block(begin.rstrip()),
            *(Block(line.translate(_THAI) if thai else line, LEFT) for line in lines),
        ]
    return [Block(begin + f"{one.names[0]} กับ " + " และ".join(one.names[1:]) + f" จังหวัด{one.province}")]


def _articles(one: Deal, random: Random) -> list[Block]:
    thai = random.random() < 0.4
    texts = random.sample(_ARTICLES, random.choice((3, 4, 5, 9)))
    if random.random() < 0.15:
        texts = texts * 3
    texts.insert(0, "วัตถุประสงค์ เพื่อให้ความร่วมมือมีประสิทธิภาพและเกิดประโยชน์สูงสุดแก่ประชาชน")
    lines = [f"ข้อ {n} {text.format(w=whole(one.witness))}" for n, text in enumerate(texts, 1)]
    return [Block(line.translate(_THAI) if thai else line) for line in lines] + [
        Block(
            "บันทึกข้อตกลงนี้ทำขึ้นเป็นสองฉบับ มีข้อความถูกต้องตรงกัน ทุกฝ่ายได้อ่านและเข้าใจข้อความโดยตลอดแล้ว จึงได้ลงลายมือชื่อไว้เป็นสำคัญ"
        )
    ]


def _signatures(one: Deal, place: str, random: Random) -> list[Block]:
    dots = "." * random.choice((30, 40))
    signers = (
        list(one.parties) if place not in ("list", "table") or len(one.parties) < 5 else list(one.parties[:2])
    )
    blocks = [f"(ลงชื่อ){dots}\n({_person(random)})\n{_HEAD[lao.kind]}{lao.bare}" for lao in signers]
    witnesses = [
        f"(ลงชื่อ){dots}พยาน\n({_person(random)})\nปลัด{whole(one.witness)}",
        f"(ลงชื่อ){dots}พยาน\n({_person(random)})\nท้องถิ่นอำเภอ",
    ]
    if random.random() < 0.5:
        return [Block(block, CENTRE) for block in (*blocks, *witnesses)]
    both = [*blocks, *([""] if len(blocks) % 2 else []), *witnesses]
    return [Block(kind=COLUMNS, rows=tuple(zip(both[::2], both[1::2], strict=True)))]


def _annex(one: Deal, place: str, random: Random) -> list[Block]:
    head = random.choice(("บัญชีรายชื่อแนบท้ายบันทึกข้อตกลง", "รายชื่อองค์กรปกครองส่วนท้องถิ่นแนบท้ายบันทึกข้อตกลงความร่วมมือ"))
    blocks = [Block(kind=BREAK), Block(head, CENTRE, bold=True)]
    if place == "list":
        return blocks + [Block(f"{n}. {name}", LEFT) for n, name in enumerate(one.names, 1)]
    rows = [("ที่", "ชื่อองค์กรปกครองส่วนท้องถิ่น", "อำเภอ")]
    rows += [(str(n), whole(lao), lao.amphoe) for n, lao in enumerate(one.parties, 1)]
    return [*blocks, Block(kind=TABLE, rows=tuple(rows))]


def _order(one: Deal) -> list[Block]:
    return [
        Block(kind=EMBLEM), Block(f"คำสั่ง{one.names[0]}", CENTRE, bold=True), Block("ที่ 125/2561", CENTRE),
        Block(f"เรื่อง แต่งตั้งคณะกรรมการบริหารความร่วมมือ{one.service}", CENTRE),
        Block(f"ตามที่{one.names[0]}ได้จัดทำบันทึกข้อตกลงความร่วมมือ เรื่อง {one.service} ระหว่าง {one.names[0]} กับ {one.names[1]} นั้น"),
        Block("เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงแต่งตั้งคณะกรรมการ ดังต่อไปนี้"),
        Block(f"1. {_HEAD[one.parties[0].kind]}{one.parties[0].bare} ประธานกรรมการ", LEFT), Block("สั่ง ณ วันที่ 5 มกราคม 2561", CENTRE),
    ]  # fmt: skip


def _minutes(one: Deal) -> list[Block]:
    return [
        Block(f"รายงานการประชุมคณะกรรมการ{one.service}", CENTRE, bold=True), Block("ครั้งที่ 1/2561", CENTRE), Block("วันที่ 5 มกราคม 2561", CENTRE),
        Block("ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"), Block(f"บันทึกข้อตกลงความร่วมมือ ระหว่าง {one.names[0]} กับ {one.names[1]}"),
        Block("มติที่ประชุม รับทราบ"), Block("ระเบียบวาระที่ 2 เรื่องเพื่อพิจารณา"), Block("บันทึกข้อตกลงฉบับใหม่ ให้เสนอในการประชุมครั้งต่อไป"),
    ]  # fmt: skip


def _draft(one: Deal) -> list[Block]:
    return [
        Block("(ร่าง)", CENTRE, bold=True), Block("บันทึกข้อตกลงความร่วมมือ", CENTRE, bold=True), Block(f"เรื่อง {one.service}", CENTRE, bold=True),
        *_below_title(one.names[:2], Random(1)), *_opening(one, "title", _DAYS["blank"](one.day), Random(1)), *_articles(one, Random(1)),
    ]  # fmt: skip


def _letter(one: Deal) -> list[Block]:
    return [
        Block(kind=EMBLEM), Block("ที่ มท 0810.3/ว 1234", LEFT), Block(f"ศาลากลางจังหวัด{one.province}", RIGHT), Block("5 พฤศจิกายน 2561", CENTRE),
        Block(f"เรื่อง ส่งสำเนาบันทึกข้อตกลงความร่วมมือ{one.service}", LEFT), Block("เรียน อธิบดีกรมส่งเสริมการปกครองท้องถิ่น", LEFT),
        Block("สิ่งที่ส่งมาด้วย บันทึกข้อตกลงความร่วมมือ จำนวน 1 ฉบับ", LEFT),
        Block(f"ตามที่ {one.names[0]} ได้ลงนามในบันทึกข้อตกลงกับ {one.names[1]} จังหวัด{one.province} ขอส่งสำเนาบันทึกข้อตกลงดังกล่าวมาเพื่อโปรดพิจารณา"),
        Block("ขอแสดงความนับถือ", CENTRE),
    ]  # fmt: skip


def _notice(one: Deal) -> list[Block]:
    return [
        Block(kind=EMBLEM), Block(f"ประกาศ{one.names[0]}", CENTRE, bold=True),
        Block("เรื่อง การจัดทำบันทึกข้อตกลงความร่วมมือ", CENTRE), Block(f"บันทึกข้อตกลงความร่วมมือ ระหว่าง {one.names[0]} กับ {one.names[1]} มีผลใช้บังคับแล้ว"),
        Block("ประกาศ ณ วันที่ 5 มกราคม 2561", CENTRE),
    ]  # fmt: skip


def _memo(one: Deal) -> list[Block]:
    return [
        Block("บันทึกข้อความ", CENTRE, bold=True), Block(f"ส่วนราชการ สำนักปลัด {one.names[0]}", LEFT), Block("ที่ ลป 71101/25 วันที่ 5 มกราคม 2561", LEFT),
        Block(f"เรื่อง ขออนุมัติจัดทำบันทึกข้อตกลงความร่วมมือ{one.service}", LEFT), Block(f"เรียน {_HEAD[one.parties[0].kind]}{one.parties[0].bare}", LEFT),
        Block(f"ด้วย{one.names[1]}ประสงค์จะจัดทำบันทึกข้อตกลงร่วมกับ{one.names[0]} จึงเรียนมาเพื่อโปรดพิจารณา"),
    ]  # fmt: skip


def _programme(one: Deal) -> list[Block]:
    return [
        Block("กำหนดการพิธีลงนามบันทึกข้อตกลงความร่วมมือ", CENTRE, bold=True), Block(f"เรื่อง {one.service}", CENTRE),
        Block(f"ระหว่าง {one.names[0]} กับ {one.names[1]}", CENTRE), Block("วันที่ 5 มกราคม 2561", CENTRE), Block("เวลา 09.00 น. ลงทะเบียน", LEFT),
        Block("เวลา 09.30 น. พิธีลงนามบันทึกข้อตกลง", LEFT), Block("เวลา 10.30 น. ถ่ายภาพร่วมกัน", LEFT),
    ]  # fmt: skip


DECOYS: dict[str, Callable[[Deal], list[Block]]] = {
    "order": _order, "minutes": _minutes, "draft": _draft, "letter": _letter, "notice": _notice, "memo": _memo, "programme": _programme,
}  # fmt: skip


def decoy_paper(kind: str, seed: int) -> tuple[Block, ...]:
    """A paper that mentions an agreement and is none."""
    return tuple(DECOYS[kind](deal(Random(seed))))
