"""Pages of ruled tables drawn by Pillow in any font, with what stands in each cell: to count what recognition makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from make.drawn_lines import font_path
from PIL import Image, ImageDraw, ImageFont

from survey.registry import registry
from survey.thai.digits import thai

CLAUSES = (
    "จัดหารถเก็บขนกิ่งไม้ร่วมกัน", "ใช้สนามกีฬากลางร่วมกัน", "ตั้งจุดตรวจช่วงเทศกาลสงกรานต์", "ปล่อยพันธุ์ปลาลงหนองน้ำสาธารณะ", "กำจัดผักตบชวาในแม่น้ำ",
    "ดูแลศูนย์ผู้สูงวัย", "สูบน้ำช่วยนาข้าวที่แห้งแล้ง", "เฝ้าระวังน้ำป่าไหลหลาก", "รับแจ้งเหตุทางวิทยุสื่อสาร", "ฉีดพ่นหมอกควันกำจัดยุงลาย", "เชื่อมท่อส่งน้ำดิบ",
    "ทำหมันสุนัขและแมวจรจัด", "ซื้อเตาเผาขยะติดเชื้อ", "จัดรถรับส่งผู้ป่วยฟอกไต", "ปลูกต้นไม้ริมทางหลวงชนบท", "สืบสานประเพณีลอยกระทง", "ฌาปนกิจสงเคราะห์",
    "ผู้รับจ้างทิ้งงาน", "เจ้าหน้าที่โอนย้ายบ่อย", "ยังตกลงเรื่องค่าน้ำมันไม่ได้", "ที่ดินเป็นเขตป่าสงวน", "ชาวบ้านคัดค้านการตั้งโรงงาน", "อุปกรณ์ชำรุดเสียหาย",
    "ติดขัดระเบียบพัสดุ", "ฝนตกชุกตลอดปี", "ไม่มี", "ได้รับเงินอุดหนุนล่าช้า", "ให้เช่ารถขุดในราคาถูก", "แบ่งปันข้อมูลผู้ติดเชื้อ", "ช่วยดับไฟในป่าพรุ",
    "ญาติผู้ป่วยไม่ให้ความยินยอม", "ครูผู้ดูแลเด็กมีไม่ครบทุกห้อง", "บริการหอกระจายข่าว", "สร้างเขื่อนกันตลิ่งพัง", "ทำแนวกันไฟระยะทาง 12 กม.", "เปิดให้บริการ 24 ชั่วโมง",
    "จ่ายคนละครึ่ง ปีละ ๒ ครั้ง", "อบรมรุ่นที่ ๔ และ ๕", "ใช้งบปี 2560 จำนวน 350,000 บาท", "คิดค่าบริการตันละ ๖๐๐ บาท", "(ระยะที่ 2)", "ฯลฯ",
)  # fmt: skip
"""Pieces of free text that no training has seen together."""
_PERSONS = ("นายกิตติศักดิ์ ใจมั่น", "นางสาวพิมพ์ชนก แก้วใส", "นางอุไรวรรณ ศรีสุข", "ว่าที่ ร.ต.ณัฐวุฒิ บุญยืน", "จ.ส.อ.สมพร ทองดี")
_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_LONG = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน",
    "ธันวาคม",
)  # fmt: skip
KINDS = ("names", "days", "Thai days", "numbers", "texts")


@dataclass(frozen=True)
class DrawnTable:
    """A page and, row by row, the kind and the lines of each of its cells."""

    page: Image.Image
    cells: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]


def drawn_table(
    seed: int,
    *,
    font: str,
    points: float = 12,
    leading: float = 1.35,
    dpi: int = 200,
    rows: int = 14,
    province: str = "น่าน",
) -> DrawnTable:
    """An A4 page in landscape with a column of each of `KINDS`; lines are broken where the cell is full."""
    random = Random(seed)
    width, height = round(11.69 * dpi), round(8.27 * dpi)
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    size = points * dpi / 72
    letters = ImageFont.truetype(font_path(font), round(size))
    shares = (0.0, 0.19, 0.33, 0.48, 0.65, 1.0)
    lefts = [round(0.05 * width + share * 0.9 * width) for share in shares]
    top, step = round(0.06 * height), size * leading
    made: list[tuple[tuple[str, tuple[str, ...]], ...]] = []
    tops = [top]
    for _ in range(rows):
        cells = [
            (kind, _broken(_text(kind, random, province), letters, right - left - size))
            for kind, left, right in zip(KINDS, lefts, lefts[1:], strict=False)
        ]
        bottom = round(tops[-1] + max(len(lines) for _, lines in cells) * step + 0.9 * size)
        if bottom > 0.95 * height:
            break
        for (_, lines), left in zip(cells, lefts, strict=False):
            for number, line in enumerate(lines):
                foot = tops[-1] + 1.35 * size + number * step
                draw.text((left + size / 2, foot), line, font=letters, fill=0, anchor="ls")
        made.append(tuple(cells))
        tops.append(bottom)
    for y in tops:
        draw.line((lefts[0], y, lefts[-1], y), fill=0, width=2)
    for x in lefts:
        draw.line((x, tops[0], x, tops[-1]), fill=0, width=2)
    return DrawnTable(page, tuple(made))


def _text(kind: str, random: Random, province: str) -> list[str]:
    if kind == "names":
        laos = random.sample(registry().laos_of(province), random.randint(1, 2))
        return [lao.short for lao in laos]
    if kind in ("days", "Thai days"):
        day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(2545, 2561)
        words = random.choice(
            (
                f"{day}/{month}/{year}",
                f"{day} {_MONTHS[month - 1]} {year}",
                f"{day} {_LONG[month - 1]} {year}",
            )
        )
        return [thai(words) if kind == "Thai days" else words]
    if kind == "numbers":
        phone = f"0{random.randint(2, 9)}{random.randint(0, 9)}-{random.randint(1000000, 9999999)}"
        number = f"{random.randint(1, 9999):,}"
        return [random.choice((phone, number, thai(phone), thai(number), random.choice(_PERSONS)))]
    return [" ".join(random.sample(CLAUSES, random.randint(1, 3)))]


def _broken(lines: Sequence[str], letters: ImageFont.FreeTypeFont, width: float) -> tuple[str, ...]:
    """Lines no wider than the cell; Thai is broken before a consonant or a leading vowel."""
    found: list[str] = []
    for line in lines:
        rest = line
        while letters.getlength(rest) > width:
            cut = len(rest)
            while cut > 1 and (letters.getlength(rest[:cut]) > width or not _may_begin(rest, cut)):
                cut -= 1
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        found.append(rest)
    return tuple(found)


def _may_begin(text: str, cut: int) -> bool:
    after, before = text[cut : cut + 1], text[cut - 1]
    return after == " " or (
        ("ก" <= after <= "ฮ" or "เ" <= after <= "ไ")
        and not "เ" <= before <= "ไ"
        and cut + 1 < len(text)
        and not _is_mark(text[cut + 1 : cut + 2], after)
    )


def _is_mark(letter: str, after: str) -> bool:
    return letter == "์" and after != " "
