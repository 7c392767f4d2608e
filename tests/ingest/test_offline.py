"""`samruat check` on many files: both processors read, in the order given."""

import os
from datetime import date
from multiprocessing import forkserver
from pathlib import Path

from make.typed_forms import typed_form

from ingest.offline import check_files


def children() -> set[int]:
    """Processes that the server of the readers forked and that still run."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if server is None:
        return set()
    listed = Path(f"/proc/{server}/task/{server}/children").read_text()
    return {int(number) for number in listed.split()}


def test_a_hundred_files_are_read_by_two_children_in_the_order_given(tmp_path: Path) -> None:
    data = typed_form()
    paths = [tmp_path / f"{number:03}.xlsx" for number in range(100)]
    for path in paths:
        path.write_bytes(data)
    before, seen = children(), set[int]()
    read: list[str] = []
    for documents in check_files(paths, date(2018, 12, 1)):
        seen |= children() - before
        read += [document.file for document in documents]
    assert read == list(map(str, paths))
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_one_file_starts_one_child(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(typed_form())
    before, seen = children(), set[int]()
    for _ in check_files([path], date(2018, 12, 1)):
        seen |= children() - before
    assert len(seen) == 1


def test_a_folder_or_a_wrong_name_is_told_as_such_and_the_other_files_are_read(tmp_path: Path) -> None:
    good = tmp_path / "a.xlsx"
    good.write_bytes(typed_form())
    (tmp_path / "โฟลเดอร์").mkdir()
    read = list(check_files([tmp_path / "โฟลเดอร์", tmp_path / "none.xlsx", good], date(2018, 12, 1)))
    told = [[finding.message for finding in document.findings] for [document] in read]
    assert told[:2] == [
        ["“โฟลเดอร์” เป็นโฟลเดอร์ กรุณาระบุไฟล์ในโฟลเดอร์นั้น"],
        ["ไม่พบไฟล์ “none.xlsx” กรุณาตรวจสอบชื่อและตำแหน่งของไฟล์"],
    ]
    assert read[2][0].form is not None
