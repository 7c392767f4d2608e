"""A mail of ours that shall not leave."""

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log
from storage.unit_of_work import UnitOfWork


def cancel(context: Context, work: UnitOfWork, row_id: int, *, who: str | None, why: str | None) -> str:
    """Keep a queued mail from leaving; it stays in the outbox as cancelled.

    Raises:
        DecisionRefused: There is no such mail, or it is not queued any more.
    """
    row = work.outbox.get(row_id)
    if row is None:
        raise DecisionRefused(
            f"{row_id}: no such mail; samruat outbox lists them", f"ไม่มีอีเมลขาออกหมายเลข {row_id}"
        )
    if not work.outbox.cancel(row_id):
        found = work.outbox.get(row_id)
        raise DecisionRefused(
            f"{row_id}: is {found.state if found else 'gone'}, too late to cancel",
            "อีเมลนี้ส่งไปแล้วหรือยกเลิกไปแล้ว จึงยกเลิกไม่ได้",
        )
    log(context, work, row.reference or row.recipient[:80], "cancel", who, why or f"{row.kind} {row_id}")
    return f"{row_id}: {row.kind} to {row.recipient} cancelled"
