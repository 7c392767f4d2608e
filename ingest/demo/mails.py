"""About thirty made-up mails: what one coordinator's mailbox holds in the survey's last weeks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from zoneinfo import ZoneInfo

from ingest.demo import forms
from ingest.demo.mou import mou_pdf
from survey.registry import registry
from survey.thai import charset as _  # noqa: F401 - brings the codec windows-874

BANGKOK = ZoneInfo("Asia/Bangkok")
COORDINATOR = "survey@dla.example"
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
SIGNED = "\n\nขอแสดงความนับถือ\nกลุ่มงานส่งเสริมและพัฒนาท้องถิ่น"
SENDERS = {
    "เชียงใหม่": "chiangmai", "ลำพูน": "lamphun", "น่าน": "nan", "พะเยา": "phayao", "แพร่": "phrae",
    "ลำปาง": "lampang", "เชียงราย": "chiangrai", "ตาก": "tak", "สุโขทัย": "sukhothai", "พิษณุโลก": "phitsanulok",
    "เลย": "loei", "ขอนแก่น": "khonkaen", "ตรัง": "trang", "กระบี่": "krabi", "สงขลา": "songkhla",
    "ระนอง": "ranong", "ชุมพร": "chumphon", "นครปฐม": "nakhonpathom", "ชัยนาท": "chainat",
}  # fmt: skip
"""Provinces whose provincial office is known, to the first part of its address."""


def address(province: str) -> str:
    return f"{SENDERS[province]}@dla-province.example"


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    data: bytes
    maintype: str = XLSX[0]
    subtype: str = XLSX[1]


@dataclass(frozen=True, slots=True)
class DemoMail:
    """One mail of the demonstration: `about` is what the table says of it."""

    about: str
    sender: str
    subject: str
    text: str = "เรียน ผู้ประสานงาน\n\nขอส่งแบบสำรวจตามหนังสือที่อ้างถึง" + SIGNED
    attachments: tuple[Attachment, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    html: str | None = None
    charset: str = "utf-8"

    def raw(self, number: int, received_at: datetime) -> bytes:
        """The mail as the server would deliver it, with its Received line."""
        message = EmailMessage(policy=SMTP)
        message["Received"] = f"from mx.example by mx.dla.example; {format_datetime(received_at)}"
        message["From"] = self.sender
        message["To"] = COORDINATOR
        message["Subject"] = self.subject
        message["Date"] = format_datetime(received_at)
        message["Message-ID"] = f"<demo-{number}@mail.example>"
        for name, value in self.headers.items():
            message[name] = value
        message.set_content(self.text, charset=self.charset, cte="base64")
        if self.html:
            message.add_alternative(self.html, subtype="html", cte="base64")
        for attachment in self.attachments:
            message.add_attachment(
                attachment.data,
                maintype=attachment.maintype,
                subtype=attachment.subtype,
                filename=attachment.name,
            )
        return message.as_bytes()


def from_office(province: str, about: str, *attachments: Attachment, **more: object) -> DemoMail:
    mail = DemoMail(about, f"สถจ.{province} <{address(province)}>", f"ส่งแบบสำรวจความร่วมมือ จังหวัด{province}",
                    attachments=attachments)  # fmt: skip
    return replace(mail, **more)  # type: ignore[arg-type]


def book(province: str, data: bytes, name: str | None = None) -> Attachment:
    return Attachment(name or f"แบบสำรวจ_{province}.xlsx", data)


def first_mails() -> Iterator[DemoMail]:
    """What arrives first: right forms in several shapes, and forms with typical errors."""
    rows, workbook = forms.rows, forms.workbook
    yield from_office("เชียงใหม่", "แบบถูกต้อง", book("เชียงใหม่", workbook("เชียงใหม่", rows("เชียงใหม่", 6))))
    yield from_office("ลำพูน", "แบบถูกต้อง", book("ลำพูน", _sent_twice()))
    good = rows("น่าน", 4)
    wrong = [replace(good[0], signed_on="31 มิ.ย. 2561"), replace(good[1], host=""), *good[2:]]
    yield from_office("น่าน", "วันที่ผิด ไม่มีเจ้าภาพ", book("น่าน", workbook("น่าน", wrong)))
    yield from_office("พะเยา", "ไม่มีความร่วมมือ (ในแบบ)", book("พะเยา", workbook("พะเยา", [], nil=True)))
    yield from_office("แพร่", "ไม่มีความร่วมมือ (ในข้อความ)",
                      text="เรียน ผู้ประสานงาน\n\nจังหวัดแพร่ไม่มีการจัดทำความร่วมมือบริการสาธารณะระหว่าง อปท." + SIGNED)  # fmt: skip
    with_mou = [forms.ticking_mou(row) for row in rows("ลำปาง", 1)] + rows("ลำปาง", 2, 1)
    copy = Attachment("บันทึกข้อตกลง.pdf", mou_pdf("ลำปาง", with_mou[0]), "application", "pdf")
    yield from_office("ลำปาง", "แบบและสำเนา MOU", book("ลำปาง", workbook("ลำปาง", with_mou)), copy)
    yield from_office("เชียงราย", "แบบอยู่ในข้อความ", html=forms.html_table("เชียงราย", rows("เชียงราย", 3)))
    future = [replace(rows("ตาก", 1)[0], signed_on="1 ธ.ค. 2562"), *rows("ตาก", 2, 1)]
    yield from_office("ตาก", "วันที่ในอนาคต", book("ตาก", workbook("ตาก", future)))
    both = [replace(rows("สุโขทัย", 1)[0], committee=(forms.TICK, forms.TICK)), *rows("สุโขทัย", 2, 1)]
    yield from_office("สุโขทัย", "ทำเครื่องหมายขัดกัน", book("สุโขทัย", workbook("สุโขทัย", both)))
    yield from_office("พิษณุโลก", "csv จาก Excel เก่า",
                      Attachment("pitlok.csv", forms.csv_file("พิษณุโลก", rows("พิษณุโลก", 3)), "text", "csv"))  # fmt: skip
    typo = [replace(rows("เลย", 1)[0], partners="อบต.ไม่มีจริงแห่งหนึ่ง"), *rows("เลย", 2, 1)]
    yield from_office(
        "เลย", "ชื่อ อปท. ไม่พบในทะเบียน", book("เลย", workbook("เลย", typo)), charset="windows-874"
    )
    owing = [forms.ticking_mou(row) for row in rows("ขอนแก่น", 2)]
    yield from_office("ขอนแก่น", "ทำ MOU แต่ยังไม่ส่งสำเนา", book("ขอนแก่น", workbook("ขอนแก่น", owing)))
    locked = forms.encrypted(workbook("ตรัง", rows("ตรัง", 2)), "1234")
    yield from_office("ตรัง", "ไฟล์มีรหัสผ่าน", book("ตรัง", locked))


@cache
def _sent_twice() -> bytes:
    """A workbook bears the second in which it was saved: the same file is the one that was saved once."""
    return forms.workbook("ลำพูน", forms.rows("ลำพูน", 4))


def hard_mails() -> Iterator[DemoMail]:
    """Parts, corrections, hand-ins, and what must never be answered."""
    rows, workbook = forms.rows, forms.workbook
    yield from_office("น่าน", "ฉบับแก้ไข", book("น่าน", workbook("น่าน", rows("น่าน", 4)), "แก้ไข_น่าน.xlsx"),
                      subject="ส่งแบบสำรวจฉบับแก้ไข จังหวัดน่าน")  # fmt: skip
    amphoes = sorted({lao.amphoe for lao in registry().laos_of("สงขลา") if lao.amphoe})[:2]
    for i, amphoe in enumerate(amphoes):
        part = workbook("สงขลา", rows("สงขลา", 2, 2 * i), heading=f"อำเภอ{amphoe}")
        yield from_office("สงขลา", f"ส่วนของอำเภอ{amphoe}", book("สงขลา", part, f"ส่วนที่ {i + 1} อำเภอ{amphoe}.xlsx"),
                          subject=f"แบบสำรวจ จังหวัดสงขลา ส่วนที่ {i + 1} อำเภอ{amphoe}")  # fmt: skip
    yield from_office("เชียงใหม่", "ฉบับใหม่แทนฉบับเดิม", book("เชียงใหม่", workbook("เชียงใหม่", rows("เชียงใหม่", 7))),
                      subject="แบบสำรวจ จังหวัดเชียงใหม่ (ปรับปรุง)")  # fmt: skip
    yield DemoMail("งานสารบรรณส่งต่อ", "saraban@dla.example", "FW: แบบสำรวจ จังหวัดกระบี่",
                   attachments=(book("กระบี่", workbook("กระบี่", rows("กระบี่", 3))),))  # fmt: skip
    yield DemoMail("ส่งจาก Gmail ส่วนตัว", "somying.demo@gmail.example", "แบบสำรวจความร่วมมือ จังหวัดระนอง",
                   attachments=(book("ระนอง", workbook("ระนอง", rows("ระนอง", 2))),))  # fmt: skip
    yield from_office("ลำพูน", "ไฟล์เดิมอีกครั้ง", book("ลำพูน", _sent_twice()),
                      subject="ไม่ทราบว่าได้รับแบบสำรวจหรือยัง")  # fmt: skip
    yield from_office("นครปฐม", "จังหวัดไม่ตรงกับผู้ส่ง", book("ชัยนาท", workbook("ชัยนาท", rows("ชัยนาท", 2))))
    yield from_office("ชุมพร", "คำถาม ไม่มีไฟล์", text="ขอสอบถามว่าแบบสำรวจต้องแนบสำเนาคำสั่งด้วยหรือไม่" + SIGNED)
    yield from_office(
        "ชัยนาท", "ลิงก์แทนไฟล์", text="ไฟล์แบบสำรวจอยู่ที่ https://drive.google.com/file/d/demo" + SIGNED
    )
    yield DemoMail("ตอบกลับอัตโนมัติ", f"<{address('เชียงใหม่')}>", "ตอบกลับอัตโนมัติ: แบบสำรวจความร่วมมือ",
                   text="ขณะนี้ข้าพเจ้าไม่อยู่ในสำนักงาน", headers={"Auto-Submitted": "auto-replied"})  # fmt: skip
    yield DemoMail("เมลตีกลับ", "MAILER-DAEMON@mx.dla.example", "Undelivered Mail Returned to Sender",
                   text="<nobody@dla-province.example>: user unknown", headers={"Return-Path": "<>", "Auto-Submitted": "auto-replied"})  # fmt: skip
    yield DemoMail("โฆษณา", "promo@shop.example", "ลดราคา 50% วันนี้เท่านั้น",
                   text="สินค้าราคาพิเศษ", headers={"List-Unsubscribe": "<https://shop.example/u>", "Precedence": "bulk"})  # fmt: skip
    yield DemoMail("สแปม", "winner@lucky.example", "You have won a prize", text="Click to claim your prize.")
    yield DemoMail("กรุงเทพมหานครไม่อยู่ในการสำรวจ", "someone@bma.example", "แบบสำรวจความร่วมมือ",
                   attachments=(book("กรุงเทพ", workbook("กรุงเทพมหานคร", rows("ระนอง", 1)), "form.xlsx"),))  # fmt: skip
    yield from_office("ชุมพร", "ส่งหลังกำหนด", book("ชุมพร", workbook("ชุมพร", rows("ชุมพร", 2))))


def all_mails() -> list[tuple[datetime, DemoMail]]:
    """The mails with the time of their receipt: one every seven hours from 3 December 2018, the last one late."""
    mails = [*first_mails(), *hard_mails()]
    start = datetime(2018, 12, 3, 9, 0, tzinfo=BANGKOK)
    timed = [(start + timedelta(hours=7 * i), mail) for i, mail in enumerate(mails)]
    timed[-1] = (datetime(2018, 12, 17, 10, 30, tzinfo=BANGKOK), timed[-1][1])
    return timed
