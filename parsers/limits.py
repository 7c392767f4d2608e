"""How much of a file we read. A limit that is known before reading gives `file_too_large`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file and of the child process that reads it.

    Attributes:
        file_mb: Size of the file as it was sent, MiB.
        members: Files in an archive, nested ones counted too.
        archive_depth: Archives within archives: 2 reads `a.zip/b.zip/c.xlsx`.
        unpacked_mb: MiB that an archive, or the parts of a workbook besides its sheets, unpack to.
        unpacked_ratio: Unpacked bytes for each packed byte, of a member over 10 MiB.
        sheet_mb: MiB of XML of all sheets of a workbook together. Sheets are streamed and cost time, not
            memory; a million rows that are only formatted are 400 MiB.
        sheets: Sheets of a workbook; a province has up to 32 amphoe, and some send a sheet an amphoe or LAO.
        rows: Used rows of a sheet or table; the longest honest form has some thousands.
        columns: Used columns of a sheet or table; 256 is the width of an old .xls.
        merges: Merged ranges that touch the used cells of a sheet.
        pages: Pages of a PDF.
        seconds: Wall clock of one reading.
        office_seconds: Wall clock of one conversion by LibreOffice.
        memory_mb: Address space of the child, MiB.
    """

    file_mb: int = 25
    members: int = 200
    archive_depth: int = 2
    unpacked_mb: int = 300
    unpacked_ratio: int = 100
    sheet_mb: int = 500
    sheets: int = 100
    rows: int = 20_000
    columns: int = 256
    merges: int = 20_000
    pages: int = 60
    seconds: int = 120
    office_seconds: int = 50
    memory_mb: int = 1_500
