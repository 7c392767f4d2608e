"""Word documents put together from their markup, so that a test shows what Word itself would write."""

import base64
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OTHERS = (
    f'xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def run(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(inside: str, properties: str = "") -> str:
    """A paragraph; what does not begin with a tag is its text."""
    look = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{look}{inside if inside.startswith('<') else run(inside)}</w:p>"


def cell(inside: str = "", properties: str = "") -> str:
    """A cell; what is no paragraph or table is made one."""
    body = inside if inside.startswith(("<w:p>", "<w:tbl>", "<w:sdt>", "<w:ins ")) else par(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    look = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{look}{''.join(c if c.startswith('<w:') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def part(name: str, inside: str, namespace: str = W) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{namespace}" {_OTHERS}>{inside}</w:{name}>'
    )


def docx(body: str, namespace: str = W, **parts: str | bytes) -> bytes:
    """A .docx file. Parts are named by the kind of their relation (`styles`, `numbering`, `header`, `aFChunk`),
    and referred to by it as an id."""
    files = _files(body, namespace, parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def flat_opc(body: str, **parts: str | bytes) -> bytes:
    """The same as Word saves it in one XML file."""
    pieces = []
    for name, content in _files(body, W, parts).items():
        if isinstance(content, bytes):
            inside = f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
        else:
            inside = f"<pkg:xmlData>{content.partition('?>')[2]}</pkg:xmlData>"
        pieces.append(f'<pkg:part pkg:name="/{name}">{inside}</pkg:part>')
    package = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f"<pkg:package {package}>{''.join(pieces)}</pkg:package>"
    ).encode()


def _files(body: str, namespace: str, parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    to = "".join(f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    return {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace),
        "word/_rels/document.xml.rels": _relations(to),
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }


def _content_types(parts: dict[str, str | bytes]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    named = {"document": "document.main", **{name: name for name in parts}}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{word}+xml"/>'
        for name, word in named.items()
    )
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(inside: str) -> str:
    names = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    return f'<?xml version="1.0"?><Relationships {names}>{inside}</Relationships>'
