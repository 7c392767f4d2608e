"""Documents that python-docx writes, cell for cell what python-docx reads of them."""

from io import BytesIO

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.formats import docx
from parsers.formats.html_table import page_items
from parsers.limits import Limits
from survey.thai.text import repair

PIECES = ["ก", "ข", "ง", "า", "จ่าย", "น้ำ", "ก้าน", "a", "b", "1", "7", ".", "/", "-", " ", "\n", "\t", "✓"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
SIZES = st.tuples(st.integers(1, 6), st.integers(1, 6))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Texts of a table, and up to three merges that do not touch each other."""
    height, width = draw(SIZES)
    texts = [[draw(TEXT) for _ in range(width)] for _ in range(height)]
    merges: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = draw(st.integers(top, height - 1)), draw(st.integers(left, width - 1))
        own = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if not own & taken:
            taken |= own
            merges.append((top, left, bottom, right))
    return texts, merges


def in_lines(text: str) -> str:
    """Blank lines and spaces at a line's ends count for nothing."""
    return "\n".join(line.strip(" ") for line in repair(text).split("\n") if line.strip(" ")).strip()


@settings(max_examples=40, deadline=None)
@given(st.lists(tables(), min_size=1, max_size=3))
def test_every_cell_says_what_python_docx_says(
    written: list[tuple[list[list[str]], list[tuple[int, int, int, int]]]],
) -> None:
    document = Document()
    for texts, merges in written:
        table = document.add_table(len(texts), len(texts[0]))
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                table.cell(row, column).text = text
        for top, left, bottom, right in merges:
            table.cell(top, left).merge(table.cell(bottom, right))
        document.add_paragraph("คั่น")
    out = BytesIO()
    document.save(out)
    grids = docx.read(out.getvalue(), Limits(), page_items)
    assert [grid.name for grid in grids] == [f"T{number}" for number in range(1, len(written) + 1)]
    for grid, table in zip(grids, Document(BytesIO(out.getvalue())).tables, strict=True):
        # Beyond the last cell with words nobody asks what a merge covers.
        for row in range(min(len(table.rows), grid.last_row)):
            for column in range(min(len(table.columns), grid.last_column)):
                seen = grid.seen(row + 1, column + 1)
                assert in_lines(seen.text) == in_lines(table.cell(row, column).text), seen.at
