"""Comments of a worksheet and the boxes in which they are shown (ISO/IEC 29500-1, §18.7; -4, §19: VML).

What is there stays: a cell that has a comment keeps its words, ours stand below them.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from notifications.marked.package import MAIN, NotSure, Package
from notifications.marked.sheet import Place, SheetPart
from survey.cells import column_letters, split_address
from survey.marking import AUTHOR

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY_VML = (
    f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_KIND = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = re.compile(rb"""id=["'](?:_x0000_s|shape_)(\d{1,6})["']""")
_THREAD = "tc="
_OURS = f"{AUTHOR}:"
_END = re.compile(rb"</xml\s*>\s*$")


def put_comments(package: Package, part: str, sheet: SheetPart, texts: Mapping[Place, str]) -> None:
    """Add a comment to each place.

    Args:
        part: Name of the sheet's part.

    Raises:
        NotSure: The parts that hold comments are not as programs write them.
    """
    comments = package.relation(part, "comments")
    root = package.tree(comments) if comments else None
    old = _drop_ours(root) if root is not None else set()
    if not texts and not old:
        return
    if comments is None:
        comments = package.free_name("xl/comments{}.xml")
        package.replace(comments, f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode())
        package.declare(comments, _COMMENTS)
        package.relate(part, "comments", comments)
        root = package.tree(comments)
    boxed = _write(root, texts)
    _draw(
        package, part, sheet, {place: texts[place] for place in boxed if place not in old}, old - set(boxed)
    )


def _drop_ours(root: Any) -> set[Place]:
    """Take away our words of an earlier round; the places that have no comment any more."""
    places = set()
    for comment in list(root.iter(_tag("comment"))):
        if "".join(piece.text or "" for piece in comment.iter(_tag("t"))).startswith(_OURS):
            places.add(split_address(f"!{comment.get('ref', '')}")[1:])
            comment.getparent().remove(comment)
            continue
        runs = list(comment.iter(_tag("r")))
        ours = [(run.findtext(_tag("t")) or "").lstrip().startswith(_OURS) for run in runs]
        for run in runs[ours.index(True) :] if True in ours else ():  # ours stand last
            run.getparent().remove(run)
    return places


def _write(root: Any, texts: Mapping[Place, str]) -> list[Place]:
    """Write the words; the places that had no comment before."""
    from lxml import etree

    authors, listed = root.find(_tag("authors")), root.find(_tag("commentList"))
    if authors is None or listed is None:
        raise NotSure("comments")
    names = [author.text or "" for author in authors]
    there = {comment.get("ref"): comment for comment in listed}
    if AUTHOR not in names:
        etree.SubElement(authors, _tag("author")).text = AUTHOR
        names.append(AUTHOR)
    made = []
    for place, words in texts.items():
        at = f"{column_letters(place[1])}{place[0]}"
        comment = there.get(at)
        if comment is None:
            made.append(place)
            comment = etree.SubElement(listed, _tag("comment"), ref=at, authorId=str(names.index(AUTHOR)))
            text = etree.SubElement(comment, _tag("text"))
            words = f"{_OURS}\n{words}"
        elif names[int(comment.get("authorId", "0"))].startswith(_THREAD):
            continue  # Excel shows the thread itself and would write over our words
        else:
            text = comment.find(_tag("text"))
            words = f"\n{_OURS}\n{words}"
        if text is None:
            raise NotSure("comment")
        _add_run(text, words)
    for comment in sorted(listed, key=lambda c: split_address(f"!{c.get('ref', '')}")[1:]):
        listed.append(comment)
    return made


def _add_run(text: Any, words: str) -> None:
    from lxml import etree

    plain = text.find(_tag("t"))
    if plain is not None and len(text):  # a text is either plain or in runs
        run = etree.SubElement(text, _tag("r"))
        run.append(plain)
    run = etree.SubElement(text, _tag("r"))
    looks = etree.SubElement(run, _tag("rPr"))
    etree.SubElement(looks, _tag("sz"), val="10")
    etree.SubElement(looks, _tag("color"), rgb="FF000000")
    etree.SubElement(looks, _tag("rFont"), val="Tahoma")
    piece = etree.SubElement(run, _tag("t"))
    piece.text = words
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _draw(
    package: Package, part: str, sheet: SheetPart, boxes: Mapping[Place, str], gone: set[Place]
) -> None:
    """Boxes as text put before the drawing's end: its other shapes are often no well-formed XML."""
    relation = sheet.legacy_drawing()
    if relation is None:
        drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
        package.replace(drawing, _EMPTY_VML.encode())
        package.declare(drawing, _VML)
        sheet.set_legacy_drawing(package.relate(part, "vmlDrawing", drawing))
    else:
        kind, drawing = package.target(part, relation)
        if kind != "vmlDrawing":
            raise NotSure(kind)
    content = package.bytes_of(drawing)
    for place in gone:
        content = _without_box(content, place)
    found = _END.search(content)
    if found is None:
        raise NotSure("vml")
    last = max((int(n) for n in _SHAPE.findall(content)), default=1024)
    added = [] if b"_x0000_t202" in content else [_KIND]
    for number, (place, words) in enumerate(boxes.items(), last + 1):
        added.append(_box(number, place, sheet.anchor(place, words)))
    package.replace(drawing, content[: found.start()] + "".join(added).encode() + content[found.start() :])


def _box(number: int, place: Place, anchor: tuple[int, ...]) -> str:
    return (
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        'margin-top:2pt;width:225pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{escape(', '.join(map(str, anchor)))}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{place[0] - 1}</x:Row><x:Column>{place[1] - 1}</x:Column></x:ClientData></v:shape>"
    )


def _without_box(content: bytes, place: Place) -> bytes:
    row, column = (
        rb"<x:Row>\s*%d\s*</x:Row>" % (place[0] - 1),
        rb"<x:Column>\s*%d\s*</x:Column>" % (place[1] - 1),
    )
    for shape in re.findall(rb"<v:shape\s.*?</v:shape>", content, re.DOTALL):
        if b'ObjectType="Note"' in shape and re.search(row, shape) and re.search(column, shape):
            return content.replace(shape, b"", 1)
    return content


def _tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"
