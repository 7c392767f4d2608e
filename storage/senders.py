"""Who speaks for which province (contract, section 6: sender's record)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage import tables as t
from storage.insert import insert_new
from storage.worded import Worded
from storage.words import SenderSource

_PROVINCES = Worded(select(t.Senders.province).where(t.Senders.address == bindparam("address")))


class Senders:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def provinces_of(self, address: str) -> frozenset[str]:
        """Provinces that an address (in any case) speaks for; empty where there is no record of it."""
        rows = _PROVINCES.all(self._connection, {"address": address.lower()})
        return frozenset(province for (province,) in rows)

    def add(self, address: str, province: str, source: SenderSource, now: datetime) -> bool:
        """An address speaks for a province from now on; False where that was known."""
        values = {"address": address.lower(), "province": province, "source": source, "since": now}
        return insert_new(self._connection, t.Senders, values)

    def add_listed(self, listed: Iterable[tuple[str, str]], now: datetime) -> int:
        """Address and province of each line of the coordinator's list; how many were new."""
        s = t.Senders
        known = {(row[0], row[1]) for row in self._connection.execute(select(s.address, s.province))}
        wanted = dict.fromkeys((address.lower(), province) for address, province in listed)
        new = [pair for pair in wanted if pair not in known]
        return sum(self.add(address, province, SenderSource.LIST, now) for address, province in new)

    def of_province(self, province: str) -> list[str]:
        """Addresses that speak for a province, oldest record first."""
        s = t.Senders
        rows = self._connection.execute(
            select(s.address).where(s.province == province).order_by(s.since, s.address)
        )
        return [address for (address,) in rows]
