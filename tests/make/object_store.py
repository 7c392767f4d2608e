"""An S3-compatible store: moto's server as a process of its own, reached over HTTP."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3

from storage.raw_store import ObjectSettings

BUCKET = "samruat"


@dataclass(frozen=True)
class ObjectStore:
    endpoint: str
    credentials_file: Path

    @property
    def settings(self) -> ObjectSettings:
        return ObjectSettings(self.endpoint, "us-east-1", self.credentials_file, timeout_seconds=5)

    def client(self) -> Any:
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1",
            aws_access_key_id="tester", aws_secret_access_key="secret",
        )  # fmt: skip

    def names(self) -> list[str]:
        listed = self.client().list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return sorted(one["Key"] for one in listed)

    def empty(self) -> None:
        for name in self.names():
            self.client().delete_object(Bucket=BUCKET, Key=name)


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """Start it with one empty bucket, and stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    credentials = folder / "s3-credentials"
    credentials.write_text("[default]\naws_access_key_id = tester\naws_secret_access_key = secret\n")
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    store = ObjectStore(f"http://127.0.0.1:{port}", credentials)
    try:
        until = time.monotonic() + 60
        while True:
            assert process.poll() is None, "moto's server ended"
            assert time.monotonic() < until, "moto's server did not answer"
            try:
                with urlopen(f"{store.endpoint}/moto-api/", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        store.client().create_bucket(Bucket=BUCKET)
        yield store
    finally:
        process.kill()
        process.wait()
