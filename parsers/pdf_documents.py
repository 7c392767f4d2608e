"""A PDF → documents: one for the form, one for each agreement in it, or one that says that it holds neither."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from parsers import mou
from parsers.form import FormRead, read_forms
from parsers.formats import pdf
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.page_tables import PageTables, joined
from parsers.pdf_text import Page
from parsers.recognised_agreement import sure_of
from parsers.table import find_tables
from survey.fields.assumed import ASSUMED
from survey.fields.heading import province_named, province_of
from survey.fields.recognised import LOW_CONFIDENCE, TEXTS
from survey.fields.recognised_mou import doubted_mou
from survey.fields.unreadable import CELL_UNREADABLE
from survey.findings import Finding
from survey.forms import named
from survey.model import Case, Document, Kind
from survey.thai.text import squeeze

if TYPE_CHECKING:
    from parsers.page_image import Grey
    from parsers.scanned_page import ScannedPage
    from parsers.scans import Scan

IMAGE_SOURCE = "image-ocr"
PAGES_UNREAD = CELL_UNREADABLE.saying(
    "หน้า {pages} ของแบบสำรวจอ่านไม่ได้ครบถ้วน จึงอาจมีรายการที่ยังไม่ได้บันทึก กรุณาส่งไฟล์ต้นฉบับ (Word หรือ Excel) มาด้วย"
)
IN_LAYERS = ASSUMED.saying(
    "หน้า {pages} มีเนื้อหาในเลเยอร์ (layer) ของไฟล์ PDF ซึ่งบางโปรแกรมแสดงและบางโปรแกรมซ่อนไว้ แต่ได้อ่านเป็นข้อมูล กรุณาตรวจสอบ "
    "หากไม่ใช่ข้อมูล กรุณาลบออกแล้วส่งใหม่"
)
_WORDS = 2000


def read_pdf(data: bytes, name: str, sha256: str, case: Case, limits: Limits) -> list[Document]:
    """What a PDF holds: `survey` and `mou` documents (`a.pdf#1-2` where there are several), else one that is `other`.

    Letters, orders and minutes beside an agreement give no document of their own. Files attached to the PDF
    are the caller's: `parsers.pdf_attachments`.

    Raises:
        FileEncrypted, FileCorrupt, FileTooLarge: As `parsers.formats.pdf.read_pages`.
        ConverterMissing, FileTooComplex: As `parsers.scans.recognised`, where a page has no text that can be trusted.
    """
    pages = pdf.read_pages(data, limits)
    printed = {page.number: page for page in pages if page.has_text and page.ok}
    tables = {
        table.number: replace(
            table if table.edges else table.with_lines(printed[table.number].text), spec=named(case.survey)
        )
        for table in pdf.read_tables(data, printed, limits)
    }
    pages = [
        replace(page, holds_form=page.number in tables and tables[page.number].holds_form) for page in pages
    ]
    unread = [page.number for page in pages if page.is_picture or (page.has_text and not page.ok)]
    pasted = [page.number for page in pages if page.has_picture and page.number not in unread]
    scans = _scans(data, unread, limits)
    documents = _documents(name, sha256, case, pages, tables, scans)
    if not pasted[_MOST_PASTED:] and all(one.kind is Kind.OTHER for one in documents):
        # The form may be a picture in a letter.
        found = _documents(name, sha256, case, pages, tables, scans | _scans(data, pasted, limits))
        return found if any(one.kind is not Kind.OTHER for one in found) else documents
    return documents


_MOST_PASTED = 8
"""Pages with large pictures; a paper with more is a report with photographs."""


def _documents(
    name: str,
    sha256: str,
    case: Case,
    pages: Sequence[Page],
    tables: Mapping[int, PageTables],
    scans: "Mapping[int, Scan]",
) -> list[Document]:
    tables = {**tables, **{number: scan.scanned.tables for number, scan in scans.items()}}
    paper = _Paper(name, sha256, case, tables, [scan.scanned for scan in scans.values()])
    return paper.documents(
        [
            replace(scans[page.number].page, in_doubt=page.in_doubt) if page.number in scans else page
            for page in pages
        ]
    )


def read_pictures(
    pictures: "Iterable[Grey]", name: str, sha256: str, case: Case, limits: Limits
) -> list[Document]:
    """What the frames of a picture file hold; a photograph or a logo is one document that is `other`.

    Raises:
        FileCorrupt, FileTooLarge: As `parsers.page_image.decoded`.
        ConverterMissing, FileTooComplex: As `parsers.scans.recognised`.
    """
    from parsers.scans import recognised

    scans = recognised(enumerate(pictures, 1), limits)
    tables = {number: scan.scanned.tables for number, scan in scans.items()}
    paper = _Paper(name, sha256, case, tables, [scan.scanned for scan in scans.values()], IMAGE_SOURCE)
    return paper.documents([scan.page for scan in scans.values()])


def _scans(data: bytes, numbers: Sequence[int], limits: Limits) -> "dict[int, Scan]":
    """Pages without a text layer that can be trusted, recognised."""
    if not numbers:
        return {}
    from parsers.scans import recognised

    return recognised(pdf.render(data, numbers, limits), limits)


@dataclass(frozen=True, slots=True)
class _Paper:
    """One file's pages, and what becomes of them."""

    name: str
    sha256: str
    case: Case
    tables: Mapping[int, PageTables]
    scanned: "Sequence[ScannedPage]" = ()
    ocr_source: str = pdf.OCR_SOURCE

    @property
    def source(self) -> str:
        """Of the whole file: recognised where any page was."""
        return self.ocr_source if self.scanned else pdf.SOURCE

    def documents(self, pages: list[Page]) -> list[Document]:
        parts = mou.split(pages)
        held = [part for part in parts if mou.is_form_page(part[0]) or mou.is_mou(part)]
        stray = _stray(parts, held)
        documents = []
        for part in held:
            name = _named(self.name, part, len(held) > 1)
            is_form = mou.is_form_page(part[0])
            if is_form:
                documents.append(self._form(part, name, stray, _title_above(pages, part)))
            else:
                documents.append(self._agreement(part, name))
        return documents or [self._other(pages, self.name)]

    def _form(self, pages: list[Page], name: str, stray: Collection[int], title: tuple[str, ...]) -> Document:
        grids = joined(self.tables[page.number] for page in pages if page.number in self.tables)
        if title and grids:
            grids[0] = replace(grids[0], notes=(*title, *grids[0].notes))
        if any(page.recognised for page in pages):
            grids = self._settled(grids)
        read = read_forms(grids, self.name, self.case) if any(page.holds_form for page in pages) else None
        if read is None:
            return self._other(pages, name)
        names = tuple(page for grid in grids for page in grid.names)
        return Document(
            name, self.sha256, Kind.SURVEY, self.source,
            (*read.findings, *self._unread(pages, grids, stray), *_in_layers(pages)), read.form,
            could_be_form=True, grids=names, words=_words(pages), pictures=self._doubtful(read),
        )  # fmt: skip

    def _unread(self, pages: list[Page], grids: list[Grid], stray: Collection[int]) -> list[Finding]:
        """A page of the form that could not be read, or whose table did not fit the form's, may hold rows."""
        spec = named(self.case.survey)
        taken = {name for grid in grids if find_tables(grid, spec) for name in grid.names}
        wide = {number for number, page in self.tables.items() if len(page.edges) > _WIDE}
        apart = {number for number in wide if self.tables[number].grid.name not in taken}
        unread = {page.number for page in pages if page.is_picture or not page.ok or page.unread_fields}
        numbers = sorted(unread | (apart & {*stray, *(page.number for page in pages)}))
        return [PAGES_UNREAD.at(None, pages=", ".join(map(str, numbers)))] if numbers else []

    def _doubtful(self, read: FormRead) -> tuple[tuple[str, bytes], ...]:
        """Pictures of the cells that the sender is asked to look at; a whole column, doubted at its header, has none."""
        texts = {cell.at for row in read.form.rows for field, cell in row.cells.items() if field in TEXTS}
        doubted = {
            one.cell
            for one in read.findings
            if one.code == LOW_CONFIDENCE.name and one.cell and (one.field not in TEXTS or one.cell in texts)
        }
        if not doubted or not self.scanned:
            return ()
        from parsers.page_cuttings import cuttings

        return cuttings(self.scanned, doubted)

    def _settled(self, grids: list[Grid]) -> list[Grid]:
        from parsers.recognised import settled
        from parsers.recognised_province import province_text, with_province

        named = (province_named(self.name), self.case.mail_province, *self.case.sender_provinces)
        known = [name for name in named if name]
        sure = {line for page in self.scanned for line in page.sure}
        grids = with_province(grids, sure, known)
        province = province_of(province_text(grids)).name or next(iter(known), None)
        return settled(grids, self.scanned, province, self.case.received_on)

    def _agreement(self, pages: list[Page], name: str) -> Document:
        province = self.case.mail_province
        if province is None and len(self.case.sender_provinces) == 1:
            [province] = self.case.sender_provinces
        read, findings = mou.read_mou(pages, province, self.case, _annex(pages, self.tables))
        if any(page.recognised and page.has_text for page in pages):
            again = [replace(page, text=page.other_reading or page.text) for page in pages]
            other, told = mou.read_mou(again, province, self.case, _annex(again, self.tables))
            if read.signed_on is None and any(one.code == "date_missing" for one in told):
                other = replace(other, signed_on=None)  # it stands on dots, and the first reading has none
            sure = sure_of(pages, read, self.case.received_on)
            if any(one.code == "date_missing" for one in findings):
                sure = replace(sure, day=False)
            read, findings = doubted_mou(read, findings, other, sure)
        return Document(
            name, self.sha256, Kind.MOU, self.source, (*findings, *_in_layers(pages)), mou=read, could_be_form=True,
            words=_words(pages),
        )  # fmt: skip

    def _other(self, pages: list[Page], name: str) -> Document:
        return Document(name, self.sha256, Kind.OTHER, self.source, could_be_form=True, words=_words(pages))


