"""Texts to train with: all possible, of every kind, and those of the test kept apart."""

from parsers.thai_lines.alphabet import CHARACTERS, DIGITS, is_possible
from training.texts import KINDS, Texts


def test_every_kind_draws_possible_texts_of_known_characters() -> None:
    texts = Texts(3)
    for kind in KINDS:
        for _ in range(60):
            text = texts.draw(kind).text
            assert is_possible(text), text
            assert set(text) <= set(CHARACTERS), text


def test_a_seed_gives_the_same_texts_again() -> None:
    assert [Texts(5).draw().text for _ in range(1)] == [Texts(5).draw().text for _ in range(1)]
    first, second = Texts(5), Texts(5)
    assert [first.draw() for _ in range(50)] == [second.draw() for _ in range(50)]


def test_names_words_and_sentences_of_the_test_are_never_trained_on() -> None:
    trained, tested = Texts(1), Texts(1, test=True)
    assert not {lao.code for lao in trained.laos} & {lao.code for lao in tested.laos}
    assert not set(trained.sentences) & set(tested.sentences)
    assert not set(trained.rare) & set(tested.rare)


def test_half_of_the_dates_are_in_thai_digits() -> None:
    texts = Texts(2)
    dates = [texts.draw("date").text for _ in range(400)]
    thai = sum(any(character in DIGITS for character in date) for date in dates)
    assert 150 < thai < 250


def test_no_text_is_longer_than_asked() -> None:
    texts = Texts(4)
    assert max(len(texts.draw(most=10).text) for _ in range(300)) <= 10
