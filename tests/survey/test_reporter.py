"""Who reports: whose name, position and telephone stand where."""

import pytest

from survey.cells import Cell
from survey.fields.reporter import reporter_of

NAME, POSITION, PHONE = "นายสมชาย ใจดี", "นักวิชาการ", "053112233"
OTHER, HEAD, THEIRS = "นางใจ งาม", "ท้องถิ่นจังหวัด", "053445566"


def cells(text: str) -> list[Cell]:
    """`A1 words | B1 words` and so on: as they stand in a sheet, in reading order."""
    return [
        Cell(at if "!" in at else f"Sheet1!{at}", words.replace("/", "\n"), words)
        for at, _, words in (one.strip().partition(" ") for one in text.split("|"))
    ]


def filled(text: str) -> str:
    """Short words for the persons: N P T the reporter's, n p t another's."""
    for short, long in zip("NPTnpt", (NAME, POSITION, PHONE, OTHER, HEAD, THEIRS), strict=True):
        text = text.replace(f"<{short}>", long)
    return text


ALL = (NAME, POSITION, PHONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the name before its label, beside it, below it
        ("A1 <N> ผู้รายงาน | A2 ตำแหน่ง <P> | A3 โทร <T>", ALL),
        ("A1 ลงชื่อ <N> ผู้รายงาน | A2 ตำแหน่ง <P> | A3 โทร <T>", ALL),
        ("A1 ผู้รายงาน | A2 <N> | A3 ตำแหน่ง <P> | A4 โทร <T>", ALL),
        ("A1 ผู้รายงาน | B2 <N> | A3 ตำแหน่ง <P> | A4 โทร <T>", (None, POSITION, PHONE)),
        ("A1 ผู้รายงาน | A2 ว่าง | A3 ตำแหน่ง <P> | A4 โทร <T>", (None, POSITION, PHONE)),
        ("A1 ผู้รายงาน | A3 <N> | A4 ตำแหน่ง <P> | A5 โทร <T>", (None, POSITION, PHONE)),
        ("A1 ผู้รายงาน | A5 (<N>) | A6 ตำแหน่ง <P> | A7 โทร <T>", ALL),
        ("A1 ผู้รายงาน | A6 (<N>) | A7 ตำแหน่ง <P> | A8 โทร <T>", (None, POSITION, PHONE)),
        ("C1 ผู้รายงาน | A2 (<n>) | C2 (<N>) | C3 ตำแหน่ง <P> | C4 โทร <T>", ALL),
        ("C1 ผู้รายงาน | C2 (<N>) | A3 (<n>) | C4 ตำแหน่ง <P> | C5 โทร <T>", ALL),
        ("A1 ผู้รายงาน | A2 (<N>) | A3 (<n>) | A4 ตำแหน่ง <P> | A5 โทร <T>", ALL),
        # the label below the name
        ("A1 <N> | A2 ผู้รายงาน | A3 ตำแหน่ง <P> | A4 โทร <T>", ALL),
        ("A1 (<N>) | A5 ผู้รายงาน | A6 ตำแหน่ง <P> | A7 โทร <T>", ALL),
        ("A1 <N> | A6 ผู้รายงาน | A7 ตำแหน่ง <P> | A8 โทร <T>", (None, POSITION, PHONE)),
        ("B1 <N> | A2 ผู้รายงาน | A3 ตำแหน่ง <P> | A4 โทร <T>", (None, POSITION, PHONE)),
        ("p1!A1 <N> | p2!A2 ผู้รายงาน | p2!A3 ตำแหน่ง <P> | p2!A4 โทร <T>", (None, POSITION, PHONE)),
        # signed
        ("A1 ลงชื่อ | A2 (<N>) | A3 ตำแหน่ง <P> | A4 โทร <T>", ALL),
        ("A1 ลงชื่อ <N> | A2 ตำแหน่ง <P> | A3 โทร <T>", ALL),
        ("A1 ลงชื่อ <n> ผู้รับรอง | A2 ตำแหน่ง <p> | A3 โทร <t>", (None, None, None)),
        ("A1 ลงชื่อ <n> ผู้รับรอง ตำแหน่ง <p> | A2 โทร <t>", (None, None, None)),
        # position and telephone without a label
        ("A1 ลงชื่อ | A2 (<N>) | A3 <P> | A4 <T>", ALL),
        ("A1 ลงชื่อ | A2 (<N>) | A3 <P> | A5 <T>", (NAME, POSITION, None)),
        ("A1 ลงชื่อ | A2 (<N>) | A3 <P> | B4 <T>", (NAME, POSITION, None)),
        ("A1 ลงชื่อ | A2 (<N>) | A3 <T>", (NAME, None, PHONE)),
        ("A1 ลงชื่อ | A2 (<N>) | A4 <P>", (NAME, None, None)),
        ("A1 ผู้รายงาน <N> | A2 <P> | A3 <T>", ALL),
        ("A1 ผู้รายงาน <N> | B2 <P> | A3 <T>", (NAME, None, PHONE)),
        ("A1 ผู้รายงาน <N> | A2 <P> | A3 53112233", ALL),
        ("A1 <T> | A2 ผู้รายงาน <N> | A3 <P>", (NAME, POSITION, None)),
        # values in the row below their labels
        ("A1 ผู้รายงาน | B1 ตำแหน่ง | C1 โทร | A2 <N> | B2 <P> | C2 <T>", ALL),
        ("A1 ผู้รายงาน | B1 ตำแหน่ง | C1 โทร | A2 (<N>) | B2 (<P>) | C2 <T>", ALL),
        ("A1 ผู้รายงาน <N> | A2 ตำแหน่ง | A3 <P> | A4 โทร <T>", (NAME, None, PHONE)),
        # another person's lines
        ("A1 ผู้รายงาน <N> | A2 ผู้รับรอง <n> | A3 ตำแหน่ง <p> | A4 โทร <t>", (NAME, None, None)),
        ("A1 ผู้รับรอง <n> | C1 ผู้รายงาน <N> | A2 ตำแหน่ง <p> | C2 ตำแหน่ง <P> | A3 โทร <t> | C3 โทร <T>", ALL),
        ("A1 ผู้รายงาน <N> | C1 ผู้รับรอง <n> | C2 ตำแหน่ง <p> | A3 ตำแหน่ง <P> | C3 โทร <t> | A4 โทร <T>", ALL),
        ("A1 ผู้รับรอง <n> | A2 ตำแหน่ง <p> | A3 โทร <t> | A4 ผู้รายงาน <N>", (NAME, None, None)),
        ("A1 ผู้รับรอง <n> ตำแหน่ง <p> โทร <t> | A2 ผู้รายงาน <N> ตำแหน่ง <P> โทร <T>", ALL),
        ("A1 ตำแหน่ง <P> | A2 โทร <T> | A3 ผู้รับรอง <n> | A4 ตำแหน่ง <p>", (None, POSITION, PHONE)),
        ("A1 ผู้รายงาน <N> | D1 ผู้รับรอง <n> | D2 ตำแหน่ง <p> | D3 โทร <t>", (NAME, None, None)),
        # remarks and the form's own footer
        ("A1 หมายเหตุ โทร <t> | A2 ผู้รายงาน <N> | A3 ตำแหน่ง <P> | A4 โทร <T>", ALL),
        ("A1 ผู้รายงาน <N> | A2 กรุณาส่งที่ โทร <t> | A3 ตำแหน่ง <p>", (NAME, None, None)),
        ("A1 ผู้รายงาน | B1 กรุณาส่ง | A2 ตำแหน่ง <P>", (None, None, None)),
        ("A1 ผู้รายงาน | B1 ตำแหน่ง | C1 <P> | A2 โทร <T>", (None, POSITION, PHONE)),
        ("A1 ผู้รายงาน <N> อีเมล x@y.example | A2 ตำแหน่ง <P> โทรสาร <t> | A3 โทร <T> แฟกซ์ <t>", ALL),
        ("A1 ผู้รายงาน : ( <N> ) | A2 ตำแหน่ง - <P> _ | A3 โทร = <T> …", ALL),
    ],
)
def test_each_value_is_the_reporters_own(text: str, expected: tuple[str | None, ...]) -> None:
    reporter, findings = reporter_of(cells(filled(text)))
    assert (reporter.name, reporter.position, reporter.phone) == expected
    assert [one.code for one in findings] == (["reporter_missing"] if None in expected else [])


