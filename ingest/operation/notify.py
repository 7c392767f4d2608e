"""What the service manager is told: sd_notify(3), the protocol of `Type=notify` and `WatchdogSec=`."""

import contextlib
import os
import socket
import time
from collections.abc import MutableMapping

PULSE_SECONDS = 30.0
# The longest that may pass without a sign of life: a mail of many files, each read up to its limit.
STUCK_SECONDS = 3600.0


class ServiceManager:
    """systemd, or whoever listens on NOTIFY_SOCKET; where nobody does, telling does nothing.

    The variables are taken out of the environment: no child of ours speaks in our name.
    """

    def __init__(self, environment: MutableMapping[str, str] = os.environ) -> None:
        self._address = environment.pop("NOTIFY_SOCKET", "")
        micros = environment.pop("WATCHDOG_USEC", "")
        ours = environment.pop("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_seconds = int(micros) / 1e6 if micros.isdecimal() and ours else None

    def tell(self, *states: str) -> None:
        """`READY=1`, `STOPPING=1`, `WATCHDOG=1`, `STATUS=words without personal data`; never an error."""
        if not self._address:
            return
        # A name that begins with @ stands in the abstract namespace (unix(7)).
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(1)
            line.sendto("\n".join(states).encode(), address)

    def pulse_seconds(self) -> float:
        """How long to wait between two signs of life: a third of what the manager allows."""
        return min(self.watchdog_seconds / 3, PULSE_SECONDS) if self.watchdog_seconds else PULSE_SECONDS


class Pulse:
    """When the working thread last did something. Another thread may ask."""

    def __init__(self, stuck_seconds: float = STUCK_SECONDS) -> None:
        self._stuck_seconds = stuck_seconds
        self._at = time.monotonic()

    def beat(self) -> None:
        self._at = time.monotonic()

    def is_stuck(self) -> bool:
        """Whether so long nothing was done that nothing will be."""
        return time.monotonic() - self._at > self._stuck_seconds
