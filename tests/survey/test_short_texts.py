from survey.thai.short_texts import LONGEST, cached_when_short


def test_only_answers_about_short_texts_are_kept() -> None:
    asked: list[str] = []

    @cached_when_short
    def ask(text: str, times: int = 1) -> int:
        asked.append(text[:1])
        return len(text) * times

    short, long = "ก" * LONGEST, "ข" * (LONGEST + 1)
    assert [ask(short), ask(short), ask(short, 2)] == [LONGEST, LONGEST, 2 * LONGEST]
    assert [ask(long), ask(long)] == [LONGEST + 1, LONGEST + 1]
    assert asked == ["ก", "ก", "ข", "ข"]
