import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from make.demo_box import box

from ingest.operation.notify import Pulse, ServiceManager

ROOT = Path(__file__).parents[2]


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(30)
        yield line


def test_the_service_manager_hears_of_start_life_and_end(listener: socket.socket, tmp_path: Path) -> None:
    config = box(tmp_path / "box", ["แบบถูกต้อง"])
    surroundings = os.environ | {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "600000"}
    running = subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "run", "--config", str(config)],
        cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert listener.recv(1024) == b"READY=1"
        at = time.monotonic()
        assert [listener.recv(1024) for _ in range(3)] == [b"WATCHDOG=1"] * 3
        assert time.monotonic() - at < 10
        running.send_signal(signal.SIGTERM)
        told = b"WATCHDOG=1"
        while told == b"WATCHDOG=1":
            told = listener.recv(1024)
        assert told == b"STOPPING=1"
        assert running.wait(20) == 0
    finally:
        running.kill()
        running.wait()


def test_an_abstract_socket_is_told_as_well() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0samruat-{os.getpid()}")
        line.settimeout(5)
        ServiceManager({"NOTIFY_SOCKET": f"@samruat-{os.getpid()}"}).tell("READY=1", "STATUS=working")
        assert line.recv(1024) == b"READY=1\nSTATUS=working"


def test_where_nobody_listens_telling_is_no_error(tmp_path: Path) -> None:
    for surroundings in ({}, {"NOTIFY_SOCKET": str(tmp_path / "nobody")}):
        manager = ServiceManager(surroundings)
        manager.tell("READY=1")
        assert (manager.watchdog_seconds, manager.pulse_seconds()) == (None, 30)


def test_children_do_not_inherit_the_line_to_the_service_manager() -> None:
    surroundings = {
        "NOTIFY_SOCKET": "/x",
        "WATCHDOG_USEC": "3000000",
        "WATCHDOG_PID": str(os.getpid()),
        "HOME": "/",
    }
    manager = ServiceManager(surroundings)
    assert (manager.watchdog_seconds, manager.pulse_seconds()) == (3, 1)
    assert surroundings == {"HOME": "/"}


def test_another_process_watchdog_is_not_ours() -> None:
    assert ServiceManager({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}).watchdog_seconds is None


def test_a_thread_that_does_nothing_for_too_long_is_stuck() -> None:
    pulse = Pulse(stuck_seconds=0.02)
    assert not pulse.is_stuck()
    time.sleep(0.03)
    assert pulse.is_stuck()
    pulse.beat()
    assert not pulse.is_stuck()
