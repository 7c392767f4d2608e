"""What is said of a table's columns: those that it lacks, those that the survey does not know, those told by guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.table import Table
from survey.cells import Cell
from survey.fields.assumed import ASSUMED
from survey.fields.recognised import header_doubted
from survey.findings import Code, Finding, Severity
from survey.forms import Survey
from survey.rows import TableLines
from survey.thai.text import squeeze

COLUMN_MISSING = Code(
    "column_missing",
    Severity.WARNING,
    "ไม่พบคอลัมน์ “{title}” ในตาราง กรุณาใช้หัวตารางตามแบบสำรวจ",
)
COLUMN_IGNORED = Code(
    "column_ignored",
    Severity.WARNING,
    "คอลัมน์ “{title}” ไม่มีในแบบสำรวจ จึงไม่ได้บันทึกข้อมูลในคอลัมน์นี้",
)
_UNHEADED = "คอลัมน์นี้ไม่มีหัวตาราง จึงไม่ได้บันทึกข้อมูล กรุณาใช้หัวตารางตามแบบสำรวจ"
_GUESSED = ASSUMED.saying("หัวคอลัมน์ “{title}” ไม่มีหัวย่อย จึงอ่านช่องตามลำดับในแบบสำรวจ หากไม่ถูกต้อง กรุณาแจ้ง")
_GUESSED_LEAF = ASSUMED.saying(
    "หัวคอลัมน์ “{title}” ไม่ตรงกับแบบสำรวจ จึงอ่านเป็นคอลัมน์ “{meant}” ตามลำดับในแบบสำรวจ หากไม่ถูกต้อง กรุณาแจ้ง"
)
_FOLDED = ASSUMED.saying(
    "คอลัมน์ “{title}” รวมหลายช่องของแบบสำรวจไว้ในช่องเดียว จึงอ่านจากข้อความในช่อง หากไม่ถูกต้อง กรุณาแจ้ง"
)
_NEAR_HEADER = "ไม่พบคอลัมน์ “{title}” ในตาราง พบหัวคอลัมน์ “{near}” ใกล้เคียงแต่ไม่แน่ใจว่าใช่ กรุณาใช้หัวตารางตามแบบสำรวจ"
CODES = (COLUMN_MISSING, COLUMN_IGNORED)

# Below this two headers share no more than the letters that all of them have.
_LEAST_LIKE = 60.0


def about_columns(
    taken: Sequence[tuple[Table, TableLines]], lacking: Mapping[str, str], spec: Survey
) -> Iterator[Finding]:
    """Every finding on columns, each once for the whole file.

    Args:
        lacking: As `lacking_columns` gives it.
    """
    for name, title in lacking.items():
        if _may_be_misread([table for table, _ in taken], spec):
            yield replace(header_doubted(None, title), field=name)
            continue
        near = _nearest_header([table for table, _ in taken], title)
        code = COLUMN_MISSING.saying(_NEAR_HEADER) if near else COLUMN_MISSING
        if name in spec.needed:
            code = replace(code, severity=Severity.ERROR)
        yield replace(code.at(None, title=title, near=near), field=name)
    folded: set[str] = set()
    for table, lines in taken:
        filled = {cell.at for row in lines.rows for line in row.lines for cell in line.others}
        for header in table.ignored:
            if _below(table, header) & filled:
                yield COLUMN_IGNORED.at(header, title=header.text) if header.certain else _doubted(header)
        yield from _about_unheaded(table, lines)
        for header in table.guessed:
            yield _about_guess(table, header, spec) if header.certain else _doubted(header)
        for key in ("committee", "regulation"):
            if key in table.columns and lines.rows:
                header = table.grid.seen(table.bottom, table.columns[key])
                if header.text not in folded:
                    folded.add(header.text)
                    yield _FOLDED.at(header, title=header.text)


def _may_be_misread(tables: Sequence[Table], spec: Survey) -> bool:
    """Whether a scanned table has a header that was not surely read, or as many columns as the form: none is lacking."""
    return any(
        table.grid.recognised
        and (
            any(not header.certain for header in (*table.ignored, *table.guessed))
            or table.right - table.left + 1 >= len(spec.printed)
        )
        for table in tables
    )


def _doubted(header: Cell) -> Finding:
    return header_doubted(header, header.text)


def _about_unheaded(table: Table, lines: TableLines) -> Iterator[Finding]:
    """Words in columns within the table that have no header at all."""
    headed = {table.grid.place(header)[1] for header in table.ignored}
    found: set[int] = set()
    for row in lines.rows:
        for line in row.lines:
            for cell in line.others:
                column = table.grid.place(cell)[1]
                if table.left < column < table.right and column not in headed and squeeze(cell.text):
                    found.add(column)
    for column in sorted(found):
        yield COLUMN_IGNORED.saying(_UNHEADED).at(table.grid.address(table.bottom, column))


def _about_guess(table: Table, header: Cell, spec: Survey) -> Finding:
    place = table.grid.place(header)
    merge = table.grid.merge_at(*place)
    if merge is not None and merge.right > merge.left:
        return _GUESSED.at(header, title=header.text)
    key = next(key for key, column in table.columns.items() if column == place[1])
    meant = next(column.title for column in spec.columns if column.key == key)
    return _GUESSED_LEAF.at(header, title=header.text, meant=meant)


def lacking_columns(tables: Sequence[Table], spec: Survey) -> dict[str, str]:
    """Field to the title of what some table lacks of it."""
    found: dict[str, str] = {}
    for table in tables:
        for name, title in _lacking(table, spec).items():
            found.setdefault(name, title)
    return found


def _lacking(table: Table, spec: Survey) -> dict[str, str]:
    """Field to the title of what the table lacks of it: a folded column stands for its pair, of a pair one column
    may be lacking; a lacking number says nothing."""
    keys = set(table.columns)
    if "laos" in keys:
        keys |= {"host", "partners"}
    if "regulation" in keys:
        keys.add("mou")
    lacking: dict[str, str] = {}
    for whole in spec.columns:
        if whole.key != whole.field or whole.key == "seq" or whole.key in keys:
            continue
        pair = [column for column in spec.columns if column.key.startswith(f"{whole.key}_")]
        absent = [column.title for column in pair if column.key not in keys]
        if len(absent) == len(pair):
            lacking[whole.field] = whole.title
        elif absent:
            lacking[whole.field] = absent[0]
    return lacking


def _nearest_header(tables: Sequence[Table], title: str) -> str:
    """The header among those not understood that is most like a title; "" where none is."""
    from rapidfuzz import fuzz

    headers = [header.text for table in tables for header in table.ignored if len(squeeze(header.text)) >= 3]
    likeness = {text: fuzz.ratio(squeeze(text), squeeze(title)) for text in headers}
    near = max(likeness, key=lambda text: likeness[text], default="")
    return near if near and likeness[near] >= _LEAST_LIKE else ""


def _below(table: Table, header: Cell) -> set[str]:
    _, column = table.grid.place(header)
    return {table.grid.address(row, column) for row in range(table.bottom + 1, table.last + 1)}
