"""Which rows an agreement is a copy for, and why."""

from dataclasses import replace
from datetime import date

import pytest

from survey.model import Cooperation, Lao, Mou
from survey.mou_matching import MouFile, match_mous, missing_mous

HOST, NEAR, FAR = Lao("อบต.สะลวง", "6500710"), Lao("ทต.แม่แรม", "5500707"), Lao("ทต.ริมเหนือ", "5500703")
DAY = date(2018, 11, 5)
WASTE = Cooperation("S!A7", 1, "การกำจัดขยะมูลฝอย", HOST, (NEAR, FAR), DAY, mou=True)
RESCUE = replace(WASTE, cell="S!A8", service="การแพทย์ฉุกเฉิน")
COPY = Mou("บันทึกข้อตกลง", "การกำจัดขยะมูลฝอย", (HOST, NEAR, FAR), DAY, 1)


def fits(row: Cooperation, mou: Mou, *, scan: bool = False) -> bool:
    return bool(match_mous([row], [MouFile("a.pdf", mou, scan)]))


def test_the_reason_names_what_both_have_in_common() -> None:
    [match] = match_mous([WASTE], [MouFile("a.pdf", COPY)])[0]
    assert match.reason == "คู่สัญญา, บริการ, วันที่"


def test_of_two_rows_of_one_day_and_the_same_parties_the_service_decides() -> None:
    matched = match_mous([RESCUE, WASTE], [MouFile("a.pdf", COPY)])
    assert list(matched) == [1]
    assert [one.cell for one in missing_mous([RESCUE, WASTE], matched)] == ["S!A8"]


def test_one_agreement_on_several_services_fits_all_rows_of_its_day() -> None:
    several = replace(COPY, service="การจัดบริการสาธารณะร่วมกัน")
    assert list(match_mous([RESCUE, WASTE], [MouFile("a.pdf", several)])) == [0, 1]


@pytest.mark.parametrize("day", [date(2018, 11, 6), date(2018, 5, 5), date(2018, 12, 5), None])
def test_a_day_that_is_missing_or_near_is_no_other_agreement(day: date | None) -> None:
    assert fits(WASTE, replace(COPY, signed_on=day))


def test_a_near_day_is_named_in_the_reason() -> None:
    [match] = match_mous([WASTE], [MouFile("a.pdf", replace(COPY, signed_on=date(2018, 11, 6)))])[0]
    assert match.reason == "คู่สัญญา, บริการ (วันที่ในบันทึกข้อตกลงเป็น 6 พฤศจิกายน 2561)"


def test_last_years_agreement_is_another_one_unless_its_day_was_misread() -> None:
    last_year = replace(COPY, signed_on=date(2017, 11, 5))
    assert not fits(WASTE, last_year)
    assert fits(WASTE, last_year, scan=True)


def test_a_day_far_away_is_another_agreement_even_on_a_scan() -> None:
    assert not fits(WASTE, replace(COPY, signed_on=date(2014, 2, 17)), scan=True)


def test_names_that_a_scan_shows_with_a_letter_wrong_are_parties() -> None:
    misread = replace(COPY, parties=(Lao("องค์การบริหารส่วนตำบลสะลวง"), Lao("เทศบาลตำบลแมแรม")), signed_on=None)
    assert fits(WASTE, misread, scan=True)
    assert not fits(WASTE, replace(misread, service="การดูแลผู้สูงอายุ"), scan=True)


def test_a_scan_on_which_one_name_could_be_read_counts_by_its_service_and_day() -> None:
    poor = replace(COPY, parties=(NEAR,))
    assert fits(WASTE, poor, scan=True)
    assert not fits(WASTE, poor)
    assert not fits(WASTE, replace(poor, service=None), scan=True)


THIRD, OTHER, UNREAD = Lao("อบต.ดอนแก้ว", "6500702"), Lao("อบต.บ้านค่า", "6520112"), Lao("องค์การ|ฯ")


@pytest.mark.parametrize(
    ("parties", "typed", "scanned"),
    [
        ((HOST, NEAR), True, True),
        ((HOST, OTHER), False, False),
        ((HOST, UNREAD), False, True),
        ((NEAR, FAR, THIRD), True, True),
        ((NEAR, FAR), False, False),
        ((NEAR, UNREAD), False, True),
        ((OTHER, UNREAD), False, False),
    ],
)
def test_the_host_and_a_partner_are_enough_else_most_of_the_row_or_a_scan_that_hardly_could_be_read(
    parties: tuple[Lao, ...], typed: bool, scanned: bool
) -> None:
    row, mou = replace(WASTE, partners=(NEAR, FAR, THIRD)), replace(COPY, parties=parties)
    assert (fits(row, mou), fits(row, mou, scan=True)) == (typed, scanned)


def test_host_and_partner_may_have_changed_places() -> None:
    turned = replace(WASTE, host=NEAR, partners=(HOST,))
    assert fits(turned, replace(COPY, parties=(HOST, NEAR)))


def test_other_parties_are_another_agreement() -> None:
    others = replace(COPY, parties=(Lao("อบต.บ้านค่า", "6520112"), NEAR))
    assert not fits(WASTE, others)
