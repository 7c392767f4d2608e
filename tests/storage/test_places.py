from make.stored import add_submission, make_stored_row

from storage.unit_of_work import Database
from survey.cells import Cell


def test_each_value_keeps_its_address_on_its_sheet_or_its_page(database: Database) -> None:
    cells = {
        "service": Cell("แบบสำรวจ!B7", "ขยะ"), "signed_on": Cell("แบบสำรวจ!E7"), "objective": Cell("p2!K1"),
    }  # fmt: skip
    row = make_stored_row(1, cells=cells)
    with database.unit_of_work() as work:
        reference = add_submission(work, 1, rows=[row])
        work.commit()
        version = work.submissions.by_reference(reference)
        assert version is not None
        [stored] = work.submissions.rows(version.id)
    assert {field: cell.at for field, cell in stored.row.cells.items()} == {
        # The row itself stands on Sheet1.
        "service": "แบบสำรวจ!B7",
        "signed_on": "แบบสำรวจ!E7",
        "objective": "p2!K1",
    }


def test_an_address_on_the_sheet_of_its_row_comes_back_whole(database: Database) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, 1, rows=[make_stored_row(1, cells={"host": Cell("Sheet1!C7")})])
        work.commit()
        version = work.submissions.by_reference(reference)
        assert version is not None
        [stored] = work.submissions.rows(version.id)
    assert stored.row.cells["host"] == Cell("Sheet1!C7")
    assert stored.row.cells.get("mou") is None


def test_a_row_that_was_stored_before_addresses_were_kept_has_none(database: Database) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, 1, rows=[make_stored_row(1)])
        work.commit()
        version = work.submissions.by_reference(reference)
        assert version is not None
        [stored] = work.submissions.rows(version.id)
    assert dict(stored.row.cells) == {}
