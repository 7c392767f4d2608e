"""A fuzzer that is guided by coverage (atheris, libFuzzer), for a while: `make fuzz TARGET=mime SECONDS=60`.

What it finds lies in the folder `fuzz/TARGET` and is said with its bytes; it becomes an example of tests/fuzz/test_readers.py.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["survey", "parsers", "ingest"]):
    from make.fuzz_targets import TARGETS, WORDS


def main(target: str, seconds: int) -> None:
    folder = Path("fuzz") / target
    folder.mkdir(parents=True, exist_ok=True)
    words = folder / "words"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS[target])
    words.write_text("".join(f'"{word}"\n' for word in quoted), encoding="ascii")
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, word in enumerate(WORDS[target]):
        (corpus / f"word-{number}").write_bytes(word.encode())
    options = (
        f"-max_total_time={seconds}",
        f"-dict={words}",
        f"-artifact_prefix={folder}/",
        "-max_len=4096",
        "-timeout=20",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
