"""What a file is, told by its content and never by its name."""

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO


class FileType(StrEnum):
    """Kinds of content; where the contract has a word for the source, the value is that word."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    XML2003 = "xml"
    ODS = "ods"
    HTML = "html"
    MHTML = "mhtml"
    CSV = "csv"
    DOCX = "docx"
    FLAT_OPC = "flat-opc"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    TEXT = "text"
    PICTURE = "picture"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    SLIDES = "slides"
    APPLE = "apple"
    MAIL = "mail"
    ENCRYPTED = "encrypted"
    RESTRICTED = "restricted"
    EMPTY = "empty"
    BROKEN = "broken"
    PASSING = "passing"
    """Never a form: signatures, calendars, contact cards, sound and film, what systems leave beside files."""
    UNKNOWN = "unknown"


_SOURCES = {FileType.MHTML: "html", FileType.FLAT_OPC: "docx", FileType.PDF: "pdf-text"}
_SAME_WORD = frozenset(["xlsx", "xlsb", "xls", "xml", "ods", "html", "csv", "docx", "doc", "odt", "rtf"])


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Attributes:
    type: What it is.
    page_like: Of a picture: large enough to be the picture of a page, not a logo.
    """

    type: FileType
    page_like: bool = False

    @property
    def source(self) -> str | None:
        """The contract's word for the format, None where it has none."""
        return _SOURCES.get(self.type) or (self.type.value if self.type in _SAME_WORD else None)


_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileType.PICTURE),
    (b"\xff\xd8\xff", FileType.PICTURE),
    (b"GIF8", FileType.PICTURE),
    (b"II*\0", FileType.PICTURE),
    (b"MM\0*", FileType.PICTURE),
    (b"BM", FileType.PICTURE),
    (b"{\\rtf", FileType.RTF),
    (b"-----BEGIN PGP MESSAGE-----", FileType.ENCRYPTED),
    (b"-----BEGIN PGP ", FileType.PASSING),  # a signature, a key
    (b"Rar!\x1a\x07", FileType.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
    (b"\x4c\0\0\0\x01\x14\x02\0", FileType.PASSING),  # .lnk
    (b"\0\0\0\x01Bud1", FileType.PASSING),  # .DS_Store
    (b"\0\x05\x16\x07", FileType.PASSING),  # AppleDouble, the ._ files of a Mac
    (b"\xd7\xcd\xc6\x9a", FileType.PASSING),  # .wmf
    (b"\0\0\x01\0", FileType.PASSING),  # .ico
    (b"ID3", FileType.PASSING),
    (b"OggS", FileType.PASSING),
    (b"\x1aE\xdf\xa3", FileType.PASSING),  # .mkv, .webm
    (b"wOF", FileType.PASSING),
    (b"\x09\x08", FileType.XLS),  # a bare BIFF stream
)
_PKCS7_SIGNED = bytes.fromhex("2a864886f70d010702")
_PKCS7_ENVELOPED = bytes.fromhex("2a864886f70d010703")
_PICTURE_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")
_JUNK_NAMES = re.compile(r"(?:~\$.*|\._.*|thumbs\.db|desktop\.ini|\.ds_store|.*\.lnk)", re.IGNORECASE)
_READABLE = frozenset(
    FileType(word) for word in "xlsx xlsb xls xml ods csv html docx flat-opc doc odt rtf pdf zip".split()
)


def sniff(data: bytes) -> Sniffed:
    """What `data` is; never raises."""
    if not data.strip(b"\0"):
        return Sniffed(FileType.EMPTY if not data else FileType.BROKEN)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Sniffed(_in_zip(data))
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Sniffed(_in_compound_file(data))
    if b"%PDF-" in data[:1024]:
        return Sniffed(FileType.PDF)
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and _looks_like_text(data)):
            return Sniffed(kind, kind is FileType.PICTURE and _is_page_like(data))
    return _by_structure(data) or Sniffed(_in_text(data) if _looks_like_text(data) else FileType.UNKNOWN)


