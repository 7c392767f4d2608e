"""Values that were recognised from a picture: what is said of them where nothing else agrees with the reading."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.cells import Cell
from survey.fields import FieldGroup, Reading, RowCells
from survey.fields.heading import PROVINCE_MISSING
from survey.findings import Code, Finding, Severity
from survey.model import Lao
from survey.recognised_names import stands_alone

LOW_CONFIDENCE = Code(
    "ocr_low_confidence",
    Severity.WARNING,
    "อ่านจากภาพสแกนว่า “{found}” อาจไม่ตรงกับเอกสาร กรุณาตรวจสอบ หากไม่ถูกต้อง กรุณาแจ้งข้อความที่ถูกต้อง",
)
_NOTHING_READ = LOW_CONFIDENCE.saying("อ่านข้อความหรือเครื่องหมายในช่องนี้ไม่ออก กรุณาแจ้งข้อความในช่อง")
_OTHER = LOW_CONFIDENCE.saying(
    "อ่านจากภาพสแกนว่า “{found}” หรือ “{other}” กรุณาตรวจสอบ หากไม่ถูกต้อง กรุณาแจ้งข้อความที่ถูกต้อง"
)
_COLUMN = LOW_CONFIDENCE.saying(
    "ข้อความในคอลัมน์ “{title}” อ่านจากภาพสแกน ตัวสะกดอาจคลาดเคลื่อน กรุณาตรวจสอบ หากมีไฟล์ต้นฉบับ กรุณาส่งมาด้วย"
)
_SOME = LOW_CONFIDENCE.saying(
    "ข้อความในคอลัมน์ “{title}” ลำดับที่ {numbers} อ่านจากภาพสแกน ตัวสะกดอาจคลาดเคลื่อน กรุณาตรวจสอบ หากมีไฟล์ต้นฉบับ กรุณาส่งมาด้วย"
)
_REPORTER = LOW_CONFIDENCE.saying(
    "ชื่อ ตำแหน่ง และหมายเลขโทรศัพท์ของผู้รายงานอ่านจากภาพสแกน อาจคลาดเคลื่อน กรุณาตรวจสอบ “{found}”"
)
_NO_REPORTER = LOW_CONFIDENCE.saying(
    "อ่านบรรทัดผู้รายงาน ตำแหน่ง หรือหมายเลขโทรศัพท์จากภาพสแกนไม่ออก กรุณาแจ้งชื่อ ตำแหน่ง และหมายเลขโทรศัพท์ของผู้รายงาน"
)
_PROVINCE = LOW_CONFIDENCE.saying(
    "ชื่อจังหวัดอ่านจากภาพสแกนได้ว่า “{found}” ไม่ชัดเจน จึงถือว่าเป็นจังหวัด{likely} หากไม่ถูกต้อง กรุณาแจ้งชื่อจังหวัด"
)
_NO_PROVINCE = PROVINCE_MISSING.saying("อ่านชื่อจังหวัดจากภาพสแกนไม่ออก กรุณาแจ้งชื่อจังหวัด เช่น “จังหวัดเชียงใหม่”")
_HEADER = LOW_CONFIDENCE.saying(
    "อ่านหัวคอลัมน์จากภาพสแกนว่า “{found}” ไม่ชัดเจน กรุณาตรวจสอบข้อมูลในคอลัมน์นี้ และส่งไฟล์ต้นฉบับหากมี"
)
_NO_HEADER = LOW_CONFIDENCE.saying(
    "อ่านหัวคอลัมน์ “{title}” จากภาพสแกนไม่ออก จึงยังไม่ได้บันทึกข้อมูลในคอลัมน์นี้ กรุณาส่งไฟล์ต้นฉบับหรือภาพที่ชัดเจนขึ้น"
)
CODES = (LOW_CONFIDENCE,)
_LATIN = re.compile("[A-Za-z]")
TEXTS = frozenset({"service", "objective", "problems"})


def doubted(
    group: FieldGroup, cells: RowCells, reading: Reading, values: Mapping[str, Any], told: Sequence[Finding]
) -> tuple[dict[str, Any], list[Finding]]:
    """A row's values of one group, and its findings, where some of its cells were not surely recognised.

    What follows from a doubtful reading is not told beside the doubt. Free text is doubted column by column
    (`columns_doubted`), a text of which nothing was read in its cell.
    """
    values, told = dict(values), list(told)
    for column in group.columns:
        doubtful = [cell for cell in cells.get(column.key, ()) if not cell.certain]
        if column.field in TEXTS:
            doubtful = [cell for cell in doubtful if cell.is_blank]
        if not doubtful:
            continue
        places = {cell.at for cell in doubtful}
        told = [finding for finding in told if finding.cell not in places]
        told += [replace(_doubt(cell), field=column.field) for cell in doubtful]
        if column.key == "host" and "partners" in cells:
            # A speck read as a letter makes two names of one: the second is no partner for that.
            others = {key: found for key, found in cells.items() if key != "host"}
            values["partners"] = group.read(others, reading)[0]["partners"]
        if column.field in ("host", "partners"):
            for field in ("host", "partners"):
                values[field] = _without_unsure_codes(values.get(field), reading.province)
    return values, told


def settled(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those at a cell whose reading is itself in doubt."""
    findings = list(findings)
    doubted_at = {
        finding.cell for finding in findings if finding.code == LOW_CONFIDENCE.name and finding.cell
    }
    return (
        finding
        for finding in findings
        if finding.cell not in doubted_at or finding.code == LOW_CONFIDENCE.name
    )


