"""Cooperations across provinces: does the partner's province report what the host's province reports?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.model import Cooperation, Lao


@dataclass(frozen=True, slots=True)
class Unmirrored:
    """A partner of another province, whose own province has reported without this cooperation."""

    province: str
    partner: Lao
    reported_by: str
    host: Lao
    service: str | None


def unmirrored(
    rows: Mapping[str, Sequence[Cooperation]], province_of: Mapping[str, str], reported: Collection[str]
) -> Iterator[Unmirrored]:
    """Partners that only the other province names; by certain codes alone, each pair once.

    Args:
        rows: Province to its cooperations that count.
        province_of: Code of an LAO to its province.
        reported: Provinces whose answer is complete, nil reports too: of others nothing can be missed yet.
    """
    together = {
        (province, frozenset((one, other)))
        for province, some in rows.items()
        for row in some
        for codes in [_codes(row)]
        for one in codes
        for other in codes
        if one != other
    }
    seen = set()
    for province, some in rows.items():
        for row in some:
            for partner in row.partners:
                if row.host is None or row.host.code is None or partner.code is None:
                    continue
                home = province_of.get(partner.code, province)
                pair = frozenset((row.host.code, partner.code))
                if home == province or home not in reported or (home, pair) in together:
                    continue
                if (home, pair) not in seen:
                    seen.add((home, pair))
                    yield Unmirrored(home, partner, province, row.host, row.service)


def _codes(row: Cooperation) -> set[str]:
    laos = [*row.partners, *([row.host] if row.host else [])]
    return {lao.code for lao in laos if lao.code}
