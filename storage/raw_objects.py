"""Raw mail in an S3-compatible store, by boto3: `prefix/ab/cdef….eml`, the same names as in a folder.

What was kept or fetched lately also lies in a private folder of this process, so that its own child processes read
a file, and no mail crosses the network twice while it is worked on.
"""

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from storage.raw_mail import sha256_or_fail
from storage.raw_store import ObjectSettings, RawStoreUnavailableError, StagedRaw, StoredRaw

MOST_NEAR_BYTES = 512 * 2**20
_NEVER_DROPPED = 32  # they may be read just now
_PIECE = 1 << 20
_UPLOADS = 4
_NEAR = "samruat-raw-"
_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})


class RawObjects:
    """Raw mails in a bucket.

    Args:
        place: `s3://bucket/prefix`.
        most_near_bytes: Of copies on this machine.

    Raises:
        RawStoreUnavailableError: If `place` is no such URL.
    """

    def __init__(
        self, place: str, settings: ObjectSettings, *, most_near_bytes: int = MOST_NEAR_BYTES
    ) -> None:
        url = urlsplit(place)
        if url.scheme != "s3" or not url.netloc:
            raise RawStoreUnavailableError(f"{place}: a folder, or s3://bucket/prefix")
        self._bucket, self._prefix = url.netloc, url.path.strip("/")
        self._settings = settings
        self._most_near_bytes = most_near_bytes
        self._near: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def store(self, chunks: Iterable[bytes]) -> StoredRaw:
        """See `RawStore.store`: the store has confirmed it before this returns."""
        return self.keep([self.stage(chunks)])[0]

    def stage(self, chunks: Iterable[bytes]) -> StagedRaw:
        """See `RawStore.stage`: on this machine only."""
        incoming = self._folder / f"incoming-{os.urandom(8).hex()}"
        try:
            digest, size = hashlib.sha256(), 0
            with incoming.open("wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
        return StagedRaw(digest.hexdigest(), size, incoming)

    def keep(self, staged: Sequence[StagedRaw]) -> list[StoredRaw]:
        """See `RawStore.keep`: the store has confirmed each before this returns."""
        try:
            with ThreadPoolExecutor(_UPLOADS, thread_name_prefix="upload") as threads:
                for done in [threads.submit(self._upload, one) for one in staged]:
                    done.result()
            return [
                StoredRaw(one.sha256, one.size, self._keep_near(one.sha256, one.incoming, one.size))
                for one in staged
            ]
        finally:
            for one in staged:
                one.incoming.unlink(missing_ok=True)

    def _upload(self, one: StagedRaw) -> None:
        if self._size(one.sha256) == one.size:
            return
        with one.incoming.open("rb") as file, self._asked():
            self._client.put_object(
                Bucket=self._bucket, Key=self._key(one.sha256), Body=file, ContentType="message/rfc822"
            )

    def path(self, sha256: str) -> Path:
        """See `RawStore.path`: fetched where it is not near, and proved by its hash."""
        near = self._folder / f"{sha256_or_fail(sha256)}.eml"
        if near.exists():
            self._touch(sha256)
            return near
        incoming = self._folder / f"incoming-{os.urandom(8).hex()}"
        try:
            found, size = self._fetch(sha256, incoming)
            if found != sha256:
                raise RawStoreUnavailableError(
                    f"{self._key(sha256)}: its bytes are not those that were stored"
                )
            return self._keep_near(sha256, incoming, size)
        finally:
            incoming.unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def head(self, sha256: str, max_bytes: int) -> bytes:
        with self.open(sha256) as mail:
            return mail.read(max_bytes)

    def size(self, sha256: str) -> int:
        near = self._folder / f"{sha256_or_fail(sha256)}.eml"
        size = near.stat().st_size if near.exists() else self._size(sha256)
        if size is None:
            raise FileNotFoundError(sha256)
        return size

    def has(self, sha256: str) -> bool:
        return self._size(sha256_or_fail(sha256)) is not None

    def is_intact(self, sha256: str) -> bool:
        """See `RawStore.is_intact`: asks the store itself, whatever lies near."""
        incoming = self._folder / f"incoming-{os.urandom(8).hex()}"
        try:
            return self._fetch(sha256_or_fail(sha256), incoming)[0] == sha256
        except FileNotFoundError:
            return False
        finally:
            incoming.unlink(missing_ok=True)

    def remove(self, sha256: str) -> bool:
        """See `RawStore.remove`; older versions that a bucket with versioning keeps are the bucket's own."""
        here = self.has(sha256)
        with self._lock:
            self._near.pop(sha256, None)
        (self._folder / f"{sha256}.eml").unlink(missing_ok=True)
        if here:
            with self._asked():
                self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))
        return here

    def try_out(self) -> str:
        with self._asked():
            self._client.head_bucket(Bucket=self._bucket)
        where = self._settings.endpoint or self._client.meta.endpoint_url
        return f"bucket {self._bucket} at {where}"

    def close(self) -> None:
        """The copies on this machine go; the store keeps everything."""
        folder = self.__dict__.pop("_folder", None)
        self._near.clear()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _fetch(self, sha256: str, target: Path) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with self._asked(), target.open("wb") as file:
            body = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))["Body"]
            for chunk in body.iter_chunks(_PIECE):
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
        return digest.hexdigest(), size

    def _size(self, sha256: str) -> int | None:
        try:
            with self._asked():
                told = self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))
        except FileNotFoundError:
            return None
        return int(told["ContentLength"])

    def _key(self, sha256: str) -> str:
        name = f"{sha256[:2]}/{sha256[2:]}.eml"
        return f"{self._prefix}/{name}" if self._prefix else name

    def _keep_near(self, sha256: str, incoming: Path, size: int) -> Path:
        near = self._folder / f"{sha256}.eml"
        incoming.replace(near)
        with self._lock:
            self._near[sha256] = size
            self._near.move_to_end(sha256)
            while len(self._near) > _NEVER_DROPPED and sum(self._near.values()) > self._most_near_bytes:
                oldest, _ = self._near.popitem(last=False)
                (self._folder / f"{oldest}.eml").unlink(missing_ok=True)
        return near

    def _touch(self, sha256: str) -> None:
        with self._lock:
            if sha256 in self._near:
                self._near.move_to_end(sha256)

    @cached_property
    def _folder(self) -> Path:
        _remove_leftovers()
        return Path(tempfile.mkdtemp(prefix=f"{_NEAR}{os.getpid()}-"))

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config
        from botocore.session import Session

        settings = self._settings
        core = Session()
        if settings.credentials_file:
            core.set_config_variable("credentials_file", str(settings.credentials_file))
        config = Config(
            connect_timeout=settings.timeout_seconds,
            read_timeout=settings.timeout_seconds,
            retries={"mode": "standard", "total_max_attempts": 4},
            # Many stores that are not Amazon's refuse the newer checksums; ours is the key itself.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if settings.endpoint else None,
        )
        with self._asked():
            return boto3.Session(botocore_session=core).client(
                "s3",
                endpoint_url=settings.endpoint,
                region_name=settings.region or core.get_config_variable("region") or "us-east-1",
                verify=str(settings.ca_file) if settings.ca_file else None,
                config=config,
            )

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Whatever goes wrong is an OSError that says what was asked for."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code"))
            if code in _MISSING and error.operation_name != "HeadBucket":
                raise FileNotFoundError(f"s3://{self._bucket}: {error}") from error
            raise RawStoreUnavailableError(f"s3://{self._bucket}: {error}") from error
        except BotoCoreError as error:
            raise RawStoreUnavailableError(f"s3://{self._bucket}: {error}") from error


def _remove_leftovers() -> None:
    """Copies of processes that were killed: they hold reports, and nobody else would remove them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_NEAR}*"):
        match = re.match(rf"{_NEAR}(\d+)-", folder.name)
        if match and not Path(f"/proc/{match[1]}").exists() and folder.stat().st_uid == os.getuid():
            with contextlib.suppress(OSError):
                shutil.rmtree(folder)
