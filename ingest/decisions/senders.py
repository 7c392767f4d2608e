"""For which province an address speaks (contract, section 6: sender's record)."""

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log, province_of
from ingest.mime.addresses import normal_address
from ingest.settings import handing_in
from storage.unit_of_work import UnitOfWork
from storage.words import SenderSource


def assign(
    context: Context, work: UnitOfWork, address: str, province: str, *, who: str | None, why: str | None
) -> str:
    """From now on an address speaks for a province; what it sent before stays as it stands until it is read again.

    Raises:
        DecisionRefused: It is no address or no province, it is the coordinator's or a forwarder's (those hand in for
            all provinces), or it speaks for that province already.
    """
    sender, name = normal_address(address), province_of(province)
    if sender is None:
        raise DecisionRefused(f"{address}: is no mail address", f"“{address}” ไม่ใช่ที่อยู่อีเมล")
    if sender in handing_in(context.config):
        raise DecisionRefused(
            f"{sender}: hands in for all provinces; its forms say which",
            f"{sender} เป็นที่อยู่ของผู้ประสานงานหรือผู้ส่งต่อ ซึ่งส่งแทนได้ทุกจังหวัดอยู่แล้ว",
        )
    if not work.senders.add(sender, name, SenderSource.DECISION, context.now()):
        raise DecisionRefused(f"{sender}: speaks for {name} already", f"{sender} เป็นที่อยู่ของจังหวัด{name}อยู่แล้ว")
    log(context, work, sender, "assign", who, f"{name}: {why}" if why else name)
    return f"{sender} speaks for {name}"