def is_left_behind(name: str, kind: FileType) -> bool:
    """Whether a file is what systems leave beside files (`~$a.xlsx`, Thumbs.db), of no meaning to anybody."""
    return kind not in _READABLE and _JUNK_NAMES.fullmatch(name.rpartition("/")[2]) is not None


def _by_structure(data: bytes) -> Sniffed | None:
    if data[4:8] == b"ftyp":
        picture = data[8:12] in _PICTURE_BRANDS
        return Sniffed(FileType.PICTURE, True) if picture else Sniffed(FileType.PASSING)
    if data[:4] == b"RIFF":
        picture = data[8:12] == b"WEBP"
        return Sniffed(FileType.PICTURE, True) if picture else Sniffed(FileType.PASSING)
    if data[:1] == b"\x30" and _PKCS7_ENVELOPED in data[:64]:
        return Sniffed(FileType.ENCRYPTED)
    if data[:1] == b"\x30" and _PKCS7_SIGNED in data[:64]:
        return Sniffed(FileType.PASSING)
    if data[40:44] == b" EMF" or (data[0] == 0xFF and data[1:2] in (b"\xfb", b"\xf3", b"\xf2")):
        return Sniffed(FileType.PASSING)
    return None


_CONTENT_TYPES: tuple[tuple[bytes, FileType], ...] = (
    (b"sheet.binary.macroenabled.main", FileType.XLSB),
    (b"spreadsheetml.sheet.main+xml", FileType.XLSX),
    (b"spreadsheetml.template.main+xml", FileType.XLSX),
    (b"ms-excel.sheet.macroenabled.main+xml", FileType.XLSX),
    (b"ms-excel.template.macroenabled.main+xml", FileType.XLSX),
    (b"wordprocessingml.", FileType.DOCX),
    (b"ms-word.document.macroenabled", FileType.DOCX),
    (b"presentationml.", FileType.SLIDES),
)
_PARTS: tuple[tuple[str, FileType], ...] = (
    ("xl/workbook.bin", FileType.XLSB),
    ("xl/workbook.xml", FileType.XLSX),
    ("word/document.xml", FileType.DOCX),
    ("ppt/presentation.xml", FileType.SLIDES),
    ("index/document.iwa", FileType.APPLE),
    ("index.zip", FileType.APPLE),
    ("index.apxl", FileType.APPLE),
)
_MIMETYPES: tuple[tuple[bytes, FileType], ...] = (
    (b"opendocument.spreadsheet", FileType.ODS),
    (b"opendocument.text", FileType.ODT),
    (b"opendocument.presentation", FileType.SLIDES),
)
_MOST_DECLARED = 1024 * 1024


