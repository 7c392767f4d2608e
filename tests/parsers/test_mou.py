"""Agreements as provinces send them, from drawn PDF to title, service, parties and day."""

from datetime import date

import pytest
from make.pdfs import LEFT, STEP, TOP, Placed, make_pdf, with_lines, with_picture, word_like

from parsers.limits import Limits
from parsers.mou import kind_of, read_mou
from parsers.pdf_documents import read_pdf
from parsers.pdf_text import Page
from survey.model import Case, Document, Kind, Mou

PREAMBLE = """บันทึกข้อตกลงฉบับนี้ ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 ณ ที่ทำการองค์การบริหารส่วนตำบลสะลวง
ระหว่าง องค์การบริหารส่วนตำบลสะลวง อำเภอแม่ริม จังหวัดเชียงใหม่ โดย นายสมมติ ทดสอบ ตำแหน่ง
นายกองค์การบริหารส่วนตำบลสะลวง ซึ่งต่อไปนี้เรียกว่า “ฝ่ายที่หนึ่ง” กับ เทศบาลตำบลแม่แรม
โดย นางสาวตัวอย่าง ใจดี นายกเทศมนตรีตำบลแม่แรม และเทศบาลตำบลริมเหนือ
ทั้งสามฝ่ายตกลงทำบันทึกข้อตกลง ดังต่อไปนี้"""
TITLE = """บันทึกข้อตกลงความร่วมมือ
เรื่อง การกำจัดขยะมูลฝอย"""
ARTICLES = """ข้อ 1 วัตถุประสงค์ เพื่อให้การกำจัดขยะมูลฝอยมีประสิทธิภาพ
ข้อ 2 บันทึกข้อตกลงนี้มีผลตั้งแต่วันที่ 1 มกราคม พ.ศ. 2562 เป็นต้นไป"""
SIGNATURES = """(ลงชื่อ).............................ฝ่ายที่หนึ่ง
(นายสมมติ ทดสอบ)
นายกองค์การบริหารส่วนตำบลสะลวง
(ลงชื่อ).............................ฝ่ายที่สอง
(นางสาวตัวอย่าง ใจดี)
นายกเทศมนตรีตำบลแม่แรม
(ลงชื่อ).............................พยาน
(นายพยาน หนึ่ง)
ปลัดเทศบาลตำบลสันทราย"""
LETTER = """ที่ ชม 0023.3/1234
สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดเชียงใหม่
เรื่อง ส่งบันทึกข้อตกลงความร่วมมือ
เรียน อธิบดีกรมส่งเสริมการปกครองท้องถิ่น
บันทึกข้อตกลงความร่วมมือ ตามสิ่งที่ส่งมาด้วย จึงเรียนมาเพื่อโปรดพิจารณา"""
CASE = Case(date(2018, 12, 1))


def read(*pages: str, case: Case = CASE) -> list[Document]:
    return read_pdf(make_pdf(*map(word_like, pages)), "a.pdf", "0" * 64, case, Limits())


def read_one(*pages: str, case: Case = CASE) -> tuple[Mou, list[str]]:
    [document] = read(*pages, case=case)
    assert document.mou is not None
    return document.mou, [finding.code for finding in document.findings]


def agreement(title: str = TITLE, preamble: str = PREAMBLE, signatures: str = SIGNATURES) -> str:
    return "\n".join([title, preamble, ARTICLES, signatures])


def test_words_that_a_line_break_cuts_are_read() -> None:
    preamble = """บันทึกข้อตกลงฉบับนี้ ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ .ศ. 2561 ระหว่าง องค์การบริหารส่วนตำบลสะลวง ฝ่ายหนึ่ง กับองค์การ
บริหารส่วนตำบลดอนแก้ว องค์การบริหาร
ส่วนตำบลแม่แดด และเทศบาล
ตำบลแม่แรมอีกฝ่ายหนึ่ง จังหวัดเชียงใหม่ ดังต่อไปนี้"""
    mou, codes = read_one(agreement(preamble=preamble))
    assert [party.name for party in mou.parties] == ["อบต.สะลวง", "อบต.ดอนแก้ว", "อบต.แม่แดด", "ทต.แม่แรม"]
    assert (mou.signed_on, codes) == (date(2018, 11, 5), [])


@pytest.mark.parametrize(
    ("title", "service"),
    [
        ("บันทึกข้อตกลงระบบการแพทย์ฉุกเฉิน", "ระบบการแพทย์ฉุกเฉิน"),
        ("บันทึกข้อตกลงการกำจัดขยะมูลฝอย\nองค์การบริหารส่วนตำบลสะลวง", "การกำจัดขยะมูลฝอย"),
    ],
)
def test_the_service_is_what_the_title_says_and_no_party(title: str, service: str) -> None:
    assert read_one(agreement(title))[0].service == service


