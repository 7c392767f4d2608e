"""A PDF → documents: one for each agreement in it, or one that says that it holds none."""

from parsers import mou
from parsers.formats import pdf
from parsers.limits import Limits
from parsers.pdf_text import Page
from parsers.refused import UNSUPPORTED, FileUnsupported
from survey.model import Case, Document, Kind

SCANNED = UNSUPPORTED.saying("ไฟล์ “{name}” เป็นภาพสแกน ซึ่งระบบยังอ่านข้อความไม่ได้ เจ้าหน้าที่จะเปิดตรวจสอบเอกสารโดยตรง")
GARBLED = UNSUPPORTED.saying(
    "ตัวอักษรในไฟล์ “{name}” เสียหายจนระบบอ่านข้อความไม่ได้ เจ้าหน้าที่จะเปิดตรวจสอบเอกสารโดยตรง "
    "หากมีไฟล์ต้นฉบับ (Word หรือ Excel) กรุณาส่งมาด้วย"
)
_WORDS = 2000


def read_pdf(data: bytes, name: str, sha256: str, case: Case, limits: Limits) -> list[Document]:
    """What a PDF holds: `mou` documents (`a.pdf#1-2` where there are several), else one that is `other`.

    Letters, orders and minutes beside an agreement give no document of their own. Files attached to the PDF
    are the caller's: `parsers.formats.pdf.embedded_files`.

    Raises:
        FileEncrypted, FileCorrupt, FileTooLarge: As `parsers.formats.pdf.read_pages`.
        FileUnsupported: No page has a text that can be read: a scan, or a broken text layer.
    """
    pages = pdf.read_pages(data, limits)
    readable = [page for page in pages if page.has_text and page.ok]
    if not readable:
        if any(page.has_text for page in pages):
            raise FileUnsupported(GARBLED.sentence)
        if any(page.is_picture for page in pages):
            raise FileUnsupported(SCANNED.sentence)
    parts = mou.split(pages)
    agreements = [part for part in parts if mou.is_mou(part)]
    forms = [part for part in parts if mou.is_form_page(part[0])]
    several = len(agreements) + len(forms) > 1
    documents = [
        _agreement(data, part, _named(name, part, several), sha256, case, limits) for part in agreements
    ]
    documents += [_other(part, _named(name, part, several), sha256) for part in forms]
    return documents or [_other(pages, name, sha256)]


def _agreement(
    data: bytes, pages: list[Page], name: str, sha256: str, case: Case, limits: Limits
) -> Document:
    province = case.mail_province
    if province is None and len(case.sender_provinces) == 1:
        [province] = case.sender_provinces
    read, findings = mou.read_mou(pages, province, case, _annex(data, pages, limits))
    return Document(
        name, sha256, Kind.MOU, pdf.SOURCE, tuple(findings), mou=read, could_be_form=True, words=_words(pages)
    )


def _annex(data: bytes, pages: list[Page], limits: Limits) -> str:
    numbers = mou.annex_pages(pages)
    if not numbers:
        return ""
    tables = pdf.ruled_tables(data, numbers, limits)
    lines = [" ".join(" ".join(row).split()) for table in tables for row in table]
    return "\n".join(lines or [page.text for page in pages if page.number in numbers])


def _other(pages: list[Page], name: str, sha256: str) -> Document:
    return Document(name, sha256, Kind.OTHER, pdf.SOURCE, could_be_form=True, words=_words(pages))


def _named(name: str, part: list[Page], several: bool) -> str:
    first, last = part[0].number, part[-1].number
    return f"{name}#{first}-{last}" if several else name


def _words(pages: list[Page]) -> str:
    return "\n".join(page.text for page in pages)[:_WORDS]
