from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from survey.model import Cooperation, Lao
from survey.versions import (
    Step,
    Version,
    arrange,
    change,
    current,
    letter_says_part,
    place_released,
    says_part,
)

START = datetime(2018, 12, 1, tzinfo=UTC)
ROWS = frozenset({("ขยะ", "1"), ("น้ำ", "2"), ("ถนน", "3"), ("แพทย์", "4")})
OTHER_ROWS = frozenset({("ไฟป่า", "8"), ("ตลาด", "9")})


def version(
    id: int,  # noqa: A002 - the field's name
    pairs: frozenset[tuple[str, str]] = ROWS,
    **more: Any,
) -> Version:
    defaults: dict[str, Any] = {
        "received_at": START + timedelta(hours=id),
        "uid": id,
        "sender": "a@office.example",
        "accepted": True,
        "nil": False,
        "of_record": True,
    }
    return Version(id=id, pairs=pairs, **{**defaults, **more})


def steps(*versions: Version) -> list[Step]:
    placements = arrange(versions)
    return [placements[v.id].step for v in versions]


def test_an_address_of_the_record_that_repeats_half_replaces() -> None:
    newer = version(2, frozenset({("ขยะ", "1"), ("น้ำ", "2"), ("ใหม่", "7")}))
    assert steps(version(1), newer) == [Step.FIRST, Step.REPLACES]


def test_a_version_that_repeats_less_than_half_is_unclear() -> None:
    newer = version(2, frozenset({("ขยะ", "1"), ("ใหม่", "7")}))
    assert steps(version(1), newer) == [Step.FIRST, Step.UNCLEAR]


def test_an_unknown_address_never_replaces_an_accepted_version() -> None:
    newer = version(2, of_record=False, sender="b@mail.example")
    assert steps(version(1), newer) == [Step.FIRST, Step.UNCLEAR]


def test_a_correction_of_a_version_with_errors_replaces_it() -> None:
    wrong = version(1, accepted=False, of_record=False)
    assert steps(wrong, version(2, OTHER_ROWS, of_record=False)) == [Step.FIRST, Step.REPLACES]


def test_an_answer_that_brings_the_next_part_is_added() -> None:
    first = version(1)
    following = version(2, OTHER_ROWS, answers=1, in_thread=True, says_part=True)
    assert steps(first, following) == [Step.FIRST, Step.ADDED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"says_part": False}),
        ({}, {"pairs": frozenset({("ไฟป่า", "1"), ("ตลาด", "9")})}),
        ({"accepted": False}, {}),
        ({}, {"nil": True, "pairs": frozenset()}),
    ],
    ids=["says nothing of a part", "another service of a host", "had errors", "nothing any more"],
)
def test_any_other_answer_is_about_what_it_answers(old: dict[str, Any], new: dict[str, Any]) -> None:
    more = {"pairs": OTHER_ROWS, "answers": 1, "in_thread": True, "says_part": True} | new
    assert Step.ADDED not in steps(version(1, **old), version(2, **more))


def test_five_district_parts_add_up() -> None:
    parts = [version(i, frozenset({("ขยะ", str(i))}), says_part=True) for i in range(1, 6)]
    placements = arrange(parts)
    assert [placements[v.id].part for v in parts] == [1, 2, 3, 4, 5]


def test_an_answer_to_our_reply_replaces_what_it_answers() -> None:
    first, second = version(1), version(2, OTHER_ROWS, says_part=True)
    answer = version(3, frozenset({("ใหม่", "7")}), answers=2, of_record=False, sender="x@mail.example")
    placements = arrange([first, second, answer])
    assert (placements[3].step, placements[3].part, placements[3].replaces) == (Step.REPLACES, 2, 2)


def test_a_nil_statement_never_replaces_rows() -> None:
    assert steps(version(1), version(2, frozenset(), nil=True)) == [Step.FIRST, Step.UNCLEAR]


def test_rows_of_the_same_sender_replace_a_nil_statement() -> None:
    assert steps(version(1, frozenset(), nil=True), version(2)) == [Step.FIRST, Step.REPLACES]