def test_a_register_number_over_the_title_makes_no_letter_of_an_agreement() -> None:
    mou, _ = read_one("ที่ ชม 0023.5/ว 123\n" + agreement())
    assert mou.title == "บันทึกข้อตกลงความร่วมมือ เรื่อง การกำจัดขยะมูลฝอย"
    [letter] = read("ที่ ชม 0023.5/ว 123\nบันทึกข้อตกลงความร่วมมือ\nเรียน ท้องถิ่นจังหวัด\nตามที่ได้จัดทำบันทึกข้อตกลง")
    assert letter.kind is Kind.OTHER


def test_agreement_printed_from_word_is_read_whole() -> None:
    mou, codes = read_one(agreement())
    assert mou.title == "บันทึกข้อตกลงความร่วมมือ เรื่อง การกำจัดขยะมูลฝอย"
    assert mou.service == "การกำจัดขยะมูลฝอย"
    assert [party.name for party in mou.parties] == ["อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ"]
    assert [party.code for party in mou.parties] == ["6500710", "5500707", "5500703"]
    assert (mou.signed_on, mou.pages, codes) == (date(2018, 11, 5), 1, [])


@pytest.mark.parametrize(
    ("title", "service"),
    [
        ("บันทึกข้อตกลงความร่วมมือการให้บริการแพทย์ฉุกเฉิน", "การให้บริการแพทย์ฉุกเฉิน"),
        ("บันทึกข้อตกลง (MOU)\nว่าด้วยความร่วมมือในการจัดการขยะมูลฝอย", "การจัดการขยะมูลฝอย"),
        ("บันทึกความร่วมมือ\nการป้องกันและบรรเทาสาธารณภัย\nระหว่าง", "การป้องกันและบรรเทาสาธารณภัย"),
        ("ข้อตกลงความร่วมมือ เรื่อง ระบบบำบัดน้ำเสียรวม", "ระบบบำบัดน้ำเสียรวม"),
        ("(สำเนา)\nบันทึกข้อตกลง\nเรื่อง การดูแลผู้สูงอายุ ระหว่าง", "การดูแลผู้สูงอายุ"),
    ],
)
def test_service_is_what_the_title_says(title: str, service: str) -> None:
    mou, _ = read_one(agreement(title))
    assert mou.service == service


@pytest.mark.parametrize(
    "mark", ["(ร่าง)\n", "ร่าง\n", "ร่าง", "(ร่าง) ", "ฉบับร่าง\n", "(ราง)\n", "ร่างครั้งที่ 2\n", "(ร่าว)\n"]
)
def test_a_draft_is_no_copy_of_an_agreement(mark: str) -> None:
    [document] = read(agreement(f"{mark}บันทึกข้อตกลงความร่วมมือ\nเรื่อง การกำจัดขยะมูลฝอย"))
    assert (document.kind, document.could_be_form) == (Kind.OTHER, True)


def test_a_title_that_says_that_it_is_a_draft_is_none() -> None:
    [document] = read(agreement("บันทึกข้อตกลงความร่วมมือ (ร่าง)\nเรื่อง การกำจัดขยะมูลฝอย"))
    assert document.kind is Kind.OTHER


@pytest.mark.parametrize("line", ["MOU ทำ", "MOU ไม่ได้ทำ; วัตถุประสงค์ ลดค่าใช้จ่าย", "MOU มีจำนวน 3 ฉบับ"])
def test_a_page_of_our_own_answer_that_begins_within_a_row_is_no_agreement(line: str) -> None:
    answer = f"{line}\n3. การผลิตน้ำประปา\nเจ้าภาพ อบต.สะลวง\nร่วมลงนาม ทต.แม่แรม\nวันที่ลงนาม 3 พฤศจิกายน 2561"
    [document] = read("เรียน เจ้าหน้าที่ผู้รับผิดชอบแบบสำรวจ จังหวัดเชียงใหม่\nได้รับข้อมูลแล้ว", answer)
    assert document.kind is Kind.OTHER


