"""A form printed to PDF by many programs, each with habits of its own, drawn by lot."""

import html
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
from make.habits import TrueForm
from make.layouts import Layout
from make.papers import last_row, libreoffice, saved, shown, table_top
from pikepdf import Dictionary

FONTS = ("Laksaman", "Garuda", "Norasi", "Loma", "Kinnari")
_FILES = "/usr/share/fonts/truetype/tlwg/{}.ttf"
_SYMBOLS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_SHARES = {
    "seq": 4, "service": 14, "host": 10, "partners": 12, "signed_on": 9, "committee": 6, "regulation": 5, "objective": 13,
    "problems": 10,
}  # fmt: skip
Printer = Callable[["Paper", Random, Path], None]


@dataclass(frozen=True)
class Paper:
    """A form as a table and the lines around it; spans as (row, column, rows, columns) from 0."""

    form: TrueForm
    above: list[str]
    rows: list[list[str]]
    spans: dict[tuple[int, int], tuple[int, int]]
    below: list[str]
    head: int

    def hidden(self) -> set[tuple[int, int]]:
        """Places that a merged cell covers."""
        return {
            (row + r, column + c)
            for (row, column), (rows, columns) in self.spans.items()
            for r in range(rows)
            for c in range(columns)
            if r or c
        }

    def widths(self) -> list[int]:
        """Shares of the table's width, by what stands in a column."""
        found = {}
        for (_, key), (_, column) in self.form.places.items():
            found[column] = _SHARES.get(key) or _SHARES[key.split("_")[0]] if key != "mou" else 5
        return [found[column] for column in sorted(found)]


def paper_of(form: TrueForm) -> Paper:
    """The sheet's table, and its other cells as lines."""
    sheet = form.sheet
    top, left = table_top(sheet)
    last, right = last_row(sheet), max(column for row, column in sheet.cells if row >= top)
    rows = [[shown(sheet.cells.get((r, c))) for c in range(left, right + 1)] for r in range(top, last + 1)]
    lines: dict[int, str] = {}
    for (row, _), value in sorted(sheet.cells.items()):
        if row < top or row > last:
            lines[row] = f"{lines.get(row, '')} {shown(value)}".strip()
    spans = {(a - top, b - left): (c - a + 1, d - b + 1) for a, b, c, d in sheet.merges}
    first = min(row for row, _ in form.places.values())
    above = [text for row, text in lines.items() if row < top]
    return Paper(form, above, rows, spans, [text for row, text in lines.items() if row > last], first - top)


def calc(paper: Paper, random: Random, path: Path) -> None:
    """LibreOffice Calc."""
    layout = Layout("drawn", paper.form.province, (paper.form.sheet,), ())
    repeat = random.random() < 0.5
    libreoffice(layout, path, random.choice(FONTS), random.choice((10, 12, 14)), repeat)


def writer(paper: Paper, random: Random, path: Path) -> None:
    """LibreOffice Writer, from a page of the web: rows are split by page breaks."""
    source = path.with_suffix(".html")
    source.write_text(_html(paper, random), encoding="utf-8")
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "pdf:writer_pdf_Export",
    ]
    subprocess.run(
        [*command, "--outdir", str(path.parent), str(source)], check=True, capture_output=True, timeout=120
    )


def chromium(paper: Paper, random: Random, path: Path) -> None:
    """A browser's print."""
    source = path.with_suffix(".html")
    source.write_text(_html(paper, random), encoding="utf-8")
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={path.parent}/chromium", f"--print-to-pdf={path}", source.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def weasyprint(paper: Paper, random: Random, path: Path) -> None:
    from weasyprint import HTML

    HTML(string=_html(paper, random)).write_pdf(path)