def column_doubted(header: Cell, title: str, field: str, numbers: Sequence[str] = ()) -> Finding:
    """Free text of a column was recognised: told once, at its header.

    Args:
        numbers: Of the rows that are meant, where it is not the whole column.
    """
    if numbers:
        return replace(_SOME.at(header, title=title, numbers=", ".join(numbers)), field=field)
    return replace(_COLUMN.at(header, title=title), field=field)


def text_doubted(cell: Cell, field: str) -> Finding:
    """One text of a column whose others are certain: told at its cell, with both readings."""
    return replace(_doubt(cell), field=field)


def reporter_unread() -> Finding:
    """A line of the reporter's was not found, and there are lines that could not be read."""
    return _NO_REPORTER.at(None)


def header_doubted(header: Cell | None, words: str) -> Finding:
    """A header of a scanned table was not surely read.

    Args:
        header: None where it was not found at all.
        words: As it was read, or as the form has it.
    """
    return _HEADER.at(header, found=words) if header else _NO_HEADER.at(None, title=words)


def province_doubted(found: str, likely: str | None) -> Finding:
    """The province's line was not surely read.

    Args:
        found: As it was read.
        likely: The province that it is taken for; None where it could be any, and nothing else names one.
    """
    return _PROVINCE.at(None, found=found, likely=likely) if likely else _NO_PROVINCE.at(None)


def reporter_doubted(found: str) -> Finding:
    return _REPORTER.at(None, found=found)


def _doubt(cell: Cell) -> Finding:
    if cell.is_blank:
        return _NOTHING_READ.at(cell)
    if isinstance(cell.value, str) and cell.value not in ("", cell.text) and _helps(cell.value, cell.text):
        return _OTHER.at(cell, found=cell.text, other=cell.value)
    return LOW_CONFIDENCE.at(cell, found=cell.text)


def _helps(other: str, found: str) -> bool:
    """A second reading in Latin letters where the first has none (“oo 4.9. adee”) is no choice for a reader."""
    return _LATIN.search(other) is None or _LATIN.search(found) is not None


def _without_unsure_codes(value: Any, province: str | None) -> Any:
    """A name that was read letter for letter as the registry has it, and like no other, keeps its code."""
    if isinstance(value, Lao):
        sure = value.code is not None and province is not None and stands_alone(value.name, province)
        return value if sure else Lao(value.name)
    if isinstance(value, tuple):
        return tuple(_without_unsure_codes(one, province) for one in value)
    return value
