"""A mailbox of ordinary submissions over a real Dovecot: `samruat poll` against the script of a day, in one run.

Run: .venv/bin/python bench/mailbox.py [COUNT]   (500 by default; prints ratios, since machines differ)
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT / "tests")  # in place of this folder, whose mailbox.py is not the standard library's
sys.path.insert(0, str(ROOT))

from make.dovecot import PASSWORD, USER, Dovecot, dovecot  # noqa: E402

from bench.season import configured, smtp_sink, timed  # noqa: E402
from bench.season import mails as ordinary_mails  # noqa: E402


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="samruat-bench-") as name, smtp_sink() as smtp:
        folder = Path(name)
        (folder / "dovecot").mkdir()
        with dovecot(folder / "dovecot") as server:
            compare(server, smtp, folder, count)


def compare(server: Dovecot, smtp: int, folder: Path, count: int) -> None:
    print(f"filling the mailbox with {count} mails", file=sys.stderr)
    server.fill(ordinary_mails(count))
    config = configured(folder, server, smtp)
    script = [sys.executable, str(ROOT / "bench" / "baseline_script.py"), str(server.port), str(smtp)]
    poll = [sys.executable, "-m", "ingest.cli", "poll", "--config", str(config)]
    theirs = timed([*script, str(folder / "script.db"), USER, PASSWORD], folder)
    ours = timed(poll, ROOT)
    again = timed(poll, ROOT)
    for name, cost in (("script of a day", theirs), ("samruat poll", ours)):
        print(
            f"{name:16} {cost.seconds:6.1f} s  {1000 * cost.seconds / count:6.1f} ms a mail"
            f"  {1000 * cost.cpu / count:6.1f} ms of CPU a mail  {cost.peak_mb} MB"
        )
    print(f"nothing new      {again.seconds:6.1f} s")
    print(
        f"samruat is {theirs.seconds / ours.seconds:.2f} times as fast, for {ours.cpu / theirs.cpu:.2f} times the CPU"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
