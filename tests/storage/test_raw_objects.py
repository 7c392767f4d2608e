"""Raw mail in an S3-compatible store, over HTTP: as in a folder, and bounded on this machine."""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from make.object_store import BUCKET, ObjectStore, object_store

from storage.raw_backends import open_raw
from storage.raw_objects import RawObjects
from storage.raw_store import RawStoreUnavailableError

MAIL = b"From: a@x.example\r\n\r\n" + b"x" * 100_000
SHA = hashlib.sha256(MAIL).hexdigest()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with object_store(tmp_path_factory.mktemp("store")) as running:
        yield running


@pytest.fixture
def store(server: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    server.empty()
    return server


def opened(store: ObjectStore) -> RawObjects:
    return RawObjects(f"s3://{BUCKET}/raw/mail", store.settings)


def test_a_mail_is_kept_under_its_hash_and_read_by_another_machine(store: ObjectStore) -> None:
    mine, other = opened(store), opened(store)
    stored = mine.store(MAIL[start : start + 8192] for start in range(0, len(MAIL), 8192))
    assert (stored.sha256, stored.size, stored.path.read_bytes()) == (SHA, len(MAIL), MAIL)
    assert store.names() == [f"raw/mail/{SHA[:2]}/{SHA[2:]}.eml"]
    assert (other.has(SHA), other.is_intact(SHA), other.size(SHA)) == (True, True, len(MAIL))
    assert (other.head(SHA, 5), other.path(SHA).read_bytes()) == (b"From:", MAIL)
    with other.open(SHA) as mail:
        assert mail.read() == MAIL


def test_the_same_mail_again_changes_nothing(store: ObjectStore) -> None:
    opened(store).store([MAIL])
    client, key = store.client(), store.names()[0]
    before = client.head_object(Bucket=BUCKET, Key=key)["LastModified"]
    opened(store).store([MAIL])
    assert client.head_object(Bucket=BUCKET, Key=key)["LastModified"] == before


def test_a_source_that_breaks_off_leaves_nothing_behind(store: ObjectStore, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield MAIL
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        opened(store).store(broken())
    assert store.names() == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_copies_near_are_private_bounded_and_gone_in_the_end(store: ObjectStore, tmp_path: Path) -> None:
    raw = RawObjects(f"s3://{BUCKET}", store.settings, most_near_bytes=1000)
    shas = [raw.store([b"%d" % number]).sha256 for number in range(3)]
    big = raw.store([MAIL]).path
    assert (big.parent.stat().st_mode & 0o777, big.read_bytes()) == (0o700, MAIL)
    for number in range(3, 60):
        shas.append(raw.store([b"%d" % number]).sha256)
    assert not big.exists()
    assert raw.path(SHA).read_bytes() == MAIL
    assert all(raw.is_intact(sha) for sha in shas[:2])
    raw.close()
    assert list(tmp_path.rglob("*.eml")) == []


def test_bytes_that_were_changed_in_the_store_are_never_taken_for_the_mail(store: ObjectStore) -> None:
    opened(store).store([MAIL])
    store.client().put_object(Bucket=BUCKET, Key=store.names()[0], Body=MAIL[:-1])
    with pytest.raises(RawStoreUnavailableError, match="not those that were stored"):
        opened(store).path(SHA)
    assert not opened(store).is_intact(SHA)


def test_what_is_not_there_is_no_file_and_a_name_that_is_no_hash_is_refused(store: ObjectStore) -> None:
    raw = opened(store)
    assert not raw.has(SHA)
    assert not raw.is_intact(SHA)
    with pytest.raises(FileNotFoundError):
        raw.path(SHA)
    for name in ("../../etc/passwd", SHA.upper(), SHA[1:]):
        with pytest.raises(ValueError, match=name[:4]):
            raw.path(name)


def test_a_store_that_cannot_be_reached_or_used_is_told_as_such(store: ObjectStore) -> None:
    assert opened(store).try_out() == f"bucket {BUCKET} at {store.endpoint}"
    down = RawObjects(
        f"s3://{BUCKET}", replace(store.settings, endpoint="http://127.0.0.1:1", timeout_seconds=1)
    )
    with pytest.raises(RawStoreUnavailableError, match=BUCKET):
        down.store([MAIL])
    with pytest.raises(RawStoreUnavailableError, match="Not Found"):
        RawObjects("s3://no-such-bucket", store.settings).try_out()
    with pytest.raises(RawStoreUnavailableError, match="s3://bucket/prefix"):
        open_raw("gs://bucket")


def test_many_are_kept_together(store: ObjectStore) -> None:
    raw = opened(store)
    staged = [raw.stage([b"%d" % number]) for number in (1, 2, 3, 1)]
    assert store.names() == []
    kept = raw.keep(staged)
    assert [one.path.read_bytes() for one in kept] == [b"1", b"2", b"3", b"1"]
    assert len(store.names()) == 3