def test_the_order_of_processing_changes_nothing() -> None:
    versions = [version(1, accepted=False), version(2), version(3, OTHER_ROWS, says_part=True)]
    results = {tuple(sorted(arrange(order).items())) for order in permutations(versions)}
    assert len(results) == 1


def test_a_version_with_errors_never_displaces_an_accepted_one() -> None:
    good, wrong = version(1, part=1), version(2, accepted=False, part=1)
    assert current([good, wrong]) == {1: good}


def test_words_for_a_part_are_an_addition_an_amphoe_or_one_lao() -> None:
    said = [
        says_part("น่าน", [text])
        for text in ("แบบสำรวจ ส่วนที่ 2", "อำเภอปัว", "เทศบาลตำบลปัว", "แบบสำรวจ จังหวัดน่าน")
    ]
    assert said == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("ส่งแบบสำรวจ อ.บ.ต.ยม", True),
        ("แบบสำรวจ ท.ต.ปัว", True),
        ("แบบสำรวจอบต.ยม", True),
        ("ส่งแบบสำรวจแทนฉบับเดิม", False),
        ("ขอส่งแทนที่ส่งผิด", False),
        ("ขอตอบจดหมาย ส่งแบบสำรวจรอบต่อไป", False),
    ],
)
def test_a_word_that_holds_the_letters_of_a_type_names_no_lao(text: str, is_part: bool) -> None:
    assert says_part("น่าน", [text]) is is_part


def test_a_reference_named_by_a_stranger_does_not_replace_an_accepted_version() -> None:
    newer = version(2, answers=1, of_record=False, proven=False, sender="b@mail.example")
    assert steps(version(1), newer) == [Step.FIRST, Step.UNCLEAR]


def test_a_stranger_may_correct_its_own_version_in_the_thread_that_we_began() -> None:
    first = version(1, of_record=False, proven=False, sender="b@mail.example")
    newer = version(2, answers=1, in_thread=True, of_record=False, proven=False, sender="b@mail.example")
    assert steps(first, newer) == [Step.FIRST, Step.REPLACES]


def test_a_strangers_thread_does_not_reach_the_version_of_the_office() -> None:
    first = version(1, of_record=False, proven=False, sender="b@mail.example")
    again = version(3, answers=1, in_thread=True, of_record=False, proven=False, sender="b@mail.example")
    assert steps(first, version(2), again) == [Step.FIRST, Step.REPLACES, Step.UNCLEAR]


def test_a_nil_statement_in_a_reply_takes_no_rows_away() -> None:
    assert steps(version(1), version(2, frozenset(), nil=True, answers=1)) == [Step.FIRST, Step.UNCLEAR]


PARTS = [frozenset({("ขยะ", "1"), ("น้ำ", "2")}), frozenset({("ถนน", "3"), ("แพทย์", "4")})]


def test_one_form_for_all_that_came_in_parts_replaces_them_all() -> None:
    first, second = version(1, PARTS[0]), version(2, PARTS[1], says_part=True)
    placement = arrange([first, second, version(3, ROWS)])[3]
    assert (placement.step, placement.part, placement.absorbs) == (Step.REPLACES, 1, (2,))


def test_a_form_with_errors_absorbs_no_accepted_part() -> None:
    first, second = version(1, PARTS[0]), version(2, PARTS[1], says_part=True)
    placement = arrange([first, second, version(3, ROWS, accepted=False)])[3]
    assert (placement.step, placement.absorbs) == (Step.REPLACES, ())


def test_a_form_that_repeats_less_than_half_of_a_part_is_unclear() -> None:
    first = version(1, ROWS)
    second = version(2, OTHER_ROWS, says_part=True)
    mixed = frozenset({*OTHER_ROWS, ("ขยะ", "1")})
    assert arrange([first, second, version(3, mixed)])[3].step is Step.UNCLEAR


