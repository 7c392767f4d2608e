"""What can be wrong with a whole file: the `file_*` codes and the exceptions that carry them.

A reader raises, `parsers.read` catches once, where the file's name is known.
"""

from typing import ClassVar

from survey.findings import Code, Finding, Severity

ENCRYPTED = Code(
    "file_encrypted",
    Severity.ERROR,
    "ไฟล์ “{name}” ใส่รหัสผ่านไว้ จึงเปิดอ่านไม่ได้ กรุณาบันทึกใหม่โดยไม่ใส่รหัสผ่าน แล้วส่งมาอีกครั้ง",
)
RESTRICTED = ENCRYPTED.saying(
    "ไฟล์ “{name}” มีป้ายกำกับความลับ (Sensitivity Label) หรือจำกัดสิทธิ์การเปิดไว้ จึงเปิดอ่านไม่ได้ "
    "กรุณายกเลิกป้ายกำกับหรือการจำกัดสิทธิ์ บันทึกใหม่ แล้วส่งมาอีกครั้ง"
)
ENCIPHERED = ENCRYPTED.saying(
    "อีเมลหรือไฟล์ “{name}” เข้ารหัสลับไว้ (S/MIME หรือ PGP) จึงเปิดอ่านไม่ได้ กรุณาส่งมาอีกครั้งโดยไม่เข้ารหัสลับ"
)
CORRUPT = Code(
    "file_corrupt",
    Severity.ERROR,
    "ไฟล์ “{name}” เปิดอ่านไม่ได้ เนื่องจากไฟล์เสียหายหรือไม่ครบถ้วน กรุณาเปิดตรวจสอบไฟล์ต้นฉบับ บันทึกใหม่ แล้วส่งมาอีกครั้ง",
)
EMPTY = CORRUPT.saying("ไฟล์ “{name}” ไม่มีข้อมูล (ขนาด 0 ไบต์) กรุณาแนบไฟล์ต้นฉบับ แล้วส่งมาอีกครั้ง")
TOO_LARGE = Code(
    "file_too_large",
    Severity.ERROR,
    "ไฟล์ “{name}” ใหญ่เกินกว่าที่ระบบรับได้ (ไม่เกิน {limit}) กรุณาตัดส่วนที่ไม่ใช่แบบสำรวจออก หรือแบ่งเป็นหลายไฟล์ แล้วส่งมาอีกครั้ง",
)
UNSUPPORTED = Code(
    "file_unsupported",
    Severity.ERROR,
    "ไฟล์ “{name}” เป็น{kind} ซึ่งระบบยังอ่านไม่ได้ กรุณาบันทึกเป็น .xlsx แล้วส่งใหม่",
)
TOO_COMPLEX = Code(
    "file_too_complex",
    Severity.HOLD,
    "ระบบอ่านไฟล์ “{name}” ไม่เสร็จภายในเวลาหรือหน่วยความจำที่กำหนด เป็นข้อจำกัดของระบบ มิใช่ความผิดของผู้ส่ง "
    "เจ้าหน้าที่จะเปิดอ่านและแจ้งผลให้ทราบ",
)
NOT_READ_BY_OUR_FAULT = TOO_COMPLEX.saying(
    "ระบบขัดข้องขณะอ่านไฟล์ “{name}” มิใช่ความผิดของผู้ส่ง เจ้าหน้าที่จะเปิดอ่านและแจ้งผลให้ทราบ"
)
CONVERTER_MISSING = TOO_COMPLEX.saying(
    "ระบบยังไม่ได้ติดตั้งโปรแกรม {tool} จึงอ่านไฟล์ “{name}” ไม่ได้ เป็นข้อขัดข้องของระบบ มิใช่ความผิดของผู้ส่ง"
)
INFECTED = TOO_COMPLEX.saying(
    "โปรแกรมตรวจไวรัสแจ้งว่าอีเมลฉบับนี้มีไวรัส ({virus}) จึงยังไม่ได้เปิดอ่านไฟล์ใด กรุณาตรวจสอบกับผู้ส่งก่อนรับไว้",
)

CODES = (ENCRYPTED, CORRUPT, TOO_LARGE, UNSUPPORTED, TOO_COMPLEX)


class FileRefused(Exception):
    """A file that can't be read: the sender's matter, never our own fault.

    `words` fill the code's sentence; `sentence` takes its place.
    """

    code: ClassVar[Code]

    def __init__(self, sentence: str | None = None, **words: str) -> None:
        super().__init__(self.code.name, words)
        self.sentence = sentence
        self.words = words

    def finding(self, name: str) -> Finding:
        """The finding for the file of this name; it concerns the whole file."""
        code = self.code if self.sentence is None else self.code.saying(self.sentence)
        return code.at(None, **{**self.words, "name": name})


class FileEncrypted(FileRefused):
    """Needs a password that we don't have, or rights (`sentence=RESTRICTED.sentence`), or a key (ENCIPHERED)."""

    code = ENCRYPTED


class FileCorrupt(FileRefused):
    """Can't be opened: truncated, broken, or empty (`sentence=EMPTY.sentence`)."""

    code = CORRUPT


class FileTooLarge(FileRefused):
    """Over a limit that is known before or while reading. Words: `limit`, in Thai: "20,000 แถว"."""

    code = TOO_LARGE


class FileUnsupported(FileRefused):
    """Of a kind that is not read. Words: `kind`, in Thai: "ไฟล์ RAR"."""

    code = UNSUPPORTED


class FileTooComplex(FileRefused):
    """Reading went over our limits of time or memory, or failed by our fault: held, never the sender's."""

    code = TOO_COMPLEX


class FileInfected(FileTooComplex):
    """A virus scanner found something: not opened, and held for a person to decide. Words: `virus`, its name."""

    code = INFECTED


class ConverterMissing(FileTooComplex):
    """A program that reads this kind of file is not installed here: our own fault. Words: `tool`, its name.

    In the pipeline the whole message is `failed`, and taken again later.
    """

    def __init__(self, tool: str) -> None:
        super().__init__(CONVERTER_MISSING.sentence, tool=tool)
