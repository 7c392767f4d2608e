import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from make.stored import NOON, add_submission, make_stored_mou, make_stored_row
from openpyxl import load_workbook
from sqlalchemy import delete

from storage import tables as t
from storage.export import export
from storage.export_rows import ExportIncompleteError
from storage.unit_of_work import Database, UnitOfWork
from storage.words import RowState, SubmissionKind
from survey.model import Committee, Lao, Regulation, Status
from survey.registry import registry

FORMATS = ("jsonl", "csv", "xlsx", "parquet")
ERROR, ASKED = RowState.ERROR, RowState.ASKED
HEADER = ("ลำดับที่", "ชื่อบริการสาธารณะที่ทำความร่วมมือกันให้บริการประชาชน", "องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ")


def fill(work: UnitOfWork) -> None:
    """Two parts in Chiang Mai, the newer version of one; errors in Lamphun; nothing to report in Nan."""
    add_submission(work, 1, rows=[make_stored_row(9)])
    add_submission(
        work,
        2,
        rows=[make_stored_row(1), make_stored_row(2, ASKED, signed_on=None)],
        mous=(make_stored_mou(),),
    )
    add_submission(work, 3, rows=[make_stored_row(3, mou=None)], part=2, late=True)
    add_submission(
        work,
        4,
        "ลำพูน",
        rows=[make_stored_row(4), make_stored_row(5, ERROR, host=None)],
        status=Status.NEEDS_CORRECTION,
    )
    add_submission(work, 5, "น่าน", kind=SubmissionKind.NIL)
    add_submission(
        work,
        6,
        "ลำปาง",
        rows=[make_stored_row(6)],
        status=Status.HELD,
        part=None,
        mous=(make_stored_mou(file="b.pdf"),),
    )
    add_submission(
        work,
        7,
        "แพร่",
        rows=[make_stored_row(7)],
        status=Status.REJECTED,
        part=None,
        mous=(make_stored_mou(),),
    )
    add_submission(work, 8, None, kind=SubmissionKind.MOU, part=None, status=Status.HELD, mous=(make_stored_mou(file="c.pdf"),))  # fmt: skip


def exported(database: Database, what: str, format_: str, out: Path) -> int:
    with database.unit_of_work(readonly=True) as work:
        return export(work, what, format_, out)


def from_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def from_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def from_parquet(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


def from_xlsx(path: Path, sheet: str = "Sheet") -> list[tuple[Any, ...]]:
    return list(load_workbook(path)[sheet].iter_rows(values_only=True))


READ: dict[str, Callable[[Path], list[Any]]] = {"jsonl": from_jsonl, "csv": from_csv, "parquet": from_parquet}


@pytest.mark.parametrize("format_", FORMATS)
def test_every_data_set_is_written_whole_in_every_format(
    database: Database, tmp_path: Path, format_: str
) -> None:
    with database.unit_of_work() as work:
        fill(work)
        work.commit()
    for what, rows, first in (
        ("cooperations", 5, "เชียงใหม่"),
        ("provinces", 76, "สมุทรปราการ"),
        ("mous", 3, "เชียงใหม่"),
    ):
        out = tmp_path / f"{what}.{format_}"
        assert exported(database, what, format_, out) == rows
        if format_ == "xlsx" and what == "cooperations":
            assert [line[0] for line in from_xlsx(out, "ทุกจังหวัด")[3:]] == [1, 2, 3, 4, 5]
        elif format_ == "xlsx":
            lines = from_xlsx(out)
            assert (len(lines), lines[1][0]) == (rows + 1, first)
        else:
            lines = READ[format_](out)
            assert (len(lines), lines[0]["province"]) == (rows, first)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".") or "tmp" in path.suffix]


def test_json_lines_hold_the_fields_of_the_contract(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, 1, rows=[make_stored_row(1, problems=None)])
        work.commit()
    exported(database, "cooperations", "jsonl", tmp_path / "c.jsonl")
    assert from_jsonl(tmp_path / "c.jsonl") == [
        {
            "province": "เชียงใหม่",
            "reference": reference,
            "received_at": "2018-12-03T12:01:00+07:00",
            "sender": "cnx@sathon.example",
            "status": "accepted",
            "row_state": "ok",
            "late": False,
            "cell": "Sheet1!A7",
            "seq": 1,
            "service": "การกำจัดขยะ 1",
            "host": "อบต.สะลวง",
            "host_code": "6500710",
            "partners": ["ทต.แม่แรม", "ทต.ริมเหนือ"],
            "partner_codes": [None, None],
            "signed_on": "2018-11-05",
            "committee": "appointed",
            "regulation": "made",
            "mou": True,
            "objective": "ลดค่าใช้จ่าย",
            "problems": None,
        }
    ]  # fmt: skip


