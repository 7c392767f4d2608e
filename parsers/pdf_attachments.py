"""Files within a PDF: of a portfolio, of the whole document, or clipped to a page (ISO 32000-1 §7.11.4, §12.5.6.15)."""

import ctypes
from collections.abc import Iterator
from typing import Any

from parsers.limits import Limits
from parsers.pdf_opening import opened
from parsers.refused import FileTooLarge

_SIGNS = (b"EmbeddedFile", b"FileAttachment", b"ObjStm", b"/Encrypt")


def embedded_files(data: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Name and bytes of the files in a PDF; those over a limit raise.

    Raises:
        FileEncrypted, FileCorrupt: As `parsers.pdf_opening.opened`.
        FileTooLarge: More than `limits.members` files, or one of more than `limits.file_mb`.
    """
    if not any(sign in data for sign in _SIGNS):
        return []
    with opened(data, limits) as pdf:
        members: list[tuple[str, bytes]] = []
        for attachment in _attachments(pdf, limits):
            content = _content(attachment, limits)
            name = attachment.get_name().replace("\\", "/").strip("/") or "file"
            if (name, content) not in members:
                members.append((name, content))
            if len(members) > limits.members:
                raise FileTooLarge(limit=f"{limits.members:,} ไฟล์แนบ")
        return members


def _attachments(pdf: Any, limits: Limits) -> Iterator[Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    count = pdf.count_attachments()
    if count > limits.members:
        raise FileTooLarge(limit=f"{limits.members:,} ไฟล์แนบ")
    yield from (pdf.get_attachment(index) for index in range(count))
    for number in range(len(pdf)):
        page = pdf[number]
        for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
            note = pdfium.FPDFPage_GetAnnot(page, index)
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                clipped = pdfium.FPDFAnnot_GetFileAttachment(note)
                if clipped:
                    yield pypdfium2.PdfAttachment(clipped, pdf)
            pdfium.FPDFPage_CloseAnnot(note)
        page.close()


_MOST_NOTES = 5_000


def _content(attachment: Any, limits: Limits) -> bytes:
    """Of a file that names no contents, nothing."""
    import pypdfium2.raw as pdfium

    size = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size) or not size.value:
        return b""
    if size.value > limits.file_mb * 1024 * 1024:
        raise FileTooLarge(limit=f"{limits.file_mb:,} เมกะไบต์")
    return bytes(attachment.get_data())
