"""Numbers for Prometheus: what is stored, and what this process measured. No label names a person or an address."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client.core import (
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import CollectorRegistry

from ingest import measures
from ingest.operation.health import KEYS
from storage.words import OutboxState
from storage.work_state import WorkState
from survey.model import Status


def families(state: WorkState | None, troubles: list[str], now: datetime, limit: int) -> Iterator[Metric]:
    """All numbers; those of the database only where it could be asked.

    Args:
        troubles: Keys of what is wrong.
        now: Aware; ages are told as of it.
        limit: Mails a day that the breaker allows.
    """
    wrong = GaugeMetricFamily("samruat_trouble", "1 while it lasts", labels=["key"])
    for key in KEYS:
        wrong.add_metric([key], float(key in troubles))
    yield wrong
    yield _reading()
    if state is None:
        return
    messages = GaugeMetricFamily("samruat_messages", "Messages by status", labels=["status"])
    for status in Status:
        messages.add_metric([status], state.messages.by_status.get(status, 0))
    messages.add_metric(["in_work"], state.messages.in_work)
    yield messages
    yield GaugeMetricFamily("samruat_queue_messages", "Messages to be worked on", state.waiting)
    yield GaugeMetricFamily(
        "samruat_queue_oldest_seconds", "Age of the oldest message without a status", _age(state.oldest_waiting_at, now)
    )  # fmt: skip
    outbox = GaugeMetricFamily("samruat_outbox_mails", "Mails of ours by state", labels=["state"])
    for key in OutboxState:
        outbox.add_metric([key], state.outbox.get(key, 0))
    yield outbox
    yield GaugeMetricFamily(
        "samruat_outbox_oldest_seconds", "Age of the oldest mail that has not left", _age(state.oldest_queued_at, now)
    )  # fmt: skip
    yield GaugeMetricFamily("samruat_mails_within_a_day", "What the breaker counts", state.today)
    yield GaugeMetricFamily("samruat_mails_a_day_allowed", "Where the breaker opens", limit)
    poll = GaugeMetricFamily("samruat_last_good_poll_timestamp_seconds", "0: never", labels=["folder"])
    refused = GaugeMetricFamily("samruat_login_failures", "Since the last good poll", labels=["folder"])
    for box in state.mailboxes:
        poll.add_metric([box.folder], box.last_ok_poll.timestamp() if box.last_ok_poll else 0)
        refused.add_metric([box.folder], box.login_failures)
    yield from (poll, refused)


def as_text(found: Iterator[Metric]) -> bytes:
    """Prometheus' text format, version 0.0.4."""
    registry = CollectorRegistry()
    registry.register(_Fixed(list(found)))
    return generate_latest(registry)


def write_file(path: Path, content: bytes) -> None:
    """Whole or not at all, since the collector may look at any moment; readable by it: there are only numbers in it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o644)
            file.write(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class _Fixed:
    def __init__(self, found: list[Metric]) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        yield from self._found


def _reading() -> Metric:
    family = HistogramMetricFamily("samruat_reading_seconds", "Reading one file", labels=["format"])
    for source, histogram in sorted(measures.reading.items()):
        total, buckets = 0, []
        for bound, count in zip((*map(str, measures.BOUNDS), "+Inf"), histogram.counts, strict=True):
            total += count
            buckets.append((bound, float(total)))
        family.add_metric([source], buckets, histogram.seconds)
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0


def serve(port: int, content: Any) -> Any:
    """Answer Prometheus on this machine's own address; `content()` gives the text. Returns what `close` ends."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = content() if self.path == "/metrics" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            """Nobody wants to read who looked."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
