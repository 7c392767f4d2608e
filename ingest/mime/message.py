"""A whole mail: text, HTML and attachments, whatever the tree. Bounded in time and memory by its limits.

Own reader instead of `email`: that one needs seven times the size of an attachment in memory, and falls over
1,000 nested multiparts, `name*` without a value, and more (mail-handling, section 0, finding 3).
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from ingest.mime import outlook_msg, tnef
from ingest.mime.addresses import normal_address
from ingest.mime.body import html_of, text_of
from ingest.mime.headers import BEFORE_HEADERS, Head, decode_words, raw_fields, read_head, with_line_ends
from ingest.mime.names import distinct, safe_name
from ingest.mime.parameters import Structured
from ingest.mime.parts import Block, Leaf, Part, Place, file_leaf, head_of, leaf_of, merged
from ingest.mime.smime import signed_content
from ingest.mime.structure import head_end, parts_of
from ingest.mime.transfer import decoded, uuencoded, yencoded


@dataclass(frozen=True, slots=True)
class MailLimits:
    """Attributes:
    depth: Multiparts inside each other, mails inside mails included.
    parts: Parts of all multiparts together.
    unpacked: Mails inside mails that are encoded once more.
    head_kib: Of a part's headers, what is looked at.
    text_kib: Of the text parts together, what is kept.
    """

    depth: int = 40
    parts: int = 1_000
    unpacked: int = 3
    head_kib: int = 256
    text_kib: int = 4_096


@dataclass(frozen=True, slots=True)
class Attachment:
    """Attributes:
    name: Safe, distinct in its mail; that of a mail inside the mail stands before it (`fwd.eml/b.xlsx`).
    given_name: As the sender's program wrote it, decoded; "" where it gave none.
    content_type: As declared, lower case; never to be believed.
    inline: A picture that is shown within the text.
    sha256: Of `data`, hex.
    mails: In how many mails inside the mail it stands.
    sent_at: When the innermost of these says that it was sent; aware, None for the outermost.
    """

    name: str
    data: bytes
    content_type: str
    inline: bool
    sha256: str
    given_name: str = ""
    content_id: str | None = None
    mails: int = 0
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """Attributes:
    text: What a reader sees, with the mails inside it behind; from HTML where a part has nothing else.
    html: All HTML parts, or None.
    text_sha256, html_sha256: Of the bytes of the first part that gives such text, transfer encoding undone.
    notes: What was broken or left out, in English, for the log.
    incomplete: A limit ended the reading before all parts were seen: what it brings is not known;
        `sha256` is then that of the whole mail.
    """

    head: Head
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...] = ()
    text_sha256: str | None = None
    html_sha256: str | None = None
    incomplete: bool = False
    sha256: str = ""


def read_mail(raw: bytes, limits: MailLimits) -> Mail:
    """Read a mail; never raises on any bytes: a defect is a note, never a skip."""
    raw = with_line_ends(raw)
    reader = _Reader(limits)
    outlook = outlook_msg.read_msg(raw) if raw.startswith(outlook_msg.SIGNATURE) else None
    if outlook is not None:
        blocks = reader.outlook(outlook, Place())
    else:
        start = len(raw) - len(raw.lstrip(BEFORE_HEADERS)) if raw[:1] in (b"\xef", b"\r", b"\n") else 0
        blocks = reader.entity(Part(raw, start, len(raw)), Place())
    texts = [block.words() for block in blocks]
    html = "\n".join(block.html for block in blocks if block.html)
    shown = set(_SHOWN.findall(html))
    return Mail(
        head=read_head(raw) if outlook is None else _outlook_head(outlook),
        text="\n\n".join(text for text in texts if text.strip()) or None,
        html=html or None,
        attachments=tuple(
            replace(one, inline=True)
            if one.content_id in shown and one.content_type.startswith("image/")
            else one
            for one in reader.attachments
        ),
        notes=tuple(dict.fromkeys(reader.notes)),
        incomplete=reader.incomplete,
        sha256=sha256(raw).hexdigest() if reader.incomplete else "",
        text_sha256=next((block.text_sha256 for block in blocks if block.text_sha256), None),
        html_sha256=next((block.html_sha256 for block in blocks if block.html_sha256), None),
    )


@dataclass(slots=True)
class _Reader:
    limits: MailLimits
    notes: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    parts: int = 0
    text_bytes: int = 0
    incomplete: bool = False

    def entity(self, part: Part, place: Place) -> list[Block]:
        """The text of a part and all below it; its attachments are collected."""
        body_start = head_end(part.data, part.start, part.end)
        head = head_of(part.data, part.start, body_start, self.limits.head_kib * 1024)
        fields = raw_fields(head) if head.strip() else {}
        leaf = leaf_of(fields, place)
        body = replace(part, start=body_start)
        if leaf.kind.startswith("multipart/"):
            return self._multipart(body, leaf, place)
        if leaf.kind in (
            "message/delivery-status",
            "message/disposition-notification",
            "text/rfc822-headers",
        ):
            return []
        if leaf.kind in ("message/rfc822", "message/global") or leaf.given_name.lower().endswith(".eml"):
            return self._mail_inside(body, leaf, place)
        if leaf.kind == "application/applefile" and place.parent == "multipart/appledouble":
            return []
        return self._leaf(body, leaf, place)

    def _multipart(self, body: Part, leaf: Leaf, place: Place) -> list[Block]:
        if place.depth >= self.limits.depth:
            self.notes.append("multiparts too deep")
            self.incomplete = True
            return self._attach(body.data[body.start : body.end], leaf, place)
        below = replace(place, depth=place.depth + 1, parent=leaf.kind)
        blocks: list[Block] = []
        found = False
        for start, end in parts_of(body.data, body.start, body.end, leaf.type.parameters.get("boundary", "")):
            found = True
            self.parts += 1
            if self.parts > self.limits.parts:
                self.notes.append("too many parts")
                self.incomplete = True
                break
            blocks += self.entity(Part(body.data, start, end), below)
        if not found and leaf.encoding.lower() == "base64" and place.unpacked < self.limits.unpacked:
            # RFC 2045 §6.4 forbids it.
            content = decoded(body.data[body.start : body.end], leaf.encoding)
            inside = replace(below, unpacked=place.unpacked + 1)
            return self._multipart(Part(content, 0, len(content)), replace(leaf, encoding=""), inside)
        if not found:
            self.notes.append("multipart without its boundary")
            return self._leaf(body, replace(leaf, kind="text/plain", type=Structured("text/plain")), place)
        return [merged(blocks)] if leaf.kind == "multipart/alternative" and blocks else blocks

    def _mail_inside(self, body: Part, leaf: Leaf, place: Place) -> list[Block]:
        unpacked = place.unpacked
        if not _HEADER_FIRST.match(body.data, body.start, body.end):
            # RFC 2046 §5.2.1 forbids base64 here, and Gmail writes it.
            content = decoded(body.data[body.start : body.end], leaf.encoding)
            body, unpacked = Part(content, 0, len(content)), unpacked + 1
        if not body.data[body.start : body.end].strip():
            self.notes.append("an empty mail inside the mail")
            return []
        headed = _HEADER_FIRST.match(body.data, body.start, body.end)
        if headed is None or place.depth >= self.limits.depth or unpacked > self.limits.unpacked:
            self.notes.append("a mail inside the mail was not opened")
            self.incomplete |= headed is not None
            return self._attach(body.data[body.start : body.end], leaf, place)
        body = replace(body, start=headed.start(1))
        head = read_head(body.data[body.start : min(body.end, body.start + self.limits.head_kib * 1024)])
        if "x-samruat-instance" in head.fields:
            self.notes.append("a mail of ours inside the mail was left out")
            return []
        name = leaf.given_name or (f"{head.subject}.eml" if head.subject else "")
        folder = distinct(place.folder + safe_name(name, "message/rfc822"), self.taken) + "/"
        inside = Place(place.depth + 1, folder, "", unpacked, place.mails + 1, head.date)
        blocks = self.entity(body, inside)
        return [Block(head.subject), *blocks] if head.subject else blocks

    def _leaf(self, body: Part, leaf: Leaf, place: Place) -> list[Block]:
        data = decoded(body.data[body.start : body.end], leaf.encoding)
        if not leaf.is_body:
            opened = self._envelope(data, leaf, place)
            return self._attach(data, leaf, place) if opened is None else opened
        allowed = max(0, self.limits.text_kib * 1024 - self.text_bytes)
        if len(data) > allowed:
            self.notes.append("text too long")
            data = data[:allowed]
        self.text_bytes += len(data)
        charset = leaf.type.parameters.get("charset", "")
        digest = sha256(data).hexdigest() if data.strip() else None
        if leaf.kind == "text/html" or _HTML_FIRST.match(data):
            return [Block(html=html_of(data, charset), html_sha256=digest)]
        return [Block(self._plain(data, charset, leaf.type, place), text_sha256=digest)]

    def _envelope(self, data: bytes, leaf: Leaf, place: Place) -> list[Block] | None:
        """What a program of mail wrapped once more: Outlook's winmail.dat, a signed mail; None: nothing such."""
        if data.startswith(tnef.SIGNATURE) and (files := tnef.unwrapped(data)):
            self.notes.append("winmail.dat unwrapped")
            return [
                block for name, content in files for block in self._given(content, file_leaf(name), place)
            ]
        if data.startswith(tnef.SIGNATURE) and tnef.holds_no_file(data):
            self.notes.append("winmail.dat without a file")
            return []
        if data.startswith(outlook_msg.SIGNATURE) and (mail := outlook_msg.read_msg(data)):
            return self._outlook_inside(mail, leaf.given_name, place)
        if _SIGNED.search(leaf.kind) is None and not leaf.given_name.lower().endswith(".p7m"):
            return None
        signed = signed_content(data)
        if signed is None or place.unpacked >= self.limits.unpacked or place.depth >= self.limits.depth:
            return None
        self.notes.append("signature not checked")
        inside = replace(place, depth=place.depth + 1, unpacked=place.unpacked + 1)
        return self.entity(Part(signed, 0, len(signed)), inside)

    def _given(self, data: bytes, leaf: Leaf, place: Place) -> list[Block]:
        """A file that stood in an envelope, itself perhaps another one."""
        if place.unpacked >= self.limits.unpacked or place.depth >= self.limits.depth:
            return self._attach(data, leaf, place)
        below = replace(place, depth=place.depth + 1, unpacked=place.unpacked + 1)
        if leaf.given_name.lower().endswith(".eml"):
            return self._mail_inside(Part(data, 0, len(data)), leaf, below)
        opened = self._envelope(data, leaf, below)
        return self._attach(data, leaf, place) if opened is None else opened

    def _outlook_inside(self, mail: outlook_msg.OutlookMail, name: str, place: Place) -> list[Block]:
        if "x-samruat-instance" in _outlook_head(mail).fields:
            self.notes.append("a mail of ours inside the mail was left out")
            return []
        named = name or (f"{mail.subject}.msg" if mail.subject else "mail.msg")
        folder = distinct(place.folder + safe_name(named, "application/vnd.ms-outlook"), self.taken) + "/"
        inside = Place(place.depth + 1, folder, "", place.unpacked, place.mails + 1, mail.sent_at)
        return [Block(mail.subject), *self.outlook(mail, inside)]

    def outlook(self, mail: outlook_msg.OutlookMail, place: Place) -> list[Block]:
        """As `entity`, of a mail that Outlook has kept."""
        text_sha256 = sha256(mail.text.encode()).hexdigest() if mail.text.strip() else None
        html_sha256 = sha256(mail.html.encode()).hexdigest() if mail.html.strip() else None
        blocks = [Block(mail.text, mail.html, text_sha256, html_sha256)]
        for file in mail.files:
            if file.inside is not None:
                blocks += self._outlook_inside(file.inside, file.name, place)
            else:
                leaf = replace(file_leaf(file.name), kind=file.content_type, content_id=file.content_id)
                blocks += self._given(file.data, leaf, place)
        return blocks

    def _plain(self, data: bytes, charset: str, kind: Structured, place: Place) -> str:
        if b"begin " in data:
            kept, position = [], 0
            within = yencoded(data) if b"=ybegin " in data else uuencoded(data)
            for name, content, (start, end) in within:
                self._attach(content, file_leaf(decode_words(name)), place)
                kept.append(data[position:start])
                position = end
            data = b"".join(kept) + data[position:]
        flowed = kind.parameters.get("format", "").lower() == "flowed"
        delete_space = kind.parameters.get("delsp", "").lower() == "yes"
        return text_of(data, charset, flowed=flowed, delete_space=delete_space)

    def _attach(self, data: bytes, leaf: Leaf, place: Place) -> list[Block]:
        name = distinct(place.folder + safe_name(leaf.given_name, leaf.kind), self.taken)
        picture = leaf.kind.startswith("image/")
        inline = picture and (
            leaf.disposition == "inline" or (bool(leaf.content_id) and not leaf.disposition)
        )
        self.attachments.append(
            Attachment(
                name,
                data,
                leaf.kind,
                inline,
                sha256(data).hexdigest(),
                leaf.given_name,
                leaf.content_id or None,
                place.mails,
                place.sent_at,
            )
        )
        return []


_SHOWN = re.compile(r"cid:([^\s\"'<>)]{1,250})", re.I)
_HEADER_FIRST = re.compile(rb"\s*+(?:From [^\n]*\n)?([A-Za-z][!-9;-~]{0,80}:[ \t\r\n])")
_HTML_FIRST = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.I)


_SIGNED = re.compile(r"application/(?:x-)?pkcs7-mime")


def _outlook_head(mail: outlook_msg.OutlookMail) -> Head:
    """Its headers where it came by the network, else what Outlook kept of them."""
    head = read_head(mail.headers)
    sender = head.from_address or normal_address(mail.sender)
    return replace(
        head, subject=head.subject or mail.subject, from_address=sender, date=head.date or mail.sent_at
    )
