"""The form in an envelope of a program: S/MIME, winmail.dat, .msg, archives, and what stays shut."""

import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from make.compound import make_msg, msg_tree
from make.mail_case import LETTER, MailCase, accepted, asked, form, form_file, mixed, sent
from make.mails import make_file, make_mail, make_multipart, make_part, make_text, make_tnef

from ingest.demo.forms import encrypted, html_table, rows

UNREAD = {"status": "unreadable", "reason": "no_readable_form", "answer": "unreadable", "rows": 0}
LETTER_PART = make_text(LETTER)


@cache
def sealed(content: bytes, *how: str) -> bytes:
    """What openssl makes of a part, signed or encrypted, in DER."""
    with TemporaryDirectory() as folder:
        inside = Path(folder, "in")
        inside.write_bytes(content)
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "cert",
                "-days", "2", "-subj", "/CN=Test"]  # fmt: skip
        subprocess.run(made, cwd=folder, check=True, capture_output=True)
        who = ["cert"] if "-encrypt" in how else ["-signer", "cert", "-inkey", "key"]
        command = ["openssl", "cms", *how, "-binary", "-in", "in", "-outform", "DER", "-out", "out", *who]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return Path(folder, "out").read_bytes()


def p7m(data: bytes, kind: str = "signed-data", name: str = "smime.p7m", prefix: str = "") -> bytes:
    lines = [f'Content-Disposition: attachment; filename="{name}"'.encode()]
    return make_part(f"application/{prefix}pkcs7-mime; smime-type={kind}; name={name}", data, headers=lines)