@pytest.mark.parametrize(
    "written",
    [
        "วันที่ ๕ เดือน พฤศจิกายน พ.ศ. ๒๕๖๑",
        "วันที่ ...5... เดือน .....พฤศจิกายน..... พ.ศ. ...2561...",
        "วันที่ 5 เดือนพฤศจิกายน พุทธศักราช 2561",
        "วันที่ 5 พ.ย. 2561",
        "วันที่ห้า เดือนพฤศจิกายน พุทธศักราชสองพันห้าร้อยหกสิบเอ็ด",
    ],
)
def test_day_of_signing_in_its_notations(written: str) -> None:
    mou, codes = read_one(agreement(preamble=PREAMBLE.replace("วันที่ 5 พฤศจิกายน พ.ศ. 2561", written)))
    assert (mou.signed_on, codes) == (date(2018, 11, 5), [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("วันที่ ..... เดือน .......... พ.ศ. ๒๕๖…", "date_missing"),
        ("วันที่........เดือน..................พ.ศ..........", "date_missing"),
        ("วันที่ ..... เดือน พฤศจิกายน พ.ศ. 2561", "date_incomplete"),
        ("วันที่ 31 พฤศจิกายน พ.ศ. 2561", "date_invalid"),
    ],
)
def test_blank_or_impossible_day_is_null_and_said(written: str, code: str) -> None:
    mou, codes = read_one(agreement(preamble=PREAMBLE.replace("วันที่ 5 พฤศจิกายน พ.ศ. 2561", written)))
    assert (mou.signed_on, codes) == (None, [code])


def test_day_after_receipt_is_told_and_kept() -> None:
    mou, codes = read_one(agreement(), case=Case(date(2018, 11, 1)))
    assert (mou.signed_on, codes) == (date(2018, 11, 5), ["date_in_future"])


def test_preamble_counts_where_the_signatures_have_another_day() -> None:
    mou, codes = read_one(agreement(signatures=SIGNATURES + "\nวันที่ 7 พฤศจิกายน 2561"))
    assert (mou.signed_on, codes) == (date(2018, 11, 5), ["date_ambiguous"])


def test_parties_only_in_the_signatures_are_read_and_witnesses_are_none() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 ในจังหวัดเชียงใหม่ โดยผู้มีนามข้างท้าย"
    mou, _ = read_one(agreement(preamble=preamble))
    assert [party.name for party in mou.parties] == ["อบต.สะลวง", "ทต.แม่แรม"]


def test_a_party_beside_a_witness_is_read_and_the_witness_is_none() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 ในจังหวัดเชียงใหม่ โดยผู้มีนามข้างท้าย"
    signatures = """(ลงชื่อ)..................... (ลงชื่อ).....................
(นายสมมติ ทดสอบ) (นางสาวตัวอย่าง ใจดี)
นายกองค์การบริหารส่วนตำบลสะลวง นายกเทศมนตรีตำบลแม่แรม
(ลงชื่อ)..................... (ลงชื่อ).....................พยาน
(นายที่สาม) (นายพยาน หนึ่ง)
นายกเทศมนตรีตำบลริมเหนือ ปลัดเทศบาลตำบลสันทราย"""
    mou, _ = read_one(agreement(preamble=preamble, signatures=signatures))
    assert [party.name for party in mou.parties] == ["อบต.สะลวง", "ทต.แม่แรม", "ทต.ริมเหนือ"]


def test_a_list_of_parties_that_was_not_sent_is_told() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 จังหวัดเชียงใหม่ ระหว่างองค์กรปกครองส่วนท้องถิ่นตามรายชื่อแนบท้าย"
    mou, codes = read_one(agreement(preamble=preamble))
    assert ([party.name for party in mou.parties], codes) == (["อบต.สะลวง", "ทต.แม่แรม"], ["partners_missing"])


def test_fewer_parties_than_the_agreement_counts_are_told() -> None:
    preamble = PREAMBLE.replace("ระหว่าง", "ระหว่างองค์กรปกครองส่วนท้องถิ่น จำนวน {} แห่ง ระหว่าง", 1)
    assert read_one(agreement(preamble=preamble.format("๓")))[1] == []
    mou, codes = read_one(agreement(preamble=preamble.format("๔")))
    assert (len(mou.parties), codes) == (3, ["partners_missing"])


def test_the_one_province_that_has_all_signers_is_theirs() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 โดยผู้มีนามข้างท้าย"
    mou, codes = read_one(agreement(preamble=preamble))
    assert ([party.code for party in mou.parties], codes) == (["6500710", "5500707"], [])


def test_party_outside_the_registry_is_kept_as_written() -> None:
    preamble = PREAMBLE.replace("และเทศบาลตำบลริมเหนือ", "และเทศบาลตำบลไม่มีจริง และโรงพยาบาลนครพิงค์ โดย")
    mou, codes = read_one(agreement(preamble=preamble))
    assert [(party.name, party.code) for party in mou.parties[2:]] == [
        ("เทศบาลตำบลไม่มีจริง", None),
        ("โรงพยาบาลนครพิงค์", None),
    ]
    assert codes == ["partner_unknown"]


