"""However much a province sends, no page grows over 300 kB."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from make.desk import Desk, office
from make.desk_pages import Person, open_desk, person
from make.stored import add_submission, make_outgoing, make_stored_row
from openpyxl import Workbook

from ingest.demo.mails import Attachment
from storage.decisions import Decision
from storage.waivers import Waiver
from storage.words import RowState, SenderSource
from survey.cells import Cell
from survey.findings import Finding, Severity
from survey.model import FIELDS, Lao

MOST = 300_000
LONG = "บริการสาธารณะ" * 400
DOUBT = Finding("assumed", Severity.WARNING, "แบบสำรวจความร่วมมือ!E9", LONG[:900], field="signed_on")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Flask]]:
    with open_desk(tmp_path_factory.mktemp("desk")) as (at, app):
        fill(at)
        yield at, app


def fill(at: Desk) -> None:
    rows = [
        make_stored_row(
            number,
            RowState.ERROR if number % 3 == 0 else RowState.OK,
            partners=[f"ทต.{LONG[:60]}"] * 80,
            service=LONG,
            host=Lao(LONG[:500]),
            objective=LONG,
            problems=LONG,
            cells={
                field: Cell(f"แบบสำรวจความร่วมมือ!{'ABCDEFHJKL'[at]}{6 + number}")
                for at, field in enumerate(FIELDS)
            },
        )
        for number in range(1, 201)
    ]
    with at.context.database.unit_of_work() as work:
        for number in range(1, 4):
            changed = (
                rows if number < 3 else [make_stored_row(n, service=LONG, objective="อื่น") for n in range(200)]
            )
            add_submission(
                work,
                number,
                "น่าน",
                rows=changed,
                at=at.now,
                findings=(DOUBT,) * 300,
                sender=f"{LONG[:300]}@x.example",
            )
        for number in range(4, 150):
            add_submission(work, number, "น่าน", at=at.now)
        for number in range(200):
            work.outbox.queue(
                make_outgoing(f"m{number}", subject=LONG[:900], recipient=LONG[:250]), at.now, preview=True
            )
            work.decisions.add(
                Decision("น่าน" if number % 2 else "SM-2561-0001", "correct", LONG[:80], at.now, LONG[:2000])
            )
            work.senders.add(f"{number}{'x' * 200}@nan.example", "น่าน", SenderSource.LIST, at.now)
            work.waivers.add(Waiver("น่าน", f"code_{number}", at.now.date()), at.now)
        work.commit()


@pytest.mark.parametrize(
    "path",
    [
        "/", "/provinces/55", "/submissions/SM-2561-0001", "/submissions/SM-2561-0001?page=14", "/queue", "/outbox",
        "/outbox/1", "/sample", "/decisions", "/submissions/SM-2561-0003/differences/SM-2561-0001",
    ],
)  # fmt: skip
def test_pages_of_much_stay_small(box: tuple[Desk, Flask], path: str) -> None:
    assert size(person(box[1]), path) < MOST


def size(one: Person, path: str) -> int:
    answer = one.get(path)
    assert answer.status_code == 200
    return len(answer.data)


def test_a_mail_and_a_sheet_of_much_stay_small(box: tuple[Desk, Flask], tmp_path: Path) -> None:
    at, app = box
    book = Workbook()
    for name in range(100):
        sheet = book.create_sheet(f"แผ่นงานที่มีชื่อยาวมาก {name}")
        sheet["A1"] = "x"
    first = book.worksheets[0]
    for row in range(1, 80):
        for column in range(1, 45):
            first.cell(row, column, LONG[:60])
    out = BytesIO()
    book.save(out)
    files = [
        Attachment(f"{number} {LONG[:150]}.bin", b"x", "application", "octet-stream") for number in range(155)
    ]
    [line] = at.receive(
        office("น่าน"), Attachment("a.xlsx", out.getvalue()), *files, subject=LONG, text=LONG * 5, html=f"<p>{LONG * 4}x</p>",
        headers={"Cc": ", ".join([f"{LONG[:100]} <a@x.example>"] * 30)},
    )  # fmt: skip
    one = person(app)
    assert size(one, f"/mails/{line['message']}") < MOST
    assert size(one, f"/submissions/{line['reference']}") < MOST
    [index] = [n for n, file in enumerate(line["files"]) if file["file"] == "a.xlsx"]
    assert size(one, f"/submissions/{line['reference']}/picture?file={index}") < MOST
