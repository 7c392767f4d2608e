import time

import pytest

from survey.provinces import province_named


def test_a_text_without_spaces_is_looked_through_once() -> None:
    text = "บริการสาธารณะ" * 25_000 + " จังหวัดน่าน"
    started = time.process_time()
    assert province_named(text) == "น่าน"
    assert time.process_time() - started < 5  # from each letter on it took minutes


@pytest.mark.parametrize(
    "address", ["nan@dla.example", "อีเมล:a@nan.example", "@a@nan.example", "a@@nan.example"]
)
def test_an_address_names_no_province(address: str) -> None:
    assert province_named(f"ติดต่อ {address} จังหวัดแพร่") == "แพร่"
    assert province_named(f"ติดต่อ {address}") is None
