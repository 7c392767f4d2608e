from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from make.stored import NOON, add_message, add_submission, digest_of, make_stored_mou, make_stored_row

from storage.records import StoredFile, StoredSubmission
from storage.unit_of_work import Database
from storage.words import ProvinceState, RowState, SenderSource, SubmissionKind
from survey.findings import Finding, Severity
from survey.model import Lao, Status

CNX = "เชียงใหม่"
WRONG = Finding(
    "date_invalid", Severity.ERROR, "Sheet1!E9", "ไม่มีวันที่ “31 มิ.ย. 2561” ในปฏิทิน", False, "signed_on"
)


def test_references_count_by_the_year_of_receipt(database: Database) -> None:
    with database.unit_of_work() as work:
        days = (date(2018, 12, 31), date(2018, 12, 31), date(2019, 1, 1))
        found = [work.submissions.allocate_reference(day) for day in days]
    assert found == ["SM-2561-0001", "SM-2561-0002", "SM-2562-0001"]


def test_a_reference_that_was_not_committed_is_free_again(database: Database) -> None:
    found = []
    for _ in range(2):
        with database.unit_of_work() as work:
            found.append(work.submissions.allocate_reference(date(2018, 12, 1)))
    assert found == ["SM-2561-0001", "SM-2561-0001"]


def allocate(database: Database, count: int) -> list[str]:
    found = []
    for _ in range(count):
        with database.unit_of_work() as work:
            found.append(work.submissions.allocate_reference(date(2018, 12, 1)))
            work.commit()
    return found


def test_workers_in_threads_never_get_the_same_reference_and_leave_no_gap(database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = [
            reference for each in pool.map(lambda _: allocate(database, 10), range(4)) for reference in each
        ]
    assert sorted(found) == [f"SM-2561-{number:04}" for number in range(1, 41)]


def test_after_9999_references_go_on(database: Database) -> None:
    with database.unit_of_work() as work:
        work.connection.exec_driver_sql("INSERT INTO counters (name, value) VALUES ('SM-2561', 9999)")
        assert work.submissions.allocate_reference(date(2018, 12, 1)) == "SM-2561-10000"


def test_rows_mous_and_findings_come_back_as_they_were_stored(database: Database) -> None:
    rows = [
        make_stored_row(1, partners=["ทต.แม่แรม", "ก\n=1"]),
        make_stored_row(2, RowState.ERROR, host=None, mou=None, seq=10**30),
    ]
    with database.unit_of_work() as work:
        reference = add_submission(work, rows=rows, mous=(make_stored_mou(),), findings=(WRONG,))
        work.commit()
        version = work.submissions.by_reference(reference)
        assert version is not None
        assert work.submissions.rows(version.id)[0] == rows[0]
        assert work.submissions.rows(version.id)[1].row.seq is None
        [mou] = work.submissions.mous(CNX)
        assert (mou.mou, mou.reference) == (make_stored_mou().mou, reference)
        assert work.submissions.findings(version.id) == [(None, WRONG)]
        assert (version.rows, version.rows_asked, version.rows_error) == (2, 0, 1)
        assert ("การกำจัดขยะ1", "6500710") in version.pairs


def test_a_message_read_again_keeps_reference_and_token_and_replaces_what_was_derived(
    database: Database,
) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, rows=[make_stored_row(1), make_stored_row(2)], findings=(WRONG,))
        before = work.submissions.by_reference(reference)
        assert before is not None
        again = StoredSubmission(
            "SM-2561-0099", before.message_sha256, 0, SubmissionKind.SURVEY, Status.ACCEPTED, before.received_at, 1,
            province=CNX, part=1, rows=(make_stored_row(3),),
        )  # fmt: skip
        assert work.submissions.add(again, NOON) == before.id
        after = work.submissions.by_reference(reference)
        assert after is not None
        assert (after.token, after.rows, work.submissions.findings(after.id)) == (before.token, 1, [])
        assert [stored.row.seq for stored in work.submissions.rows(after.id)] == [3]
        assert work.submissions.by_reference("SM-2561-0099") is None


