"""What a hostile file may make a reader do; run in children by the tests of the sandbox."""

import ctypes
import gc
import os
import resource
import signal
import socket
import time
from pathlib import Path
from typing import Any

from survey.model import Kind


def my_pid() -> int:
    return os.getpid()


def garbage_collection() -> tuple[bool, int]:
    """Whether cycles are looked for, and after how many objects."""
    return gc.isenabled(), gc.get_threshold()[0]


def loop() -> None:
    while True:
        pass


def sleep_for(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def take_memory(gib: int) -> int:
    return len(b"x" * (gib << 30))


def take_memory_bit_by_bit() -> int:
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def read_address_zero() -> None:
    ctypes.string_at(0)


def end_by(number: int) -> None:
    os.kill(os.getpid(), number)


def exit_at_once() -> None:
    os._exit(0)


def nest() -> None:
    nest()


def go_wrong() -> None:
    raise ValueError("ผิดที่เรา")


def ignore_everything() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    loop()


def write_file(path: str) -> int:
    return Path(path).write_text("x" * 100_000)


def limits() -> dict[str, int]:
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_AS", "RLIMIT_CORE")}


def reach(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return "unreachable"
    return "reached"


def flood(mib: int) -> bytes:
    return bytes(mib << 20)


def foreign_answer() -> object:
    return Path("/")


class _Attribute:
    """Pickled as Python before 3.11.4 pickles an enum's member."""

    def __init__(self, owner: object, name: str) -> None:
        self.what = owner, name

    def __reduce__(self) -> tuple[Any, ...]:
        return getattr, self.what


def member_by_name() -> object:
    return _Attribute(Kind, "SURVEY")


def attribute_of_a_class() -> object:
    return _Attribute(Kind, "mro")