@pytest.mark.parametrize(
    ("text", "cell", "words"),
    [
        ("A1 ผู้รายงาน | A2 ตำแหน่ง | A3 โทร", "Sheet1!A1", "ยังไม่ได้ระบุผู้รายงาน ตำแหน่ง และหมายเลขโทรศัพท์ กรุณาระบุ เช่น “ผู้รายงาน นายสมชาย ใจดี”"),
        ("A1 ผู้รายงาน <N> | A2 ตำแหน่ง | A3 โทร", "Sheet1!A2", "ยังไม่ได้ระบุตำแหน่งและหมายเลขโทรศัพท์ กรุณาระบุ เช่น “ตำแหน่ง นักส่งเสริมการปกครองท้องถิ่นชำนาญการ”"),
        ("A1 ผู้รายงาน <N> | A2 ตำแหน่ง <P> | A3 โทร", "Sheet1!A3", "ยังไม่ได้ระบุหมายเลขโทรศัพท์ กรุณาระบุ เช่น “หมายเลขโทรศัพท์ 053-112-233”"),
        ("A1 ผู้รายงาน <N> | A2 โทร <T>", None, "ยังไม่ได้ระบุตำแหน่ง "),
        ("A1 ผู้รายงาน <N> | A2 ตำแหน่ง <P> | A3 โทร | B3 0531122", "Sheet1!B3", "หมายเลขโทรศัพท์ “0531122” ไม่ครบ"),
    ],
)  # fmt: skip
def test_what_lacks_is_told_at_its_label_with_an_example(text: str, cell: str | None, words: str) -> None:
    [finding] = reporter_of(cells(filled(text)))[1]
    assert (finding.cell, finding.field) == (cell, "reporter")
    assert finding.message.startswith(words)
