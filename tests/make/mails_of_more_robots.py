"""Robots of programs and offices that name themselves in odd ways, and people who only write about them."""

from collections.abc import Iterator
from dataclasses import replace
from email.header import Header

from make.mail_case import MailCase, asked, header_lines, ignored, sent, words
from make.mails import make_file, make_multipart, make_part, make_text

# Whole subjects of absence, receipts, challenges.
SUBJECTS = (
    "Somchai Jaidee is out of the office.",
    "สมชาย ใจดี is out of the office (returning 20/12/2018)",
    "Re: ส่งแบบสำรวจ (Out of Office)",
    "Re: ส่งแบบสำรวจ - Out of office",
    "OOO: survey",
    "OOO Re: survey",
    "Yahoo! Auto Response",
    "Autoresponse: survey",
    "AutoReply from nan",
    "Auto reply - Re: survey",
    "ตอบรับอัตโนมัติ: แบบสำรวจ",
    "ระบบตอบรับอัตโนมัติ",
    "Re: แบบสำรวจ [ตอบกลับอัตโนมัติ]",
    "(ตอบกลับอัตโนมัติ) แบบสำรวจ",
    "ข้อความตอบรับอัตโนมัติจากระบบ",
    "อีเมลตอบกลับอัตโนมัติ",
    "อยู่ระหว่างเดินทางไปราชการ",
    "อยู่ระหว่างไปราชการ ระหว่างวันที่ 10-14",
    "ขณะนี้อยู่ระหว่างลาพักผ่อน",
    "I'm on vacation",
    "I am currently away",
    "Vacation auto reply",
    "Vacation Notice: survey",
    "Away message",
    "Holiday notice",
    "Thank you for your email - automatic reply",
    "ไม่อยู่ออฟฟิศค่ะ",
    "ระบบได้รับอีเมลของท่านแล้ว",
    "Automatic response: survey",
    "Automated reply",
    "Automated response to: survey",
    "Auto-Reply : Re: survey",
    "Out of the Office until 17 Dec",
    "Out-of-office reply",
    "Currently out of the office",
    "ลาคลอดบุตร",
    "แจ้งวันลาพักผ่อน",
    "Read: ส่งแบบสำรวจ",
    "อ่าน: ส่งแบบสำรวจ",
    "อ่านแล้ว: ส่งแบบสำรวจ",
    "Not read: ส่งแบบสำรวจ",
    "Return Receipt (displayed) - survey",
    "Read receipt: survey",
    "Please confirm your message to nan@x",
    "[boxbe] Re: survey (Action Required)",
    "Re: survey (verification)",
    "Sender verification required",
    "ใบตอบรับการอ่าน: ส่งแบบสำรวจ",
    "การเปิดอ่าน: ส่งแบบสำรวจ",
    "Delivered: survey",
    "Relayed: survey",
    "[Ticket#2018121000123] ระบบได้รับเรื่องของท่านแล้ว",
    "ไม่อยู่: แบบสำรวจ",
    "Re: survey (verification required)",
    "Read-Receipt: survey",
    "ใบตอบรับ (ปรากฏแล้ว) - แบบสำรวจ",
)
HEADERS = (
    ("X-OTRS-Loop: yes", "header of a robot"),
    ("X-FreeScout-Mail-Type: auto.reply", "header of a robot"),
    ("Auto-Submitted: auto-replied (zimbra; vacation)", "auto-submitted"),
    ("Auto-Submitted: Auto-Replied", "auto-submitted"),
    ("X-MS-Exchange-Generated-Message-Source: Antispam Quarantine Agent", "header of a robot"),
    ("X-Auto-Response: yes", "header of a robot"),
    ("X-UI-Autoresp: yes", "header of a robot"),
    ("Delivered-To: Autoresponder", "header of a robot"),
    ("X-Autoreply-From: a@b.example", "header of a robot"),
    ("X-Cron-Env: <SHELL=/bin/sh>", "header of a robot"),
    ("Auto-submitted: auto-generated", "auto-submitted"),
    ("X-TMDA-Fingerprint: abc", "header of a robot"),
    ("X-Mailer: vacation", "header of a robot"),
)
SENDERS = (
    "dla-noreply@nan.example",
    "system.no-reply@nan.example",
    "autoreply@nan.example",
    "auto-reply@nan.example",
    "owner-staff@nan.example",
    "staff-request@nan.example",
    "staff-bounces@nan.example",
    "listserv@nan.example",
    "root@nan.example",
    "noreply-th@nan.example",
    "no_reply@nan.example",
    "notifications@nan.example",
    "daemon@nan.example",
    "www-data@nan.example",
    "majordomo@nan.example",
    "nobody@nan.example",
)
LETTERS = (
    "ข้อความนี้เป็นการตอบกลับอัตโนมัติ\n\nขณะนี้ข้าพเจ้าไปราชการ จะกลับมาวันที่ 17 ธันวาคม 2561\n",
    "เรียน ท่านผู้ส่ง\n\nระบบได้รับอีเมลของท่านเรียบร้อยแล้ว เจ้าหน้าที่จะติดต่อกลับโดยเร็ว\n\nอีเมลฉบับนี้เป็นการแจ้งจากระบบอัตโนมัติ กรุณาอย่าตอบกลับ\n",
    "This is an automatically generated reply. I am out of the office until Monday.\n",
    "This is an automated message, please do not reply.\n\nYour request has been received.\n",
    "ขณะนี้ข้าพเจ้าไม่อยู่ในสำนักงาน จะกลับมาปฏิบัติงานวันที่ 17 ธ.ค. 2561 กรณีเร่งด่วนติดต่อ 0 5400 0000\n",
    "I am currently out of the office with limited access to email and will return on 17 December.\n",
    "สวัสดีค่ะ\nขณะนี้ดิฉันอยู่ระหว่างลาพักผ่อน จะกลับมาปฏิบัติงานในวันที่ 17 ธันวาคม 2561\nหากมีเรื่องด่วน กรุณาติดต่อคุณสมหญิง\n",
    "Your message\n\n   To: nan@x.example\n   Subject: แบบสำรวจ\n   Sent: 10/12/2561 12:00\n\nwas read on 10/12/2561 13:00.\n",
    "This is a Return Receipt for the mail that you sent to nan@x.example.\n\nNote: This Return Receipt only acknowledges that the message was displayed on the recipient's computer.\n",
    "ขออภัย ขณะนี้อยู่ระหว่างลาพักผ่อน จะกลับมาปฏิบัติงานวันที่ 17 ธ.ค. 2561 กรณีเร่งด่วนติดต่อ 0 5400 0000\n",
    "สวัสดีค่ะ\nขณะนี้ไม่อยู่ที่สำนักงาน จะกลับมาวันจันทร์\n",
    "ผมลาพักร้อนครับ กลับมาวันที่ 17 หากด่วนโทร 0 5400 0000\n",
    "ขณะนี้ข้าพเจ้าไปราชการต่างจังหวัด จะกลับมาปฏิบัติงานวันที่ 17 ธันวาคม 2561\n",
    "เรียน ท่านผู้ส่ง\nขณะนี้ข้าพเจ้าอยู่ระหว่างการฝึกอบรม จะกลับมาปฏิบัติงานวันที่ 17 ธ.ค. 2561 กรณีเร่งด่วนติดต่อ 0 5400 0000\n",
    "ระบบได้รับอีเมล์ของท่านเรียบร้อยแล้ว เจ้าหน้าที่จะติดต่อกลับภายใน 3 วันทำการ\n",
    "ระบบสารบรรณอิเล็กทรอนิกส์ได้ลงทะเบียนรับหนังสือของท่านแล้ว\n",
    "ระบบได้เปิดเรื่องหมายเลข TK-00123 เรียบร้อยแล้ว\n",
    "ได้รับหนังสือของท่านไว้แล้ว เลขรับที่ 1234/2561\n(ห้ามตอบกลับอีเมลนี้)\n",
    "We have received your email. Please do not reply to this message, this mailbox is not monitored.\n",
    "Your request (#12345) has been received and is being reviewed by our staff.\n",
    "นี่คือใบตอบรับสำหรับจดหมายที่คุณส่งไปยัง nan@nan.example\n",
    "The message sent on December 10 has been read. This is no guarantee that the message has been understood.\n",
    "เพื่อป้องกันอีเมลขยะ กรุณาคลิกลิงก์เพื่อยืนยันว่าท่านเป็นผู้ส่งจริง\n",
    "Please verify that you are a human by replying to this message.\n",
)
PEOPLE_LETTERS = (
    "ขออภัยค่ะ ขณะนี้ผู้ลงนามไม่อยู่ที่สำนักงาน จะกลับมาวันจันทร์\n",
    "ขณะนี้ ผอ. อยู่ระหว่างลาพักผ่อน จะกลับมาวันที่ 17\n",
    "ระบบตอบกลับอัตโนมัติแจ้งว่าไฟล์อ่านไม่ได้ ขอสอบถามว่าต้องแก้ไขอย่างไรครับ\n",
    "ได้รับอีเมลตอบกลับอัตโนมัติแล้ว แต่ข้อมูลช่อง E9 ถูกต้องแล้วค่ะ\n",
    "ผู้รับผิดชอบแบบสำรวจอยู่ระหว่างลาพักผ่อน ขอส่งแบบสำรวจภายในวันที่ 17 ได้หรือไม่\n",
    "ขออภัยที่ส่งช้า ขณะนี้ผู้อำนวยการไม่อยู่ในสำนักงาน ยังไม่ได้ลงนาม จะรีบส่งแบบสำรวจ\n",
    "The automated message says the form is unreadable. What should we do?\n",
    "ขณะนี้ข้าพเจ้าได้รับแบบสำรวจแล้ว จะรีบดำเนินการครับ\n",
    "กรุณาอย่าตอบกลับที่อีเมลนี้ ให้ตอบที่ saraban@nan.example เรื่องแบบสำรวจ ขอทราบกำหนดส่ง\n",
    "เรียน ผู้ประสานงาน ขอเรียนถามเรื่องแบบสำรวจ\n\n> ข้อความนี้เป็นการตอบกลับอัตโนมัติ\n",
    "ขอเลื่อนส่งแบบสำรวจ เนื่องจากเจ้าหน้าที่ลาป่วย\n",
    "ดิฉันไปราชการ กลับมาวันที่ 17 จะรีบส่งแบบสำรวจค่ะ\n",
    "ดิฉันลาป่วย กลับมาวันที่ 17 ขอส่งหลังจากนั้นได้หรือไม่คะ\n",
    "อย่าตอบกลับอีเมลนี้นะครับ ความร่วมมือของจังหวัดยังรวบรวมไม่ครบ\n",
    "ทำไมในระบบขึ้นว่าห้ามตอบกลับอีเมลนี้ ต้องทำอย่างไรคะ หรือโทรสอบถามได้ไหม\n",
    "ระบบได้รับหนังสือของท่านแล้วใช่ไหมครับ\n",
    "ขอให้ยืนยันว่าได้รับแบบสำรวจแล้ว\n",
    "ระบบยังไม่ได้รับเรื่องที่ส่งไป กรุณาตรวจสอบ\n",
)
PEOPLE_SUBJECTS = (
    "Out of office hours contact for survey",
    "ขอเลื่อนส่งแบบสำรวจ",
    "อ่านแบบสำรวจแล้วไม่เข้าใจ",
    "การอ่านแบบสำรวจ: ขอคำแนะนำ",
    "Delivered by post: survey",
    "ยอมรับแบบสำรวจหรือยัง",
    "ตอบรับการเข้าร่วม แบบสำรวจ",
    "Reading the survey",
    "Accepted partners in the survey?",
    "Re: Read: survey",
    "FW: Undelivered Mail Returned to Sender",
    "Re: Out of office: survey",
    "ปฏิเสธไม่ได้ ต้องส่งแบบสำรวจหรือไม่",
    "สอบถาม Ticket แบบสำรวจ",
    "ลากเส้นตารางแบบสำรวจไม่ได้",
    "แจ้งไม่อยู่ในพื้นที่สำรวจ",
    "ได้รับอีเมลแล้ว สอบถามแบบสำรวจ",
    "ไปราชการที่กรม จะขอส่งแบบสำรวจด้วยตนเอง",
)
MEETINGS = (
    "Accepted: ประชุมชี้แจง",
    "Declined: ประชุม",
    "ตอบรับ: ประชุมชี้แจง",
    "ปฏิเสธแล้ว: ประชุมชี้แจง",
    "Tentative: ประชุม",
)


