"""Blocks of a paper → PDF by a browser or by LibreOffice → pages as pictures, signed and stamped."""

import base64
import math
import subprocess
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
from make.paper_agreements import BREAK, COLUMNS, EMBLEM, TABLE, Block
from PIL import Image, ImageDraw, ImageFont

FONTS = ("Laksaman", "Garuda", "Norasi", "Loma", "Sawasdee", "Umpush")
_HAND = "Purisa"
_TTF = "/usr/share/fonts/truetype/tlwg/{}.ttf"


def as_html(blocks: Sequence[Block], random: Random, font: str, file: str | None = None) -> str:
    """A page of the web in one face.

    Args:
        file: Of a face that is not installed.
    """
    size = (
        random.choice((14, 15, 16))
        if font in ("Laksaman", "Norasi", "Sarabun")
        else random.choice((11, 12, 13))
    )
    face = f"@font-face{{font-family:{font};src:url('file://{file}')}}" if file else ""
    style = (
        f"{face}@page{{size:21cm 29.7cm;margin:2cm 2cm 2cm 2.5cm}}body{{margin:0;font-family:{font};font-size:{size}pt;line-height:1.45}}"
        "p{margin:0 0 4pt 0}td{vertical-align:top;padding:2pt 4pt}table{border-collapse:collapse;width:100%}"
        f".hand{{font-family:{_HAND};color:#204080}}"
    )
    return f"<html lang=th><meta charset=utf-8><style>{style}</style><body>{''.join(map(_html, blocks))}</body></html>"


def _html(block: Block) -> str:
    if block.kind == EMBLEM:
        return f'<p style="text-align:center"><img width=90 height=90 src="data:image/png;base64,{_emblem()}"></p>'
    if block.kind == BREAK:
        return '<p style="page-break-before:always">&nbsp;</p>'
    if block.kind in (COLUMNS, TABLE):
        border = ' border=1 style="border:1px solid black"' if block.kind == TABLE else ""
        cell = (
            ' style="border:1px solid black"'
            if block.kind == TABLE
            else ' style="text-align:center;width:50%"'
        )
        rows = "".join(
            f"<tr>{''.join(f'<td{cell}>{_inline(text)}</td>' for text in row)}</tr>" for row in block.rows
        )
        return f"<table{border}>{rows}</table>"
    indent = "text-indent:2.5cm;" if block.kind == "justify" else ""
    text = f"<b>{_inline(block.text)}</b>" if block.bold else _inline(block.text)
    return f'<p style="{indent}text-align:{block.kind}">{text}</p>'


def _inline(text: str) -> str:
    words = escape(text).replace("\n", "<br>")
    return words.replace("⟦", "<span class=hand>").replace("⟧", "</span>")


def _emblem() -> str:
    """A dark figure with spread wings, as a letterhead has it."""
    picture = Image.new("L", (180, 180), 255)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70, 20, 110, 60), fill=40)
    draw.polygon([(90, 50), (60, 150), (120, 150)], fill=60)
    for side in (-1, 1):
        for feather in range(6):
            end = (90 + side * (40 + 8 * feather), 40 + 18 * feather)
            draw.line([(90, 80), end], fill=50, width=7)
    out = BytesIO()
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def by_browser(source: Path) -> Path:
    """A browser's print, beside the page."""
    path = source.with_suffix(".pdf")
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--allow-file-access-from-files",
            f"--user-data-dir={source.parent}/browser", f"--print-to-pdf={path}", source.as_uri(),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path


def by_writer(sources: Sequence[Path]) -> list[Path]:
    """LibreOffice Writer's print of several pages, beside them."""
    folder = sources[0].parent
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--infilter=HTML (StarWriter)",
            "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder), *map(str, sources),
        ],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return [source.with_suffix(".pdf") for source in sources]


def signed_pages(pdf: bytes, dpi: int, random: Random) -> list[Image.Image]:
    """The pages in grey, with strokes of a pen where they are signed, a stamp over the first, and numbers from page 2 on."""
    document = pypdfium2.PdfDocument(pdf)
    pages, is_stamped, numbers = [], random.random() < 0.5, random.random() < 0.6
    for number, page in enumerate(document, 1):
        picture = Image.fromarray(page.render(scale=dpi / 72, grayscale=True).to_numpy().squeeze())
        places = _places(page, "ลงชื่อ")
        for place in places:
            _sign(picture, *(round(at * dpi / 72) for at in place), dpi, random)
        if places and is_stamped:
            _stamp(picture, *(round(at * dpi / 72) for at in places[0]), dpi)
        if number > 1 and numbers:
            font = ImageFont.truetype(_TTF.format("Laksaman"), round(dpi * 0.2))
            ImageDraw.Draw(picture).text(
                (picture.width // 2 - dpi // 6, dpi // 2), f"- {number} -", font=font, fill=0
            )
        pages.append(picture)
    document.close()
    return pages


def _places(page: pypdfium2.PdfPage, words: str) -> list[tuple[float, float]]:
    """Where words end on a page, in points from its top."""
    text = page.get_textpage()
    search, found = text.search(words), []
    while (hit := search.get_next()) is not None:
        start, count = hit
        _, bottom, right, _ = text.get_charbox(start + count - 1)
        found.append((right, page.get_height() - bottom))
    return found


def _sign(picture: Image.Image, x: int, y: int, dpi: int, random: Random) -> None:
    points, at = [], x + random.uniform(0.2, 0.5) * dpi
    for step in range(40):
        at += random.uniform(0.0, 0.06) * dpi
        points.append((at, y - 0.05 * dpi + 0.16 * dpi * math.sin(step * random.uniform(0.7, 1.1))))
    ImageDraw.Draw(picture).line(points, fill=70, width=max(2, dpi // 70), joint="curve")


def _stamp(picture: Image.Image, x: int, y: int, dpi: int) -> None:
    """A round office stamp, half over the signature."""
    draw, radius = ImageDraw.Draw(picture), round(0.55 * dpi)
    centre = (x - round(0.1 * dpi), y + round(0.1 * dpi))
    for inner in (0, round(0.14 * dpi)):
        edge = radius - inner
        draw.ellipse(
            (centre[0] - edge, centre[1] - edge, centre[0] + edge, centre[1] + edge),
            outline=120,
            width=max(2, dpi // 70),
        )
    font = ImageFont.truetype(_TTF.format("Garuda"), round(dpi * 0.11))
    draw.text((centre[0] - radius // 2, centre[1] - radius // 6), "ตราประทับ", font=font, fill=120)
