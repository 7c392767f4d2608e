"""The systemd units: the worker as a service that may touch its own folders and the network, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))

# ProtectProc= would hide other users' processes: then a lease that an administrator's command holds would look like
# a dead worker's. Namespaces are for the readers, which leave the network where they may. One reader out of memory
# must not end the service.
_SERVICE = """\
[Unit]
Description=samruat: takes in the survey's mail, stores it, answers it
Wants=network-online.target
After=network-online.target postgresql.service
StartLimitIntervalSec=600
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=main
User={user}
WorkingDirectory={folder}
ExecStart={program} run --config {config}
WatchdogSec=300
Restart=on-failure
RestartSec=30
TimeoutStartSec=900
TimeoutStopSec=300
KillMode=mixed
OOMPolicy=continue
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

[Install]
WantedBy=multi-user.target
"""


def service(*, program: Path, config: Path, user: str, writable: Iterable[Path], memory_mb: int) -> str:
    """The unit file of `samruat run`; all paths absolute."""
    folders = _without_inner(writable)
    at_home = any(path.is_relative_to(home) for path in (program, config, *folders) for home in _HOMES)
    return _SERVICE.format(
        user=user,
        folder=_plain(config.parent),
        program=_quoted(program),
        config=_quoted(config),
        writable=" ".join(_quoted(path) for path in folders),
        # What lies in a home must stay in sight; the rest of it can't be written all the same.
        home="read-only" if at_home else "yes",
        memory_mb=memory_mb,
    )


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
