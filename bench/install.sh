#!/bin/sh
# From the sources to the first answered mail in an environment of its own, with each step's seconds.
# sh bench/install.sh [FOLDER]; libraries come from the package index.
set -eu
tree=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
step() {
    began=$(date +%s.%N)
    echo "\$ $*"
    "$@"
    echo "  ($(echo "$(date +%s.%N) - $began" | bc) s)"
}
cd "$folder"
mkdir -p source
git -C "$tree" archive HEAD | tar -x -C source
echo "# $(git -C "$tree" log -1 --format=%h), $(uname -sr), $(python3 --version), $(nproc) cores, $(date -u +%Y-%m-%d)"
step python3 -m venv env
step env/bin/pip install -q --disable-pip-version-check build
step env/bin/python -m build --wheel --outdir . source >build.log
step env/bin/pip install -q --disable-pip-version-check samruat-*.whl
step env/bin/samruat --version
step env/bin/samruat init --yes --send --config srv/samruat.toml \
    --address survey@dla.example --coordinator-address coordinator@dla.example \
    --set mailbox.backend=maildir --set mailbox.path=mailbox --set outgoing.backend=maildir --set outgoing.path=answers
env/bin/python - <<'PYTHON'
import os
from pathlib import Path
from ingest.demo.mails import all_mails
for part in ("tmp", "new", "cur"):
    Path("srv/mailbox", part).mkdir(parents=True, exist_ok=True)
at, mail = all_mails()[0]
path = Path("srv/mailbox/new/1.first")
path.write_bytes(mail.raw(1, at))
os.utime(path, (at.timestamp(), at.timestamp()))
PYTHON
step env/bin/samruat doctor --config srv/samruat.toml
step env/bin/samruat poll --config srv/samruat.toml
step env/bin/samruat health --config srv/samruat.toml
step env/bin/samruat backup kept --config srv/samruat.toml
step env/bin/samruat restore kept --config again/samruat.toml
ls srv/answers/new
