"""The beam against all alignments counted one by one, and against everything that Thai can't spell."""

from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.thai_lines.alphabet import CHARACTERS, is_possible, may_follow
from parsers.thai_lines.beam import decode, merged

CLASS = {character: number + 1 for number, character in enumerate(CHARACTERS)}


def columns_of(*rows: dict[str, float]) -> np.ndarray:
    """Each row's probabilities by character; what is left is the blank's."""
    columns = np.zeros((len(rows), len(CHARACTERS) + 1), np.float32)
    for number, row in enumerate(rows):
        for character, probability in row.items():
            columns[number, CLASS[character]] = probability
        columns[number, 0] = 1 - columns[number].sum()
    return columns


def counted(columns: np.ndarray) -> dict[str, float]:
    """Every possible text with its probability, by counting all alignments; white space folded."""
    classes = np.flatnonzero(columns.max(axis=0) > 0)
    found: dict[str, float] = {}
    for path in product(classes.tolist(), repeat=len(columns)):
        probability = float(np.prod([columns[step, each] for step, each in enumerate(path)]))
        kept = [each for step, each in enumerate(path) if each and (step == 0 or path[step - 1] != each)]
        text = "".join(CHARACTERS[each - 1] for each in kept)
        if probability and all(map(may_follow, ("", *text), text)):
            folded = " ".join(text.split())
            found[folded] = found.get(folded, 0.0) + probability
    return found


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(1, 20), min_size=5, max_size=5), min_size=1, max_size=5))
def test_the_beam_finds_the_text_that_counting_all_alignments_finds(weights: list[list[int]]) -> None:
    rows = []
    for row in weights:
        total = sum(row)
        rows.append({c: w / total for c, w in zip("กข\u0e48 ", row[:4], strict=True)})
    columns = columns_of(*rows)
    all_texts = counted(columns)
    text, score = decode(columns, width=500)[0]
    assert score == pytest.approx(log(max(all_texts.values())), abs=1e-3)
    assert all_texts[text] == pytest.approx(max(all_texts.values()), rel=1e-3)


def test_a_doubled_letter_needs_a_blank_between() -> None:
    blank: dict[str, float] = {}
    sure = {"ก": 0.99}
    assert decode(columns_of(sure, sure))[0][0] == "ก"
    assert decode(columns_of(sure, blank, sure))[0][0] == "กก"


def test_a_tone_mark_that_stands_on_nothing_is_never_written() -> None:
    columns = columns_of({"\u0e48": 0.9, "ก": 0.05}, {"\u0e49": 0.9, "ก": 0.05})
    assert decode(columns)[0][0] in ("", "ก", "ก\u0e49")


@settings(max_examples=80)
@given(st.lists(st.lists(st.sampled_from(CHARACTERS[:75] + " 1a"), min_size=1, max_size=4), max_size=12))
def test_no_columns_make_the_beam_write_what_thai_cannot_spell(rows: list[list[str]]) -> None:
    columns = columns_of(*({character: 0.9 / len(row) for character in row} for row in rows))
    for text, score in decode(columns):
        assert is_possible(text)
        assert score <= 0


def test_a_vowel_that_is_written_first_is_not_left_without_its_consonant() -> None:
    assert decode(columns_of({"ก": 0.99}, {"เ": 0.98}))[0][0] == "ก"


def test_surely_blank_columns_change_neither_text_nor_probability() -> None:
    rows = [{"ก": 0.7, "ถ": 0.2}, {"\u0e34": 0.6, "\u0e35": 0.3}]
    few = decode(columns_of(*rows))
    many = decode(columns_of({}, rows[0], {}, {}, rows[1], {}, {}))
    assert [text for text, _ in few[:2]] == [text for text, _ in many[:2]]
    assert exp(many[0][1]) == pytest.approx(exp(few[0][1]), abs=0.02)


def test_no_columns_at_all_are_an_empty_line() -> None:
    assert decode(np.zeros((0, len(CHARACTERS) + 1), np.float32)) == [("", 0.0)]


@pytest.mark.parametrize(
    "text",
    [
        "น้ำ",
        "เกาะ",
        "ตัวะ",
        "ก็",
        "สัตว์",
        "พันธุ์",
        "สิทธิ์",
        "กรรมการ",
        "ฤาษี",
        "แม่ริม",
        "๕ พ.ย. ๒๕๖๑",
        "เจ๊ะ",
        "ใหญ่",
        "ฯลฯ",
        "ต่าง ๆ",
    ],
)
def test_words_as_they_are_written_are_possible(text: str) -> None:
    assert is_possible(text)


@pytest.mark.parametrize("text", ["่ก", "ก่่", "กิุ", "ะ", "เะ", "แ่ม", "ก ่", "กา่", "เ", "กั", "1่"])
def test_marks_out_of_place_are_impossible(text: str) -> None:
    assert not is_possible(text)


def test_two_views_together_say_what_both_hold_likely() -> None:
    first = [("กข", log(0.5)), ("กช", log(0.4))]
    second = [("กช", log(0.6)), ("กซ", log(0.3))]
    together = merged([first, second])
    assert [text for text, _ in together] == ["กช", "กข", "กซ"]
    assert [exp(score) for _, score in together] == pytest.approx([0.5, 0.25, 0.15])


def test_views_of_vanishing_probability_are_still_told_apart() -> None:
    together = merged([[("กข", -2000.0)], [("กช", -2001.0)]])
    assert together[0][0] == "กข"
    assert together[0][1] == pytest.approx(-2000.0 - log(2))
