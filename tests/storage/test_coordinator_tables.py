from datetime import date

from make.stored import NOON, add_message, add_submission, digest_of

from storage.corrections import Change, Correction
from storage.decisions import Decision
from storage.hand_ins import HandIn
from storage.unit_of_work import Database
from storage.waivers import Waiver


def test_a_waiver_counts_up_to_and_with_its_day(database: Database) -> None:
    waiver = Waiver("น่าน", "date_missing", date(2018, 12, 14))
    with database.unit_of_work() as work:
        work.waivers.add(waiver, NOON)
        assert work.waivers.on(date(2018, 12, 14)) == {("น่าน", "date_missing")}
        assert work.waivers.on(date(2018, 12, 15)) == frozenset()
        assert work.waivers.all() == [waiver]


def test_the_newest_correction_of_a_cell_counts_and_the_older_is_kept(database: Database) -> None:
    changes = (Change("ขยะ", "6500710", "signed_on", "2018-11-05"), Change("ขยะ", "6500710", "mou", None))
    with database.unit_of_work() as work:
        reference = add_submission(work, 1)
        old = Correction(reference, digest_of(1), "a.xlsx", "Sheet1!E9", "5 พ.ย. 61", NOON)
        new = Correction(reference, digest_of(1), "a.xlsx", "Sheet1!E9", "5 พ.ย. 2561", NOON, changes)
        other = Correction(reference, digest_of(1), "a.xlsx", "Sheet1!E10", "", NOON)
        for one in (old, other, new):
            work.corrections.add(one)
        assert work.corrections.of_message(digest_of(1)) == [new, other]
        assert work.corrections.of_references([reference, "SM-2561-0099"]) == [old, other, new]


def test_a_hand_in_is_known_by_its_message(database: Database) -> None:
    with database.unit_of_work() as work:
        add_message(work, 1)
        assert work.hand_ins.add(digest_of(1), HandIn("น่าน", "fax"), NOON)
        assert not work.hand_ins.add(digest_of(1), HandIn("แพร่", "fax"), NOON)
        assert work.hand_ins.get(digest_of(1)) == HandIn("น่าน", "fax")
        assert work.hand_ins.get(digest_of(2)) is None


def test_all_decisions_are_listed_in_their_order(database: Database) -> None:
    first = Decision("SM-2561-0001", "release", "somchai", NOON)
    second = Decision("น่าน", "waive", "somchai", NOON, "อุทกภัย")
    with database.unit_of_work() as work:
        work.decisions.add(first)
        work.decisions.add(second)
        assert work.decisions.all() == [first, second]
        assert work.decisions.of("น่าน") == [second]


def test_a_line_of_the_list_of_senders_is_added_once(database: Database) -> None:
    listed = [
        ("CNX@sathon.example", "เชียงใหม่"),
        ("cnx@sathon.example", "เชียงใหม่"),
        ("nan@sathon.example", "น่าน"),
    ]
    with database.unit_of_work() as work:
        assert work.senders.add_listed(listed, NOON) == 2
        assert work.senders.add_listed([*listed, ("nan@sathon.example", "แพร่")], NOON) == 1
        assert work.senders.provinces_of("Nan@sathon.example") == {"น่าน", "แพร่"}
