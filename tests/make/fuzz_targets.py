"""What must hold of any bytes at all, reader by reader: for random inputs (tests/fuzz) and for a guided fuzzer.

A target takes bytes and raises where something does not hold; what a reader cannot make out is no fault.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta

from ingest.mime.auth_results import dmarc_failed
from ingest.mime.bounce import read_bounce
from ingest.mime.headers import read_head
from ingest.mime.message import MailLimits, read_mail
from parsers.form import read_forms
from parsers.grid import Grid, Merge
from survey.cells import split_address
from survey.fields.heading import province_named
from survey.jsonl import dumps, problems_json
from survey.lao_lists import lao_list
from survey.model import Case, Cooperation, Lao
from survey.names import Doubt, find_in_prose
from survey.registry import registry
from survey.thai import dates
from survey.thai.text import repair

RECEIVED_ON = date(2018, 12, 1)
PROVINCE = "เชียงใหม่"
HEADER = (
    ("ลำดับที่", "ชื่อบริการสาธารณะ", "เจ้าภาพ", "ที่ร่วมลงนาม", "วันที่ลงนามความร่วมมือ", "แต่งตั้ง", "ไม่ได้แต่งตั้ง",
     "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU", "วัตถุประสงค์ความร่วมมือ", "ปัญหา/อุปสรรค"),
)  # fmt: skip
_HIGHEST, _WIDEST = 40, 14


def mime(data: bytes) -> None:
    """A mail is read whatever it is, and what it brings has safe, distinct names and its own hashes."""
    mail = read_mail(data, MailLimits())
    head = read_head(data)
    assert head.subject.isprintable() or "\n" not in head.subject
    names = [one.name for one in mail.attachments]
    assert len(set(names)) == len(names)
    for one in mail.attachments:
        assert one.name
        assert not one.name.startswith("/")
        assert not {"..", "."} & set(one.name.split("/"))
        assert one.sha256 == hashlib.sha256(one.data).hexdigest()
    for text in (mail.text, mail.html, *names):
        (text or "").encode("utf-8")
    read_bounce(data)
    dmarc_failed(head, "mx.dla.example")


def dates_of(data: bytes) -> None:
    """What is read as a day is a day, is told as it was read, and is no day that has not come without a word."""
    text = repair(data.decode("utf-8", "replace"))
    read = dates.read(text, RECEIVED_ON)
    if read.kind not in (dates.Kind.OK, dates.Kind.AMBIGUOUS):
        assert read.value is None
    elif read.value is not None and date(1992, 1, 1) <= read.value <= RECEIVED_ON:
        again = dates.read(dates.thai_date(read.value), RECEIVED_ON)
        assert (again.kind, again.value) == (dates.Kind.OK, read.value)
    end = 0
    for found in dates.find(text, RECEIVED_ON):
        assert end <= found.start < found.end <= len(text)
        end = found.end
    shift = sum(data[:4])
    dates.read_value(RECEIVED_ON - timedelta(days=shift * 97), RECEIVED_ON, text)


def names_of(data: bytes) -> None:
    """A code is stored only with the registry's own short form, and for another province never without a word."""
    text = repair(data.decode("utf-8", "replace"))
    for province in (PROVINCE, None):
        for match in (*lao_list(text, province), *find_in_prose(text, province)):
            _is_of_the_registry(match.lao)
            if match.lao.code and province and registry().by_code[match.lao.code].province != province:
                assert match.doubt is Doubt.OTHER_PROVINCE
    assert province_named(text) in {None, *registry().provinces}


def grid(data: bytes) -> None:
    """A table with the form's header is read, whatever stands in it; all that is said is JSON, and names a cell of its own."""
    made = _grid(data)
    read = read_forms([made], "a.xlsx", Case(RECEIVED_ON))
    if read is None:
        return
    for problem in problems_json(read.findings, [made.name]):
        dumps(problem)
        if problem["cell"] is not None:
            assert split_address(problem["cell"])[0] == made.name
    for row in read.form.rows:
        _is_certain_or_told(row, {(one.code, one.cell) for one in read.findings})


