"""Finding again, in a file that was read, the member that a document names: `a.zip/b.xlsx`, `a.pdf/c.xlsx`, `a.pdf#1-2`.

To be run in a child: `parsers.sandbox`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from parsers import archive, packed
from parsers.decryption import decrypted
from parsers.formats import pdf
from parsers.limits import Limits
from parsers.refused import FileCorrupt
from parsers.sniff import FileType, sniff

_PAGES = re.compile(r"#(\d+)(?:-(\d+))?")


MailFiles = Callable[[bytes], Sequence[tuple[str, bytes]]]
"""Name and bytes of each file of a mail: this room knows no mail."""


def member_of(
    data: bytes, rest: str, limits: Limits, mail_files: MailFiles = lambda _: ()
) -> tuple[bytes, str]:
    """The bytes of a member, and what of its name says a part of it ("" or `#1-2`).

    Args:
        rest: What follows the file's own name: "", `#1-2`, `/b.xlsx`, `/c.zip/d.pdf#3`, `/e.eml/f.xlsx`.

    Raises:
        FileRefused: As reading it did; FileCorrupt where there is no such member.
    """
    budget = archive.Budget(limits)
    while rest.startswith("/"):
        for name, content in _members(data, limits, budget, mail_files):
            if rest[1:].startswith(name) and rest[1 + len(name) :][:1] in ("", "/", "#"):
                data, rest = content, rest[1 + len(name) :]
                break
        else:
            raise FileCorrupt
    if sniff(data).type is FileType.ENCRYPTED:
        data = decrypted(data)
    return data, rest


def pages_of(part: str) -> range | None:
    """Pages, from 1, that `#1-2` or `#3` names; None where it names none."""
    match = _PAGES.fullmatch(part)
    return range(int(match[1]), int(match[2] or match[1]) + 1) if match else None


def _members(
    data: bytes, limits: Limits, budget: archive.Budget, mail_files: MailFiles
) -> Iterator[tuple[str, bytes]]:
    kind = sniff(data).type
    if kind is FileType.MAIL:
        yield from mail_files(data)
        return
    if kind is FileType.PDF:
        yield from pdf.embedded_files(data, limits)
        return
    if kind not in (FileType.ZIP, FileType.RAR, FileType.SEVEN_ZIP):
        return
    members = archive.members if kind is FileType.ZIP else packed.members
    for member in members(data, budget):
        if member.refused is None:
            yield member.name, member.data
