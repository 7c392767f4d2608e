"""How many bare starts of Python `samruat --help` and `samruat status --help` take.

Run: .venv/bin/python bench/startup.py
"""

import statistics
import subprocess
import sys
import time

ROUNDS = 15


def milliseconds(*arguments: str) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> None:
    bare = milliseconds("-c", "pass")
    print(f"python -c pass         {bare:6.1f} ms")
    for command in (("--help",), ("status", "--help"), ("check", "--help")):
        ours = milliseconds("-m", "ingest.cli", *command)
        print(f"samruat {' '.join(command):14} {ours:6.1f} ms  {ours / bare:4.1f} bare starts")


if __name__ == "__main__":
    main()
