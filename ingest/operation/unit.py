"""The systemd units: the worker as a service that may touch its own folders and the network, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))

# ProtectProc= would hide other users' processes: then a lease that an administrator's command holds would look like
# a dead worker's. Namespaces are for the readers, which leave the network where they may.
_CONFINED = """\
User={user}
WorkingDirectory={folder}
MemoryMax={memory_mb}M
TasksMax=256
LimitCORE=0
UMask=0077
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectSystem=strict
ReadWritePaths={writable}
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=user net
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""

# One reader out of memory must not end the service.
_WORKER = """\
[Unit]
Description=samruat: takes in the survey's mail, stores it, answers it
Wants=network-online.target
After=network-online.target postgresql.service
StartLimitIntervalSec=600
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
ExecStart={program} run --config {config}
WatchdogSec=300
Restart=on-failure
RestartSec=30
TimeoutStartSec=900
TimeoutStopSec=300
KillMode=mixed
OOMPolicy=continue
{confined}
[Install]
WantedBy=multi-user.target
"""

_DESK = """\
[Unit]
Description=samruat: the coordinator's page
After=network.target postgresql.service samruat.service

[Service]
ExecStart={program} desk --config {config}
Restart=on-failure
RestartSec=30
TimeoutStartSec=900
{confined}
[Install]
WantedBy=multi-user.target
"""

_HEALTH = """\
[Unit]
Description=samruat: tells by the second channel when the worker does not work

[Service]
Type=oneshot
ExecStart={program} health --alarm --config {config}
TimeoutStartSec=120
{confined}"""

_TIMER = """\
[Unit]
Description=samruat: looks every five minutes whether the worker works

[Timer]
OnBootSec=10min
OnUnitActiveSec=5min

[Install]
WantedBy=timers.target
"""


def units(
    *, program: Path, config: Path, user: str, writable: Iterable[Path], memory_mb: int
) -> dict[str, str]:
    """Unit files by name: the worker, a timer that looks after it, the coordinator's page; all paths absolute."""
    folders = _without_inner(writable)
    at_home = any(path.is_relative_to(home) for path in (program, config, *folders) for home in _HOMES)
    confined = _CONFINED.format(
        user=user,
        folder=_plain(config.parent),
        writable=" ".join(_quoted(path) for path in folders),
        # What lies in a home must stay in sight; the rest of it can't be written all the same.
        home="read-only" if at_home else "yes",
        memory_mb=memory_mb,
    )
    words = {"program": _quoted(program), "config": _quoted(config), "confined": confined}
    return {
        "samruat.service": _WORKER.format(**words),
        "samruat-desk.service": _DESK.format(**words),
        "samruat-health.service": _HEALTH.format(**words),
        "samruat-health.timer": _TIMER,
    }


def _without_inner(folders: Iterable[Path]) -> list[Path]:
    ordered = sorted(set(folders))
    return [
        one for one in ordered if not any(one != other and one.is_relative_to(other) for other in ordered)
    ]


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(path: Path) -> str:
    """One word (systemd.syntax(7)); % and $ mean themselves."""
    words = _plain(path).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{words}"' if words != str(path) or " " in words else words
