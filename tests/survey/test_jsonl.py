import json
from datetime import date

from survey.findings import Finding, Severity
from survey.jsonl import document_json, dumps
from survey.model import Committee, Cooperation, Document, Form, Kind, Lao, Mou, Regulation, Reporter

ROW = Cooperation(
    "Sheet1!A7", 1, "การกำจัดขยะ", Lao("อบต.สะลวง", "6500710"), (Lao("ทต.แม่แรม", "5500707"), Lao("มูลนิธิ")),
    date(2018, 11, 5), Committee.APPOINTED, Regulation.NOT_MADE, True, "ลดขยะ", "ไม่มี",
)  # fmt: skip


def document(kind: Kind, **more: object) -> Document:
    return Document("a.xlsx", "ab12", kind, "xlsx", **more)  # type: ignore[arg-type]


def finding(code: str, cell: str | None, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code, severity, cell, "ข้อความ")


def test_a_survey_is_the_object_of_the_contract() -> None:
    form = Form("เชียงใหม่", reporter=Reporter("นายสมชาย ใจดี", None, "053-112-233"), rows=(ROW,))
    assert document_json(document(Kind.SURVEY, form=form)) == {
        "file": "a.xlsx",
        "sha256": "ab12",
        "kind": "survey",
        "source": "xlsx",
        "province": "เชียงใหม่",
        "reporter": {"name": "นายสมชาย ใจดี", "position": None, "phone": "053-112-233"},
        "nil_report": False,
        "rows": [
            {
                "cell": "Sheet1!A7",
                "seq": 1,
                "service": "การกำจัดขยะ",
                "host": "อบต.สะลวง",
                "host_code": "6500710",
                "partners": ["ทต.แม่แรม", "มูลนิธิ"],
                "partner_codes": ["5500707", None],
                "signed_on": "2018-11-05",
                "committee": "appointed",
                "regulation": "not_made",
                "mou": True,
                "objective": "ลดขยะ",
                "problems": "ไม่มี",
            }
        ],
        "problems": [],
    }


def test_a_row_that_lacks_everything_shows_every_key() -> None:
    shown = document_json(document(Kind.SURVEY, form=Form(rows=(Cooperation("Sheet1!A7"),))))
    empty = dict.fromkeys(document_json(document(Kind.SURVEY, form=Form(rows=(ROW,))))["rows"][0])
    assert shown["rows"] == [empty | {"cell": "Sheet1!A7", "partners": [], "partner_codes": []}]
    assert (shown["province"], shown["reporter"]) == (None, {"name": None, "position": None, "phone": None})


def test_an_mou_is_the_object_of_the_contract() -> None:
    mou = Mou("บันทึกข้อตกลง", "การกำจัดขยะ", (Lao("อบต.สะลวง", "6500710"), Lao("วัด")), date(2018, 11, 5), 3)
    assert document_json(document(Kind.MOU, mou=mou)) == {
        "file": "a.xlsx",
        "sha256": "ab12",
        "kind": "mou",
        "source": "xlsx",
        "title": "บันทึกข้อตกลง",
        "service": "การกำจัดขยะ",
        "parties": ["อบต.สะลวง", "วัด"],
        "party_codes": ["6500710", None],
        "signed_on": "2018-11-05",
        "pages": 3,
        "problems": [],
    }


def test_what_an_mou_does_not_say_is_null_and_a_list_empty() -> None:
    shown = document_json(document(Kind.MOU, mou=Mou()))
    assert {key: shown[key] for key in list(shown)[4:]} == {
        "title": None, "service": None, "parties": [], "party_codes": [], "signed_on": None, "pages": 0, "problems": [],
    }  # fmt: skip


def test_what_is_neither_has_the_five_keys_of_all() -> None:
    for kind in (Kind.OTHER, Kind.UNREADABLE):
        assert list(document_json(document(kind))) == ["file", "sha256", "kind", "source", "problems"]


def test_problems_stand_by_sheet_row_column_and_code_and_those_of_the_file_first() -> None:
    cells = ["ก!AA9", "ข!A1", "ก!B10", None, "ก!B9", "ก!Z9"]
    findings = tuple(finding("x", cell) for cell in cells)
    shown = document_json(document(Kind.OTHER, findings=findings, grids=("ข", "ก")))["problems"]
    assert [problem["cell"] for problem in shown] == [None, "ข!A1", "ก!B9", "ก!Z9", "ก!AA9", "ก!B10"]
    codes = document_json(document(Kind.OTHER, findings=(finding("b", "ก!A1"), finding("a", "ก!A1"))))[
        "problems"
    ]
    assert [problem["code"] for problem in codes] == ["a", "b"]


def test_a_held_problem_is_an_error_and_a_shadow_stays_one() -> None:
    held, shadow = finding("a", None, Severity.HOLD), finding("b", None, Severity.SHADOW)
    shown = document_json(document(Kind.OTHER, findings=(held, shadow)))["problems"]
    assert [problem["severity"] for problem in shown] == ["error", "shadow"]
    assert set(shown[0]) == {"code", "severity", "cell", "message"}


def test_an_object_is_one_line_of_readable_thai() -> None:
    line = dumps({"service": "น้ำ\nดื่ม\u2028\x85", "mou": None})
    assert line.splitlines() == [line]
    assert "น้ำ" in line
    assert json.loads(line) == {"service": "น้ำ\nดื่ม\u2028\x85", "mou": None}