def reportlab(paper: Paper, random: Random, path: Path) -> None:
    from reportlab.lib.pagesizes import A3, A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    font, size = random.choice(FONTS), random.choice((8, 9, 10))
    page = landscape(random.choice((A4, A4, A3)))
    registerFont(TTFont(font, _FILES.format(font)))
    registerFont(TTFont("DejaVu", _SYMBOLS))
    share = (page[0] - 60) / sum(paper.widths())
    widths = [share * width for width in paper.widths()]
    rows = [
        [filled(text, width - 13, font, size) for text, width in zip(row, widths, strict=True)]
        for row in paper.rows
    ]
    thin, closed = random.choice((0.25, 0.5, 1)), random.random() < 0.7
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), font, size, size * 1.6),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    # Without rules above: at the top of a second page there is none.
    style += (
        [("GRID", (0, 0), (-1, -1), thin, "black")]
        if closed
        else [
            ("LINEBELOW", (0, 0), (-1, -1), thin, "black"), ("LINEBEFORE", (0, 0), (-1, -1), thin, "black"),
            ("LINEAFTER", (-1, 0), (-1, -1), thin, "black"), ("LINEABOVE", (0, 0), (-1, 0), thin, "black"),
        ]
    )  # fmt: skip
    style += [
        ("FONT", (c, r), (c, r), "DejaVu", size)
        for r, row in enumerate(paper.rows)
        for c, text in enumerate(row)
        if text in "✓✔√☑" and text
    ]
    style += [
        ("SPAN", (c, r), (c + columns - 1, r + rows_ - 1)) for (r, c), (rows_, columns) in paper.spans.items()
    ]
    table = Table(
        rows,
        widths,
        style=style,
        repeatRows=paper.head if random.random() < 0.5 else 0,
        splitInRow=random.randint(0, 1),
    )
    plain = ParagraphStyle("plain", fontName=font, fontSize=size + 3, leading=(size + 3) * 1.6)
    story = [*(Paragraph(text, plain) for text in paper.above), table]
    story += [Paragraph(text, plain) for text in paper.below]
    SimpleDocTemplate(str(path), pagesize=page, leftMargin=30, rightMargin=30).build(story)


def fpdf2(paper: Paper, random: Random, path: Path) -> None:
    from fpdf import FPDF
    from fpdf.enums import TableSpan

    font, size = random.choice(FONTS), random.choice((8, 9, 10))
    pdf = FPDF("landscape", "pt", random.choice(("A4", "A3")))
    pdf.add_font(font, fname=_FILES.format(font))
    pdf.add_font("DejaVu", fname=_SYMBOLS)
    pdf.set_fallback_fonts(["DejaVu"], exact_match=False)
    pdf.set_font(font, size=size)
    pdf.set_text_shaping(random.random() < 0.5)
    pdf.add_page()
    for text in paper.above:
        pdf.cell(0, size * 2, text, new_x="LMARGIN", new_y="NEXT")
    share = (pdf.w - pdf.l_margin - pdf.r_margin) / sum(paper.widths())
    hidden = paper.hidden()
    with pdf.table(
        col_widths=tuple(paper.widths()), line_height=size * 1.7, text_align="LEFT", width=pdf.w - 60,
        num_heading_rows=paper.head, first_row_as_headings=True, repeat_headings=random.randint(0, 1),
        headings_style=_plain_face(),
    ) as table:  # fmt: skip
        for r, texts in enumerate(paper.rows):
            row = table.row()
            for c, text in enumerate(texts):
                if (r, c) in hidden:
                    row.cell(TableSpan.ROW if _below(paper, r, c) else TableSpan.COL)
                else:
                    row.cell(filled(text, paper.widths()[c] * share - 8, font, size))
    for text in paper.below:
        pdf.cell(0, size * 2, text, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


def filled(text: str, width: float, font: str, size: int) -> str:
    """Lines as full as they may be: words are broken only where they are longer than a line, before a letter."""
    from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(font, _FILES.format(font)))
    lines = []
    for line in text.split("\n"):
        lines.append("")
        for piece in re.findall(
            r" +|(?:[ก-ฮ]+\.)+|[0-9๐-๙A-Za-z/]+|[^ เ-ไก-ฮ]|[เ-ไ]?[ก-ฮ](?:[ะ-\u0e3aๅๆ-\u0e4e]|(?<=ั)ว(?=ะ))*",
            line,
        ):
            if lines[-1] and stringWidth(lines[-1] + piece, font, size) > width:
                lines[-1] = lines[-1].rstrip()
                lines.append("" if piece.isspace() else piece)
            else:
                lines[-1] += piece
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", ""), (text, lines)
    return "\n".join(lines)


def _plain_face() -> Any:
    from fpdf.fonts import FontFace

    return FontFace(emphasis="")


def _below(paper: Paper, row: int, column: int) -> bool:
    """Whether a hidden place lies below its merged cell's first row."""
    return any(
        r < row < r + rows and c <= column < c + columns for (r, c), (rows, columns) in paper.spans.items()
    )