def subjects() -> Iterator[MailCase]:
    for subject in SUBJECTS:
        yield ignored(subject, words("ข้อความ", subject=_encoded(subject)), "automatic")
    for subject in PEOPLE_SUBJECTS:
        yield asked(f"a person: {subject}", words("ขอสอบถามเรื่องแบบสำรวจ", subject=_encoded(subject)))


def headers() -> Iterator[MailCase]:
    for line, why in HEADERS:
        yield ignored(f"words with {line}", header_lines(line), "automatic")
        yield MailCase(
            f"a form with {line}",
            header_lines(line, brings_form=True),
            "held",
            "automatic_mail",
            why_not=why,
            rows=2,
        )
    for line in (
        "X-Mailer: Zimbra 8.8.9_GA_2055",
        "X-FreeScout-Mail-Type: customer.message",
        "Delivered-To: nan@nan.example",
    ):
        yield asked(f"a person with {line}", header_lines(line))
    for sender in SENDERS:
        yield ignored(f"words from {sender}", words(**{"from": sender}), "automatic")
    for sender in (
        "reply.nan@nan.example",
        "owner@nan.example",
        "rooted@nan.example",
        "notify.somchai@nan.example",
    ):
        yield asked(f"words from a person: {sender}", words(**{"from": sender}), to=sender)


