"""Host and partners of a row."""

import pytest
from make.cells import make_cell, make_reading, make_row_cells

from survey.cells import Cell, CellValue
from survey.fields.laos import LAOS
from survey.findings import Finding, Severity
from survey.model import Lao

CHIANG_MAI = "เชียงใหม่"
SALUANG = Lao("อบต.สะลวง", "6500710")
MAE_RAEM = Lao("ทต.แม่แรม", "5500707")

Read = tuple[Lao | None, tuple[Lao, ...], list[Finding]]


def read(
    *lines: tuple[CellValue | Cell, ...],
    columns: str = "host partners",
    province: str | None = CHIANG_MAI,
    amphoe: str | None = None,
) -> Read:
    values, findings = LAOS.read(
        make_row_cells(columns, *lines), make_reading(province=province, amphoe=amphoe)
    )
    return values["host"], values["partners"], findings


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in findings]


def test_a_right_row_has_codes_and_no_finding() -> None:
    host, partners, findings = read(("อบต.สะลวง", "ทต.แม่แรม\nเทศบาลตำบลริมเหนือ"))
    assert (host, partners, findings) == (SALUANG, (MAE_RAEM, Lao("ทต.ริมเหนือ", "5500703")), [])


@pytest.mark.parametrize("blank", ["", "-", "ไม่มี", None])
def test_missing_host_and_partners_are_told_at_their_empty_cells(blank: str | None) -> None:
    host, partners, findings = read((blank, blank))
    assert (host, partners) == (None, ())
    assert told(findings) == [("host_missing", "Sheet1!E7"), ("partners_missing", "Sheet1!F7")]
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_a_table_without_the_columns_is_not_told_at_each_row() -> None:
    assert read(("",), columns="service") == (None, (), [])


def test_partners_on_lines_of_their_own_are_one_list() -> None:
    host, partners, findings = read(("อบต.สะลวง", "ทต.แม่แรม"), ("", "ทต.ริมเหนือ"), ("อบต.สะลวง", ""))
    assert (host, len(partners), findings) == (SALUANG, 2, [])


def test_unknown_partners_of_a_cell_are_told_once_with_all_names_and_suggestions() -> None:
    _, partners, [finding] = read(("อบต.สะลวง", "โรงพยาบาลนครพิงค์\nอบต.บ้านกลาต\nทต.แม่แรม"))
    assert [lao.code for lao in partners] == [None, None, "5500707"]
    assert (finding.code, finding.cell) == ("partner_unknown", "Sheet1!F7")
    assert "“โรงพยาบาลนครพิงค์”, “อบต.บ้านกลาต” (หมายถึง อบต.บ้านกลาง" in finding.message
    assert "จังหวัดเชียงใหม่" in finding.message


def test_words_that_stand_for_unnamed_laos_are_kept_and_asked_about() -> None:
    _, partners, [finding] = read(("อบต.สะลวง", "อปท. 12 แห่ง"))
    assert partners == (Lao("อปท. 12 แห่ง"),)
    assert (finding.code, "ให้ครบทุกแห่ง" in finding.message) == ("partner_unknown", True)


def test_equal_names_of_the_province_are_ambiguous_until_the_amphoe_is_known() -> None:
    host, _, [finding] = read(("อบต.ชุมแสง", "ทต.สตึก"), province="บุรีรัมย์")
    assert (host, finding.code, finding.field) == (Lao("อบต.ชุมแสง"), "lao_ambiguous", "host")
    assert "อบต.ชุมแสง อ.สตึก" in finding.message
    assert read(("อบต.ชุมแสง", "ทต.สตึก"), province="บุรีรัมย์", amphoe="สตึก")[2] == []


def test_a_name_of_two_types_stays_as_written() -> None:
    host, _, [finding] = read(("ห้วยทราย", "ทต.แม่แรม"))
    assert (host, finding.code) == (Lao("ห้วยทราย"), "lao_ambiguous")
    assert "ทต.ห้วยทราย หรือ อบต.ห้วยทราย" in finding.message


def test_another_provinces_lao_keeps_its_code_and_is_told() -> None:
    _, partners, [finding] = read(("อบต.สะลวง", "ทต.ป่าซาง จ.ลำพูน"))
    assert (partners, finding.code) == ((Lao("ทต.ป่าซาง", "5510602"),), "lao_other_province")


def test_the_host_among_its_partners_is_dropped_and_told() -> None:
    _, partners, findings = read(("อบต.สะลวง", "ทต.แม่แรม\nอบต.สะลวง"))
    assert (partners, told(findings)) == ((MAE_RAEM,), [("host_is_partner", "Sheet1!F7")])


def test_the_host_as_its_only_partner_leaves_none() -> None:
    _, partners, findings = read(("อบต.สะลวง", "อบต.สะลวง"))
    assert (partners, [finding.code for finding in findings]) == ((), ["host_is_partner", "partners_missing"])


def test_two_names_of_open_amphoe_are_not_taken_for_one() -> None:
    _, partners, findings = read(("อบต.ชุมแสง", "อบต.ชุมแสง"), province="บุรีรัมย์")
    assert partners == (Lao("อบต.ชุมแสง"),)
    assert [finding.code for finding in findings] == ["lao_ambiguous", "lao_ambiguous"]


def test_of_several_hosts_the_first_counts_and_the_others_lead_the_partners() -> None:
    host, partners, [finding] = read(("อบต.สะลวง และ ทต.แม่แรม", "ทต.ริมเหนือ"))
    assert (host, [lao.name for lao in partners]) == (SALUANG, ["ทต.แม่แรม", "ทต.ริมเหนือ"])
    assert (finding.code, finding.cell) == ("assumed", "Sheet1!E7")


def test_an_inherited_type_is_told() -> None:
    _, partners, [finding] = read(("ทต.แม่แรม", "อบต.แม่แดด สะลวง"))
    assert ([lao.code for lao in partners], finding.code) == (["6502503", "6500710"], "assumed")
    assert "“สะลวง”" in finding.message


def test_in_one_column_the_first_is_host_unless_another_is_marked() -> None:
    host, partners, [finding] = read(("อบต.สะลวง\nทต.แม่แรม",), columns="laos")
    assert (host, partners, finding.code) == (SALUANG, (MAE_RAEM,), "assumed")
    assert read(("อบต.สะลวง\nทต.แม่แรม (เจ้าภาพ)",), columns="laos") == (MAE_RAEM, (SALUANG,), [])


def test_an_unreadable_cell_is_told_as_that_and_not_as_missing() -> None:
    error = make_cell("", "Sheet1!E7", error="#REF!")
    host, _, findings = read((error, "ทต.แม่แรม"))
    assert (host, told(findings)) == (None, [("cell_unreadable", "Sheet1!E7")])
    assert findings[0].severity is Severity.ERROR


def test_without_a_province_only_the_missing_province_is_told() -> None:
    host, partners, findings = read(("อบต.หนองบัว", "อบต.สะลวง"), province=None)
    assert (host, partners, findings) == (Lao("อบต.หนองบัว"), (SALUANG,), [])


def test_a_long_list_of_unknown_names_does_not_flood_the_reply() -> None:
    _, partners, [finding] = read(("อบต.สะลวง", "\n".join(f"มูลนิธิที่ {{{n}}} " + "ก" * 90 for n in range(40))))
    assert len(partners) == 40
    assert "และอีก 28 แห่ง" in finding.message
    assert len(finding.message) < 1200
