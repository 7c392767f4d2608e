"""Writes each kind of mail from invented data, to be looked at. Run: python docs/gallery.py FOLDER

A kind gives FOLDER/KIND.html and FOLDER/KIND.txt, and FOLDER/index.html shows all of them side by side. With --picture the README's picture is taken anew.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ingest.demo.forms import rows, workbook  # noqa: E402
from notifications.answer import (  # noqa: E402
    Alert,
    Answer,
    Attachment,
    Change,
    Changed,
    Coordinator,
    Digest,
    FileTold,
    JunkTold,
    SubmissionTold,
    Undelivered,
    Waiting,
)
from notifications.kinds import NAMES  # noqa: E402
from notifications.marked.filled import filled_form  # noqa: E402
from notifications.marked.workbook import marked_workbook  # noqa: E402
from notifications.page import page_of  # noqa: E402
from notifications.render import Identity, render  # noqa: E402
from parsers.limits import Limits  # noqa: E402
from parsers.read import read_file  # noqa: E402
from storage.words import ProvinceState, RowState  # noqa: E402
from survey.findings import Finding, Severity  # noqa: E402
from survey.mirror import Unmirrored  # noqa: E402
from survey.model import Case, Committee, Cooperation, Lao, Regulation, Status  # noqa: E402
from survey.registry import registry  # noqa: E402

WHO = Identity("แบบสำรวจ สถ. <survey@dla.example>", "survey@dla.example")
AT = datetime(2018, 12, 3, 5, 5, tzinfo=UTC)
SERVICES = ("การกำจัดขยะมูลฝอยและสิ่งปฏิกูล", "การบริการการแพทย์ฉุกเฉิน", "การป้องกันและบรรเทาสาธารณภัย", "การผลิตน้ำประปา")


def row(number: int) -> Cooperation:
    """A right row of an invented form."""
    partners = (Lao("ทต.กลางเวียง", "0000001"), Lao("อบต.ขึ่ง", "0000002"))[: 1 + number % 2]
    return Cooperation(
        f"Sheet1!A{6 + number}", number, SERVICES[number % 4], Lao("อบต.ตาลชุม", "0000003"), partners,
        date(2018, 11, number), Committee.APPOINTED, Regulation.MADE, number % 2 == 0,
        "เพื่อให้ประชาชนได้รับบริการที่ทั่วถึงและประหยัดงบประมาณ",
    )  # fmt: skip


def finding(
    cell: str | None, message: str, field: str, *, asked: bool = False, error: bool = True
) -> Finding:
    severity = Severity.ERROR if error else Severity.WARNING
    return Finding("date_invalid" if error else "assumed", severity, cell, message, asked, field)


FINDINGS = (
    *(
        finding(
            f"Sheet1!E{n}", "วันที่ลงนามความร่วมมือ “31 มิ.ย. 2561” อ่านเป็นวันที่ไม่ได้ กรุณาระบุวัน เดือน และปี พ.ศ. เช่น 5 พ.ย. 2561",
            "signed_on",
        )
        for n in (7, 9)
    ),
    finding("Sheet1!D8", "ไม่ได้ระบุองค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม กรุณาระบุชื่อให้ครบ เช่น อบต.ขึ่ง", "partners"),
    finding("Sheet1!F8", "ยังไม่ได้ทำเครื่องหมายว่าแต่งตั้งคณะกรรมการหรือไม่ กรุณาทำเครื่องหมายหนึ่งช่อง", "committee", asked=True, error=False),
    finding("Sheet1!C10", "อ่าน “ตาลชุม” เป็น อบต.ตาลชุม", "host", error=False),
)  # fmt: skip


def submission(status: Status, **more: object) -> SubmissionTold:
    rows = tuple(row(n) for n in range(1, 6))
    made = SubmissionTold(
        "SM-2561-0007", "น่าน", status, rows, rows_ok=5, mous=1, token="3f9a5c",  # noqa: S106
        counts_now="ข้อมูลของจังหวัดน่านที่ใช้อยู่ขณะนี้: 5 รายการ ตามฉบับ SM-2561-0007",
        row_states=(RowState.OK,) * 5,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def answer(told: SubmissionTold, **more: object) -> Answer:
    made = Answer(
        "nan@sathon.example", "ส่งแบบสำรวจ", "<a@sathon.example>", (), "a" * 64, AT,
        Coordinator("นางสาวสมมุติ ตัวอย่าง", "02 000 0000"), date(2018, 12, 14), (told,),
        (
            FileTold("แบบสำรวจ จังหวัดน่าน.xlsx", "แบบสำรวจ 5 รายการ", size_bytes=24_310),
            FileTold("MOU การกำจัดขยะ.pdf", "บันทึกข้อตกลง 3 หน้า", size_bytes=1_310_000),
        ),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def alert(status: Status) -> Alert:
    return Alert(
        "coordinator@dla.example", status, "SM-2561-0009", "somchai@mail.example", "แพร่",
        "version_unclear" if status is Status.HELD else "OSError: No space left on device",
        "ส่งแบบสำรวจ (เพิ่มเติม)", AT, "b" * 64, FINDINGS[:2], ("SM-2561-0003: 12 รายการ", "SM-2561-0009: 4 รายการ"),
    )  # fmt: skip


def digest() -> Digest:
    names = list(registry().provinces)
    return Digest(
        "coordinator@dla.example", datetime(2018, 12, 3, 9, 30, tzinfo=UTC), date(2018, 12, 14), 41,
        {Status.ACCEPTED: 22, Status.NEEDS_CORRECTION: 6, Status.HELD: 3, Status.UNREADABLE: 2, Status.IGNORED: 7}, 1,
        tuple(names[:18]), tuple(names[18:21]), tuple(names[21:27]), tuple(names[27:29]), tuple(names[29:31]), (),
        tuple(names[31:]), (("sent", 33), ("queued", 1), ("failed", 1)),
        (
            Waiting("SM-2561-0009", "แพร่", "somchai@mail.example", "version_unclear"),
            Waiting("SM-2561-0031", None, "office@mail.example", "no_form_attached"),
            Waiting("SM-2561-0033", "ตรัง", "trang@sathon.example", "OSError: No space left", Status.FAILED),
        ),
        (("authentication_failed", 1), ("auto_reply", 4)), (("somchai@mail.example", "แพร่"),),
        datetime(2018, 12, 2, 9, 30, tzinfo=UTC),
        (
            Changed("นครราชสีมา", ProvinceState.SILENT, ProvinceState.ACCEPTED, 0, 12),
            Changed("ชัยภูมิ", ProvinceState.UNREADABLE, ProvinceState.NEEDS_CORRECTION, 0, 4),
        ),
        (Undelivered("loei@sathon.example", "SM-2561-0012", "เลย", "นายตัวอย่าง สมมุติ", "0 4200 0000", "550 no such user"),),
        (
            Unmirrored("แพร่", Lao("ทต.กลางเวียง", "0000001"), "น่าน", Lao("อบต.ตาลชุม", "0000003"), SERVICES[2]),
        ),
        junk=(JunkTold("satun@mail.example", "ส่งแบบสำรวจ จังหวัดสตูล", AT),), postponed=True,
        attachments=(Attachment("SM-2561-all-20181203.xlsx", b""),),
    )  # fmt: skip


def mails() -> dict[str, Any]:
    """One of each kind that can be sent; alerts of our own fault as `failed`."""
    wrong = submission(
        Status.NEEDS_CORRECTION, findings=FINDINGS, rows_ok=2,
        row_states=(RowState.ERROR, RowState.ERROR, RowState.ERROR, RowState.OK, RowState.OK),
        change=Change(1, 2, 0), replaces="SM-2561-0003",
    )  # fmt: skip
    marked = (Attachment("SM-2561-0007-corrections.xlsx", b""),)
    words = "แบบสำรวจฉบับนี้ส่งผิดจังหวัด กรุณาตรวจสอบแล้วส่งใหม่"
    broken = (FileTold("แบบสำรวจ.xlsx", "ไฟล์ใส่รหัสผ่านไว้ กรุณาบันทึกใหม่โดยไม่ใส่รหัสผ่าน", size_bytes=18_000),)
    shown: dict[str, Any] = {
        "acknowledgement": answer(submission(Status.ACCEPTED, findings=FINDINGS[3:]), late=True),
        "needs_correction": answer(wrong, attachments=marked),
        "unreadable": answer(
            submission(Status.UNREADABLE, rows=(), row_states=(), mous=0, counts_now=""), files=broken
        ),
        "receipt": answer(submission(Status.HELD)),
        "already_received": answer(submission(Status.ACCEPTED, repeats="SM-2561-0003")),
        "rejected": answer(submission(Status.REJECTED), words=words),
        "withdrawn": answer(submission(Status.REJECTED), words=words),
        "alert": alert(Status.HELD),
        "failed": alert(Status.FAILED),
        "digest": digest(),
    }
    return shown | {name: notice() for name in sorted(NAMES - shown.keys())}


def notice() -> Any:
    """What the kinds are rendered from that answer nobody's form."""
    from notifications.notice import Notice

    return Notice(
        "nan@sathon.example", Coordinator("นางสาวสมมุติ ตัวอย่าง", "02 000 0000"), date(2018, 12, 14),
        "SM-2561-0009 รับไว้แล้ว", ("แบบสำรวจ 4 รายการ",), "น่าน", "SM-2561-0009",
    )  # fmt: skip


