"""What is logged, and how: a line an event, with the mail's reference, and nothing about a person.

A line about a mail begins with twelve letters of its SHA-256 (`0123456789ab: …`); the submission's reference, where it has
one by then, comes as `extra={"reference": …}`. Our own words name no one; what a library's error brings along (an address, a telephone number, a sender's Thai words)
is masked in every line. JSON on request: `at`, `level`, `logger`, `mail`, `reference`, `text`, and `error` with its trace.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

MASK = "…"
# Of a mail, by which `samruat status` and the raw mail's file name find it again.
_MAIL = re.compile(r"([0-9a-f]{12}): ")
_ADDRESS = re.compile(r"""[^\s<>"'(),;:=]+@[^\s<>"'(),;]+""")
_THAI = re.compile(r"[\u0e00-\u0e7f](?:[\u0e00-\u0e7f\s.]*[\u0e00-\u0e7f])?")
_PHONE = re.compile(r"(?<![\w.:+-])(?:\+66|0)[ -]?\d(?:[ -]?\d){7,8}(?![\w:-])")


def configure(*, as_json: bool, stream: TextIO | None = None) -> None:
    """Log from INFO on, to standard error unless told otherwise. Called again, it replaces what was there."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def masked(text: str) -> str:
    """Without addresses, Thai words and telephone numbers."""
    for pattern in (_ADDRESS, _THAI, _PHONE):
        text = pattern.sub(MASK, text)
    return text


class PlainLines(logging.Formatter):
    """Time, level, logger, text; the reference behind it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        line = super().formatMessage(record)
        reference = getattr(record, "reference", None)
        return f"{line} [{reference}]" if reference else line

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line, ASCII but for the mask."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        mail = _MAIL.match(text)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "mail": mail[1] if mail else None,
            "reference": getattr(record, "reference", None),
            "text": masked(text[mail.end() :] if mail else text),
        }
        if record.exc_info:
            line["error"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
