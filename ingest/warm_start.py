"""Loaded once by the process that forks the worker's readers: what the first files would otherwise cost each of them.

An invented form is read, judged and marked, and an invented agreement read, so that registry, patterns and caches are
there before the fork. Opens no file but the program's own, and starts no thread.
"""

import contextlib
from datetime import date

import parsers.pdf_fills
import parsers.pdf_grid
import parsers.pdf_letters
import parsers.pdf_nested
import parsers.pdf_unnamed
import parsers.pdf_view  # noqa: F401
from ingest.mime.message import MailLimits, read_mail
from notifications.marked.filled import filled_form
from notifications.marked.workbook import marked_workbook
from parsers import mou
from parsers.limits import Limits
from parsers.pdf_text import Page
from parsers.read import read_body, read_file
from survey.model import Case, Committee, Cooperation, Document, Form, Kind, Lao, Regulation, Reporter
from survey.registry import registry

_RECEIVED = date(2018, 11, 5)
_NAMES = ("อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ", "แม่สา")
_LAOS = tuple(Lao(name, None) for name in _NAMES)
_ROWS = (
    Cooperation("A6", 1, "การจัดการขยะ", _LAOS[0], _LAOS[1:3], date(2018, 10, 1), Committee.APPOINTED,
                Regulation.MADE, True, "ลดค่าใช้จ่าย", "ไม่มี"),
    Cooperation("A7", 2, "การแพทย์ฉุกเฉิน", _LAOS[1], _LAOS[3:], None),
)  # fmt: skip
_AGREEMENT = (
    "บันทึกข้อตกลง\nความร่วมมือในการจัดบริการสาธารณะ\nเรื่อง การจัดการขยะ\nระหว่าง\nอบต.สะลวง กับ ทต.แม่แรม\n"
    "บันทึกข้อตกลงฉบับนี้ทำขึ้นเมื่อวันที่ 1 ตุลาคม 2561 ณ จังหวัดเชียงใหม่\nระหว่าง อบต.สะลวง กับ ทต.แม่แรม"
)
_MAIL = "From: a@a.example\r\nSubject: =?utf-8?b?4LiB?=\r\n\r\nส่งแบบสำรวจ จังหวัดเชียงใหม่\r\n"


def warm() -> None:
    """Fill what is kept from one file to the next; nothing of a file is among it."""
    known = registry()
    for province in known.provinces:
        known.of(province).by_toneless  # noqa: B018 - kept from the first look on
    case = Case(_RECEIVED)
    form = Form("เชียงใหม่", rows=_ROWS, reporter=Reporter("นายตัวอย่าง ตัวอย่าง", "ท้องถิ่นจังหวัด", "053123456"))
    book = filled_form(Document("a.xlsx", "", Kind.SURVEY, "xlsx", form=form))
    for document in read_file(book, "a.xlsx", case, Limits()):
        marked_workbook(book, document.findings)
    mou.read_mou([Page(1, _AGREEMENT)], None, case)
    mail = read_mail(_MAIL.encode(), MailLimits())
    read_body(mail.text, mail.html, "", "body", case)


# Without it the readers are slow to begin, with an exception here they would not begin at all.
with contextlib.suppress(Exception):
    warm()
