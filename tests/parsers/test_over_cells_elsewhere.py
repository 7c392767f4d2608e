"""What stands for words in workbooks of other formats than .xlsx, as LibreOffice saves them."""

from pathlib import Path

import pytest
from make.beside_cells import in_word, with_check_boxes, with_drawings
from make.other_forms import TICKED, differences
from make.writers import convert

from parsers.formats import spreadsheet_xml
from parsers.limits import Limits
from survey.marking import AUTHOR

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


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    path: Path = tmp_path_factory.mktemp("typed") / "a.docx"
    in_word(path)
    return {"docx": path.read_bytes(), "odt": convert(path, "odt").read_bytes()}


@pytest.mark.parametrize("name", ["docx", "odt"])
def test_pictures_and_comments_in_cells_of_a_document_count_as_in_a_workbook(
    typed: dict[str, bytes], name: str
) -> None:
    told = {("assumed", f"T1!{at}") for at in ("F3", "E4", "D5")}
    assert differences(typed[name], f"a.{name}") == ({}, told)


def test_pictures_in_both_cells_of_a_pair_decide_nothing(tmp_path: Path) -> None:
    in_word(tmp_path / "a.docx", drawn=(*TICKED, "G4"))
    read, told = differences((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert read == {"1.committee": None}
    assert ("cell_unreadable", "T1!F3") in told


def test_comments_of_excel_s_xml_of_2003_stand_at_their_cells_without_their_author() -> None:
    def comment(author: str, words: str) -> str:
        return f'<Comment ss:Author="{author}"><ss:Data><B>{author}:</B>&#10;{words}</ss:Data></Comment>'

    cells = f'<Cell><Data ss:Type="String">ก</Data></Cell><Cell>{comment("ผู้กรอก", "5 พ.ย. 2561")}</Cell><Cell>{comment(AUTHOR, "แก้")}</Cell>'
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    book = f'<Workbook {names}><Worksheet ss:Name="ก"><Table><Row/><Row>{cells}</Row></Table></Worksheet></Workbook>'
    [grid] = spreadsheet_xml.read(book.encode(), Limits())
    assert (grid.comments, [cell.text for cell in grid.cells.values()]) == ({(2, 2): "5 พ.ย. 2561"}, ["ก"])
