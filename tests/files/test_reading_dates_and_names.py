"""How offices write days and LAOs, case by case, in a cell of a workbook; received on 1 December 2018."""

from datetime import datetime
from typing import Any

import pytest
from make.typed_forms import check_json, told, typed_form


def read_day(typed: object, shown: str | None = None) -> tuple[str | None, set[str]]:
    """The day of row 5, and what is said of it; `shown` is the cell's number format."""

    def dated(_: Any, sheet: Any) -> None:
        sheet["E5"] = typed
        if shown:
            sheet["E5"].number_format = shown

    read = check_json(typed_form(edit=dated))
    assert {cell for _, cell in told(read)} <= {"E5"}
    return read["rows"][1]["signed_on"], {code for code, _ in told(read)}


@pytest.mark.parametrize(
    "typed",
    ["5 พ.ย. 2561", "5 พฤศจิกายน 2561", "วันที่ 5 เดือน พฤศจิกายน พ.ศ. 2561", "5 พฤศจิกายน พุทธศักราช 2561",
     "วันจันทร์ที่ 5 พฤศจิกายน 2561", "5 พย 2561", "5 พ. ย. 2561", "5 พฤษจิกายน 2561", "5 Nov 18", "November 5, 2018",
     "๕ พ.ย. ๒๕๖๑", "5/11/๒๕61", "O5/11/2561", "๐5/11/2561", "05/11/2561", "5-11-61", "5.11.61", "2561-11-05", "5/11-2561",
     "'5/11/2561", "5/11/2561\u00a0", "5 พ.ย.\n2561", "5 พ.ย. 2561 น.", "5พ.ย.61", "5 พ.ย. ค.ศ. 2018", "ลงวันที่ 5 พ.ย. 2561"],
)  # fmt: skip
def test_71_to_81_a_whole_day_is_certain(typed: str) -> None:
    assert read_day(typed) == ("2018-11-05", set())


@pytest.mark.parametrize(
    ("typed", "shown", "day", "codes"),
    [(datetime(2018, 11, 5), "d/m/yyyy", "2018-11-05", set()), (datetime(2018, 11, 5), "[$-107041E]d mmm yyyy;@", "2018-11-05", set()),
     (datetime(2018, 11, 5), "d/m/bbbb", "2018-11-05", set()), (datetime(2561, 11, 5), "d/m/yyyy", "2018-11-05", set()),
     (datetime(2018, 11, 5, 10, 30), "d/m/yyyy h:mm", "2018-11-05", set()), (43409, "ว/ด/ปปปป", "2018-11-05", set()),
     (datetime(1961, 11, 5), "d/m/yyyy", "2018-11-05", {"date_ambiguous"}), (43409, None, "2018-11-05", {"date_ambiguous"}),
     (241736, None, "2018-11-05", {"date_ambiguous"}), (43409.5, None, "2018-11-05", {"date_ambiguous"}),
     (datetime(2018, 11, 1), "mmm yyyy", None, {"date_incomplete"}), (datetime(1918, 11, 5), "d/m/yyyy", None, {"date_invalid"})],
)  # fmt: skip
def test_76_to_79_a_date_cell_and_a_bare_number(
    typed: object, shown: str | None, day: str | None, codes: set[str]
) -> None:
    assert read_day(typed, shown) == (day, codes)


@pytest.mark.parametrize(
    ("typed", "day", "codes"),
    [("5/11/25", None, {"date_invalid"}), ("29/2/2559", "2016-02-29", set()), ("29/2/2560", None, {"date_invalid"}),
     ("31 มิ.ย. 2560", None, {"date_invalid"}), ("13/25/2561", None, {"date_invalid"}), ("0/0/2561", None, {"date_invalid"}),
     ("5/11/2651", None, {"date_invalid"}), ("5/11/3561", None, {"date_invalid"}), ("5/11/561", None, {"date_invalid"}),
     ("11/5/2018", "2018-05-11", set()), ("5 พ.ย. 2562", "2019-11-05", {"date_in_future"}),
     ("พ.ย. 2561", None, {"date_incomplete"}), ("ปีงบประมาณ 2562", None, {"date_incomplete"}), ("ปี 61", None, {"date_incomplete"}),
     ("1 ต.ค. 60 – 30 ก.ย. 61", "2017-10-01", {"date_ambiguous"}), ("5 พ.ย. 2560, 7 ธ.ค. 2560", "2017-11-05", {"date_ambiguous"}),
     ("5/11/2516", "1973-11-05", {"date_ambiguous"}), ("อยู่ระหว่างดำเนินการ", None, {"date_unsigned"}),
     ("ยังไม่ลงนาม", None, {"date_unsigned"}), ("รอลงนาม", None, {"date_unsigned"}), ("ไม่ระบุ", None, {"date_missing"})],
)  # fmt: skip
def test_75_to_86_what_is_no_whole_day_says_why(typed: str, day: str | None, codes: set[str]) -> None:
    assert read_day(typed) == (day, codes)