def test_a_late_answer_about_a_part_does_not_replace_the_whole() -> None:
    whole = version(2, ROWS)
    late = version(3, frozenset({("ใหม่", "9")}), answers=1, in_thread=True)
    assert steps(version(1, PARTS[0]), whole, late) == [Step.FIRST, Step.REPLACES, Step.UNCLEAR]


@pytest.mark.parametrize(
    ("earlier", "new", "step"),
    [
        ([{"nil": True}], {}, Step.REPLACES),
        ([{"nil": True}], {"of_record": False}, Step.REPLACES),
        ([{"nil": True}], {"sender": "b@mail.example"}, Step.REPLACES),
        ([{"nil": True}], {"of_record": False, "sender": "b@mail.example"}, Step.UNCLEAR),
        ([{"pairs": ROWS}], {}, Step.UNCLEAR),
        ([{"pairs": ROWS, "accepted": False}], {}, Step.UNCLEAR),
        ([{"pairs": ROWS}, {"pairs": OTHER_ROWS, "says_part": True}], {}, Step.UNCLEAR),
    ],
)
def test_a_nil_statement_takes_the_place_of_a_nil_statement_alone(
    earlier: list[dict[str, Any]], new: dict[str, Any], step: Step
) -> None:
    before = [version(n, **{"pairs": frozenset(), **more}) for n, more in enumerate(earlier, 1)]
    assert steps(*before, version(9, frozenset(), nil=True, **new))[-1] is step


@pytest.mark.parametrize(
    ("earlier", "new", "replaces"),
    [
        ([{}], {"of_record": True}, 1),
        ([{}], {}, 1),
        ([{}], {"sender": "b@mail.example"}, None),
        ([{}], {"sender": "b@mail.example", "of_record": True}, 1),
        ([{}, {"pairs": OTHER_ROWS, "says_part": True, "sender": "b@mail.example"}], {}, 1),
        (
            [{}, {"pairs": OTHER_ROWS, "says_part": True, "sender": "b@mail.example"}],
            {"sender": "b@mail.example"},
            2,
        ),
        ([{}, {"pairs": OTHER_ROWS, "says_part": True}], {}, None),
        ([{}, {"pairs": OTHER_ROWS, "says_part": True}], {"pairs": OTHER_ROWS}, 2),
    ],
)
def test_what_had_errors_is_replaced_by_its_own_sender_or_an_address_of_the_record(
    earlier: list[dict[str, Any]], new: dict[str, Any], replaces: int | None
) -> None:
    before = [
        version(n, **{"accepted": False, "of_record": False, **more}) for n, more in enumerate(earlier, 1)
    ]
    newest = version(9, **{"pairs": frozenset({("ใหม่", "7")}), "of_record": False, **new})
    placement = arrange([*before, newest])[9]
    assert (placement.step, placement.replaces) == (Step.REPLACES if replaces else Step.UNCLEAR, replaces)


@pytest.mark.parametrize(
    ("earlier", "new", "expected"),
    [
        ([{}], {"pairs": OTHER_ROWS}, (Step.REPLACES, 1, 1, ())),
        ([{}], {"pairs": OTHER_ROWS, "says_part": True}, (Step.ADDED, 2, None, ())),
        ([{}], {"pairs": PARTS[0], "says_part": True}, (Step.REPLACES, 1, 1, ())),
        ([{"pairs": PARTS[0]}, {"pairs": PARTS[1]}], {"pairs": OTHER_ROWS}, (Step.ADDED, 3, None, ())),
        ([{"pairs": PARTS[0]}, {"pairs": OTHER_ROWS}], {"pairs": OTHER_ROWS}, (Step.REPLACES, 2, 2, ())),
        ([{"pairs": PARTS[0]}, {"pairs": PARTS[1]}], {"pairs": ROWS}, (Step.REPLACES, 1, 1, (2,))),
        (
            [{"pairs": PARTS[0]}, {"pairs": PARTS[1]}],
            {"pairs": ROWS, "accepted": False},
            (Step.REPLACES, 1, 1, ()),
        ),
    ],
)
def test_a_version_that_the_coordinator_takes_in_stands_over_what_it_resembles_most(
    earlier: list[dict[str, Any]],
    new: dict[str, Any],
    expected: tuple[Step, int, int | None, tuple[int, ...]],
) -> None:
    before = [version(n, part=n, **more) for n, more in enumerate(earlier, 1)]
    placement = place_released(version(9, **new), before)
    assert (placement.step, placement.part, placement.replaces, placement.absorbs) == expected


