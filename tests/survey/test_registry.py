from collections import Counter

import pytest

from survey.registry import registry, skeleton, toneless

PROVINCES = sorted(registry().provinces)


def test_the_registry_holds_the_counts_that_the_department_published() -> None:
    counts = Counter(lao.kind for lao in registry().by_code.values())
    assert counts == {"อบจ.": 76, "ทน.": 30, "ทม.": 178, "ทต.": 2233, "อบต.": 5333, "เมืองพัทยา": 1}


def test_bangkok_is_known_and_none_of_the_76() -> None:
    assert len(PROVINCES) == 76
    assert "กรุงเทพมหานคร" not in registry().provinces
    assert len(registry().all_provinces) == 77


def test_no_spelling_names_two_provinces() -> None:
    counts = Counter(name for province in registry().all_provinces for name in {*province.spellings})
    assert max(counts.values()) == 1


@pytest.mark.parametrize("key_of", [toneless, skeleton])
def test_names_without_marks_collide_in_one_known_pair_only(key_of: type[str]) -> None:
    collisions = set()
    for province in PROVINCES:
        seen: dict[tuple[str, str], str] = {}
        for key, names in registry().of(province).by_name.items():
            for name in names:
                if (
                    name.current
                    and seen.setdefault((name.kind, key_of(key)), name.lao.short) != name.lao.short
                ):
                    collisions.add(name.lao.short)
    assert collisions <= {"อบต.นาคำ", "อบต.น้ำคำ"}


def test_an_lao_is_found_by_its_older_spelling_and_by_its_later_name() -> None:
    sakaeo = registry().of("สระแก้ว").by_name["อรัญญประเทศ"]
    assert [name.lao.short for name in sakaeo] == ["ทม.อรัญประเทศ"]
    phitsanulok = registry().of("พิษณุโลก").by_name["ทองแท้"]
    assert [(name.lao.short, name.current) for name in phitsanulok] == [("อบต.ท้อแท้", False)]


def test_a_name_that_is_no_province_has_no_laos() -> None:
    assert registry().laos_of("กรุงเทพมหานคร") == ()
    with pytest.raises(KeyError):
        registry().of("เชียงม่าย")
