#!/bin/sh
# The service that `samruat init` writes, run by a systemd of its own: sh bench/systemd.sh [LOG]. Root, Linux, systemd.
#
# systemd is process 1 of new namespaces (processes, mounts, network, control groups) on an overlay whose upper side is in
# memory, with no other units, generators or start scripts than those copied below: it can neither touch this machine's
# files nor start its services. Never let it see the real /: its tmpfiles would empty /tmp.
set -eu
[ "$(cat /proc/1/comm)" != systemd ] || { echo "This machine runs systemd: install the units themselves."; exit 2; }
tree=$(cd "$(dirname "$0")/.." && pwd)
log=${1:-/dev/stdout}
scratch=$(mktemp -d)
trap 'rmdir "$scratch/root" "$scratch" 2>/dev/null || true' EXIT
mkdir "$scratch/root"
export TREE="$tree" ROOT="$scratch/root" COMMIT="$(git -C "$tree" log -1 --format=%h)"

cat >"$scratch/inside.sh" <<'INSIDE'
cd /srv
useradd --system --home-dir /srv/samruat samruat
# By the system's own Python: that of a developer may lie in a home, which the service can't see.
/usr/bin/python3 -m venv --without-pip /opt/samruat
echo /opt/tree >/opt/samruat/tree.pth
ls -d "$TREE"/.venv/lib/python*/site-packages >>/opt/samruat/tree.pth
mv /opt/samruat/tree.pth /opt/samruat/lib/python3*/site-packages/
printf '#!/opt/samruat/bin/python\nimport sys\nfrom ingest.cli import main\nsys.exit(main())\n' >/opt/samruat/bin/samruat
chmod 755 /opt/samruat/bin/samruat
/opt/samruat/bin/samruat init --yes --send --config /srv/samruat/samruat.toml --address survey@dla.example \
    --coordinator-address coordinator@dla.example --set mailbox.backend=maildir --set mailbox.path=mailbox \
    --set outgoing.backend=maildir --set outgoing.path=answers >/dev/null
PYTHONPATH=/opt/tree:/opt/tree/tests /opt/samruat/bin/python - <<'PYTHON'
import os
from datetime import datetime
from pathlib import Path

from ingest.demo.mails import BANGKOK, Attachment, DemoMail, all_mails
from make.long_forms import long_form
from make.papers import printed
from make.scans import as_pages, rendered, scanned

mails = list(all_mails())
at = datetime(2018, 12, 11, 9, 0, tzinfo=BANGKOK)
pages = [scanned(page) for page in rendered(printed(long_form(3), Path("/tmp"), "reportlab"))]
scan = Attachment("แบบสำรวจ.pdf", as_pages(pages), "application", "pdf")
rtf = Attachment("แบบสำรวจ.rtf", rb"{\rtf1 {\trowd\cellx3000\intbl a\cell\row}}", "application", "rtf")
for file in (scan, rtf):
    mails.append((at, DemoMail("", "office@province.example", "แบบสำรวจ จังหวัดลำปาง", attachments=(file,))))
for part in ("tmp", "new", "cur"):
    Path("/srv/samruat/mailbox", part).mkdir(parents=True, exist_ok=True)
for number, (at, mail) in enumerate(mails):
    path = Path(f"/srv/samruat/mailbox/new/{number}.mail")
    path.write_bytes(mail.raw(number, at))
    os.utime(path, (at.timestamp(),) * 2)
PYTHON
chown -R samruat: /srv/samruat
units=/etc/systemd/system
install -m 644 /srv/samruat/samruat*.service /srv/samruat/samruat*.timer "$units"
mkdir "$units/samruat.service.d" "$units/multi-user.target.wants"
printf '[Service]\nStandardError=append:/srv/samruat/log\n' >"$units/samruat.service.d/log.conf" # no journal here
ln -s ../samruat.service ../samruat-desk.service ../samruat-health.timer "$units/multi-user.target.wants"
mount --make-rshared /
(sh /look.sh >/srv/found 2>&1; touch /srv/done) &
container=bench exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=null --show-status=0
INSIDE

