"""Random inputs for the readers of mails, tables, days and names: other ones each time with `make search`."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make.fuzz_targets import TARGETS, WORDS


def inputs(name: str) -> st.SearchStrategy[bytes]:
    """Pieces that mean something, put together at will, with anything between them."""
    piece = st.one_of(st.sampled_from(WORDS[name]), st.sampled_from(WORDS[name]), st.text(max_size=6))
    together = st.lists(piece, max_size=40).map(
        lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
    )
    return st.one_of(together, together, st.binary(max_size=80))


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_the_reader_keeps_its_word(name: str) -> None:
    @given(inputs(name))
    @settings(max_examples=settings().max_examples if settings().max_examples > 500 else 150, deadline=None,
              suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
    def reads(data: bytes) -> None:
        TARGETS[name](data)

    reads()
