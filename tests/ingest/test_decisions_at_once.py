"""Two people decide on the same message at the same moment, on each kind of database."""

import threading
from pathlib import Path

from make.desk import desk, office

from ingest.decisions import DecisionRefused, reject, release
from ingest.demo.forms import rows, workbook
from ingest.demo.mails import Attachment


def test_one_wins_and_the_other_is_told(tmp_path: Path, database_url: str) -> None:
    database = ('database = "sqlite:///samruat.db"', f'database = "{database_url}"')
    with desk(tmp_path, replace=[database]) as at:
        form = Attachment("a.xlsx", workbook("ชัยนาท", rows("ชัยนาท", 2)))
        [line] = at.receive(office("นครปฐม"), form)
        reference, results = str(line["reference"]), []
        start = threading.Barrier(2)

        def decide(decision: object, who: str) -> None:
            start.wait()
            try:
                with at.context.database.unit_of_work() as work:
                    decision(at.context, work, reference, who=who, why="เหตุผล")  # type: ignore[operator]
                    work.commit()
                results.append("won")
            except DecisionRefused as refused:
                results.append(str(refused))

        people = [
            threading.Thread(target=decide, args=(release, "somchai")),
            threading.Thread(target=decide, args=(reject, "somsri")),
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
        [told] = [result for result in results if result != "won"]
        assert "somchai decided to release it" in told or "somsri decided to reject it" in told
        with at.context.database.unit_of_work(readonly=True) as work:
            [decision] = work.decisions.of(reference)
        at.work()
        status = at.lines(str(line["message"]))[0]["status"]
        assert (decision.what, status) in {("release", "accepted"), ("reject", "rejected")}