def test_parquet_holds_typed_values(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1, partners=[])])
        work.commit()
    exported(database, "cooperations", "parquet", tmp_path / "c.parquet")
    [row] = from_parquet(tmp_path / "c.parquet")
    assert (row["signed_on"], row["mou"], row["seq"], row["partners"]) == (date(2018, 11, 5), True, 1, [])
    assert row["received_at"] == datetime(2018, 12, 3, 5, 1, tzinfo=UTC)


def test_provinces_tell_how_each_stands(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        fill(work)
        work.commit()
    exported(database, "provinces", "jsonl", tmp_path / "p.jsonl")
    rows = {row["province"]: row for row in from_jsonl(tmp_path / "p.jsonl")}
    states = Counter(row["state"] for row in rows.values())
    assert states == {"accepted": 1, "nil": 1, "needs_correction": 1, "held": 1, "rejected": 1, "silent": 71}
    told = rows["เชียงใหม่"]
    assert (told["parts"], told["rows"], told["rows_ok"], told["rows_asked"], told["mous"], told["late"]) == (
        2,
        3,
        2,
        1,
        1,
        True,
    )
    assert told["references"] == ["SM-2561-0002", "SM-2561-0003"]
    assert rows["น่าน"]["nil"] is True
    assert rows["ลำปาง"]["waiting"] == ["SM-2561-0006"]
    assert rows["ลำพูน"]["rows_error"] == 1
    assert rows["ระนอง"]["received_at"] is None


def test_the_workbook_has_the_forms_two_header_rows_ticks_in_their_columns_and_years_of_the_buddhist_era(
    database: Database, tmp_path: Path
) -> None:
    with database.unit_of_work() as work:
        row = make_stored_row(1, committee=Committee.NOT_APPOINTED, regulation=Regulation.NOT_MADE, mou=True)
        add_submission(work, 1, rows=[row])
        work.commit()
    exported(database, "cooperations", "xlsx", tmp_path / "c.xlsx")
    sheet = load_workbook(tmp_path / "c.xlsx")["เชียงใหม่"]
    title, heading, groups, columns, first, *_ = sheet.iter_rows(max_col=12, values_only=True)
    assert title[0].startswith("แบบสำรวจ")
    assert heading[0] == "จังหวัด เชียงใหม่"
    assert groups[:3] == HEADER
    assert columns[2:4] == ("องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ", "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม")
    assert columns[5:10] == ("แต่งตั้ง", "ไม่ได้แต่งตั้ง", "จัดทำ", "ไม่ได้จัดทำ", "ทำ MOU")
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {
        "A3:A4",
        "C3:D3",
        "F3:G3",
        "H3:J3",
        "L3:L4",
    }
    assert first[3:10] == ("ทต.แม่แรม\nทต.ริมเหนือ", "5 พ.ย. 2561", None, "✓", None, "✓", "✓")


def test_the_workbook_has_a_sheet_of_all_and_one_a_province_that_answered(
    database: Database, tmp_path: Path
) -> None:
    names = [province.name for province in registry().provinces.values()]
    with database.unit_of_work() as work:
        for number, name in enumerate(names, 1):
            add_submission(work, number, name, rows=[make_stored_row(number)])
        work.commit()
    assert exported(database, "cooperations", "xlsx", tmp_path / "c.xlsx") == 76
    book = load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames[0] == "ทุกจังหวัด"
    assert sorted(book.sheetnames[1:]) == sorted(names)
    assert all(book[name]["B5"].value == f"การกำจัดขยะ {number}" for number, name in enumerate(names, 1))


def test_a_province_without_any_cooperation_has_a_sheet_that_says_so(
    database: Database, tmp_path: Path
) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, "น่าน", kind=SubmissionKind.NIL)
        work.commit()
    assert exported(database, "cooperations", "xlsx", tmp_path / "c.xlsx") == 0
    assert "ไม่มีการจัดทำความร่วมมือ" in from_xlsx(tmp_path / "c.xlsx", "น่าน")[1][0]


HOSTILE = (
    "=HYPERLINK(\"http://x.example\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    "ขยะ;=1+1",
)  # fmt: skip


