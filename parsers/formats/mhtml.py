"""Web pages saved as one file (.mht, Excel's "single file web page" named .xls): the HTML of all their pages.

A workbook of several sheets is a page a sheet. Raises FileRefused and nothing else (RFC 2557).
"""

from email import message_from_bytes
from email.message import Message

from parsers.refused import FileCorrupt
from survey.thai.charset import decode

SOURCE = "html"


def html_of(data: bytes) -> str:
    """The pages one after the other.

    Raises:
        FileCorrupt: It holds no page.
    """
    pages = [
        _text(part) for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"
    ]
    if not pages:
        raise FileCorrupt
    return "\n".join(pages)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return decode(content, part.get_content_charset()) if isinstance(content, bytes) else ""