def letters() -> Iterator[MailCase]:
    """Without a header and with our subject: only what they write tells robots from people."""
    for number, text in enumerate(LETTERS, 1):
        yield ignored(
            f"a robot by its words {number}", words(text, subject=_encoded("Re: ส่งแบบสำรวจ")), "automatic"
        )
    for number, text in enumerate(PEOPLE_LETTERS, 1):
        yield asked(f"a person {number}", words(text, subject=_encoded("Re: ส่งแบบสำรวจ")))


def undelivered() -> Iterator[MailCase]:
    """Gateways and administrators that write no report of delivery (RFC 3464); people who write of such a thing."""
    for sender, subject in (
        ("Mail Administrator <admin@nan.example>", "แจ้งเตือน: ส่งจดหมายไม่สำเร็จ"),
        ("system@nan.example", "กล่องจดหมายของผู้รับเต็ม"),
        ("MailGateway <mailgw@nan.example>", "ข้อความของคุณถูกกักกัน (Quarantine)"),
        ('"Content-filter at mx" <virusalert@nan.example>', "BANNED message from you (.xlsx)"),
        ("antispam1@nan.example", "Message blocked: survey"),
    ):
        yield ignored(
            f"{subject} of {sender}", words(**{"from": sender}, subject=_encoded(subject)), "bounce"
        )
    for sender, subject in (
        ("admin@nan.example", "ส่งจดหมายไม่สำเร็จ เรื่องแบบสำรวจ"),
        ("system.analyst@nan.example", "กล่องจดหมายเต็ม"),
        ("system@nan.example", "ขอสอบถามแบบสำรวจ"),
    ):
        mail = words(**{"from": sender}, subject=_encoded(subject))
        yield asked(f"a person: {subject} of {sender}", mail, to=sender)