cat >"$scratch/look.sh" <<'LOOK'
samruat() { setpriv --reuid samruat --regid samruat --clear-groups /opt/samruat/bin/samruat "$@" --config /srv/samruat/samruat.toml; }
step() { echo "\$ $*"; "$@" || echo "  (exit status $?)"; }
pid() { systemctl show -p MainPID --value "$1"; }
until [ "$(systemctl is-active samruat 2>/dev/null)" = active ]; do sleep 1; done
echo "# $COMMIT, $(systemctl --version | head -1), $(/opt/samruat/bin/python --version), $(date -u +%Y-%m-%d)"
step systemctl is-active samruat samruat-desk samruat-health.timer
W=$(pid samruat)
step grep -E 'Uid|CapEff|CapBnd|NoNewPrivs|Seccomp:' "/proc/$W/status"
step nsenter -t "$W" -m touch /etc/x
step nsenter -t "$W" -m touch /opt/samruat/x
step nsenter -t "$W" -m ls -A /root /tmp
while samruat status | grep -q อยู่ระหว่างดำเนินการ; do sleep 2; done
step samruat status
step samruat health
step kill -KILL "$W"
sleep 32
until [ "$(systemctl is-active samruat)" = active ]; do sleep 1; done
step systemctl show -p NRestarts samruat
cp "$(ls /srv/samruat/mailbox/new/0.mail* /srv/samruat/mailbox/cur/0.mail* 2>/dev/null | head -1)" /srv/samruat/mailbox/new/again.mail
chown samruat: /srv/samruat/mailbox/new/again.mail
step systemctl start samruat-health.service
step systemctl stop samruat
step systemctl show -p Result -p ExecMainStatus samruat
printf '[Service]\nWatchdogSec=20\nRestartSec=5\n' >/etc/systemd/system/samruat.service.d/soon.conf
systemctl daemon-reload
step systemctl start samruat
echo "\$ kill -STOP: a worker that hangs"
kill -STOP "$(pid samruat)"
sleep 75
step systemctl show -p NRestarts -p ActiveState samruat
step systemctl stop samruat
step systemctl show -p Result -p ExecMainStatus samruat
step systemctl stop samruat-desk
step systemctl show -p Result -p ExecMainStatus samruat-desk
echo "answers: $(ls /srv/samruat/answers/new | wc -l)"
echo "log: $(grep -c ' INFO ' /srv/samruat/log) lines of INFO, the others:"
grep -v ' INFO ' /srv/samruat/log
systemd-analyze security --no-pager samruat.service 2>/dev/null | tail -1
LOOK

cat >"$scratch/outside.sh" <<'OUTSIDE'
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$ROOT"
mkdir "$ROOT/up" "$ROOT/work" "$ROOT/new"
mount -t overlay overlay -o "lowerdir=/,upperdir=$ROOT/up,workdir=$ROOT/work" "$ROOT/new"
cp "$1/inside.sh" "$1/look.sh" "$ROOT/new/"
mkdir "$ROOT/new/opt/tree"
git -C "$TREE" archive HEAD | tar -x -C "$ROOT/new/opt/tree"
cd "$ROOT/new"
mount -t proc proc proc
mount --rbind /sys sys
mount -t tmpfs -o mode=755 tmpfs dev
for node in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "dev/${node%:*}" c 1 "${node#*:}"; done
mknod -m 666 dev/tty c 5 0
mkdir dev/shm dev/pts dev/mqueue dev/hugepages
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir kept
for unit in basic sysinit multi-user shutdown timers paths sockets slices network-online network; do
    cp "usr/lib/systemd/system/$unit.target" kept/
done
mount -t tmpfs -o mode=755 tmpfs usr/lib/systemd/system
cp kept/* usr/lib/systemd/system/
for place in usr/lib/systemd/system-generators etc/init.d etc/systemd/system; do mount -t tmpfs -o mode=755 tmpfs "$place"; done
mkdir before
pivot_root . before
umount -l /before
exec sh /inside.sh
OUTSIDE

timeout -s KILL "${SECONDS_MOST:-600}" unshare -n -m -p -f -u -i -C --mount-proc sh "$scratch/outside.sh" "$scratch" >"$scratch/err" 2>&1 &
outer=$!
inner=
while kill -0 "$outer" 2>/dev/null; do
    inner=${inner:-$(pgrep -P "$(pgrep -P "$outer" | head -1)" 2>/dev/null | head -1)}
    if [ -n "$inner" ] && [ -e "/proc/$inner/root/srv/done" ]; then
        cat "/proc/$inner/root/srv/found" >"$log"
        kill -KILL "$inner"
        break
    fi
    sleep 1
done
wait "$outer" 2>/dev/null || true
find /sys/fs/cgroup -depth -type d -path '*/system.slice*' -exec rmdir {} + 2>/dev/null || true
[ -s "$log" ] || [ "$log" = /dev/stdout ] || { cat "$scratch/err"; exit 1; }
rm -f "$scratch/inside.sh" "$scratch/look.sh" "$scratch/outside.sh" "$scratch/err"