def smime() -> Iterator[MailCase]:
    signed, streamed = ("-sign", "-nodetach"), ("-sign", "-nodetach", "-stream")
    yield accepted("opaque-signed by openssl", lambda _: sent(p7m(sealed(mixed(), *signed))))
    yield accepted("opaque-signed in a stream", lambda _: sent(p7m(sealed(mixed(), *streamed))))
    yield accepted("opaque-signed, x-pkcs7-mime", lambda _: sent(p7m(sealed(mixed(), *signed), prefix="x-")))
    yield accepted("opaque-signed, told as a plain file", lambda _: sent(
        make_multipart(LETTER_PART, make_file("smime.p7m", sealed(mixed(), *signed)))))  # fmt: skip

    def once() -> bytes:
        return sealed(mixed(), *signed)

    yield accepted("signed twice", lambda _: sent(p7m(sealed(p7m(once()), *signed))))
    secret = {**UNREAD, "codes": ("file_encrypted",)}
    yield accepted("encrypted", lambda _: sent(p7m(sealed(mixed(), "-encrypt"), "enveloped-data")), **secret)
    yield accepted("signed, then encrypted",
                   lambda _: sent(p7m(sealed(p7m(once()), "-encrypt"), "enveloped-data")), **secret)  # fmt: skip
    yield accepted("a signature cut in the middle", lambda _: sent(p7m(once()[: len(once()) // 2])), **UNREAD,
                   codes=("file_corrupt",))  # fmt: skip


def winmail() -> Iterator[MailCase]:
    def dat(
        files: Sequence[tuple[str, bytes]], name: str = "winmail.dat", kind: str = "application/ms-tnef"
    ) -> bytes:
        return sent(make_multipart(LETTER_PART, make_file(name, make_tnef(files), kind)))

    yield accepted("winmail.dat", dat([("แบบสำรวจ.xlsx", form())]))
    yield accepted(
        "winmail.dat under another name and type",
        dat([("a.xlsx", form())], "att.dat", "application/octet-stream"),
    )
    yield accepted(
        "winmail.dat with a picture and the form",
        dat([("logo.png", b"\x89PNG\r\n\x1a\n"), ("a.xlsx", form())]),
    )
    yield accepted("winmail.dat with an .eml", dat([("a.eml", make_mail(mixed()))]))
    yield accepted("winmail.dat in winmail.dat", dat([("winmail.dat", make_tnef([("a.xlsx", form())]))]))
    yield asked("winmail.dat without a file", dat([]))


def outlook() -> Iterator[MailCase]:
    def attached(data: bytes, name: str = "เดิม.msg") -> bytes:
        return sent(make_multipart(LETTER_PART, make_file(name, data, "application/vnd.ms-outlook")))

    files = [("แบบสำรวจ.xlsx", form())]
    yield accepted(".msg", attached(make_msg(files)))
    yield accepted(".msg in code page 874", attached(make_msg(files, narrow=True)))
    yield accepted(".msg without a name", attached(make_msg(files), ""))
    yield accepted(".msg in .msg", attached(make_msg([("old", msg_tree(files, inside=True))])))
    yield accepted(".msg with an .eml", attached(make_msg([("a.eml", make_mail(mixed()))])))
    early, late = datetime(2018, 12, 1, tzinfo=UTC), datetime(2018, 12, 8, tzinfo=UTC)
    more = form("น่าน", 3)
    both = make_multipart(
        LETTER_PART,
        make_file("1.msg", make_msg([("a.xlsx", more)], sent_at=late)),
        make_file("2.msg", make_msg(files, sent_at=early)),
    )
    yield accepted("two .msg files: the newer counts", sent(both), rows=5, codes=("copies_differ",))
    table = html_table("น่าน", rows("น่าน", 2)).replace("✓", "/")
    yield accepted(".msg with a table in RTF alone", attached(make_msg(text="", rtf=wrapped_html(table))))
    plain = (
        r"{\rtf1\ansi\ansicpg1252\fromtext {\fonttbl{\f0\fswiss\fcharset222 Tahoma;}}\f0 "
        + hex_of(NIL)
        + r"\par}"
    )
    yield accepted(
        ".msg with a nil statement in RTF alone", attached(make_msg(text="", rtf=plain.encode())), rows=0
    )
    yield asked(".msg with damaged RTF", attached(make_msg(text="", rtf=b"{\\rtf1\\fromhtml1 {\\*\\htmltag")))
    ours = "X-Samruat-Instance: survey@dla.example\r\nSubject: x\r\n\r\n"
    yield asked("our own letter as .msg", attached(make_msg(files, headers=ours)))
    yield asked(".msg without a form", attached(make_msg([])))
    whole = make_msg(files)
    yield accepted(
        "a .msg cut in the middle", attached(whole[: len(whole) // 2]), **UNREAD, codes=("file_corrupt",)
    )


NIL = "จังหวัดน่านไม่มีการจัดทำความร่วมมือ"


def hex_of(text: str) -> str:
    """Letters as RTF writes those of code page 874."""
    return "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in text.encode("cp874"))


def wrapped_html(page: str) -> bytes:
    """HTML as Outlook keeps it in RTF ([MS-OXRTFEX] 2.1.3)."""
    said = (
        f"{{\\*\\htmltag64 {tag}}}" if tag.startswith("<") else hex_of(tag)
        for tag in re.split(r"(<[^>]*>)", page)
    )
    body = r"\htmlrtf {\b \htmlrtf0 ".join(("", "".join(said))) + r"\htmlrtf }\htmlrtf0 "
    return (r"{\rtf1\ansi\ansicpg874\fromhtml1 {\fonttbl{\f0\fswiss Arial;}}\f0 " + body + "}").encode()


def archives() -> Iterator[MailCase]:
    def packed(name: str, data: bytes) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        return out.getvalue()

    def attached(data: bytes, name: str = "form.zip") -> bytes:
        return sent(mixed(make_file(name, data, "application/zip")))

    yield accepted("a zip", attached(packed("แบบสำรวจ.xlsx", form())))
    yield accepted("a zip in a zip", attached(packed("in.zip", packed("form.xlsx", form()))))
    yield accepted("a zip that is called .xlsx", attached(packed("form.xlsx", form()), "form.xlsx"))
    cp874 = packed("XXXXXXXX.xlsx", form()).replace(b"XXXXXXXX", "แบบสำรวจ".encode("cp874"))
    yield accepted("a zip with a name of Windows-874", attached(cp874))
    yield accepted("a zip with a mail that holds the form", attached(packed("a.eml", make_mail(mixed()))))
    yield accepted(
        "a zip with an Outlook mail that holds the form",
        attached(packed("a.msg", make_msg([("a.xlsx", form())]))),
    )
    yield accepted(
        "three archives inside each other, one of them a mail",
        attached(packed("a.eml", make_mail(mixed(make_file("b.zip", packed("form.xlsx", form())))))),
        **UNREAD,
        codes=("file_too_large",),
    )
    nothing = attached(packed("a.eml", make_mail(make_text("ขอสอบถาม"))))
    yield accepted("a zip with a mail without a form", nothing, **UNREAD, codes=("form_not_found",))
    ours = make_mail(mixed(), **{"x-samruat-instance": "survey@dla.example"})
    yield accepted(
        "a zip with our own letter", attached(packed("a.eml", ours)), **UNREAD, codes=("form_not_found",)
    )
    yield accepted("a zip of nothing", attached(b"PK\5\6" + bytes(18)), **UNREAD, codes=("file_corrupt",))
    locked = form_file("form.xlsx", encrypted(form(), "1234"))
    yield accepted("a workbook with a password", sent(mixed(locked)), **UNREAD, codes=("file_encrypted",))
    yield accepted("a workbook with a password beside the form", sent(mixed(locked, form_file("b.xlsx"))),
                   codes=("file_encrypted",))  # fmt: skip
    yield accepted("a workbook cut in the middle", sent(mixed(form_file("form.xlsx", form()[:3000]))), **UNREAD,
                   codes=("file_corrupt",))  # fmt: skip
    yield accepted("a program", sent(mixed(make_file("form.exe", b"MZ\x90\0" + bytes(range(256)) * 4))), **UNREAD,
                   codes=("file_unsupported",))  # fmt: skip
    yield accepted(
        "an empty workbook file", sent(mixed(form_file("form.xlsx", b""))), **UNREAD, codes=("file_corrupt",)
    )


def all_of_them() -> Iterator[MailCase]:
    for some in (smime, winmail, outlook, archives):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())
