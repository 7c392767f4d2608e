"""The door: a file's bytes to documents, whatever they are. To be run in a child: `parsers.sandbox`.

What is wrong with a file becomes a finding of its document; an exception that leaves here is a bug of ours.
"""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256 as hashed
from typing import TYPE_CHECKING

from parsers import archive, packed, pdf_documents, word_files, workbooks
from parsers.decryption import decrypted
from parsers.document_tables import joined
from parsers.form import FormRead, read_forms, words_of
from parsers.formats import html_table, mhtml, pdf, text_table, xlsx
from parsers.grid import Grid
from parsers.limits import Limits
from parsers.refused import (
    CORRUPT,
    EMPTY,
    ENCIPHERED,
    RESTRICTED,
    UNSUPPORTED,
    ConverterMissing,
    FileCorrupt,
    FileEncrypted,
    FileRefused,
    FileTooLarge,
    FileUnsupported,
)
from parsers.sniff import FileType, Sniffed, is_left_behind, sniff
from survey.check import check
from survey.forms import Survey, named
from survey.marking import is_list_sheet
from survey.model import Case, Document, Form, Kind, ProvinceSource
from survey.nil import mail_states_nil
from survey.quotes import own_words
from survey.thai.charset import decode

if TYPE_CHECKING:
    from parsers.page_image import Grey

__all__ = ["read_body", "read_file"]

MailFiles = Callable[[bytes], Sequence[tuple[str, bytes]]]
_MIB = 1024 * 1024
_WORDS = 2000
_COVERING = 600
"""Words of a document around scanned pages; one of more is read for itself."""


def read_file(
    data: bytes, name: str, case: Case, limits: Limits, mail_files: MailFiles | None = None
) -> list[Document]:
    """The documents of one file: one, a document a member of an archive, or one for each part of a PDF.

    Args:
        name: As the documents shall name it; members are `name/member`, parts of a PDF `name#1-2`.
        mail_files: Name and bytes of each file that a saved mail brings: such a mail is read like an archive.
    """
    return _Reader(case, limits, name[: name.rfind("/") + 1], mail_files).read(data, name, 0)


_TABLE = re.compile(r"<\s*table", re.IGNORECASE)


def read_body(
    text: str | None,
    html: str | None,
    sha256: str,
    name: str,
    case: Case,
    *,
    html_sha256: str | None = None,
    subject: str = "",
    is_plain: bool = True,
) -> Document | None:
    """A mail's own text as a document, where it holds the form's table or states that there is nothing.

    Args:
        text, html: What the mail says; what it quotes of earlier mails is left out here, what it sends on is not.
        sha256, html_sha256: Of the decoded text part and of the HTML part, where that is another one.
        subject: Tells an answer from a mail that is sent on.
        is_plain: The text is a part of its own; else it was made from the HTML, whose tables are spoiled in it.
    """
    own = own_words(text, subject) if text else None
    laid_out = own if is_plain or _TABLE.search(html or "") is None else None
    for grids, digest in _tables(laid_out, html, sha256, html_sha256 or sha256, subject, named(case.survey)):
        read = read_forms(grids, name, case) if grids else None
        if read is not None:
            return _survey(read, grids, name, digest, "body", own or read.words)
    if own and mail_states_nil(own):
        form = _nil_form(case)
        findings = check(form, case)
        return Document(
            name, sha256, Kind.SURVEY, "body", findings, form, could_be_form=True, words=own[:_WORDS]
        )
    return None


def _tables(
    text: str | None, html: str | None, text_sha256: str, html_sha256: str, subject: str, spec: Survey
) -> Iterable[tuple[list[Grid], str]]:
    try:
        if html:
            grids = html_table.html_tables(html, with_quotes=False, subject=subject)
            yield joined(grids, spec), html_sha256
        if text:
            yield text_table.text_tables(text), text_sha256
    except FileTooLarge:  # a table of that size is no form that somebody typed into a mail
        return


def _nil_form(case: Case) -> Form:
    if case.mail_province:
        return Form(case.mail_province, ProvinceSource.MAIL, nil_report=True, survey=case.survey)
    if len(case.sender_provinces) == 1:
        [province] = case.sender_provinces
        return Form(province, ProvinceSource.SENDER, nil_report=True, survey=case.survey)
    return Form(nil_report=True, survey=case.survey)


def _survey(
    read: FormRead, grids: Sequence[Grid], name: str, sha256: str, source: str | None, words: str
) -> Document:
    names = tuple(grid.name for grid in grids)
    found, words = tuple(read.findings), words[:_WORDS]
    return Document(
        name, sha256, Kind.SURVEY, source, found, read.form, could_be_form=True, grids=names, words=words
    )


