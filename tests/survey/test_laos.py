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


def test_no_host_is_taken_from_the_partners_where_its_own_cell_could_not_be_read() -> None:
    marked = "อบต.สะลวง (เจ้าภาพ)\nทต.แม่แรม"
    host, partners, [finding] = read(("", marked))
    assert (host, partners, finding.code, finding.cell) == (SALUANG, (MAE_RAEM,), "assumed", "Sheet1!E7")
    error = make_cell("", "Sheet1!E7", error="#REF!")
    host, partners, findings = read((error, marked))
    assert (host, partners, told(findings)) == (None, (SALUANG, MAE_RAEM), [("cell_unreadable", "Sheet1!E7")])


def test_without_a_province_only_the_missing_province_is_told() -> None:
    host, partners, findings = read(("อบต.หนองบัว", "อบต.สะลวง"), province=None)
    assert (host, partners, findings) == (Lao("อบต.หนองบัว"), (SALUANG,), [])


def test_a_long_list_of_unknown_names_does_not_flood_the_reply() -> None:
    _, partners, [finding] = read(("อบต.สะลวง", "\n".join(f"มูลนิธิที่ {{{n}}} " + "ก" * 90 for n in range(40))))
    assert len(partners) == 40
    assert "และอีก 28 แห่ง" in finding.message
    assert len(finding.message) < 1200


@pytest.mark.parametrize(
    ("line", "columns", "expected"),
    [
        (("อบต.สะลวง และ ทต.แม่แรม", "ทต.ริมเหนือ"), "host partners", [
            ("assumed", "E7", "host", "ช่องเจ้าภาพมีหลายแห่ง จึงถือว่า “อบต.สะลวง” เป็นเจ้าภาพ และแห่งอื่นเป็นผู้ร่วมลงนาม หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"),
        ]),
        (("ทต.แม่แรม", "อบต.แม่แดด สะลวง"), "host partners", [
            ("assumed", "F7", "partners", "“สะลวง” ไม่ได้ระบุประเภท จึงถือตามประเภทที่ระบุไว้ก่อนหน้า หากไม่ถูกต้อง กรุณาระบุประเภท เช่น “อบต.สะลวง”"),
        ]),
        (("", "อบต.สะลวง (เจ้าภาพ)\nทต.แม่แรม"), "host partners", [
            ("assumed", "E7", "host", "ช่องเจ้าภาพว่าง แต่ช่องผู้ร่วมลงนามระบุว่า “อบต.สะลวง” เป็นเจ้าภาพ จึงถือตามนั้น หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"),
        ]),
        (("อบต.สะลวง\nทต.แม่แรม",), "laos", [
            ("assumed", "E7", "host", "เจ้าภาพและผู้ร่วมลงนามอยู่ในช่องเดียวกัน จึงถือว่า “อบต.สะลวง” เป็นเจ้าภาพ หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"),
        ]),
        (("",), "laos", [
            ("host_missing", "E7", "host", "ยังไม่ได้ระบุองค์กรปกครองส่วนท้องถิ่นเจ้าภาพ กรุณาระบุประเภทและชื่อ เช่น “อบต.สะลวง”"),
            ("partners_missing", "E7", "partners", "ยังไม่ได้ระบุองค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม กรุณาระบุประเภทและชื่อ เช่น “ทต.แม่แรม”"),
        ]),
        (("อบต.สะลวง", "อบต.สะลวง"), "host partners", [
            ("host_is_partner", "F7", "partners", "“อบต.สะลวง” เป็นเจ้าภาพอยู่แล้ว จึงไม่นับเป็นองค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม หากไม่ถูกต้อง กรุณาแจ้งชื่อที่ถูกต้อง"),
            ("partners_missing", "F7", "partners", "ยังไม่ได้ระบุองค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม นอกจากเจ้าภาพเอง กรุณาระบุประเภทและชื่อ เช่น “ทต.แม่แรม”"),
        ]),
        (("อบต.สะลวงง", "อปท. 12 แห่ง"), "host partners", [
            ("host_unknown", "E7", "host", "ไม่พบ “อบต.สะลวงง” (หมายถึง อบต.สะลวง หรือไม่) ในทะเบียนองค์กรปกครองส่วนท้องถิ่นของจังหวัดเชียงใหม่ กรุณาตรวจสอบประเภทและชื่อ เช่น “อบต.สะลวง”"),
            ("partner_unknown", "F7", "partners", "“อปท. 12 แห่ง” ไม่ได้ระบุชื่อองค์กรปกครองส่วนท้องถิ่น กรุณาระบุประเภทและชื่อให้ครบทุกแห่ง เช่น “อบต.สะลวง”"),
        ]),
        (("ห้วยทราย", "ทต.ป่าซาง จ.ลำพูน"), "host partners", [
            ("lao_ambiguous", "E7", "host", "“ห้วยทราย” (อาจเป็น ทต.ห้วยทราย หรือ อบต.ห้วยทราย) มีมากกว่าหนึ่งแห่ง กรุณาระบุให้ชัดเจน เช่น “ทต.ห้วยทราย”"),
            ("lao_other_province", "F7", "partners", "“ทต.ป่าซาง จ.ลำพูน” (บันทึกเป็น ทต.ป่าซาง จ.ลำพูน) ไม่อยู่ในจังหวัดเชียงใหม่ หากไม่ถูกต้อง กรุณาแจ้งชื่อที่ถูกต้อง หรือระบุจังหวัด เช่น “ทต.ป่าซาง จ.ลำพูน”"),
        ]),
    ],
)  # fmt: skip
def test_each_sentence_stands_at_its_cell_with_what_was_read_and_what_is_expected(
    line: tuple[str, ...], columns: str, expected: list[tuple[str, ...]]
) -> None:
    findings = read(line, columns=columns)[2]
    told = [(one.code, (one.cell or "").removeprefix("Sheet1!"), one.field, one.message) for one in findings]
    assert told == expected


@pytest.mark.parametrize(("columns", "fields"), [("host partners", ["host", "partners"]), ("laos", ["host"])])
def test_what_could_not_be_read_is_told_once_and_not_as_missing(columns: str, fields: list[str]) -> None:
    errors = tuple(make_cell("", f"Sheet1!{column}7", error="#N/A") for column in "EF"[: len(fields)])
    host, partners, findings = read(errors, columns=columns)
    assert (host, partners) == (None, ())
    assert [(one.code, one.field) for one in findings] == [("cell_unreadable", field) for field in fields]


@pytest.mark.parametrize(
    ("count", "length", "shown", "more"),
    [(1, 60, 1, ""), (12, 20, 12, ""), (13, 20, 12, " และอีก 1 แห่ง"), (30, 61, 12, " และอีก 18 แห่ง")],
)
def test_a_dozen_names_of_sixty_letters_are_shown_and_the_others_counted(
    count: int, length: int, shown: int, more: str
) -> None:
    names = [f"มูลนิธิที่ {n} ".ljust(length, "ก") for n in range(11, 11 + count)]
    _, partners, [finding] = read(("อบต.สะลวง", "\n".join(names)))
    assert [lao.name for lao in partners] == names
    cut = [name if length <= 60 else name[:59] + "…" for name in names]
    listed = ", ".join(f"“{name}”" for name in cut[:shown])
    assert finding.message.startswith(f"ไม่พบ {listed}{more} ในทะเบียน")
