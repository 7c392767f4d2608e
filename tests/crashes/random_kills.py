"""Kills the worker at random instants and counts what is lost or doubled: `make kills COUNT=300`.

Each database gets COUNT kills (of the whole process group, SIGKILL) in seasons of 25, with a real Dovecot behind a line
that breaks, and a real SMTP server that fails at every fourth mail; every second season the server files what it takes
in the folder of sent mail. The table is written into docs/crash-table.md with --write.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from make.databases import running_postgresql
from make.dovecot import Dovecot, dovecot
from make.kill_season import Found, season, season_mails, undisturbed

ROOT = Path(__file__).resolve().parents[2]
A_SEASON = 25
PAGE = ROOT / "docs" / "crash-table.md"


def kill(
    folder: Path, imap: Dovecot, new_database: Callable[[], str], count: int, *, a_season: int = A_SEASON,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Found, Found]:  # fmt: skip
    """What `count` kills came to: with a server that files what it takes in the folder of sent mail, and without."""
    expected = undisturbed(folder / "undisturbed", imap, new_database(), season_mails(3 * a_season))
    filed, plain = Found(), Found()
    done = number = 0
    while done < count:
        number += 1
        kills = min(a_season, count - done)
        filing = number % 2 == 1
        found = season(
            folder / f"season{number}", imap, new_database(), kills, number, expected, filing=filing
        )
        (filed if filing else plain).add(found)
        done += kills
        wrong = "; ".join((*found.lost, *found.doubled_records, *found.doubled_outside))
        progress(f"{done} of {count} kills: {wrong or 'nothing lost, nothing doubled'}")
    return filed, plain


def table(found: dict[str, tuple[Found, Found]]) -> str:
    """The result as Markdown: a column a database, once for each kind of mail server."""
    names = [f"{name}, {kind}" for name in found for kind in ("sent mail is filed", "nothing is filed")]
    every = [one for both in found.values() for one in both]
    places = sorted({place for one in every for place in one.where})
    rows: list[tuple[str, list[int]]] = [
        ("kills", [one.kills for one in every]),
        *((f"… while {place}", [one.where[place] for one in every]) for place in places),
        ("mails taken in", [one.mails for one in every]),
        ("mails of ours that left", [one.answers for one in every]),
        ("faults of the SMTP server", [one.smtp_faults for one in every]),
        ("**lost** mails, records, answers", [len(one.lost) for one in every]),
        ("**doubled records**", [len(one.doubled_records) for one in every]),
        ("**doubled answers** outside the instant", [len(one.doubled_outside) for one in every]),
        ("doubled answers in the instant", [len(one.doubled_inside) for one in every]),
    ]
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    lines += [f"| {what} | " + " | ".join(str(number) for number in numbers) + " |" for what, numbers in rows]
    return "\n".join(lines)


PREFACE = """# What random kills cost

Made by `make kills COUNT={count}`, which anybody can repeat. The worker (`samruat run`, in three of ten lives two of them
side by side) is killed with all its children by SIGKILL at a random instant and started again; four of ten kills come within
0.4 seconds after it began to send. Meanwhile mail comes in over a line that breaks in one of four connections, and the SMTP
server fails at every fourth mail (451, 452, cut at RCPT, cut in DATA, cut after it took the mail). At the end one worker does
what is left; every mail is then compared with what an undisturbed run makes of it: status, reason, submissions, rows, and
the answers that the server took.

“The instant” is the one between the server's 250 and our commit: whoever dies there, or never hears the 250, can't know
whether the mail left. The folder of sent mail is asked first; where the server files nothing there, the mail leaves again
under the same Message-ID (docs/decisions/0114).

"""


@contextmanager
def sqlite(folder: Path) -> Iterator[Callable[[], str]]:
    numbers = iter(range(10_000))
    yield lambda: f"sqlite:///{folder / f'{next(numbers)}.db'}"


@contextmanager
def postgresql(_: Path) -> Iterator[Callable[[], str]]:
    with running_postgresql() as server:
        yield server.new_database


DATABASES = {"SQLite": sqlite, "PostgreSQL": postgresql}


def on_one(title: str, count: int) -> tuple[Found, Found]:
    """All kills on one kind of database, with a mail server of their own."""
    with (
        tempfile.TemporaryDirectory(prefix="samruat-kills-") as name,
        tempfile.TemporaryDirectory(prefix="samruat-imap-") as imap_folder,
        dovecot(Path(imap_folder)) as imap,
        DATABASES[title](Path(name)) as new,
    ):
        return kill(Path(name), imap, new, count, progress=lambda line: print(title, line, file=sys.stderr))


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Kill the worker at random instants; count what is lost or doubled."
    )
    parser.add_argument("--count", type=int, default=300, help="kills on each database")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    told = parser.parse_args()
    with ThreadPoolExecutor(len(DATABASES)) as both:
        found = dict(zip(DATABASES, both.map(on_one, DATABASES, [told.count] * len(DATABASES)), strict=True))
    text = table(found)
    print(text)
    if told.write:
        PAGE.write_text(PREFACE.format(count=told.count) + text + "\n", encoding="utf-8")
    if any(one.lost or one.doubled_records or one.doubled_outside for two in found.values() for one in two):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
