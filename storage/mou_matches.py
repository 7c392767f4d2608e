"""To which of the rows that count now the agreements of a province belong.

Worked out when somebody asks, which few do: stored, it would have to be mended with every mail of the province.
"""

from dataclasses import dataclass

from storage.unit_of_work import UnitOfWork
from survey.mou_matching import MouFile, match_mous


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of a submission: its reference, its index from 0, and in Thai what it has in common with the MOU."""

    reference: str
    index: int
    reason: str


def matched_rows(work: UnitOfWork, province: str) -> dict[int, list[MatchedRow]]:
    """Id of each MOU of a province that counts, to the rows that it fits."""
    mous = work.submissions.mous(province)
    if not mous:
        return {}
    versions = work.submissions.current(province)
    rows_of = work.submissions.rows_of([version.id for version in versions])
    places = [
        (version.reference, index, stored.row)
        for version in versions
        for index, stored in enumerate(rows_of[version.id])
    ]
    files = [MouFile(one.file, one.mou, one.recognised) for one in mous]
    found: dict[int, list[MatchedRow]] = {mou.id: [] for mou in mous}
    for place, fits in match_mous([row for _, _, row in places], files).items():
        for match in fits:
            found[mous[match.mou].id].append(MatchedRow(*places[place][:2], match.reason))
    return found
