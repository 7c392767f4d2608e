"""How a PDF is opened: with the empty password, within the limit of pages, and closed whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from parsers.limits import Limits
from parsers.refused import FileCorrupt, FileEncrypted, FileTooLarge


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Any]:
    """pdfium's document.

    Raises:
        FileEncrypted: A password is needed to open it; one that only forbids printing is no hindrance.
        FileCorrupt: pdfium can't open it, or a page that it names is not there.
        FileTooLarge: It has more than `limits.pages` pages.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise FileEncrypted from error
        raise FileCorrupt from error
    try:
        if len(pdf) > limits.pages:
            raise FileTooLarge(limit=f"{limits.pages:,} หน้า")
        yield pdf
    except pypdfium2.PdfiumError as error:  # a page that is named and is not there
        raise FileCorrupt from error
    finally:
        with suppress(AssertionError):
            pdf.close()