def test_covering_letter_that_mentions_an_agreement_is_other() -> None:
    [document] = read(LETTER)
    assert (document.kind, document.mou) == (Kind.OTHER, None)


def test_number_above_the_title_makes_no_letter() -> None:
    mou, _ = read_one("ที่ 5/2561\n" + agreement())
    assert mou.service == "การกำจัดขยะมูลฝอย"


@pytest.mark.parametrize(
    "text",
    [
        "คำสั่งองค์การบริหารส่วนตำบลสะลวง\nที่ 12/2561\nเรื่อง แต่งตั้งคณะกรรมการตามบันทึกข้อตกลง",
        "รายงานการประชุมคณะกรรมการ\nบันทึกข้อตกลงความร่วมมือ ระหว่าง อบต.สะลวง กับ ทต.แม่แรม",
    ],
)
def test_orders_and_minutes_are_other(text: str) -> None:
    [document] = read(text)
    assert document.kind is Kind.OTHER


def test_several_agreements_in_one_file_are_told_apart_by_pages() -> None:
    second = agreement("บันทึกข้อตกลงความร่วมมือ\nเรื่อง การกู้ชีพกู้ภัย")
    documents = read(LETTER, agreement(signatures=""), SIGNATURES, second)
    assert [(d.file, d.mou and d.mou.pages) for d in documents] == [("a.pdf#2-3", 2), ("a.pdf#4-4", 1)]


def test_cover_and_the_page_behind_it_are_one_agreement() -> None:
    [document] = read(TITLE, agreement(), "ข้อ 3 อื่น ๆ")
    assert (document.file, document.mou and document.mou.pages) == ("a.pdf", 3)


def test_letter_before_one_agreement_leaves_its_name() -> None:
    [document] = read(LETTER, agreement())
    assert (document.file, document.kind, document.mou and document.mou.pages) == ("a.pdf", Kind.MOU, 1)


def test_scan_of_which_nothing_can_be_read_is_other() -> None:
    [document] = read_pdf(with_picture(make_pdf("")), "a.pdf", "0" * 64, CASE, Limits())
    assert (document.kind, document.source, document.could_be_form) == (Kind.OTHER, "pdf-ocr", True)


def test_scanned_page_within_an_agreement_is_told() -> None:
    data = with_picture(make_pdf(word_like(agreement()), ""), page=1)
    [document] = read_pdf(data, "a.pdf", "0" * 64, CASE, Limits())
    assert [finding.code for finding in document.findings] == ["cell_unreadable"]
    assert "หน้า 2" in document.findings[0].message


def test_parties_of_an_annexed_table_are_read() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 จังหวัดเชียงใหม่ ระหว่างผู้มีรายชื่อแนบท้าย"
    names = ["องค์การบริหารส่วนตำบลสะลวง", "เทศบาลตำบลแม่แรม", "เทศบาลตำบลริมเหนือ"]
    rows = [Placed(word_like(name), 150, 700 - 30 * row) for row, name in enumerate(names)]
    first = [
        Placed(word_like(line), LEFT, TOP - STEP * n)
        for n, line in enumerate((TITLE + "\n" + preamble).split("\n"))
    ]
    annex = [Placed("บัญชีรายชื่อแนบท้าย", LEFT, TOP), *rows]
    data = with_lines(make_pdf(first, annex), [140, 500], [630, 660, 690, 720], page=1)
    [document] = read_pdf(data, "a.pdf", "0" * 64, CASE, Limits())
    assert document.mou is not None
    assert [party.code for party in document.mou.parties] == ["6500710", "5500707", "5500703"]


def test_names_that_hold_the_letter_of_a_venue_are_read_whole() -> None:
    between = "ระหว่าง เทศบาลตำบลสว่างอารมณ์\nกับ องค์การบริหารส่วนตำบลคอกควาย\nดังต่อไปนี้"
    preamble = f"ทำที่ ศาลาประชาคม จังหวัดอุทัยธานี\nวันที่ 28 มีนาคม พ.ศ. 2560\nบันทึกข้อตกลงฉบับนี้ทำขึ้น\n{between}"
    mou, codes = read_one(agreement(preamble=preamble))
    assert ([party.name for party in mou.parties], codes) == (["ทต.สว่างอารมณ์", "อบต.คอกควาย"], [])