def typst(paper: Paper, random: Random, path: Path) -> None:
    import typst as compiler

    hidden = paper.hidden()
    cells = []
    for r, texts in enumerate(paper.rows):
        for c, text in enumerate(texts):
            if (r, c) in hidden:
                continue
            rows, columns = paper.spans.get((r, c), (1, 1))
            lines = "#linebreak()".join(_escaped(line) for line in text.split("\n"))
            cells.append(f"table.cell(x: {c}, y: {r}, rowspan: {rows}, colspan: {columns})[{lines}],")
    if random.random() < 0.5:  # the header again on each page
        last = sum(1 for r in range(paper.head) for c in range(len(paper.rows[0])) if (r, c) not in hidden)
        cells = ["table.header(", *cells[:last], "),", *cells[last:]]
    widths = ", ".join(f"{width}fr" for width in paper.widths())
    stroke = random.choice(("0.5pt", "0.3pt", "1pt"))
    breakable = random.choice(("true", "false"))
    lines = [
        f'#set page(paper: "{random.choice(("a4", "a3"))}", flipped: true, margin: 1cm)',
        f'#set text(font: ("{random.choice(FONTS)}", "DejaVu Sans"), size: {random.choice((8, 9, 10))}pt, lang: "th")',
        f"#show table.cell: set block(breakable: {breakable})",
        *(f"{_escaped(text)}\n" for text in paper.above),
        f"#table(columns: ({widths}), stroke: {stroke},",
        *cells,
        ")",
        *(f"{_escaped(text)}\n" for text in paper.below),
    ]
    source = path.with_suffix(".typ")
    source.write_text("\n".join(lines), encoding="utf-8")
    compiler.compile(source, output=path, font_paths=[str(Path(_FILES).parent), str(Path(_SYMBOLS).parent)])


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\#*_`$<>@[]~-+=/'\"." else letter for letter in text)


def _html(paper: Paper, random: Random) -> str:
    hidden = paper.hidden()
    rows = []
    for r, texts in enumerate(paper.rows):
        cells = []
        for c, text in enumerate(texts):
            if (r, c) not in hidden:
                down, across = paper.spans.get((r, c), (1, 1))
                lines = "<br>".join(html.escape(line) for line in text.split("\n"))
                cells.append(f'<td rowspan="{down}" colspan="{across}">{lines}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = "".join(rows[: paper.head]), "".join(rows[paper.head :])
    total = sum(paper.widths())
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in paper.widths())
    repeat = random.choice(("table-header-group", "table-row-group"))
    inside = random.choice(("auto", "avoid"))
    style = (
        f"@page{{size:{random.choice(('A4', 'A3'))} landscape;margin:1cm}}"
        f"body{{font:{random.choice((8, 9, 10, 12))}pt '{random.choice(FONTS)}','DejaVu Sans'}}"
        f"table{{width:100%;border-collapse:{random.choice(('collapse', 'collapse', 'separate;border-spacing:0'))};"
        f"table-layout:fixed}}td{{border:{random.choice((0.5, 0.75, 1))}pt solid black;padding:2pt;vertical-align:top;"
        f"overflow-wrap:break-word}}thead{{display:{repeat}}}tr{{break-inside:{inside}}}"
    )
    above, below = (
        "".join(f"<p>{html.escape(text)}</p>" for text in part) for part in (paper.above, paper.below)
    )
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{style}</style>{above}<table border="1"'
        f' cellspacing="0"><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>{below}</html>'
    )


PRINTERS: dict[str, Printer] = {
    "LibreOffice Calc": calc, "LibreOffice Writer": writer, "Chromium": chromium, "WeasyPrint": weasyprint,
    "ReportLab": reportlab, "fpdf2": fpdf2, "Typst": typst,
}  # fmt: skip


def handed_on(data: bytes, random: Random) -> tuple[bytes, str]:
    """The file as somebody sends it on: as it is, turned, two pages on a sheet, locked against change."""
    way = random.choice(("as it is", "as it is", "as it is", "turned", "two-up", "locked"))
    with pikepdf.open(BytesIO(data)) as pdf:
        if way == "turned":
            for page in pdf.pages:
                page.obj.Rotate = random.choice((90, 180, 270))
        if way == "two-up":
            two_up(pdf)
        if way == "locked":
            out = BytesIO()
            pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
            return out.getvalue(), way
        return saved(pdf), way


def saved_two_up(data: bytes) -> bytes:
    """The file with two pages on each sheet."""
    with pikepdf.open(BytesIO(data)) as pdf:
        two_up(pdf)
        return saved(pdf)


def two_up(pdf: pikepdf.Pdf) -> None:
    """Every two pages side by side on one, as a print driver puts them, smaller."""
    pages = list(pdf.pages)
    for start in range(0, len(pages), 2):
        both = pages[start : start + 2]
        _, _, width, height = (float(edge) for edge in both[0].mediabox)
        sheet = pdf.add_blank_page(page_size=(width * 1.42, height * 0.71))
        forms = [page.as_form_xobject() for page in both]
        names = {f"P{number}": form for number, form in enumerate(forms)}
        sheet.obj.Resources = Dictionary(
            XObject=Dictionary({f"/{name}": form for name, form in names.items()})
        )
        content = " ".join(
            f"q 0.71 0 0 0.71 {number * width * 0.71:.2f} 0 cm /P{number} Do Q" for number in range(len(both))
        )
        sheet.obj.Contents = pdf.make_stream(content.encode())
    del pdf.pages[: len(pages)]
