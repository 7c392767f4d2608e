"""Names and passwords of the desk: a file of `name:hash` lines, hashed with argon2id (RFC 9106)."""

import os
import re
import tempfile
import threading
from pathlib import Path

from ingest.problems import ConfigError

SHORTEST = 12
LONGEST = 256
_NAME = re.compile(r"[^:\s#][^:\n\r]{0,79}")
# One hash takes 64 MiB: whoever floods the login page waits in line.
_ONE_AT_A_TIME = threading.Lock()


def verify(path: Path | None, name: str, password: str) -> bool:
    """Whether that is the password of that name; a name that nobody has takes as long.

    Raises:
        ConfigError: The file can't be read.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher()
    known = _read(path).get(name) if path else None
    with _ONE_AT_A_TIME:
        if known is None or len(password) > LONGEST:
            hasher.hash("nobody has this password")
            return False
        try:
            return hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return False


def set_password(path: Path, name: str, password: str) -> None:
    """Give a name a password, in place of the one it had; the file is readable to its owner only.

    Raises:
        ValueError: The name or the password can't be taken; the text says why.
        ConfigError: The file can't be read or written.
    """
    from argon2 import PasswordHasher

    if _NAME.fullmatch(name) is None or name != name.strip():
        raise ValueError("a name has no colon and no spaces around it")
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    entries = (_read(path) if path.exists() else {}) | {name: PasswordHasher().hash(password)}
    try:
        descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{one}:{hashed}\n" for one, hashed in entries.items())
        Path(unfinished).replace(path)
    except OSError as error:
        raise ConfigError(f"desk.password_file: {path}: {error.strerror}") from error


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"desk.password_file: {path}: {error.strerror}") from error
    pairs = (line.strip().partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {name: hashed for name, _, hashed in pairs}
