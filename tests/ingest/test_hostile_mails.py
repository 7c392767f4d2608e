"""Mails that are made to cost: each is done within 30 seconds and 500 MB, nothing of it is lost without a word, and
the mail behind it is read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from make.desk import Desk, desk
from make.hostile_mails import HOSTILE
from make.mail_case import form, form_file, mixed, sent

CUT = (
    "1,000 multiparts inside each other",
    "1,000 mails inside each other",
    "100,000 parts",
    "100,000 files",
)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("hostile")) as made:
        yield made


def children(of: int) -> list[int]:
    """Living descendants of a process."""
    tasks = Path(f"/proc/{of}/task").glob("*/children")
    direct = [int(pid) for task in tasks for pid in task.read_text().split()]
    return [*direct, *(pid for child in direct for pid in children(child))]


def peak_mb(pid: int) -> int:
    """The most memory that a process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def seconds_of(pids: list[int]) -> float:
    """CPU that processes, and those that they waited for, have used: other work on the machine makes no difference."""
    ticks = 0
    for pid in pids:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, after_name[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_little_and_the_next_mail_is_read(name: str, shared_desk: Desk) -> None:
    raw = HOSTILE[name]()
    me = os.getpid()
    before, started = peak_mb(me), seconds_of([me, *children(me)])
    [line] = shared_desk.receive("", raw=raw)
    assert seconds_of([me, *children(me)]) - started < 30
    grown = peak_mb(me) - before
    assert max(grown, *(peak_mb(pid) for pid in children(me))) < 500
    if name in CUT:
        assert (line["status"], line["reason"]) == ("held", "file_too_complex")
    else:
        # The same form again and again: what came first counts, the others say so.
        assert [len(file["rows"]) for file in line["files"] if file["kind"] == "survey"] == [2]
        assert line["status"] == "accepted"
    number = list(HOSTILE).index(name)
    honest = sent(
        mixed(form_file(data=form("ตรัง"))), **{"from": "saraban@dla.example", "message-id": f"<{number}@x>"}
    )
    [next_line] = shared_desk.receive("", raw=honest)
    assert (next_line["status"], next_line["province"]) == ("accepted", "ตรัง")