def test_tokens_are_unguessable_and_lead_to_their_submission(database: Database) -> None:
    with database.unit_of_work() as work:
        references = [add_submission(work, number) for number in (1, 2)]
        tokens = [version.token for version in work.submissions.all()]
        assert all(len(token) == 32 for token in tokens)
        assert tokens[0] != tokens[1]
        found = work.submissions.by_token(tokens[1])
        assert found is not None
        assert found.reference == references[1]
        assert work.submissions.by_token("") is None


@pytest.mark.parametrize(
    ("statuses", "current"),
    [
        ("accepted accepted", 2),
        ("accepted needs_correction", 1),
        ("needs_correction needs_correction", 2),
        ("needs_correction accepted needs_correction", 2),
        ("accepted held", 1),
        ("held rejected unreadable failed ignored", None),
    ],
)
def test_current_is_the_newest_accepted_version_else_the_newest_with_errors(
    database: Database, statuses: str, current: int | None
) -> None:
    with database.unit_of_work() as work:
        for number, status in enumerate(statuses.split(), 1):
            add_submission(work, number, status=Status(status))
        found = [version.uid for version in work.submissions.current(CNX)]
    assert found == ([] if current is None else [current])


def test_newer_is_later_received_then_higher_uid_whatever_was_processed_first(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 3, at=NOON)
        add_submission(work, 2, at=NOON)
        add_submission(work, 9, at=NOON - timedelta(hours=1))
        assert [version.uid for version in work.submissions.versions(CNX)] == [9, 2, 3]
        assert [version.uid for version in work.submissions.current(CNX)] == [3]


def test_each_part_has_its_current_version_and_a_repetition_is_none(database: Database) -> None:
    with database.unit_of_work() as work:
        first = add_submission(work, 1)
        add_submission(work, 2, part=2)
        add_submission(work, 3, repeats=first)
        add_submission(work, 4, part=None)
        assert [(version.part, version.uid) for version in work.submissions.current(CNX)] == [(1, 1), (2, 2)]


def store_file(database: Database, number: int, sha: str, **more: Any) -> str:
    with database.unit_of_work() as work:
        reference = add_submission(work, number, **more)
        version = work.submissions.by_reference(reference)
        assert version is not None
        document = {"file": "a.xlsx", "sha256": sha, "kind": "survey", "problems": []}
        file = StoredFile("a.xlsx", sha, "survey", "xlsx", document, (WRONG,), 0)
        work.submissions.add_files(version.message_sha256, [file], {0: version.id})
        work.commit()
    return reference


def test_the_same_file_is_known_by_the_first_submission_that_brought_it_and_counts(
    database: Database,
) -> None:
    store_file(database, 1, "a" * 64, status=Status.REJECTED)
    first = store_file(database, 2, "a" * 64)
    store_file(database, 3, "a" * 64, repeats=first)
    with database.unit_of_work() as work:
        second = work.submissions.by_reference(first)
        assert second is not None
        at, uid, sha = second.received_at, second.uid, second.message_sha256
        seen = work.copies.file_seen
        assert seen(CNX, "a" * 64, at + timedelta(hours=1), 0, before=sha) == (first, Status.ACCEPTED)
        assert seen(CNX, "a" * 64, at, uid + 1, before=sha) == (first, Status.ACCEPTED)
        assert seen(CNX, "a" * 64, at, uid, before=sha) is None
        assert seen(CNX, "a" * 64, at - timedelta(hours=1), 99, before="f" * 64) is None
        assert seen("น่าน", "a" * 64, at + timedelta(hours=1), 0, before=sha) is None


def test_the_objects_about_files_keep_their_keys_in_order_and_are_replaced_when_read_again(
    database: Database,
) -> None:
    store_file(database, 1, "a" * 64)
    with database.unit_of_work() as work:
        [document] = work.submissions.files(digest_of(1))
        assert list(document) == ["file", "sha256", "kind", "problems"]
        other = StoredFile("b.pdf", "b" * 64, "other", None, {"file": "b.pdf"})
        work.submissions.add_files(digest_of(1), [other], {})
        assert work.submissions.files(digest_of(1)) == [{"file": "b.pdf"}]
        [version] = work.submissions.of_message(digest_of(1))
        assert work.submissions.findings(version.id) == []