def _in_zip(data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {
                info.filename.replace("\\", "/").lstrip("/").lower(): info for info in package.infolist()
            }
            kind = next((kind for part, kind in _PARTS if part in names), None)
            if kind is not None:
                return kind
            for part, words in (("[content_types].xml", _CONTENT_TYPES), ("mimetype", _MIMETYPES)):
                if part in names and names[part].file_size <= _MOST_DECLARED:
                    declared = package.read(names[part]).lower()
                    kind = next((kind for word, kind in words if word in declared), None)
                    if kind is not None:
                        return kind
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        return FileType.BROKEN
    except RuntimeError:  # a part that needs a password
        return FileType.ZIP
    return FileType.ZIP


def _in_compound_file(data: bytes) -> FileType:
    """Old Office files, and the envelope of encrypted new ones ([MS-CFB], [MS-OFFCRYPTO] §2.2 and §2.3)."""
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            entries = compound.listdir(storages=True)
            damaged = bool(compound.parsing_issues) or not entries
    except Exception:  # noqa: BLE001 - olefile raises nearly anything on a broken directory
        return FileType.BROKEN
    names = {part.strip("\t\x06").lower() for entry in entries for part in entry}
    if names & {"drmencrypteddataspace", "drmencryptedtransform", "drmcontent"}:
        return FileType.RESTRICTED
    for name, kind in (
        ("encryptedpackage", FileType.ENCRYPTED),
        ("workbook", FileType.XLS),
        ("book", FileType.XLS),
        ("worddocument", FileType.DOC),
        ("powerpoint document", FileType.SLIDES),
        ("__properties_version1.0", FileType.MAIL),
        ("catalog", FileType.PASSING),
    ):
        if name in names:
            return kind
    return FileType.BROKEN if damaged else FileType.UNKNOWN


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _looks_like_text(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if (
        b"\0" in head
    ):  # UTF-16 without a mark: in one of the two positions there are many zeros, or Thai's 0x0E
        pairs = len(head) // 2
        zeros = [sum(byte in (0, 0x0E) for byte in head[at::2]) for at in (0, 1)]
        return pairs > 0 and max(zeros) > 0.9 * pairs and min(zeros) < 0.2 * pairs
    return len(_CONTROL.findall(head)) <= len(head) // 200


_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|table|div|style|p|span|center|font|tr)\b", re.I
)
_HEADER_LINE = re.compile(
    r"(?:received|from|to|subject|date|message-id|return-path|mime-version|content-[\w-]+|x-[\w-]+):\s", re.I
)
# Browsers save pages as mails from nobody to nobody.
_ADDRESSED = re.compile(r"^(?:received|to|return-path|message-id):", re.I | re.M)


def _in_text(data: bytes) -> FileType:
    from survey.thai.charset import decode

    text = decode(data[:65536] if len(data) <= 65536 else data[: data.rfind(b"\n", 0, 65536) + 1 or 65536])
    head = text.lstrip("\ufeff \t\r\n")[:8192]
    if head.startswith("<"):
        return _in_markup(head)
    if head.startswith(("BEGIN:VCARD", "BEGIN:VCALENDAR", "-----BEGIN")):
        return FileType.PASSING
    if _HEADER_LINE.match(head) and sum(bool(_HEADER_LINE.match(line)) for line in head.split("\n")) >= 2:
        page = re.search(r"multipart/related|text/html", head, re.I) and not _ADDRESSED.search(head)
        return FileType.MHTML if page else FileType.MAIL
    return FileType.CSV if has_columns(text) else FileType.TEXT


def _in_markup(head: str) -> FileType:
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<html" not in head.lower():
        return FileType.XML2003
    if "office/2006/xmlPackage" in head:
        return FileType.FLAT_OPC
    if "office/word/2003/wordml" in head:
        return FileType.DOC
    if "opendocument.text" in head:
        return FileType.ODT
    if "opendocument.spreadsheet" in head:
        return FileType.ODS
    if re.search(r"<svg\b", head[:1024]):
        return FileType.PASSING
    return FileType.HTML if _MARKUP.search(head) else FileType.TEXT


def has_columns(text: str) -> bool:
    """Whether text is cut into columns: two or more of its lines have the same separator, twice at least."""
    lines = text.split("\n", 400)[:400]
    if lines[0].strip("\ufeff\r").lower().startswith("sep="):
        return True
    return any(sum(line.count(mark) >= 2 for line in lines) >= 2 for mark in "\t;,|")


_SHORTEST_PAGE_SIDE, _LEAST_PAGE = 700, 700_000


def _is_page_like(data: bytes) -> bool:
    """A4 at 90 dpi or more; where the size can't be told, it may be a page."""
    size = _picture_size(data)
    return size is None or (min(size) >= _SHORTEST_PAGE_SIDE and size[0] * size[1] >= _LEAST_PAGE)


def _picture_size(data: bytes) -> tuple[int, int] | None:
    if data[:4] == b"\x89PNG":
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data[:4] == b"GIF8":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:2] == b"BM":
        return int.from_bytes(data[18:22], "little"), int.from_bytes(data[22:26], "little")
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Size from the first frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += (
            2
            if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8
            else 2 + int.from_bytes(data[at + 2 : at + 4])
        )
    return None