def _in_layers(pages: list[Page]) -> list[Finding]:
    """What stands outside tables has no cell to be told at."""
    numbers = [page.number for page in pages if page.in_doubt]
    return [IN_LAYERS.at(None, pages=", ".join(map(str, numbers)))] if numbers else []


_LINES_OF_A_TITLE = 6


def _title_above(pages: list[Page], part: list[Page]) -> tuple[str, ...]:
    """The form's title and province where its table had no room below them and began on the next page."""
    before = next((page for page in pages if page.number == part[0].number - 1), None)
    if before is None or not before.ok or before.holds_form:
        return ()
    lines = tuple(line for line in before.text.split("\n") if line.strip())
    return (
        lines if len(lines) <= _LINES_OF_A_TITLE and "แบบสำรวจ" in squeeze(lines[0] if lines else "") else ()
    )


_WIDE = 8
"""Columns of a table that may be the form's, though its header could not be read."""


def _stray(parts: list[list[Page]], held: list[list[Page]]) -> set[int]:
    """Recognised pages of no paper that is kept, whose top does not say that they are of another kind."""
    pages = [page for part in parts if part not in held for page in part]
    return {page.number for page in pages if page.recognised and mou.kind_of(page) is None}


def _annex(pages: list[Page], tables: Mapping[int, PageTables]) -> str:
    numbers = mou.annex_pages(pages)
    grids = [tables[number].grid for number in numbers if number in tables]
    lines = []
    for grid in grids:
        rows = groupby(sorted(grid.cells.items()), key=lambda item: item[0][0])
        lines += [" ".join(" ".join(cell.text for _, cell in row).split()) for _, row in rows]
    return "\n".join(lines or [page.text for page in pages if page.number in numbers])


def _named(name: str, part: list[Page], several: bool) -> str:
    first, last = part[0].number, part[-1].number
    return f"{name}#{first}-{last}" if several else name


def _words(pages: list[Page]) -> str:
    return "\n".join(page.text for page in pages)[:_WORDS]