def test_a_message_that_brings_fewer_submissions_when_read_again_keeps_them_as_ignored(
    database: Database,
) -> None:
    with database.unit_of_work() as work:
        reference = add_submission(work, 1)
        work.submissions.retire_after(digest_of(1), -1)
        version = work.submissions.by_reference(reference)
        assert version is not None
        assert (version.status, version.part) == (Status.IGNORED, None)
        assert work.submissions.current(CNX) == []


def test_all_76_provinces_stand_somewhere(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, CNX, rows=[make_stored_row()])
        add_submission(work, 2, "น่าน", kind=SubmissionKind.NIL)
        add_submission(work, 3, "ตาก", status=Status.HELD, part=None)
        add_submission(work, 4, "เลย", status=Status.UNREADABLE, part=None, kind=SubmissionKind.NONE)
        add_submission(work, 5, "แพร่", kind=SubmissionKind.MOU, part=None, mous=(make_stored_mou(),))
        standings = {standing.province: standing for standing in work.submissions.standings()}
    assert len(standings) == 76
    found = {name: standings[name].state for name in (CNX, "น่าน", "ตาก", "เลย", "แพร่")}
    assert list(found.values()) == [
        ProvinceState.ACCEPTED,
        ProvinceState.NIL,
        ProvinceState.HELD,
        ProvinceState.UNREADABLE,
        ProvinceState.SILENT,
    ]
    assert (standings["แพร่"].mous, standings["ตาก"].waiting[0].uid) == (1, 3)


def test_first_senders_without_a_record_are_told_once_a_province(database: Database) -> None:
    with database.unit_of_work() as work:
        work.senders.add("CNX@sathon.example", CNX, SenderSource.LIST, NOON)
        add_submission(work, 1)
        add_submission(work, 2, "น่าน", sender="nan@mail.example")
        add_submission(work, 3, "น่าน", sender="nan@mail.example")
        add_submission(work, 4, "ตาก", sender="tak@mail.example", status=Status.HELD, part=None)
        assert work.submissions.first_from_unknown() == (("nan@mail.example", "น่าน"),)


def test_a_submission_without_its_message_is_refused(database: Database) -> None:
    with database.unit_of_work() as work:
        stray = StoredSubmission(
            "SM-2561-0001", digest_of(5), 0, SubmissionKind.SURVEY, Status.ACCEPTED, NOON, 1
        )
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            work.submissions.add(stray, NOON)


def test_an_lao_without_a_code_is_compared_by_its_name_however_spaced(database: Database) -> None:
    with database.unit_of_work() as work:
        add_submission(work, 1, rows=[make_stored_row(1, host=Lao("อบต. สะลวง"))])
        add_submission(work, 2, rows=[make_stored_row(1, host=Lao("อบต.สะลวง"))])
        one, other = work.submissions.versions(CNX)
    assert one.pairs == other.pairs != frozenset()


def test_decisions_and_records_are_kept_in_order(database: Database) -> None:
    from storage.decisions import Decision

    with database.unit_of_work() as work:
        add_message(work)
        for what in ("release", "reject"):
            work.decisions.add(Decision("SM-2561-0001", what, "coordinator@dla.example", NOON, "ตรวจแล้ว"))
        assert [decision.what for decision in work.decisions.of("SM-2561-0001")] == ["release", "reject"]
        assert work.senders.add("A@x.example", CNX, SenderSource.TOKEN, NOON)
        assert not work.senders.add("a@x.example", CNX, SenderSource.LIST, NOON)
        assert work.senders.add("a@x.example", "น่าน", SenderSource.LIST, NOON)
        assert work.senders.provinces_of("a@X.example") == {CNX, "น่าน"}
        assert work.senders.of_province("น่าน") == ["a@x.example"]


def test_what_was_read_is_read_again_after_a_change_and_after_a_commit(database: Database) -> None:
    with database.unit_of_work() as work:
        assert work.submissions.versions(CNX) == []
        add_submission(work, 1, rows=[make_stored_row(1)])
        [version] = work.submissions.versions(CNX)
        work.submissions.set_status(version.id, Status.REJECTED)
        assert [one.status for one in work.submissions.versions(CNX)] == [Status.REJECTED]
        work.commit()
        with database.unit_of_work() as other:
            other.submissions.set_status(version.id, Status.ACCEPTED)
            other.commit()
        assert [one.status for one in work.submissions.versions(CNX)] == [Status.ACCEPTED]
