import errno
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.raw_mail import DiskFullError, RawMail

MAIL = b"From: a@x.example\r\n\r\n" + b"x" * 100_000
SHA = hashlib.sha256(MAIL).hexdigest()


def chunks(size: int = 8_192) -> Iterator[bytes]:
    return (MAIL[start : start + size] for start in range(0, len(MAIL), size))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_mail_is_kept_by_its_hash_for_our_eyes_only(tmp_path: Path) -> None:
    raw = RawMail(tmp_path / "raw")
    stored = raw.store(chunks())
    assert (stored.sha256, stored.size, stored.path) == (
        SHA,
        len(MAIL),
        tmp_path / "raw" / SHA[:2] / f"{SHA[2:]}.eml",
    )
    assert stored.path.read_bytes() == MAIL
    assert stored.path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in (stored.path.parent, tmp_path / "raw")} == {0o700}
    assert (raw.head(SHA, 5), raw.has(SHA), raw.is_intact(SHA)) == (b"From:", True, True)
    with raw.open(SHA) as mail:
        assert mail.read() == MAIL


def test_the_same_mail_again_changes_nothing(tmp_path: Path) -> None:
    raw = RawMail(tmp_path)
    raw.store(chunks())
    raw.store(chunks(7))
    assert files(tmp_path) == [f"{SHA[:2]}/{SHA[2:]}.eml"]
    assert raw.is_intact(SHA)


def test_a_mail_without_a_byte_is_a_mail(tmp_path: Path) -> None:
    assert RawMail(tmp_path).store([]).size == 0


def test_a_source_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield MAIL
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        RawMail(tmp_path).store(broken())
    assert files(tmp_path) == []


def test_a_nearly_full_disk_takes_nothing_in(tmp_path: Path) -> None:
    raw = RawMail(tmp_path, reserve_bytes=2**62)
    with pytest.raises(DiskFullError) as raised:
        raw.store(chunks())
    assert raised.value.errno == errno.ENOSPC
    assert files(tmp_path) == []


def test_a_damaged_or_absent_mail_is_not_intact(tmp_path: Path) -> None:
    raw = RawMail(tmp_path)
    path = raw.store(chunks()).path
    path.write_bytes(MAIL[:-1])
    assert not raw.is_intact(SHA)
    path.unlink()
    assert not raw.is_intact(SHA)
    with pytest.raises(FileNotFoundError):
        raw.head(SHA, 5)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", SHA.upper(), SHA[:-1], f"{SHA}\n"])
def test_only_a_hash_names_a_mail(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        RawMail(tmp_path).path(sha256)


def test_what_a_writer_left_long_ago_is_cleared_and_a_fresh_one_stays(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".incoming-1-aa", tmp_path / ".incoming-2-bb"
    for path in (old, fresh):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    RawMail(tmp_path).store(chunks())
    assert (old.exists(), fresh.exists()) == (False, True)


def test_many_are_kept_together_and_stand_under_no_name_before(tmp_path: Path) -> None:
    raw = RawMail(tmp_path)
    staged = [raw.stage([b"%d" % number]) for number in (1, 2, 3, 1)]
    assert not any(raw.has(one.sha256) for one in staged)
    kept = raw.keep(staged)
    assert [one.path.read_bytes() for one in kept] == [b"1", b"2", b"3", b"1"]
    assert [one.size for one in kept] == [1, 1, 1, 1]
    assert len(files(tmp_path)) == 3


def test_where_one_cannot_be_synced_none_of_them_bears_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = RawMail(tmp_path)
    raw.store([b"0"])
    staged = [raw.stage([b"%d" % number]) for number in range(3)]

    def failing(descriptor: int) -> None:
        if descriptor == staged[1].descriptor:
            raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="broken"):
        raw.keep(staged)
    assert [raw.has(one.sha256) for one in staged] == [True, False, False]
    assert raw.is_intact(staged[0].sha256)
    assert len(files(tmp_path)) == 1