_MAIL = UNSUPPORTED.saying(
    "ไฟล์ “{name}” เป็น{kind} ซึ่งระบบยังอ่านไม่ได้ กรุณาแนบไฟล์แบบสำรวจมาโดยตรง แล้วส่งใหม่"
).sentence
_NO_MEMBERS = CORRUPT.saying("ไฟล์บีบอัด “{name}” ไม่มีไฟล์อยู่ภายใน กรุณาตรวจสอบ แล้วส่งมาอีกครั้ง").sentence
_NOT_READ_YET: dict[FileType, tuple[str, str | None]] = {
    FileType.SLIDES: ("ไฟล์งานนำเสนอ", None),
    FileType.APPLE: ("ไฟล์ของโปรแกรม Numbers หรือ Pages", None),
    FileType.MAIL: ("อีเมลที่บันทึกเป็นไฟล์", _MAIL),
    FileType.UNKNOWN: ("ไฟล์ชนิดที่ระบบไม่รู้จัก", None),
}


_Members = Callable[[bytes, archive.Budget], Iterator[archive.Member]]


class _Reader:
    """Reads one file and all that is in it, within one budget."""

    def __init__(self, case: Case, limits: Limits, folder: str, mail_files: MailFiles | None) -> None:
        self._case, self._limits, self._folder, self._mail_files = case, limits, folder, mail_files
        self._budget, self._spec = archive.Budget(limits), named(case.survey)

    def read(self, data: bytes, name: str, depth: int) -> list[Document]:
        sha256 = hashed(data).hexdigest()
        sniffed = sniff(data)
        try:
            if is_left_behind(name, sniffed.type):
                return [Document(name, sha256, Kind.OTHER, None)]
            if len(data) > self._limits.file_mb * _MIB:
                raise FileTooLarge(limit=f"{self._limits.file_mb:,} เมกะไบต์")
            return self._by_type(sniffed, data, name, sha256, depth)
        except FileRefused as refused:
            return [self._unreadable(refused, name, sha256, sniffed.source)]

    def _by_type(self, sniffed: Sniffed, data: bytes, name: str, sha256: str, depth: int) -> list[Document]:
        kind = sniffed.type
        if kind is FileType.ZIP:
            return self._archive(archive.members, data, name, depth)
        if kind in (FileType.RAR, FileType.SEVEN_ZIP):
            return self._archive(packed.members, data, name, depth)
        if kind is FileType.MAIL and self._mail_files is not None:
            return self._mail(self._mail_files, data, name, sha256, depth)
        if kind is FileType.PDF:
            return self._pdf(data, name, sha256, depth)
        if kind is FileType.PICTURE and sniffed.page_like:
            return self._picture(data, name, sha256)
        if kind is FileType.ENCRYPTED:
            return self._encrypted(data, name, sha256, depth)
        if kind in word_files.SOURCES:
            return self._document(kind, data, name, sha256)
        if kind is FileType.XLSX:
            own = self._single(sniffed, data, name, sha256)
            return self._or_its_pictures(own, lambda: xlsx.pictures(data, self._limits))
        return [self._single(sniffed, data, name, sha256)]

    def _single(self, sniffed: Sniffed, data: bytes, name: str, sha256: str) -> Document:
        kind = sniffed.type
        if kind in workbooks.SOURCES:
            grids = workbooks.read_workbook(kind, data, self._limits)
            return self._tables(grids, name, sha256, workbooks.SOURCES[kind])
        if kind is FileType.HTML:
            return self._tables(joined(html_table.read(data), self._spec), name, sha256, html_table.SOURCE)
        if kind is FileType.MHTML:
            grids = joined(html_table.html_tables(mhtml.html_of(data)), self._spec)
            return self._tables(grids, name, sha256, mhtml.SOURCE)
        if kind is FileType.TEXT:
            return Document(name, sha256, Kind.OTHER, None, words=decode(data)[:_WORDS])
        if kind in (FileType.PICTURE, FileType.PASSING):
            return Document(name, sha256, Kind.OTHER, None, could_be_form=sniffed.page_like)
        if kind is FileType.EMPTY:
            raise FileCorrupt(EMPTY.sentence)
        if kind is FileType.RESTRICTED:
            raise FileEncrypted(RESTRICTED.sentence)
        if kind is FileType.BROKEN:
            raise FileCorrupt
        called, sentence = _NOT_READ_YET[kind]
        raise FileUnsupported(sentence, kind=called)

    def _tables(self, grids: list[Grid], name: str, sha256: str, source: str) -> Document:
        grids = [grid for grid in grids if not is_list_sheet(grid.name, grid.at(1, 1).text)]
        read = read_forms(grids, name, self._case) if grids else None
        if read is not None:
            return _survey(read, grids, name, sha256, source, read.words)
        names = tuple(grid.name for grid in grids)
        could_be = source != html_table.SOURCE or bool(grids)
        return Document(
            name, sha256, Kind.OTHER, source, could_be_form=could_be, grids=names, words=words_of(grids)
        )

    def _document(self, kind: FileType, data: bytes, name: str, sha256: str) -> list[Document]:
        """A word processor's document; where it holds no form itself, a workbook or scanned pages in it may."""
        source = word_files.SOURCES[kind]
        word = word_files.read_document(kind, data, self._limits, self._spec)
        own = self._tables(word.grids, name, sha256, source)
        for inside in word.files() if own.kind is Kind.OTHER else ():
            book = sniff(inside).type
            if book in workbooks.SOURCES:
                with contextlib.suppress(FileRefused):
                    grids = workbooks.read_workbook(book, inside, self._limits)
                    found = self._tables(grids, name, sha256, source)
                    if found.kind is Kind.SURVEY:
                        return [found]
        return self._or_its_pictures(own, word.pictures)

    def _or_its_pictures(self, own: Document, pictures: Callable[[], list[bytes]]) -> list[Document]:
        """What a file holds, or its pictures do where it has hardly a word itself: scanned pages, put into it."""
        if own.kind is not Kind.OTHER or len(own.words) >= _COVERING:
            return [own]
        pages = [page for one in pictures() if sniff(one).page_like for page in self._papers(one)]
        if not pages:
            return [own]
        found = pdf_documents.read_pictures(pages, own.file, own.sha256, self._case, self._limits)
        return found if any(one.kind is not Kind.OTHER for one in found) else [own]

    def _encrypted(self, data: bytes, name: str, sha256: str, depth: int) -> list[Document]:
        """Workbooks that are "read-only recommended" are encrypted too, with a password that all know."""
        if not data.startswith(b"\xd0\xcf\x11\xe0"):
            raise FileEncrypted(ENCIPHERED.sentence)
        inside = decrypted(data)
        sniffed = sniff(inside)
        if sniffed.type is FileType.ENCRYPTED:
            raise FileEncrypted
        return self._by_type(sniffed, inside, name, sha256, depth)

    def _pdf(self, data: bytes, name: str, sha256: str, depth: int) -> list[Document]:
        attached = pdf.embedded_files(data, self._limits)
        try:
            documents = pdf_documents.read_pdf(data, name, sha256, self._case, self._limits)
        except FileRefused as refused:
            if not attached:
                raise
            documents = [self._unreadable(refused, name, sha256, pdf.SOURCE)]
        if attached and depth >= self._limits.archive_depth:
            return [*documents, self._unreadable(self._too_deep(), f"{name}/{attached[0][0]}", sha256, None)]
        for member, content in attached:
            self._budget.count(len(content))
            documents += self.read(content, f"{name}/{member}", depth + 1)
        return documents

    def _picture(self, data: bytes, name: str, sha256: str) -> list[Document]:
        """A scan or a photograph of a page is read; one of people is not, and no fault."""
        pages = self._papers(data)
        if not pages:
            return [Document(name, sha256, Kind.OTHER, None, could_be_form=True)]
        return pdf_documents.read_pictures(pages, name, sha256, self._case, self._limits)

    def _papers(self, data: bytes) -> "list[Grey]":
        from parsers.page_image import papers

        return papers(data)

    def _archive(self, members: _Members, data: bytes, name: str, depth: int) -> list[Document]:
        if depth >= self._limits.archive_depth:
            raise self._too_deep()
        documents: list[Document] = []
        for member in members(data, self._budget):
            path = f"{name}/{member.name}"
            if member.refused is not None:
                documents.append(
                    self._unreadable(member.refused, path, hashed(member.data).hexdigest(), None)
                )
            else:
                documents += self.read(member.data, path, depth + 1)
        if not documents:
            raise FileCorrupt(_NO_MEMBERS)
        return documents

    def _mail(self, files: MailFiles, data: bytes, name: str, sha256: str, depth: int) -> list[Document]:
        if depth > self._limits.archive_depth:
            raise self._too_deep()
        found = [
            d for member, content in files(data) for d in self.read(content, f"{name}/{member}", depth + 1)
        ]
        return found or [Document(name, sha256, Kind.OTHER, None, could_be_form=True)]

    def _unreadable(self, refused: FileRefused, name: str, sha256: str, source: str | None) -> Document:
        finding = refused.finding(name.removeprefix(self._folder))
        ours = isinstance(refused, ConverterMissing)
        return Document(name, sha256, Kind.UNREADABLE, source, (finding,), could_be_form=True, our_fault=ours)

    def _too_deep(self) -> FileTooLarge:
        return FileTooLarge(limit=f"ไฟล์บีบอัดซ้อนกัน {self._limits.archive_depth} ชั้น")
