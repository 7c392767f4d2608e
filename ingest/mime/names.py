"""Names of attachments: safe to write and to show, with the sender's words kept."""

import html
import re
import unicodedata

_LONGEST = 180
_WINDOWS_PATH = re.compile(r"^(?:[A-Za-z]:|\\)?.*\\", re.DOTALL)
_UNIX_PATH = re.compile(r"^(?:~|\.{0,2})/.*/|^(?:\.{1,2}/)+|^/", re.DOTALL)
# Controls, what turns the direction of writing, what has no width; then what a file system or a shell takes.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
)
_RESERVED = re.compile(r'[/\\:*?"<>|]')
_EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/pkcs7-mime": "p7m",
    "application/x-pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/ms-tnef": "dat",
    "message/rfc822": "eml",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/html": "html",
    "text/calendar": "ics",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
}


def safe_name(given: str, content_type: str) -> str:
    """A file's name without path, controls and marks of direction; made up from the type where there is none."""
    given = html.unescape(given) if "&#" in given else given
    name = unicodedata.normalize("NFC", _UNSEEN.sub(lambda m: " " if m[0] in "\r\n\t" else "", given)).strip()
    name = _UNIX_PATH.sub("", _WINDOWS_PATH.sub("", name))
    name = " ".join(_RESERVED.sub("_", name).split()).lstrip(". ").rstrip(". ")
    if not name or not name.strip("_"):
        return f"attachment.{_EXTENSIONS.get(content_type, 'bin')}"
    if len(name) > _LONGEST:
        stem, dot, extension = name.rpartition(".")
        kept = f".{extension}" if dot and len(extension) <= 10 else ""
        name = (stem if kept else name)[: _LONGEST - len(kept)] + kept
    return name


def distinct(name: str, taken: set[str]) -> str:
    """`name`, or with a number where an earlier file of the mail bears it; it is then taken."""
    found, number = name, 1
    folder, slash, last = name.rpartition("/")
    stem, dot, extension = last.rpartition(".")
    while found.casefold() in taken:
        number += 1
        numbered = f"{stem} ({number}).{extension}" if dot and stem else f"{last} ({number})"
        found = f"{folder}{slash}{numbered}"
    taken.add(found.casefold())
    return found