def test_the_programme_of_a_signing_is_no_agreement() -> None:
    [document] = read(
        "กำหนดการพิธีลงนาม\nบันทึกข้อตกลงความร่วมมือ\nระหว่าง อบต.สะลวง กับ ทต.แม่แรม\nเวลา 09.00 น. ลงทะเบียน"
    )
    assert document.kind is Kind.OTHER


@pytest.mark.parametrize("line", ["หนังสือแก่ฝ่ายอื่นทราบล่วงหน้า", "สัญญาจ้างเหมา", "ประกาศให้ประชาชนทราบ"])
def test_a_page_that_goes_on_within_a_sentence_stays_with_its_agreement(line: str) -> None:
    document, *others = read(agreement(signatures=""), f"{line}\nข้อ 5 ทุกฝ่ายร่วมกันประชาสัมพันธ์\n{SIGNATURES}")
    assert (document.kind, document.mou and document.mou.pages, others) == (Kind.MOU, 2, [])


@pytest.mark.parametrize(
    ("title", "service"),
    [
        ("บันทึกข้อตกลง\nเรื่อง รถรับส่งผู้ป่วยระหว่างตำบล", "รถรับส่งผู้ป่วยระหว่างตำบล"),
        ("บันทึกข้อตกลง\nเรื่อง รถรับส่งผู้ป่วยระหว่างเทศบาลตำบลแม่แรม", "รถรับส่งผู้ป่วย"),
        ("บันทึกข้อตกลง\nเรื่อง การกำจัดขยะมูลฝอย\nทำ ที่ โรงแรมริมน้ำ", "การกำจัดขยะมูลฝอย"),
    ],
)
def test_a_service_between_places_is_whole_and_ends_before_the_parties(title: str, service: str) -> None:
    assert read_one(agreement(title))[0].service == service


def test_a_hall_is_no_meeting_that_decided_on_another_day() -> None:
    preamble = PREAMBLE.replace("ทำขึ้นเมื่อวันที่", "ทำขึ้น ณ หอประชุมที่ว่าการอำเภอแม่ริม เมื่อวันที่")
    assert read_one(agreement(preamble=preamble))[0].signed_on == date(2018, 11, 5)


def test_a_name_that_a_narrow_column_broke_is_whole() -> None:
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 ในจังหวัดเชียงใหม่ โดยผู้มีนามข้างท้าย"
    signatures = """(ลงชื่อ)..................... (ลงชื่อ).....................
นายกองค์การบริหารส่วนตำบลสะ นายกเทศมนตรีตำบล
ลวง แม่แรม"""
    mou, _ = read_one(agreement(preamble=preamble, signatures=signatures))
    assert [party.name for party in mou.parties] == ["อบต.สะลวง", "ทต.แม่แรม"]


@pytest.mark.parametrize(
    "heading", ["ปรกาศเทศบาลตำบลแม่แรม", "คำสังเทศบาลตำบลแม่แรม", "เรื่องการจัดทำบันทึกข้อตกลง", "บันทิกข้อความ"]
)
def test_a_heading_that_was_misread_heads_another_paper_all_the_same(heading: str) -> None:
    text = f"{heading}\nบันทึกข้อตกลงความร่วมมือ ระหว่าง อบต.สะลวง กับ ทต.แม่แรม\nทำขึ้นเมื่อวันที่ 5 มกราคม 2561"
    assert kind_of(Page(1, text, recognised=True)) == "other"


@pytest.mark.parametrize("above", ["(สำเนา)", "ต้นฉบับ", "เทศบาลตำบลประกาย", "๖", "เลขที่ 5/2561"])
def test_what_stands_above_an_agreement_heads_no_other_paper(above: str) -> None:
    assert kind_of(Page(1, f"{above}\n{agreement()}", recognised=True)) == "mou"


@pytest.mark.parametrize("read_as", ["ซึ่ง", "ขึง", "ขื่ง"])
def test_a_misread_party_of_a_list_is_mended_though_it_reads_as_another_word(read_as: str) -> None:
    parties = "1. องค์การบริหารส่วนตำบลส้าน\n2. เทศบาลตำบล{}\n3. เทศบาลตำบลปัว\n"
    preamble = "ทำขึ้นเมื่อวันที่ 5 พฤศจิกายน พ.ศ. 2561 จังหวัดน่าน ระหว่าง\n" + parties.format(read_as)
    found, _ = read_mou([Page(1, agreement(preamble=preamble), recognised=True)], None, CASE)
    assert [party.name for party in found.parties] == ["อบต.ส้าน", "ทต.ขึ่ง", "ทต.ปัว"]
