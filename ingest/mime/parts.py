"""What the reader of a mail works with: where a part stands, what its headers say, what text it gives."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from ingest.mime.body import lines_of_html
from ingest.mime.parameters import Structured, structured


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from `start` to `end` of `data`: nothing is copied before a leaf is decoded."""

    data: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the tree: how deep, in which mail, under which multipart."""

    depth: int = 0
    folder: str = ""
    parent: str = ""
    unpacked: int = 0
    mails: int = 0
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    text: str = ""
    html: str = ""
    text_sha256: str | None = None
    html_sha256: str | None = None

    def words(self) -> str:
        if self.html and (not self.text.strip() or self.text.count("?") * 4 > len(self.text)):
            return lines_of_html(self.html)
        return self.text


@dataclass(frozen=True, slots=True)
class Leaf:
    kind: str
    type: Structured
    disposition: str
    given_name: str
    content_id: str
    encoding: str

    @property
    def is_body(self) -> bool:
        return (
            self.kind in ("text/plain", "text/html")
            and self.disposition != "attachment"
            and not self.given_name
        )


_CONTENT_HEADER = re.compile(
    rb"^content-(?:type|transfer-encoding|disposition|id)[ \t]*:[^\r\n]{0,4000}+(?>(?:\r?\n[ \t][^\r\n]{0,4000}+){0,20})",
    re.I | re.M,
)
_MOST_RESCUED = 8


def head_of(data: bytes, start: int, end: int, most: int) -> bytes:
    """Headers from `start` to `end`; of those behind the limit only what says how the content is to be read."""
    if end - start <= most:
        return data[start:end]
    behind = islice(_CONTENT_HEADER.finditer(data, start + most, end), _MOST_RESCUED)
    return b"\r\n".join([data[start : start + most], *(found[0] for found in behind)])


def file_leaf(name: str) -> Leaf:
    return Leaf("application/octet-stream", Structured(), "attachment", name, "", "")


def leaf_of(fields: dict[str, list[bytes]], place: Place) -> Leaf:
    def first(name: str) -> bytes:
        return fields.get(name, [b""])[0]

    usual = "message/rfc822" if place.parent == "multipart/digest" else "text/plain"
    kind = _declared(fields.get("content-type", []))
    disposition = structured(first("content-disposition"))
    names = [disposition.parameters.get("filename", ""), kind.parameters.get("name", "")]
    readable = [name for name in names if name and not set(name) & {"?", "\ufffd"}]
    return Leaf(
        kind=kind.value if "/" in kind.value else usual,
        type=kind,
        disposition=disposition.value,
        given_name=next(iter(readable), names[0] or names[1]),
        content_id=first("content-id").decode("ascii", "replace").strip("<> \t"),
        encoding=first("content-transfer-encoding").decode("ascii", "replace").strip(" \t\"'"),
    )


def _declared(values: list[bytes]) -> Structured:
    """The topmost Content-Type; where a gateway put its own above that of a multipart, the one that finds the parts."""
    kinds = [structured(value) for value in values[:5]] or [structured(b"")]
    parted = (
        kind for kind in kinds if kind.value.startswith("multipart/") and kind.parameters.get("boundary")
    )
    return next(parted, kinds[0])


def merged(blocks: list[Block]) -> Block:
    """Alternatives of one text: they are told once."""
    return Block(
        "\n".join(block.text for block in blocks if block.text.strip()),
        "\n".join(block.html for block in blocks if block.html),
        next((block.text_sha256 for block in blocks if block.text_sha256), None),
        next((block.html_sha256 for block in blocks if block.html_sha256), None),
    )
