"""The mail as it came: headers and text as plain words, files to be saved, never opened here."""

import re
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template

from desk.reading import attachment_of, letter_of
from desk.state import the_desk

letters = Blueprint("letters", __name__, url_prefix="/mails")

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


@letters.get("/<sha256>")
def one(sha256: str) -> str:
    """Who wrote what, when, by which way; and the files."""
    _check(sha256)
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        message = work.messages.get(sha256)
        if message is None:
            abort(404)
        versions = work.submissions.of_message(sha256)
        deliveries = work.messages.deliveries(sha256)
    return render_template(
        "letter.html", message=message, versions=versions, deliveries=deliveries, letter=letter_of(sha256)
    )


@letters.get("/<sha256>/files/<int:index>")
def file(sha256: str, index: int) -> Response:
    """A file of the mail, to be saved."""
    _check(sha256)
    found = attachment_of(sha256, index)
    if found is None:
        abort(404)
    return to_save(*found)


@letters.get("/<sha256>/raw")
def raw(sha256: str) -> Response:
    """The mail's own bytes, to be saved."""
    _check(sha256)
    desk = the_desk()
    with desk.context.database.unit_of_work(readonly=True) as work:
        if work.messages.get(sha256) is None:
            abort(404)
    try:
        return to_save(f"{sha256[:16]}.eml", desk.context.raw.path(sha256).read_bytes())
    except FileNotFoundError:
        abort(404)


def to_save(name: str, data: bytes, mimetype: str = "application/octet-stream") -> Response:
    """Bytes that a browser saves under a name and never shows (RFC 6266, RFC 8187)."""
    last = name.replace("\\", "/").rpartition("/")[2].lstrip(".") or "file"
    plain = _NOT_PLAIN.sub("_", last)[:100] or "file"
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


def _check(sha256: str) -> None:
    if _SHA256.fullmatch(sha256) is None:
        abort(404)