def read_partners(typed: str) -> tuple[list[tuple[str, str | None]], set[str]]:
    read = check_json(typed_form({"D5": typed}))
    assert {cell for _, cell in told(read)} <= {"D5"}
    row = read["rows"][1]
    return list(zip(row["partners"], row["partner_codes"], strict=True)), {code for code, _ in told(read)}


SALUANG, MAERAEM = ("อบต.สะลวง", "6500710"), ("ทต.แม่แรม", "5500707")
HUAISAI = ("อบต.ห้วยทราย", "6500711")


@pytest.mark.parametrize(
    "typed",
    ["องค์การบริหารส่วนตำบลสะลวง", "อบต สะลวง", "อ.บ.ต.สะลวง", "อบต. สะลวง", "สะลวง", "ต.สะลวง", "ตำบลสะลวง", "อบต.สะลวง อ.แม่ริม จ.เชียงใหม่",
     "อบต.สะลวง (อ.แม่ริม)", "อ.แม่ริม อบต.สะลวง", "นายกองค์การบริหารส่วนตำบลสะลวง", "อบต.สะลวง (นายทดสอบ ลองดู)", "อบต.สะ\nลวง",
     "อบต. สะ ลวง", "อบต.สะ\u200bลวง", "อบต.สะลวง จำนวน 1 แห่ง"],
)  # fmt: skip
def test_87_to_98_one_lao_by_its_many_names(typed: str) -> None:
    assert read_partners(typed) == ([SALUANG], set())


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        ",",
        ";",
        "/",
        "|",
        "\t",
        "และ",
        " กับ ",
        "ร่วมกับ",
        " & ",
        " + ",
        "  ",
        "\n• ",
        "\n- ",
        " 2. ",
        "2)",
        "\n(2) ",
        " ๒. ",
        " ข. ",
    ],
)
def test_92_a_list_by_any_separator(between: str) -> None:
    assert read_partners(f"ทต.แม่แรม{between}อบต.สะลวง") == ([MAERAEM, SALUANG], set())


@pytest.mark.parametrize(
    ("typed", "laos", "codes"),
    [("อบต.สะลวง ห้วยทราย", [SALUANG, HUAISAI], {"assumed"}), ("เทศบาลแม่แรม", [MAERAEM], set()),
     ("เมืองพัทยา", [("เมืองพัทยา", "3200408")], {"lao_other_province"}), ("อบต.และ (จ.น่าน)", [("อบต.และ", "6550805")], {"lao_other_province"}),
     ("ทุกแห่งในอำเภอแม่ริม", [("ทุกแห่งในอำเภอแม่ริม", None)], {"partner_unknown"}), ("อปท. 12 แห่ง", [("อปท. 12 แห่ง", None)], {"partner_unknown"}),
     ("ตามบัญชีแนบท้าย", [("ตามบัญชีแนบท้าย", None)], {"partner_unknown"}), ("รพ.สต.สะลวง", [("รพ.สต.สะลวง", None)], {"partner_unknown"}),
     ("ทต.แม่แรม ฯลฯ", [MAERAEM, ("ฯลฯ", None)], {"partner_unknown"}), ("อบต.สลวง", [("อบต.สลวง", None)], {"partner_unknown"}),
     ("ทต.ริมเหนือ, ทต.แม่แรม", [MAERAEM], {"host_is_partner"}), ("ไม่มี", [], {"partners_missing"})],
)  # fmt: skip
def test_88_to_97_what_is_not_certain_is_told(
    typed: str, laos: list[tuple[str, str | None]], codes: set[str]
) -> None:
    assert read_partners(typed) == (laos, codes)
