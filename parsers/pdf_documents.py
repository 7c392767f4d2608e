"""A PDF → documents: one for the form, one for each agreement in it, or one that says that it holds neither."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from parsers import mou
from parsers.form import read_forms
from parsers.formats import pdf
from parsers.limits import Limits
from parsers.page_tables import PageTables, joined
from parsers.pdf_text import Page
from parsers.refused import UNSUPPORTED, FileUnsupported
from survey.fields.unreadable import CELL_UNREADABLE
from survey.findings import Finding
from survey.model import Case, Document, Kind

SCANNED = UNSUPPORTED.saying("ไฟล์ “{name}” เป็นภาพสแกน ซึ่งระบบยังอ่านข้อความไม่ได้ เจ้าหน้าที่จะเปิดตรวจสอบเอกสารโดยตรง")
GARBLED = UNSUPPORTED.saying(
    "ตัวอักษรในไฟล์ “{name}” เสียหายจนระบบอ่านข้อความไม่ได้ เจ้าหน้าที่จะเปิดตรวจสอบเอกสารโดยตรง "
    "หากมีไฟล์ต้นฉบับ (Word หรือ Excel) กรุณาส่งมาด้วย"
)
PAGES_UNREAD = CELL_UNREADABLE.saying(
    "หน้า {pages} ของแบบสำรวจอ่านไม่ได้ครบถ้วน จึงอาจมีรายการที่ยังไม่ได้บันทึก กรุณาส่งไฟล์ต้นฉบับ (Word หรือ Excel) มาด้วย"
)
_WORDS = 2000


def read_pdf(data: bytes, name: str, sha256: str, case: Case, limits: Limits) -> list[Document]:
    """What a PDF holds: `survey` and `mou` documents (`a.pdf#1-2` where there are several), else one that is `other`.

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
    tables = {
        table.number: table for table in pdf.read_tables(data, [page.number for page in readable], limits)
    }
    pages = [
        replace(page, holds_form=page.number in tables and tables[page.number].holds_form) for page in pages
    ]
    parts = mou.split(pages)
    agreements = [part for part in parts if mou.is_mou(part)]
    forms = [part for part in parts if mou.is_form_page(part[0])]
    several = len(agreements) + len(forms) > 1
    documents = [
        _form(part, tables, _named(name, part, several), name, sha256, case)
        if part in forms
        else _agreement(part, tables, _named(name, part, several), sha256, case)
        for part in parts
        if part in forms or part in agreements
    ]
    return documents or [_other(pages, name, sha256)]


def _form(
    pages: list[Page], tables: Mapping[int, PageTables], name: str, file: str, sha256: str, case: Case
) -> Document:
    grids = joined(tables[page.number] for page in pages if page.number in tables)
    read = read_forms(grids, file, case) if any(page.holds_form for page in pages) else None
    if read is None:
        return _other(pages, name, sha256)
    return Document(
        name,
        sha256,
        Kind.SURVEY,
        pdf.SOURCE,
        (*read.findings, *_unread(pages)),
        read.form,
        could_be_form=True,
        grids=tuple(page for grid in grids for page in grid.names),
        words=_words(pages),
    )


def _unread(pages: list[Page]) -> list[Finding]:
    """A page of the form that could not be read may hold rows."""
    numbers = [str(page.number) for page in pages if page.is_picture or not page.ok or page.unread_fields]
    return [PAGES_UNREAD.at(None, pages=", ".join(numbers))] if numbers else []


def _agreement(
    pages: list[Page], tables: Mapping[int, PageTables], name: str, sha256: str, case: Case
) -> Document:
    province = case.mail_province
    if province is None and len(case.sender_provinces) == 1:
        [province] = case.sender_provinces
    read, findings = mou.read_mou(pages, province, case, _annex(pages, tables))
    return Document(
        name, sha256, Kind.MOU, pdf.SOURCE, tuple(findings), mou=read, could_be_form=True, words=_words(pages)
    )


def _annex(pages: list[Page], tables: Mapping[int, PageTables]) -> str:
    numbers = mou.annex_pages(pages)
    grids = [tables[number].grid for number in numbers if number in tables]
    lines = []
    for grid in grids:
        rows = groupby(sorted(grid.cells.items()), key=lambda item: item[0][0])
        lines += [" ".join(" ".join(cell.text for _, cell in row).split()) for _, row in rows]
    return "\n".join(lines or [page.text for page in pages if page.number in numbers])


def _other(pages: list[Page], name: str, sha256: str) -> Document:
    return Document(name, sha256, Kind.OTHER, pdf.SOURCE, could_be_form=True, words=_words(pages))


def _named(name: str, part: list[Page], several: bool) -> str:
    first, last = part[0].number, part[-1].number
    return f"{name}#{first}-{last}" if several else name


def _words(pages: list[Page]) -> str:
    return "\n".join(page.text for page in pages)[:_WORDS]