def test_no_cell_of_a_workbook_is_a_formula(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        rows = [
            make_stored_row(i, service=text, objective=text, host=Lao(text), partners=[text, text])
            for i, text in enumerate(HOSTILE, 1)
        ]
        add_submission(work, 1, rows=rows, sender="=1+1@x.example", mous=(make_stored_mou(file="=1+1.pdf"),))
        work.commit()
    for what in ("cooperations", "provinces", "mous"):
        out = tmp_path / f"{what}.xlsx"
        exported(database, what, "xlsx", out)
        with ZipFile(out) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    sheet = load_workbook(tmp_path / "cooperations.xlsx")["เชียงใหม่"]
    assert {sheet.cell(5 + i, 2).data_type for i in range(len(HOSTILE))} == {"s"}
    assert sheet["B5"].value == HOSTILE[0]
    assert sheet["B5"].quotePrefix


def test_no_field_of_a_csv_file_acts_as_a_formula_while_dashes_and_numbers_stay(
    database: Database, tmp_path: Path
) -> None:
    harmless = ("-", "--", "-5", "+66", "ขยะ - น้ำเสีย", "ก=ข")
    with database.unit_of_work() as work:
        add_submission(
            work,
            1,
            rows=[
                make_stored_row(i, service=text, partners=[text]) for i, text in enumerate(HOSTILE + harmless)
            ],
        )
        work.commit()
    exported(database, "cooperations", "csv", tmp_path / "c.csv")
    rows = from_csv(tmp_path / "c.csv")
    for row, text in zip(rows, HOSTILE, strict=False):
        assert row["service"] == text.replace(";=", ";'=") if ";" in text else f"'{text}"
        assert row["partners"] == row["service"]
    assert tuple(row["service"] for row in rows[len(HOSTILE) :]) == harmless


def test_a_csv_file_opens_in_excel_as_thai_and_joins_lists_by_newline(
    database: Database, tmp_path: Path
) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1, objective='ลด "ขยะ", น้ำเสีย')])
        work.commit()
    exported(database, "cooperations", "csv", tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_bytes().startswith(b"\xef\xbb\xbfprovince,reference,")
    [row] = from_csv(tmp_path / "c.csv")
    assert (row["partners"], row["objective"]) == ("ทต.แม่แรม\nทต.ริมเหนือ", 'ลด "ขยะ", น้ำเสีย')
    assert (row["signed_on"], row["mou"]) == ("2018-11-05", "true")


def test_characters_that_a_workbook_can_not_hold_do_not_stop_it(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1, service="ขยะ\x0bก\x01", objective="ก" * 40_000)])
        work.commit()
    exported(database, "cooperations", "xlsx", tmp_path / "c.xlsx")
    line = from_xlsx(tmp_path / "c.xlsx", "เชียงใหม่")[4]
    assert line[1] == "ขยะ\ufffdก\ufffd"
    assert (len(line[10]), line[10][-1]) == (32_767, "…")


def test_a_row_that_is_counted_but_gone_stops_the_export_and_keeps_the_last_file(
    database: Database, tmp_path: Path
) -> None:
    out = tmp_path / "c.jsonl"
    out.write_text("before", encoding="utf-8")
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1), make_stored_row(2)])
        work.connection.execute(delete(t.Cooperations).where(t.Cooperations.ordinal == 1))
        work.commit()
    with pytest.raises(ExportIncompleteError):
        exported(database, "cooperations", "jsonl", out)
    assert out.read_text("utf-8") == "before"
    assert list(tmp_path.glob(".c*")) == []


def test_a_form_of_a_thousand_rows_keeps_its_order(database: Database, tmp_path: Path) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(number) for number in range(1, 1_001)])
        work.commit()
    assert exported(database, "cooperations", "jsonl", tmp_path / "c.jsonl") == 1_000
    assert [row["seq"] for row in from_jsonl(tmp_path / "c.jsonl")] == list(range(1, 1_001))


@pytest.mark.parametrize(("what", "format_"), [("rows", "csv"), ("mous", "pdf")])
def test_an_unknown_data_set_or_format_is_refused_and_writes_nothing(
    database: Database, tmp_path: Path, what: str, format_: str
) -> None:
    with pytest.raises(ValueError, match="one of"):
        exported(database, what, format_, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_the_time_of_receipt_is_told_in_bangkok(database: Database, tmp_path: Path) -> None:
    evening = NOON.replace(hour=18)  # past midnight in Bangkok
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1)], at=evening)
        work.commit()
    exported(database, "cooperations", "xlsx", tmp_path / "c.xlsx")
    assert "4 ธ.ค. 2561 01:00 น." in from_xlsx(tmp_path / "c.xlsx", "เชียงใหม่")[4]
