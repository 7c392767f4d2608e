"""Agreements of invented cooperations as text and as pages of print, with what they say."""

from dataclasses import dataclass
from datetime import date
from random import Random

from PIL import Image, ImageDraw, ImageFont

from survey.registry import registry

_SERVICES = (
    "การกำจัดขยะมูลฝอยและสิ่งปฏิกูล",
    "การป้องกันและบรรเทาสาธารณภัย",
    "การแพทย์ฉุกเฉิน",
    "การบำบัดน้ำเสีย",
    "การซ่อมบำรุงถนน",
)
_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม",
    "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_WHOLE = {"อบต.": "องค์การบริหารส่วนตำบล", "ทต.": "เทศบาลตำบล"}
FONTS = "/usr/share/fonts/truetype/tlwg/{}.ttf"


@dataclass(frozen=True)
class Agreement:
    """Text, and the title, service, codes of the parties and day (None: left blank) that it says."""

    text: str
    title: str
    service: str
    codes: tuple[str, ...]
    day: date | None


def make_agreement(seed: int, province: str = "ลำปาง", blank: bool = False) -> Agreement:
    random = Random(seed)
    laos = [
        lao
        for lao in registry().laos_of(province)
        if lao.same_short_in_province == 1 and lao.kind in _WHOLE and not lao.aliases
    ]
    parties = random.sample(laos, random.randint(2, 3))
    names = [_WHOLE[lao.kind] + lao.bare for lao in parties]
    service = random.choice(_SERVICES)
    day = date(random.randint(2012, 2018), random.randint(1, 10), random.randint(1, 28))
    written = f"{day.day} {_MONTHS[day.month - 1]} พ.ศ. {day.year + 543}"
    if blank:
        written = "............ เดือน .................... พ.ศ. ............"
    lines = [
        "บันทึกข้อตกลงความร่วมมือ", f"เรื่อง {service}", "ระหว่าง", f"{names[0]} กับ {names[1]}",
        *(f"และ{name}" for name in names[2:]),
        f"บันทึกข้อตกลงฉบับนี้ทำขึ้น ณ สำนักงาน{names[0]} จังหวัด{province}", f"เมื่อวันที่ {written} ระหว่าง",
        *(f"{'' if n == 0 else 'กับ '}{name} โดย นายสมมติ ตัวอย่าง" for n, name in enumerate(names)),
        "ทุกฝ่ายตกลงร่วมมือกัน ดังต่อไปนี้", "ข้อ 1 ร่วมกันจัดบริการให้แก่ประชาชนในพื้นที่อย่างทั่วถึง",
        "ข้อ 2 ใช้บุคลากรและเครื่องมือร่วมกันตามที่ตกลง", "ข้อ 3 รับผิดชอบค่าใช้จ่ายตามสัดส่วนของประชากร",
        "ลงชื่อ..............................ฝ่ายที่หนึ่ง", "ลงชื่อ..............................ฝ่ายที่สอง", "ลงชื่อ..............................พยาน",
    ]  # fmt: skip
    codes = tuple(lao.code for lao in parties)
    return Agreement("\n".join(lines), f"{lines[0]} {lines[1]}", service, codes, None if blank else day)


def drawn(text: str, font: str = "Laksaman", size: int = 36) -> Image.Image:
    """An A4 page at 200 dpi."""
    page = Image.new("L", (1654, 2339), 255)
    letters = ImageFont.truetype(FONTS.format(font), size)
    for number, line in enumerate(text.split("\n")):
        ImageDraw.Draw(page).text((170, 200 + int(size * 1.9) * number), line, font=letters, fill=0)
    return page