SALUANG = Lao("อบต.สะลวง", "6500710")


def cooperation(cell: str, service: str | None, **more: Any) -> Cooperation:
    return Cooperation(cell, **{"service": service, "host": SALUANG, **more})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("A4", "ขยะ", {})], [("A9", "ข ยะ", {"seq": 3})], "changed A9"),
        ([("A4", "ขยะ", {})], [("A9", "ขยะ", {"seq": 3})], ""),
        ([("A4", "ขยะ", {})], [("A9", "ขยะ", {"mou": True})], "changed A9"),
        ([("A4", "ขยะ", {})], [("A4", "น้ำ", {})], "added A4 removed A4"),
        ([("A4", "ขยะ", {})], [("A4", "ขยะ", {"host": None})], "added A4 removed A4"),
        ([("A4", "ขยะ", {})], [("A4", "ขยะ", {"host": Lao("อบต. สะลวง", "6500710")})], "changed A4"),
        ([("A4", None, {"host": None})], [("A4", None, {"host": None, "mou": False})], "changed A4"),
        ([("A4", "ขยะ", {}), ("A5", "ขยะ", {"mou": True})], [("A7", "ขยะ", {"mou": True})], "removed A4"),
        (
            [("A4", "ขยะ", {}), ("A5", "ขยะ", {"mou": True})],
            [("A7", "ขยะ", {"mou": False})],
            "changed A7 removed A5",
        ),
        ([("A4", "ขยะ", {})], [("A7", "ขยะ", {"mou": True}), ("A8", "ขยะ", {})], "added A7"),
        ([("A4", "ขยะ", {})], [], "removed A4"),
    ],
)
def test_rows_are_compared_by_service_and_host_wherever_they_stand(
    old: list[tuple[str, str | None, dict[str, Any]]],
    new: list[tuple[str, str | None, dict[str, Any]]],
    expected: str,
) -> None:
    found = change(*([cooperation(at, name, **more) for at, name, more in rows] for rows in (old, new)))
    told = [f"{kind} {row.cell}" for kind in ("added", "changed", "removed") for row in getattr(found, kind)]
    assert " ".join(told) == expected


@pytest.mark.parametrize(
    ("province", "text", "is_part"),
    [
        ("น่าน", "2561 อบต.ยม", True),
        ("น่าน", "แบบ อบต. 5 แห่ง", False),
        ("น่าน", "รายงานของเทศบาล", False),
        (None, "อำเภอปัว", False),
        ("น่าน", "อำเภอแม่ริม", False),
        ("น่าน", "อ.ปัว", True),
        ("น่าน", "เพิ่มเติม", True),
        ("น่าน", "", False),
    ],
)
def test_a_part_is_named_by_what_lies_in_the_province(province: str | None, text: str, is_part: bool) -> None:
    assert says_part(province, ["แบบสำรวจ", text]) is is_part


@pytest.mark.parametrize(
    ("text", "is_part"),
    [
        ("ขอส่งแบบสำรวจเพิ่มเติม", True),
        ("สอบถามเพิ่มเติม โทร 053", False),
        ("ส่งแบบสำรวจของอำเภอปัว", True),
        ("ส่งแบบสำรวจของอำเภอแม่ริม", False),
        ("ที่ว่าการอำเภอปัว", False),
        ("ชุดที่ 2", True),
    ],
)
def test_a_letter_says_that_it_brings_a_part_only_of_the_form(text: str, is_part: bool) -> None:
    assert letter_says_part("น่าน", text) is is_part
    assert letter_says_part(None, text) is (is_part and "อำเภอ" not in text)
