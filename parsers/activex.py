"""Whether a check box or button of ActiveX, in an Office Open XML file, is on ([MS-OFORMS] §2.2.5; [MS-OI29500] §2.1)."""

import contextlib
import struct
from io import BytesIO

from parsers.opc import Package
from parsers.refused import FileCorrupt
from parsers.safe_xml import attributes, tree

_BOXES = frozenset({"8BD21D40-EC42-11CE-9E0D-00AA006002F3", "8BD21D50-EC42-11CE-9E0D-00AA006002F3"})
"""Classes of check box and option button."""
_CLASS_ID = 16  # a stream begins with the control's class
_HEAD = 12
_VALUE, _SIZE = 22, 8
# Properties in their order: bit of the mask, and bytes in the block of data.
_DATA = (
    (0, 4), (1, 4), (2, 4), (3, 4), (4, 1), (5, 1), (6, 1), (7, 1), (9, 2), (10, 4), (11, 2), (12, 2), (13, 2), (14, 2), (15, 2),
    (16, 1), (17, 1), (18, 1), (20, 1), (21, 1), (22, 4), (23, 4), (24, 4), (25, 4), (26, 4), (27, 2), (28, 2), (29, 2), (32, 4),
)  # fmt: skip


def is_on(package: Package, part: str) -> bool | None:
    """The state of the control that a part declares; None where it is no box, or does not say."""
    data = package.read(part)
    try:
        root = tree(data) if data else None
    except FileCorrupt:
        return None
    if root is None or attributes(root).get("classid", "").strip("{}").upper() not in _BOXES:
        return None
    for element in root.iter("{*}ocxPr"):
        if attributes(element).get("name") == "Value":
            return {"1": True, "0": False}.get(attributes(element).get("value", ""))
    for relation in package.relations(part).values():
        if relation.kind == "activeXControlBinary" and (stored := package.read(relation.target)):
            return _stored_state(stored)
    return None


def _stored_state(data: bytes) -> bool | None:
    import olefile

    if data.startswith(olefile.MAGIC):
        # On a broken file olefile raises nearly anything.
        with contextlib.suppress(Exception), olefile.OleFileIO(BytesIO(data)) as compound:
            return _value(compound.openstream("contents").read())
        return None
    return _value(data[_CLASS_ID:]) if data[_CLASS_ID : _CLASS_ID + 2] == b"\x00\x02" else _value(data)


def _value(control: bytes) -> bool | None:
    """The property Value of a MorphData control: "1" or "0"."""
    if len(control) < _HEAD or control[:2] != b"\x00\x02":
        return None
    mask = int.from_bytes(control[4:12], "little")
    at, length = _HEAD, 0
    for bit, size in _DATA:
        if mask >> bit & 1:
            at += -at % size
            if bit == _VALUE and at + 4 <= len(control):
                length = struct.unpack_from("<I", control, at)[0]
            at += size
    at += -at % 4 + (8 if mask >> _SIZE & 1 else 0)
    count, is_compressed = length & 0x7FFFFFFF, length >> 31
    text = control[at : at + count].decode("latin-1" if is_compressed else "utf-16-le", "replace")
    return {"1": True, "0": False}.get(text)
