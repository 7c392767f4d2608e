"""What stands for words in workbooks of other formats than .xlsx, as LibreOffice saves them."""

from pathlib import Path

import pytest
from make.beside_cells import with_check_boxes, with_drawings
from make.other_forms import differences
from make.writers import convert

TOLD = {("assumed", "F4"), ("assumed", "E5"), ("assumed", "D6")}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("drawn")
    with_drawings(folder / "a.xlsx")
    return {
        "xlsx": (folder / "a.xlsx").read_bytes(),
        **{name: convert(folder / "a.xlsx", name).read_bytes() for name in ("xls", "ods")},
    }


@pytest.mark.parametrize("name", ["xlsx", "xls", "ods"])
def test_drawn_ticks_comments_and_the_page_s_head_count_in_each_format(
    drawn: dict[str, bytes], name: str
) -> None:
    assert differences(drawn[name], f"a.{name}") == ({}, TOLD)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path: Path = tmp_path_factory.mktemp("boxes") / "a.fods"
    with_check_boxes(path)
    return {"fods": path.read_bytes(), "xls": convert(path, "xls").read_bytes()}


@pytest.mark.parametrize("name", ["fods", "xls"])
def test_check_boxes_over_cells_are_ticks_where_they_are_on(boxes: dict[str, bytes], name: str) -> None:
    assert differences(boxes[name], f"a.{name}") == ({}, set())
