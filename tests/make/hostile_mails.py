"""Mails that are made to cost time or memory; each brings the right form too, at the place that is reached last."""

import random
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from make.mail_case import LETTER, form_file, mixed, sent, with_form
from make.mails import make_file, make_multipart, make_text

MIB = 1024 * 1024


def nested_parts() -> bytes:
    """1,000 multiparts inside each other, as bytes: building them one in the other would copy 1,000 times."""
    heads = b"".join(
        b'Content-Type: multipart/mixed; boundary="n%d"\r\n\r\n--n%d\r\n' % (depth, depth)
        for depth in range(1_000)
    )
    return sent(heads + mixed() + b"".join(b"\r\n--n%d--\r\n" % depth for depth in reversed(range(1_000))))


def nested_mails() -> bytes:
    inside = b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n"
    return sent(inside * 1_000 + mixed())


def many_parts() -> bytes:
    return sent(make_multipart(*([b"Content-Type: text/plain\r\n\r\nx"] * 100_000), form_file()))


def many_files() -> bytes:
    part = (
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.bin\r\n\r\nx"
    )
    return sent(make_multipart(*([part] * 100_000), form_file()))


def encoded_words() -> bytes:
    words = b"=?utf-8?b?4Lit?= " * 20_000
    return with_form(subject=words, **{"x-words": words, "to": words})


def encoded_sender() -> bytes:
    return b"From: " + b"=?utf-8?q?a?= " * 20_000 + b"<nan@dla-province.example>\r\n" + with_form()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def big_file() -> bytes:
    return sent(make_multipart(make_text(LETTER), make_file("film.bin", noise(29 * MIB)), form_file()))


def big_text() -> bytes:
    text = ("แบบสำรวจ " * 12 + "\n").encode() * (38 * MIB // 290)
    part = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text
    return sent(make_multipart(part, form_file()))


def big_html() -> bytes:
    page = b"<html><body>" + b"<div><table><tr><td>x" * (6 * MIB // 22)
    return sent(make_multipart(b"Content-Type: text/html\r\n\r\n" + page, form_file()))


def many_scans() -> bytes:
    """38 MB of pictures that are none: the file type is right, what follows is noise."""
    pictures = [
        make_file(f"{i}.jpg", b"\xff\xd8\xff\xe0" + noise(1_400_000), "image/jpeg") for i in range(20)
    ]
    return sent(make_multipart(make_text(LETTER), *pictures, form_file()))


def long_header() -> bytes:
    return b"X-Long: " + b"x" * 10 * MIB + b"\r\n" + with_form()


def folded_header() -> bytes:
    return b"References:" + b"\r\n <a@b.example>" * (10 * MIB // 16) + b"\r\n" + with_form()


def many_headers() -> bytes:
    return b"X-Many: " + b"x\r\nX-Many: " * MIB + b"\r\n" + with_form()


def part_header() -> bytes:
    long = b"X-Long: " + b"x" * 10 * MIB + b"\r\n"
    return sent(make_multipart(make_text(LETTER), long + form_file()))


def parameters() -> bytes:
    kind = b"Content-Type: multipart/mixed" + b"; a*0*=x" * 200_000
    whole = with_form()
    return whole.replace(b"Content-Type: multipart/mixed", kind, 1)


def boundaries() -> bytes:
    return sent(make_multipart(b"\r\n" + b"--b0x\r\n" * 1_000_000, form_file()))


def parentheses() -> bytes:
    return with_form(to=b"(" * MIB, cc=b"<" * MIB)


def zip_bomb() -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("form.xlsx", "w", force_zip64=True) as big,
    ):
        for _ in range(500):
            big.write(bytes(MIB))
    return sent(make_multipart(make_text(LETTER), make_file("bomb.zip", out.getvalue()), form_file()))


def many_members() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(150):
            archive.writestr(f"{i}.txt", b"x")
    return sent(make_multipart(*[make_file(f"{i}.zip", out.getvalue()) for i in range(100)], form_file()))


def base64_of_nothing() -> bytes:
    part = (
        b"Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"=\r\n" * 4 * MIB
    )
    return sent(make_multipart(part, form_file()))


def uu_begins() -> bytes:
    text = b"Content-Type: text/plain\r\n\r\n" + b"begin 644 a\nM\n" * 100_000
    return sent(make_multipart(text, form_file()))


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "1,000 multiparts inside each other": nested_parts,
    "1,000 mails inside each other": nested_mails,
    "100,000 parts": many_parts,
    "100,000 files": many_files,
    "20,000 encoded words in three headers": encoded_words,
    "20,000 encoded words before the sender": encoded_sender,
    "40 MB in one file": big_file,
    "38 MB of text": big_text,
    "6 MB of HTML that closes nothing": big_html,
    "38 MB of broken pictures": many_scans,
    "a header of 10 MB": long_header,
    "a folded header of 10 MB": folded_header,
    "a million headers": many_headers,
    "a header of 10 MB in a part": part_header,
    "200,000 parameters": parameters,
    "a million lines that are nearly boundaries": boundaries,
    "a million open brackets": parentheses,
    "a zip that unpacks to 500 MB": zip_bomb,
    "100 archives of 150 files": many_members,
    "4 million ends of base64": base64_of_nothing,
    "100,000 beginnings of uuencode": uu_begins,
}