def _is_certain_or_told(row: Cooperation, told: set[tuple[str, str | None]]) -> None:
    for lao in (row.host, *row.partners):
        if lao is not None:
            _is_of_the_registry(lao)
    json.dumps([row.service, row.objective, row.problems], ensure_ascii=False).encode("utf-8")
    if row.signed_on is not None and row.signed_on > RECEIVED_ON:
        assert ("date_in_future", row.cells["signed_on"].at) in told


def _is_of_the_registry(lao: Lao) -> None:
    if lao.code is not None:
        assert registry().by_code[lao.code].short == lao.name


def _grid(data: bytes) -> Grid:
    r"""Cells between \x1f, rows between \n; a first byte below 128 merges a range."""
    lines = data[1:].decode("utf-8", "replace").split("\n")[:_HIGHEST]
    rows = [["จังหวัด", PROVINCE], *map(list, HEADER), *(line.split("\x1f")[:_WIDEST] for line in lines)]
    made = Grid.from_text("Sheet1", rows)
    first = data[0] if data else 255
    if first < 128:
        top, left = 3 + first % 8, 1 + first % 12
        made.merges = (Merge(top, left, top + first % 3, left + first % 4),)
        for place in [place for place in made.cells if made.merge_at(*place) and place != (top, left)]:
            del made.cells[place]
    return made


TARGETS: dict[str, Callable[[bytes], None]] = {"mime": mime, "date": dates_of, "name": names_of, "grid": grid}
WORDS: dict[str, tuple[str, ...]] = {
    "mime": (
        "From: a@b.example\r\n", "Subject: =?windows-874?B?4Lq6?=", "Content-Type: multipart/mixed; boundary=x\r\n", "\r\n\r\n",
        "--x\r\n", "--x--", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
        "Content-Type: text/plain; charset=tis-620\r\n", "Content-Type: message/rfc822\r\n", "=E0=B9=80", "4LmA", "begin 644 a.xlsx\n",
        "Content-Disposition: attachment; filename*0*=utf-8''%E0%B9; filename*1=\"../x\"\r\n", "\0", "\x1b$B", "Received: ;",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n", "Authentication-Results: mx.dla.example; dmarc=fail",
    ),
    "date": (
        "5", "๕", "31", "30", "13", "2", "25", "61", "2561", "2018", "๒๕๖๑", "พ.ย.", "พฤศจิกายน", "ก.พ.", "มิ.ย", "Nov", "/", "-", ".", " ",
        "พ.ศ.", "ค.ศ.", "วันที่", "เดือน", "ถึง", "-", "และ", "ปีงบประมาณ", "ยังไม่ได้ลงนาม", "43409", "00:00:00", "(", ")", ",", "'", "ำ", "\u200b",
    ),
    "name": (
        "อบต.", "องค์การบริหารส่วนตำบล", "เทศบาลตำบล", "ทต.", "ทม.", "ทน.", "เทศบาล", "อบจ.", "เมืองพัทยา", "สะลวง", "แม่แรม", "ริมเหนือ", "เชียงใหม่",
        "นครสวรรค์", "และ", ",", "\n", " ", "1.", "2)", "(อ.แม่ริม)", "จ.", "จังหวัด", "ทุกแห่ง", "ในเขต", "ำ", "ํา", "เเ", "\u200b", "-", "ไม่มี", "ตาก", "เลย",
    ),
    "grid": (
        "\x1f", "\n", "1", "๒", "การกำจัดขยะ", "อบต.สะลวง", "ทต.แม่แรม", "5 พ.ย. 2561", "31 มิ.ย. 2561", "1/1/2570", "✓", "/", "x", "ไม่มี", "\"", "-",
        "รวม", "ผู้รายงาน นางก", "ตำแหน่ง", "โทร", "หมายเหตุ", "แต่งตั้ง", "ที่มา", "#REF!", "=1+1", "มี", "MOU", "อำเภอแม่ริม", "ลำดับที่", "เจ้าภาพ", "\ufffd",
    ),
}  # fmt: skip
"""What inputs are made of: pieces that mean something to the reader."""
