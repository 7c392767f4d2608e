"""A cooperation across provinces is missed only where the other province has answered, and without it."""

from survey.mirror import Unmirrored, unmirrored
from survey.model import Cooperation, Lao

NAN, PHRAE, OTHER = Lao("อบต.ตาลชุม", "1"), Lao("ทต.ช่อแฮ", "2"), Lao("อบต.สะเนียน", "3")
HOMES = {"1": "น่าน", "2": "แพร่", "3": "น่าน"}


def row(host: Lao, *partners: Lao, service: str = "ดับเพลิง") -> Cooperation:
    return Cooperation("Sheet1!A7", 1, service, host, partners)


def test_a_partner_whose_province_answered_without_it_is_told_once() -> None:
    rows = {"น่าน": [row(NAN, PHRAE, OTHER), row(NAN, PHRAE, service="กู้ภัย")], "แพร่": []}
    assert list(unmirrored(rows, HOMES, {"น่าน", "แพร่"})) == [Unmirrored("แพร่", PHRAE, "น่าน", NAN, "ดับเพลิง")]


def test_what_both_report_is_no_matter_whoever_is_called_host() -> None:
    rows = {"น่าน": [row(NAN, PHRAE)], "แพร่": [row(PHRAE, NAN, service="งานดับเพลิง")]}
    assert list(unmirrored(rows, HOMES, {"น่าน", "แพร่"})) == []


def test_a_province_that_has_not_answered_misses_nothing_yet() -> None:
    assert list(unmirrored({"น่าน": [row(NAN, PHRAE)]}, HOMES, {"น่าน"})) == []


def test_names_that_are_not_certain_accuse_nobody() -> None:
    rows = {"น่าน": [row(NAN, Lao("ทต.ช่อแฮ")), row(Lao("อบต.ไหนสักแห่ง"), PHRAE)], "แพร่": []}
    assert list(unmirrored(rows, HOMES, {"น่าน", "แพร่"})) == []