def workbooks() -> dict[str, bytes]:
    """The two kinds of workbook that go with a list of errors: the sender's own, marked, and a clean form filled."""
    good = rows("น่าน", 4)
    wrong = [
        replace(good[0], signed_on="31 มิ.ย. 2561"),
        replace(good[1], host=""),
        good[2],
        replace(good[3], committee=("", "")),
    ]
    original = workbook("น่าน", wrong)
    [document] = read_file(original, "แบบสำรวจ.xlsx", Case(AT.date()), Limits())
    title = "จังหวัดน่าน SM-2561-0007"
    marked = marked_workbook(original, document.findings, title)
    assert marked is not None
    return {"marked.xlsx": marked, "filled.xlsx": filled_form(document, title)}


def write(folder: Path) -> None:
    """The gallery, as files of a folder that is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = []
    for name, told in mails().items():
        kind = "alert" if isinstance(told, Alert) else name
        mail = message_from_bytes(
            render(kind, told, key=name, identity=WHO, now=AT).content, policy=policy.default
        )
        text, page = mail.get_body(("plain",)), page_of(mail)
        assert isinstance(text, EmailMessage)
        assert page is not None
        (folder / f"{name}.txt").write_text(text.get_content(), encoding="utf-8")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
        subject = escape(str(mail["Subject"]))
        frames.append(
            f'<figure><figcaption>{name}<br>{subject} (<a href="{name}.txt">text</a>)</figcaption>'
            f'<iframe src="{name}.html" width="380" height="720" title="{name}"></iframe></figure>'
        )
    for name, content in workbooks().items():
        (folder / name).write_bytes(content)
        frames.append(f'<figure><figcaption><a href="{name}">{name}</a></figcaption></figure>')
    page = (
        "<!doctype html><meta charset=utf-8><title>Gallery</title><div style='display:flex;flex-wrap:wrap'>"
    )
    (folder / "index.html").write_text(page + "".join(frames) + "</div>", encoding="utf-8")


def picture(page: Path, target: Path, height: int) -> None:
    """A small picture of a mail of the gallery, as wide as a mail is shown; by Chromium."""
    from PIL import Image

    with TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}",
        )
        subprocess.run(  # noqa: S603 - our own page
            ["chromium", *options, f"--window-size=680,{height}", f"--screenshot={shot}", page.resolve().as_uri()],  # noqa: S607
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        with Image.open(shot) as whole:
            whole.convert("RGB").quantize(64, Image.Quantize.FASTOCTREE).save(target, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--picture"]):
        sys.exit("Usage: python docs/gallery.py FOLDER [--picture]")
    write(Path(sys.argv[1]))
    if sys.argv[2:]:
        shown = Path(sys.argv[1]) / "needs_correction.html"
        picture(shown, ROOT / "docs" / "pictures" / "mail-needs-correction.png", 1000)