def meetings() -> Iterator[MailCase]:
    def meeting(subject: str, method: str) -> bytes:
        calendar = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n".encode()
        part = make_part(f"text/calendar; charset=utf-8; method={method}", calendar)
        letter = make_text("ข้อความ")
        return sent(make_multipart(letter, part, subtype="alternative"), subject=_encoded(subject))

    for subject in MEETINGS:
        yield ignored(f"an answer to a meeting: {subject}", meeting(subject, "REPLY"), "automatic")
        yield asked(
            f"the same words without a meeting: {subject}", words("ขอสอบถามครับ", subject=_encoded(subject))
        )
    yield ignored(
        "an answer whose subject is the meeting's", meeting("ประชุมเรื่องแบบสำรวจ", "REPLY"), "automatic"
    )
    yield asked("a person asks us to a meeting", meeting("เชิญประชุมเรื่องแบบสำรวจ", "REQUEST"))
    signed = make_multipart(
        make_text("ไม่อยู่"), make_file("smime.p7s", b"0\x80\x06\x09*\x86H", "application/pkcs7-signature"),
        subtype="signed",
    )  # fmt: skip
    yield ignored(
        "a signed note of absence", sent(signed, subject=_encoded("ตอบกลับอัตโนมัติ: แบบสำรวจ")), "automatic"
    )


def _encoded(subject: str) -> str:
    return Header(subject, "utf-8", maxlinelen=900).encode()


def all_of_them() -> Iterator[MailCase]:
    for some in (subjects, headers, letters, undelivered, meetings):
        yield from (replace(case, name=f"more {some.__name__}: {case.name}") for case in some())
