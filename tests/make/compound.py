"""Compound files ([MS-CFB], version 3) with folders, and Outlook's .msg in them ([MS-OXMSG])."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]
_END, _FREE, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _NOBODY
    right: int = _NOBODY
    start: int = 0


@dataclass
class _Sectors:
    """Sectors of one size and the table that chains them."""

    size: int
    table: list[int] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> int:
        if not data:
            return _END
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), _END]
        self.data += data.ljust(count * self.size, b"\0")
        return first


def make_compound(tree: Tree) -> bytes:
    """The bytes of a compound file that holds streams and folders of streams; at most 109 sectors of table."""
    entries = [_Entry("Root Entry", 5)]
    _fill(entries, 0, tree)
    small, large = _Sectors(_SMALL), _Sectors(_SECTOR)
    for entry in entries:
        if entry.kind == 2:
            entry.start = (small if len(entry.data) < _CUTOFF else large).add(entry.data)
    root = entries[0]
    root.data, root.start = bytes(small.data), large.add(bytes(small.data))
    small_table = large.add(_numbers(small.table))
    directory = large.add(b"".join(_packed(entry) for entry in entries))
    tables = 1
    while tables * (_SECTOR // 4) < len(large.table) + tables:
        tables += 1
    first = len(large.table)
    table = [*large.table, *([0xFFFFFFFD] * tables)]
    fat = _numbers(table).ljust(tables * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIII", 0, tables, directory, 0, _CUTOFF)
    head += struct.pack("<IIII", small_table, -(-len(small.table) * 4 // _SECTOR), _END, 0)
    head += _numbers([*range(first, first + tables)]).ljust(436, b"\xff")
    return head + bytes(large.data) + fat


def _fill(entries: list[_Entry], parent: int, tree: Tree) -> None:
    before = None
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        at = len(entries)
        entries.append(_Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1))
        if before is None:
            entries[parent].child = at
        else:
            entries[before].right = at
        before = at
        if not isinstance(content, bytes):
            _fill(entries, at, content)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    packed = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, 1)
    packed += struct.pack("<III", _NOBODY, entry.right, entry.child) + bytes(36)
    return packed + struct.pack("<IQ", entry.start if entry.kind != 1 else 0, len(entry.data))


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def make_msg(
    files: Sequence[tuple[str, "bytes | dict[str, bytes | Tree]"]] = (),
    *,
    subject: str = "ส่งแบบสำรวจ",
    text: str = "เรียน ผู้ประสานงาน",
    headers: str = "",
    sent_at: datetime | None = None,
    narrow: bool = False,
    rtf: bytes = b"",
) -> bytes:
    """A .msg; a file whose content is a tree is a mail inside it.

    Args:
        narrow: Strings in code page 874.
        rtf: The text as Outlook's RTF, which is kept as it is ([MS-OXRTFCP] 2.1.3.1.1, uncompressed).
    """
    tree = msg_tree(files, subject=subject, text=text, headers=headers, sent_at=sent_at, narrow=narrow)
    if rtf:
        tree["__substg1.0_10090102"] = struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    return make_compound(tree)


def msg_tree(
    files: Sequence[tuple[str, "bytes | dict[str, bytes | Tree]"]] = (),
    *,
    subject: str = "ส่งแบบสำรวจ",
    text: str = "เรียน ผู้ประสานงาน",
    headers: str = "",
    sent_at: datetime | None = None,
    narrow: bool = False,
    inside: bool = False,
) -> "dict[str, bytes | Tree]":
    """The streams of a mail; `inside`: of one that stands in another."""

    def strings(**texts: str) -> Iterator[tuple[str, bytes]]:
        for key, value in texts.items():
            kind, raw = ("001E", value.encode("cp874")) if narrow else ("001F", value.encode("utf-16-le"))
            if value:
                yield f"__substg1.0_{key[1:]}{kind}", raw

    numbers = struct.pack("<HHIQ", 3, 0x3FFD, 6, 874)
    if sent_at is not None:
        ticks = int((sent_at - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
        numbers += struct.pack("<HHIQ", 0x40, 0x0039, 6, ticks)
    tree: dict[str, bytes | Tree] = dict(strings(p0037=subject, p1000=text, p007D=headers))
    tree["__properties_version1.0"] = bytes(24 if inside else 32) + numbers
    for number, (name, content) in enumerate(files):
        attached: dict[str, bytes | Tree] = dict(strings(p3707=name))
        attached["__properties_version1.0"] = bytes(8)
        attached["__substg1.0_37010102" if isinstance(content, bytes) else "__substg1.0_3701000D"] = content
        tree[f"__attach_version1.0_#{number:08X}"] = attached
    return tree
